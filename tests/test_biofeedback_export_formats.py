"""Exports read back, by readers of others, to the last digit."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import edfio
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from analysis.artifacts import KINDS, LEFT_OUT
from biofeedback.exporters.beat_rows import beat_rows
from biofeedback.exporters.bids import bids_root, bids_session
from biofeedback.exporters.edf import edf_plus
from biofeedback.exporters.sitting_json import sitting_json
from biofeedback.exporters.text_formats import csv_table, kubios_text
from biofeedback.store.recording import Recording, read_recording
from devices.events import Beat
from tests.exported_sittings import (
    BEGAN,
    TICK_MS,
    bids_rows,
    corrected_of,
    recording_of,
    rr_of,
    stretches,
    strict_json,
    table,
)
from tests.made_hearts import resting_rr

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
few = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def disturbed() -> Recording:
    """Return 300 resting beats: one missed (two made into one), one extra, one far too early."""
    ticks = np.rint(resting_rr(260, seed=3) * 1.024).astype(int).tolist()
    ticks[60:62] = [sum(ticks[60:62])]
    ticks[120:121] = [ticks[120] // 2, ticks[120] - ticks[120] // 2]
    ticks[180] -= 260
    ticks[181] += 260
    return recording_of([ticks])


@few
@given(runs=stretches)
def test_kubios_text_is_read_by_our_own_reader_to_the_tick(
    tmp_path: Path, runs: list[list[int]]
) -> None:
    """Two decimals of a millisecond invert exactly to 1/1024 s."""
    path = tmp_path / "rr.txt"
    path.write_bytes(kubios_text(recording_of(runs)))
    read = read_recording(path).beats.rr_ms
    assert [round(rr_ms / TICK_MS) for rr_ms in read] == [tick for run in runs for tick in run]


@few
@given(runs=stretches)
def test_the_csv_table_holds_every_beat_exactly(runs: list[list[int]]) -> None:
    """Raw and corrected intervals, stretches, phases and phrases; in each phase its own beats."""
    recording = recording_of(runs)
    rows = table(csv_table(recording))
    assert [float(row["rr_ms"]) for row in rows] == rr_of(runs)
    numbers = [number for number, run in enumerate(runs) for _ in run]
    assert [int(row["stretch"]) for row in rows] == numbers
    corrected = [float(each) for row in rows for each in row["corrected_rr_ms"].split()]
    assert corrected == corrected_of(recording)
    for row, time_s in zip(rows, recording.beats.time_s, strict=True):
        assert float(row["time_s"]) == pytest.approx(time_s, abs=1e-6)
        practising = 10 <= time_s <= 30
        assert row["phase"] == ("practice" if practising else "rest before" if time_s < 10 else "")
        assert bool(row["phrase"]) == (12 <= time_s <= 30)


def test_each_kind_of_artefact_stands_at_its_beat() -> None:
    """One interval holds two beats, two hold one, and an early beat is put between; by hand."""
    recording = disturbed()
    rows = beat_rows(recording)
    judged = [row for row in rows if row.artefact != LEFT_OUT]
    assert [row.corrected_ms for row in judged].count(()) == 1
    assert {row.artefact for row in rows} <= {"", LEFT_OUT, *KINDS}
    missed = rows[60]
    assert missed.artefact == "missed"
    assert len(missed.corrected_ms) == 2
    assert sum(missed.corrected_ms) == pytest.approx(missed.rr_ms, abs=0.01)
    first, second = rows[120:122]
    assert (first.artefact, first.corrected_ms) == ("extra", ())
    assert second.corrected_ms == pytest.approx((first.rr_ms + second.rr_ms,), abs=0.01)
    early = next(row for row in rows[170:190] if row.artefact in ("ectopic", "long_short"))
    assert early.corrected_ms[0] > early.rr_ms + 100
    untouched = [row for row in rows if row.artefact == "" and len(row.corrected_ms) == 1]
    assert sum(row.corrected_ms[0] == row.rr_ms for row in untouched) > 280


@settings(max_examples=12, deadline=None)
@given(runs=stretches)
def test_json_holds_the_whole_sitting(runs: list[list[int]]) -> None:
    """Every beat to the last digit, and each measure a number or the reason for none."""
    recording = recording_of(runs)
    found = strict_json(sitting_json(recording))
    beats = found["beats"]
    assert beats["rr_ms"] == rr_of(runs)
    assert beats["time_s"] == recording.beats.time_s.tolist()
    assert beats["usable"] == recording.beats.usable.tolist()
    assert [rr_ms for each in beats["corrected_rr_ms"] for rr_ms in each] == corrected_of(recording)
    assert len(found["gaps"]) == len(runs) - 1
    whole = found["measures"]["whole"]
    assert whole["beats"] == len(beats["rr_ms"])
    assert ("rmssd_ms" in whole["time_domain"]) != ("rmssd_ms" in whole["missing"])


def test_json_of_a_sample_agrees_with_the_commands() -> None:
    """The comparison, the phases and the phrases are those of the sitting."""
    recording = read_recording(SAMPLES / "whole-sitting.csv")
    found = strict_json(sitting_json(recording))
    assert found["simulated"] is True
    assert found["sealed"] is True
    assert [phase["phase"] for phase in found["phases"]][0::4] == ["rest before", "rest after"]
    assert [e["text"] for e in found["events"] if e["kind"] == "line"] == [
        line.text for line in recording.lines
    ]
    assert found["measures"]["comparison"]["change"]["rmssd_ratio"] > 0
    assert found["measures"]["practice"]["breath_wave"]["pace_hz"] == pytest.approx(0.1)


@few
@given(runs=stretches)
def test_bids_holds_every_beat_exactly_and_samples_the_interval_under_way(
    runs: list[list[int]],
) -> None:
    """Beats are events; each sample is the interval that contains it, and none in a gap."""
    recording = recording_of(runs)
    files = bids_session(recording, "2026-11-23T080000")
    events = bids_rows(files, "_physioevents")
    assert [float(row["rr"]) for row in events] == rr_of(runs)
    beats = recording.beats
    for sample in bids_rows(files, "_physio"):
        at_s = float(sample["timestamp"])
        begun = beats.time_s - beats.rr_ms / 1000 <= at_s
        under_way = beats.rr_ms[begun & (beats.time_s >= at_s)]
        known = [] if sample["rr_under_way"] == "n/a" else [float(sample["rr_under_way"])]
        assert known == under_way[:1].tolist()


def test_bids_keeps_to_its_rules_for_names_and_columns() -> None:
    """Entities in order, a JSON beside each table, and its required fields."""
    files = bids_session(recording_of([[900] * 50]), "2026-11-23T080000-2")
    stem = "sub-01/ses-20261123T0800002/beh/sub-01_ses-20261123T0800002_task-practice"
    physio = f"{stem}_recording-cardiac_physio"
    assert set(files) == {
        f"{physio}.tsv.gz",
        f"{physio}.json",
        f"{physio}events.tsv.gz",
        f"{physio}events.json",
        f"{stem}_events.tsv",
        f"{stem}_events.json",
    }
    about = strict_json(files[f"{physio}.json"])
    assert about["SamplingFrequency"] == 4
    assert about["StartTime"] == 0
    beats = strict_json(files[f"{physio}events.json"])
    assert beats["Columns"][0] == "onset"
    assert beats["OnsetSource"] in about["Columns"]
    phases = table(files[f"{stem}_events.tsv"], "\t")
    assert [row["trial_type"] for row in phases] == ["rest before", "practice", "phrase", "ended"]
    assert [float(row["duration"]) for row in phases] == [10, 20, 18, 0]
    root = bids_root()
    assert strict_json(root["dataset_description.json"])["DatasetType"] == "raw"
    assert root["participants.tsv"].splitlines() == [b"participant_id", b"sub-01"]


@few
@given(runs=stretches)
def test_edf_is_read_by_edfio_to_the_tick(runs: list[list[int]]) -> None:
    """A QRS opens each stretch, so differences inside a stretch are the intervals."""
    recording = recording_of(runs)
    read = edfio.read_edf(io.BytesIO(edf_plus(recording)))
    peaks = [each.onset for each in read.annotations if each.text == "QRS"]
    found = []
    for run in runs:
        first, peaks = peaks[: len(run) + 1], peaks[len(run) + 1 :]
        found.append([round(step * 1024) for step in np.diff(first)])
    assert found == [list(run) for run in runs]
    assert not peaks


def test_edf_says_when_it_began_and_what_was_shown() -> None:
    """Date, time of day with its fraction, phases and phrases; nobody's name."""
    recording = recording_of([[900] * 50])
    data = edf_plus(recording)
    read = edfio.read_edf(io.BytesIO(data))
    assert read.startdate == BEGAN.date()
    assert read.starttime == (BEGAN + timedelta()).time().replace(tzinfo=None)
    assert read.patient.name == "X"
    shown = {each.text: each.onset for each in read.annotations if each.text != "QRS"}
    assert shown["phase: practice"] == pytest.approx(10)
    assert shown["phrase: May I be gentle with myself."] == pytest.approx(12)
    assert read.num_signals == 0
    assert len(data) % 2 == 0


def test_a_sitting_without_a_heart_can_be_exported_in_every_format() -> None:
    """The practice is whole without a strap: its phases and phrases are there, and no beat."""
    recording = recording_of([])
    assert kubios_text(recording) == b""
    assert table(csv_table(recording)) == []
    assert strict_json(sitting_json(recording))["beats"]["rr_ms"] == []
    files = bids_session(recording, "s")
    assert bids_rows(files, "_physio") == bids_rows(files, "_physioevents") == []
    texts = [each.text for each in edfio.read_edf(io.BytesIO(edf_plus(recording))).annotations]
    assert "phase: practice" in texts


def test_a_recording_without_guidance_can_be_exported_in_every_format() -> None:
    """Beats alone, as `record` writes them: no phase, no phrase, every beat."""
    beats = tuple(event for event in recording_of([[900] * 50]).events if isinstance(event, Beat))
    recording = Recording(beats, BEGAN)
    assert kubios_text(recording).count(b"\n") == 50
    assert {(row["phase"], row["phrase"]) for row in table(csv_table(recording))} == {("", "")}
    assert len(strict_json(sitting_json(recording))["beats"]["rr_ms"]) == 50
    files = bids_session(recording, "s")
    assert len(bids_rows(files, "_physioevents")) == 50
    (events,) = (data for name, data in files.items() if name.endswith("_events.tsv"))
    assert table(events, "\t") == []
    read = edfio.read_edf(io.BytesIO(edf_plus(recording)))
    assert [each.text for each in read.annotations] == ["QRS"] * 51

"""Binary formats, and what this program exported: read back to the last digit."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from itertools import accumulate
from pathlib import Path

import edfio
import numpy as np
import pytest

from biofeedback.exporters.bids import bids_root, bids_session
from biofeedback.exporters.edf import edf_plus
from biofeedback.exporters.sitting_json import sitting_json
from biofeedback.exporters.text_formats import csv_table, kubios_text
from biofeedback.importers.child import in_child
from biofeedback.importers.imported import CompanionError, Imported, Source, UnreadableError
from biofeedback.importers.opening import sources_of
from biofeedback.importers.registry import read_source
from biofeedback.store.recording import read_recording
from tests.exported_sittings import BEGAN, recording_of, rr_of
from tests.foreign_files import fit, wfdb, xdf
from tests.made_hearts import SHARED, needs_shared

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
RR_MS = [812, 797, 843, 905, 921, 874, 820, 788, 801, 866, 930, 947]
ENDS_S = [at / 1000 for at in accumulate(RR_MS)]
RUNS = [[832, 816, 863, 927, 943], [895, 840, 807, 820], [887, 952, 970]]  # 1/1024 s


def annotated(*, before: str = "") -> bytes:
    """Return EDF+ as edfio writes it, with a beat at 0 and at the end of each interval."""
    marks = [edfio.EdfAnnotation(at_s, None, "QRS") for at_s in (0.0, *ENDS_S)]
    marks += [edfio.EdfAnnotation(3.0, None, before)] * bool(before)
    file = io.BytesIO()
    edfio.Edf([], annotations=marks).write(file)
    return file.getvalue()


FILES = {
    "Garmin FIT": fit(RR_MS),
    "EDF+ annotations": annotated(),
    "XDF": xdf(RR_MS, ENDS_S),
    "WFDB annotations": wfdb(RR_MS),
}


@pytest.mark.parametrize("name", FILES)
def test_each_binary_format_gives_the_same_beats(name: str) -> None:
    """Built after its specification, told by its content, read without a gap."""
    found = read_source(Source("of no ending", FILES[name]))
    assert found.format == name
    assert found.beats.rr_ms.tolist() == RR_MS
    assert (found.gaps, found.beats.repairs) == (0, ())


@pytest.mark.parametrize("name", FILES)
def test_a_cut_is_refused_in_one_sentence(name: str) -> None:
    """Two thirds of a file are never taken for the whole."""
    data = FILES[name]
    with pytest.raises(UnreadableError) as refused:
        read_source(Source("cut", data[: len(data) * 2 // 3]))
    assert "\n" not in str(refused.value)


def test_a_rate_of_1024_hz_is_exact() -> None:
    """The ticks a strap sends: 832/1024 s are 812.5 ms."""
    found = read_source(Source("a", wfdb([832, 816], 1024)))
    assert found.beats.rr_ms.tolist() == [812.5, 796.875]


def test_annotations_without_a_rate_take_it_from_the_header_beside_them() -> None:
    """As PhysioNet ships them; without one, no time can be known."""
    data = wfdb([832, 816] * 5, None)
    header = {"100.hea": b"100 2 1024 650000\n"}.get
    assert read_source(Source("100.atr", data, None, header)).beats.rr_ms[0] == 812.5
    with pytest.raises(UnreadableError, match="hea file beside it"):
        read_source(Source("100.atr", data))


def test_a_long_pause_between_annotations_is_a_gap() -> None:
    """What no heart waits for is no interval."""
    found = read_source(Source("a", wfdb([800, 810, 90_000_0, 805, 800])))
    assert found.gaps == 1
    assert found.beats.rr_ms.tolist() == [800, 810, 805, 800]


@pytest.mark.parametrize(
    "export",
    [csv_table, sitting_json, edf_plus],
    ids=["csv", "json", "edf"],
)
def test_an_export_comes_back_as_it_was(export: object) -> None:
    """Every interval, and every gap with its length."""
    assert callable(export)
    recording = recording_of(RUNS)
    found = read_source(Source("export", export(recording)))
    _same(found)
    assert found.told == (recording.remarks if export is sitting_json else ())  # it was cut short
    assert found.beats.missing_s[5] == pytest.approx(7.5, abs=1e-5)


def _same(found: Imported) -> None:
    assert found.beats.rr_ms.tolist() == rr_of(RUNS)
    assert np.flatnonzero(found.beats.opens).tolist() == [5, 9]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_a_sitting_comes_back_from_edf_to_the_last_digit(path: Path) -> None:
    """With times as a recording has them, and its gaps where they were."""
    beats = read_recording(path).beats
    found = read_source(Source("export", edf_plus(read_recording(path)))).beats
    assert found.rr_ms.tolist() == beats.rr_ms.tolist()
    assert (
        np.flatnonzero(found.opens).tolist()
        == (1 + np.flatnonzero(np.diff(beats.stretch))).tolist()
    )


def test_an_edf_file_that_was_cut_is_not_read_as_a_shorter_one() -> None:
    """Its header tells how many records there are; edfio takes those it finds."""
    whole = edf_plus(read_recording(SAMPLES / "rest.csv"))
    for part in (whole[: len(whole) // 2], whole[:-1]):
        with pytest.raises(UnreadableError, match="EDF file that is cut off"):
            read_source(Source("cut.edf", part))


def test_kubios_text_comes_back_to_the_tick() -> None:
    """One column has no gaps, and two decimals, which invert exactly to 1/1024 s."""
    found = read_source(Source("export", kubios_text(recording_of(RUNS))))
    ticks = [round(each * 1.024) for each in found.beats.rr_ms.tolist()]
    assert ticks == [tick for run in RUNS for tick in run]


def test_a_data_set_of_bids_comes_back_from_its_zip() -> None:
    """The events are the recording; the rest is said to belong to it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (bids_session(recording_of(RUNS), "1") | bids_root()).items():
            archive.writestr(name, data)
    found, beside = [], 0
    for source in sources_of(Path("study.zip"), file.getvalue()):
        try:
            found.append(read_source(source))
        except CompanionError:
            beside += 1
    (only,) = found
    _same(only)
    assert beside == 7


def test_a_unit_that_is_none_of_theirs_is_said_as_of_a_text() -> None:
    """By the median, or by what the description beside a table tells; not as damaged values."""
    with pytest.raises(UnreadableError, match="no heartbeats in s: leave out --unit"):
        read_source(Source("a.xdf", xdf(RR_MS, ENDS_S), "s"))
    rows = "\n".join(f"{rr:.2f}" for rr in RR_MS).encode()
    for told, said in (
        ({"rr": {"Units": "ms"}}, "BIDS physio, whose intervals are in ms, not in s: leave out"),
        ({}, "no heartbeats in s: leave out --unit"),
    ):
        about = {"Columns": ["rr"], "SamplingFrequency": "n/a", **told}
        beside = {"a_physioevents.json": json.dumps(about).encode()}.get
        with pytest.raises(UnreadableError, match=said):
            read_source(Source("a_physioevents.tsv", rows, "s", beside))


def test_json_tells_when_it_began_and_keeps_notes() -> None:
    """The moment with its zone."""
    assert read_source(Source("a", sitting_json(recording_of(RUNS)))).began == BEGAN


def test_the_same_name_in_two_folders_of_a_zip_is_two_recordings() -> None:
    """None stands for the other."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a/rr.txt", "800\n810\n")
        archive.writestr("b/rr.txt", "900\n910\n")
    found = [read_source(each) for each in sources_of(Path("a.zip"), file.getvalue())]
    assert [each.beats.rr_ms.tolist() for each in found] == [[800, 810], [900, 910]]


def _sleep(_: bytes) -> None:
    time.sleep(60)


def _crash(_: bytes) -> None:
    os.abort()


def _fill(_: bytes) -> int:
    return len(bytearray(8 * 2**30))


@pytest.mark.parametrize(
    ("read", "limit_s", "said"),
    [(_sleep, 0.5, "within 0.5 s"), (_crash, 20, "damaged"), (_fill, 20, "damaged")],
)
def test_what_a_reader_of_others_does_stays_in_its_process(
    read: object, limit_s: float, said: str
) -> None:
    """Hanging, crashing and eating memory each end in one sentence."""
    assert callable(read)
    with pytest.raises(UnreadableError, match=said):
        in_child(read, b"", "a file", limit_s)


def _talk(_: bytes) -> str:
    os.write(1, b"said of the file")
    os.write(2, b"complained of the file")
    return "read"


def test_what_a_reader_of_others_says_reaches_no_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Its words are not ours; what is to be said of a file is said once, by us."""
    assert in_child(_talk, b"", "a file") == "read"
    assert capfd.readouterr() == ("", "")


@needs_shared
@pytest.mark.parametrize(
    ("name", "beats"),
    [
        ("fit/dtcooper__garmin-edge-820-bike.fit", 126),
        ("fit/dtcooper__garmin-fenix-5-run.fit", 113),
        ("fit/dtcooper__garmin-fenix-5-walk.fit", 62),
        ("elitehrv_2017-06-29 13-11-53.txt", 4201),
        ("kubios_import_rr_ascii_with_header.txt", 423),
    ],
)
def test_files_of_real_people_hold_as_many_beats_as_their_list_says(name: str, beats: int) -> None:
    """Counted by those who shared them."""
    path = SHARED / "formats" / name
    assert read_source(Source(path.name, path.read_bytes())).beats.rr_ms.size == beats

"""The rest before has one number, wherever it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import LiveMeasures
from biofeedback.results.summary import measure_beats
from biofeedback.runs.session import Session
from biofeedback.sitting import Phase
from biofeedback.store.recording import read_recording

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"


def test_what_a_tile_holds_against_is_what_the_summary_says() -> None:
    """The whole rest, not its last seconds: heart rate, RMSSD and HF to the last digit."""
    recording = read_recording(WHOLE)
    session = Session(LiveMeasures())
    for event in recording.events:
        session.handle(event)
    part = recording.part(Phase.REST_BEFORE)
    assert part
    rest = measure_beats(recording.beats.between(part.start_s, part.end_s))
    held = session.latest.rest_before
    assert held
    assert held["heart_rate_bpm"] == pytest.approx(rest.time_domain["mean_hr_bpm"])
    assert held["rmssd_ms"] == pytest.approx(rest.time_domain["rmssd_ms"])
    assert held["hf_ms2"] == pytest.approx(rest.frequency_domain["hf_ms2"])


def test_without_beats_there_is_nothing_to_hold_against() -> None:
    """A rest in which no heart was found."""
    recording = read_recording(WHOLE)
    session = Session(LiveMeasures())
    for event in recording.events:
        if type(event).__name__ not in ("Beat", "Packet"):
            session.handle(event)
    assert not session.latest.rest_before

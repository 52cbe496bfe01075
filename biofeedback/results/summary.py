"""What a sitting comes to: before and after, the whole heart curve, and what was done.

Made from the recording alone, so a sitting just ended, a replay and `compare` say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.compare import Change, Refusal, compare, equal_rests
from analysis.own_pace import OwnPace
from analysis.report import Measured, measure
from biofeedback.checkin import UNRATED, Ratings, ratings_of
from biofeedback.notes import notes_of
from biofeedback.results.pace_search import find_pace
from biofeedback.sitting import LineShown, Phase, practised, slow_breaths
from biofeedback.store.labels import UNLABELLED, Labels
from biofeedback.store.recording import BeatArrays, Part, Recording

UNNAMED = "Recording"  # of which nothing tells what it is


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """A whole sitting.

    ``curve_time_s`` and ``curve_bpm`` (n,) hold every usable beat; a NaN row marks each gap so
    that nothing is drawn across it. ``comparison`` is None when there were no rests.
    """

    practice_name: str
    began: datetime
    practised_s: float
    breaths: int
    simulated: bool
    measured: bool
    parts: tuple[Part, ...]
    lines: tuple[LineShown, ...]
    before: Measured | None
    after: Measured | None
    comparison: Change | Refusal | None
    curve_time_s: NDArray[np.float64]
    curve_bpm: NDArray[np.float64]
    path: Path | None = None
    remarks: tuple[str, ...] = ()
    ratings: Ratings = UNRATED
    pace: OwnPace | Refusal | None = None  # what a search for one's own pace came to
    notes: tuple[str, ...] = ()
    practice: str = ""  # its id; empty for a recording without guidance
    unkept: str = ""  # what of it the disk did not take, in a sentence
    day_known: bool = True  # False: ``began`` is the date that the original's file bore
    labels: Labels = UNLABELLED  # what the person calls it


def summarise(recording: Recording) -> Summary:
    """Return what a recorded sitting comes to."""
    before, after, comparison = compare_rests(recording)
    curve_time_s, curve_bpm = heart_curve(recording.beats)
    return Summary(
        practice_name=recording.meta.get("practice_name", UNNAMED),
        began=recording.began,
        practised_s=practised(recording.events, recording.end_s)[0],
        breaths=slow_breaths(recording.events, recording.end_s),
        simulated=recording.simulated,
        measured=recording.beats.rr_ms.size > 0,
        parts=recording.parts,
        lines=recording.lines,
        before=before,
        after=after,
        comparison=comparison,
        curve_time_s=curve_time_s,
        curve_bpm=curve_bpm,
        path=recording.path,
        remarks=recording.remarks,
        ratings=ratings_of(recording.events),
        pace=find_pace(recording),
        notes=tuple(note.text for note in notes_of(recording.events)),
        practice=recording.meta.get("practice", ""),
        day_known=recording.day_known,
        labels=recording.labels,
    )


def compare_rests(
    recording: Recording,
) -> tuple[Measured | None, Measured | None, Change | Refusal | None]:
    """Measure the two rests of a sitting, cut to equal length, and compare them."""
    first, second = recording.part(Phase.REST_BEFORE), recording.part(Phase.REST_AFTER)
    if first is None or second is None:
        return None, None, None
    rests = equally_long(*(recording.beats.between(p.start_s, p.end_s) for p in (first, second)))
    before, after = (measure_beats(rest) for rest in rests)
    return before, after, compare(before, after)


def equally_long(before: BeatArrays, after: BeatArrays) -> tuple[BeatArrays, BeatArrays]:
    """Cut the longer of two rests at its start, where the body is still settling."""
    first, second = equal_rests(before.rr_ms, after.rr_ms)
    return before[first], after[second]


def measure_beats(beats: BeatArrays, **options: Any) -> Measured:
    """Measure beats; the options are those of `analysis.measure`."""
    return measure(beats.rr_ms, beats.stretch, usable=beats.usable, **options)


def heart_curve(beats: BeatArrays) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the heart rate of every usable beat, with NaN between stretches."""
    bpm = np.where(beats.usable, 60_000 / np.maximum(beats.rr_ms, 1.0), np.nan)
    opens = np.flatnonzero(np.diff(beats.stretch)) + 1
    return np.insert(beats.time_s, opens, np.nan), np.insert(bpm, opens, np.nan)

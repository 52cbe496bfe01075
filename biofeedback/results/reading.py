"""Numbers of whole recordings: what `analyse` and `compare` print, ready for JSON or a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from analysis.compare import (
    NEARLY_ALL_OF_RMSSD_PCT,
    PERHAPS_SIGHS,
    Change,
    Refusal,
    compare,
    of_few_beats,
)
from analysis.frequency_domain import hf_caveat
from analysis.marks import marks
from analysis.report import Measured
from biofeedback.results.graph import graph_of, versions
from biofeedback.results.summary import equally_long, measure_beats
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.recorder import RecordingError
from biofeedback.store.recording import BeatArrays, Recording
from devices.events import Beat

Artifacts = Literal["correct", "keep"]
RESTS = (Phase.REST_BEFORE, Phase.REST_AFTER)


def analyse_recording(
    recording: Recording,
    *,
    start_s: float | None = None,
    end_s: float | None = None,
    artifacts: Artifacts = "correct",
    pace_hz: float | None = None,
    each_mark: bool = False,
) -> dict[str, Any]:
    """Measure one recording, or a part of it; ``each_mark`` adds the beats that were not kept.

    Raises
    ------
    RecordingError
        If no beats lie in that part.
    """
    beats = stretch_of(recording, start_s, end_s)
    measured = measure_beats(beats, artifacts=artifacts, pace_hz=pace_hz)
    whole = start_s is None and end_s is None
    span_s = (start_s or 0.0, recording.end_s if end_s is None else end_s)
    return {
        "file": str(recording.path),
        "source": recording.source,
        **measured.as_dict(),
        "graph": graph_of(recording, measured, span_s),
        "notes": [
            *recording.remarks,
            *([recording.question] if recording.question else ()),
            *(_mixed(recording) if whole else ()),
            *_breath_below_hf(measured),
            *_rmssd_of_few(measured),
        ],
        **({"marks": list(_marks(recording, beats, artifacts))} if each_mark else {}),
        "versions": versions(),
    }


def _marks(
    recording: Recording, beats: BeatArrays, artifacts: Artifacts
) -> Iterator[dict[str, Any]]:
    """Yield the marks of a part; place and time are those in the whole recording."""
    if artifacts == "correct":
        first = int(np.searchsorted(recording.beats.time_s, beats.time_s[0]))
        for mark in marks(beats.rr_ms, beats.stretch, usable=beats.usable):
            at = {"time_s": round(float(beats.time_s[mark.beat]), 3), "beat": first + mark.beat}
            yield {**mark.as_dict(), **at}


def _breath_below_hf(measured: Measured) -> Iterator[str]:
    breath_hz = measured.pace_hz or measured.frequency_domain.get("breathing_hz")
    if caveat := hf_caveat(breath_hz):
        yield caveat


def _rmssd_of_few(measured: Measured) -> Iterator[str]:
    if of_few_beats(measured, NEARLY_ALL_OF_RMSSD_PCT):
        yield (
            f"Nearly all of RMSSD comes from a few beats, {PERHAPS_SIGHS}: it is not compared with "
            "another."
        )
    elif of_few_beats(measured):
        part_pct = measured.time_domain["rmssd_top_fifth_pct"]
        yield (
            f"Most of RMSSD comes from a few beats, {PERHAPS_SIGHS}: a fifth of the steps makes "
            f"{part_pct:.0f} % of its square."
        )


def _mixed(recording: Recording) -> Iterator[str]:
    """Say that a whole sitting was measured, its paced and its natural breath alike."""
    named = [part for part in recording.parts if part.phase in (*RESTS, Phase.PRACTICE)]
    if len(named) > 1:
        parts = ", ".join(f"{p.phase} {p.start_s:.0f}-{p.end_s:.0f} s" for p in named)
        yield f"All parts are measured as one ({parts}); --start and --end choose one of them."


def stretch_of(
    recording: Recording, start_s: float | None = None, end_s: float | None = None
) -> BeatArrays:
    """Return the beats between two times of the recording.

    Raises
    ------
    RecordingError
        If there are none.
    """
    beats = recording.beats
    if start_s is not None or end_s is not None:
        first_s = start_s if start_s is not None else float("-inf")
        beats = beats.between(first_s, end_s if end_s is not None else float("inf"))
    if not beats.rr_ms.size:
        since = "" if start_s is None else f" from {start_s:g} s"
        until = "" if end_s is None else f" to {end_s:g} s"
        raise RecordingError(
            f"{recording.path} holds no heartbeats{since}{until}: it lasts {recording.end_s:.0f} s."
        )
    return beats


def part_of(recording: Recording, start_s: float, end_s: float) -> Recording:
    """Return a part of a recording as one of its own, with the guidance that reached into it.

    Raises
    ------
    RecordingError
        If no beats lie in that part.
    """
    beats = stretch_of(recording, start_s, end_s)
    phases = [e for e in recording.events if isinstance(e, PhaseStarted) and e.time_s < end_s]
    until_s = [*(later.time_s for later in phases[1:]), end_s]
    reached = [phase for phase, s in zip(phases, until_s, strict=False) if s > start_s]
    columns = (beats.time_s, beats.rr_ms, beats.stretch, beats.usable)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return replace(recording, events=(*reached, *(Beat(*row) for row in rows)))


def compare_rests(before: BeatArrays, after: BeatArrays, *, of_one: bool) -> Change | Refusal:
    """Compare two rows of beats, cut to equal length; of one recording they must lie apart."""
    rests = equally_long(before, after)
    if of_one and (both_s := _shared_s(*rests)):
        return Refusal(
            f"they share {both_s:.0f} s, which cannot differ: choose two parts that do not overlap"
        )
    return compare(*map(measure_beats, rests))


def _shared_s(first: BeatArrays, second: BeatArrays) -> float:
    """Return how long two rows of beats of one recording lie over each other (s)."""
    starts_s = [float(each.time_s[0] - each.rr_ms[0] / 1000) for each in (first, second)]
    ends_s = [float(each.time_s[-1]) for each in (first, second)]
    return max(0.0, min(ends_s) - max(starts_s))


def compare_recordings(before: Recording, after: Recording) -> Change | Refusal:
    """Compare two recordings of rest; the longer is cut at its start to equal length."""
    for recording in (before, after):
        if any(isinstance(e, PhaseStarted) and e.pattern for e in recording.events):
            name = recording.path.name if recording.path else "one of them"
            return Refusal(
                f"{name} holds paced breathing, which is never compared with a rest; a whole "
                "sitting is compared by itself, its rest before with its rest after"
            )
    of_one = before.path is not None and before.path == after.path
    return compare_rests(stretch_of(before), stretch_of(after), of_one=of_one)

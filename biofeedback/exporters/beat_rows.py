"""Each beat with all that is known of it: corrected interval, kind of artefact, phase, phrase."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.artifacts import LEFT_OUT, SAME_MS, Corrected
from analysis.cleaning import cleaned
from analysis.stretches import split
from biofeedback.store.recording import Recording

Floats = NDArray[np.float64]


class BeatRow(NamedTuple):
    """One beat as it was recorded, and what correction makes of it.

    ``corrected_ms`` holds no interval where the beat was left out or its peak was no heartbeat,
    and two or more where beats were missed; all of them in a row are the corrected intervals.
    """

    time_s: float
    rr_ms: float
    stretch: int
    artefact: str  # "", "missed", "extra", "ectopic", "long_short" or "left_out"
    corrected_ms: tuple[float, ...]
    phase: str
    phrase: str


def beat_rows(recording: Recording) -> list[BeatRow]:
    """Return a row for each beat, oldest first."""
    beats = recording.beats
    kinds = [LEFT_OUT] * len(beats.rr_ms)
    mended: list[tuple[float, ...]] = [()] * len(beats.rr_ms)
    runs = split(beats.rr_ms, beats.stretch, beats.usable)
    for part, corrected in cleaned(beats.rr_ms, runs):
        kinds[part] = map(str, corrected.kinds)
        mended[part] = _by_beat(beats.rr_ms[part], corrected)
    places = _places(recording, beats.time_s.tolist())
    columns = (beats.time_s.tolist(), beats.rr_ms.tolist(), beats.stretch.tolist(), kinds, mended)
    rows = zip(*columns, places, strict=True)
    return [BeatRow(*values, *place) for *values, place in rows]


def _by_beat(rr_ms: Floats, corrected: Corrected) -> list[tuple[float, ...]]:
    """Give each raw beat its corrected intervals: between peaks that both have, one by one."""
    raw_ms = np.cumsum(rr_ms)
    clean_ms = corrected.begins_ms + np.cumsum(corrected.rr_ms)
    found: list[tuple[float, ...]] = [()] * len(rr_ms)
    raw_at = int(np.searchsorted(raw_ms, corrected.begins_ms + SAME_MS))
    clean_at = 0
    for raw, clean in _shared(raw_ms, clean_ms):
        found[raw_at : raw + 1] = _dealt(corrected.rr_ms[clean_at : clean + 1], raw + 1 - raw_at)
        raw_at, clean_at = raw + 1, clean + 1
    return found


def _shared(raw_ms: Floats, clean_ms: Floats) -> Iterator[tuple[int, int]]:
    """Yield the places of the peaks that both rows have."""
    for clean, at_ms in enumerate(clean_ms.tolist()):
        raw = int(np.searchsorted(raw_ms, at_ms - SAME_MS))
        if raw < len(raw_ms) and abs(raw_ms[raw] - at_ms) <= SAME_MS:
            yield raw, clean


def _dealt(intervals: Floats, beats: int) -> list[tuple[float, ...]]:
    """Deal intervals to beats, one each; the last beat takes what is over, the first may go out."""
    values = intervals.tolist()
    alone = min(beats, len(values)) - 1
    rest = tuple(values[alone:])
    return [()] * (beats - alone - 1) + [(value,) for value in values[:alone]] + [rest]


def _places(recording: Recording, times_s: Sequence[float]) -> list[tuple[str, str]]:
    """Return the phase and the phrase at each time."""
    starts = [part.start_s for part in recording.parts]
    shown = [line.time_s for line in recording.lines]
    return [_place(recording, starts, shown, at_s) for at_s in times_s]


def _place(
    recording: Recording, starts: Sequence[float], shown: Sequence[float], at_s: float
) -> tuple[str, str]:
    """Return where a moment lies; a line leaves the screen when its phase is over."""
    place, line = bisect_right(starts, at_s) - 1, bisect_right(shown, at_s) - 1
    part = recording.parts[place] if place >= 0 else None
    if part is None or at_s > part.end_s:
        return "", ""
    stays = line >= 0 and shown[line] >= part.start_s
    return str(part.phase), recording.lines[line].text if stays else ""

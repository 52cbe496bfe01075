"""Mark and correct beats that no sinus rhythm made, keeping raw and corrected side by side.

The rules that flag them are Lipponen & Tarvainen's (2019; `analysis.odd_peaks`). Of what they flag
for a displaced peak, only what lies off by more than breath does is moved. They need beats on both
sides, so the edges of a run have a gate of our own: what looks odd there and cannot be judged yet
is left out, and is judged when more beats have come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.odd_peaks import odd_peaks

Floats = NDArray[np.float64]
Peaks = NDArray[np.int64]

METHOD = "Lipponen & Tarvainen 2019"
KINDS = ("missed", "extra", "ectopic", "long_short")
LEFT_OUT = "left_out"

FEWEST_BEATS = 12
"""Shorter runs cannot be judged (the rules' median spans 11 beats) and are left out."""

DISPLACED = 0.08
"""A peak nearer than this part of an interval to the middle between its neighbours is left where
it is: breath does that, and so does a deep sigh (docs/decisions/0008-breath-is-no-artefact.md)."""

NO_ROOM_FOR_TWO, ROOM_FOR_MORE = 1.4, 2.5
"""Usual intervals, below and above which one peak does not part two."""

SAME_MS = 0.01
"""Raw and corrected peaks that lie nearer are one: they are corrected on a grid of 1 µs."""

EVEN_S = 0.05
"""Where most neighbours are equal, as coarse intervals often are, the rules have no measure of what
is usual; there a beat is odd that lies off by more than this."""

_KIND = np.dtype(f"<U{max(map(len, (*KINDS, LEFT_OUT)))}")
_AROUND_BEATS = 15
_ALPHA = 5.2
_SPREAD_BEATS = 91
_FLOOR_MS = 50.0
_STEADY = 1.5
_EDGE_BEATS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """One gap-free run after correction.

    Attributes
    ----------
    rr_ms
        Corrected intervals, shape (m,); an interval that was not touched is the raw one exactly.
    begins_ms
        Where the first of them begins, from the beginning of the raw run.
    kinds
        For each raw beat "", one of `KINDS`, or "left_out", shape (n,).
    """

    rr_ms: Floats
    begins_ms: float
    kinds: NDArray[np.str_]

    def __post_init__(self) -> None:
        for name in ("rr_ms", "kinds"):
            own = getattr(self, name).copy()
            own.setflags(write=False)
            object.__setattr__(self, name, own)

    def count(self, kind: str) -> int:
        """Return how many raw beats are of this kind."""
        return int(np.count_nonzero(self.kinds == kind))


def correct(rr_ms: Floats) -> Corrected:
    """Correct one gap-free run.

    A beat counts as changed when its R peak was moved or removed, or when peaks were put into its
    interval; this is found by comparing what went in with what came out.

    Parameters
    ----------
    rr_ms
        Raw RR intervals in ms, shape (n,).
    """
    if len(rr_ms) < FEWEST_BEATS:
        return Corrected(np.empty(0), 0.0, np.full(len(rr_ms), LEFT_OUT))
    raw = np.rint(np.r_[0, np.cumsum(rr_ms)] * 1000).astype(np.int64)
    clean, flagged = _mended(raw)
    if clean is raw:  # nothing to mend, as nearly always
        kinds, intervals = np.full(len(rr_ms), "", dtype=_KIND), rr_ms
    else:
        kinds, intervals = _kinds(raw, clean, flagged), _intervals_ms(rr_ms, raw, clean)
    first, last = _judged(intervals)
    begin, end = clean[first], clean[last]
    kinds[(raw[:-1] < begin) | (raw[1:] > end)] = LEFT_OUT
    return Corrected(intervals[first:last], float(begin) / 1000, kinds)


def kept(rr_ms: Floats) -> Corrected:
    """Return one run as it was recorded, nothing corrected."""
    return Corrected(rr_ms, 0.0, np.full(len(rr_ms), "", dtype=_KIND))


def _mended(raw: Peaks) -> tuple[Peaks, dict[int, str]]:
    """Mend as long as fewer peaks are odd each time; return the peaks, and the kind by beat."""
    peaks, kinds, before = raw, dict[int, str](), np.inf
    odd = _artefacts(peaks)
    while 0 < len(odd) < before:
        chosen = _one_of_each_run(odd)
        for index, kind in chosen.items():
            kinds.setdefault(int(np.searchsorted(raw, peaks[index])) - 1, kind)
        peaks, before = _mend(peaks, chosen), len(odd)
        odd = _artefacts(peaks)
    return peaks, kinds


def _artefacts(peaks: Peaks) -> dict[int, str]:
    """Return the odd peaks that breath did not make."""
    rr = np.diff(peaks)
    odd = odd_peaks(peaks, least_spread_s=EVEN_S)
    return {
        # the rules often give the name of an early beat to the one after it
        index: "ectopic" if kind == "long_short" and odd.get(index + 1) == "ectopic" else kind
        for index, kind in odd.items()
        if 0 < index < len(rr) and _is_artefact(rr, index, kind)
    }


def _is_artefact(rr: Peaks, index: int, kind: str) -> bool:
    """Tell whether what would be done about a peak brings its intervals nearer to the usual."""
    before, after = rr[index - 1 : index + 1]
    usual = _usual(rr, index)
    if kind == "missed":
        return bool(before * before > 2 * usual * usual)  # its halves are nearer than it is
    if kind == "extra":
        return bool((before + after) * min(before, after) < usual * usual)
    return _is_displaced(before, after, usual)


def _usual(rr: Peaks, index: int) -> float:
    """Return the median around a peak; `np.median` is slow."""
    around = np.sort(rr[max(0, index - _AROUND_BEATS) : index + _AROUND_BEATS])
    return float(around[(len(around) - 1) // 2] + around[len(around) // 2]) / 2


def _is_displaced(before: float, after: float, usual: float) -> bool:
    """Tell whether a peak lies far off the middle, or in a place that is no peak's at all.

    Beside a displaced peak one interval is shorter than usual; two long ones are a deep breath,
    unless they are so long that a beat is missing in each.
    """
    far = abs(after - before) > 2 * DISPLACED * usual
    odd_room = abs(before + after - 2 * usual) > usual / 2
    if min(before, after) < usual:
        return bool(far or odd_room)
    return bool(before + after > 3 * usual)


def _one_of_each_run(odd: dict[int, str]) -> dict[int, str]:
    """Return, of neighbouring odd peaks, the one to mend: the others may be odd through it."""
    runs: list[list[int]] = []
    for index in sorted(odd):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return dict(_first_to_mend(run, odd) for run in runs)


def _first_to_mend(run: list[int], odd: dict[int, str]) -> tuple[int, str]:
    for index in run:
        if odd[index] in ("missed", "extra"):
            return index, odd[index]
    return run[0], odd[run[0]]  # the displaced peak comes first


def _mend(peaks: Peaks, kinds: dict[int, str]) -> Peaks:
    """Halve what missed a beat, drop what is extra, put what came early or late between."""
    rr = np.diff(peaks)
    away = [index for index, kind in kinds.items() if kind != "missed"]
    into = [_instead(peaks, rr, index, kind) for index, kind in kinds.items() if kind != "extra"]
    return np.sort(np.concatenate([np.delete(peaks, away), *into]))


def _instead(peaks: Peaks, rr: Peaks, index: int, kind: str) -> Peaks:
    """Return the peaks that belong in an interval that missed one, or in the place of one."""
    first, last = peaks[index - 1], peaks[index if kind == "missed" else index + 1]
    beats = 2 if kind == "missed" else _fitting(float(last - first) / _usual(rr, index))
    between: Peaks = first + (last - first) * np.arange(1, beats) // beats
    return between


def _fitting(usual_intervals: float) -> int:
    """Return how many beats lie in the room of two: two, unless that is no room for two."""
    return 2 if NO_ROOM_FOR_TWO <= usual_intervals <= ROOM_FOR_MORE else round(usual_intervals) or 1


def _kinds(raw: Peaks, clean: Peaks, flagged: dict[int, str]) -> NDArray[np.str_]:
    stayed = _among(raw, clean)
    changed = ~stayed[1:]
    new = clean[~_among(clean, raw)]
    into = np.searchsorted(raw, new) - 1
    changed[into[stayed[into] & stayed[into + 1]]] = True
    kinds = np.full(len(changed), "", dtype=_KIND)
    for beat in np.flatnonzero(changed):
        kinds[beat] = flagged.get(int(beat), "long_short")
    return kinds


def _among(peaks: Peaks, others: Peaks) -> NDArray[np.bool_]:
    """Tell which peaks are among others; both ascending, so that `np.isin` need not sort them."""
    at = np.minimum(np.searchsorted(others, peaks), len(others) - 1)
    found: NDArray[np.bool_] = others[at] == peaks
    return found


def _intervals_ms(rr_ms: Floats, raw: Peaks, clean: Peaks) -> Floats:
    """Return the corrected intervals, with the untouched ones exactly as they came."""
    intervals = np.diff(clean) / 1000
    at = np.minimum(np.searchsorted(raw, clean[:-1]), len(rr_ms) - 1)
    same = (raw[at] == clean[:-1]) & (raw[at + 1] == clean[1:])
    intervals[same] = rr_ms[at[same]]
    return np.asarray(intervals, dtype=np.float64)


def _judged(rr_ms: Floats) -> tuple[int, int]:
    """Return the first beat that may stay and the end of those that may."""
    return _odd_at_end(rr_ms[::-1]), len(rr_ms) - _odd_at_end(rr_ms)


def _odd_at_end(rr_ms: Floats) -> int:
    """Return how many of the last two beats stand out and have to wait for their judgement.

    A breath that is steady has steps nearly all alike: their spread says nothing, their size does.
    """
    judged = rr_ms[:-_EDGE_BEATS]
    recent = judged[-_SPREAD_BEATS:]
    steps = np.sort(np.abs(recent[1:] - recent[:-1]))
    low, high = (_quantile(steps, each) for each in (0.25, 0.75))
    limit_ms = max(_ALPHA * (high - low) / 2, _STEADY * high, _FLOOR_MS)
    edge = np.abs(rr_ms[-_EDGE_BEATS:] - rr_ms[-_EDGE_BEATS - 1 : -1]) > limit_ms
    return _EDGE_BEATS - int(np.argmax(edge)) if edge.any() else 0


def _quantile(ascending: Floats, quantile: float) -> float:
    """Return what `np.quantile` does, in a tenth of the time."""
    at = quantile * (len(ascending) - 1)
    low = int(at)
    below, above = ascending[low], ascending[min(low + 1, len(ascending) - 1)]
    return float(below + (above - below) * (at - low))

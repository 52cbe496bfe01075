"""Which beats were corrected or left out, each with its kind and the reason in plain words.

A percentage cannot be checked; a list of beats can, one by one, beside the recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.artifacts import FEWEST_BEATS, LEFT_OUT, Corrected
from analysis.cleaning import cleaned
from analysis.odd_peaks import MEDIAN_BEATS
from analysis.stretches import USABLE_MS, checked, split

Floats = NDArray[np.float64]

_BECAUSE = {
    "missed": "a beat in it was not heard",
    "extra": "a beat was heard that was none",
    "ectopic": "the beat came early or late, and the next interval makes up for it",
    "long_short": "it stands out from the beats around it",
    LEFT_OUT: "it stands out at the edge of a run, where it cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One beat that was corrected or left out.

    Attributes
    ----------
    beat
        Its place, counted from 0.
    rr_ms
        Its interval as it was recorded.
    kind
        One of `analysis.artifacts.KINDS`, or "left_out".
    reason
        Why, in plain words.
    """

    beat: int
    rr_ms: float
    kind: str
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return asdict(self)


def marks(
    rr_ms: ArrayLike, stretch: ArrayLike | None = None, *, usable: ArrayLike | None = None
) -> tuple[Mark, ...]:
    """Return a mark for each beat that `analysis.measure` corrects or leaves out, in order.

    Parameters
    ----------
    rr_ms, stretch, usable
        As `analysis.measure` takes them.
    """
    rr = checked(rr_ms)
    runs = split(rr, stretch, usable)
    judged = cleaned(rr, runs)
    of_use, on_level = _inside(len(rr), runs), _inside(len(rr), [part for part, _ in judged])
    found = [mark for part, done in judged for mark in _of_part(part.start, rr[part], done)]
    found += [_of_no_use(int(beat), float(rr[beat])) for beat in np.flatnonzero(~of_use)]
    off = np.flatnonzero(of_use & ~on_level)
    found += [Mark(int(beat), float(rr[beat]), LEFT_OUT, _unclear(rr[beat])) for beat in off]
    return tuple(sorted(found, key=lambda mark: mark.beat))


def _inside(beats: int, parts: Iterable[slice]) -> NDArray[np.bool_]:
    inside = np.zeros(beats, dtype=np.bool_)
    for part in parts:
        inside[part] = True
    return inside


def _unclear(rr_ms: float) -> str:
    return (
        f"{rr_ms:.0f} ms among intervals so much longer and shorter than each other that it "
        "cannot be told which of them are heartbeats"
    )


def _of_part(first: int, rr_ms: Floats, done: Corrected) -> Iterator[Mark]:
    for at in np.flatnonzero(done.kinds != "").tolist():
        kind = str(done.kinds[at])
        yield Mark(first + at, float(rr_ms[at]), kind, _reason(rr_ms, at, kind))


def _reason(rr_ms: Floats, at: int, kind: str) -> str:
    if len(rr_ms) < FEWEST_BEATS:
        return f"in a run of {len(rr_ms)} beats without a gap: {FEWEST_BEATS} are needed to judge"
    half = MEDIAN_BEATS // 2
    usual_ms = float(np.median(rr_ms[max(0, at - half) : at + half + 1]))
    return f"{rr_ms[at]:.0f} ms where {usual_ms:.0f} ms is usual: {_BECAUSE[kind]}"


def _of_no_use(beat: int, rr_ms: float) -> Mark:
    low, high = USABLE_MS
    out_of_range = f"{rr_ms:.0f} ms is outside {low:.0f} to {high:.0f} ms"
    told = "it was recorded as a beat of no use"
    return Mark(beat, rr_ms, LEFT_OUT, told if low <= rr_ms <= high else out_of_range)

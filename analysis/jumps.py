"""Find where intervals jump as no breath makes them, from one beat to the next.

Where artefacts are many the published rules take them for usual (`analysis.odd_peaks`). What shows
them then is their size, or their shape: a short interval between two longer ones with a pause
beside it, or long intervals alone, one after the other
(docs/decisions/0021-many-artefacts-by-their-shape.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

JUMP = 1.6
"""No heart goes from one interval to the next so many times as long, and back."""

DIP, DIP_AND_PAUSE = 0.1, 0.2
"""How deep an interval dips below both its neighbours, and that with the pause beside it, as parts
of the usual one. A breath of four beats or more has no pause there; one of three would have to be
of ±12 %, one of fewer of ±8 %."""

EARLY_IN_A_ROW, PAUSE = (2, 3), 0.13
"""So many beats may be early together, with one pause after them, this much above the usual."""

LONG = 0.2
"""How much of itself an interval is longer than both its neighbours."""

OFTEN = 3
"""A long interval by itself, or one after a short row, is a deep breath once, and none where so
many are within 31 beats of it."""

_NEAR_BEATS = 31


def jumps_in(rr_ms: Floats) -> NDArray[np.intp]:
    """Return the places of the intervals that jump away from the one before."""
    jumps = far_in(rr_ms)
    falls = rr_ms[:-1] - rr_ms[1:]
    jumps[2:] |= _early(rr_ms, falls)
    jumps[1:-1] |= _often(_late(rr_ms, falls))
    steep = np.abs(falls) > PAUSE * rr_ms.min(initial=np.inf)  # as each pause after a row is
    for width in EARLY_IN_A_ROW if np.count_nonzero(steep) >= OFTEN else ():
        jumps[width + 1 : -1] |= _often(_early_in_a_row(rr_ms, width))
        jumps[1 : -width - 1] |= _often(_early_in_a_row(rr_ms[::-1], width))[::-1]
    return np.flatnonzero(jumps)


def far_in(rr_ms: Floats) -> NDArray[np.bool_]:
    """Tell of each interval whether it is far from the one before, or it and the next from two."""
    far = np.zeros(len(rr_ms), dtype=np.bool_)
    far[1:] = _differ(rr_ms[:-1], rr_ms[1:])
    pairs = rr_ms[:-1] + rr_ms[1:]
    beside = far[1:-2] | far[2:-1] | far[3:]
    far[2:-1] |= _differ(pairs[:-2], pairs[2:]) & ~beside
    return far


def _differ(before: Floats, after: Floats) -> NDArray[np.bool_]:
    return np.asarray((after > JUMP * before) | (before > JUMP * after))


def _early(rr_ms: Floats, falls: Floats) -> NDArray[np.bool_]:
    """Tell of each interval but the first two whether it is the pause after an early beat.

    A pause is what an interval stands out above the one after it; where a beat was late, not
    early, it is the interval before the dip that stands out so.
    """
    dip = np.minimum(falls[:-1], -falls[1:])
    found = dip > DIP * rr_ms[1:-1]
    if found.any():  # nearly never
        usual = (rr_ms[:-2] + rr_ms[1:-1] + rr_ms[2:]) / 3
        pause = np.zeros(len(dip))
        pause[:-1] = np.maximum(pause[:-1], falls[2:])
        pause[1:] = np.maximum(pause[1:], -falls[:-2])
        found = (dip > DIP * usual) & (dip + pause > DIP_AND_PAUSE * usual)
    return found


def _early_in_a_row(rr_ms: Floats, width: int) -> NDArray[np.bool_]:
    """Tell of the intervals that have so many before them whether they are the pause after a row.

    The row is shorter than what comes before it and after the pause, the pause longer than both.
    There are more intervals than ``width``. Shape (n - width - 2,), or empty.
    """
    before, pause, after = rr_ms[: -width - 2], rr_ms[width + 1 : -1], rr_ms[width + 2 :]
    row = np.max([rr_ms[1 + at : len(rr_ms) - width - 1 + at] for at in range(width)], axis=0)
    low, high = np.minimum(before, after), np.maximum(before, after)
    return np.asarray((low - row > DIP * low) & (pause - high > PAUSE * low))


def _late(rr_ms: Floats, falls: Floats) -> NDArray[np.bool_]:
    """Tell of each interval but the outer two whether it is long by itself."""
    return np.asarray(np.minimum(-falls[:-1], falls[1:]) > LONG * rr_ms[1:-1])


def _often(found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return those that have others near them."""
    if np.count_nonzero(found) < OFTEN:  # nearly always
        return np.zeros_like(found)
    near = np.convolve(found, np.ones(2 * _NEAR_BEATS + 1))[_NEAR_BEATS:-_NEAR_BEATS]
    return np.asarray(found & (near > OFTEN - 0.5))

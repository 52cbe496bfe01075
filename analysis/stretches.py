"""Where beats follow each other without a gap: the ground every other measure stands on."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

USABLE_MS = (300.0, 2000.0)
"""RR intervals outside (200 and 30 beats a minute) keep their place, but no number is made of
them."""


NOTHING_MS2 = 1e-9
"""Below this variance nothing varies: even intervals leave 1e-26 of rounding, and the finest of
files, one beat in a thousand off by 0.01 ms, 1e-7."""
NO_VARIANCE = "the intervals do not vary"

_EDGES_S = 5.0
_EDGES_PART = 12


def edges_s(length_s: float) -> float:
    """Return by how much less of clear beats a stretch may hold, and be none the shorter (s).

    A rest of a minute lacks the two beats that reach over its beginning and its end, and up to two
    at each end that cannot be judged without the beats beyond. Of less than a minute it is a
    twelfth.
    """
    return min(_EDGES_S, length_s / _EDGES_PART)


def checked(rr_ms: ArrayLike) -> Floats:
    """Return RR intervals as a float array, or say what cannot be used.

    Parameters
    ----------
    rr_ms
        RR intervals in ms, shape (n,).

    Raises
    ------
    ValueError
        If they are not one row of finite numbers above 0.
    """
    rr = np.asarray(rr_ms, dtype=np.float64)
    if rr.ndim != 1:
        raise ValueError(f"RR intervals must be one row of numbers, not an array of {rr.ndim} axes")
    odd = np.flatnonzero(~(np.isfinite(rr) & (rr > 0)))
    if odd.size:
        raise ValueError(
            f"RR interval {odd[0]} is {rr[odd[0]]}, which no heart makes: leave it out and begin "
            "a new stretch there"
        )
    return rr


def split(
    rr_ms: Floats, stretch: ArrayLike | None = None, usable: ArrayLike | None = None
) -> list[slice]:
    """Return the gap-free runs of usable beats, in order.

    Parameters
    ----------
    rr_ms
        RR intervals in ms, shape (n,).
    stretch
        Number of the stretch each beat belongs to, shape (n,); one stretch when absent.
    usable
        False for beats no number may be made of, shape (n,). Those outside `USABLE_MS` never are.

    Returns
    -------
    list of slice
        Inside each, every beat follows the one before; an unusable beat ends a run.

    Raises
    ------
    ValueError
        If ``stretch`` or ``usable`` has another length than ``rr_ms``.
    """
    ids = _row("stretch", stretch, rr_ms, 0)
    good = _row("usable", usable, rr_ms, 1).astype(np.bool_)
    good &= in_range(rr_ms)
    follows = good[1:] & good[:-1] & (np.diff(ids) == 0)
    starts = np.flatnonzero(good & ~np.r_[False, follows][: len(good)])
    ends = np.flatnonzero(good & ~np.r_[follows, False][: len(good)]) + 1
    return [slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def in_range(rr_ms: Floats) -> NDArray[np.bool_]:
    """Return which intervals lie in `USABLE_MS`, shape (n,)."""
    return (rr_ms >= USABLE_MS[0]) & (rr_ms <= USABLE_MS[1])


def count_gaps(rr_ms: Floats, stretch: ArrayLike | None = None) -> int:
    """Return how many times the row of beats was broken."""
    return int(np.count_nonzero(np.diff(_row("stretch", stretch, rr_ms, 0))))


def seconds(rr_ms: Floats) -> float:
    """Return how long the beats last together (s)."""
    return float(rr_ms.sum() / 1000)


def varies(rr_ms: Floats) -> bool:
    """Return whether intervals differ at all, by more than rounding."""
    return bool(rr_ms.size and rr_ms.var() > NOTHING_MS2)


def longest(runs: list[Floats]) -> Floats:
    """Return the run that lasts longest (the first of equals), or no beats."""
    return max(runs, key=seconds, default=np.empty(0))


def _row(name: str, values: ArrayLike | None, rr_ms: Floats, default: int) -> NDArray[np.int64]:
    if values is None:
        return np.full(len(rr_ms), default, dtype=np.int64)
    given = np.asarray(values)
    if given.dtype.kind == "f" and not np.all(given == np.rint(given)):  # a NaN equals nothing
        raise ValueError(f"{name} holds {given[given != np.rint(given)][0]}: give whole numbers")
    row = given.astype(np.int64)
    if row.shape != rr_ms.shape:
        raise ValueError(
            f"{name} has {row.size} values for {rr_ms.size} RR intervals: give one each"
        )
    return row

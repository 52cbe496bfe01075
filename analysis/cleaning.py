"""From gap-free runs to what may be measured of them: corrected, and without what cannot be.

Rows of beats on another level are cut out before the rules look (`analysis.levels`), and what still
jumps after correction is cut out too: where artefacts are so many that the rules take them for
usual, nothing is mended, and nothing may be measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.artifacts import SAME_MS, Corrected, correct
from analysis.jumps import jumps_in
from analysis.levels import on_one_level

Floats = NDArray[np.float64]


class Cleaned(NamedTuple):
    """A part of the recorded beats, and what correction makes of it."""

    part: slice
    done: Corrected


def cleaned(rr_ms: Floats, runs: Sequence[slice]) -> list[Cleaned]:
    """Return what may be measured of gap-free runs, in order.

    Parameters
    ----------
    rr_ms
        RR intervals in ms, shape (n,).
    runs
        Where beats follow each other without a gap, as `analysis.stretches.split` has them.
    """
    return [each for run in runs for each in _of_run(rr_ms, run.start, run.stop)]


def _of_run(rr_ms: Floats, first: int, end: int) -> Iterator[Cleaned]:
    for level in on_one_level(rr_ms[first:end]) if first < end else ():
        part = slice(first + level.start, first + level.stop)
        done = correct(rr_ms[part])
        jumps = jumps_in(done.rr_ms)
        if not jumps.size:
            yield Cleaned(part, done)
            continue
        start = part.start
        for begin, stop in _around(rr_ms[part], done, jumps):
            yield from _of_run(rr_ms, start, part.start + begin)
            start = part.start + stop
        yield from _of_run(rr_ms, start, part.stop)


def _around(rr_ms: Floats, done: Corrected, jumps: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield the raw beats that lie in the two intervals of each jump: the first, and the end."""
    raw_ms = np.r_[0.0, np.cumsum(rr_ms)]
    clean_ms = done.begins_ms + np.r_[0.0, np.cumsum(done.rr_ms)]
    begins = np.searchsorted(raw_ms, clean_ms[jumps - 1] + SAME_MS, side="right") - 1
    ends = np.searchsorted(raw_ms, clean_ms[jumps + 1] - SAME_MS)
    after = 0
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if end > after:
            yield max(begin, after), end
            after = end

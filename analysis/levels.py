"""Find rows of intervals that are on another level than the heart.

A strap that hears every other beat for a while, or each beat twice, gives intervals that are even
among themselves: only the jumps show that they are not beats.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.jumps import far_in

Floats = NDArray[np.float64]

OTHER_LEVEL = 1.5
"""Beyond a jump are no beats where the intervals differ so from those before it."""

IN_A_ROW = 3
"""Fewer on another level can be mended one by one."""

_LEVEL_BEATS = 31


def on_one_level(rr_ms: Floats) -> list[slice]:
    """Return the parts of a run that are on its level, in order.

    The longest part between two jumps is taken for the heart's own, and to both sides of it what
    goes on as it does.

    Parameters
    ----------
    rr_ms
        RR intervals in ms that follow each other without a gap, shape (n,).

    Returns
    -------
    list of slice
        One over all of them, as nearly always, or those between which `IN_A_ROW` intervals or more
        are on another level.
    """
    jumps = np.flatnonzero(far_in(rr_ms))
    if not jumps.size:
        return [slice(0, len(rr_ms))]
    parts = [slice(*ends) for ends in pairwise([0, *jumps.tolist(), len(rr_ms)])]
    longest = max(range(len(parts)), key=lambda at: float(rr_ms[parts[at]].sum()))
    after = _going_on([rr_ms[part] for part in parts[longest:]])
    before = _going_on([rr_ms[part][::-1] for part in parts[longest::-1]])
    return _joined(parts, [*before[:0:-1], *after])


def _going_on(rows: Sequence[Floats]) -> list[bool]:
    """Tell of each row whether it is on the level of those before it, or too short to matter."""
    kept, usual_ms = [True], rows[0][-_LEVEL_BEATS:]
    for row in rows[1:]:
        if len(row) < IN_A_ROW:
            kept.append(True)
            continue
        usual, here = _middle(usual_ms), _middle(row[:_LEVEL_BEATS])
        kept.append(max(usual, here) <= OTHER_LEVEL * min(usual, here))
        if kept[-1]:
            usual_ms = np.concatenate([usual_ms, row])[-_LEVEL_BEATS:]
    return kept


def _middle(values: Floats) -> float:
    """Return the median, of an even number the upper one: `np.median` takes ten times as long."""
    return float(np.sort(values)[len(values) // 2])


def _joined(parts: Sequence[slice], kept: Sequence[bool]) -> list[slice]:
    """Join the parts that are kept and touch."""
    joined: list[slice] = []
    for part, keep in zip(parts, kept, strict=True):
        if keep and joined and joined[-1].stop == part.start:
            joined[-1] = slice(joined[-1].start, part.stop)
        elif keep:
            joined.append(part)
    return joined

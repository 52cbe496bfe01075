"""The one column beside RR intervals that a header names: whether it is a clock.

A name for time says so, and so do cells that are dates, or that pass as the beats do. Anything
else, such as marks of artefacts, is left out, as it is where there are three columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from biofeedback.importers.clock import is_stamp, read_clock
from biofeedback.importers.imported import Floats
from biofeedback.importers.text import shown
from biofeedback.importers.timeline import EXACT_S, MOST_DRIFT

_OF_TIME = re.compile(
    r"(?<![a-z])(?:ts?|ms|seconds?|(?:time|date)[- _]?(?:s|stamps?|time)?|stamps?|clock|onset"
    r"|elapsed|epoch|unix|utc|received|arrival|since|\w*zeit\w*|\w*uhr|datum|temps|heure|tiempo|hora|fecha|tempo)(?![a-z])",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"wave|type|art[ei]f|correct|quality|birth|label|flag", re.IGNORECASE)
_LOOKED_AT = 100  # cells, by which a column of dates is known
_NEAR = 0.8  # of the beats; the others may have a gap before them


def is_clock(name: str, cells: Sequence[str], rr_ms: Floats) -> bool:
    """Tell whether a column is one of times; one without a name may be."""
    first = cells[:_LOOKED_AT]
    if _OF_OTHERS.search(name):
        return _passes(cells, rr_ms)
    return (
        not name
        or _OF_TIME.search(name) is not None
        or 2 * sum(map(is_stamp, first)) > len(first)
        or _passes(cells, rr_ms)
    )


def _passes(cells: Sequence[str], rr_ms: Floats) -> bool:
    """Tell whether cells pass as the beats do: one by one, or without going back on the whole."""
    if (clock := read_clock(cells)) is None:
        return False
    ends_s = clock.beside(rr_ms).ends_s
    known = np.isfinite(ends_s)
    beats_s = np.diff(np.nancumsum(rr_ms / 1000)[known])
    off_s = np.diff(ends_s[known]) - beats_s
    if off_s.size < 2:
        return False
    whole = abs(off_s.sum()) <= MOST_DRIFT * beats_s.sum() and bool(np.all(off_s >= -beats_s))
    near = float(np.mean(np.abs(off_s) <= EXACT_S)) >= _NEAR
    return whole or near or _goes_on(np.diff(ends_s[known]), beats_s)


def _goes_on(steps_s: Floats, beats_s: Floats) -> bool:
    """Tell whether cells never go back, and step about as far as a beat but where there is a gap.

    Numbers that count the beats step alike, each.
    """
    beat_s = float(np.median(beats_s))
    step_s = float(np.mean(np.minimum(steps_s, 3 * beat_s)))
    never_back = bool(np.all(steps_s >= 0)) and np.ptp(steps_s) > 0
    return bool(never_back and beat_s / 2 <= step_s <= 2 * beat_s)


def left_out(name: str) -> str:
    """Return what is to be said of a column that is none; nothing of one without a name."""
    return f"Its column {shown(name)} tells no times, and is left out." if name else ""

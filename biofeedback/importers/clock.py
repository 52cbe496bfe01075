"""A column of times beside RR intervals: dates, times of day, Unix time, or elapsed seconds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta

import numpy as np

from biofeedback.importers.imported import Floats
from biofeedback.importers.moments import (
    believable,
    here,
    moment,
    since_first,
    time_of_day_s,
    unrolled,
)
from biofeedback.importers.text import number, resolution
from biofeedback.importers.timeline import Stamps, fitting

_UNIX = {1.0: (6e8, 5e9), 0.001: (6e11, 5e12)}  # by the seconds of their unit
_LAST_CELLS = 10  # the longest numbers have the coarsest steps
_LEAP_SECOND = re.compile(r"(?<=:59:)60(?!\d)", re.ASCII)
_NUMBER, _TIME_OF_DAY = "a number", "a time of day"
_DATE, _DATE_WITH_ZONE = "a date with its time", "a date with its time and zone"


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Times in s, shape (n,), as a file has them; of what unit is open if ``unit_known`` is not.

    ``began`` is the first stamp if that is a date; ``note`` what is to be said of them.
    """

    times_s: Floats
    began: datetime | None = None
    note: str = ""
    resolution_s: float = 0.001
    unit_known: bool = True

    def beside(self, rr_ms: Floats, *, arrival: bool = False) -> Stamps:
        """Return them as the stamps of these intervals."""
        scale = 1.0 if self.unit_known else _scale(self.times_s, rr_ms)
        step_s = self.resolution_s * scale
        return fitting(self.times_s * scale, rr_ms, resolution_s=step_s, arrival=arrival)


def read_clock(cells: Sequence[str]) -> Clock | None:
    """Return the times that cells hold; None if they hold something else."""
    if _date(cells[0]) is not None:
        return _of_dates(cells)
    if time_of_day_s(cells[0]) is not None:
        return _of_times_of_day(cells)
    values = list(map(number, cells))
    if None in values:
        return None
    times = np.array(values, dtype=np.float64)
    return _of_numbers(np.where(np.isfinite(times), times, np.nan), cells)


def _of_dates(cells: Sequence[str]) -> Clock | None:
    stamps = [at for at in map(_date, cells) if at is not None]
    if len(stamps) < len(cells) or len({at.tzinfo is None for at in stamps}) > 1:
        return None
    times_s, note = since_first(stamps)
    began, doubt = believable(stamps[0])
    return Clock(times_s, began, f"{note} {doubt}".strip(), _step(cells[0]))


def _date(cell: str) -> datetime | None:
    """Return the moment in a cell; a leap second is one, too."""
    if (at := moment(cell)) is not None:
        return at
    usual = _LEAP_SECOND.sub("59", cell)
    at = moment(usual) if usual != cell else None
    return at + timedelta(seconds=1) if at and at.year < MAXYEAR else None


def is_stamp(cell: str) -> bool:
    """Tell whether a cell holds a date or a time of day, and no plain number."""
    return number(cell) is None and _kind(cell) != ""


def odd_cell(cells: Sequence[str]) -> tuple[int, str]:
    """Return the first cell that is not what most of a column are, and what those are."""
    kinds = list(map(_kind, cells))
    usual, _ = Counter(filter(None, kinds)).most_common(1)[0] if any(kinds) else (_NUMBER, 0)
    return next(i for i, kind in enumerate(kinds) if kind != usual), usual


def _kind(cell: str) -> str:
    """Return what a cell is, of what a clock can be made of; "" for anything else."""
    if (at := _date(cell)) is not None:
        return _DATE_WITH_ZONE if at.tzinfo else _DATE
    if time_of_day_s(cell) is not None:
        return _TIME_OF_DAY
    return "" if number(cell) is None else _NUMBER


def _of_times_of_day(cells: Sequence[str]) -> Clock | None:
    found = [at for at in map(time_of_day_s, cells) if at is not None]
    if len(found) < len(cells):
        return None
    times_s, note = unrolled(np.array(found))
    return Clock(times_s, None, note, _step(cells[0]))


def _of_numbers(values: Floats, cells: Sequence[str]) -> Clock:
    step = max((resolution(cell) for cell in cells[-_LAST_CELLS:] if number(cell)), default=1.0)
    for scale in _UNIX:
        if began := unix_moment(values[0], scale):
            return Clock((values - values[0]) * scale, began, "", step * scale)
    return Clock(values, None, "", step, unit_known=False)


def unix_moment(value: float, scale: float) -> datetime | None:
    """Return the moment that a number in seconds (1.0) or milliseconds (0.001) is; else None."""
    low, high = _UNIX[scale]
    return here(datetime.fromtimestamp(float(value) * scale, UTC)) if low < value < high else None


def _step(cell: str) -> float:
    return 0.001 if "." in cell[-10:] or "," in cell[-10:] else 1.0


def _scale(times: Floats, rr_ms: Floats) -> float:
    """Return the seconds of the unit in which the times pass as fast as the beats."""
    steps, rr_s = np.diff(times), rr_ms[1:] / 1000
    known = np.isfinite(steps) & (rr_s > 0)
    usual = float(np.median(steps[known] / rr_s[known])) if known.any() else 1.0
    return 0.001 if usual > 100 else 1.0

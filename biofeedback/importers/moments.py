"""When a recording began, and when its beats came: dates as other programs write them.

A clock without a zone is the person's own. Twice a year it is set, and at midnight a clock without
a date begins again: neither is a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from biofeedback.importers.imported import Floats
from biofeedback.importers.limits import YEARS

DAY_S, HOUR_S = 86_400.0, 3600.0
_NEAR_S = 5.0  # of a full hour: where a clock is set for summer time
_IN_NAME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[ T_-](\d\d)[-.:]?(\d\d)[-.:]?(\d\d)(?!\d)", re.ASCII
)
_PATTERNS = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M.%S",
    "%d/%m/%Y %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d):(\d\d(?:[.,]\d{1,9})?)", re.ASCII)


def moment(text: str) -> datetime | None:
    """Return the date and time a text holds, with a zone if it names one; else None."""
    text = text.strip()
    if not 8 <= len(text) <= 40 or not text.isascii():
        return None
    if text[-6:-4] in (" +", " -"):  # 2026-11-23 08:00:00 +0000
        text = text[:-6] + text[-5:]
    try:
        found = datetime.fromisoformat(text)
        in_utc = found.tzinfo is not None and not found.utcoffset()  # as many programs write
        return here(found) if in_utc else found
    except ValueError:
        pass
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is said or not known
        except ValueError:
            continue
    return None


def here(instant: datetime) -> datetime:
    """Return an instant that is told in UTC as the person's own clock showed it."""
    return instant.astimezone() if YEARS[0] <= instant.year < YEARS[1] else instant


def time_of_day_s(text: str) -> float | None:
    """Return the seconds since midnight of a time without a date; else None."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * HOUR_S + int(found[2]) * 60 + float(found[3].replace(",", "."))


def moment_in_name(name: str) -> datetime | None:
    """Return the moment that a file is named after; else None."""
    found = _IN_NAME.search(name)
    try:
        return datetime(*map(int, found.groups())) if found else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def believable(began: datetime | None) -> tuple[datetime | None, str]:
    """Return the start if a recording can have begun then, and what to say if not."""
    if began is None or YEARS[0] <= began.year < YEARS[1]:
        return began, ""
    return None, f"It says that it began in {began.year}, which is not taken over."


def since_first(stamps: Iterable[datetime]) -> tuple[Floats, str]:
    """Return seconds since the first stamp, and what to say of a clock that was set meanwhile."""
    known = list(stamps)
    if known and known[0].tzinfo is not None:
        return np.array([(each - known[0]).total_seconds() for each in known]), ""
    start = known[0].replace(hour=0, minute=0, second=0, microsecond=0)
    return _summer_time(np.array([(each - start).total_seconds() for each in known]))


def unrolled(times_s: Floats) -> tuple[Floats, str]:
    """Return times of day as seconds since the first midnight, over as many nights as passed."""
    nights = np.cumsum(np.diff(times_s, prepend=times_s[:1]) < -DAY_S / 2)
    return _summer_time(times_s + nights * DAY_S)


def _summer_time(times_s: Floats) -> tuple[Floats, str]:
    """Take an hour that a clock was set by out of the times; they count from the first."""
    steps_s = np.diff(times_s, prepend=times_s[:1])
    before_s = np.r_[times_s[:1], times_s[:-1]] % HOUR_S
    at_full_hour = before_s > HOUR_S - _NEAR_S
    back = at_full_hour & (np.abs(steps_s + HOUR_S) < _NEAR_S)
    on = at_full_hour & (np.abs(steps_s - HOUR_S) < _NEAR_S) & (np.arange(len(steps_s)) > 0)
    set_s = np.cumsum(back * HOUR_S - on * HOUR_S)
    note = ""
    if back.any() or on.any():
        note = "Its clock was set by an hour meanwhile, for summer time; that is no gap."
    return times_s + set_s - times_s[0], note


def in_this_zone(began: datetime) -> tuple[datetime, str]:
    """Return the moment with an offset, and what to say of an hour that comes twice or never."""
    if began.tzinfo is not None:
        return began, ""
    first, second = (began.replace(fold=fold).astimezone() for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first, ""
    if first.utcoffset() > second.utcoffset():  # type: ignore[operator]
        return first, "Its hour came twice that night (summer time ended); the first is taken."
    return first, "Its hour was left out that night (summer time began); the one after is taken."


def earlier(moment: datetime, seconds: float) -> datetime:
    """Return a moment some seconds before."""
    return moment - timedelta(seconds=seconds)

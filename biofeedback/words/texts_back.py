"""Every sentence of the screens that look back: history, trends, calendar, replay, comparison."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from biofeedback.words.texts import minutes_in_words

VIEW = "Show"
VIEWS = ("Sittings", "Over time")
SEARCH = "Search by practice, day, or word"
LIST = "Your sittings, the newest first"
LIST_KEYS = (
    "Up and down choose a sitting. Enter opens it, R plays it again, C compares, Del deletes."
)
LOADING = "Looking through your sittings …"
UNREADABLE = "They cannot be read just now"
EMPTY_TITLE = "Your sittings will gather here"
EMPTY = (
    "Each one is kept by itself, on this computer only. There is no hurry. What other programs "
    "recorded can be brought in, too."
)
NO_MATCH = "No sitting matches “{}”."
UNREAD = "Not shown, for it cannot be read: {}. It stays in its folder until all is deleted."
COUNT = "{} of {}"
TRY_AGAIN = "Look again"
OPEN, REPLAY, COMPARE, DELETE = "Open", "Play it again", "Compare …", "Delete …"
DELETE_TITLE = "Delete this sitting?"
DELETE_WORDS = (
    "{}\n\nIts file is taken off this computer, with every heartbeat and note in it. "
    "It cannot be brought back."
)
DELETE_YES, DELETE_NO = "Delete it", "Keep it"
GONE = "It is deleted."
SIMULATED, INTERRUPTED, UNMEASURED = "simulated", "interrupted", "not measured"
WRITING = "being recorded now"
NOTE = "“{}”"
MEASURING = "…"
NOT_COMPARED = "no two rests to compare"
RMSSD_CHANGE = "RMSSD  {before:.0f} → {after:.0f} ms"
RMSSD_WITHIN = "{:.2f} times, within the usual wobble"
RMSSD_BEYOND = "{:.2f} times, more than the usual wobble"
MOMENT = "a moment"
DAY_UNKNOWN = "day unknown, file of {}"

MEASURE = "Measure"
TRENDS_TITLE = "From the rest before to the rest after"
TREND_KEY = "filled: after a practice   ·   ring: after a quiet rest"
TREND_SPOKEN = "{measure}, {count} sittings from {first} to {last}: {latest}."
TREND_SPOKEN_BAND = " Two rests with nothing between them differ by {low:.2f} to {high:.2f} times."
TREND_LATEST_TIMES = "the latest {:.2f} times"
TREND_LATEST_BPM = "the latest {:+.0f} bpm"
TREND_EMPTY = "Sittings with a rest before and after appear here, once they can be compared."
TREND_SIMULATED = "Sittings with a simulated heart are left out."
TIMES = "{:g} ×"
BPM = "{:+g}"
EFFECT = (
    "{measure} after is {ratio:.2f} times {measure} before on average ({low:.2f} to {high:.2f}, "
    "{sittings} sittings)"
)
EFFECT_CHANCE = "; chance alone may do that."
EFFECT_YET = "What they show together: {}."
BAND_OWN = "Shaded: two rests with nothing between; this band is {}."
SETTLES = (
    "{practice_name} settles you more than your other practices together: RMSSD after is "
    "{ratio:.2f} times RMSSD before, after the others {others_ratio:.2f} times."
)

CALENDAR_TITLE = "Minutes for yourself"
CALENDAR_WORDS = "{total} in the last {weeks} weeks, on {days}."
CALENDAR_NONE = (
    "No minutes in the last {} weeks, and that is fine: welcome back, whenever you like."
)
CALENDAR_SIMULATED = (
    "Minutes with a simulated heart are left out; there are no others in the last {} weeks."
)
CALENDAR_NOT_YET = "Nothing yet, and there is no hurry."
CALENDAR_INVITE = (
    "An invitation: five to fifteen minutes on most days, and a longer one now and then."
)
CALENDAR_KEYS = "The arrow keys go from day to day."
CALENDAR_DAY = "{day}: {minutes}"
CALENDAR_FREE = "{day}: free"
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
HOURS_FROM_MIN = 120


def day(when: datetime) -> str:
    """Return ``4 March 2026``."""
    return f"{when:%d %B %Y}".lstrip("0")


def moment(when: datetime, *, day_known: bool = True) -> str:
    """Return ``4 March 2026, 18:40``; where that is but the date of a file, say so."""
    return f"{day(when)}, {when:%H:%M}" if day_known else DAY_UNKNOWN.format(day(when))


def lasted(seconds: float) -> str:
    """Return ``5 min``, or words for less than a minute."""
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes else MOMENT


def total(minutes: float) -> str:
    """Return ``42 minutes``, or ``3.5 hours`` of many."""
    if minutes >= HOURS_FROM_MIN:
        return f"{minutes / 60:.1f} hours"
    return minutes_in_words(60 * minutes).capitalize() or MOMENT.capitalize()


def days(count: int) -> str:
    """Return ``one day``, or ``12 days``."""
    return "one day" if count == 1 else f"{count} days"


def unread(names: Sequence[str]) -> str:
    """Return that some files of sittings cannot be read; nothing if all can."""
    if not names:
        return ""
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return UNREAD.format(names[0] + more)

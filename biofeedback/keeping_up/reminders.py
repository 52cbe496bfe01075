"""Cues: a practice tied to something the person does already, such as *after making coffee*.

A cue is an invitation at a time of day. It comes once, or not at all when the computer slept
through it: nothing piles up, and nobody is told of what was not done.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from biofeedback.keeping_up.notices import NoticeError, Notify, notify

LOOK_S = 20.0  # how often the time is looked at: a changed cue, or a clock that was set, is seen
LATE = timedelta(minutes=10)  # a cue from before that, while the computer slept, is let go
LONGEST = 80  # letters: what a notification shows whole
TITLE = "Kind Heart"
INVITATION = "{}: a minute for yourself, if you like."
ALONE = "A minute for yourself, if you like."
EXPECTED = "expected a time and, if you like, what you are doing then: 08:30 after making coffee"
_CUE = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:\s+(?P<after>.*))?")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """A time of day, by the person's own clock, and what they do then (may be empty)."""

    at: time
    after: str = ""

    def __str__(self) -> str:
        """Return the cue as it is written: ``08:30 after making coffee``."""
        return f"{self.at:%H:%M} {self.after}".rstrip()

    @property
    def invitation(self) -> str:
        """What the notification says."""
        if not self.after:
            return ALONE
        return INVITATION.format(self.after[0].upper() + self.after[1:])


def parse_cue(line: str) -> Cue:
    """Return the cue that a line holds.

    Raises
    ------
    ValueError
        If it is none; ``str()`` says what was expected.
    """
    found = _CUE.fullmatch(line.strip())
    after = (found["after"] or "").strip() if found else ""
    if not found or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise ValueError(f"{line.strip()!r} is no cue: {EXPECTED}.")
    if len(after) > LONGEST or not after.isprintable():
        raise ValueError(f"{line.strip()[:LONGEST]!r}: use at most {LONGEST} plain letters.")
    return Cue(time(int(found["hour"]), int(found["minute"])), after)


def read_cues(text: str) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """Return the cues of a text, by time, and a sentence for each line that is none.

    Parameters
    ----------
    text
        One cue on each line, as in ``Settings.cues``; empty lines are passed over.
    """
    cues: set[Cue] = set()
    troubles = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                cues.add(parse_cue(line))
            except ValueError as error:
                troubles.append(f"Line {number}: {error}")
    return tuple(sorted(cues)), tuple(troubles)


def due(cues: Iterable[Cue], since: datetime, now: datetime) -> tuple[Cue, ...]:
    """Return the cues whose time has come after ``since`` and until ``now``, in local time."""
    since = max(since, now - LATE)
    days = (since.date(), now.date())
    came = ((datetime.combine(day, cue.at), cue) for cue in cues for day in sorted(set(days)))
    return tuple(cue for at, cue in sorted(came) if since < at <= now)


class Reminding:
    """Looks at the time on a thread of its own, and invites when a cue has come.

    Parameters
    ----------
    cues
        The text of the cues as it is now; empty while the person wants none.
    busy
        Whether someone is practising right now: then a cue is let go.
    now
        Local time, without a zone; of another clock, in tests.
    tell
        Shows a notification.
    """

    def __init__(
        self,
        cues: Callable[[], str],
        busy: Callable[[], bool] = lambda: False,
        *,
        now: Callable[[], datetime] = datetime.now,
        tell: Notify = notify,
    ) -> None:
        self.trouble = ""  # why the last one could not be shown, as one sentence
        self._cues, self._busy, self._now, self._tell = cues, busy, now, tell
        self._since = now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reminding")

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Remind no more; returns once the thread has ended."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def look(self) -> None:
        """Invite to what came since the last look; a clock that is set back invites none twice."""
        now = self._now()
        come = due(read_cues(self._cues())[0], self._since, now)
        self._since = max(self._since, now)
        if come and not self._busy():
            self._invite(come[-1])

    def _invite(self, cue: Cue) -> None:
        try:
            self._tell(TITLE, cue.invitation)
            self.trouble = ""
        except NoticeError as error:
            if str(error) != self.trouble:
                log.warning("A reminder could not be shown: %s", error)
            self.trouble = str(error)

    def _run(self) -> None:
        while not self._over.wait(LOOK_S):
            self.look()

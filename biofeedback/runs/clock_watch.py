"""Notices that the machine slept, or that its clock was set, while a heart was listened to.

On Linux and macOS the monotonic clock stands still while the machine sleeps and the wall clock
moves on: the packets before and after would look like neighbours, and the heart between them was
never heard. On Windows both clocks move on, and the silence itself shows.

A wall clock that is set by hand or by the network looks the same from here. That costs one break
in the row of beats, and no number; a change of the time zone or to summer time costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from biofeedback.sitting import ClockJumped

LEAST_JUMP_S = 2.0  # the network corrects a running clock by less, and little by little


class ClockWatch:
    """Holds the wall clock against the monotonic one, from one look to the next.

    Looked at before each event of the heart: no beat can come between a jump and its break, and
    nothing wakes up the machine while the heart is silent.
    """

    def __init__(
        self,
        *,
        wall_s: Callable[[], float] = time.time,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall_s, self._monotonic_s = wall_s, monotonic_s
        self._ahead_s = self._now_ahead_s()

    def look(self, time_s: float) -> ClockJumped | None:
        """Return the jump since the last look, as an event at ``time_s``; None without one."""
        before_s, self._ahead_s = self._ahead_s, self._now_ahead_s()
        jump_s = round(self._ahead_s - before_s, 3)
        return ClockJumped(time_s, jump_s) if abs(jump_s) > LEAST_JUMP_S else None

    def _now_ahead_s(self) -> float:
        return self._wall_s() - self._monotonic_s()

"""The one clock of a sitting: monotonic seconds since it began, in whole milliseconds.

Everything that happens is stamped with it, so what is written down is exactly what was handled.
A demo may let it run faster than the wall, a replay may hold it; the sitting cannot tell.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class SessionClock:
    """Seconds since the sitting began.

    Parameters
    ----------
    speed
        Session seconds for each second on the wall.
    monotonic
        Where real time comes from; tests hand in their own.
    """

    def __init__(
        self, speed: float = 1.0, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._speed = speed
        self._held = False
        self._base_s = 0.0
        self._since = monotonic()

    def now_s(self) -> float:
        """Return the session time, rounded to a millisecond; safe from any thread."""
        with self._lock:
            return round(self._read(), 3)

    @property
    def speed(self) -> float:
        """Session seconds for each second on the wall (also while held)."""
        return self._speed

    @property
    def held(self) -> bool:
        """Whether time stands still."""
        return self._held

    def hold(self) -> None:
        """Let time stand still (a replay that is paused)."""
        self._change(held=True)

    def go(self, speed: float | None = None) -> None:
        """Let time run on, at a new speed if one is given."""
        self._change(held=False, speed=speed)

    def jump_to(self, time_s: float) -> None:
        """Set the session time (a replay that skips ahead)."""
        with self._lock:
            self._base_s, self._since = time_s, self._monotonic()

    def _read(self) -> float:
        if self._held:
            return self._base_s
        return self._base_s + (self._monotonic() - self._since) * self._speed

    def _change(self, *, held: bool, speed: float | None = None) -> None:
        with self._lock:
            self._base_s, self._since = self._read(), self._monotonic()
            self._held, self._speed = held, speed or self._speed

"""An asyncio loop whose time passes only when everything waits: hours in no time, and exact."""

from __future__ import annotations

import asyncio
import selectors


class _Selector(selectors.SelectSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        self.now_s += timeout or 0.0
        return found


class PretendedTime(asyncio.SelectorEventLoop):
    """Where a wait of a minute is over at once."""

    def __init__(self) -> None:
        self._pretended = _Selector()
        super().__init__(self._pretended)

    def time(self) -> float:
        """Return the pretended seconds since the loop was made."""
        return self._pretended.now_s

    def pass_time(self, seconds: float) -> None:
        """Let everything on the loop go on for so long."""
        self.run_until_complete(asyncio.sleep(seconds))

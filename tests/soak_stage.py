"""Where a soak is played: the real application on a loop whose time is pretended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from biofeedback.application import Application, HeartChoice
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.session import Show
from biofeedback.sitting import SittingPlan
from practices.practice import Practice
from tests.pretended_time import PretendedTime

SitDown = Callable[[Practice, SittingPlan, Show], LiveRun]


class SteppedThread:
    """Stands in for a heart's thread: its loop goes on when the soak says so."""

    def __init__(self, run: LiveRun, loop: PretendedTime) -> None:
        self._run, self._loop = run, loop
        self._over = False

    def start(self) -> None:
        """Begin."""
        self._main = self._loop.create_task(self._run._main())
        self._whole = self._loop.create_task(self._to_the_end())

    def post(self, call: Callable[[], object]) -> bool:
        """Run ``call`` on the loop soon, unless all is over."""
        if not self._over:
            self._loop.call_soon(call)
        return not self._over

    def cancel(self) -> None:
        """End the sitting."""
        self.post(self._main.cancel)

    def join(self, timeout_s: float) -> bool:
        """Let the loop go on to the end of the sitting."""
        if not self._over:
            self._loop.pass_time(timeout_s)
        return self._over

    async def _to_the_end(self) -> None:
        (outcome,) = await asyncio.gather(self._main, return_exceptions=True)
        await self._run._after()
        self._over = True
        if isinstance(outcome, Exception):
            logging.getLogger(__name__).error("The sitting ended early.", exc_info=outcome)


class SoakApplication(Application):
    """The real settings, in a folder of the soak; a sitting is made by the soak."""

    def __init__(self, folder: Path, sit_down: SitDown) -> None:
        super().__init__(folder)
        self.settings = self.settings.having(theme="dark", check_in=False)
        self.heart = HeartChoice("simulated")
        self._sit_down = sit_down

    def trouble(self) -> str:
        """Say that all is well before a sitting begins."""
        return ""

    def begin(
        self, practice: Practice, length_s: float, rest_s: float, show: Show, *, recorded: bool
    ) -> LiveRun:
        """Sit down; nothing speaks against writing it down."""
        assert recorded
        return self._sit_down(practice, SittingPlan(practice.lasting(length_s), rest_s), show)

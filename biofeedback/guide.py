"""Leads a person through the plan of a sitting: says when each phase and each line begins."""

from __future__ import annotations

import asyncio
import contextlib

from biofeedback.clock import SessionClock
from biofeedback.session import Session
from biofeedback.sitting import LineShown, Paused, Phase, PhaseStarted, Resumed, SittingPlan
from devices.events import LinkState


class Guide:
    """Runs beside the source on the heart's loop; its calls belong on that loop too."""

    def __init__(self, plan: SittingPlan, session: Session, clock: SessionClock) -> None:
        self._plan, self._session, self._clock = plan, session, clock
        self._wake = asyncio.Event()
        self._skipped = False

    async def run(self, *, wait_for_heart: bool) -> None:
        """Lead through the whole plan; wait for the first notification first, if asked to."""
        self._enter(Phase.READY)
        while wait_for_heart and not self._skipped and not self._streaming:
            await self._sleep(0.05)
        for phase, length_s in self._plan.parts:
            self._enter(phase, length_s)
            await self._lead(phase)

    def pause(self) -> None:
        """Hold the phase."""
        if not self._session.sitting.paused:
            self._session.handle(Paused(self._clock.now_s()))
            self._wake.set()

    def resume(self) -> None:
        """Go on."""
        if self._session.sitting.paused:
            self._session.handle(Resumed(self._clock.now_s()))
            self._wake.set()

    def skip(self) -> None:
        """Go on to the next phase."""
        self.resume()
        self._skipped = True
        self._wake.set()

    @property
    def _streaming(self) -> bool:
        return self._session.latest.link.state is LinkState.STREAMING

    def _enter(self, phase: Phase, length_s: float = 0.0) -> None:
        self._skipped = False
        led = phase in {Phase.LEAD_IN, Phase.PRACTICE}
        pattern = self._plan.practice.pacer if led else None
        self._session.handle(PhaseStarted(self._clock.now_s(), phase, length_s, pattern))

    async def _lead(self, phase: Phase) -> None:
        if phase is Phase.PRACTICE:
            for cue in self._plan.practice.cues:
                await self._until(cue.time_s)
                if self._skipped:
                    return
                self._say(cue.step_index, cue.line)
        await self._until(self._session.sitting.length_s)

    def _say(self, step_index: int, text: str) -> None:
        step = self._plan.practice.steps[step_index]
        now_s = self._clock.now_s()
        self._session.handle(
            LineShown(now_s, text, str(step.element), step.name, str(step.breathing))
        )

    async def _until(self, phase_time_s: float) -> None:
        """Wait for a time of the phase, however often the person pauses meanwhile."""
        while not self._skipped:
            left_s = phase_time_s - self._session.sitting.phase_time_s(self._clock.now_s())
            if left_s <= 0:
                return
            await self._sleep(None if self._session.sitting.paused else left_s / self._clock.speed)

    async def _sleep(self, seconds: float | None) -> None:
        """Sleep, but wake at once when the person does something."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

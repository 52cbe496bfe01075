"""Leads a person through the plan of a sitting: says when each phase and each line begins."""

from __future__ import annotations

import asyncio
import contextlib
import math
from itertools import islice, takewhile

from biofeedback.runs.clock import SessionClock
from biofeedback.runs.session import Session
from biofeedback.sitting import (
    Extended,
    LineShown,
    PaceChanged,
    Paused,
    Phase,
    PhaseStarted,
    Plan,
    Resumed,
    Stage,
)
from devices.events import LinkState
from practices.breathing import BreathPattern
from practices.parts import Step

TICK_S = 0.001  # of the sitting's clock
LONGER_S = 60.0  # what "a little longer" adds


class Guide:
    """Runs beside the source on the heart's loop; its calls belong on that loop too."""

    def __init__(self, plan: Plan, session: Session, clock: SessionClock) -> None:
        self._plan, self._session, self._clock = plan, session, clock
        self._wake = asyncio.Event()
        self._skipped = False

    async def run(self, *, wait_for_heart: bool) -> None:
        """Lead through what is left of the plan; wait for the heart before it begins, if asked."""
        entered = self._entered()
        if entered:
            await self._lead(self._plan.stages[entered - 1])
        else:
            self._enter(Phase.READY)
            while wait_for_heart and not self._skipped and not self._streaming:
                await self._sleep(0.05)
        for stage in self._plan.stages[entered:]:
            self._enter(stage.phase, stage.length_s, stage.pattern)
            await self._lead(stage)

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

    def extend(self, by_s: float = LONGER_S) -> None:
        """Stay longer in the practice: pacer and phrases go on as they are."""
        if self._session.sitting.phase is Phase.PRACTICE:
            self._session.handle(Extended(self._clock.now_s(), by_s))
            self._wake.set()

    def shorten(self, by_s: float = LONGER_S) -> None:
        """Take back a minute that was added, where as much of it is still to come."""
        sitting, now_s = self._session.sitting, self._clock.now_s()
        added_s = sum(e.by_s for e in self._session.events if isinstance(e, Extended))
        left = sitting.remaining_s(now_s) > by_s
        if sitting.phase is Phase.PRACTICE and added_s >= by_s and left:
            self._session.handle(Extended(now_s, -by_s))
            self._wake.set()

    def take_first_pace(self) -> None:
        """Go back to the pace the practice began with."""
        sitting, first = self._session.sitting, self._plan.practice.pacer
        paced = sitting.leads or sitting.rests
        if sitting.phase is Phase.PRACTICE and paced and sitting.pattern != first:
            self._take(first)

    def ease(self, *, fully: bool = False) -> None:
        """Go on at a gentler pace from the next breath on; ``fully``: in one's own rhythm, now.

        Where the pacer rests already, either brings it back at the pace it began with.
        """
        sitting = self._session.sitting
        if sitting.phase is not Phase.PRACTICE:
            return
        if sitting.rests:
            self._take(self._plan.practice.pacer)
        elif sitting.pattern is not None:
            self._take(None if fully else sitting.pattern.eased())

    def _take(self, pattern: BreathPattern | None) -> None:
        self._session.handle(PaceChanged(self._clock.now_s(), pattern))

    @property
    def _streaming(self) -> bool:
        return self._session.latest.link.state is LinkState.STREAMING

    def _entered(self) -> int:
        """Return how many stages began before an interruption; 0 in a new sitting."""
        began = (e for e in self._session.events if isinstance(e, PhaseStarted))
        return sum(event.phase is not Phase.READY for event in began)

    def _said(self) -> int:
        """Return how many lines were said in this stage before an interruption."""
        events = reversed(self._session.events)
        here = takewhile(lambda event: not isinstance(event, PhaseStarted), events)
        return sum(isinstance(event, LineShown) for event in here)

    def _enter(
        self, phase: Phase, length_s: float = 0.0, pattern: BreathPattern | None = None
    ) -> None:
        self._skipped = False
        self._session.handle(PhaseStarted(self._clock.now_s(), phase, length_s, pattern))

    async def _lead(self, stage: Stage) -> None:
        cues = stage.practice.cues_and_on() if stage.phase is Phase.PRACTICE else ()
        for cue in islice(cues, self._said(), None):
            if not await self._until(cue.time_s):
                return
            self._say(stage.practice.steps[cue.step_index], cue.line)
        await self._until()

    def _say(self, step: Step, text: str) -> None:
        now_s = self._clock.now_s()
        self._session.handle(
            LineShown(now_s, text, str(step.element), step.name, str(step.breathing))
        )

    async def _until(self, phase_time_s: float = math.inf) -> bool:
        """Wait for a time of the phase, however often the person pauses or stays longer meanwhile.

        Tell whether it came before the phase was over.
        """
        while not self._skipped:
            sitting = self._session.sitting
            due_s = min(phase_time_s, sitting.length_s)
            left_s = due_s - sitting.phase_time_s(self._clock.now_s())
            if left_s < TICK_S / 2:  # a difference of two sums of milliseconds is seldom 0
                return phase_time_s < sitting.length_s
            await self._sleep(None if sitting.paused else left_s / self._clock.speed)
        return False

    async def _sleep(self, seconds: float | None) -> None:
        """Sleep, but wake at once when the person does something."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

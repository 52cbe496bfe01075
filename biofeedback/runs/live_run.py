"""A sitting that happens now: source and guide side by side on the heart's loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from analysis import warm_up
from analysis.live import LiveMeasures
from biofeedback.results.pace_search import SearchPlan
from biofeedback.results.summary import Summary, summarise
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.clock_watch import ClockWatch
from biofeedback.runs.guide import Guide
from biofeedback.runs.hearts import Heart
from biofeedback.runs.held_for_heart import HeldForHeart
from biofeedback.runs.run import Run
from biofeedback.runs.session import Session, Show
from biofeedback.sitting import ClockJumped, Noted, Paused, Phase, PhaseStarted, Plan, Said
from biofeedback.store.recorder import Recorder, append_note
from biofeedback.store.recording import Recording
from biofeedback.store.rows import Event
from devices.events import Link, LinkState

LOST_HEART = (
    "The connection to the heart ended unexpectedly: the practice goes on; "
    "everything until now is kept."
)
log = logging.getLogger(__name__)


class LiveRun(Run):
    """A sitting with a heart, or without one.

    Parameters
    ----------
    plan
        What the sitting will be.
    heart
        None: practise without one.
    began, meta
        What the recording's header tells.
    past
        What happened before it was interrupted.
    wait
        Whether it then stays paused until the person goes on.
    pause_when_lost
        Whether it waits while the heart is lost; else the practice goes on.
    """

    replayed = False

    def __init__(
        self,
        plan: Plan,
        heart: Heart | None,
        show: Show,
        *,
        clock: SessionClock,
        began: datetime,
        meta: dict[str, str],
        recorder: Recorder | None = None,
        past: Sequence[Event] = (),
        wait: bool = True,
        pause_when_lost: bool = False,
    ) -> None:
        super().__init__(clock, Session(LiveMeasures(require_warm=True), recorder, show))
        self.simulated = heart is not None and heart.simulated
        self.measured = heart is not None
        self.searches_pace = isinstance(plan, SearchPlan)
        self.rests_after = plan.rest_s > 0
        self.practice_name = plan.practice.practice.name
        self.path = recorder.path if recorder else None
        self._heart, self._recorder = heart, recorder
        self._past, self._wait = past, wait
        self._began, self._meta = began, meta
        self._guide = Guide(plan, self.session, clock)
        self._held = HeldForHeart(self._guide) if pause_when_lost else None
        self._following: asyncio.Task[None] | None = None
        self._clock_watch = ClockWatch()
        self._left = False

    def start(self) -> None:
        """Begin; neurokit2 is got ready meanwhile, long before the first number needs it."""
        threading.Thread(target=warm_up, name="getting ready", daemon=True).start()
        super().start()

    def leave(self) -> None:
        """End without an end: the file is as one that was interrupted, and may go on."""
        self._left = True
        self.end()

    def begin_anyway(self) -> None:
        """Leave READY without waiting for the heart."""
        if self.session.sitting.phase is Phase.READY:
            self._thread.post(self._guide.skip)

    def pause(self) -> None:
        """Hold the phase."""
        self._thread.post(self._guide.pause)

    def resume(self) -> None:
        """Go on."""
        self._thread.post(self._guide.resume)

    def skip(self) -> None:
        """Go to the next phase."""
        self._thread.post(self._guide.skip)

    def extend(self) -> None:
        """Stay a minute longer in the practice."""
        self._thread.post(self._guide.extend)

    def ease(self, *, fully: bool = False) -> None:
        """Go on at a gentler pace from the next breath on; ``fully``: in one's own rhythm."""
        self._thread.post(lambda: self._guide.ease(fully=fully))

    def shorten(self) -> None:
        """Take back a minute that was added, while it is still to come."""
        self._thread.post(self._guide.shorten)

    def take_first_pace(self) -> None:
        """Go back to the pace the practice began with."""
        self._thread.post(self._guide.take_first_pace)

    def set_speed(self, speed: float) -> None:
        """Do nothing: a living heart beats at its own speed."""

    def note(self, text: str) -> None:
        """Write a note into the recording."""
        self.record(Noted(self.now_s(), text))

    def record(self, said: Said) -> None:
        """Write down what the person says, now or after the end."""
        if not self._thread.post(lambda: self.session.handle(said)):
            self.session.events.append(said)
            if self.path:
                append_note(self.path, said)

    def keep_copy(self, path: Path) -> None:
        """Write what its disk did not take into another file, which is the sitting's then."""
        if self._recorder:
            self._recorder.keep_copy(path)
            self.path = path

    def summary(self) -> Summary:
        """Return the summary of what was recorded, and say what of it the disk did not take."""
        found = summarise(self._recording())
        unkept = self._recorder.unkept if self._recorder else ""
        if not unkept:
            return found
        path = self.path if self.path and self.path.exists() else None
        return replace(found, path=path, unkept=unkept)

    def _recording(self) -> Recording:
        events = tuple(self.session.events)  # from memory, where nothing is cut or changed
        return Recording(events, self._began, self._meta, self.path, sealed=True)

    async def _main(self) -> None:
        if self._past:
            await self._recall()
        self._following = asyncio.create_task(self._follow_heart())
        await self._guide.run(wait_for_heart=self.measured)

    async def _recall(self) -> None:
        """Come to stand where it stopped: the time away is a pause, and no beat's neighbour."""
        await asyncio.to_thread(warm_up)
        at_s = self._recalled()
        away_s = (datetime.now(UTC) - self._began).total_seconds() - at_s
        if self.session.sitting.phase is not Phase.READY:
            self.session.handle(Paused(at_s))
        self.session.handle(ClockJumped(at_s, round(away_s, 3)))
        self._clock.jump_to(at_s)
        if not self._wait:
            self._guide.resume()

    def _recalled(self) -> float:
        """Take in what was before; return when it stopped, where time goes on."""
        self.session.recall(self._past)
        self._clock.jump_to(self.session.recalled_s)
        return self.session.recalled_s

    async def _after(self) -> None:
        if self._past and not self.session.events:  # it was ended before it could go on
            self._recalled()
        unfinished = self._left and self.session.sitting.phase is not Phase.ENDED
        if not unfinished:
            self.session.handle(PhaseStarted(self.now_s(), Phase.ENDED))
        if self._following:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        self._close(unfinished=unfinished)

    def _close(self, *, unfinished: bool) -> None:
        if self._recorder is None:
            return
        self._recorder.close(self.now_s(), unfinished=unfinished)
        began = any(part.phase is not Phase.READY for part in self._recording().parts)
        if not began and not self.session.latest.beat_count:
            self._recorder.path.unlink(missing_ok=True)  # nothing happened: nothing to keep
            self.path = None

    async def _follow_heart(self) -> None:
        if self._heart is None:
            return
        try:
            await self._heart.make(self.session, self._clock).run(self._hear)
        except Exception:
            log.exception("The connection to the heart ended early.")
            self.session.handle(Link(self.now_s(), LinkState.BLOCKED, LOST_HEART))

    def _hear(self, event: Event) -> None:
        if jump := self._clock_watch.look(event.time_s):
            self.session.handle(jump)
        self.session.handle(event)
        if self._held:
            self._held.look(self.session.latest)

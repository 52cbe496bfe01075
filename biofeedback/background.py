"""The heart's thread: one asyncio loop for source and guide, for the life of one sitting.

Only frozen snapshots leave it, so that nothing the window does can delay a beat, and no radio
or computing can make the pacer stutter.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis import warm_up
from analysis.live import LiveMeasures
from biofeedback.clock import SessionClock
from biofeedback.guide import Guide
from biofeedback.hearts import Heart
from biofeedback.recorder import Recorder, append_note
from biofeedback.recording import Recording
from biofeedback.rows import Event
from biofeedback.session import Session, Show
from biofeedback.sitting import Noted, Phase, PhaseStarted, SittingPlan
from biofeedback.summary import Summary, summarise
from devices.events import Link, LinkState
from devices.replay import Replay

LOST_HEART = (
    "The connection to the heart ended unexpectedly: the practice goes on; "
    "everything until now is kept."
)
log = logging.getLogger(__name__)


Work = Callable[[], Coroutine[Any, Any, None]]


class HeartThread:
    """Runs a coroutine on a loop of its own; what is posted runs on that loop.

    Parameters
    ----------
    main
        May be cancelled at any moment.
    after
        Follows in any case and is never cancelled: it lets go of the heart and closes the file.
    """

    def __init__(self, main: Work, after: Work) -> None:
        self._main, self._after = main, after
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._closing = threading.RLock()
        self._thread = threading.Thread(target=self._run, name="heart")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def post(self, call: Callable[[], object]) -> bool:
        """Run ``call`` on the loop soon; return False, and do nothing, after the end."""
        with self._closing:
            if self._loop.is_closed():
                return False
            self._loop.call_soon_threadsafe(call)
            return True

    def cancel(self) -> None:
        """End ``main``; ``after`` still follows."""
        self.post(lambda: self._task.cancel() if self._task else None)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; tell whether it came."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._main())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            log.debug("the sitting was ended")
        except Exception:
            log.exception("The sitting ended early; what was recorded is kept.")
        finally:
            self._loop.run_until_complete(self._after())
            with self._closing:  # what was posted until now still runs
                self._loop.run_until_complete(self._loop.shutdown_asyncgens())
                self._loop.close()


class LiveRun:
    """A sitting with a heart, or without one.

    Parameters
    ----------
    plan
        What the sitting will be.
    heart
        None: practise without one.
    began, meta
        What the recording's header tells.
    """

    replayed = False

    def __init__(
        self,
        plan: SittingPlan,
        heart: Heart | None,
        show: Show,
        *,
        clock: SessionClock,
        began: datetime,
        meta: dict[str, str],
        recorder: Recorder | None = None,
    ) -> None:
        self.simulated = heart is not None and heart.simulated
        self.measured = heart is not None
        self.practice_name = plan.practice.practice.name
        self.path: Path | None = recorder.path if recorder else None
        self.session = Session(LiveMeasures(require_warm=True), recorder, show)
        self._heart, self._clock, self._recorder = heart, clock, recorder
        self._began, self._meta = began, meta
        self._guide = Guide(plan, self.session, clock)
        self._following: asyncio.Task[None] | None = None
        self._thread = HeartThread(self._lead, self._let_go)

    def now_s(self) -> float:
        """Return the session time."""
        return self._clock.now_s()

    @property
    def speed(self) -> float:
        """Session seconds for each second on the wall."""
        return self._clock.speed

    def start(self) -> None:
        """Begin; neurokit2 is got ready meanwhile, long before the first number needs it."""
        threading.Thread(target=warm_up, name="getting ready", daemon=True).start()
        self._thread.start()

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

    def end(self) -> None:
        """End gently, at once."""
        self._thread.cancel()

    def set_speed(self, speed: float) -> None:
        """Do nothing: a living heart beats at its own speed."""

    def note(self, text: str) -> None:
        """Write a note into the recording."""
        noted = Noted(self.now_s(), text)
        if not self._thread.post(lambda: self.session.handle(noted)) and self.path:
            append_note(self.path, noted)

    def join(self, timeout_s: float = 10.0) -> bool:
        """Wait until the heart is let go and the file closed."""
        return self._thread.join(timeout_s)

    def summary(self) -> Summary:
        """Return the summary of what was recorded."""
        return summarise(self._recording())

    def _recording(self) -> Recording:
        return Recording(tuple(self.session.events), self._began, self._meta, self.path)

    async def _lead(self) -> None:
        self._following = asyncio.create_task(self._follow_heart())
        await self._guide.run(wait_for_heart=self.measured)

    async def _let_go(self) -> None:
        self.session.handle(PhaseStarted(self.now_s(), Phase.ENDED))
        if self._following:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        self._close()

    def _close(self) -> None:
        if self._recorder is None:
            return
        self._recorder.close(self.now_s())
        began = any(part.phase is not Phase.READY for part in self._recording().parts)
        if not began and not self.session.latest.beat_count:
            self._recorder.path.unlink(missing_ok=True)  # nothing happened: nothing to keep
            self.path = None

    async def _follow_heart(self) -> None:
        if self._heart is None:
            return
        try:
            await self._heart.make(self.session, self._clock).run(self.session.handle)
        except Exception:
            log.exception("The connection to the heart ended early.")
            self.session.handle(Link(self.now_s(), LinkState.BLOCKED, LOST_HEART))


class ReplayRun:
    """A recorded sitting, played again through the same `Session`."""

    replayed = True
    measured = True

    def __init__(self, recording: Recording, show: Show, *, speed: float | None = 1.0) -> None:
        self.simulated = recording.simulated
        self.practice_name = recording.meta.get("practice_name", "Recording")
        self.path = recording.path
        self._recording = recording
        self._clock = SessionClock(speed or 1.0)
        self._at_once = speed is None
        self.session = Session(LiveMeasures(), None, show)
        self._thread = HeartThread(self._play, self._finish)

    def now_s(self) -> float:
        """Return the session time."""
        return self._clock.now_s()

    @property
    def speed(self) -> float:
        """Recorded seconds for each second on the wall."""
        return self._clock.speed

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def begin_anyway(self) -> None:
        """Skip what came before the first rest."""
        self.skip()

    def pause(self) -> None:
        """Hold time."""
        self._clock.hold()

    def resume(self) -> None:
        """Let time run on."""
        self._clock.go()

    def skip(self) -> None:
        """Jump to the next part of the sitting."""
        now_s = self.now_s()
        starts = (p.start_s for p in self._recording.parts if p.start_s > now_s)
        self._clock.jump_to(next(starts, self._recording.end_s))

    def end(self) -> None:
        """Stop the replay."""
        self._thread.cancel()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower from here on."""
        self._clock.go(speed)

    def note(self, text: str) -> None:
        """Add a note to the recording that is played."""
        if self.path:
            append_note(self.path, Noted(self.now_s(), text))

    def join(self, timeout_s: float = 10.0) -> bool:
        """Wait for the end."""
        return self._thread.join(timeout_s)

    def summary(self) -> Summary:
        """Return the summary of the whole recording."""
        return summarise(self._recording)

    async def _play(self) -> None:
        await self._replay().run(self.session.handle)

    async def _finish(self) -> None:
        if self.session.sitting.phase is not Phase.ENDED:
            self.session.handle(PhaseStarted(self.now_s(), Phase.ENDED))

    def _replay(self) -> Replay[Event]:
        speed = None if self._at_once else self._clock.speed
        return Replay(self._recording.events, clock=self.now_s, speed=speed)

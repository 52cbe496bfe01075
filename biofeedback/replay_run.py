"""A recorded sitting, played again through the same `Session`."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.live import LiveMeasures
from biofeedback.clock import SessionClock
from biofeedback.recorder import append_note
from biofeedback.recording import Recording
from biofeedback.rows import Event
from biofeedback.run import Run
from biofeedback.session import Session, Show
from biofeedback.sitting import Noted, Phase, PhaseStarted
from biofeedback.summary import Summary, summarise
from devices.events import Link, LinkState
from devices.replay import Replay


class ReplayRun(Run):
    """A recorded sitting, played again through the same `Session`."""

    replayed = True
    measured = True

    def __init__(self, recording: Recording, show: Show, *, speed: float | None = 1.0) -> None:
        super().__init__(SessionClock(speed or 1.0), Session(LiveMeasures(), None, show))
        self.simulated = recording.simulated
        self.practice_name = recording.meta.get("practice_name", "Recording")
        self.path = recording.path
        self._recording = recording
        self._at_once = speed is None

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

    def set_speed(self, speed: float) -> None:
        """Play faster or slower from here on."""
        self._clock.go(speed)

    def note(self, text: str) -> None:
        """Add a note to the recording that is played."""
        if self.path:
            append_note(self.path, Noted(self.now_s(), text))

    def summary(self) -> Summary:
        """Return the summary of the whole recording."""
        return summarise(self._recording)

    async def _main(self) -> None:
        await self._replay().run(self.session.handle)

    async def _after(self) -> None:
        if self.session.sitting.phase is not Phase.ENDED:
            self.session.handle(PhaseStarted(self.now_s(), Phase.ENDED))

    def _replay(self) -> Replay[Event]:
        speed = None if self._at_once else self._clock.speed
        return Replay(self._events(), clock=self.now_s, speed=speed)

    def _events(self) -> Sequence[Event]:
        """Return what happened; a recording without guidance, or link, is told as what it is."""
        recording = self._recording
        if recording.parts:
            return recording.events
        begun = PhaseStarted(0.0, Phase.LISTENING, recording.end_s)
        linked = any(isinstance(event, Link) for event in recording.events)
        streaming = () if linked else (Link(0.0, LinkState.STREAMING),)
        return (*streaming, begun, *recording.events)

"""A recorded sitting, played again through the same `Session`; one may go to any moment of it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from biofeedback.results.summary import Summary, summarise
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.reel import Reel
from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Noted, Phase, PhaseStarted, Said
from biofeedback.store.recorder import append_note
from biofeedback.store.recording import Recording
from biofeedback.store.rows import Event
from devices.events import Link, LinkState

RECENT_S = 125.0  # what a curve of two minutes needs to begin anew
MOST_WAIT_S = 0.1  # the clock may be held or hurried meanwhile
LEAST_WAIT_S = 0.001
BREATHE_EVERY = 16  # events that are measured without looking up, on the way to a far moment
BEFORE_END_S = 0.001
REST_FROM_WORK = 2  # times as long as the work: measuring ahead leaves the window its share

Wish = Callable[[], int]  # answers with a place on the reel


class ReplayRun(Run):
    """A recorded sitting, played again through the same `Session`."""

    replayed = True
    measured = True

    def __init__(self, recording: Recording, show: Show, *, speed: float | None = 1.0) -> None:
        events = tuple(_events(recording))
        self._reel, self._sketch = Reel(events), Reel(events, measured=False)
        super().__init__(SessionClock(speed or 1.0), self._reel.session)
        self.simulated = recording.simulated
        self.practice_name = recording.meta.get("practice_name", "Recording")
        self.path = recording.path
        self.recording = recording
        self._at_once = speed is None
        self._tell = show
        self._shown = Snapshot()
        self._place = 0
        self._wishes: deque[Wish] = deque()
        self._overtaken = False  # by a newer wish, which does not depend on where one is
        self._wake = asyncio.Event()
        ended_s = (e.time_s for e in recording.events if _is_end(e))
        self._last_s = next(ended_s, recording.end_s) - BEFORE_END_S

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
        """Jump to the next part of the sitting; from the last one, to its end."""
        now_s = self.now_s()
        starts = (p.start_s for p in self.recording.parts if p.start_s > now_s)
        self._go_to(next(starts, self.recording.end_s))

    def shorten(self) -> None:
        """Do nothing: it has its length."""

    def take_first_pace(self) -> None:
        """Do nothing: it was breathed as it was."""

    def extend(self) -> None:
        """Do nothing: what was, lasted as long as it did."""

    def ease(self, *, fully: bool = False) -> None:
        """Do nothing: the pace is the one that was recorded."""

    def set_speed(self, speed: float) -> None:
        """Play faster or slower from here on."""
        self._clock.go(speed)

    def seek(self, time_s: float) -> None:
        """Go to a moment, at most to the last one before the end."""
        self._go_to(min(max(time_s, 0.0), self._last_s))

    def step(self, beats: int) -> None:
        """Go to the beat before (-1) or after (1) the moment that is shown."""
        self._thread.post(lambda: self._ask(lambda: self._beside(beats)))

    def record(self, said: Said) -> None:
        """Do nothing: who looks back is not asked."""

    def note(self, text: str) -> None:
        """Add a note to the recording that is played."""
        if self.path:
            append_note(self.path, Noted(self.now_s(), text))

    def keep_copy(self, path: Path) -> None:
        """Do nothing: it was read from its disk."""

    def summary(self) -> Summary:
        """Return the summary of the whole recording."""
        return summarise(self.recording)

    def _go_to(self, time_s: float) -> None:
        """Move clock and place together, in one thread: nothing is played between the two."""

        def jump() -> int:
            self._clock.jump_to(time_s)
            return self._reel.place_at(time_s)

        self._thread.post(lambda: self._ask(jump, only=True))

    def _ask(self, wish: Wish, *, only: bool = False) -> None:
        if only:
            self._wishes.clear()
            self._overtaken = True
        self._wishes.append(wish)
        self._wake.set()

    def _beside(self, beats: int) -> int:
        place = self._reel.beat_beside(self._place, beats)
        self._clock.jump_to(min(self._reel.due_s(max(place - 1, 0)), self._last_s))
        return place

    async def _main(self) -> None:
        while self._place < len(self._reel):
            if self._wishes:
                await self._leap(self._wishes.popleft()())
            elif self._at_once or self._reel.due_s(self._place) <= self.now_s():
                self._advance()
                await asyncio.sleep(0)
            else:
                await self._wait()

    async def _leap(self, place: int) -> None:
        """Show another moment; whoever drags on meanwhile is not kept waiting for this one.

        Far from what was measured before, everything is shown at once but the measures.
        """
        self._overtaken = False
        if place - self._reel.made > BREATHE_EVERY and not await self._show_at(self._sketch, place):
            return
        await self._show_at(self._reel, place)

    async def _show_at(self, reel: Reel, place: int) -> bool:
        """Show a moment of a reel as soon as it is made; tell whether it came to that."""
        while reel.made < place:
            reel.make_one()
            if reel.made % BREATHE_EVERY == 0:
                await asyncio.sleep(0)
            if self._overtaken:
                return False
        self._place = place
        self._show(replace(reel.at(place), recent=reel.before(place, RECENT_S)))
        return True

    def _advance(self) -> None:
        if self._reel.made == self._place:
            self._reel.make_one()
        self._place += 1
        self._show(self._reel.at(self._place))

    async def _wait(self) -> None:
        rest_s = self._make_ahead()
        left_s = (self._reel.due_s(self._place) - self.now_s()) / self._clock.speed
        with contextlib.suppress(TimeoutError):  # wait_for may swallow a cancel (CPython < 3.12)
            async with asyncio.timeout(min(max(left_s, LEAST_WAIT_S), rest_s)):
                await self._wake.wait()
        self._wake.clear()

    def _make_ahead(self) -> float:
        """Measure one more of what is to come; return for how long to rest from it."""
        if self._reel.made == len(self._reel):
            return MOST_WAIT_S
        began_s = time.monotonic()
        self._reel.make_one()
        return min(REST_FROM_WORK * (time.monotonic() - began_s) + LEAST_WAIT_S, MOST_WAIT_S)

    async def _after(self) -> None:
        if self._shown.sitting.phase is not Phase.ENDED:
            ended = self._shown.sitting.after(PhaseStarted(self.now_s(), Phase.ENDED))
            self._show(replace(self._shown, sitting=ended, beats=(), gaps=(), recent=None))

    def _show(self, snapshot: Snapshot) -> None:
        self._shown = snapshot
        self._tell(snapshot)


def _is_end(event: Event) -> bool:
    return isinstance(event, PhaseStarted) and event.phase is Phase.ENDED


def _events(recording: Recording) -> Iterator[Event]:
    """Yield what happened; a recording without guidance, link or end is told as what it is."""
    links = [event for event in recording.events if isinstance(event, Link)]
    if not recording.parts:
        if not links:
            yield Link(0.0, LinkState.STREAMING)
        yield PhaseStarted(0.0, Phase.LISTENING, recording.end_s)
    yield from recording.events
    if not any(link.state is LinkState.ENDED for link in links):
        yield Link(recording.end_s, LinkState.ENDED, "The recording has ended.")
    if not any(map(_is_end, recording.events)):
        yield PhaseStarted(recording.end_s, Phase.ENDED)

"""A recording as a source: its events again, in their order, at their times or all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from devices.events import Clock, Link, LinkState
from devices.pacing import wait_until

BREATHE_EVERY = 256  # events; at once still lets the loop draw breath, and stop


class Timed(Protocol):
    """Anything that happened at a time; `devices` need not know it."""

    @property
    def time_s(self) -> float:
        """Seconds on the clock of the recording."""


TimedT = TypeVar("TimedT", bound=Timed)


class Replay(Generic[TimedT]):
    """Recorded events, unaltered: they keep their recorded times.

    Parameters
    ----------
    events
        In recorded order; times may step back a little (a beat is older than its packet).
    clock
        The session clock. It shows the recording's time, and runs at ``speed``.
    speed
        Recorded seconds per second of the wall; None: at once, without looking at the clock.
    """

    def __init__(
        self, events: Iterable[TimedT], *, clock: Clock, speed: float | None = 1.0
    ) -> None:
        self._events = events
        self._clock = clock
        self._speed = speed

    async def run(self, emit: Callable[[TimedT | Link], None]) -> None:
        """Emit every event, then `Link` ENDED if the recording holds none."""
        last_s, ended = 0.0, False
        for count, event in enumerate(self._events):
            await self._wait(event.time_s, count)
            emit(event)
            last_s = max(last_s, event.time_s)
            ended = ended or (isinstance(event, Link) and event.state is LinkState.ENDED)
        if not ended:
            emit(Link(last_s, LinkState.ENDED, "The recording has ended."))

    async def _wait(self, time_s: float, count: int) -> None:
        if self._speed is not None:
            await wait_until(time_s, self._clock, self._speed)
        elif count % BREATHE_EVERY == 0:
            await asyncio.sleep(0)

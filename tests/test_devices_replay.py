"""A recording played again: order, times, speed, end."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import pytest

from devices.events import Link, LinkState, Packet
from devices.replay import Replay


@dataclass(frozen=True)
class Note:
    """An event that `devices` does not know."""

    time_s: float
    text: str = ""


def played(
    events: list[Note | Link | Packet], speed: float | None, clock_speed: float = 1.0
) -> list[tuple[float, Note | Link | Packet]]:
    """Play; return each event with the wall seconds at which it came."""
    start_s = time.monotonic()
    came: list[tuple[float, Note | Link | Packet]] = []
    replay = Replay(events, clock=lambda: (time.monotonic() - start_s) * clock_speed, speed=speed)
    asyncio.run(replay.run(lambda event: came.append((time.monotonic() - start_s, event))))
    return came


def test_events_come_unaltered_in_their_order_whatever_they_are() -> None:
    """At once: every event as recorded, also one that steps back in time, then the end."""
    events: list[Note | Link | Packet] = [Packet(1.0, b"\x10"), Note(0.4, "hello"), Note(2.0)]
    assert [event for _, event in played(events, None)] == [
        *events,
        Link(2.0, LinkState.ENDED, "The recording has ended."),
    ]


@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_events_come_at_their_times(speed: float) -> None:
    """At speed s an event recorded at t comes t/s seconds after the start; none comes early."""
    events: list[Note | Link | Packet] = [Note(0.1 * speed), Note(0.05 * speed), Note(0.2 * speed)]
    came = [wall_s for wall_s, _ in played(events, speed, clock_speed=speed)]
    assert came[:3] == [pytest.approx(t, abs=0.04) for t in (0.1, 0.1, 0.2)]
    assert came[0] >= 0.1
    assert came[2] >= 0.2


def test_a_recorded_end_is_the_end() -> None:
    """A recording that holds its end gets no second one."""
    end = Link(3.0, LinkState.ENDED)
    assert [event for _, event in played([Note(1.0), end, Note(3.0)], None)].count(end) == 1


def test_an_empty_recording_ends() -> None:
    """Nothing recorded: only the end, at 0."""
    ((_, end),) = played([], 1.0)
    assert isinstance(end, Link)
    assert (end.state, end.time_s) == (LinkState.ENDED, 0.0)


def test_playing_at_once_can_be_stopped() -> None:
    """Even a hundred thousand events at once leave the loop its turns."""

    async def scenario() -> int:
        came: list[object] = []
        replay = Replay([Note(0.0)] * 100_000, clock=lambda: 0.0, speed=None)
        task = asyncio.create_task(replay.run(came.append))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return len(came)

    assert asyncio.run(scenario()) < 100_000

"""Waiting until a session clock shows a time."""

from __future__ import annotations

import asyncio

from devices.events import Clock

MOST_WAIT_S = 0.1  # a clock may be held, hurried or moved meanwhile
LEAST_WAIT_S = 0.001  # the clock may stand a hair before the time after a wait: no busy loop


async def wait_until(time_s: float, clock: Clock, speed: float) -> None:
    """Return once ``clock`` shows ``time_s``; if it does already, after the other tasks' turn.

    Who is behind time would otherwise hold up what may end it, such as the guide of a sitting.

    Parameters
    ----------
    time_s
        On ``clock``.
    clock
        A session clock that runs ``speed`` seconds in each second of the wall.
    speed
        See ``clock``.
    """
    await asyncio.sleep(0)
    while (left_s := time_s - clock()) > 0:  # noqa: ASYNC110 - a clock tells no one
        await asyncio.sleep(min(max(left_s / speed, LEAST_WAIT_S), MOST_WAIT_S))

"""What listening to a strap costs, through the real bleak and a fake BlueZ.

How long a notification takes to reach the session, how soon a dropped link is back, and what an
hour of streaming costs; the processor time holds the fake's own share, so it is an upper bound.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from functools import partial

from devices.events import Packet
from tests.bench import Result
from tests.conftest import bleak_closed
from tests.fake_bluez import FakeBlueZ
from tests.fake_device import Device
from tests.fake_gatt import VirtualStrap
from tests.private_bus import private_bus
from tests.strap_runs import BEAT, PATIENT, Listening, listening, streaming, until

HOUR = 3600
AT_ONCE = 100  # packets; no more a second than a strap may send
EACH_DROP_THE_FIRST = replace(PATIENT, steady_s=0.0)  # else the waits grow from drop to drop


@dataclass(frozen=True, slots=True)
class Size:
    """How often each is tried."""

    notifications: int
    drops: int
    packets: int


def results(*, quick: bool) -> Iterator[Result]:
    """Yield latency, reconnecting and processor time, or why they cannot be measured here."""
    reason = "the fake BlueZ needs Linux" if sys.platform != "linux" else ""
    reason = reason or ("" if shutil.which("dbus-daemon") else "it needs dbus-daemon")
    if reason:
        yield Result("a strap through bleak and BlueZ", None, "ms", note=reason)
        return
    from bleak.backends.bluezdbus.version import BlueZFeatures

    BlueZFeatures.checked_bluez_version = True  # or bleak would run bluetoothctl
    size = Size(20, 1, AT_ONCE) if quick else Size(300, 10, 1200)
    with private_bus():
        yield from asyncio.run(_all(size))


async def _all(size: Size) -> list[Result]:
    async with FakeBlueZ() as fake, bleak_closed():
        device = fake.add(VirtualStrap())
        async with listening(device, EACH_DROP_THE_FIRST) as heart:
            await streaming(device, heart)
            return [each async for each in _measured(device, heart, size)]


async def _measured(device: Device, heart: Listening, size: Size) -> AsyncIterator[Result]:
    delays_ms = await _delays_ms(device, heart, size.notifications)
    yield Result("notification to session, median", statistics.median(delays_ms), "ms")
    p99_ms = statistics.quantiles(delays_ms, n=100)[-1]
    yield Result("notification to session, p99", p99_ms, "ms")
    cpu_s = await _streaming_s(device, heart, size.packets)
    note = f"{size.packets} packets, scaled; the fake's own share in it"
    yield Result("an hour of streaming", cpu_s * HOUR / size.packets, "s of a core", note=note)
    took_s = [await _back_s(device, heart) for _ in range(size.drops)]
    note = "a strap that is there at once"
    yield Result("dropped link to the next packet", statistics.median(took_s), "s", note=note)


async def _delays_ms(device: Device, heart: Listening, notifications: int) -> list[float]:
    """Return the times from the strap's notification to the session's own clock."""
    delays_ms = []
    for _ in range(notifications):
        before, sent_s = len(heart.packets), time.monotonic()
        device.send(BEAT)
        await until(partial(_has, heart, before + 1))
        newest = next(e for e in reversed(heart.events) if isinstance(e, Packet))
        delays_ms.append(1000 * (newest.time_s - sent_s))
        await asyncio.sleep(0.01)
    return delays_ms


async def _back_s(device: Device, heart: Listening) -> float:
    """Return the time from a dropped link to the next packet."""
    dropped_s = time.monotonic()
    device.drop()
    await until(lambda: not device.subscribed)
    await streaming(device, heart)
    return time.monotonic() - dropped_s


async def _streaming_s(device: Device, heart: Listening, packets: int) -> float:
    """Return the processor time of packets, sent as fast as they are taken."""
    start_s, before = time.process_time(), len(heart.packets)
    for number in range(1, packets + 1):
        device.send(BEAT)
        if number % AT_ONCE == 0:
            await until(partial(_has, heart, before + number))
            await asyncio.sleep(1.0)
    return time.process_time() - start_s


def _has(heart: Listening, count: int) -> bool:
    return len(heart.packets) >= count

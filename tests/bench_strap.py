"""What listening to a strap costs, through the real bleak and a fake BlueZ: `dev.py bench strap`.

How long a notification takes to reach the session, how soon a dropped link is back, and what an
hour of streaming costs; the processor time holds the fake's own share, so it is an upper bound.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bleak.backends.bluezdbus.version import BlueZFeatures

from analysis import LiveMeasures, warm_up
from biofeedback.session import Session
from devices.events import Packet
from devices.simulated import SimulatedHeart
from tests.conftest import bleak_closed
from tests.fake_bluez import FakeBlueZ
from tests.fake_device import Device
from tests.fake_gatt import VirtualStrap
from tests.private_bus import private_system_bus
from tests.strap_runs import BEAT, PATIENT, Listening, listening, streaming, until

NOTIFICATIONS = 600
DROPS = 20
HOUR = 3600
EACH_DROP_THE_FIRST = replace(PATIENT, steady_s=0.0)  # else the waits grow from drop to drop


async def print_latency(device: Device, heart: Listening) -> None:
    """Print the time from the strap's notification to the session's own clock."""
    delays_ms = []
    for _ in range(NOTIFICATIONS):
        before, sent_s = len(heart.packets), time.monotonic()
        device.send(BEAT)
        await until(partial(_has, heart, before + 1))
        newest = next(e for e in reversed(heart.events) if isinstance(e, Packet))
        delays_ms.append(1000 * (newest.time_s - sent_s))
        await asyncio.sleep(0.01)
    median_ms, p99_ms = statistics.median(delays_ms), statistics.quantiles(delays_ms, n=100)[-1]
    print(f"notification to session   median {median_ms:.1f} ms, p99 {p99_ms:.1f} ms")


async def print_reconnects(device: Device, heart: Listening) -> None:
    """Print the time from a dropped link to the next packet; the strap is there at once."""
    took_s = []
    for _ in range(DROPS):
        dropped_s = time.monotonic()
        device.drop()
        await until(lambda: not device.subscribed)
        await streaming(device, heart)
        took_s.append(time.monotonic() - dropped_s)
    median_s = statistics.median(took_s)
    print(f"drop to stream            median {median_s:.2f} s, longest {max(took_s):.2f} s")


async def print_cost(device: Device, heart: Listening) -> None:
    """Print the processor time of an hour of packets, sent as fast as they are taken."""
    start_s, before = time.process_time(), len(heart.packets)
    for number in range(1, HOUR + 1):
        device.send(BEAT)
        if number % 100 == 0:
            await until(partial(_has, heart, before + number))
            await asyncio.sleep(1.0)  # no more a second than a strap may send
    print(f"an hour of streaming      {time.process_time() - start_s:.1f} s of processor time")


def _has(heart: Listening, count: int) -> bool:
    return len(heart.packets) >= count


async def on_bluez(show: Callable[[Device, Listening], Awaitable[None]]) -> None:
    """Run one measurement on a strap that streams."""
    async with FakeBlueZ() as fake, bleak_closed():
        device = fake.add(VirtualStrap())
        async with listening(device, EACH_DROP_THE_FIRST) as heart:
            await streaming(device, heart)
            await show(device, heart)


def print_memory() -> None:
    """Print how memory grows over 8 simulated hours through the session, with every measure."""
    warm_up()
    session, used_mb = Session(LiveMeasures()), list[float]()
    for event in SimulatedHeart(seed=1).events():
        session.handle(event)
        if event.time_s >= 1800 * (len(used_mb) + 1):
            used_mb.append(_resident_mb())
        if event.time_s > 8 * HOUR:
            break
    grown = used_mb[-1] - used_mb[0]
    print(f"8 h of beats              {used_mb[0]:.0f} MB after 30 min, {grown:+.0f} MB at the end")


def _resident_mb() -> float:
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Print all of it."""
    BlueZFeatures.checked_bluez_version = True  # or bleak would run bluetoothctl
    with private_system_bus():
        for show in (print_latency, print_reconnects, print_cost):
            asyncio.run(on_bluez(show))
    print_memory()


if __name__ == "__main__":
    sys.exit("The fake BlueZ needs Linux.") if sys.platform != "linux" else main()

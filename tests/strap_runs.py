"""Running a strap inside a test: short waits, what it told, and waiting for what shall happen."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from devices.events import DeviceEvent, Link, LinkState, Packet
from devices.heart_rate import HeartRateMeasurement
from devices.strap import Strap
from devices.waits import Waits
from tests.conftest import Scenario
from tests.fake_gatt import VirtualStrap

if TYPE_CHECKING:
    from tests.fake_device import Device

Run = Callable[[Scenario], None]
QUICK = Waits(
    scan_s=1.0,
    connect_s=1.0,
    close_s=0.8,
    quiet_s=0.4,
    silent_s=1.0,
    tick_s=0.05,
    read_s=0.3,
    no_rr_s=0.3,
    back_off_s=(0.0, 0.02, 0.05, 0.1),
    blocked_s=0.1,
)
PATIENT = Waits(scan_s=1.0, tick_s=0.05)
BEAT = HeartRateMeasurement(60, contact=True, rr_ticks=(1024,)).to_bytes()


class Listening:
    """A strap's run, and what it told."""

    def __init__(self, address: str, waits: Waits, *, pair: bool = False) -> None:
        self.events: list[DeviceEvent] = []
        strap = Strap(address, clock=time.monotonic, waits=waits, pair=pair)
        self.task = asyncio.create_task(strap.run(self.events.append))

    @property
    def states(self) -> list[LinkState]:
        """The states in order."""
        return [e.state for e in self.events if isinstance(e, Link)]

    @property
    def packets(self) -> list[bytes]:
        """What arrived, in order."""
        return [e.data for e in self.events if isinstance(e, Packet)]

    def detail(self, state: LinkState) -> str:
        """What the person was told when the state last came."""
        return [e.detail for e in self.events if isinstance(e, Link) and e.state is state][-1]

    async def stop(self) -> float:
        """Stop; return how long that took."""
        start_s = time.monotonic()
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task
        return time.monotonic() - start_s


@contextlib.asynccontextmanager
async def listening(
    device: Device | None = None, waits: Waits = QUICK, *, pair: bool = False
) -> AsyncIterator[Listening]:
    """Run a strap inside the block."""
    address = device.strap.address if device else VirtualStrap().address
    async with listening_to(address, waits, pair=pair) as running:
        yield running


@contextlib.asynccontextmanager
async def listening_to(
    address: str, waits: Waits = QUICK, *, pair: bool = False
) -> AsyncIterator[Listening]:
    """Run a strap with this address inside the block."""
    running = Listening(address, waits, pair=pair)
    try:
        yield running
    finally:
        await running.stop()


async def until(happened: Callable[[], bool], limit_s: float = 6.0) -> None:
    """Wait for something to happen."""
    end_s = time.monotonic() + limit_s
    while not happened():
        assert time.monotonic() < end_s, "it did not happen"
        await asyncio.sleep(0.005)


async def streaming(device: Device, heart: Listening, payload: bytes = BEAT) -> None:
    """Wait for the subscription, send one packet, and see it arrive."""
    await until(lambda: device.subscribed)
    before = len(heart.packets)
    device.send(payload)
    await until(lambda: len(heart.packets) > before)


def is_one_plain_text(detail: str) -> bool:
    """Whether it can be shown to a person: no class names, no brackets, ends like a sentence."""
    return detail.endswith(".") and not set(detail) & set("[]<>_{}") and "Error" not in detail

"""The strap through the real bleak: what only the person can mend is said, with the next step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from devices.events import Link, LinkState
from devices.heart_rate import HeartRateMeasurement
from devices.waits import Waits
from tests.conftest import bleak_closed
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import (
    QUICK,
    Run,
    listening,
    streaming,
    until,
)

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus
NO_RR = HeartRateMeasurement(60).to_bytes()


def test_bluetooth_switched_off_and_on(bluez: Run) -> None:
    """Off: said once, soon and plainly; on again: the heart streams."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        fake.adapter.power(on=False)
        async with listening(device) as heart:
            await until(lambda: LinkState.BLOCKED in heart.states)
            await asyncio.sleep(0.4)  # several more looks
            assert heart.states == [LinkState.BLOCKED]
            assert heart.detail(LinkState.BLOCKED).startswith("Bluetooth is off. Turn it on")
            assert [e.retry_in_s for e in heart.events if isinstance(e, Link)] == [QUICK.blocked_s]
            fake.adapter.power(on=True)
            await streaming(device, heart)
            fake.adapter.power(on=False)
            await until(lambda: heart.states[-1] is LinkState.BLOCKED)

    bluez(scenario)


def test_bluetooth_switched_off_during_a_scan(bluez: Run) -> None:
    """A scan that hears nothing because Bluetooth went off says so, within 5 s."""

    async def scenario(fake: FakeBlueZ) -> None:
        async with listening(waits=Waits()) as heart:
            await until(lambda: LinkState.SCANNING in heart.states)
            fake.adapter.power(on=False)
            await until(lambda: LinkState.BLOCKED in heart.states, limit_s=5.0)
            assert heart.states == [LinkState.SCANNING, LinkState.BLOCKED]  # and no wrong reason

    bluez(scenario)


async def blocked_detail() -> str:
    """Return what is said where Bluetooth cannot be used."""
    async with bleak_closed(), listening(waits=Waits()) as heart:
        await until(lambda: LinkState.BLOCKED in heart.states, limit_s=5.0)
        return heart.detail(LinkState.BLOCKED)


def test_no_adapter(system_bus: str) -> None:  # noqa: ARG001
    """Without an adapter the person is told to plug one in."""
    from tests.fake_bluez import FakeBlueZ

    async def scenario() -> None:
        async with FakeBlueZ(has_adapter=False):
            assert "Plug in a Bluetooth adapter" in await blocked_detail()

    asyncio.run(scenario())


def test_no_bluetooth_service(system_bus: str) -> None:  # noqa: ARG001
    """A system bus without bluetoothd: the person is told how to start it."""
    assert "systemctl restart bluetooth" in asyncio.run(blocked_detail())


def test_no_system_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """No system bus at all is told in the same words."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert "systemctl restart bluetooth" in asyncio.run(blocked_detail())


def test_heart_rate_without_rr_intervals_is_told_once(bluez: Run) -> None:
    """A watch sends heart rate only: said plainly, once, while it goes on streaming."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap("Watch"))
        async with listening(device) as heart:
            for _ in range(12):
                await streaming(device, heart, NO_RR)
                await asyncio.sleep(0.05)
            details = [e.detail for e in heart.events if isinstance(e, Link)]
            assert sum("no RR intervals" in detail for detail in details) == 1
            assert heart.states[-1] is LinkState.STREAMING

    bluez(scenario)


def test_a_device_without_a_heart_rate_is_named_as_such(bluez: Run) -> None:
    """It advertises a heart rate and offers none: the next step is another device."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap("Lamp", heart_rate=False))
        async with listening(device) as heart:
            await until(lambda: LinkState.WAITING in heart.states)
            assert "no heart rate service" in heart.detail(LinkState.WAITING)

    bluez(scenario)

"""The strap through the real bleak: what the Bluetooth service or the strap itself refuses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from devices.events import Link, LinkState
from devices.heart_rate import HeartRateMeasurement
from tests.fake_gatt import Faults, VirtualStrap
from tests.strap_runs import (
    Run,
    is_one_plain_text,
    listening,
    streaming,
    until,
)

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus


# ---------------------------------------------------------------- scanning


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("org.freedesktop.DBus.Error.AccessDenied", "sudo usermod -aG bluetooth $USER"),
        ("org.bluez.Error.NotReady", "Bluetooth is off. Turn it on"),
        ("org.freedesktop.DBus.Error.ServiceUnknown", "sudo systemctl restart bluetooth"),
    ],
)
def test_a_refused_scan_says_what_to_do(bluez: Run, error: str, words: str) -> None:
    """Told once, within 5 s; the heart streams once the scan is allowed."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        fake.adapter.scan_error = (error, "refused")
        async with listening(device) as heart:
            await until(lambda: LinkState.BLOCKED in heart.states, limit_s=5.0)
            assert words in heart.detail(LinkState.BLOCKED)
            await asyncio.sleep(0.3)
            assert heart.states == [LinkState.BLOCKED]
            fake.adapter.scan_error = None
            await streaming(device, heart)

    bluez(scenario)


def test_a_scan_that_another_program_holds_is_made_again(bluez: Run) -> None:
    """'In progress' is a matter of waiting, not one for the person."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        fake.adapter.scan_error = ("org.bluez.Error.InProgress", "Operation already in progress")
        async with listening(device) as heart:
            await until(lambda: LinkState.WAITING in heart.states)
            assert is_one_plain_text(heart.detail(LinkState.WAITING))
            fake.adapter.scan_error = None
            await streaming(device, heart)
            assert LinkState.BLOCKED not in heart.states

    bluez(scenario)


def test_a_stuck_bluetooth_service_is_told(bluez: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service hangs: the person is told to restart it, and stopping is not held up."""
    monkeypatch.setattr("devices.scan.START_S", 0.2)

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        fake.adapter.hanging_scan = True
        async with listening(device) as heart:
            await until(lambda: LinkState.BLOCKED in heart.states)
            assert "restart bluetooth" in heart.detail(LinkState.BLOCKED)
            fake.adapter.hanging_scan = False
            await streaming(device, heart)
            assert await heart.stop() < 1.5

    bluez(scenario)


def test_a_strap_held_by_another_app_is_waited_for(bluez: Run) -> None:
    """It does not advertise: the person is told to close other apps; let go, it streams."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(advertising=False))
        async with listening(device) as heart:
            await until(lambda: LinkState.WAITING in heart.states)
            assert "close other apps that use it" in heart.detail(LinkState.WAITING)
            device.strap.advertising = True
            await streaming(device, heart)

    bluez(scenario)


# ---------------------------------------------------------------- discovery, pairing


def test_slow_discovery_is_waited_for(bluez: Run) -> None:
    """Services that take a while are no fault: one connection, nothing said."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(faults=Faults(resolves_after_s=0.6)))
        async with listening(device) as heart:
            await streaming(device, heart)
            assert device.connects == 1
            assert LinkState.WAITING not in heart.states

    bluez(scenario)


def test_a_strap_that_wants_pairing_streams_once_paired(bluez: Run) -> None:
    """Without the switch the person is told; with it, pairing happens once and holds."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(faults=Faults(wants_pairing=True)))
        async with listening(device) as heart:
            await until(lambda: LinkState.WAITING in heart.states)
            assert "wants to be paired first" in heart.detail(LinkState.WAITING)
            assert not device.is_paired
        async with listening(device, pair=True) as heart:
            await streaming(device, heart)
            device.drop()
            await until(lambda: not device.subscribed)
            await streaming(device, heart)
            assert (device.is_paired, device.is_trusted) == (True, True)
            assert LinkState.BLOCKED not in heart.states

    bluez(scenario)


def test_refused_pairing_is_told_and_tried_again(bluez: Run) -> None:
    """The strap or the person says no: plain words, and the next attempt may succeed."""

    async def scenario(fake: FakeBlueZ) -> None:
        refusal = ("org.bluez.Error.AuthenticationFailed", "Authentication Failed")
        device = fake.add(VirtualStrap(faults=Faults(pair_error=refusal)))
        async with listening(device, pair=True) as heart:
            await until(lambda: LinkState.WAITING in heart.states)
            assert "wants to be paired first" in heart.detail(LinkState.WAITING)
            device.strap.faults.pair_error = None
            await streaming(device, heart)

    bluez(scenario)


# ---------------------------------------------------------------- the skin


def test_a_strap_off_the_skin_is_not_taken_for_one_without_rr(bluez: Run) -> None:
    """No contact, no intervals, however long; contact found, the intervals follow."""
    off = HeartRateMeasurement(0, contact=False).to_bytes()
    on = HeartRateMeasurement(60, contact=True, rr_ticks=(1024,)).to_bytes()

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            for _ in range(12):
                await streaming(device, heart, off)
                await asyncio.sleep(0.05)
            await streaming(device, heart, on)
            details = [e.detail for e in heart.events if isinstance(e, Link)]
            assert not any("no RR intervals" in detail for detail in details)
            assert heart.packets[-1] == on

    bluez(scenario)

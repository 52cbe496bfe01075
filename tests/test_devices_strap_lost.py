"""The strap through the real bleak: links that drop, hang, fall silent or are left over."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice

from devices.connection import Connection
from devices.events import Found, Link, LinkState
from tests.conftest import bleak_closed
from tests.fake_gatt import Faults, VirtualStrap
from tests.strap_runs import (
    BEAT,
    QUICK,
    Run,
    is_one_plain_text,
    listening,
    streaming,
    until,
)

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus


def test_a_dropped_link_returns_without_multiplying_packets(bluez: Run) -> None:
    """After four drops there is still one packet for each notification."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            for _ in range(4):
                await streaming(device, heart)
                device.drop()
                await until(lambda: not device.subscribed)
            await streaming(device, heart)
            before = len(heart.packets)
            for _ in range(3):
                device.send(BEAT)
            await asyncio.sleep(0.1)
            assert len(heart.packets) == before + 3
            assert device.connects == 5
            assert is_one_plain_text(heart.detail(LinkState.WAITING))

    bluez(scenario)


def test_after_steady_streaming_the_next_attempt_comes_at_once(bluez: Run) -> None:
    """Four drops in a row wait longer each time; a drop after a while of streaming does not."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        waits = replace(QUICK, steady_s=0.3, back_off_s=(0.0, 0.05, 0.1, 0.2))
        async with listening(device, waits) as heart:
            for _ in range(4):
                await streaming(device, heart)
                device.drop()
                await until(lambda: not device.subscribed)
            for _ in range(2):
                await streaming(device, heart)
                await asyncio.sleep(0.2)
            await streaming(device, heart)
            device.drop()
            await until(lambda: not device.subscribed)
            await streaming(device, heart)
            links = [e for e in heart.events if isinstance(e, Link)]
            waited_s = [e.retry_in_s for e in links if e.state is LinkState.WAITING]
        fourth_s, after_a_while_s = waited_s[-2:]
        assert fourth_s
        assert 0.16 <= fourth_s <= 0.24  # 0.2 s, give or take a fifth
        assert after_a_while_s == 0.0

    bluez(scenario)


def test_waits_are_spread(bluez: Run) -> None:
    """Two programs that collide do not go on colliding: no wait is quite like another."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device, replace(QUICK, back_off_s=(0.05,))) as heart:
            for _ in range(4):
                await streaming(device, heart)
                device.drop()
                await until(lambda: not device.subscribed)
            await streaming(device, heart)
            links = [e for e in heart.events if isinstance(e, Link)]
        assert len({e.retry_in_s for e in links if e.state is LinkState.WAITING}) > 1

    bluez(scenario)


def test_an_unknown_fault_ends_the_attempt_and_not_the_sitting(
    bluez: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug of a library, say: it is logged for whoever mends it, and the strap is found anew."""
    listen, broken = Connection.listen, [ValueError("a bug"), ValueError("a bug")]

    async def listen_or_break(connection: Connection, device: BLEDevice) -> None:
        if broken:
            raise broken.pop()
        await listen(connection, device)

    monkeypatch.setattr(Connection, "listen", listen_or_break)

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            await streaming(device, heart)
            assert is_one_plain_text(heart.detail(LinkState.WAITING))

    bluez(scenario)
    assert caplog.text.count("ValueError: a bug") == 2


def test_silence_is_told_then_answered_with_a_new_connection(bluez: Run) -> None:
    """Quiet, streaming again on the next packet; longer silence: waiting, then back."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            await streaming(device, heart)
            await until(lambda: heart.states[-1] is LinkState.QUIET)
            await asyncio.sleep(0.2)  # several more looks
            assert heart.states.count(LinkState.QUIET) == 1
            assert is_one_plain_text(heart.detail(LinkState.QUIET))
            await streaming(device, heart)
            assert heart.states[-2:] == [LinkState.QUIET, LinkState.STREAMING]
            await until(lambda: device.connects == 2)
            await streaming(device, heart)
            assert LinkState.WAITING in heart.states

    bluez(scenario)


@pytest.mark.parametrize(
    ("fault", "value"),
    [
        ("never_connects", True),
        ("never_resolves", True),
        ("resolves_after_s", 9.0),
        ("hanging_notify", True),
        ("drops_in_discovery", True),
        ("vanishes_after_scan", True),
        ("notify_error", ("org.bluez.Error.NotPermitted", "Not paired")),
        ("notify_error", ("org.bluez.Error.NotConnected", "Not Connected")),
    ],
)
def test_an_attempt_that_comes_to_nothing_is_made_again(
    bluez: Run, fault: str, value: object
) -> None:
    """The person is told in plain words, and once the fault is over the heart streams."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        setattr(device.strap.faults, fault, value)
        async with listening(device) as heart:
            await until(lambda: LinkState.WAITING in heart.states)
            assert is_one_plain_text(heart.detail(LinkState.WAITING))
            setattr(device.strap.faults, fault, type(value)())
            await streaming(device, heart)

    bluez(scenario)


@pytest.mark.parametrize(
    "error",
    [
        ("org.bluez.Error.Failed", "Software caused connection abort"),
        ("org.bluez.Error.Failed", "le-connection-abort-by-local"),
        ("org.bluez.Error.InProgress", "In Progress"),
        ("org.freedesktop.DBus.Error.UnknownObject", "gone"),
        ("org.freedesktop.DBus.Error.NoReply", "timeout"),
    ],
)
def test_errors_while_connecting_are_overcome(
    bluez: Run, error: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Two refused attempts, then the heart streams."""

    async def scenario(fake: FakeBlueZ) -> None:
        faults = Faults(connect_error=error, connect_errors_left=2)
        device = fake.add(VirtualStrap(faults=faults))
        async with listening(device) as heart:
            await streaming(device, heart)
            assert device.connects == 3

    bluez(scenario)
    assert "unknown fault" not in caplog.text


def test_a_link_left_by_a_crash_is_taken_up(bluez: Run) -> None:
    """A strap that is still connected does not advertise; it is listened to all the same."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        found = await BleakScanner.find_device_by_address(device.strap.address)
        assert found is not None
        crashed = BleakClient(found)
        await crashed.connect()
        async with listening(device) as heart:
            await streaming(device, heart)
            assert not any(isinstance(e, Found) for e in heart.events)
            assert device.connects == 1
        await crashed.disconnect()

    bluez(scenario)


def test_a_killed_bluetooth_service_is_noticed_and_survived(system_bus: str) -> None:  # noqa: ARG001
    """Bluetoothd dies without a signal: quiet, waiting or blocked, and back with its successor."""
    from tests.fake_bluez import FakeBlueZ

    async def scenario() -> None:
        async with bleak_closed():
            first = await FakeBlueZ().__aenter__()
            device = first.add(VirtualStrap())
            async with listening(device) as heart:
                await streaming(device, heart)
                await first.killed()
                await until(lambda: LinkState.QUIET in heart.states)
                async with FakeBlueZ() as second:
                    successor = second.add(VirtualStrap())
                    await streaming(successor, heart)
                    await heart.stop()

    asyncio.run(scenario())


def test_a_bluetooth_service_killed_during_a_scan_is_survived(system_bus: str) -> None:  # noqa: ARG001
    """Bluetoothd dies while the strap is looked for: its successor's scan finds the strap."""
    from tests.fake_bluez import FakeBlueZ

    async def scenario() -> None:
        async with bleak_closed():
            first = await FakeBlueZ().__aenter__()
            device = first.add(VirtualStrap(advertising=False))
            async with listening(device) as heart:
                await until(lambda: LinkState.SCANNING in heart.states)
                await first.killed()
                await until(lambda: heart.states[-1] in (LinkState.WAITING, LinkState.BLOCKED))
                async with FakeBlueZ() as second:
                    successor = second.add(VirtualStrap())
                    await streaming(successor, heart)
                    await heart.stop()

    asyncio.run(scenario())

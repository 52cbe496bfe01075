"""The strap through the real bleak: what it streams, and how it stops."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from devices.events import About, Battery, Found, LinkState
from devices.waits import Waits
from tests.fake_gatt import Faults, VirtualStrap
from tests.strap_runs import (
    BEAT,
    PATIENT,
    QUICK,
    Run,
    listening,
    listening_to,
    streaming,
    until,
)

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus


# ---------------------------------------------------------------- streaming


def test_a_strap_is_found_listened_to_and_let_go(bluez: Run) -> None:
    """Scanning, connecting, streaming; battery and maker told; nothing left when stopped."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            await streaming(device, heart)
            await until(lambda: any(isinstance(e, About) for e in heart.events))
            assert heart.states == [LinkState.SCANNING, LinkState.CONNECTING, LinkState.STREAMING]
            assert heart.packets == [BEAT]
            assert not fake.adapter.is_discovering
            (battery,) = [e for e in heart.events if isinstance(e, Battery)]
            (about,) = [e for e in heart.events if isinstance(e, About)]
            assert battery.percent == 87
            assert (about.name, about.maker, about.model, about.location) == (
                "Polar H10 0A1B2C3D",
                "Polar Electro Oy",
                "H10",
                1,
            )
        assert not device.is_connected

    bluez(scenario)


def test_a_bare_strap_streams(bluez: Run) -> None:
    """Battery, maker, model and location are optional."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(battery_percent=None, location=None, maker=None, model=None))
        async with listening(device) as heart:
            await streaming(device, heart)
            await until(lambda: any(isinstance(e, About) for e in heart.events))
            assert not any(isinstance(e, Battery) for e in heart.events)

    bluez(scenario)


def test_an_impossible_battery_is_not_told(bluez: Run) -> None:
    """Some straps say 255 where they do not know."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(battery_percent=255))
        async with listening(device) as heart:
            await streaming(device, heart)
            await until(lambda: any(isinstance(e, About) for e in heart.events))
            assert not any(isinstance(e, Battery) for e in heart.events)

    bluez(scenario)


@pytest.mark.parametrize(
    "faults",
    [
        Faults(hanging_reads=True),
        Faults(read_error=("org.bluez.Error.Failed", "Operation failed with ATT error: 0x05")),
    ],
    ids=["hanging", "refused"],
)
def test_readings_that_hang_or_are_refused_do_not_matter(bluez: Run, faults: Faults) -> None:
    """Packets come at once, over one connection, and stopping is quick."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(faults=faults))
        async with listening(device, PATIENT) as heart:
            for _ in range(5):
                start_s = time.monotonic()
                await streaming(device, heart)
                assert time.monotonic() - start_s < 1.0
            assert device.connects == 1
            assert await heart.stop() < 1.5
            assert not [task for task in asyncio.all_tasks() if "_read_on" in repr(task)]

    bluez(scenario)


def test_a_reading_that_hangs_is_given_up(bluez: Run) -> None:
    """Each in its turn; what can be known of the strap is told in the end."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(faults=Faults(hanging_reads=True)))
        async with listening(device) as heart:
            for _ in range(6):  # four readings of 0.3 s; a packet keeps it from falling silent
                await streaming(device, heart)
                await asyncio.sleep(0.3)
            (about,) = [e for e in heart.events if isinstance(e, About)]
            assert (about.name, about.maker) == ("Polar H10 0A1B2C3D", "")

    bluez(scenario)


def test_only_the_chosen_strap_is_connected(bluez: Run) -> None:
    """Another strap that advertises, with a stronger signal, is told of and left alone."""

    async def scenario(fake: FakeBlueZ) -> None:
        stranger = fake.add(VirtualStrap("Garmin", "AA:BB:CC:DD:EE:FF", rssi_dbm=-30))
        chosen = fake.add(VirtualStrap(rssi_dbm=-90, advertising=False))
        async with listening(chosen) as heart:
            await until(lambda: any(isinstance(e, Found) for e in heart.events))
            chosen.strap.advertising = True
            await streaming(chosen, heart)
        assert stranger.connects == 0

    bluez(scenario)


def test_a_strap_is_known_however_its_address_is_written(bluez: Run) -> None:
    """Small letters or capitals: systems differ."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening_to(device.strap.address.lower()) as heart:
            await streaming(device, heart)

    bluez(scenario)


def test_anything_that_arrives_is_passed_on_as_it_is(bluez: Run) -> None:
    """Empty, cut, 20-byte and 100-byte packets and a burst of 50 arrive in order, unaltered."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        odd = [b"", b"\xff", b"\x10\x3c\x01", bytes(range(20)), bytes(100)]
        burst = [bytes([0x10, 60, i, 4]) for i in range(50)]
        async with listening(device) as heart:
            await streaming(device, heart)
            for payload in odd + burst:
                device.send(payload)
            await until(lambda: len(heart.packets) == 1 + len(odd + burst))
            assert heart.packets[1:] == odd + burst

    bluez(scenario)


def test_a_flood_is_capped(bluez: Run, caplog: pytest.LogCaptureFixture) -> None:
    """Of thousands a second not all get through; how many were left out is in the log."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            await streaming(device, heart)
            for i in range(1000):
                device.send(BEAT)
                if i % 10 == 0:
                    await asyncio.sleep(0.001)  # or dbus-fast's socket fills up
            await asyncio.sleep(0.2)
            assert 200 <= len(heart.packets) < 900
            assert await heart.stop() < 1.5
            left_out = 1001 - len(heart.packets)
            assert f"left out {left_out} packets, over 200 a second" in caplog.text

    bluez(scenario)


# ---------------------------------------------------------------- stopping

STAGES = ["scan", "connect", "discover", "subscribe", "stream", "quiet", "wait", "blocked"]


@pytest.mark.parametrize("stage", STAGES)
def test_stopping_lets_go_in_every_state(bluez: Run, stage: str) -> None:
    """With the real waits, stopping ends soon and leaves neither a link nor a scan."""

    async def scenario(fake: FakeBlueZ) -> None:
        faults = Faults(
            never_connects=stage == "connect",
            never_resolves=stage == "discover",
            hanging_notify=stage == "subscribe",
            drops_in_discovery=stage == "wait",
        )
        device = fake.add(VirtualStrap(advertising=stage != "scan", faults=faults))
        if stage == "blocked":
            fake.adapter.power(on=False)
        async with listening(device, QUICK if stage == "quiet" else Waits()) as heart:
            if stage in ("stream", "quiet"):
                await streaming(device, heart)
            reached = {
                "scan": lambda: fake.adapter.is_discovering,
                "connect": lambda: device.connects > 0,
                "discover": lambda: device.is_connected,
                "subscribe": lambda: device.is_resolved,
                "wait": lambda: heart.states.count(LinkState.WAITING) > 2,
                "stream": lambda: heart.states[-1] is LinkState.STREAMING,
                "quiet": lambda: heart.states[-1] is LinkState.QUIET,
                "blocked": lambda: LinkState.BLOCKED in heart.states,
            }
            await until(reached[stage])
            assert await heart.stop() < 6.0
            await asyncio.sleep(0.05)
            assert not device.is_connected
            assert not fake.adapter.is_discovering

    bluez(scenario)


def test_a_disconnect_that_never_ends_is_left_behind(bluez: Run) -> None:
    """BlueZ may not answer: stopping still ends."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap(faults=Faults(stuck_disconnect=True)))
        async with listening(device, Waits()) as heart:
            await streaming(device, heart)
            assert await heart.stop() < 6.0

    bluez(scenario)

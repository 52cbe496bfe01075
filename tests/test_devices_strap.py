"""The strap through the real bleak, against a fake ``org.bluez`` on a private dbus-daemon."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest
from bleak import BleakClient, BleakScanner

from devices.events import About, Battery, DeviceEvent, Found, Link, LinkState, Packet
from devices.heart_rate import HeartRateMeasurement
from devices.scan import scan
from devices.strap import Strap
from devices.waits import Waits
from tests.conftest import Scenario, bleak_closed
from tests.fake_gatt import Faults, VirtualStrap

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ
    from tests.fake_device import Device

Run = Callable[[Scenario], None]
pytestmark = pytest.mark.needs_dbus

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
NO_RR = HeartRateMeasurement(60).to_bytes()


class Listening:
    """A strap's run, and what it told."""

    def __init__(self, address: str, waits: Waits) -> None:
        self.events: list[DeviceEvent] = []
        strap = Strap(address, clock=time.monotonic, waits=waits)
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
async def listening(device: Device | None = None, waits: Waits = QUICK) -> AsyncIterator[Listening]:
    """Run a strap inside the block."""
    address = device.strap.address if device else VirtualStrap().address
    running = Listening(address, waits)
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


def test_a_flood_is_capped(bluez: Run) -> None:
    """A device that sends thousands a second does not get them all through."""

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

    bluez(scenario)


# ---------------------------------------------------------------- lost and found again


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


def test_silence_is_told_then_answered_with_a_new_connection(bluez: Run) -> None:
    """Quiet, streaming again on the next packet; longer silence: waiting, then back."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            await streaming(device, heart)
            await until(lambda: heart.states[-1] is LinkState.QUIET)
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
            setattr(device.strap.faults, fault, None)
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
def test_errors_while_connecting_are_overcome(bluez: Run, error: tuple[str, str]) -> None:
    """Two refused attempts, then the heart streams."""

    async def scenario(fake: FakeBlueZ) -> None:
        faults = Faults(connect_error=error, connect_errors_left=2)
        device = fake.add(VirtualStrap(faults=faults))
        async with listening(device) as heart:
            await streaming(device, heart)
            assert device.connects == 3

    bluez(scenario)


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


# ---------------------------------------------------------------- what the person can do


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


# ---------------------------------------------------------------- stopping


@pytest.mark.parametrize("stage", ["scan", "connect", "discover", "stream", "quiet", "blocked"])
def test_stopping_lets_go_in_every_state(bluez: Run, stage: str) -> None:
    """With the real waits, stopping ends soon and leaves neither a link nor a scan."""

    async def scenario(fake: FakeBlueZ) -> None:
        faults = Faults(never_connects=stage == "connect", never_resolves=stage == "discover")
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


# ---------------------------------------------------------------- scanning


def test_a_scan_tells_of_each_strap_the_strongest_first(bluez: Run) -> None:
    """Straps appear as they are heard; the list is by signal strength."""

    async def scenario(fake: FakeBlueZ) -> None:
        fake.add(VirtualStrap("Far", "AA:AA:AA:AA:AA:AA", rssi_dbm=-90))
        fake.add(VirtualStrap("Near", "BB:BB:BB:BB:BB:BB", rssi_dbm=-40))
        events: list[DeviceEvent] = []
        found = await scan(0.4, clock=time.monotonic, emit=events.append)
        assert [f.name for f in found] == ["Near", "Far"]
        assert {e.name for e in events if isinstance(e, Found)} == {"Near", "Far"}
        assert not fake.adapter.is_discovering

    bluez(scenario)


def test_a_scan_lists_straps_that_are_connected_already(bluez: Run) -> None:
    """They send no signal to measure, so theirs is unknown."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as heart:
            await streaming(device, heart)
            (found,) = await scan(0.1, clock=time.monotonic, emit=lambda _: None)
            assert (found.address, found.rssi_dbm) == (device.strap.address, None)

    bluez(scenario)


def test_a_scan_without_bluetooth_raises_words(bluez: Run) -> None:
    """Bluetooth off: the error says so, with the next step."""
    from devices.errors import BluetoothUnavailable

    async def scenario(fake: FakeBlueZ) -> None:
        fake.adapter.power(on=False)
        with pytest.raises(BluetoothUnavailable, match=r"^Bluetooth is off\. Turn it on") as raised:
            await scan(1.0, clock=time.monotonic, emit=lambda _: None)
        assert raised.value.reason == "off"

    bluez(scenario)

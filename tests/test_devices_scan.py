"""Scanning through the real bleak, against a fake ``org.bluez``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from devices.errors import BluetoothUnavailable
from devices.events import DeviceEvent, Found
from devices.scan import scan
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import (
    Run,
    listening,
    streaming,
)

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus


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

    async def scenario(fake: FakeBlueZ) -> None:
        fake.adapter.power(on=False)
        with pytest.raises(BluetoothUnavailable, match=r"^Bluetooth is off\. Turn it on") as raised:
            await scan(1.0, clock=time.monotonic, emit=lambda _: None)
        assert raised.value.reason == "off"

    bluez(scenario)

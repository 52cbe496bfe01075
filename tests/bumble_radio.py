"""A bleak backend whose radio is bumble's virtual controller: no D-Bus, no daemon, any platform.

bleak's public classes run unchanged; advertising, connecting, discovery and subscription are
those of a real link layer, L2CAP and ATT on bumble's `LocalLink`.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import Any, Self

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError
from bleak.uuids import normalize_uuid_str
from bumble import gatt
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData
from bumble.device import Device, DeviceConfiguration, Peer
from bumble.hci import Address
from bumble.link import LocalLink

ADDRESS = "F0:F1:F2:F3:F4:F5"
UUIDS_16_BIT = AdvertisingData.Type.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS


async def use_bumble(link: LocalLink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a virtual radio on ``link`` under the bleak that `devices` uses."""
    controller = Controller("computer", link=link)
    settings = DeviceConfiguration(name="computer", address=Address(ADDRESS))
    radio = Device.from_config_with_hci(settings, controller, controller)
    await radio.power_on()
    client, scanner = (type(base.__name__, (base,), {"radio": radio}) for base in (Client, Scanner))
    monkeypatch.setattr(
        "devices.connection.BleakClient", functools.partial(BleakClient, backend=client)
    )
    monkeypatch.setattr(
        "devices.scan.BleakScanner", functools.partial(BleakScanner, backend=scanner)
    )
    monkeypatch.setattr("devices.scan.BleakAdapter", Adapter)


class Adapter(BaseBleakAdapter):
    """A system that cannot tell which devices are connected already, such as macOS."""

    @classmethod
    async def get(cls, **_: Any) -> Self:
        """Tell nothing."""
        raise NotImplementedError

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        """Tell nothing."""
        raise NotImplementedError


class Scanner(BaseBleakScanner):
    """bleak's scanner, over bumble."""

    radio: Device

    def __init__(self, seen: Any, service_uuids: list[str] | None, *_: Any, **__: Any) -> None:
        super().__init__(seen, service_uuids)

    async def start(self) -> None:
        """Listen to advertisements."""
        self.seen_devices = {}
        self.radio.on("advertisement", self._hear)
        await self.radio.start_scanning(filter_duplicates=False)

    async def stop(self) -> None:
        """Listen no longer."""
        self.radio.remove_listener("advertisement", self._hear)
        await self.radio.stop_scanning()

    def _hear(self, heard: Any) -> None:
        uuids = [_long(each) for each in heard.data.get(UUIDS_16_BIT) or []]
        if not self.is_allowed_uuid(uuids):
            return
        address = heard.address.to_string(with_type_qualifier=False)
        name = heard.data.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
        told = AdvertisementData(name, {}, {}, uuids, None, heard.rssi, (heard,))
        device = self.create_or_update_device(address, address, name, heard.address, told)
        self.call_detection_callbacks(device, told)


class Client(BaseBleakClient):
    """bleak's client, over bumble."""

    radio: Device

    def __init__(self, device: BLEDevice, **settings: Any) -> None:
        del settings["services"]
        super().__init__(device, **settings)
        self._device = device
        self._link: Any = None

    @property
    def name(self) -> str:
        """What it advertised."""
        return self._device.name or self.address

    @property
    def mtu_size(self) -> int:
        """Of the link."""
        return self._link.att_mtu if self._link else 23

    @property
    def is_connected(self) -> bool:
        """Whether the link stands."""
        return self._link is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        """Connect and discover everything."""
        assert not pair
        async with asyncio.timeout(self._timeout):
            try:
                self._link = await self.radio.connect(self._device.details)
            except Exception as error:
                raise BleakDeviceNotFoundError(self.address, str(error)) from error
            self._link.on("disconnection", self._lose)
            peer = Peer(self._link)
            await peer.discover_all()
        self.services = _collection(peer, self.mtu_size)

    def _lose(self, _: int) -> None:
        self._link = self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        """End the link."""
        if self._link:
            await self._link.disconnect()

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, **_: Any) -> bytearray:
        """Read over the link."""
        if self._link is None:
            raise BleakError("not connected")
        return bytearray(await characteristic.obj.read_value())

    async def start_notify(
        self,
        characteristic: BleakGATTCharacteristic,
        callback: Callable[[bytearray], None],
        **_: Any,
    ) -> None:
        """Subscribe."""
        await characteristic.obj.subscribe(lambda value: callback(bytearray(value)))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribe."""
        await characteristic.obj.unsubscribe()

    async def pair(self, *_: Any, **__: Any) -> Any:
        """Not asked for here."""
        raise NotImplementedError

    unpair = write_gatt_char = read_gatt_descriptor = write_gatt_descriptor = pair


def _collection(peer: Peer, mtu: int) -> BleakGATTServiceCollection:
    found = BleakGATTServiceCollection()
    for service in peer.services:
        ours = BleakGATTService(service, service.handle, _long(service.uuid))
        found.add_service(ours)
        for each in service.characteristics:
            found.add_characteristic(_characteristic(each, mtu, ours))
    return found


def _characteristic(theirs: Any, mtu: int, service: BleakGATTService) -> BleakGATTCharacteristic:
    properties: Any = [
        each.name.lower().replace("_", "-")
        for each in gatt.Characteristic.Properties
        if each in theirs.properties
    ]
    uuid = _long(theirs.uuid)
    return BleakGATTCharacteristic(
        theirs, theirs.handle, uuid, properties, lambda: mtu - 3, service
    )


def _long(uuid: UUID) -> str:
    return normalize_uuid_str(uuid.to_hex_str("-").lower())

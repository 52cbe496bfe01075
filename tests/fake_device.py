"""A virtual strap as the fake bluetoothd shows it on the bus: connecting, dropping, notifying."""

import asyncio
from typing import TYPE_CHECKING

from dbus_fast import DBusError
from dbus_fast.annotations import DBusBool, DBusInt16, DBusObjectPath, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

from tests.fake_gatt import READ, Characteristic, DBusStrings, VirtualStrap, uuid

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

FORGET_AFTER_S = 30.0  # bluetoothd drops an unpaired, unconnected device


class Device(ServiceInterface):
    """``org.bluez.Device1``: one strap as bluetoothd sees it."""

    def __init__(self, bluez: "FakeBlueZ", strap: VirtualStrap) -> None:
        super().__init__("org.bluez.Device1")
        self.bluez = bluez
        self.strap = strap
        self.path = f"{bluez.adapter_path}/dev_{strap.address.replace(':', '_')}"
        self.is_connected = False
        self.is_resolved = False
        self.is_paired = False
        self.is_trusted = False
        self.connects = 0
        self.rssi_dbm = strap.rssi_dbm
        self.characteristics: dict[str, Characteristic] = {}

    @property
    def subscribed(self) -> bool:
        """Whether the program listens to the heart rate."""
        measurement = self.characteristics.get(uuid(0x2A37))
        return measurement is not None and measurement.subscribed

    def send(self, payload: bytes) -> None:
        """Send one heart rate notification."""
        self.characteristics[uuid(0x2A37)].send(payload)

    def drop(self) -> None:
        """Lose the link, or end it on request."""
        if self.is_connected:
            self.is_connected = self.is_resolved = False
            self.emit_properties_changed({"ServicesResolved": False, "Connected": False})
            self.bluez.later(FORGET_AFTER_S, self.bluez.expire, self)

    @dbus_method("Connect")
    async def connect(self) -> None:
        """Connect, or do what the faults say."""
        faults = self.strap.faults
        self.connects += 1
        if faults.never_connects:
            await asyncio.Event().wait()
        if faults.connect_error and faults.connect_errors_left > 0:
            faults.connect_errors_left -= 1
            raise DBusError(*faults.connect_error)
        self._link()

    def _link(self) -> None:
        self.is_connected = True
        self.emit_properties_changed({"Connected": True})
        self.bluez.spawn(self._resolve())

    @dbus_method("Pair")
    async def pair(self) -> None:
        """Pair and connect, or do what the faults say."""
        if self.strap.faults.pair_error:
            raise DBusError(*self.strap.faults.pair_error)
        self.is_paired = True
        self.emit_properties_changed({"Paired": True})
        self.connects += 1
        self._link()

    async def _resolve(self) -> None:
        await asyncio.sleep(self.strap.faults.resolves_after_s)
        if self.strap.faults.drops_in_discovery:
            self.drop()
        elif not self.strap.faults.never_resolves:
            self.bluez.export_gatt(self)
            self.is_resolved = True
            self.emit_properties_changed({"ServicesResolved": True})

    @dbus_method("Disconnect")
    def disconnect(self) -> None:
        """End the link on request."""
        if not self.strap.faults.stuck_disconnect:
            self.drop()

    @dbus_property(READ, "Address")
    def address(self) -> DBusStr:
        """Its address."""
        return self.strap.address

    @dbus_property(READ, "Name")
    def name(self) -> DBusStr:
        """Its name."""
        return self.strap.name

    @dbus_property(READ, "Alias")
    def alias(self) -> DBusStr:
        """Its name, again."""
        return self.strap.name

    @dbus_property(READ, "UUIDs")
    def uuids(self) -> DBusStrings:
        """What it advertises."""
        return [uuid(0x180D)]

    @dbus_property(READ, "Adapter")
    def adapter(self) -> DBusObjectPath:
        """Who hears it."""
        return self.bluez.adapter_path

    @dbus_property(READ, "RSSI")
    def rssi(self) -> DBusInt16:
        """How well."""
        return self.rssi_dbm

    @dbus_property(READ, "Paired")
    def paired(self) -> DBusBool:
        """Whether `pair` has succeeded."""
        return self.is_paired

    @dbus_property()
    def Trusted(self) -> DBusBool:  # noqa: N802 - dbus-fast wants one name for both
        """Whether the person trusts it."""
        return self.is_trusted

    @Trusted.setter
    def set_trusted(self, trusted: DBusBool) -> None:
        """Take what the program says."""
        self.is_trusted = trusted

    @dbus_property(READ, "Connected")
    def connected(self) -> DBusBool:
        """Whether the link stands."""
        return self.is_connected

    @dbus_property(READ, "ServicesResolved")
    def services_resolved(self) -> DBusBool:
        """Whether its services are known."""
        return self.is_resolved

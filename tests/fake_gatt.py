"""A virtual strap for the fake BlueZ: what it offers, what it does to us, and its GATT objects."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from dbus_fast import DBusError, PropertyAccess
from dbus_fast.annotations import (
    DBusBool,
    DBusBytes,
    DBusDict,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

if TYPE_CHECKING:
    from tests.fake_device import Device

DBusStrings = Annotated[list[str], DBusSignature("as")]
READ = PropertyAccess.READ
ErrorText = tuple[str, str]  # D-Bus error name, text


def uuid(short: int) -> str:
    """Return the 128-bit form of a 16-bit Bluetooth number."""
    return f"0000{short:04x}-0000-1000-8000-00805f9b34fb"


@dataclass
class Faults:
    """What the virtual radio does to us; may be changed while a test runs."""

    connect_error: ErrorText | None = None
    connect_errors_left: int = 0  # so many attempts meet connect_error
    never_connects: bool = False  # Connect() does not reply
    never_resolves: bool = False  # service discovery does not end
    resolves_after_s: float = 0.0  # service discovery takes so long
    drops_in_discovery: bool = False
    notify_error: ErrorText | None = None  # StartNotify is refused
    hanging_notify: bool = False  # StartNotify() does not reply
    pair_error: ErrorText | None = None  # Pair() is refused
    wants_pairing: bool = False  # nothing can be subscribed to before Pair()
    hanging_reads: bool = False  # ReadValue() does not reply
    read_error: ErrorText | None = None
    stuck_disconnect: bool = False  # Disconnect() replies, the link stays
    vanishes_after_scan: bool = False  # BlueZ forgets the device when the scan stops


@dataclass
class VirtualStrap:
    """A strap in the air."""

    name: str = "Polar H10 0A1B2C3D"
    address: str = "A0:9E:1A:0A:1B:2C"
    rssi_dbm: int = -58
    advertising: bool = True
    heart_rate: bool = True  # False: some other gadget that merely advertises 0x180D
    battery_percent: int | None = 87
    location: int | None = 1
    maker: str | None = "Polar Electro Oy"
    model: str | None = "H10"
    faults: Faults = field(default_factory=Faults)

    def gatt(self) -> dict[int, dict[int, tuple[list[str], bytes]]]:
        """Return service -> characteristic -> (flags, value)."""
        readable = {
            (0x180D, 0x2A38): None if self.location is None else bytes([self.location]),
            (0x180F, 0x2A19): None
            if self.battery_percent is None
            else bytes([self.battery_percent]),
            (0x180A, 0x2A29): None if self.maker is None else self.maker.encode(),
            (0x180A, 0x2A24): None if self.model is None else self.model.encode(),
        }
        table: dict[int, dict[int, tuple[list[str], bytes]]] = {}
        if self.heart_rate:
            table[0x180D] = {0x2A37: (["notify"], b"")}
        for (service, characteristic), value in readable.items():
            if value is not None:
                table.setdefault(service, {})[characteristic] = (["read"], value)
        return table


class Service(ServiceInterface):
    """One GATT service."""

    def __init__(self, device_path: str, short: int) -> None:
        super().__init__("org.bluez.GattService1")
        self._device_path = device_path
        self._uuid = uuid(short)

    @dbus_property(READ, "UUID")
    def uuid(self) -> DBusStr:
        """Its number."""
        return self._uuid

    @dbus_property(READ, "Primary")
    def primary(self) -> DBusBool:
        """Always."""
        return True

    @dbus_property(READ, "Device")
    def device(self) -> DBusObjectPath:
        """Whose it is."""
        return self._device_path


class Characteristic(ServiceInterface):
    """One GATT characteristic, with the D-Bus clients that subscribed to it."""

    def __init__(
        self, device: "Device", service_path: str, short: int, flags: list[str], value: bytes
    ) -> None:
        super().__init__("org.bluez.GattCharacteristic1")
        self._device = device
        self._service_path = service_path
        self._uuid = uuid(short)
        self._flags = flags
        self._value = value
        self._clients: list[str] = []

    @dbus_method("ReadValue")
    async def read_value(self, options: DBusDict) -> DBusBytes:  # noqa: ARG002
        """Answer a read, unless a fault is set."""
        faults = self._device.strap.faults
        if faults.hanging_reads:
            await asyncio.Event().wait()
        if faults.read_error:
            raise DBusError(*faults.read_error)
        return self._value

    @dbus_method("StartNotify")
    async def start_notify(self) -> None:
        """Subscribe the calling client, unless a fault is set."""
        faults, sender = self._device.strap.faults, self._device.bluez.sender
        if faults.hanging_notify:
            await asyncio.Event().wait()
        if faults.notify_error:
            raise DBusError(*faults.notify_error)
        if faults.wants_pairing and not self._device.is_paired:
            raise DBusError("org.bluez.Error.NotPermitted", "Not paired")
        if sender not in self._clients:
            self._clients.append(sender)

    @dbus_method("StopNotify")
    def stop_notify(self) -> None:
        """Unsubscribe the calling client."""
        self.lose_client(self._device.bluez.sender)

    def lose_client(self, sender: str) -> None:
        """Forget a client whose D-Bus connection has closed."""
        if sender in self._clients:
            self._clients.remove(sender)

    @property
    def subscribed(self) -> bool:
        """Whether a notification would reach anyone."""
        return bool(self._clients) and self._device.is_connected

    def send(self, payload: bytes) -> None:
        """Notify, as bluetoothd does: one signal for each subscribed client.

        Also for a client that subscribed in an earlier connection and never closed its socket:
        that is how notifications multiply.
        """
        assert self.subscribed
        self._value = payload
        for _ in self._clients:
            self.emit_properties_changed({"Value": payload})

    @dbus_property(READ, "UUID")
    def uuid(self) -> DBusStr:
        """Its number."""
        return self._uuid

    @dbus_property(READ, "Service")
    def service(self) -> DBusObjectPath:
        """Whose it is."""
        return self._service_path

    @dbus_property(READ, "Value")
    def value(self) -> DBusBytes:
        """What was last sent."""
        return self._value

    @dbus_property(READ, "Notifying")
    def notifying(self) -> DBusBool:
        """Whether anyone subscribed."""
        return bool(self._clients)

    @dbus_property(READ, "Flags")
    def flags(self) -> DBusStrings:
        """What it can do."""
        return self._flags

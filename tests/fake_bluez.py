"""A fake ``org.bluez`` on a private dbus-daemon, so that the *real* bleak runs without a radio.

Scanner, client, dbus-fast, the object manager and its signals are the ones people use; only
bluetoothd and the air are ours. The order of the signals is that of bluetoothd 5.66. A test adds
a `VirtualStrap`, waits for the program to subscribe, and sends notifications in lock step.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from itertools import cycle
from types import TracebackType
from typing import Self

from dbus_fast import BusType, DBusError, Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

from tests.fake_device import Device
from tests.fake_gatt import (
    READ,
    Characteristic,
    DBusStrings,
    ErrorText,
    Service,
    VirtualStrap,
    uuid,
)

ADVERTISE_EVERY_S = 0.02  # straps: about a second; tests have less time
WOBBLE_DBM = (0, 1, 2)  # no signal stays as strong as it was


class Adapter(ServiceInterface):
    """``org.bluez.Adapter1``."""

    def __init__(self, bluez: "FakeBlueZ") -> None:
        super().__init__("org.bluez.Adapter1")
        self._bluez = bluez
        self.is_powered = True
        self.is_discovering = False
        self.scan_error: ErrorText | None = None  # StartDiscovery() is refused
        self.hanging_scan = False  # StartDiscovery() does not reply

    def power(self, *, on: bool) -> None:
        """Switch Bluetooth on or off, as the person does in the system's settings."""
        self.is_powered = on
        if not on:
            self.is_discovering = False
            self._bluez.drop_all()
        self.emit_properties_changed({"Powered": on})

    @dbus_method("SetDiscoveryFilter")
    def set_discovery_filter(self, properties: DBusDict) -> None:
        """Accept any filter."""

    @dbus_method("StartDiscovery")
    async def start_discovery(self) -> None:
        """Begin to advertise to the caller, unless a fault is set."""
        if self.hanging_scan:
            await asyncio.Event().wait()
        if self.scan_error:
            raise DBusError(*self.scan_error)
        if not self.is_powered:
            raise DBusError("org.bluez.Error.NotReady", "Resource Not Ready")
        self.is_discovering = True
        self.emit_properties_changed({"Discovering": True})
        self._bluez.spawn(self._bluez.advertise())

    @dbus_method("StopDiscovery")
    def stop_discovery(self) -> None:
        """End the scan."""
        self.is_discovering = False
        self.emit_properties_changed({"Discovering": False})
        self._bluez.scan_stopped()

    @dbus_property(READ, "Address")
    def address(self) -> DBusStr:
        """Of the adapter."""
        return "00:11:22:33:44:55"

    @dbus_property(READ, "Powered")
    def powered(self) -> DBusBool:
        """Whether Bluetooth is on."""
        return self.is_powered

    @dbus_property(READ, "Discovering")
    def discovering(self) -> DBusBool:
        """Whether a scan runs."""
        return self.is_discovering

    @dbus_property(READ, "Roles")
    def roles(self) -> DBusStrings:
        """What it can be."""
        return ["central", "peripheral"]


class FakeBlueZ:
    """bluetoothd and the air around it."""

    adapter_path = "/org/bluez/hci0"

    def __init__(self, *, has_adapter: bool = True) -> None:
        self.sender = ""  # of the D-Bus call being answered
        self.adapter = Adapter(self)
        self._has_adapter = has_adapter
        self._devices: list[Device] = []
        self._known: dict[str, list[tuple[str, ServiceInterface]]] = {}  # path -> its objects
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: list[asyncio.TimerHandle] = []

    async def __aenter__(self) -> Self:
        """Take the name org.bluez on the system bus."""
        self._bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
        if self._has_adapter:
            self._bus.export(self.adapter_path, self.adapter)
        self._bus.add_message_handler(self._watch)
        rule = "type='signal',member='NameOwnerChanged'"
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )
        await self._bus.request_name("org.bluez")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Leave the bus, all links dropped."""
        self.drop_all()
        await self.killed()

    async def killed(self) -> None:
        """Leave the bus like a process that was killed: no signal to anyone."""
        for timer in self._timers:
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        self._bus.disconnect()
        with contextlib.suppress(EOFError):
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _watch(self, message: Message) -> None:
        if message.message_type is MessageType.METHOD_CALL:
            self.sender = message.sender or ""
        elif message.member == "NameOwnerChanged" and not message.body[2]:
            for device in self._devices:
                for characteristic in device.characteristics.values():
                    characteristic.lose_client(message.body[0])

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run beside the calls being answered."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def later(self, delay_s: float, call: Callable[[Device], None], device: Device) -> None:
        """Call after a while, unless the fake ends first."""
        self._timers.append(asyncio.get_running_loop().call_later(delay_s, call, device))

    def add(self, strap: VirtualStrap) -> Device:
        """Bring a strap into the air."""
        device = Device(self, strap)
        self._devices.append(device)
        return device

    async def advertise(self) -> None:
        """Let every unconnected strap be heard until the scan stops; the signal wobbles."""
        wobbles = cycle(WOBBLE_DBM)
        while self.adapter.is_discovering:
            await asyncio.sleep(ADVERTISE_EVERY_S)
            wobble_db = next(wobbles)
            for device in self._devices:
                if self.adapter.is_discovering and device.strap.advertising:
                    self._hear(device, wobble_db)

    def _hear(self, device: Device, wobble_db: int) -> None:
        if device.is_connected:
            return
        device.rssi_dbm = device.strap.rssi_dbm + wobble_db
        if device.path in self._known:
            device.emit_properties_changed({"RSSI": device.rssi_dbm})
        else:
            self._known[device.path] = []
            self._bus.export(device.path, device)  # emits InterfacesAdded

    def scan_stopped(self) -> None:
        """Forget what bluetoothd forgets after a scan."""
        for device in self._devices:
            if device.strap.faults.vanishes_after_scan and not device.is_connected:
                self.forget(device)

    def expire(self, device: Device) -> None:
        """Forget a device that nobody connected for a while."""
        if not device.is_connected and not self.adapter.is_discovering:
            self.forget(device)

    def forget(self, device: Device) -> None:
        """Remove a device and all below it."""
        device.drop()
        for path, thing in reversed(self._known.pop(device.path, [])):
            self._bus.unexport(path, thing)
        self._bus.unexport(device.path, device)
        device.characteristics.clear()

    def drop_all(self) -> None:
        """Lose every link."""
        for device in self._devices:
            device.drop()

    def export_gatt(self, device: Device) -> None:
        """Show a device's services; they stay known over later connections."""
        objects = self._known[device.path]
        if objects:
            return
        handle = 0x0010
        for service, characteristics in device.strap.gatt().items():
            service_path = f"{device.path}/service{handle:04x}"
            objects.append((service_path, Service(device.path, service)))
            for short, (flags, value) in characteristics.items():
                handle += 3
                thing = Characteristic(device, service_path, short, flags, value)
                objects.append((f"{service_path}/char{handle:04x}", thing))
                device.characteristics[uuid(short)] = thing
            handle += 3
        for path, item in objects:
            self._bus.export(path, item)

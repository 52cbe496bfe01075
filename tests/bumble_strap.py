"""A strap made of bumble: another Bluetooth stack, with its own encoder, on a virtual link.

Its GATT server, its controller and its heart rate service were written by others: what they send
and we read, two independent readings of the specification agree on.
"""

from __future__ import annotations

from bumble import att, data_types
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.hci import Address
from bumble.link import LocalLink
from bumble.profiles.battery_service import BatteryService
from bumble.profiles.device_information_service import DeviceInformationService
from bumble.profiles.heart_rate_service import HeartRateService

Measurement = HeartRateService.HeartRateMeasurement
NAME, ADDRESS, MAKER, MODEL, BATTERY_PERCENT = "Polar H10", "C0:9E:1A:0A:1B:2C", "Polar", "H10", 87
ADVERTISE_EVERY_MS = 20
REMOTE_USER_ENDED = 0x13  # the reason a strap gives when it is taken off


class BumbleStrap:
    """A strap in the air of ``link``."""

    def __init__(self, link: LocalLink) -> None:
        controller = Controller("strap", link=link)
        settings = DeviceConfiguration(
            name=NAME,
            address=Address(ADDRESS),
            advertising_interval_min=ADVERTISE_EVERY_MS,
            advertising_interval_max=ADVERTISE_EVERY_MS,
        )
        self._device = Device.from_config_with_hci(settings, controller, controller)
        heart_rate = HeartRateService(
            read_heart_rate_measurement=lambda _: Measurement(60),
            body_sensor_location=HeartRateService.BodySensorLocation.CHEST,
        )
        about = DeviceInformationService(manufacturer_name=MAKER, model_number=MODEL)
        battery = BatteryService(lambda _: BATTERY_PERCENT)
        self._device.add_services([heart_rate, about, battery])
        self._measurement = heart_rate.heart_rate_measurement_characteristic
        self._measurement.on("subscription", self._note_subscription)
        self._device.advertising_data = bytes(
            AdvertisingData(
                [
                    data_types.Flags(AdvertisingData.Flags.LE_GENERAL_DISCOVERABLE_MODE),
                    data_types.IncompleteListOf16BitServiceUUIDs([UUID.from_16_bits(0x180D)]),
                    data_types.CompleteLocalName(NAME),
                ]
            )
        )
        self.subscribed = False
        self.links: list[Connection] = []
        self._device.on("connection", self._note_link)

    def _note_subscription(self, _: Connection, notify: bool, __: bool) -> None:
        self.subscribed = notify

    def _note_link(self, link: Connection) -> None:
        self.links.append(link)
        link.on("disconnection", lambda _: self._lose(link))

    def _lose(self, link: Connection) -> None:
        self.links.remove(link)
        self.subscribed = False

    async def start(self) -> None:
        """Advertise, again after each connection."""
        await self._device.power_on()
        await self._device.start_advertising(auto_restart=True)

    async def send(self, measurement: HeartRateService.HeartRateMeasurement) -> None:
        """Notify, in bumble's own encoding."""
        await self._device.notify_subscribers(self._measurement, value=measurement)

    def send_raw(self, payload: bytes) -> None:
        """Notify these bytes, whatever they are."""
        handle = self._measurement.handle
        notification = att.ATT_Handle_Value_Notification(
            attribute_handle=handle, attribute_value=payload
        )
        for link in self.links:
            link.send_l2cap_pdu(att.ATT_CID, bytes(notification))

    async def drop(self) -> None:
        """End every link."""
        for link in list(self.links):
            await link.disconnect(REMOTE_USER_ENDED)

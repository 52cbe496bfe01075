"""Straps in reach: those that advertise the heart rate service, and those already connected."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from bleak import BleakAdapter, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from devices.events import Clock, Emit, Found
from devices.heart_rate import HEART_RATE_SERVICE
from devices.radio_errors import RADIO_ERRORS, explain, unavailable

START_S = 4.0  # a live Bluetooth service answers in milliseconds; a stuck one never does
STOP_S = 1.0  # stopping is a courtesy: the service forgets a scan when the program ends
POWER_CHECK_S = 1.0  # Bluetooth switched off during a scan gives no event: ask
RSSI_UNKNOWN_DBM = -127

Seen = Callable[[BLEDevice, AdvertisementData], None]


async def scan(seconds: float, *, clock: Clock, emit: Emit) -> list[Found]:
    """Look for straps; tell of each when it appears and when its name or signal changes.

    Parameters
    ----------
    seconds
        How long to look.
    clock
        Gives the events' times.
    emit
        Called with every `Found`.

    Returns
    -------
    list of Found
        The last news of each strap, the strongest signal first.

    Raises
    ------
    BluetoothUnavailable
        Bluetooth is off, denied, absent, or its service does not answer.
    DeviceError
        Any other fault of the radio.
    """
    found: dict[str, Found] = {}

    def tell(device: BLEDevice, rssi_dbm: int | None, name: str | None) -> None:
        """Emit a strap that is new, or says something new."""
        before = found.get(device.address)
        news = found_now(clock, device, rssi_dbm, name)
        if before is None or (before.name, before.rssi_dbm) != (news.name, news.rssi_dbm):
            found[device.address] = news
            emit(news)

    try:
        for device in await connected_straps():
            tell(device, None, None)
        async with listening(lambda device, seen: tell(device, seen.rssi, seen.local_name)):
            await still_powered(seconds)
    except RADIO_ERRORS as error:
        raise explain(error) from error
    return sorted(found.values(), key=lambda f: f.rssi_dbm or RSSI_UNKNOWN_DBM, reverse=True)


def found_now(clock: Clock, device: BLEDevice, rssi_dbm: int | None, name: str | None) -> Found:
    """Return the event for a strap seen now."""
    known = rssi_dbm if rssi_dbm != RSSI_UNKNOWN_DBM else None
    return Found(round(clock(), 3), device.address, device.name or name or "", known)


async def connected_straps() -> list[BLEDevice]:
    """Return straps that hold a connection already, and so do not advertise.

    The desktop may have connected them, or a crash of ours may have left them so.
    """
    with contextlib.suppress(NotImplementedError):  # not every platform can tell
        async with _answering():
            adapter = await BleakAdapter.get()
            return await adapter.get_connected_devices([HEART_RATE_SERVICE])
    return []


@contextlib.asynccontextmanager
async def listening(seen: Seen) -> AsyncIterator[None]:
    """Scan inside the block; ``seen`` is called with each advertisement."""
    # The constructor's callback: bleak's find_device_by_* subscribe after the scan began, and
    # can miss the first advertisement.
    scanner = BleakScanner(seen, service_uuids=[HEART_RATE_SERVICE])
    async with _answering():
        await scanner.start()
    try:
        yield
    finally:
        with contextlib.suppress(*RADIO_ERRORS):
            async with asyncio.timeout(STOP_S):
                await scanner.stop()


async def still_powered(seconds: float) -> None:
    """Wait; raise as soon as Bluetooth is no longer there."""
    loop = asyncio.get_running_loop()
    end_s = loop.time() + seconds
    while (left_s := end_s - loop.time()) > 0:
        await asyncio.sleep(min(left_s, POWER_CHECK_S))
        with contextlib.suppress(NotImplementedError):
            async with _answering():
                await BleakAdapter.get()


@contextlib.asynccontextmanager
async def _answering() -> AsyncIterator[None]:
    """Bound a question to the Bluetooth service."""
    try:
        async with asyncio.timeout(START_S):
            yield
    except TimeoutError as error:
        raise unavailable("no_daemon") from error

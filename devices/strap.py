"""A Bluetooth chest strap: found, connected, listened to, and found again, until stopped.

This file is the patience: which strap, when to try again, what the person is told. One
connection, from connecting to letting go, is `devices.connection`.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
from typing import Any

from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from devices.connection import Connection
from devices.errors import BluetoothUnavailable, DeviceError
from devices.events import Clock, Emit, Link, LinkState
from devices.radio_errors import RADIO_ERRORS, explain, not_found
from devices.scan import connected_straps, found_now, listening, still_powered
from devices.waits import Waits

log = logging.getLogger(__name__)

SPREAD = 0.2  # each wait varies by so much, so that two programs do not keep colliding


class Strap:
    """The strap with this address, and no other: any device in the room may offer a heart rate.

    Parameters
    ----------
    address
        As `devices.scan.scan` found it: a Bluetooth address, on macOS a UUID of this machine.
    clock
        Gives the events' times.
    pair
        Pair before connecting; some straps want it on Windows.
    waits
        How long to wait for what.
    """

    def __init__(
        self, address: str, *, clock: Clock, pair: bool = False, waits: Waits | None = None
    ) -> None:
        self.address = address
        self._clock = clock
        self._pair = pair
        self._waits = waits or Waits()
        self._looks = itertools.cycle((True, False))
        self._blocked = ""

    async def run(self, emit: Emit) -> None:
        """Emit `Link`, `Found`, `Packet`, `About` and `Battery` until cancelled; then let go."""
        failures = 0
        while True:
            connection = Connection(self._clock, emit, self._waits, pair=self._pair)
            error = await self._attempt(connection, emit)
            failures = 0 if connection.streamed_s >= self._waits.steady_s else failures + 1
            await self._wait(error, failures, emit)

    async def _attempt(self, connection: Connection, emit: Emit) -> DeviceError:
        """Find the strap and listen to it; return what ended that."""
        try:
            device = await self._find(emit)
            self._say(emit, LinkState.CONNECTING, "Connecting to your strap.")
            await connection.listen(device)
        except RADIO_ERRORS as error:
            log.info("strap: %r", error)
            return explain(error)
        except DeviceError as error:
            return error
        except Exception as error:
            # An unknown fault (of bleak, most likely) ends this attempt, not the sitting.
            log.exception("strap: unknown fault")
            return explain(error)
        return DeviceError("The connection to the strap was lost.", "It is being found again.")

    async def _wait(self, error: DeviceError, failures: int, emit: Emit) -> None:
        blocked = isinstance(error, BluetoothUnavailable)
        back_off_s = self._waits.back_off_s[
            min(max(failures - 1, 0), len(self._waits.back_off_s) - 1)
        ]
        wait_s = self._waits.blocked_s if blocked else back_off_s * self._spread()
        if not blocked:
            self._say(emit, LinkState.WAITING, str(error), round(wait_s, 3))
        elif str(error) != self._blocked:  # once when it goes; coming back shows by itself
            self._say(emit, LinkState.BLOCKED, str(error), wait_s)
            self._blocked = str(error)
        await asyncio.sleep(wait_s)

    def _say(
        self, emit: Emit, state: LinkState, detail: str, retry_in_s: float | None = None
    ) -> None:
        self._blocked = ""
        emit(Link(round(self._clock(), 3), state, detail, retry_in_s))

    @staticmethod
    def _spread() -> float:
        return random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311 - no secret

    async def _find(self, emit: Emit) -> BLEDevice:
        """Return the chosen strap.

        Raises
        ------
        StrapNotFound
            It did not show itself.
        """
        # A strap with a link left over from a crash does not advertise. Looked for every other
        # time only: bleak's picture of it stays stale for ever if bluetoothd was killed.
        if next(self._looks):
            for device in await connected_straps():
                if self._is_chosen(device):
                    return device
        return await self._hear(emit)

    async def _hear(self, emit: Emit) -> BLEDevice:
        """Return the chosen strap once it is on the air; every strap is told of."""
        heard: asyncio.Future[BLEDevice] = asyncio.get_running_loop().create_future()

        def seen(device: BLEDevice, advertisement: AdvertisementData) -> None:
            emit(found_now(self._clock, device, advertisement.rssi, advertisement.local_name))
            if self._is_chosen(device) and not heard.done():
                heard.set_result(device)

        async with listening(seen):
            self._say(emit, LinkState.SCANNING, "Looking for your strap.")
            await self._until(heard)
        if not heard.done():
            raise not_found()
        return heard.result()

    async def _until(self, heard: asyncio.Future[BLEDevice]) -> None:
        """Wait until the strap was heard, the scan is over, or Bluetooth is gone."""
        powered = asyncio.create_task(still_powered(self._waits.scan_s))
        either: set[asyncio.Future[Any]] = {heard, powered}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if powered.done():
                powered.result()
        finally:
            powered.cancel()

    def _is_chosen(self, device: BLEDevice) -> bool:
        return device.address.casefold() == self.address.casefold()

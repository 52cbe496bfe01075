"""One connection to one strap: connect, subscribe, listen, watch for silence, let go.

Whatever happens, `disconnect()` is called: without it bleak multiplies the notifications of the
next connection, and a strap that keeps its link cannot be found again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice

from devices.errors import DeviceError, NoRrIntervals
from devices.events import About, Battery, Clock, Emit, Link, LinkState, Packet
from devices.heart_rate import (
    BATTERY_LEVEL,
    BODY_SENSOR_LOCATION,
    HEART_RATE_MEASUREMENT,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    HeartRateMeasurement,
    MalformedMeasurement,
)
from devices.radio_errors import RADIO_ERRORS, no_heart_rate_service
from devices.rate_only import RateOnly
from devices.waits import Waits

log = logging.getLogger(__name__)

FLOOD_PER_S = 200  # straps send one a second, a stalled radio some fifty at once; more is hostile

LISTENING = "Receiving your heartbeat."
QUIET = (
    "Waiting for your heart. Moisten the electrodes and see that the strap sits snugly; "
    "it goes on by itself."
)


class Connection:
    """From connecting to letting go; used once."""

    def __init__(self, clock: Clock, emit: Emit, waits: Waits, *, pair: bool) -> None:
        self._clock = clock
        self._emit = emit
        self._waits = waits
        self._pair = pair
        self._first_s: float | None = None
        self._last_s = 0.0
        self._quiet = False
        self._rate_only = RateOnly(waits.no_rr_s)
        self._rr_lack_told = False
        self._second = -1
        self._in_second = 0
        self._flooded = 0  # packets left out because more came than any strap sends

    @property
    def streamed_s(self) -> float:
        """From the first packet to the last."""
        return 0.0 if self._first_s is None else self._last_s - self._first_s

    async def listen(self, device: BLEDevice) -> None:
        """Emit what the strap sends, until the link is lost.

        Raises
        ------
        NoHeartRateService
            It is no heart rate strap.
        DeviceError
            It fell silent.
        Exception
            Any of `RADIO_ERRORS`.
        """
        gone = asyncio.Event()
        client = BleakClient(device, lambda _: gone.set(), pair=self._pair)
        try:
            await self._connect(client)
            if client.services.get_characteristic(HEART_RATE_MEASUREMENT) is None:
                raise no_heart_rate_service()
            self._last_s = self._clock()
            async with asyncio.timeout(self._waits.silent_s):
                await client.start_notify(HEART_RATE_MEASUREMENT, self._receive)
            await self._stay(client, device.name or "", gone)
        finally:
            if self._flooded:
                log.warning(
                    "strap: left out %d packets, over %d a second", self._flooded, FLOOD_PER_S
                )
            await self._let_go(client)

    async def _connect(self, client: BleakClient) -> None:
        """Connect, in bounded time; when stopped, in bounded time too.

        A task of its own: while it is being cancelled, bleak waits for the Bluetooth service
        without a limit.
        """
        connecting = asyncio.create_task(client.connect())
        try:
            await asyncio.wait({connecting}, timeout=self._waits.connect_s)
            if not connecting.done():
                raise TimeoutError("connecting")
            connecting.result()
        finally:
            await _end(connecting, self._waits.close_s)

    async def _let_go(self, client: BleakClient) -> None:
        closing = asyncio.create_task(client.disconnect())
        try:
            await asyncio.wait({closing}, timeout=self._waits.close_s)
        finally:
            closing.cancel()
            with contextlib.suppress(
                *RADIO_ERRORS, asyncio.CancelledError, asyncio.InvalidStateError
            ):
                closing.result()

    async def _stay(self, client: BleakClient, name: str, gone: asyncio.Event) -> None:
        reading = asyncio.create_task(self._read_on(client, name))
        try:
            while not gone.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._waits.tick_s):
                        await gone.wait()
                self._watch()
        finally:
            await _end(reading, self._waits.tick_s)

    def _watch(self) -> None:
        silence_s = self._clock() - self._last_s
        if silence_s > self._waits.silent_s:
            raise DeviceError("The strap fell silent.", "The connection is made anew by itself.")
        if silence_s > self._waits.quiet_s and not self._quiet:
            self._quiet = True
            self._say(LinkState.QUIET, QUIET)

    # ------------------------------------------------------------------ packets

    def _receive(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        now_s = round(self._clock(), 3)
        if self._is_flood(now_s):
            self._flooded += 1
            return
        self._last_s = now_s
        if self._first_s is None or self._quiet:
            self._first_s = now_s if self._first_s is None else self._first_s
            self._quiet = False
            self._say(LinkState.STREAMING, LISTENING)
        self._emit(Packet(now_s, bytes(data)))
        if not self._rr_lack_told:
            self._look_for_rr(now_s, bytes(data))

    def _is_flood(self, now_s: float) -> bool:
        second = int(now_s)
        self._in_second = self._in_second + 1 if second == self._second else 1
        self._second = second
        return self._in_second > FLOOD_PER_S

    def _look_for_rr(self, now_s: float, data: bytes) -> None:
        """Tell, once, when a device sends heart rate and never an RR interval."""
        with contextlib.suppress(MalformedMeasurement):
            measurement = HeartRateMeasurement.from_bytes(data)
            if self._rate_only.hear(now_s, measurement) is not None:
                self._rr_lack_told = True
                self._say(LinkState.STREAMING, str(_no_rr_intervals()))

    def _say(self, state: LinkState, detail: str) -> None:
        self._emit(Link(round(self._clock(), 3), state, detail))

    # ------------------------------------------------------------------ optional readings

    async def _read_on(self, client: BleakClient, name: str) -> None:
        """Read what straps may tell of themselves, beside the stream and never in its way."""
        await self._read_battery(client)
        maker = await self._read(client, MANUFACTURER_NAME)
        model = await self._read(client, MODEL_NUMBER)
        location = await self._read(client, BODY_SENSOR_LOCATION)
        where = location[0] if location else None
        self._emit(About(round(self._clock(), 3), name, _text(maker), _text(model), where))
        while True:
            await asyncio.sleep(self._waits.battery_s)
            await self._read_battery(client)

    async def _read_battery(self, client: BleakClient) -> None:
        level = await self._read(client, BATTERY_LEVEL)
        if level and level[0] <= 100:
            self._emit(Battery(round(self._clock(), 3), level[0]))

    async def _read(self, client: BleakClient, uuid: str) -> bytes:
        """Return the value; empty when the strap has none, wants pairing, or does not answer."""
        with contextlib.suppress(*RADIO_ERRORS):
            if client.services.get_characteristic(uuid) is not None:
                async with asyncio.timeout(self._waits.read_s):
                    return bytes(await client.read_gatt_char(uuid))
        return b""


def _no_rr_intervals() -> NoRrIntervals:
    return NoRrIntervals(
        "This device sends heart rate but no RR intervals, so its rhythm cannot be seen.",
        "A chest strap such as the Polar H10 sends them; the practice works without, too.",
    )


def _text(value: bytes) -> str:
    return value.decode(errors="replace").strip("\0 ")


async def _end(task: asyncio.Task[None], limit_s: float) -> None:
    """Cancel a task that may still run, and give its own clean-up ``limit_s``."""
    task.cancel()
    await asyncio.wait({task}, timeout=limit_s)
    if task.done() and not task.cancelled():
        task.exception()  # seen: asyncio need not complain about it

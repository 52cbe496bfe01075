"""What a heart tells: frozen events, and the one coroutine that every source of them is.

Times are seconds on the clock that was handed to the source (in a sitting: since it began),
rounded to whole milliseconds when they are born, so that what is written is what was handled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LinkState(StrEnum):
    """How the connection to the heart stands."""

    SCANNING = "scanning"
    CONNECTING = "connecting"
    STREAMING = "streaming"  # the first notification has arrived
    QUIET = "quiet"  # connected, but nothing arrives
    WAITING = "waiting"  # between two attempts
    BLOCKED = "blocked"  # the person must act: Bluetooth off, denied, no adapter
    ENDED = "ended"  # a replay or a simulation has run out


@dataclass(frozen=True, slots=True)
class Link:
    """The connection changed its state.

    ``detail`` is one plain sentence for the person (what happened, and the next step if any).
    """

    time_s: float
    state: LinkState
    detail: str = ""
    retry_in_s: float | None = None


@dataclass(frozen=True, slots=True)
class Packet:
    """One 0x2A37 notification exactly as received, at its arrival."""

    time_s: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Beat:
    """One heartbeat: the RR interval that ends at ``time_s``.

    Inside a stretch ``time_s`` differences equal ``rr_ms`` exactly (up to float rounding); never
    difference ``rr_ms`` across stretches. ``usable`` is False when the interval lies outside
    300-2000 ms: it keeps its place in time, but no number is made of it.
    """

    time_s: float
    rr_ms: float
    stretch: int
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """The row of beats was broken: the next beat opens a new stretch."""

    time_s: float
    reason: str  # "missing", "surplus", "no contact", "link lost", "clock"
    missing_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """A strap in reach, seen while scanning."""

    time_s: float
    address: str
    name: str
    rssi_dbm: int | None  # None: it is connected already, and so sends no signal to measure


@dataclass(frozen=True, slots=True)
class About:
    """What the strap says of itself; never a serial number or an address."""

    time_s: float
    name: str = ""
    maker: str = ""
    model: str = ""
    location: int | None = None


@dataclass(frozen=True, slots=True)
class Battery:
    """The strap's charge."""

    time_s: float
    percent: int


DeviceEvent = Link | Packet | Beat | Gap | Found | About | Battery
Emit = Callable[[DeviceEvent], None]
Clock = Callable[[], float]


class Source(Protocol):
    """Anything that yields beats."""

    async def run(self, emit: Emit) -> None:
        """Emit until cancelled or at the end; release everything before returning or raising."""

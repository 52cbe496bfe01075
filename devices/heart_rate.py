"""The Heart Rate Measurement (0x2A37): the bytes a strap sends, read and written.

Every packet comes out of the air and is hostile until parsed, so reading is total: any bytes
give a measurement or `MalformedMeasurement`, nothing else. Source: Bluetooth SIG, Heart Rate
Service 1.0 and GATT Specification Supplement, section "Heart Rate Measurement".
"""

from __future__ import annotations

from dataclasses import dataclass

_BASE_UUID = "0000{:04x}-0000-1000-8000-00805f9b34fb"  # "180d" alone silently finds nothing

HEART_RATE_SERVICE = _BASE_UUID.format(0x180D)
HEART_RATE_MEASUREMENT = _BASE_UUID.format(0x2A37)
BODY_SENSOR_LOCATION = _BASE_UUID.format(0x2A38)
BATTERY_LEVEL = _BASE_UUID.format(0x2A19)
MANUFACTURER_NAME = _BASE_UUID.format(0x2A29)
MODEL_NUMBER = _BASE_UUID.format(0x2A24)

TICKS_PER_S = 1024

_RATE_IS_16_BIT = 0x01
_CONTACT_NOW = 0x02
_CONTACT_SUPPORTED = 0x04
_HAS_ENERGY = 0x08
_HAS_RR = 0x10


class MalformedMeasurement(ValueError):  # noqa: N818
    """A field that the flags announce is missing."""


@dataclass(frozen=True, slots=True)
class HeartRateMeasurement:
    """One notification.

    Parameters
    ----------
    heart_rate_bpm
        The strap's own, smoothed heart rate (0-65535; 0 when it does not know).
    contact
        Skin contact; None when the strap does not tell.
    energy_kj
        Energy expended since the last reset; in some packets only.
    rr_ticks
        RR intervals in 1/1024 s, oldest first, exactly as sent (0 and 65535 too).
    """

    heart_rate_bpm: int
    contact: bool | None = None
    energy_kj: int | None = None
    rr_ticks: tuple[int, ...] = ()

    @classmethod
    def from_bytes(cls, data: bytes) -> HeartRateMeasurement:
        """Read one notification; reserved flags and surplus bytes are ignored.

        Raises
        ------
        MalformedMeasurement
            When a field that the flags announce is missing.
        """
        if not data:
            raise MalformedMeasurement("The heart rate packet is empty.")
        flags, at = data[0], 1
        rate, at = _field(data, at, 2 if flags & _RATE_IS_16_BIT else 1, "heart rate")
        energy = None
        if flags & _HAS_ENERGY:  # before the intervals, in some packets only: their place moves
            energy, at = _field(data, at, 2, "energy")
        contact = bool(flags & _CONTACT_NOW) if flags & _CONTACT_SUPPORTED else None
        return cls(rate, contact, energy, _intervals(data[at:]) if flags & _HAS_RR else ())

    def to_bytes(self) -> bytes:
        """Write the notification, in the shortest form.

        Raises
        ------
        OverflowError
            When a number does not fit its 16 bits.
        """
        rate_size = 1 if self.heart_rate_bpm < 0x100 else 2
        return (
            bytes([self._flags()])
            + self.heart_rate_bpm.to_bytes(rate_size, "little")
            + (b"" if self.energy_kj is None else self.energy_kj.to_bytes(2, "little"))
            + b"".join(ticks.to_bytes(2, "little") for ticks in self.rr_ticks)
        )

    def _flags(self) -> int:
        return (
            _RATE_IS_16_BIT * (self.heart_rate_bpm >= 0x100)
            | _CONTACT_SUPPORTED * (self.contact is not None)
            | _CONTACT_NOW * (self.contact is True)
            | _HAS_ENERGY * (self.energy_kj is not None)
            | _HAS_RR * bool(self.rr_ticks)
        )


def _field(data: bytes, at: int, size: int, name: str) -> tuple[int, int]:
    """Return the little-endian number at ``at`` and the place after it."""
    if len(data) < at + size:
        raise MalformedMeasurement(f"The heart rate packet {data.hex()} ends before its {name}.")
    return int.from_bytes(data[at : at + size], "little"), at + size


def _intervals(data: bytes) -> tuple[int, ...]:
    """Return the whole 16-bit numbers; half a number at the end of a cut packet is no interval."""
    whole = len(data) - len(data) % 2
    return tuple(int.from_bytes(data[i : i + 2], "little") for i in range(0, whole, 2))


def has_rr(data: bytes) -> bool:
    """Tell whether a notification holds an RR interval; one that cannot be read holds none."""
    try:
        return any(HeartRateMeasurement.from_bytes(data).rr_ticks)
    except MalformedMeasurement:
        return False

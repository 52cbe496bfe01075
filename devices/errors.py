"""What can go wrong with a heart, as one tree; every error carries its remedy.

DeviceError
├── BluetoothUnavailable   off, blocked, denied, no adapter, no daemon (``reason``)
├── StrapNotFound          nothing with the heart rate service in reach
├── NoHeartRateService     connected, but it is no heart rate strap
└── NoRrIntervals          heart rate only: no RR intervals, so no HRV
"""

from __future__ import annotations


class DeviceError(Exception):
    """Something about the heart; ``str()`` is one sentence with the next step."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class BluetoothUnavailable(DeviceError):  # noqa: N818
    """Bluetooth cannot be used; ``reason`` is off, blocked, denied, no_adapter or no_daemon."""

    def __init__(self, reason: str, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.reason = reason


class StrapNotFound(DeviceError):  # noqa: N818
    """No strap in reach."""


class NoHeartRateService(DeviceError):  # noqa: N818
    """The device offers no heart rate service."""


class NoRrIntervals(DeviceError):  # noqa: N818
    """The device sends heart rate only."""

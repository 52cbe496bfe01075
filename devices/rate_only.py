"""Tells a device that sends heart rate but never an RR interval: its rhythm cannot be seen."""

from __future__ import annotations

from devices.heart_rate import HeartRateMeasurement


class RateOnly:
    """Listens to the packets of one connection.

    Parameters
    ----------
    after_s
        So long without an RR interval until the device is taken for one that sends none.
    """

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._due_s: float | None = None
        self._has_rr = False

    def hear(self, time_s: float, measurement: HeartRateMeasurement) -> int | None:
        """Return the device's own heart rate where that is all there is, in bpm."""
        self._has_rr = self._has_rr or any(measurement.rr_ticks)
        if measurement.contact is False or self._due_s is None:
            self._due_s = time_s + self._after_s  # off the skin there can be none
        if self._has_rr or time_s < self._due_s:
            return None
        return measurement.heart_rate_bpm or None

"""Turns what a source tells into beats: the one road from packets to beats, live and replayed."""

from __future__ import annotations

from biofeedback.sitting import ClockJumped
from biofeedback.store.rows import Event
from devices.beat_clock import BeatClock
from devices.events import Beat, Gap, Link, LinkState, Packet
from devices.heart_rate import HeartRateMeasurement, MalformedMeasurement
from devices.rate_only import RateOnly
from devices.waits import Waits

NO_RR_S = Waits().no_rr_s
BROKEN = {LinkState.SCANNING, LinkState.CONNECTING, LinkState.WAITING, LinkState.BLOCKED}


class HeartTrack:
    """Feeds a `BeatClock`; recordings without packets bring their own beats and gaps."""

    def __init__(self) -> None:
        self._clock = BeatClock()
        self.malformed_packets = 0
        self.in_contact: bool | None = None
        self.rate_only_bpm: int | None = None  # of a device that sends no RR intervals
        self._rate_only = RateOnly(NO_RR_S)

    @property
    def coverage(self) -> float | None:
        """RR time over elapsed time: 1 when every beat came once; None when not known yet."""
        return self._clock.coverage

    def add(self, event: Event) -> list[Beat | Gap]:
        """Return the beats and gaps that this event brings, oldest first."""
        match event:
            case Packet(time_s, data):
                return self._add_packet(time_s, data)
            case Link(time_s, state) if state in BROKEN:
                self._rate_only, self.rate_only_bpm = RateOnly(NO_RR_S), None
                return self._clock.cut(time_s, "link lost")
            case Link(time_s, LinkState.ENDED):
                return [e for e in self._clock.cut(time_s, "end") if isinstance(e, Beat)]
            case ClockJumped(time_s):
                return self._clock.cut(time_s, "clock")
            case Beat() | Gap():
                return [event]
        return []

    def _add_packet(self, time_s: float, data: bytes) -> list[Beat | Gap]:
        try:
            measurement = HeartRateMeasurement.from_bytes(data)
        except MalformedMeasurement:
            self.malformed_packets += 1
            return []
        self.in_contact = measurement.contact
        self.rate_only_bpm = self._rate_only.hear(time_s, measurement)
        return self._clock.add(time_s, measurement, data)

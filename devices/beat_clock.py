"""Where beats lie in time, although packets arrive late, bunched, twice or not at all.

Packets go in, beats and gaps come out. The axis itself is told in `devices.stretch`; here it is
decided which packets belong on it, and when a new one begins. Deterministic: the answer depends
on nothing but what was fed, so a replay of the same packets gives the same beats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.events import Beat, Gap
from devices.stretch import Run, Stretch

if TYPE_CHECKING:
    from devices.heart_rate import HeartRateMeasurement

FILLER_TICKS = (0, 0xFFFF)  # what some straps send where there is no interval
LATE_PERIODS = 1.5  # a packet later than so many usual periods may follow a lost one
SURPLUS_SLACK_S = 0.35  # the newest beat this far in the future cannot have happened
SURPLUS_PACKETS = 3  # so many impossible packets in a row: the axis, not the packets, is off
REPEAT_SLACK_S = 0.35  # an axis further behind the arrivals may be catching up: no repeat
COVERAGE_AFTER_S = 5.0  # sooner, one packet more or less would sway it


class BeatClock:
    """Packets in, beats and gaps out.

    Attributes
    ----------
    rejected
        Packets left out because they were sent twice or cannot have happened yet.
    """

    def __init__(self) -> None:
        self.rejected = 0
        self._stretches = 0
        self._previous_s: float | None = None
        self._payload: bytes | None = None
        self._period_s = 1.0
        self._elapsed_s = 0.0
        self._covered_s = 0.0
        self._stretch: Stretch | None = None

    @property
    def coverage(self) -> float | None:
        """Sum of RR over elapsed time since the first packet: 1.0 when every beat came once.

        About 2 when beats are sent twice, under 0.95 when some are lost; None in the first 5 s.
        """
        if self._elapsed_s < COVERAGE_AFTER_S:
            return None
        return self._covered_s / self._elapsed_s

    def add(
        self, packet_time_s: float, measurement: HeartRateMeasurement, payload: bytes | None = None
    ) -> list[Beat | Gap]:
        """Take one packet.

        Parameters
        ----------
        packet_time_s
            Its arrival on the clock on which the beats shall lie.
        measurement
            What it holds.
        payload
            Its bytes; with them a packet that was sent twice is noticed.

        Returns
        -------
        list of Beat and Gap
            In the order in which they happened. Beats may be held back for a packet or two,
            until it is clear where they belong; `cut` gives out what is held.
        """
        broken = self._check_clock(packet_time_s)
        ticks = tuple(t for t in measurement.rr_ticks if t not in FILLER_TICKS)
        previous_s = packet_time_s if self._previous_s is None else self._previous_s
        run = Run(packet_time_s, previous_s, ticks)
        if self._is_repeat(run, payload):
            self.rejected += 1
            return broken
        late = self._note_arrival(packet_time_s)
        if measurement.contact is False:
            return broken + self.cut(packet_time_s, "no contact")
        if not ticks:
            return broken
        self._payload = payload
        return broken + self._take(run, late=late)

    def cut(self, time_s: float, reason: str, missing_s: float = 0.0) -> list[Beat | Gap]:
        """End the stretch for a reason told from outside; give out what is held, then the gap."""
        if self._stretch is None:
            return []
        beats = self._stretch.flush()
        self._stretch = None
        return [*beats, Gap(time_s, reason, missing_s)]

    def _check_clock(self, time_s: float) -> list[Beat | Gap]:
        if self._previous_s is None or time_s >= self._previous_s:
            return []
        self._previous_s = None
        return self.cut(time_s, "clock")

    def _is_repeat(self, run: Run, payload: bytes | None) -> bool:
        """Tell whether the same bytes came sooner than their beats take.

        Equal intervals in a row are real: in a burst after a stall, while the axis is behind the
        arrivals, two equal packets may follow each other at once.
        """
        if payload is None or payload != self._payload or self._stretch is None:
            return False
        soon = run.arrival_s - run.previous_s < 0.5 * run.length_s
        return soon and self._stretch.behind_s(run) < REPEAT_SLACK_S

    def _note_arrival(self, time_s: float) -> bool:
        """Follow the packets' period; tell whether this one is late."""
        previous_s, self._previous_s = self._previous_s, time_s
        if previous_s is None:
            return False
        step_s = time_s - previous_s
        late = step_s > LATE_PERIODS * self._period_s
        self._elapsed_s += step_s
        self._period_s += 0.1 * (min(max(step_s, 0.2), 2.0) - self._period_s)
        return late

    def _take(self, run: Run, *, late: bool) -> list[Beat | Gap]:
        if self._elapsed_s > 0:  # what the very first packet holds was before the first arrival
            self._covered_s += run.length_s
        stretch = self._stretch
        if stretch is None:
            return list(self._open([run]).ready())
        if not stretch.warming_up(run) and stretch.surplus_s(run) > SURPLUS_SLACK_S:
            return self._reject(run, stretch)
        if stretch.slipped(run):
            return self._break("surplus", stretch, [run])
        stretch.take(run, late=late)
        after = stretch.split_off()
        return self._break("missing", stretch, after) if after else list(stretch.ready())

    def _reject(self, run: Run, stretch: Stretch) -> list[Beat | Gap]:
        """Leave out a packet from the future, unless it shows that the axis is what is off."""
        stretch.refused += 1
        if stretch.refused < SURPLUS_PACKETS:
            self.rejected += 1
            return []
        return self._break("surplus", stretch, [run])

    def _break(self, reason: str, old: Stretch, runs: list[Run]) -> list[Beat | Gap]:
        """End the old stretch with what it holds; ``runs`` open the next one."""
        beats, end_s = old.flush(), old.end_s
        new = self._open(runs)
        gap = Gap(end_s, reason, max(0.0, round(new.start_s - end_s, 3)))
        return [*beats, gap, *new.ready()]

    def _open(self, runs: list[Run]) -> Stretch:
        self._stretch = stretch = Stretch(self._stretches, runs)
        self._stretches += 1
        return stretch

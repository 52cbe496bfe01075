"""A row of beats without a break: how exact intervals and jittered arrivals make one time axis.

A strap sends RR intervals without time stamps, about once a second, over a radio with jitter of
hundreds of milliseconds. Arrival stamps alone would double the high-frequency power of the rhythm.
So the axis is the running sum of the RR intervals, exact and free of jitter, and the arrivals are
used for two things only: to place the axis, and to prove that the sum no longer fits. Two
one-sided bounds on the axis's origin do both:

* *upper*: no beat arrives before it happened, so ``origin <= arrival - sum``;
* *lower*: a beat that was over when the previous packet left would have been in that packet, so
  ``origin >= previous arrival - (sum + next RR)``.

Between the two lies the truth; the middle is taken for it. A lower bound above the upper one, or
a packet that comes late, raises a doubt whether beats are missing (`devices.doubt`).
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from devices.doubt import Doubt
from devices.events import Beat
from devices.heart_rate import TICKS_PER_S

MISSING_SLACK_S = 0.3  # the lower bound over the upper by more: packets jitter by as much
RECENT_RUNS = 8  # the shortest of so many tells what a lost packet held at least
LEAST_S = 0.3  # but never less than the shortest usable interval
LAG_SHARE = 0.1  # of each packet in the usual lag: that of the last ten seconds or so
SETTLE_S = 0.6  # the start backlog comes within this; only then is the axis placed
WARM_UP_S = 4.0  # straps begin with a backlog: until then the upper bound may only fall
RISE_PER_PACKET_S = 2e-4  # the upper bound follows a strap whose crystal is up to 200 ppm fast
PACKET_PERIOD_S = 1.0  # straps send once a second, so a beat is seldom older when it arrives
SLIP_S = 1.5  # an axis this far off the arrivals (hours of crystal drift) has to be placed anew
USABLE_TICKS = range(math.ceil(0.3 * TICKS_PER_S), 2 * TICKS_PER_S + 1)  # 200 to 30 beats/min


@dataclass(frozen=True, slots=True)
class Run:
    """The RR intervals of one packet (at least one), and the arrivals that bound them."""

    arrival_s: float
    previous_s: float  # arrival of the packet before; the same arrival if there was none
    ticks: tuple[int, ...]

    @property
    def length_s(self) -> float:
        """Sum of the intervals."""
        return sum(self.ticks) / TICKS_PER_S


class Stretch:
    """One axis, and the runs on it that are held back until it is clear that they belong.

    Parameters
    ----------
    number
        Told in every beat.
    runs
        The first packets. Held, until a start backlog has had `SETTLE_S` to come: the first
        beat given out fixes the origin for good.

    Attributes
    ----------
    refused
        Packets since the last that was taken; counted by whoever refuses them.
    """

    def __init__(self, number: int, runs: list[Run]) -> None:
        self.number = number
        self._opened_s = runs[0].arrival_s
        self._upper_s = math.inf  # bounds on the origin
        self._lower_s = -math.inf
        self._origin_s: float | None = None
        self._known_s = 0.0  # sum of all intervals, also of those that are held back
        self._placed_s = 0.0  # sum of the intervals that were given out as beats
        self._held: list[Run] = []
        self._doubt: Doubt | None = None
        self._lengths_s: deque[float] = deque(maxlen=RECENT_RUNS)
        self._usual_lag_s = 0.0  # of packets behind the upper bound, when nothing is in doubt
        for run in runs:
            self._admit(run)

    @property
    def start_s(self) -> float:
        """Arrival-clock time at which the first interval began."""
        if self._origin_s is not None:
            return self._origin_s
        return (max(self._lower_s, self._upper_s - PACKET_PERIOD_S) + self._upper_s) / 2

    @property
    def end_s(self) -> float:
        """Arrival-clock time of the last beat given out."""
        return self.start_s + self._placed_s

    def slipped(self, run: Run) -> bool:
        """Whether the beats given out lie far from where ``run`` says."""
        upper_s = min(self._upper_s, self._upper_by(run))
        return self._origin_s is not None and abs(upper_s - self._origin_s) > SLIP_S

    def behind_s(self, run: Run) -> float:
        """How long ``run``'s newest beat would have been under way, beyond the least delay."""
        return self._upper_by(run) - self._upper_s

    def surplus_s(self, run: Run) -> float:
        """How far ``run``'s newest beat would lie in the future, wherever the origin may be."""
        return self._lower_s - self._upper_by(run)

    def warming_up(self, run: Run) -> bool:
        """Whether more beats than time are still to be expected."""
        return run.arrival_s - self._opened_s < WARM_UP_S

    def take(self, run: Run, *, late: bool) -> None:
        """Take ``run`` onto the axis; hold it while it may come after missing beats."""
        lag_s, contradicts = self.behind_s(run), self._contradicts(run)
        if self._doubt is None and (late or contradicts):
            least_s = max(LEAST_S, min(self._lengths_s))
            self._doubt = Doubt(len(self._held), run.arrival_s, late, self._usual_lag_s, least_s)
        if self._doubt is not None:
            self._doubt.hear(run.arrival_s, run.previous_s, lag_s, contradicts=contradicts)
        if self._doubt is None or self._doubt.missing is False:
            self._doubt = None
            self._usual_lag_s += LAG_SHARE * (lag_s - self._usual_lag_s)
        self._admit(run)

    def split_off(self) -> list[Run]:
        """Remove and return the runs after missing beats; none unless that is proven."""
        if self._doubt is None or not self._doubt.missing:
            return []
        after = self._held[self._doubt.at :]
        del self._held[self._doubt.at :]
        return after

    def ready(self) -> list[Beat]:
        """Give out what is beyond doubt."""
        settled = self._held[-1].arrival_s - self._opened_s >= SETTLE_S
        return self.flush() if settled and self._doubt is None else []

    def flush(self) -> list[Beat]:
        """Give out everything."""
        held, self._held = self._held, []
        return [beat for run in held for beat in self._place(run)]

    def _upper_by(self, run: Run) -> float:
        """Upper bound that ``run`` sets: its last beat did not arrive before it happened."""
        return run.arrival_s - (self._known_s + run.length_s)

    def _lower_by(self, run: Run) -> float:
        """Lower bound that ``run`` sets: its first beat was not over when the last one left."""
        return run.previous_s - (self._known_s + run.ticks[0] / TICKS_PER_S)

    def _contradicts(self, run: Run) -> bool:
        """Whether ``run``'s first beat would have been over before the previous packet left."""
        return self._lower_by(run) - self._upper_s > MISSING_SLACK_S

    def _admit(self, run: Run) -> None:
        self.refused = 0
        if not self.warming_up(run):
            self._upper_s += RISE_PER_PACKET_S
        if self._known_s and not self._contradicts(run):
            self._lower_s = max(self._lower_s, self._lower_by(run))
        self._upper_s = min(self._upper_s, self._upper_by(run))
        self._lower_s = min(self._lower_s, self._upper_s)
        self._lengths_s.append(run.length_s)
        self._known_s += run.length_s
        self._held.append(run)

    def _place(self, run: Run) -> list[Beat]:
        origin_s = self._origin_s = self.start_s
        beats = []
        for ticks in run.ticks:
            self._placed_s += ticks / TICKS_PER_S
            rr_ms = ticks * 1000 / TICKS_PER_S
            usable = ticks in USABLE_TICKS
            beats.append(Beat(origin_s + self._placed_s, rr_ms, self.number, usable))
        return beats

"""A simulated heart as a source: the model's beats in packets, as a strap would send them.

For trying the program, for teaching, and for tests: the packets are real 0x2A37 packets, and
everything that goes amiss with straps can be asked for. It says of itself that it is simulated.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from devices.events import About, Clock, DeviceEvent, Emit, Link, LinkState, Packet
from devices.heart_model import FullnessAt, HeartModel, HeartTraits
from devices.heart_rate import TICKS_PER_S, HeartRateMeasurement
from devices.pacing import wait_until
from devices.waits import Waits

PACKET_EVERY_S = 1.0
JITTER_S = 0.06  # a packet arrives up to so much after it was sent
RATE_BEATS = 8  # over which the strap smooths its heart rate
ECTOPIC_SHARE = 0.65  # an ectopic beat comes after so much of its interval
EXTRA_SHARE = 0.4  # an extra beat is seen after so much of an interval

Spans = tuple[tuple[float, float], ...]
Scheduled = tuple[float, Callable[[], DeviceEvent]]


@dataclass(frozen=True, slots=True)
class Disturbances:
    """What goes amiss.

    Parameters
    ----------
    ectopics_per_min
        Beats that come too early, each with a pause after it.
    missed_per_min
        Beats that the strap does not see: two intervals become one.
    extra_per_min
        Beats that the strap sees where there is none: one interval becomes two.
    dropouts
        (start, length) in seconds, of times without a link: nothing arrives.
    contact_losses
        (start, length) in seconds, of times off the skin: packets without intervals.
    """

    ectopics_per_min: float = 0.0
    missed_per_min: float = 0.0
    extra_per_min: float = 0.0
    dropouts: Spans = ()
    contact_losses: Spans = ()


UNDISTURBED = Disturbances()


def own_breath(_: float) -> None:
    """Breathe as one likes: no pace at any time."""


class SimulatedHeart:
    """A heart that follows a breath, and a strap that tells of it; decided by ``seed`` alone.

    Parameters
    ----------
    seed
        Equal seeds give equal events.
    fullness_at
        How full the lungs are (0 to 1) at a session time, or None for the heart's own breath.
        Asked in order of time, and not beyond the packet being made (with missed beats: not
        more than a beat beyond).
    clock, speed
        For `run`: the session clock, and how many of its seconds pass in one of the wall.
    traits
        How strongly what moves the heart, and whether practice settles it (as it is: no).
    disturbances
        What goes amiss.
    begins_s
        For `run`: the session time at which it begins to beat.
    """

    def __init__(
        self,
        seed: int,
        *,
        fullness_at: FullnessAt = own_breath,
        clock: Clock | None = None,
        speed: float = 1.0,
        traits: HeartTraits | None = None,
        disturbances: Disturbances = UNDISTURBED,
        begins_s: float = 0.0,
    ) -> None:
        self._seed = seed
        self._begins_s = begins_s
        self._clock = clock
        self._speed = speed
        self._fullness_at = fullness_at
        self._traits = traits or HeartTraits()
        self._disturbances = disturbances

    async def run(self, emit: Emit) -> None:
        """Emit the events at their times, until cancelled; each is made when its time has come.

        Raises
        ------
        ValueError
            When no clock was handed in.
        """
        if self._clock is None:
            raise ValueError("A simulated heart needs a clock to run; hand one in.")
        for time_s, make in self._schedule():
            await wait_until(self._begins_s + time_s, self._clock, self._speed)
            event = make()
            emit(replace(event, time_s=self._begins_s + event.time_s))

    def events(self) -> Iterator[DeviceEvent]:
        """Give every event in order of time, without end and without a clock."""
        return (make() for _, make in self._schedule())

    def packets(self) -> Iterator[Packet]:
        """Give the packets only, without end and without a clock."""
        return (event for event in self.events() if isinstance(event, Packet))

    def _schedule(self) -> Iterator[Scheduled]:
        yield 0.0, _just(About(0.0, name="Simulated heart", maker="simulated"))
        yield 0.0, _just(Link(0.0, LinkState.CONNECTING, _DETAILS[LinkState.CONNECTING]))
        sender = _Sender(self._seed, self._traits, self._disturbances, self._fullness_at)
        link = _SimulatedLink(self._disturbances.dropouts)
        for time_s in sender.arrivals():
            yield from ((time_s, _just(change)) for change in link.changes(time_s))
            if link.is_up(time_s):
                yield time_s, sender.packet
            else:
                sender.packet()  # sent, and heard by nobody


def _just(event: DeviceEvent) -> Callable[[], DeviceEvent]:
    return lambda: event


class _SimulatedLink:
    """The states that a real strap's watchdog would tell of."""

    def __init__(self, dropouts: Spans) -> None:
        self._dropouts = dropouts
        self._state = LinkState.CONNECTING

    def is_up(self, time_s: float) -> bool:
        return not _inside(self._dropouts, time_s)

    def changes(self, time_s: float) -> list[Link]:
        """Return the change since the packet before, if there was one."""
        state = self._now(time_s)
        if state is self._state:
            return []
        self._state = state
        return [Link(time_s, state, _DETAILS[state])]

    def _now(self, time_s: float) -> LinkState:
        start_s = next((s for s, length in self._dropouts if s <= time_s < s + length), None)
        if start_s is None:
            return LinkState.STREAMING
        waits = Waits()
        if time_s - start_s >= waits.silent_s:
            return LinkState.WAITING
        if time_s - start_s >= waits.quiet_s:
            return LinkState.QUIET
        return self._state


_DETAILS = {
    LinkState.CONNECTING: "Waking the simulated heart.",
    LinkState.STREAMING: "Receiving a simulated heartbeat.",
    LinkState.QUIET: "Waiting for the simulated heart; it comes back by itself.",
    LinkState.WAITING: "The simulated link is lost; it comes back by itself.",
}


class _Sender:
    """The strap: keeps the intervals that ended, and sends them once a second."""

    def __init__(
        self, seed: int, traits: HeartTraits, disturbances: Disturbances, fullness_at: FullnessAt
    ) -> None:
        self._model = HeartModel(seed, traits, fullness_at)
        self._rng = np.random.default_rng([seed, 1])  # apart, so that faults leave the heart alone
        self._disturbances = disturbances
        self._intervals = self._disturbed()
        self._sent_s = 0.0
        self._arrival_s = 0.0
        self._beat_s = 0.0
        self._ticks = next(self._intervals)  # the interval that is under way
        self._recent: deque[int] = deque(maxlen=RATE_BEATS)

    def arrivals(self) -> Iterator[float]:
        """Give the time at which each packet arrives; `packet` makes it."""
        while True:
            self._sent_s += PACKET_EVERY_S
            self._arrival_s = round(self._sent_s + self._rng.uniform(0, JITTER_S), 3)
            yield self._arrival_s

    def packet(self) -> Packet:
        contact = not _inside(self._disturbances.contact_losses, self._sent_s)
        ticks = self._ended()
        self._recent.extend(ticks)
        rate_bpm = round(60 * TICKS_PER_S * len(self._recent) / max(sum(self._recent), 1))
        measurement = HeartRateMeasurement(rate_bpm, contact, None, ticks if contact else ())
        return Packet(self._arrival_s, measurement.to_bytes())

    def _ended(self) -> tuple[int, ...]:
        """Return the intervals that ended by now, and no later ones."""
        ended = []
        while self._beat_s + self._ticks / TICKS_PER_S <= self._sent_s:
            self._beat_s += self._ticks / TICKS_PER_S
            ended.append(self._ticks)
            self._ticks = next(self._intervals)
        return tuple(ended)

    def _disturbed(self) -> Iterator[int]:
        """Give the model's intervals, some of them disturbed; their sum stays what it was."""
        faults = self._disturbances
        while True:
            ticks = self._model.next_ticks()
            if self._happens(faults.ectopics_per_min, ticks):
                early = round(ECTOPIC_SHARE * ticks)
                yield early
                yield self._model.next_ticks() + ticks - early
            elif self._happens(faults.missed_per_min, ticks):
                yield ticks + self._model.next_ticks()
            elif self._happens(faults.extra_per_min, ticks):
                seen = round(EXTRA_SHARE * ticks)
                yield seen
                yield ticks - seen
            else:
                yield ticks

    def _happens(self, per_min: float, ticks: int) -> bool:
        return per_min > 0 and self._rng.random() < per_min * ticks / TICKS_PER_S / 60


def _inside(spans: Spans, time_s: float) -> bool:
    return any(start_s <= time_s < start_s + length_s for start_s, length_s in spans)

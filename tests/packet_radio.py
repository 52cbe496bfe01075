"""Packets over an imagined radio, the truth beside them, and what the beat clock makes of them.

Beats happen at known times, packets leave with the intervals finished since the last one, and the
radio delays, stalls, loses and repeats them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np

from devices.beat_clock import BeatClock
from devices.events import Beat, Gap
from devices.heart_rate import HeartRateMeasurement

BREATH_HZ = 0.25
HELD_S = 3  # a strap that holds intervals back sends them so seldom, and empty packets between
Sends = Literal["each second", "each beat", "held back"]
TrueBeat = tuple[float, int]  # when it happened, the interval before it in ticks


@dataclass(frozen=True)
class Sent:
    """One packet on its way: arrival, intervals, and the true times of the beats ending them."""

    arrival_s: float
    ticks: tuple[int, ...]
    true_s: tuple[float, ...] = ()
    contact: bool | None = None

    def measurement(self) -> HeartRateMeasurement:
        """Return what the packet says."""
        return HeartRateMeasurement(60, self.contact, None, self.ticks)


# ---------------------------------------------------------------- what is sent


def radio(
    seconds: int,
    seed: int,
    jitter_s: float = 0.3,
    *,
    rr_s: float = 0.88,
    sends: Sends = "each second",
) -> list[Sent]:
    """A breathing heart over a jittery radio: packets in order, delayed by 0 to ``jitter_s``."""
    rng = random.Random(seed)  # noqa: S311
    beats = _heart(seconds, rr_s, rng)
    packets, arrival_s, sent = [], 0.0, 0
    for left_s, last_s in _departures(seconds, sends, beats):
        until = sum(beat_s <= last_s for beat_s, _ in beats[sent:]) + sent
        arrival_s = max(arrival_s + 0.001, left_s + rng.uniform(0, jitter_s))
        times, ticks = zip(*beats[sent:until], strict=True) if until > sent else ((), ())
        packets.append(Sent(arrival_s, ticks, times))
        sent = until
    return packets


def _heart(seconds: int, rr_s: float, rng: random.Random) -> list[TrueBeat]:
    beat_s, beats = 0.0, []
    while beat_s < seconds:
        swing = 0.06 * np.sin(2 * np.pi * BREATH_HZ * beat_s) + rng.gauss(0, 0.02)
        ticks = round((rr_s + swing * rr_s / 0.88) * 1024)
        beat_s += ticks / 1024
        beats.append((beat_s, ticks))
    return beats


def _departures(seconds: int, sends: Sends, beats: list[TrueBeat]) -> list[tuple[float, float]]:
    """Return, for each packet, when it leaves, and up to when beats are in it."""
    if sends == "each beat":
        return [(beat_s, beat_s) for beat_s, _ in beats if beat_s < seconds - 1]
    hold = HELD_S if sends == "held back" else 1
    return [(float(s), float(s // hold * hold)) for s in range(1, seconds)]


HEARTS: dict[str, Callable[[int, int], list[Sent]]] = {
    "45/min": partial(radio, rr_s=60 / 45),
    "60/min: in step": partial(radio, rr_s=1.0),
    "68/min": radio,
    "120/min": partial(radio, rr_s=0.5),
    "180/min": partial(radio, rr_s=1 / 3),
    "a packet a beat": partial(radio, sends="each beat"),
    "intervals held back": partial(radio, sends="held back"),
    "jitter of 0.5 s": partial(radio, jitter_s=0.5),
}


def steady(count: int = 20) -> list[Sent]:
    """One beat of exactly one second in each packet; packets told apart by nothing but time."""
    return [Sent(float(i), (1024,), (float(i),)) for i in range(count)]


# ---------------------------------------------------------------- what befalls it


def lost(packets: list[Sent], at: int, count: int = 1) -> list[Sent]:
    """Leave out ``count`` packets."""
    return packets[:at] + packets[at + count :]


def repeated(packets: list[Sent], at: int, after_s: float = 0.03) -> list[Sent]:
    """Send one packet twice."""
    again = replace(packets[at], arrival_s=packets[at].arrival_s + after_s)
    return [*packets[: at + 1], again, *packets[at + 1 :]]


def stalled(packets: list[Sent], begin_s: float, end_s: float) -> list[Sent]:
    """Let nothing through for a while, then everything at once."""
    late = [p for p in packets if begin_s <= p.arrival_s < end_s]
    first = packets.index(late[0]) if late else 0
    burst = [replace(p, arrival_s=end_s + (i - len(late)) / 1000) for i, p in enumerate(late)]
    return packets[:first] + burst + packets[first + len(late) :]


def drifting(packets: list[Sent], ppm: float) -> list[Sent]:
    """Let the strap's crystal run fast or slow."""
    return [replace(p, arrival_s=p.arrival_s * (1 + ppm * 1e-6)) for p in packets]


def after_backlog(packets: list[Sent], seconds: float) -> list[Sent]:
    """Let all that was sent in the first seconds arrive when the program begins to listen."""
    return stalled(packets, 0, seconds)


# ---------------------------------------------------------------- what is made of it


def fed(packets: list[Sent], clock: BeatClock | None = None) -> tuple[list[Beat], list[Gap]]:
    """Feed packets and close; return what came out."""
    clock = clock or BeatClock()
    out = [
        event
        for packet in packets
        for event in clock.add(
            packet.arrival_s, packet.measurement(), packet.measurement().to_bytes()
        )
    ]
    out += clock.cut(packets[-1].arrival_s, "the end")[:-1]
    return [e for e in out if isinstance(e, Beat)], [e for e in out if isinstance(e, Gap)]


def truth(packets: list[Sent]) -> list[float]:
    """Return the true time of every beat sent."""
    return [s for packet in packets for s in packet.true_s]


def breaks_at(packets: list[Sent], at: int, count: int = 1) -> tuple[int, bool]:
    """Lose packets; return the number of gaps, and whether the break is at the exact beat."""
    beats, gaps = fed(lost(packets, at, count))
    before = sum(len(p.ticks) for p in packets[:at])
    first_of_second = next((i for i, b in enumerate(beats) if b.stretch == 1), None)
    return len(gaps), first_of_second == before

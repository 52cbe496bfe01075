"""Packets over an imagined radio, the truth beside them, and what the beat clock makes of them.

Beats happen at known times, packets leave once a second with the intervals finished since the
last one, and the radio delays them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from devices.beat_clock import BeatClock
from devices.events import Beat, Gap
from devices.heart_rate import HeartRateMeasurement


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


def radio(seconds: int, seed: int, jitter_s: float = 0.3) -> list[Sent]:
    """A resting heart over a jittery radio: packets in order, each delayed by 0 to ``jitter_s``."""
    rng = random.Random(seed)  # noqa: S311
    beat_s, beats = 0.0, []
    while beat_s < seconds:
        rr_s = 0.88 + 0.06 * np.sin(2 * np.pi * 0.25 * beat_s) + rng.gauss(0, 0.02)
        ticks = round(rr_s * 1024)
        beat_s += ticks / 1024
        beats.append((beat_s, ticks))
    packets, arrival_s = [], 0.0
    for second in range(1, seconds):
        inside = [b for b in beats if second - 1 < b[0] <= second]
        arrival_s = max(arrival_s + 0.001, second + rng.uniform(0, jitter_s))
        packets.append(Sent(arrival_s, tuple(t for _, t in inside), tuple(s for s, _ in inside)))
    return packets


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


def steady(count: int = 20) -> list[Sent]:
    """One beat of exactly one second in each packet; packets told apart by nothing but time."""
    return [Sent(float(i), (1024,), (float(i),)) for i in range(count)]

"""A believable resting heart: RR intervals that breathe, wander and follow a paced breath.

A model for trying and teaching, not physiology: a breath speeds the heart up through a slow
filter (so slow breaths swing it more, and a second or two late) and through a resonance near
0.1 Hz; a Mayer wave, a slow drift and a little noise lie under it. Strengths are chosen so that a
rest shows what healthy adults show (about 70 beats a minute, RMSSD 30 to 45 ms).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from devices.heart_rate import TICKS_PER_S

FullnessAt = Callable[[float], float | None]

STEP_S = 0.05  # of the filters: a twentieth of their fastest time constant
CROSS_OVER_S = 2.0  # time constant, from one's own breath to the paced one and back
RESONANCE_HZ = 0.1  # of the baroreflex
MAYER_DRIVE = 18.06  # white noise of this strength leaves the Mayer wave with variance one
DRIFT_S = 40.0  # time constant
RR_RANGE_S = (0.4, 1.6)
EFFORT_S = 20.0  # time constant of the climb
RECOVERY_S = 45.0  # and of the way back
EFFORT_STILLS = 0.8  # at full effort so much of the variability is gone
SETTLED_AFTER_S = 300.0  # of paced breathing: then ``settling`` has its whole effect


@dataclass(frozen=True, slots=True)
class HeartTraits:
    """How strongly what moves the heart.

    Parameters
    ----------
    rate_bpm
        Mean heart rate.
    breath_ms, resonance_ms
        Half the swing of RR that a full breath makes directly, and more at 0.1 Hz.
    mayer_ms, drift_ms, noise_ms
        Standard deviation of the Mayer wave, of the drift over minutes, and of each beat.
    breath_hz
        Least and greatest frequency of the heart's own breathing.
    settling
        By what fraction paced breathing lengthens and deepens the rhythm for good. 0: not at
        all, so that a comparison before and after shows nothing but chance.
    adherence
        How closely a paced breath is followed: 1 wholly, 0 not at all.
    exercise
        (start, length) in seconds, of times of effort: the heart climbs towards
        ``exercise_bpm``, hardly varies there, and comes back slowly.
    """

    rate_bpm: float = 69.0
    breath_ms: float = 66.0
    resonance_ms: float = 22.0
    mayer_ms: float = 11.0
    drift_ms: float = 14.0
    noise_ms: float = 6.0
    breath_hz: tuple[float, float] = (0.20, 0.28)
    settling: float = 0.0
    adherence: float = 1.0
    exercise: tuple[tuple[float, float], ...] = ()
    exercise_bpm: float = 120.0


class _Resonator:
    """A band-pass of one peak; lets its own frequency through at full strength and in phase."""

    def __init__(self, frequency_hz: float, damping: float) -> None:
        self._omega = 2 * math.pi * frequency_hz
        self._width = 2 * damping * self._omega
        self._inner = 0.0
        self.value = 0.0

    def step(self, drive: float) -> None:
        self._inner += STEP_S * self._omega**2 * self.value
        self.value += STEP_S * (self._width * (drive - self.value) - self._inner)


class HeartModel:
    """The state of one heart; a beat at a time."""

    def __init__(self, seed: int, traits: HeartTraits, fullness_at: FullnessAt) -> None:
        self._traits = traits
        self._fullness_at = fullness_at
        self._normals = _normals(seed)
        self._time_s = 0.0
        self._ticks = 0  # the interval under way
        self._own_hz = sum(traits.breath_hz) / 2
        self._own_phase = 2 * math.pi * abs(next(self._normals)) % (2 * math.pi)
        self._depth = 1.0
        self._paced = 0.0  # last paced breath, -1 to 1
        self._pace_weight = 0.0  # 0: own breath, 1: paced
        self._paced_s = 0.0
        self._vagal = 0.0  # the breath after its slow filter
        self._resonance = _Resonator(RESONANCE_HZ, 0.25)
        self._mayer = _Resonator(RESONANCE_HZ, 0.1)
        self._drift = 0.0
        self._effort = 0.0

    def next_ticks(self) -> int:
        """Live through the interval under way; return the one that begins then, in 1/1024 s."""
        self._live(self._ticks / TICKS_PER_S)
        low_s, high_s = RR_RANGE_S
        self._ticks = round(min(max(self._rr_s(), low_s), high_s) * TICKS_PER_S)
        return self._ticks

    def _live(self, length_s: float) -> None:
        for step in range(round(length_s / STEP_S)):
            self._breathe(self._time_s + step * STEP_S)
        self._wander(length_s)
        self._time_s += length_s

    def _rr_s(self) -> float:
        traits = self._traits
        settled = traits.settling * min(self._paced_s / SETTLED_AFTER_S, 1.0)
        breath_ms = traits.breath_ms * self._vagal + traits.resonance_ms * self._resonance.value
        slow_ms = traits.mayer_ms * self._mayer.value + traits.drift_ms * self._drift
        rate_bpm = traits.rate_bpm + self._effort * (traits.exercise_bpm - traits.rate_bpm)
        mean_ms = 60_000 / rate_bpm * (1 + 0.1 * settled)
        varying_ms = (
            slow_ms
            - (1 + settled) * breath_ms  # breathing in speeds the heart up
            + traits.noise_ms * next(self._normals)
        )
        return (mean_ms + (1 - EFFORT_STILLS * self._effort) * varying_ms) / 1000

    def _breathe(self, time_s: float) -> None:
        """Move breath and filters on by one step."""
        fullness = self._fullness_at(time_s)
        if fullness is not None:
            self._paced = 2 * fullness - 1
            self._paced_s += STEP_S
        towards = 0.0 if fullness is None else self._traits.adherence
        self._pace_weight += (towards - self._pace_weight) * STEP_S / CROSS_OVER_S
        self._own_phase += 2 * math.pi * self._own_hz * STEP_S
        own = self._depth * math.sin(self._own_phase)
        breath = self._pace_weight * self._paced + (1 - self._pace_weight) * own
        self._vagal += (breath - self._vagal) * STEP_S  # time constant 1 s
        self._resonance.step(breath)
        self._mayer.step(MAYER_DRIVE * next(self._normals))

    def _wander(self, lasted_s: float) -> None:
        """Let breathing rate, depth and drift stray, once a beat."""
        low_hz, high_hz = self._traits.breath_hz
        self._own_hz += 0.006 * math.sqrt(lasted_s) * next(self._normals)
        self._own_hz = min(max(self._own_hz, low_hz), high_hz)
        self._depth += (1 - self._depth) * lasted_s / 10 + 0.06 * next(self._normals)
        self._exert(lasted_s)
        keep = math.exp(-lasted_s / DRIFT_S)
        self._drift = keep * self._drift + math.sqrt(1 - keep**2) * next(self._normals)

    def _exert(self, lasted_s: float) -> None:
        """Climb while there is effort; come back after it."""
        spans = self._traits.exercise
        active = any(start_s <= self._time_s < start_s + length_s for start_s, length_s in spans)
        constant_s = EFFORT_S if active else RECOVERY_S
        self._effort += (float(active) - self._effort) * (1 - math.exp(-lasted_s / constant_s))


def _normals(seed: int) -> Iterator[float]:
    """Endless standard normal numbers."""
    rng = np.random.default_rng(seed)
    while True:
        yield from rng.standard_normal(4096).tolist()

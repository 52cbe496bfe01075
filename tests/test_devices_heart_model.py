"""The model of a heart: how closely it follows a breath, and what effort does to it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from devices.heart_model import HeartModel, HeartTraits
from devices.heart_rate import TICKS_PER_S
from devices.simulated import own_breath

PACE_HZ = 0.1


def sine_breath(time_s: float) -> float:
    """Fill and empty the lungs six times a minute."""
    return (1 - math.cos(2 * math.pi * PACE_HZ * time_s)) / 2


def intervals(traits: HeartTraits, seconds: float, *, paced: bool) -> NDArray[np.float64]:
    """Return RR intervals in s."""
    model = HeartModel(4, traits, sine_breath if paced else own_breath)
    lived_s, rr_s = 0.0, []
    while lived_s < seconds:
        rr_s.append(model.next_ticks() / TICKS_PER_S)
        lived_s += rr_s[-1]
    return np.array(rr_s)


def wave_at_pace_ms(rr_s: NDArray[np.float64]) -> float:
    """Return the amplitude at the pace, by correlation with a complex sine."""
    time_s = np.cumsum(rr_s)
    turn = np.exp(-2j * np.pi * PACE_HZ * time_s)
    return float(2000 * abs(np.mean((rr_s - rr_s.mean()) * turn)))


def test_a_breath_is_followed_as_closely_as_asked() -> None:
    """The wave at the pacer's frequency grows with adherence; without any it is chance."""
    waves = [
        wave_at_pace_ms(intervals(HeartTraits(adherence=share), 300, paced=True))
        for share in (0.0, 0.5, 1.0)
    ]
    assert waves[0] < 0.25 * waves[2]
    assert 0.35 * waves[2] < waves[1] < 0.75 * waves[2]


def test_effort_quickens_and_stills_the_heart_and_rest_brings_it_back() -> None:
    """Two minutes of effort after three of rest: towards 120 a minute, hardly varying, and back."""
    rr_s = intervals(HeartTraits(exercise=((180.0, 120.0),)), 600, paced=False)
    time_s = np.cumsum(rr_s)
    rest, effort, after = (
        rr_s[(time_s > start_s) & (time_s < start_s + 60)] for start_s in (100, 240, 530)
    )
    assert 60 / rest.mean() < 75
    assert 112 < 60 / effort.mean() < 122
    assert 60 / after.mean() < 76
    assert np.std(np.diff(effort)) < 0.4 * np.std(np.diff(rest))

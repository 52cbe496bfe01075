"""RR intervals whose true measures are known, and where the shared recordings lie."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHARED = Path(__file__).parents[1].parent / "shared" / "data"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")


def sine_rr(
    hz: float, amplitude_ms: float, length_s: float, mean_ms: float = 800, phase: float = 0.0
) -> Floats:
    """Return RR = mean + amplitude · sin(2π·hz·t + phase) at each beat's own time t."""
    found: list[float] = []
    time_s = 0.0
    while time_s < length_s:
        rr_ms = mean_ms
        for _ in range(60):  # t = end of the interval depends on the interval: a fixed point
            angle = 2 * np.pi * hz * (time_s + rr_ms / 1000) + phase
            rr_ms = mean_ms + amplitude_ms * float(np.sin(angle))
        found.append(rr_ms)
        time_s += rr_ms / 1000
    return np.array(found)


def resting_rr(length_s: float, seed: int, breath_hz: float = 0.25, scale: float = 1.0) -> Floats:
    """Return a made rest: a breath that wanders, a slow pressure wave, drift and noise."""
    rng = np.random.default_rng(seed)
    found: list[float] = []
    time_s = breath = wave = drift = 0.0
    while time_s < length_s:
        drift = 0.995 * drift + rng.normal(0, 2)
        swing = 30 * np.sin(breath) + 15 * np.sin(wave) + drift + rng.normal(0, 8)
        rr_ms = 850 + scale * float(swing)
        found.append(rr_ms)
        time_s += rr_ms / 1000
        breath += 2 * np.pi * breath_hz * rr_ms / 1000 + rng.normal(0, 0.15)
        wave += 2 * np.pi * 0.1 * rr_ms / 1000 + rng.normal(0, 0.3)
    return np.array(found)


def within(rr_ms: Floats, start_s: float, end_s: float) -> Floats:
    """Return the intervals that end between two times."""
    time_s = np.cumsum(rr_ms) / 1000
    return rr_ms[(time_s > start_s) & (time_s <= end_s)]


def rest_of(name: str) -> Floats:
    """Return five minutes of real rest, or of made rest when ``name`` is "made"."""
    if name == "made":
        return resting_rr(300, seed=7)
    return within(np.loadtxt(SHARED / name), 0, 300)


REAL_RESTS = [
    "made",
    pytest.param("rest/hrvpy_rest_rri.txt", marks=needs_shared),
]


def missed_in_a_row(rr_ms: Floats, at: int, row: int) -> Floats:
    """Hear every other beat, ``row`` intervals long."""
    pairs = rr_ms[at : at + 2 * row].reshape(-1, 2).sum(axis=1)
    return np.concatenate([rr_ms[:at], pairs, rr_ms[at + 2 * row :]])


def often_early(
    rr_ms: Floats, every: int, early: float, pause: float = 1.0, first: int = 5
) -> Floats:
    """Bring every so manieth beat early by a part of its interval, and pause after it."""
    spoilt = rr_ms.copy()
    at = np.arange(first, len(rr_ms) - 2, every)
    spoilt[at] -= early * rr_ms[at]
    spoilt[at + 1] += pause * early * rr_ms[at]
    return spoilt


def twice_in_a_row(rr_ms: Floats, at: int, row: int) -> Floats:
    """Hear ``row`` beats twice, not quite in the middle between two."""
    return twice_at(rr_ms, at, row, 0.45)


def twice_at(rr_ms: Floats, at: int, row: int, part: float) -> Floats:
    """Hear ``row`` beats twice, the second time after this part of the interval."""
    halves = np.outer(rr_ms[at : at + row], [part, 1 - part]).ravel()
    return np.concatenate([rr_ms[:at], halves, rr_ms[at + row :]])

"""Artefacts put into real rests whose own RMSSD is known, and rests left as they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.made_hearts import SHARED, Floats, sine_rr, within

PART_S = 300
ARTEFACTS = 6
EDGE_BEATS = 15
APART_BEATS = 5

RESTS = ("rest/hrvpy_rest_rri.txt", "rest/hrvpy_test_real_rri.txt", "paced/dhyb_polarH10_ibi.csv")
SERIES = tuple(f"kubios/series_{n}.npy" for n in range(1, 6))


def rr_of(name: str) -> Floats:
    """Return the RR intervals in ms of a shared recording, dropouts left out."""
    path = SHARED / name
    if path.suffix == ".npy":
        rr_ms = np.load(path).astype(np.float64).ravel()
    else:
        rr_ms = np.loadtxt(path, delimiter="," if path.suffix == ".csv" else None, ndmin=2)[:, -1]
    return np.asarray(rr_ms[(rr_ms > 300) & (rr_ms < 2000)])


def parts_of(name: str, most: int = 99) -> Iterator[Floats]:
    """Yield the five-minute parts of a shared recording that are whole."""
    rr_ms = rr_of(name)
    for part in range(min(most, int(rr_ms.sum() / 1000 // PART_S))):
        yield within(rr_ms, part * PART_S, (part + 1) * PART_S)


def rmssd(rr_ms: Floats) -> float:
    """Return RMSSD by its definition."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def with_early_beats(rr_ms: Floats, early: float, pause: float, rng: np.random.Generator) -> Floats:
    """Bring six beats early by a part of their interval, and the one after late by ``pause``."""
    spoilt = rr_ms.copy()
    places = np.arange(EDGE_BEATS, len(rr_ms) - EDGE_BEATS, APART_BEATS)
    for at in rng.choice(places, ARTEFACTS, replace=False):
        shift_ms = early * spoilt[at]
        spoilt[at] -= shift_ms
        spoilt[at + 1] += pause * shift_ms
    return spoilt


def deep_breath(amplitude_ms: float) -> Floats:
    """Return five minutes of a perfect 4/6 breath."""
    return sine_rr(0.1, amplitude_ms, PART_S, mean_ms=900)

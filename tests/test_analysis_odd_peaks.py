"""The fast rules against neurokit2's own: the same marks, to the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis import _neurokit
from analysis.odd_peaks import MEDIAN_BEATS, PEAKS_PER_S, odd_peaks
from tests.made_hearts import SHARED, Floats, needs_shared, resting_rr

Peaks = NDArray[np.int64]

THEIR_WORD = {"longshort": "long_short", "ectopic": "ectopic", "extra": "extra", "missed": "missed"}


def flagged_by_neurokit(peaks: Peaks) -> dict[int, str]:
    """Return what neurokit2 0.2.13 flags in a single look."""
    import neurokit2

    found, _ = neurokit2.signal_fixpeaks(
        peaks, sampling_rate=PEAKS_PER_S, iterative=False, method="Kubios"
    )
    return {int(index): ours for theirs, ours in THEIR_WORD.items() for index in found[theirs]}


def peaks_of(rr_ms: Floats) -> Peaks:
    """Return the R peaks in µs."""
    peaks: Peaks = np.rint(np.r_[0, np.cumsum(rr_ms)] * 1000).astype(np.int64)
    return peaks


def assert_same_marks(rr_ms: Floats) -> int:
    """Compare both on one recording; return how many peaks were flagged."""
    peaks = peaks_of(rr_ms)
    found = odd_peaks(peaks)
    assert found == flagged_by_neurokit(peaks)
    return len(found)


def _steady(rng: np.random.Generator, beats: int) -> Floats:
    return np.asarray(rng.normal(800, rng.choice([0.0, 1.0, 8.0, 40.0, 150.0]), beats))


def _breathing(rng: np.random.Generator, beats: int) -> Floats:
    swing = rng.uniform(20, 200) * np.sin(np.arange(beats) * 0.5)
    return np.asarray(800 + swing + rng.normal(0, 8, beats))


def _whole(rng: np.random.Generator, beats: int) -> Floats:
    """Return few different values: ties in every window, and windows where nothing varies."""
    return np.asarray(np.rint(_steady(rng, beats) / 20) * 20)


def _ticks(rng: np.random.Generator, beats: int) -> Floats:
    return np.asarray(np.rint(_breathing(rng, beats) * 1.024) / 1.024)


@pytest.mark.parametrize("made", [_steady, _breathing, _whole, _ticks])
def test_the_same_marks_on_made_hearts(
    made: Callable[[np.random.Generator, int], Floats],
) -> None:
    """1,000 in all: even, ragged, in whole steps, shorter and longer than the rules' windows."""
    rng = np.random.default_rng(20261123)
    _neurokit.warm_up()
    flagged = 0
    for _ in range(250):
        rr_ms = made(rng, int(rng.integers(MEDIAN_BEATS, 200)))
        odd = rng.integers(0, len(rr_ms), rng.integers(0, 6))
        rr_ms[odd] *= rng.choice([0.5, 0.7, 1.4, 2.0], len(odd))
        flagged += assert_same_marks(np.clip(rr_ms, 300, 2000))
    assert flagged > 100


def test_the_same_marks_on_short_rows() -> None:
    """Where the first interval and step, which stand for what is not known, weigh most."""
    rng = np.random.default_rng(0)
    made = (_steady, _breathing, _whole, _ticks)
    for number in range(540):
        rr_ms = made[number % 4](rng, int(rng.integers(MEDIAN_BEATS, 20)))
        odd = rng.integers(0, len(rr_ms), rng.integers(0, 4))
        rr_ms[odd] *= rng.choice([0.5, 0.7, 1.4, 2.0], len(odd))
        assert_same_marks(np.clip(rr_ms, 300, 2000))


def test_where_nothing_varies_a_least_spread_may_stand_in() -> None:
    """An even heart with one beat missed; of one that varies nothing is said otherwise."""
    even = peaks_of(np.r_[np.full(50, 800.0), 1600.0, np.full(50, 800.0)])
    assert odd_peaks(even) == {}
    assert odd_peaks(even, least_spread_s=0.02) == {51: "missed"}  # the peak behind it
    varied = resting_rr(200, 3)
    varied[100] *= 2
    assert odd_peaks(peaks_of(varied), least_spread_s=0.5) == odd_peaks(peaks_of(varied)) != {}


def test_a_day_is_looked_at_in_pieces_that_do_not_show() -> None:
    """Windows are sorted some thousands at a time; a mark does not depend on where they part."""
    rr_ms = resting_rr(8 * 3600, seed=4)
    rr_ms[::97] *= 1.4
    assert len(rr_ms) > 30_000
    assert assert_same_marks(rr_ms) > 100


def _values(path: Path) -> Floats:
    """Read RR intervals in ms as plainly as can be: the last number of each line."""
    if path.suffix == ".npy":
        return np.asarray(np.load(path), dtype=np.float64).ravel()
    lines = path.read_text(encoding="latin-1").split("[HRData]")[-1].splitlines()
    rr = np.array([float(line.split(",")[-1]) for line in lines if line.strip()])
    return rr * 1000 if np.median(rr) < 10 else rr


REAL = sorted(
    path
    for part in ("kubios", "long", "noisy", "paced", "rest")
    for path in SHARED.glob(f"{part}/*")
    if "_kubios_" not in path.name
)


@needs_shared
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_the_same_marks_on_real_hearts(path: Path) -> None:
    """Days, hours, exercise, noise, slow breath: every beat has the mark neurokit2 gives it."""
    rr_ms = _values(path)
    rr_ms = rr_ms[rr_ms > 0]
    assert len(rr_ms) > 100
    assert_same_marks(rr_ms)

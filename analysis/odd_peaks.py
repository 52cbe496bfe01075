"""Flag R peaks that no sinus rhythm made, by Lipponen & Tarvainen's rules (2019).

neurokit2 has the same rules, walked beat by beat in Python over pandas' rolling windows: six
seconds for a day, two milliseconds for a live window. Here they are whole-array steps that give
the same marks to the last one (`tests/test_analysis_odd_peaks.py` holds them to it).

The rules look at two series: how much each interval differs from the one before, and from the
median of the eleven around it, each divided by 5.2 quartile deviations of the ninety-one around.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Peaks = NDArray[np.int64]

PEAKS_PER_S = 1_000_000
"""Peaks are whole microseconds."""

ALPHA = 5.2
SPREAD_BEATS = 91
MEDIAN_BEATS = 11

_SLOPE, _OFFSET = 0.13, 0.17
_FAR_FROM_MEDIAN = 3.0
_ROWS = 8192
"""Windows sorted at once: a day's would take 80 MB."""
_LIVE_BEATS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class _Rules:
    """What the rules say of each interval by itself, all of shape (n,)."""

    ectopic: Bools
    suspect: Bools
    with_next: Bools
    kind: NDArray[np.str_]


def odd_peaks(peaks: Peaks, *, least_spread_s: float = 0.0) -> dict[int, str]:
    """Return the peaks that the rules flag: their kind, by index.

    Parameters
    ----------
    peaks
        Times of at least `MEDIAN_BEATS` R peaks in µs, ascending, shape (n,).
    least_spread_s
        Stands for the rules' threshold where nothing varies around a beat. With 0 nothing is said
        there, as neurokit2 has it.

    Returns
    -------
    dict
        "ectopic", "missed", "extra" or "long_short" for each odd peak.
    """
    rules = _rules(peaks, least_spread_s)
    if rules is None:
        return {}
    odd: dict[int, str] = {}
    done = 0
    for index in np.flatnonzero((rules.ectopic | rules.suspect)[:-2]).tolist():
        if index < done:
            continue  # judged together with the one before
        if rules.ectopic[index]:
            odd[index] = "ectopic"
            continue
        done = index + 1 + bool(rules.with_next[index])
        odd |= {j: str(rules.kind[j]) for j in range(index, done) if rules.kind[j]}
    return odd


def _rules(peaks: Peaks, least_spread_s: float) -> _Rules | None:
    """Return what the rules say; None where they would flag nothing, as nearly always."""
    rr_s = _differences(peaks) / PEAKS_PER_S
    rr_s[0] = np.add.reduce(rr_s[1:]) / (len(rr_s) - 1)
    step = _differences(rr_s)
    step[0] = np.add.reduce(step[1:]) / (len(step) - 1)
    median_s = _rolling_median(rr_s)
    off = rr_s - median_s
    off[off < 0] *= 2
    step_spread, spread_s = _spread(step, least_spread_s), _spread(off, least_spread_s)
    step = _in_spreads(step, step_spread)
    far = np.abs(_in_spreads(off, spread_s)) > _FAR_FROM_MEDIAN
    up, down, still = step > 1, step < -1, np.isnan(step)
    if not (up | down | (still & far)).any():
        return None

    mirrored = np.concatenate([step[1:2], step, step[-2:-4:-1]])
    before, after, later = mirrored[:-3], mirrored[2:-1], mirrored[3:]
    ectopic = up & (np.maximum(before, after) < -_SLOPE * step - _OFFSET)
    ectopic |= down & (np.minimum(before, after) > -_SLOPE * step + _OFFSET)
    long = up & (np.minimum(after, later) < -1)
    short = down & (np.maximum(after, later) > 1)
    kind = np.where(long | short | far, "long_short", "")
    kind[long & (np.abs(rr_s / 2 - median_s) < spread_s)] = "missed"
    two_s = rr_s + np.append(rr_s[1:], rr_s[0])
    kind[short & (np.abs(two_s - median_s) < spread_s)] = "extra"
    return _Rules(
        ectopic=ectopic,
        suspect=~ectopic & (up | down | (still & far)),
        with_next=np.abs(after) < np.abs(later),
        kind=kind,
    )


def _differences(values: Floats | Peaks) -> Floats:
    """Return how much each differs from the one before; 0 for the first."""
    differences = np.zeros(len(values))
    np.subtract(values[1:], values[:-1], out=differences[1:], casting="unsafe")
    return differences


def _in_spreads(values: Floats, spread: Floats) -> Floats:
    """Divide; where nothing varies around a beat, nothing can be said of it."""
    if spread.all():
        return values / spread
    return np.divide(values, spread, out=np.full_like(values, np.nan), where=spread != 0)


def _spread(values: Floats, least: float) -> Floats:
    """Return the rules' threshold around each value: alpha quartile deviations."""
    low, high = _rolling(np.abs(values), SPREAD_BEATS, (0.25, 0.75))
    spread = ALPHA * ((high - low) / 2)
    if least:
        spread[spread == 0] = least
    return spread


def _rolling_median(values: Floats) -> Floats:
    return _rolling(values, MEDIAN_BEATS, (0.5,))[0]


def _rolling(values: Floats, width: int, quantiles: tuple[float, ...]) -> list[Floats]:
    """Return quantiles over centred windows, which are cut short at both ends."""
    half, count = width // 2, len(values)
    padded = np.full(count + 2 * half, np.inf)  # what is beyond sorts behind every value
    padded[half : half + count] = values
    step = padded.strides[0]
    windows = np.lib.stride_tricks.as_strided(padded, (count, width), (step, step), writeable=False)
    found = [np.empty(count) for _ in quantiles]
    for begin in range(0, count, _ROWS):
        rows = np.sort(windows[begin : begin + _ROWS], axis=1)
        for each, quantile in zip(found, quantiles, strict=True):
            each[begin : begin + _ROWS] = _quantile(rows, _places(count, width, quantile, begin))
    return found


class _Places(NamedTuple):
    """Where a quantile lies in sorted rows laid end to end, and how far towards the next value."""

    below: NDArray[np.intp]
    above: NDArray[np.intp]
    beyond: Floats
    is_median: bool


def _places(count: int, width: int, quantile: float, begin: int) -> _Places:
    known = _known_places if count <= _LIVE_BEATS else _known_places.__wrapped__
    return known(count, width, quantile, begin)


@lru_cache(maxsize=2048)  # a live window has one of some hundred lengths; a day is not kept
def _known_places(count: int, width: int, quantile: float, begin: int) -> _Places:
    half, place = width // 2, np.arange(begin, min(begin + _ROWS, count))
    held = np.minimum(place + half, count - 1) - np.maximum(place - half, 0) + 1
    at = quantile * (held - 1)
    low = at.astype(np.intp)
    below = np.arange(len(place)) * width + low
    return _Places(below, below + 1, at - low, quantile == 0.5)


def _quantile(rows: Floats, places: _Places) -> Floats:
    """Interpolate linearly in sorted rows."""
    flat = rows.ravel()
    below, above = flat[places.below], flat[places.above]
    if places.is_median:  # as pandas rounds it
        return np.where(places.beyond == 0, below, (below + above) / 2)
    return below + (above - below) * places.beyond

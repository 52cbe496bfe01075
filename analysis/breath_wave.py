"""The heart's wave at the pacer's own frequency: the honest measure while breath is paced.

At 4 s in and 6 s out the breath lies at 0.1 Hz, in LF: HF falls just because one follows well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.stretches import edges_s, varies

Floats = NDArray[np.float64]

BREATHS = 6
"""Breaths in one window: 60 s at six a minute."""

IN_STEP_ABOVE = 0.71
"""Six breaths of chance phases stay below this R in 95 of 100 windows (Rayleigh)."""

NO_PHASE = "too few beats in a breath"

_BEATS_A_BREATH = 4
"""A sine and a mean have three unknowns; one beat more tells them from noise."""


@dataclass(frozen=True, slots=True)
class BreathWave:
    """One window of heart and pacer.

    Attributes
    ----------
    amplitude_ms
        Peak to trough of the least-squares sine at the pacer's frequency.
    share_pct
        Part of the RR variance that this sine explains, 0–100; None where nothing varies.
    in_step
        Mean resultant length R of the phases of the single breaths, 0–1; None when fewer than
        three breaths have the beats for a phase.
    """

    amplitude_ms: float
    share_pct: float | None
    in_step: float | None


def breath_wave(time_s: Floats, rr_ms: Floats, pace_hz: float) -> BreathWave:
    """Measure the wave at the pacer's frequency in one window.

    Parameters
    ----------
    time_s
        Time of each beat (s), shape (n,), from running sums of RR; gaps are no harm.
    rr_ms
        RR intervals in ms, shape (n,), at least four.
    pace_hz
        Breaths per second of the pacer.
    """
    sine, wave = _fit(time_s, rr_ms, pace_hz)
    share_pct = 100 * _share(rr_ms, wave) if varies(rr_ms) else None
    return BreathWave(2 * abs(sine), share_pct, _in_step(time_s, rr_ms, pace_hz))


def mean_breath_wave(rr_ms: Floats, pace_hz: float) -> BreathWave | None:
    """Average `breath_wave` over the successive six-breath windows of one gap-free run.

    Averaging windows, not fitting the whole at once: a phase that wanders over minutes would
    otherwise cancel a wave that was there all along. None if the run holds no full window.
    """
    if not len(rr_ms):
        return None
    end_s = np.cumsum(rr_ms) / 1000
    window = np.floor((end_s - 1e-9) * pace_hz / BREATHS).astype(np.int64)
    full = int(np.floor((end_s[-1] + edges_s(BREATHS / pace_hz)) * pace_hz / BREATHS))
    waves = [
        breath_wave(end_s[window == k], rr_ms[window == k], pace_hz)
        for k in range(full)
        if np.count_nonzero(window == k) >= _BEATS_A_BREATH
    ]
    return _average(waves) if waves else None


def _average(waves: list[BreathWave]) -> BreathWave:
    return BreathWave(
        float(np.mean([wave.amplitude_ms for wave in waves])),
        _mean([wave.share_pct for wave in waves]),
        _mean([wave.in_step for wave in waves]),
    )


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _share(rr_ms: Floats, wave: Floats) -> float:
    left = float(np.sum((rr_ms - wave) ** 2))
    return max(0.0, 1 - left / float(np.sum((rr_ms - rr_ms.mean()) ** 2)))


def _fit(time_s: Floats, rr_ms: Floats, pace_hz: float) -> tuple[complex, Floats]:
    terms = _terms(time_s, pace_hz)
    found = np.linalg.lstsq(terms, rr_ms, rcond=None)[0]
    return complex(found[1], found[2]), terms @ found


def _terms(time_s: Floats, pace_hz: float) -> Floats:
    turn = 2 * np.pi * pace_hz * time_s
    return np.column_stack([np.ones_like(turn), np.cos(turn), np.sin(turn)])


def _in_step(time_s: Floats, rr_ms: Floats, pace_hz: float) -> float | None:
    breath = np.floor((time_s[-1] - time_s) * pace_hz).astype(np.int64)
    starts = np.r_[0, np.flatnonzero(np.diff(breath)) + 1]
    enough = np.diff(np.r_[starts, len(breath)]) >= _BEATS_A_BREATH
    phases = _fit_each(time_s, rr_ms - rr_ms.mean(), pace_hz, starts)[enough]
    phases = phases[np.abs(phases) > 1e-6]
    return float(abs(np.mean(phases / np.abs(phases)))) if len(phases) >= 3 else None


def _fit_each(
    time_s: Floats, rr_ms: Floats, pace_hz: float, starts: NDArray[np.int64]
) -> NDArray[np.complex128]:
    """Return the sines of several breaths, fitted all at once: a live beat cannot wait for six."""
    terms = _terms(time_s, pace_hz)
    products = np.add.reduceat(terms[:, :, None] * terms[:, None, :], starts)
    sums = np.add.reduceat(terms * rr_ms[:, None], starts)
    found = (np.linalg.pinv(products, hermitian=True) @ sums[:, :, None])[:, :, 0]
    return np.asarray(found[:, 1] + 1j * found[:, 2], dtype=np.complex128)

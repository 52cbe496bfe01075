"""Power of the heart's rhythm in the usual bands, in ms², from one gap-free run.

The recipe agrees with Kubios HRV Premium 3.1.0 (docs/decisions/0003-welch-window.md): beat times
are the running sum of RR, a cubic spline at 4 Hz, no detrending but the mean, Hann windows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis import _neurokit
from analysis.stretches import NOTHING_MS2

Floats = NDArray[np.float64]

VLF_HZ = (0.0, 0.04)
LF_HZ = (0.04, 0.15)
HF_HZ = (0.15, 0.40)

RATE_HZ = 4.0
SEGMENT_S = 300.0
ONE_WINDOW_S = 100.0
"""Shorter series are seen through one window: half a window leaks 0.1 Hz into HF."""

_SMOOTHING_HZ = 0.012
_BREATH_HALF_WIDTH_HZ = 0.02
_SLOWEST_BREATH_HZ = 0.045
_SLOW_BREATH_OVER_HF = 4.0
_CLEAR_PART_OF_HF = 1 / 3


def spectrum(rr_ms: Floats) -> tuple[Floats, Floats]:
    """Return the power spectral density of one gap-free run.

    Parameters
    ----------
    rr_ms
        RR intervals in ms, shape (n,), at least 30 s of them.

    Returns
    -------
    frequency_hz, density_ms2_hz
        Both of shape (m,), up to 0.5 Hz.
    """
    samples = resampled(rr_ms)
    if len(samples) < ONE_WINDOW_S * RATE_HZ:
        return _neurokit.periodogram(samples, RATE_HZ)
    return _neurokit.welch(samples, RATE_HZ, SEGMENT_S)


def one_window_spectrum(rr_ms: Floats) -> tuple[Floats, Floats]:
    """Return the power spectral density under one Hann window, however long the run is.

    For live windows: they grow from 60 to 120 s, and a change of method on the way would make
    HF jump from one beat to the next.
    """
    return _neurokit.periodogram(resampled(rr_ms), RATE_HZ)


def resampled(rr_ms: Floats) -> Floats:
    """Return a gap-free run of RR intervals (ms) at an even 4 Hz, by cubic spline."""
    from scipy.interpolate import make_interp_spline  # a quarter of a second to import

    time_s = np.cumsum(rr_ms) / 1000
    even_s = np.arange(time_s[0], time_s[-1], 1 / RATE_HZ)
    # With N = 2 (mod 4) samples neurokit2 silently drops the last quarter of the window.
    even_s = even_s[: len(even_s) // 4 * 4]
    spline = make_interp_spline(time_s, rr_ms, k=3)  # CubicSpline's, in half the time
    return np.asarray(spline(even_s), dtype=np.float64)


def band_power_ms2(frequency_hz: Floats, density: Floats, band_hz: tuple[float, float]) -> float:
    """Return the power between two frequencies (ms²), interpolating at both edges."""
    low, high = band_hz
    inside = (frequency_hz > low) & (frequency_hz < high)
    edges = np.interp(band_hz, frequency_hz, density)
    hz = np.concatenate(([low], frequency_hz[inside], [high]))
    power = np.concatenate((edges[:1], density[inside], edges[1:]))
    return float(np.trapezoid(power, hz))


def vlf_power_ms2(frequency_hz: Floats, density: Floats) -> float:
    """Return the power below 0.04 Hz (ms²) of a Welch `spectrum`, as Kubios reads it.

    At the frequencies that a segment has of its own, 0 among them, which holds what drifts more
    slowly than a segment lasts. Those in between are one-sided: next to 0 they hold it twice.
    """
    return band_power_ms2(frequency_hz[::2], density[::2], VLF_HZ)


def breathing_hz(frequency_hz: Floats, density: Floats) -> float | None:
    """Estimate the breathing frequency (Hz) from the heart's spectrum alone.

    A slow breath towers over everything: one LF peak with four times the power of all of HF.
    Otherwise it is the highest HF peak, if a third of HF lies within 0.02 Hz of it. Blood
    pressure waves at 0.1 Hz look alike, so where neither holds there is no estimate; nor is there
    one where nothing varies.
    """
    if float(np.trapezoid(density, frequency_hz)) <= NOTHING_MS2:
        return None
    smooth = _smoothed(frequency_hz, density)
    hf_ms2 = band_power_ms2(frequency_hz, density, HF_HZ)
    slow = _highest_peak(frequency_hz, smooth, (_SLOWEST_BREATH_HZ, HF_HZ[0]))
    if slow and _power_near(frequency_hz, density, slow) >= _SLOW_BREATH_OVER_HF * hf_ms2:
        return slow
    usual = _highest_peak(frequency_hz, smooth, HF_HZ)
    if usual and _power_near(frequency_hz, density, usual) >= _CLEAR_PART_OF_HF * hf_ms2:
        return usual
    return None


def hf_caveat(breath_hz: float | None) -> str:
    """Return one plain line when HF does not hold the breath's wave, else nothing.

    Parameters
    ----------
    breath_hz
        The pacer's frequency, or the breath's as estimated; None when neither is known.
    """
    if breath_hz is None or breath_hz >= HF_HZ[0]:
        return ""
    return "HF covers 9–24 breaths a minute; this breath is slower, so HF is not the breath's wave."


def _power_near(frequency_hz: Floats, density: Floats, peak_hz: float) -> float:
    around = (peak_hz - _BREATH_HALF_WIDTH_HZ, peak_hz + _BREATH_HALF_WIDTH_HZ)
    return band_power_ms2(frequency_hz, density, around)


def _smoothed(frequency_hz: Floats, density: Floats) -> Floats:
    """Return what is as high as a smoothed density, up to a factor; where peaks are is the same."""
    apart = (frequency_hz[:, None] - frequency_hz[None, :]) / _SMOOTHING_HZ
    weight = np.exp(-0.5 * apart**2)
    return np.asarray(weight @ density, dtype=np.float64)


def _highest_peak(
    frequency_hz: Floats, smooth: Floats, band_hz: tuple[float, float]
) -> float | None:
    middle = smooth[1:-1]
    is_peak = (middle > smooth[:-2]) & (middle >= smooth[2:])
    inside = (frequency_hz[1:-1] >= band_hz[0]) & (frequency_hz[1:-1] <= band_hz[1])
    at = np.flatnonzero(is_peak & inside)
    return float(frequency_hz[1 + at[np.argmax(middle[at])]]) if at.size else None

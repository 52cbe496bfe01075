"""Frequency domain, beside scipy alone, closed forms and Kubios."""

import numpy as np
import pytest
from scipy.interpolate import CubicSpline
from scipy.signal import welch

from analysis import frequency_domain as fd
from analysis import hf_caveat, measure
from tests.made_hearts import (
    REAL_RESTS,
    SHARED,
    Floats,
    needs_shared,
    rest_of,
    resting_rr,
    sine_rr,
    within,
)


def by_scipy(rr_ms: Floats, segment_s: float, band_hz: tuple[float, float]) -> float:
    """Return band power with scipy and numpy only, integrating on a fine grid."""
    time_s = np.cumsum(rr_ms) / 1000
    even_s = np.arange(time_s[0], time_s[-1], 0.25)
    even_s = even_s[: len(even_s) // 4 * 4]
    samples = CubicSpline(time_s, rr_ms)(even_s)
    length = min(int(segment_s * 4), len(samples))
    hz, density = welch(
        samples - samples.mean(),
        fs=4,
        window="hann",
        nperseg=length,
        nfft=2 * length,
        detrend=False,
    )
    grid = np.linspace(*band_hz, 20_001)
    return float(np.mean(np.interp(grid, hz, density)) * (band_hz[1] - band_hz[0]))


def power(rr_ms: Floats, band_hz: tuple[float, float]) -> float:
    """Return band power as reports have it."""
    return fd.band_power_ms2(*fd.spectrum(rr_ms), band_hz)


@pytest.mark.parametrize("name", REAL_RESTS)
@pytest.mark.parametrize("band_hz", [fd.LF_HZ, fd.HF_HZ])
def test_five_minutes_agree_with_scipy_alone(name: str, band_hz: tuple[float, float]) -> None:
    """Three half-overlapping Hann segments of half the length each."""
    rr_ms = rest_of(name)
    samples = len(fd.resampled(rr_ms))
    assert power(rr_ms, band_hz) == pytest.approx(by_scipy(rr_ms, samples / 8, band_hz), rel=0.002)


@pytest.mark.parametrize("name", REAL_RESTS)
def test_one_minute_agrees_with_scipy_alone(name: str) -> None:
    """One Hann window over everything."""
    rr_ms = within(rest_of(name), 0, 60)
    assert power(rr_ms, fd.HF_HZ) == pytest.approx(by_scipy(rr_ms, 60, fd.HF_HZ), rel=0.01)


def test_a_made_hour_agrees_with_scipy_alone() -> None:
    """Segments of 300 s that overlap by half, as Kubios has them."""
    rr_ms = resting_rr(3600, seed=11)
    for band_hz in (fd.LF_HZ, fd.HF_HZ):
        assert power(rr_ms, band_hz) == pytest.approx(by_scipy(rr_ms, 300, band_hz), rel=0.002)


KUBIOS = {
    1: (2725.9687, 2776.5983, 1606.9120),
    2: (3212.6545, 1541.1816, 2779.8822),
    3: (4151.8983, 2490.0606, 1200.7427),
}


@pytest.mark.parametrize("series", [pytest.param(k, marks=needs_shared) for k in KUBIOS])
def test_within_half_a_percent_of_kubios(series: int) -> None:
    """One real hour each; VLF, LF and HF as Kubios HRV Premium 3.1.0 prints them."""
    rr_ms = np.load(SHARED / "kubios" / f"series_{series}.npy")
    found = measure(rr_ms, artifacts="keep").frequency_domain
    ours = (found["vlf_ms2"], found["lf_ms2"], found["hf_ms2"])
    assert ours == pytest.approx(KUBIOS[series], rel=0.005)


def test_vlf_agrees_with_scipy_alone() -> None:
    """Segments of 300 s at their own frequencies; a drift over the whole hour is counted once."""
    rr_ms = resting_rr(3600, seed=11)
    rr_ms += 30 * np.sin(2 * np.pi * np.linspace(0, 2, len(rr_ms)))
    time_s = np.cumsum(rr_ms) / 1000
    even_s = np.arange(time_s[0], time_s[-1], 0.25)
    samples = CubicSpline(time_s, rr_ms)(even_s[: len(even_s) // 4 * 4])
    hz, density = welch(samples - samples.mean(), 4, nperseg=1200, detrend=False)
    by_hand = np.trapezoid(density[:13], hz[:13])  # 0, 1/300 ... 12/300 = 0.04 Hz
    found = measure(rr_ms, artifacts="keep").frequency_domain["vlf_ms2"]
    assert found == pytest.approx(by_hand, rel=1e-6)


def test_band_power_worked_out_by_hand() -> None:
    """Density 2 up to 0.2 Hz, falling to 0 at 0.3: 0.05 · 2 + 0.1 · 2 / 2 = 0.2 over 0.15-0.40."""
    hz = np.array([0.0, 0.1, 0.2, 0.3, 0.5])
    density = np.array([2.0, 2.0, 2.0, 0.0, 0.0])
    assert fd.band_power_ms2(hz, density, fd.HF_HZ) == pytest.approx(0.2)


@pytest.mark.parametrize("length_s", [60, 120, 300])
@pytest.mark.parametrize("hz", [0.20, 0.25, 0.30])
def test_hf_of_a_pure_wave_is_half_its_amplitude_squared(hz: float, length_s: float) -> None:
    """40 ms swing at 75 bpm: 800 ms², within the 3.5 % that beats sample it with."""
    assert power(sine_rr(hz, 40, length_s), fd.HF_HZ) == pytest.approx(800, rel=0.035)


@pytest.mark.parametrize("length_s", [60, 90, 120, 300])
@pytest.mark.parametrize("phase", [0.0, 2.0, 4.0])
def test_a_pure_slow_breath_leaks_nothing_into_hf(length_s: float, phase: float) -> None:
    """At 0.1 Hz, HF is under a thousandth of LF."""
    rr_ms = sine_rr(0.1, 60, length_s, phase=phase)
    assert power(rr_ms, fd.HF_HZ) < 0.001 * power(rr_ms, fd.LF_HZ)


@pytest.mark.parametrize("name", REAL_RESTS)
def test_one_more_beat_never_changes_hf_by_a_fifth(name: str) -> None:
    """Whatever the number of samples modulo 4, the window moves gently."""
    rr_ms = rest_of(name)
    powers = np.array([power(rr_ms[k : k + 70], fd.HF_HZ) for k in range(160)])
    grown = np.array([power(rr_ms[k : k + 71], fd.HF_HZ) for k in range(160)])
    assert np.max(np.abs(grown / powers - 1)) < 0.2


def test_reading_the_spectrum_in_two_windows_or_one_agrees_on_average() -> None:
    """White noise of 40 ms has 1600 ms² up to half a beat's rate; HF has its fair part of it."""
    rng = np.random.default_rng(5)
    noise = [1000 + rng.normal(0, 40, 110) for _ in range(60)]
    one = np.mean([fd.band_power_ms2(*fd.one_window_spectrum(rr), fd.HF_HZ) for rr in noise])
    several = np.mean([power(rr, fd.HF_HZ) for rr in noise])
    assert one == pytest.approx(several, rel=0.1)


@pytest.mark.parametrize("breath_hz", [0.17, 0.25, 0.33])
def test_the_breath_is_read_from_a_rest(breath_hz: float) -> None:
    """A made rest breathes at a known rate."""
    found = fd.breathing_hz(*fd.spectrum(resting_rr(300, 3, breath_hz)))
    assert found == pytest.approx(breath_hz, abs=0.02)


def test_a_slow_breath_is_read_below_hf() -> None:
    """Six breaths a minute with a large wave."""
    rr_ms = sine_rr(0.1, 60, 300)
    rr_ms += np.random.default_rng(1).normal(0, 5, len(rr_ms))
    assert fd.breathing_hz(*fd.spectrum(rr_ms)) == pytest.approx(0.1, abs=0.01)


def test_without_a_clear_breath_there_is_no_estimate() -> None:
    """White noise breathes at no rate."""
    rr_ms = 850 + np.random.default_rng(2).normal(0, 30, 350)
    assert fd.breathing_hz(*fd.spectrum(rr_ms)) is None


HZ = np.arange(501) / 1000


def line(hz: float, power_ms2: float) -> Floats:
    """Return the density of a narrow peak of so much power."""
    density = np.exp(-0.5 * ((HZ - hz) / 0.002) ** 2)
    return np.asarray(power_ms2 * density / np.trapezoid(density, HZ))


def over_hf(power_ms2: float) -> Floats:
    """Return the density of so much power, spread evenly over HF."""
    return np.where((HZ >= 0.15) & (HZ <= 0.4), power_ms2 / 0.25, 0.0)


@pytest.mark.parametrize(
    ("density", "breath_hz"),
    [
        (line(0.1, 4.1) + line(0.25, 1), 0.1),  # over four times HF: a slow breath
        (line(0.1, 3.9) + line(0.25, 1), 0.25),
        (line(0.25, 0.23) + over_hf(0.77), 0.25),  # 0.23 + 0.77 · 0.04 / 0.25 is over a third
        (line(0.25, 0.19) + over_hf(0.81), None),  # 0.32 of it is less
        (line(0.13, 3.9) + line(0.25, 1), 0.25),  # the skirt of LF is no peak of HF
        (line(0.15, 1), 0.15),
        (line(0.4, 1), 0.4),
        (line(0.2, 1) + line(0.22, 1), 0.21),  # too near each other to be two
        (line(0.2, 1) + line(0.25, 1.2), 0.25),
    ],
)
def test_a_breath_is_a_peak_that_is_clear(density: Floats, breath_hz: float | None) -> None:
    """Spectra made by hand, of narrow peaks and an even floor."""
    assert fd.breathing_hz(HZ, density) == breath_hz


def test_a_series_is_seen_through_one_window_up_to_100_s() -> None:
    """101 beats of a second have 400 samples at 4 Hz, 100 have 396."""
    rr_ms = 1000 + np.random.default_rng(1).permutation(np.linspace(-20, 20, 101))
    for rr, one in ((rr_ms - rr_ms.mean() + 1000, False), (np.r_[rr_ms[:99], 1000.0], True)):
        assert np.array_equal(fd.spectrum(rr)[1], fd.one_window_spectrum(rr)[1]) is one


@needs_shared
def test_a_real_slow_breather_is_read_at_the_right_rate() -> None:
    """A Polar H10 recording: minute 0-1 at 0.159 Hz, then slow breathing at 0.065-0.077 Hz."""
    rr_ms = np.loadtxt(SHARED / "paced" / "dhyb_polarH10_ibi.csv", delimiter=",")[:, 1]
    quick = fd.breathing_hz(*fd.spectrum(within(rr_ms, 0, 60)))
    slow = fd.breathing_hz(*fd.spectrum(within(rr_ms, 60, 360)))
    assert quick == pytest.approx(0.159, abs=0.01)
    assert slow == pytest.approx(0.071, abs=0.01)


def test_the_caveat_is_said_below_nine_breaths_a_minute_only() -> None:
    """At 4/6 it is one line; at 0.15 Hz, above, and with no breath known, there is none."""
    assert "slower" in hf_caveat(0.1)
    assert "\n" not in hf_caveat(0.1)
    assert hf_caveat(0.15) == hf_caveat(0.25) == hf_caveat(None) == ""

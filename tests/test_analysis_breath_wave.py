"""The wave at the pacer's frequency, beside closed forms and an independent fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from analysis.breath_wave import IN_STEP_ABOVE, BreathWave, breath_wave, mean_breath_wave
from tests.made_hearts import SHARED, Floats, needs_shared, resting_rr, sine_rr, within


def wave_of(rr_ms: Floats, pace_hz: float = 0.1) -> BreathWave:
    """Measure one window that begins at 0 s."""
    return breath_wave(np.cumsum(rr_ms) / 1000, rr_ms, pace_hz)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.07, 0.12),
    st.floats(5, 150),
    st.floats(700, 1100),
    st.floats(0, 6.28),
)
def test_a_pure_wave_is_measured_exactly(hz: float, a_ms: float, mean: float, phase: float) -> None:
    """RR = m + A·sin(2πft): 2A peak to trough, all of the variance, all breaths in step."""
    wave = wave_of(sine_rr(hz, a_ms, 6 / hz, mean, phase), hz)
    assert wave.amplitude_ms == pytest.approx(2 * a_ms, rel=0.001)
    assert wave.share_pct == pytest.approx(100, abs=0.1)
    assert wave.in_step == pytest.approx(1, abs=0.001)


def test_the_fit_agrees_with_scipys() -> None:
    """Scipy's own least squares finds the same amplitude and leaves the same rest."""
    rr_ms = resting_rr(60, 4)
    time_s = np.cumsum(rr_ms) / 1000

    def sine(t: Floats, mean: float, size: float, phase: float) -> Floats:
        return mean + size * np.sin(2 * np.pi * 0.1 * t + phase)

    found, _ = curve_fit(sine, time_s, rr_ms, p0=[850, 20, 0.5])
    wave = breath_wave(time_s, rr_ms, 0.1)
    assert wave.amplitude_ms == pytest.approx(2 * abs(found[1]), rel=1e-4)
    left = np.var(rr_ms - sine(time_s, *found)) / np.var(rr_ms)
    assert wave.share_pct == pytest.approx(100 * (1 - left), abs=0.01)


def test_a_wave_worked_out_by_hand() -> None:
    """Four beats a breath at its turns: 900, 1000, 900, 800 is a sine of 100 ms about 900."""
    time_s = np.linspace(0.25, 3.0, 12)
    wave = breath_wave(time_s, np.tile([1000.0, 900.0, 800.0, 900.0], 3), 1.0)
    assert wave.amplitude_ms == pytest.approx(200)
    assert wave.share_pct == pytest.approx(100)
    assert wave.in_step == pytest.approx(1)  # back from the last beat, four in each breath


def test_a_small_wave_has_a_phase_too() -> None:
    """Half a millisecond of swing is in step as well as a hundred."""
    time_s = np.linspace(0.25, 3.0, 12)
    wave = breath_wave(time_s, np.tile([900.5, 900.0, 899.5, 900.0], 3), 1.0)
    assert wave.in_step == pytest.approx(1)


def test_breaths_a_third_of_a_turn_apart_are_not_in_step() -> None:
    """Three directions, evenly around the circle, have no mean."""
    time_s = np.linspace(0.25, 3.0, 12)
    phase = np.repeat([0.0, 2 * np.pi / 3, 4 * np.pi / 3], 4)
    wave = breath_wave(time_s, 900 + 100 * np.cos(2 * np.pi * time_s + phase), 1.0)
    assert wave.in_step == pytest.approx(0, abs=1e-9)


def test_a_perfectly_even_heart_has_no_wave() -> None:
    """No variance to share, and no phase to be in step with, however the mean is rounded."""
    wave = wave_of(np.full(60, 1131.3))
    assert wave.amplitude_ms == pytest.approx(0, abs=1e-6)
    assert wave.share_pct is None
    assert wave.in_step is None


def test_a_gap_does_no_harm() -> None:
    """Ten seconds lost in the middle leave a pure wave pure."""
    rr_ms = sine_rr(0.1, 50, 60)
    time_s = np.cumsum(rr_ms) / 1000
    there = (time_s < 20) | (time_s > 30)
    assert breath_wave(time_s[there], rr_ms[there], 0.1).amplitude_ms == pytest.approx(100)


def test_white_noise_has_a_small_share() -> None:
    """Under a tenth of the variance of noise lies at the pacer's frequency, on average."""
    rng = np.random.default_rng(8)
    shares = [wave_of(1000 + rng.normal(0, 40, 60)).share_pct or 0 for _ in range(200)]
    assert np.mean(shares) < 10


def test_noise_is_in_step_in_at_most_a_tenth_of_windows() -> None:
    """What six breaths reach by chance."""
    rng = np.random.default_rng(9)
    steps = [wave_of(1000 + rng.normal(0, 40, 60)).in_step or 0 for _ in range(300)]
    assert np.mean(np.array(steps) > IN_STEP_ABOVE) <= 0.1


@needs_shared
@pytest.mark.parametrize("series", range(1, 6))
def test_a_real_unpaced_hour_is_in_step_in_at_most_a_tenth_of_windows(series: int) -> None:
    """Sixty windows of an hour with no pacer."""
    rr_ms = np.load(SHARED / "kubios" / f"series_{series}.npy")
    steps = [wave_of(within(rr_ms, s, s + 60)).in_step or 0 for s in range(0, 3480, 60)]
    assert np.mean(np.array(steps) > IN_STEP_ABOVE) <= 0.1


@needs_shared
def test_a_real_slow_breather_is_in_step_with_her_own_rate_only() -> None:
    """A Polar H10 recording, minute 3: at 0.065 Hz in step, at 0.1 Hz not."""
    rr_ms = np.loadtxt(SHARED / "paced" / "dhyb_polarH10_ibi.csv", delimiter=",")[:, 1]
    slow = within(rr_ms, 180, 240)
    own, other = wave_of(slow, 0.065), wave_of(slow, 0.1)
    assert own.in_step is not None
    assert own.in_step > IN_STEP_ABOVE > (other.in_step or 0)
    assert (own.share_pct or 0) > 40 > 10 > (other.share_pct or 0)


def test_a_phase_that_wanders_does_not_cancel_the_mean_wave() -> None:
    """Two minutes of the same wave, the second half upside down: still 100 ms."""
    rr_ms = np.r_[sine_rr(0.1, 50, 59.5), sine_rr(0.1, 50, 59.5, phase=np.pi)]
    wave = mean_breath_wave(rr_ms, 0.1)
    assert wave is not None
    assert wave.amplitude_ms == pytest.approx(100, rel=0.05)


def test_less_than_six_breaths_have_no_mean_wave() -> None:
    """Half a minute at 0.1 Hz."""
    assert mean_breath_wave(sine_rr(0.1, 50, 30), 0.1) is None
    assert mean_breath_wave(np.empty(0), 0.1) is None


def breaths(count: int, size_ms: float) -> Floats:
    """Return so many breaths of four beats, which last 4 s together."""
    return np.tile([1000 - size_ms, 1000.0, 1000 + size_ms, 1000.0], count)


def test_the_mean_wave_is_that_of_windows_of_six_breaths() -> None:
    """At 0.25 Hz, 24 s each: a beat that ends with a window is its last one."""
    rr_ms = np.r_[breaths(6, 50), breaths(6, 100)]
    end_s = np.cumsum(rr_ms) / 1000
    halves = [breath_wave(end_s[half], rr_ms[half], 0.25) for half in (slice(24), slice(24, 48))]
    wave = mean_breath_wave(rr_ms, 0.25)
    assert wave is not None
    assert wave.amplitude_ms == np.mean([half.amplitude_ms for half in halves])
    assert wave.share_pct == np.mean([half.share_pct or 0 for half in halves])
    assert wave.in_step == np.mean([half.in_step or 0 for half in halves])


@pytest.mark.parametrize(("beats", "windows"), [(36, 1), (46, 1), (47, 2), (48, 2)])
def test_a_window_may_lack_its_last_beats_but_no_more_than_a_twelfth(
    beats: int, windows: int
) -> None:
    """At 0.25 Hz it has 24 s: the second lasts until 48 s, and 46 beats until 45.9 s."""
    rr_ms = np.r_[breaths(6, 50), breaths(6, 100)][:beats]
    first = mean_breath_wave(rr_ms[:24], 0.25)
    wave = mean_breath_wave(rr_ms, 0.25)
    assert wave is not None
    assert first is not None
    assert (wave.amplitude_ms == first.amplitude_ms) is (windows == 1)


@pytest.mark.parametrize(("rr_ms", "measured"), [([1500.0] * 4, True), ([2000.0] * 3, False)])
def test_a_window_needs_four_beats(rr_ms: list[float], measured: bool) -> None:
    """A sine and a mean have three unknowns; six breaths of a second, and few beats in them."""
    assert (mean_breath_wave(np.array(rr_ms), 1.0) is not None) is measured


def test_windows_without_a_share_do_not_count_in_its_mean() -> None:
    """Six even breaths have a wave of 0, and neither share nor phase."""
    wave = mean_breath_wave(np.r_[breaths(6, 0), breaths(6, 100)], 0.25)
    alone = mean_breath_wave(breaths(6, 100), 0.25)
    even = mean_breath_wave(breaths(12, 0), 0.25)
    assert wave is not None
    assert alone is not None
    assert even is not None
    assert wave.amplitude_ms == pytest.approx(alone.amplitude_ms / 2)
    assert wave.share_pct == pytest.approx(alone.share_pct)
    assert wave.in_step == pytest.approx(alone.in_step)
    assert (even.share_pct, even.in_step) == (None, None)


def test_the_mean_of_a_pure_wave_is_exact() -> None:
    """Beats lie where they ended, in seconds."""
    wave = mean_breath_wave(sine_rr(0.1, 50, 61), 0.1)
    assert wave is not None
    assert wave.share_pct == pytest.approx(100, abs=1e-6)

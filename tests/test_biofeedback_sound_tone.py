"""The tone of a breath: it follows the pacer, is soft, bounded, and has no seams."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from biofeedback.sound.tone import LOUDEST, breath_tone, pitch_hz, trace_fullness
from practices.breathing import BreathPattern
from tests.sound_card import Samples, heard_fullness

RATE_HZ = 16_000
halves = st.integers(4, 14).map(lambda n: n / 2)
holds = st.integers(0, 8).map(lambda n: n / 2)
patterns = st.builds(BreathPattern, halves, halves, holds, holds)


def traced(pattern: BreathPattern, start_s: float, end_s: float) -> Samples:
    """Return the pacer's breath, sample by sample."""
    frames = round((end_s - start_s) * RATE_HZ)
    return trace_fullness(lambda at_s: pattern.at(at_s).fullness, start_s, end_s, frames)


def test_a_fifth_from_empty_to_full() -> None:
    """220 Hz is a, 330 Hz the e' above it; half a breath is the pitch between, to the ear."""
    expected = [220.0, np.sqrt(220.0 * 330.0), 330.0]
    assert pitch_hz(np.array([0.0, 0.5, 1.0])) == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(patterns, st.floats(0, 12 * 3600))
def test_the_pitch_follows_the_pacer(pattern: BreathPattern, start_s: float) -> None:
    """At every moment of any breath, even after hours, what is heard is the pacer's fullness."""
    end_s = start_s + pattern.cycle_s + 2.0
    samples, _ = breath_tone(traced(pattern, start_s, end_s), rate_hz=RATE_HZ)
    heard = heard_fullness(samples, RATE_HZ)[50:-50]  # the filter has no ends
    asked_s = start_s + (np.arange(heard.size) + 50) / 100
    drawn = [pattern.at(at_s).fullness for at_s in asked_s.tolist()]
    assert np.abs(heard - drawn).max() < 0.05


@settings(max_examples=30, deadline=None)
@given(patterns, st.lists(st.integers(1, 5000), min_size=1, max_size=8))
def test_pieces_make_a_whole(pattern: BreathPattern, lengths: list[int]) -> None:
    """However the sound card cuts the time, no sample differs from one long piece."""
    fullness = traced(pattern, 0.0, 3.0)
    cuts = [0, *np.minimum(np.cumsum(lengths), fullness.size).tolist(), fullness.size]
    whole, _ = breath_tone(fullness, rate_hz=RATE_HZ)
    cycles, pieces = 0.0, []
    for begin, end in pairwise(cuts):
        piece, cycles = breath_tone(fullness[begin:end], rate_hz=RATE_HZ, cycles=cycles)
        pieces.append(piece)
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(patterns)
def test_loudness_is_bounded_and_swells_with_the_breath(pattern: BreathPattern) -> None:
    """No peak passes the bound; full lungs are louder than empty ones, which are never silent."""
    samples, _ = breath_tone(traced(pattern, 0.0, pattern.cycle_s), rate_hz=RATE_HZ)
    assert np.abs(samples).max() <= LOUDEST
    full_at = round(pattern.inhale_s * RATE_HZ)
    quarter = RATE_HZ // 4
    empty, full = samples[:quarter], samples[full_at - quarter : full_at]
    assert 0.02 < np.std(empty) < np.std(full) < LOUDEST


def test_the_timbre_is_warm() -> None:
    """Nine tenths of the power lie in the fundamental, and next to nothing above 1.2 kHz."""
    samples, _ = breath_tone(traced(BreathPattern(), 0.0, 10.0), rate_hz=RATE_HZ)
    frequency_hz, power = signal.welch(samples, RATE_HZ, nperseg=4096)
    assert power[frequency_hz < 400].sum() > 0.9 * power.sum()
    assert power[frequency_hz > 1200].sum() < 1e-6 * power.sum()

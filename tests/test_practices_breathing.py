"""The pacer: continuous, exact over hours, a function of time alone."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.breathing import PRESETS, BreathPattern, BreathPhase, parse_pattern, write_pattern

halves = st.integers(2, 14).map(lambda n: n / 2)
holds = st.integers(0, 8).map(lambda n: n / 2)
lengths = st.tuples(halves, halves, holds, holds).filter(lambda parts: sum(parts) >= 3)
patterns = lengths.map(lambda parts: BreathPattern(*parts))
hours = st.floats(0, 12 * 3600)


def test_four_in_six_out_by_hand() -> None:
    """Half full after 2 s, full at 4 s, half empty at 7 s, empty at 10 s, in the second breath."""
    pattern = BreathPattern()
    assert pattern.frequency_hz == pytest.approx(0.1)
    assert pattern.breaths_per_min == pytest.approx(6)
    assert pattern.describe() == "4 s in · 6 s out"
    for time_s, phase, fullness, remaining_s, breath in (
        (0, BreathPhase.INHALE, 0, 4, 0),
        (1, BreathPhase.INHALE, (1 - math.sqrt(0.5)) / 2, 3, 0),
        (2, BreathPhase.INHALE, 0.5, 2, 0),
        (4, BreathPhase.EXHALE, 1, 6, 0),
        (7, BreathPhase.EXHALE, 0.5, 3, 0),
        (10, BreathPhase.INHALE, 0, 4, 1),
        (36_004, BreathPhase.EXHALE, 1, 6, 3600),
    ):
        moment = pattern.at(time_s)
        assert (moment.phase, moment.breath) == (phase, breath)
        assert (moment.fullness, moment.remaining_s) == pytest.approx((fullness, remaining_s))


@given(patterns, hours)
def test_the_breath_never_jumps(pattern: BreathPattern, time_s: float) -> None:
    """A half-cosine over d seconds moves at most pi/(2d) a second; in 10 ms no more than that."""
    steepest = math.pi / 2 / min(pattern.inhale_s, pattern.exhale_s)
    moved = abs(pattern.at(time_s + 0.01).fullness - pattern.at(time_s).fullness)
    assert moved <= steepest * 0.01 + 1e-9


@given(patterns, st.floats(0, 30), st.integers(0, 4000))
def test_every_breath_is_the_same_even_hours_later(
    pattern: BreathPattern, time_s: float, breaths: int
) -> None:
    """Whole cycles later the lungs are as full, and the count has gone up by as many."""
    now, later = pattern.at(time_s), pattern.at(time_s + breaths * pattern.cycle_s)
    assert later.fullness == pytest.approx(now.fullness, abs=1e-8)
    assert later.breath - now.breath in {breaths, breaths + 1, breaths - 1}


@given(patterns, hours)
def test_a_phase_ends_when_it_said_it_would(pattern: BreathPattern, time_s: float) -> None:
    """Just after ``remaining_s`` another phase has begun; just before, it is still this one."""
    moment = pattern.at(time_s)
    assert 0 < moment.remaining_s <= 30
    assert 0 <= moment.fullness <= 1
    if moment.remaining_s > 0.01:
        assert pattern.at(time_s + moment.remaining_s - 0.005).phase is moment.phase
    assert pattern.at(time_s + moment.remaining_s + 0.005).phase is not moment.phase


@given(st.floats(-100, -0.001))
def test_before_the_first_breath_the_lungs_wait(time_s: float) -> None:
    """During the lead-in the pacer rests, and tells how long it will."""
    moment = BreathPattern().at(time_s)
    assert (moment.fullness, moment.breath) == (0.0, -1)
    assert moment.remaining_s == -time_s


@pytest.mark.parametrize(
    "lengths_s", [(4.2, 6), (0, 6), (4, -1), (1, 0.5), (20, 20), (math.nan, 6), (4, math.inf)]
)
def test_a_breath_that_is_not_offered_is_refused(lengths_s: tuple[float, float]) -> None:
    """Half-second steps, 3 to 30 s a breath."""
    with pytest.raises(ValueError, match=r"\.$"):
        BreathPattern(*lengths_s)


def test_a_breath_can_be_written_down() -> None:
    """In and out, or with both holds, in the order in which they come."""
    assert parse_pattern("4/6") == PRESETS[0]
    pattern = parse_pattern("4/1/6/0.5")
    assert pattern == BreathPattern(4, 6, hold_full_s=1, hold_empty_s=0.5)
    assert pattern.describe() == "4 s in · 1 s hold · 6 s out · 0.5 s hold"
    for text in ("", "4", "4/6/2", "slow", "4/6/"):
        with pytest.raises(ValueError, match="is no breath"):
            parse_pattern(text)


@given(patterns)
def test_a_breath_is_read_as_it_was_written(pattern: BreathPattern) -> None:
    """Whatever its parts; the usual one as people write it."""
    assert parse_pattern(write_pattern(pattern)) == pattern
    assert write_pattern(BreathPattern()) == "4/6"

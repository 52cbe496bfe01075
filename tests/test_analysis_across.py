"""Across sittings: by hand, against scipy, and by histories whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analysis.across import Effect, Highlight, mean_effect, settling_practice
from analysis.compare import Refusal

SEATED_SD = 0.21  # of Δln RMSSD: a seated retest varies by 10-21 %, twice


def history(
    rng: np.random.Generator, practices: int, each: int, effect: float
) -> dict[str, list[float]]:
    """Return ratios; the first practice has this effect, the others none."""
    return {
        str(number): list(np.exp(rng.normal(effect * (number == 0), SEATED_SD, each)))
        for number in range(practices)
    }


def test_six_equal_signs_by_hand() -> None:
    """Of 2^6 sign flips two are as far from nothing: 2/64; the mean is that of the logarithms."""
    found = mean_effect([1.1, 1.2, 1.3, 1.25, 1.15, 1.05])
    assert isinstance(found, Effect)
    assert found.p_value == pytest.approx(2 / 64)
    assert found.ratio == pytest.approx((1.1 * 1.2 * 1.3 * 1.25 * 1.15 * 1.05) ** (1 / 6))
    assert found.sittings == 6


@pytest.mark.parametrize("count", [6, 9, 12])
def test_the_probability_is_that_of_scipys_permutation_test(count: int) -> None:
    """Which turns the signs in all ways there are."""
    changes = np.random.default_rng(count).normal(0.15, 0.3, count)
    found = mean_effect(np.exp(changes))
    assert isinstance(found, Effect)
    theirs = stats.permutation_test(
        (changes,), np.mean, permutation_type="samples", n_resamples=2**count
    )
    assert found.p_value == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize("count", [7, 13, 30])
def test_the_interval_holds_what_the_test_does_not_reject(count: int) -> None:
    """Moved so that no change lies just inside or outside of it: p is over 0.05, or is not."""
    changes = np.random.default_rng(count).normal(0.1, 0.3, count)
    found = mean_effect(np.exp(changes))
    assert isinstance(found, Effect)
    assert found.low < found.ratio < found.high
    for edge, inwards in ((math.log(found.low), 1e-6), (math.log(found.high), -1e-6)):
        inside, outside = (mean_effect(np.exp(changes - edge - s * inwards)) for s in (1, -1))
        assert isinstance(inside, Effect)
        assert isinstance(outside, Effect)
        assert inside.p_value > 0.05 >= outside.p_value


def test_the_interval_is_about_as_wide_as_students() -> None:
    """Where the changes are normal, no shape is assumed at little cost: within a fifth."""
    changes = np.random.default_rng(3).normal(0.1, 0.3, 17)
    found = mean_effect(np.exp(changes))
    assert isinstance(found, Effect)
    half = stats.t.ppf(0.975, 16) * changes.std(ddof=1) / math.sqrt(17)
    assert math.log(found.high / found.low) == pytest.approx(2 * half, rel=0.2)


def test_no_change_at_all_is_no_effect() -> None:
    """Every sitting ends as it began."""
    assert mean_effect([1.0] * 8) == Effect(8, 1.0, 1.0, 1.0, 1.0)


def test_without_an_effect_the_interval_misses_one_in_twenty() -> None:
    """400 histories of 8, 12 and 20 sittings: 1 lies outside in at most 7 % (chance allows 7.2)."""
    rng = np.random.default_rng(5)
    effects = [
        mean_effect(np.exp(rng.normal(0, 0.3, (8, 12, 20)[turn % 3]))) for turn in range(400)
    ]
    missed = [isinstance(e, Effect) and not e.low <= 1 <= e.high for e in effects]
    assert 0.01 <= np.mean(missed) <= 0.072


@pytest.mark.parametrize("count", range(6))
def test_below_six_sittings_nothing_is_said(count: int) -> None:
    """However large the change; and how many are missing is said."""
    found = mean_effect([2.0 + 0.1 * k for k in range(count)])
    assert found == Refusal(f"needs 6 sittings, {count} so far")


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.nan, math.inf])
def test_what_is_no_ratio_is_an_error(ratio: float) -> None:
    """It would become a number."""
    with pytest.raises(ValueError, match="over 0"):
        mean_effect([1.0, ratio])


def test_below_five_sittings_each_no_practice_is_named() -> None:
    """One practice, or a second with four sittings, is not enough."""
    many = [1.5, 1.6, 1.4, 1.55, 1.45, 1.5]
    for history_ in ({}, {"a": many}, {"a": many, "b": [0.9, 0.8, 0.85, 0.95]}):
        assert settling_practice(history_) == Refusal("needs 5 sittings with each of two practices")


def test_the_better_practice_is_named_with_its_sizes() -> None:
    """Two practices far apart: the geometric means by hand."""
    found = settling_practice({"a": [1.4, 1.5, 1.6, 1.45, 1.55], "b": [1.0, 0.9, 1.1, 0.95, 1.05]})
    assert isinstance(found, Highlight)
    assert found.practice == "a"
    assert found.ratio == pytest.approx((1.4 * 1.5 * 1.6 * 1.45 * 1.55) ** 0.2)
    assert found.others_ratio == pytest.approx((1.0 * 0.9 * 1.1 * 0.95 * 1.05) ** 0.2)
    assert found.sittings == 5


def test_the_least_bad_is_not_called_settling() -> None:
    """All fall: none of them is held up."""
    falls = {"a": [0.95, 0.97, 0.93, 0.96, 0.94], "b": [0.5, 0.52, 0.48, 0.51, 0.49]}
    assert isinstance(settling_practice(falls), Refusal)


def test_where_nothing_differs_nothing_is_highlighted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In at least 95 % of 400 histories, with two to four practices."""
    monkeypatch.setattr("analysis.across.RESAMPLES", 499)
    rng = np.random.default_rng(11)
    named = [
        isinstance(settling_practice(history(rng, 2 + turn % 3, 10, 0.0)), Highlight)
        for turn in range(400)
    ]
    assert np.mean(named) <= 0.05


@pytest.mark.parametrize("practices", [2, 4])
def test_a_true_effect_of_forty_percent_is_found(
    practices: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ten sittings each, in at least 80 % of 200 histories, and the right practice."""
    monkeypatch.setattr("analysis.across.RESAMPLES", 499)
    rng = np.random.default_rng(12)
    outcomes = [settling_practice(history(rng, practices, 10, math.log(1.4))) for _ in range(200)]
    assert np.mean([isinstance(o, Highlight) and o.practice == "0" for o in outcomes]) >= 0.8

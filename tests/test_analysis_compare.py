"""Before and after: a change, or the reason why there is none."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Change, Measured, Refusal, compare, equal_rests, measure, own_noise_band
from analysis.noise_band import PUBLISHED_BAND, PUBLISHED_HF_BAND
from tests.made_hearts import resting_rr, sine_rr, within

BEFORE = measure(resting_rr(300, 3))
AFTER = measure(resting_rr(300, 5))


def changed(before: Measured, after: Measured) -> Change:
    """Compare, knowing that it may be done."""
    change = compare(before, after)
    assert isinstance(change, Change)
    return change


def refused(before: Measured, after: Measured) -> str:
    """Compare, knowing that it may not be done; return the reason."""
    refusal = compare(before, after)
    assert isinstance(refusal, Refusal)
    return refusal.reason


def test_ratios_are_after_over_before() -> None:
    """Half the swing is half of RMSSD and a quarter of the power."""
    smaller = measure(resting_rr(300, 3, scale=0.5))
    ratios = changed(BEFORE, smaller).ratios
    assert ratios["rmssd_ratio"] == pytest.approx(0.5, rel=0.01)
    assert ratios["hf_ratio"] == pytest.approx(0.25, rel=0.02)
    assert ratios["lf_ratio"] == pytest.approx(0.25, rel=0.02)


def test_a_rest_beside_itself_did_not_change() -> None:
    """Every ratio is 1, the heart rate differs by 0, and that is within the noise."""
    change = changed(BEFORE, BEFORE)
    assert set(change.ratios.values()) == {1.0}
    assert change.mean_hr_difference_bpm == 0
    assert change.within_noise
    assert change.warnings == ()


def test_the_published_band_is_named_and_symmetric_in_ratios() -> None:
    """exp(±1.96 · 0.31): 0.545 to 1.836, worked out by hand."""
    assert (PUBLISHED_BAND.low, PUBLISHED_BAND.high) == pytest.approx((0.5447, 1.8359), abs=5e-4)
    assert PUBLISHED_BAND.source.startswith("published")


def test_logarithms_stand_beside_the_ratios() -> None:
    """By hand: ln 0.5 is -0.693; means and differences over sittings are made of these."""
    change = changed(BEFORE, measure(resting_rr(300, 3, scale=0.5))).as_dict()["change"]
    assert isinstance(change, dict)
    assert change["ln_rmssd_ratio"] == pytest.approx(-0.693, abs=0.01)
    assert change["ln_hf_ratio"] == pytest.approx(math.log(change["hf_ratio"]))


def test_ones_own_band_judges_the_same_change() -> None:
    """Half of RMSSD is common by the published band, and not by that of a steady heart."""
    change = changed(BEFORE, measure(resting_rr(300, 3, scale=0.6)))
    steady, wide = own_noise_band([1.1, 0.9] * 3), own_noise_band([2.5, 0.4] * 3, PUBLISHED_HF_BAND)
    assert change.within_noise
    own = change.beside(steady, wide)
    assert not own.within_noise
    assert (own.noise_band, own.hf_noise_band) == (steady, wide)
    assert own.ratios == change.ratios


def test_the_published_band_of_hf_is_wider() -> None:
    """exp(±1.96 · 0.86): 0.185 to 5.40, worked out by hand; HF's own needs six sittings too."""
    low, high = PUBLISHED_HF_BAND.low, PUBLISHED_HF_BAND.high
    assert (low, high) == pytest.approx((0.1853, 5.396), abs=2e-3)
    assert own_noise_band([1.1] * 5, PUBLISHED_HF_BAND) is PUBLISHED_HF_BAND


def test_power_of_unequal_stretches_is_not_compared() -> None:
    """Equal lengths, but a gap halves one of them: RMSSD has a ratio, HF and LF have none."""
    rr_ms = resting_rr(300, 5)
    change = changed(BEFORE, measure(rr_ms, np.arange(len(rr_ms)) >= len(rr_ms) // 2))
    assert set(change.ratios) == {"rmssd_ratio", "sdnn_ratio"}
    assert any("HF and LF are not compared" in warning for warning in change.warnings)


def test_outside_the_band_is_not_within_noise() -> None:
    """A third of RMSSD lies outside what two rests differ by."""
    assert not changed(BEFORE, measure(resting_rr(300, 3, scale=1 / 3))).within_noise


def test_the_result_is_plain_json_with_the_promised_keys() -> None:
    """No numpy number is left, and the band says where it is from."""
    found = changed(BEFORE, AFTER).as_dict()
    promised = {"before", "after", "change", "noise_band", "within_noise", "warnings"}
    assert set(found) == promised | {"hf_noise_band"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert set(found["noise_band"]) == {"low", "high", "from"}  # type: ignore[call-overload]


def test_a_refusal_is_one_key() -> None:
    """Ready for JSON as well."""
    assert Refusal("because").as_dict() == {"refused": "because"}


def test_unequal_lengths_are_refused() -> None:
    """Five minutes and two."""
    assert "301 s and 120 s" in refused(BEFORE, measure(resting_rr(120, 5)))


def test_a_few_beats_more_are_normal() -> None:
    """Four seconds of three hundred."""
    changed(BEFORE, measure(resting_rr(304, 5)))


def test_under_a_minute_is_refused() -> None:
    """Fifty seconds each."""
    short = [measure(resting_rr(50, seed)) for seed in (3, 5)]
    assert refused(*short) == "the shorter rest lasts 50 s: at least 60 s are needed"


def test_a_nominal_minute_is_compared_and_called_ultra_short() -> None:
    """Its whole beats last a little less than 60 s."""
    rests = [measure(within(resting_rr(70, seed), 0, 60)) for seed in (3, 5)]
    assert any(warning.startswith("ultra-short") for warning in changed(*rests).warnings)


@pytest.mark.parametrize("which", ["before", "after"])
def test_a_paced_stretch_is_never_compared_with_a_rest(which: str) -> None:
    """Whichever of the two it is."""
    paced = measure(sine_rr(0.1, 50, 300), pace_hz=0.1)
    pair = (paced, AFTER) if which == "before" else (BEFORE, paced)
    assert f"the rest {which} was paced" in refused(*pair)


def test_more_than_five_percent_mended_is_refused() -> None:
    """Every fifteenth beat was missed."""
    rr_ms = list(resting_rr(300, 5))
    for at in range(330, 10, -15):
        rr_ms[at : at + 2] = [rr_ms[at] + rr_ms[at + 1]]
    assert "unclear" in refused(BEFORE, measure(rr_ms))


def test_dropouts_count_as_unclear_too() -> None:
    """Every tenth interval is out of range: nothing to correct, much left out."""
    rr_ms = resting_rr(300, 5)
    rr_ms[5::10] = 2500
    assert "unclear" in refused(measure(rr_ms), measure(rr_ms))


def test_a_heart_without_any_variability_has_no_ratio() -> None:
    """Division by nothing is refused, not printed."""
    even = measure(np.full(300, 1000.0))
    assert "no RMSSD" in refused(even, even)


def test_a_breath_that_changed_is_warned_of() -> None:
    """15 a minute before, 20 after."""
    change = changed(BEFORE, measure(resting_rr(300, 5, breath_hz=0.33)))
    assert any("from 15 to 20 a minute" in warning for warning in change.warnings)


def test_a_slow_breath_is_warned_of() -> None:
    """Six a minute without a pacer."""
    slow = measure(sine_rr(0.1, 40, 300))
    assert any("below 9 a minute" in warning for warning in changed(slow, slow).warnings)


def test_a_breath_that_became_slow_is_warned_of_twice() -> None:
    """That it changed, and that HF does not hold it."""
    warnings = " ".join(changed(BEFORE, measure(sine_rr(0.1, 40, 300))).warnings)
    assert "from 15 to 6 a minute" in warnings
    assert "below 9 a minute" in warnings


def test_a_breath_that_cannot_be_read_is_warned_of() -> None:
    """White noise has none."""
    noise = measure(850 + np.random.default_rng(2).normal(0, 30, 353))
    assert any("could not be read" in warning for warning in changed(noise, noise).warnings)


def test_a_measure_that_one_rest_lacks_has_no_ratio() -> None:
    """HF absent before: absent in the change, not 0 and not an error."""
    lacking = replace(BEFORE, frequency_domain={})
    assert "hf_ratio" not in changed(lacking, AFTER).ratios


def test_ones_own_band_needs_six_quiet_sittings() -> None:
    """Until then the published one stands."""
    assert own_noise_band([1.1] * 5) is PUBLISHED_BAND
    own = own_noise_band([1.25, 0.8] * 3)
    assert own.high == pytest.approx(math.exp(1.96 * math.log(1.25)))
    assert own.low == pytest.approx(1 / own.high)
    assert "6 quiet rests" in own.source


@pytest.mark.parametrize("odd", [float("nan"), 0.0, -1.0, float("inf")])
def test_ones_own_band_is_made_of_ratios_only(odd: float) -> None:
    """What is none is refused, as everywhere."""
    with pytest.raises(ValueError, match="has to be over 0"):
        own_noise_band([1.0, 1.1, 0.9, 1.2, 0.8, 1.0, odd])


@given(
    st.lists(st.floats(300, 2000), min_size=1, max_size=80),
    st.lists(st.floats(300, 2000), min_size=1, max_size=80),
)
def test_equal_rests_keep_the_end_and_differ_by_less_than_a_beat(
    first: list[float], second: list[float]
) -> None:
    """Beats go from the start of the longer rest; the shorter one stays whole."""
    kept_first, kept_second = equal_rests(first, second)
    left = sum(first[kept_first]), sum(second[kept_second])
    whole = sum(first), sum(second)
    assert abs(left[0] - left[1]) < 2000
    assert min(left) <= min(whole) + 1e-6
    assert (kept_first.start if whole[0] <= whole[1] else kept_second.start) == 0
    assert (kept_first.stop, kept_second.stop) == (len(first), len(second))


def test_no_practice_is_within_the_band_mostly() -> None:
    """Two rests of one made heart: at least nine in ten pairs lie within the published band."""
    rests = [measure(resting_rr(120, seed)) for seed in range(40)]
    pairs = [compare(a, b) for a, b in zip(rests[::2], rests[1::2], strict=True)]
    assert np.mean([isinstance(pair, Change) and pair.within_noise for pair in pairs]) >= 0.9

"""An RMSSD that few beats make: told or refused, and a rest's own never."""

from dataclasses import replace

import numpy as np
import pytest

from analysis import Change, Measured, Refusal, compare, measure
from analysis.compare import of_few_beats
from tests.artefact_trials import RESTS, parts_of
from tests.few_beat_trials import PUTS, Put, outcome, with_few
from tests.made_hearts import Floats, needs_shared, resting_rr, within

REST = measure(resting_rr(300, 3))


def with_share(share_pct: float) -> Measured:
    """Return a rest whose largest fifth of steps makes so much of its RMSSD."""
    known = {**REST.time_domain, "rmssd_top_fifth_pct": share_pct}
    return replace(REST, time_domain=known)


@pytest.mark.parametrize("which", ["before", "after"])
def test_nearly_all_of_rmssd_by_few_beats_is_refused(which: str) -> None:
    """The reason names the rest."""
    few = with_share(88.0)
    refusal = compare(few, REST) if which == "before" else compare(REST, few)
    assert isinstance(refusal, Refusal)
    assert f"nearly all of RMSSD in the rest {which}" in refusal.reason


@pytest.mark.parametrize("which", ["before", "after"])
def test_most_of_rmssd_by_few_beats_is_warned_of(which: str) -> None:
    """Up to 87.5 %, and from above 80 %."""
    few = with_share(87.5)
    change = compare(few, REST) if which == "before" else compare(REST, few)
    assert isinstance(change, Change)
    said = "which may be sighs, or no heartbeats at all"
    assert change.warnings == (f"most of RMSSD {which} comes from a few beats, {said}",)
    silent = compare(with_share(80.0), with_share(80.0))
    assert isinstance(silent, Change)
    assert silent.warnings == ()


def in_units_of(rr_ms: Floats, unit_ms: float) -> Floats:
    """Return intervals as a strap sends them."""
    return np.asarray(np.round(rr_ms / unit_ms) * unit_ms)


@pytest.mark.parametrize("unit_ms", [1000 / 1024, 1.0, 1000 / 256, 1000 / 128, 10.0])
@pytest.mark.parametrize("scale", [0.05, 0.1, 0.2])
def test_the_steps_of_a_straps_own_unit_are_not_taken_for_few_beats(
    unit_ms: float, scale: float
) -> None:
    """RMSSD of 1 to 7 ms: in coarse units nearly all steps are 0, and the others alike."""
    for seed in range(6):
        found = measure(in_units_of(resting_rr(300, seed, scale=scale), unit_ms))
        assert not of_few_beats(found)


@pytest.mark.parametrize("unit_ms", [1000 / 1024, 1.0, 1000 / 256])
def test_one_odd_beat_in_a_very_quiet_heart_is_not_passed_over(unit_ms: float) -> None:
    """50 ms early, with its pause, where RMSSD is 1.5 ms."""
    rr_ms = resting_rr(300, 3, scale=0.05)
    rr_ms[200:202] += (-50, 50)
    found = measure(in_units_of(rr_ms, unit_ms))
    assert isinstance(compare(found, found), Refusal)


@pytest.mark.parametrize("times", [1 / 3.6, 3.6])
def test_rests_that_differ_as_no_two_of_one_person_do_are_compared_with_a_warning(
    times: float,
) -> None:
    """Whatever made one of them so: it may be in a quarter of all beats, and so in no fifth."""
    lively, quiet = measure(resting_rr(300, 3)), measure(resting_rr(300, 3, scale=1 / 3.6))
    change = compare(*((quiet, lively) if times > 1 else (lively, quiet)))
    assert isinstance(change, Change)
    assert any("more than two rests of one person" in warning for warning in change.warnings)
    less = measure(resting_rr(300, 3, scale=1 / 3.4))
    silent = compare(*((less, lively) if times > 1 else (lively, less)))
    assert isinstance(silent, Change)
    assert not any("of one person" in warning for warning in silent.warnings)


@pytest.mark.parametrize("scale", [0.4, 1.0])
@pytest.mark.parametrize("put", PUTS.values(), ids=PUTS.keys())
def test_few_odd_beats_do_not_pass_for_the_hearts_own(put: Put, scale: float) -> None:
    """RMSSD is less than 1.7 times the true one, or it is said, or nothing is compared."""
    rng = np.random.default_rng(11)
    rr_ms = resting_rr(300, 3, scale=scale)
    for size in (0.18, 0.25, 0.4):
        times, warned = outcome(rr_ms, with_few(rr_ms, put, size, 6, rng))
        assert times is None or warned or times < 1.7
        assert times is None or times < 2.5


@pytest.mark.parametrize("scale", [0.1, 0.4, 1.0])
@pytest.mark.parametrize("length_s", [60, 300])
def test_a_made_rest_of_its_own_is_neither_refused_nor_warned_of(
    scale: float, length_s: float
) -> None:
    """Quiet or lively, of a minute or of five, in the units of a strap."""
    for seed in range(10):
        found = measure(np.round(resting_rr(length_s, seed, scale=scale) * 1.024) / 1.024)
        assert isinstance(compare(found, found), Change)
        assert not of_few_beats(found)


@needs_shared
@pytest.mark.parametrize("name", RESTS)
def test_a_real_rest_is_neither_refused_nor_warned_of(name: str) -> None:
    """Each five minutes of it."""
    for part in parts_of(name):
        found = measure(part)
        assert isinstance(compare(found, found), Change)
        assert not of_few_beats(found)


def sighs(rr_ms: Floats, deep_ms: float) -> Floats:
    """Sigh once a minute: the heart goes faster for three beats, and slower for four."""
    sighed = rr_ms.copy()
    shape = deep_ms * np.array([-0.3, -0.7, -1.0, -0.5, 0.2, 0.6, 0.4, 0.1])
    for start_s in range(30, 300, 60):
        at = int(np.searchsorted(np.cumsum(rr_ms) / 1000, start_s))
        sighed[at : at + len(shape)] += shape
    return sighed


def test_a_sigh_a_minute_is_compared() -> None:
    """As deep as the breath of a rest is, and twice as deep."""
    for deep_ms in (60.0, 120.0):
        found = measure(within(sighs(resting_rr(300, 3), deep_ms), 0, 300))
        assert isinstance(compare(found, found), Change)

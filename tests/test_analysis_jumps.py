"""Artefacts so many that the published rules take them for usual: found by their shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import LiveMeasures, Refusal, compare, measure
from analysis.jumps import jumps_in
from analysis.report import Measured
from tests.made_hearts import (
    REAL_RESTS,
    Floats,
    needs_shared,
    often_early,
    rest_of,
    resting_rr,
    sine_rr,
    twice_at,
)

CLEAN = resting_rr(300, 7)


def rmssd(rr_ms: Floats) -> float:
    """Return RMSSD by its definition."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def passes_wrongly(found: Measured, truth_ms: float, factor: float = 1.25) -> bool:
    """Tell whether an RMSSD that is far off would be compared with another."""
    value = found.time_domain.get("rmssd_ms")
    if value is None or max(value / truth_ms, truth_ms / value) <= factor:
        return False
    return not isinstance(compare(found, found), Refusal)


@pytest.mark.parametrize("early", [0.13, 0.15, 0.2, 0.25, 0.4])
@pytest.mark.parametrize("every", [2, 3, 4, 5, 7, 10, 14, 20])
@pytest.mark.parametrize("name", REAL_RESTS)
def test_frequent_early_beats_with_their_pause_never_pass_as_the_heart(
    name: str, every: int, early: float
) -> None:
    """RMSSD was up to eight times too large, with nothing corrected, and was compared."""
    clean = rest_of(name)
    assert not passes_wrongly(measure(often_early(clean, every, early)), rmssd(clean))


@pytest.mark.parametrize("early", [0.2, 0.25, 0.3, 0.4])
@pytest.mark.parametrize("pause", [0.5, 0.0])
@pytest.mark.parametrize("every", [2, 3, 4, 5])
def test_those_with_half_a_pause_or_none_neither(every: int, pause: float, early: float) -> None:
    """Without a pause an early beat is a dip alone."""
    assert not passes_wrongly(measure(often_early(CLEAN, every, early, pause)), rmssd(CLEAN))


@pytest.mark.parametrize("part", [0.2, 0.3, 0.38, 0.4, 0.42, 0.45, 0.5, 0.6])
@pytest.mark.parametrize("row", [1, 3, 5, 8, 12, 40])
@pytest.mark.parametrize("at", [0, 150])
def test_a_row_heard_twice_costs_itself_and_nothing_else(at: int, row: int, part: float) -> None:
    """At 40 to 60 of an interval they passed, or took the clean half of the rest with them."""
    found = measure(twice_at(CLEAN, at, row, part))
    assert found.time_domain["rmssd_ms"] == pytest.approx(rmssd(CLEAN), rel=0.07)
    assert found.artifacts.left_out <= 2 * row + 6


def test_long_intervals_alone_again_and_again_are_no_breath() -> None:
    """Every fifth is a third longer than its neighbours: RMSSD was five times too large."""
    spoilt = CLEAN.copy()
    spoilt[10:-10:5] *= 1.35
    assert not passes_wrongly(measure(spoilt), rmssd(CLEAN))


@pytest.mark.parametrize("row", [[720, 720, 1080], [792, 792, 1116], [800, 760, 1140]])
@pytest.mark.parametrize("apart", [3, 5, 9])
def test_early_couplets_again_and_again_do_not_pass_as_the_heart(
    row: list[float], apart: int
) -> None:
    """Two short intervals and one pause for both: 159 ms for 21, with nothing corrected."""
    rr_ms = np.tile([900.0] * apart + row, 40)
    rr_ms += np.random.default_rng(1).normal(0, 15, len(rr_ms))
    assert not passes_wrongly(measure(rr_ms), 15 * np.sqrt(2))


def test_one_couplet_is_left_to_the_rules() -> None:
    """As sighs of real hearts have it: 897, 812, 820, 1164, 922."""
    spoilt = CLEAN.copy()
    spoilt[100:104] = 812, 820, 1164, 922
    assert not jumps_in(spoilt).size


def test_one_long_interval_is_a_sigh() -> None:
    """As deep sighs have it in real recordings: up, and half down again."""
    spoilt = CLEAN.copy()
    spoilt[150:152] *= 1.35, 1.1
    assert not jumps_in(spoilt).size


@pytest.mark.parametrize("hz", [0.1, 0.15, 0.2, 0.25])
@pytest.mark.parametrize("amplitude_ms", [50.0, 100.0, 150.0])
@pytest.mark.parametrize("mean_ms", [750.0, 850.0, 1000.0])
def test_a_breath_over_three_beats_or_more_is_no_artefact(
    hz: float, amplitude_ms: float, mean_ms: float
) -> None:
    """To 300 ms from trough to peak, at any phase of the beats."""
    for phase in np.linspace(0, 6, 7):
        assert not jumps_in(sine_rr(hz, amplitude_ms, 120, mean_ms=mean_ms, phase=phase)).size


@needs_shared
@pytest.mark.parametrize("name", ["rest/hrvpy_rest_rri.txt", "rest/hrvpy_test_real_rri.txt"])
def test_real_rests_have_none(name: str) -> None:
    """The deepest dip of these has a pause of a tenth."""
    assert not jumps_in(rest_of(name)).size


def test_live_they_have_no_rmssd_and_the_reason_is_theirs() -> None:
    """Every fourth beat a fifth early: 160 for 29 live, with 0 % corrected. Nothing was lost."""
    live, at_s = LiveMeasures(), 0.0
    for rr in often_early(CLEAN, 4, 0.2)[:200]:
        at_s += rr / 1000
        live.add(at_s, float(rr), 0)
    assert live.latest.rmssd_ms.value is None
    assert live.latest.rmssd_ms.reason.startswith("settling, some beats were unclear")
    assert live.latest.coverage_pct.value == pytest.approx(100)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(300, 2000), max_size=60))
def test_turned_round_the_same_shapes_are_found(rr_list: list[float]) -> None:
    """An early beat with its pause, and a late one, are each other's mirror image.

    Where a dip lies mid-way, its jump is told by the interval after it: one place apart.
    """
    rr_ms = np.array(rr_list)
    there, back = jumps_in(rr_ms).size, jumps_in(rr_ms[::-1]).size
    assert (there == 0) == (back == 0)

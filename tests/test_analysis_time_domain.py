"""Time domain, beside values worked out by hand and Kubios' own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import measure
from analysis import time_domain as td
from tests.made_hearts import SHARED, Floats, needs_shared, resting_rr

HAND = [np.array([800.0, 810.0, 870.0, 790.0])]
"""Differences +10, +60, -80: squares 100 + 3600 + 6400 = 10 100."""


def test_values_worked_out_by_hand() -> None:
    """Mean 817.5; deviations -17.5, -7.5, 52.5, -27.5, squares 3875; two of three steps > 50."""
    assert td.mean_rr_ms(HAND) == 817.5
    assert td.mean_hr_bpm(HAND) == pytest.approx(60_000 / 817.5)
    assert td.sdnn_ms(HAND) == pytest.approx((3875 / 3) ** 0.5)
    assert td.rmssd_ms(HAND) == pytest.approx((10_100 / 3) ** 0.5)
    assert td.nn50(HAND) == 2
    assert td.pnn50_pct(HAND) == pytest.approx(200 / 3)


def test_a_step_of_exactly_50_ms_does_not_count_for_nn50() -> None:
    """NN50 counts differences greater than 50 ms."""
    assert td.nn50([np.array([800.0, 850.0, 799.0])]) == 1


def test_no_pair_crosses_a_gap() -> None:
    """Two even runs at 700 and 1000 ms: every pair is equal, only a bridge would differ."""
    runs = [np.full(20, 700.0), np.full(20, 1000.0)]
    assert td.rmssd_ms(runs) == 0
    assert td.nn50(runs) == 0


def test_a_perfectly_even_rhythm_has_no_variability_and_no_warning() -> None:
    """neurokit2 divides by RMSSD; that division stays inside."""
    assert td.rmssd_ms([np.full(60, 1000.0)]) == 0


@given(st.lists(st.lists(st.floats(300, 2000), min_size=1, max_size=12), min_size=1, max_size=6))
def test_neurokit_equals_the_definition_whatever_the_gaps(runs: list[list[float]]) -> None:
    """RMSSD by neurokit2 is the plain root mean square of the differences inside the runs."""
    rows = [np.array(run) for run in runs]
    steps = np.concatenate([np.diff(row) for row in rows])
    if steps.size > 1:
        assert td.rmssd_ms(rows) == pytest.approx(float(np.sqrt(np.mean(steps**2))), abs=1e-6)


KUBIOS = {
    # series: mean RR, mean HR, SDNN, RMSSD, NN50, pNN50 as Kubios HRV Premium 3.1.0 prints them
    1: (768.4383, 78.0804, 85.3572, 60.5235, 1338, 28.5714),
    2: (816.7316, 73.4635, 88.5501, 72.7001, 1340, 30.4131),
    3: (739.4739, 81.1388, 92.2439, 53.7477, 910, 18.6973),
}


@pytest.mark.parametrize("series", [pytest.param(k, marks=needs_shared) for k in KUBIOS])
def test_equal_to_kubios_to_every_printed_decimal(series: int) -> None:
    """One real hour each, nothing corrected."""
    rr_ms = np.load(SHARED / "kubios" / f"series_{series}.npy")
    found = measure(rr_ms, artifacts="keep").time_domain
    names = ("mean_rr_ms", "mean_hr_bpm", "sdnn_ms", "rmssd_ms", "nn50", "pnn50_pct")
    assert tuple(round(found[name], 4) for name in names) == KUBIOS[series]


@pytest.mark.parametrize("seed", range(3))
def test_equal_to_the_definitions_on_a_made_rest(seed: int) -> None:
    """The same measures, written out with numpy alone."""
    rr_ms: Floats = resting_rr(300, seed)
    step = rr_ms[1:] - rr_ms[:-1]
    found = measure(rr_ms, artifacts="keep").time_domain
    assert found["mean_rr_ms"] == pytest.approx(sum(rr_ms) / len(rr_ms))
    assert found["sdnn_ms"] == pytest.approx(
        (sum((rr_ms - sum(rr_ms) / len(rr_ms)) ** 2) / (len(rr_ms) - 1)) ** 0.5
    )
    assert found["rmssd_ms"] == pytest.approx((sum(step**2) / len(step)) ** 0.5)
    assert found["nn50"] == sum(abs(step) > 50)
    assert found["pnn50_pct"] == pytest.approx(100 * sum(abs(step) > 50) / len(step))


def test_the_part_of_the_largest_fifth_by_hand() -> None:
    """Steps of 10 eight times and 100 twice, and a sixth of 10² in each for the unit of 10.

    20 000 + 33.3 of 20 800 + 166.7; of three steps, 10 000 + 16.7 of 10 200 + 50. Equal steps: a
    fifth, whatever their unit.
    """
    few = np.r_[0, np.cumsum([10, -10, 100, 10, -10, -100, 10, -10, 10, -10])] + 800.0
    assert td.rmssd_top_fifth_pct([few]) == pytest.approx(100 * 20_033.333 / 20_966.667)
    three = np.array([800.0, 810.0, 800.0, 900.0])
    assert td.rmssd_top_fifth_pct([three]) == pytest.approx(100 * 10_016.667 / 10_250)
    assert td.rmssd_top_fifth_pct([np.resize([800.0, 810.0], 101)]) == pytest.approx(20)


def test_the_part_of_the_largest_fifth_of_known_steps() -> None:
    """A sine's steps are a sine: 0.2 + sin 36°/π of it; a normal one's 2(zφ(z) + 0.1), z = 1.2816.

    Integrals of the squares beyond the quantile of 80 %, by hand.
    """
    sine = 800 + 30 * np.sin(np.arange(20_000) * 0.1)
    assert td.rmssd_top_fifth_pct([sine]) == pytest.approx(100 * (0.2 + 0.58779 / np.pi), abs=0.4)
    noise = 800 + np.cumsum(np.random.default_rng(1).normal(0, 10, 100_000)) / 100
    normal = 200 * (1.28155 * 0.17550 + 0.1)
    assert td.rmssd_top_fifth_pct([noise]) == pytest.approx(normal, abs=0.6)


def with_steps(*steps_ms: float) -> list[Floats]:
    """Return a run of intervals that differ so from one to the next."""
    return [800 + np.r_[0.0, np.cumsum(steps_ms)]]


def test_the_unit_is_what_more_than_a_tenth_of_the_steps_are() -> None:
    """One step of 1 ms in ten is none: a sixth of 10² in each, 2 · 116.67 of 9 · 116.67 + 17.67."""
    found = td.rmssd_top_fifth_pct(with_steps(1, *[10, -10] * 4, 10))
    assert found == pytest.approx(100 * 233.333 / 1067.667, abs=1e-3)


def test_what_rounding_leaves_is_no_unit() -> None:
    """Six of ten steps are a nanosecond: as of 0, 2 · 116.67 of 4 · 116.67 + 6 · 16.67."""
    found = td.rmssd_top_fifth_pct(with_steps(*[1e-6, -1e-6] * 3, *[10, -10] * 2))
    assert found == pytest.approx(100 * 233.333 / 566.667, abs=1e-3)


@pytest.mark.parametrize(("step_ms", "known"), [(3e-5, False), (4e-5, True)])
def test_what_varies_by_less_than_rounding_has_no_largest_part(step_ms: float, known: bool) -> None:
    """Squares up to 1e-9 ms² are nothing."""
    assert (td.rmssd_top_fifth_pct(with_steps(step_ms, -step_ms)) is not None) is known


def test_where_nothing_differs_no_part_is_the_largest() -> None:
    """It is absent, with the reason."""
    assert td.rmssd_top_fifth_pct([np.full(60, 1000.0)]) is None
    found = measure(np.full(60, 1000.0))
    assert found.missing["rmssd_top_fifth_pct"] == "the intervals do not vary"

"""Beats missed in a row, or heard twice in a row: even among themselves, and no heart's."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import LiveMeasures, marks, measure
from analysis.artifacts import LEFT_OUT, correct
from analysis.cleaning import cleaned
from analysis.jumps import JUMP
from analysis.levels import IN_A_ROW, on_one_level
from tests.made_hearts import (
    REAL_RESTS,
    Floats,
    missed_in_a_row,
    rest_of,
    resting_rr,
    twice_in_a_row,
)

Put = Callable[[Floats, int, int], Floats]


def rmssd(rr_ms: Floats) -> float:
    """Return RMSSD by its definition."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


@pytest.mark.parametrize("row", [3, 4, 6, 8, 12, 30])
@pytest.mark.parametrize("put", [missed_in_a_row, twice_in_a_row])
@pytest.mark.parametrize("name", REAL_RESTS)
def test_rmssd_stays_what_it_was_without_them(name: str, put: Put, row: int) -> None:
    """Mended in part they passed as clean, and RMSSD was up to twice too large."""
    clean = rest_of(name)
    spoilt = measure(put(clean, 100, row))
    assert spoilt.time_domain["rmssd_ms"] == pytest.approx(rmssd(clean), rel=0.1)
    assert spoilt.artifacts.left_out >= row - 2  # the first may stand apart, and be mended


@pytest.mark.parametrize("put", [missed_in_a_row, twice_in_a_row])
def test_each_of_them_is_marked_with_its_reason(put: Put) -> None:
    """Eight in a row, and not one of the beats around them."""
    clean = resting_rr(300, 4)
    spoilt = put(clean, 100, 8)
    row = 8 if put is missed_in_a_row else 16
    found = [mark for mark in marks(spoilt) if mark.kind == LEFT_OUT]
    assert [mark.beat for mark in found] == list(range(100, 100 + row))
    assert all("cannot be told" in mark.reason for mark in found)


def test_kept_as_recorded_they_stay() -> None:
    """Who asks for every interval gets every interval."""
    spoilt = missed_in_a_row(resting_rr(300, 4), 100, 8)
    kept = measure(spoilt, artifacts="keep")
    assert kept.artifacts.left_out == 0
    assert kept.time_domain["rmssd_ms"] == pytest.approx(rmssd(spoilt))


def test_nothing_is_measured_over_the_place_they_stood() -> None:
    """The frequency domain takes the longer side; the part between is not bridged."""
    spoilt = missed_in_a_row(resting_rr(400, 4), 100, 10)
    assert measure(spoilt).stretch_s == pytest.approx(spoilt[110:].sum() / 1000, abs=3)


@pytest.mark.parametrize("name", REAL_RESTS)
def test_a_real_rest_is_on_one_level(name: str) -> None:
    """Breath, sighs and single early beats are no other level."""
    rr_ms = rest_of(name)
    assert on_one_level(rr_ms) == [slice(0, len(rr_ms))]


def test_one_and_two_in_a_row_are_left_to_be_mended() -> None:
    """A single early beat and two missed ones stay in the run."""
    spoilt = missed_in_a_row(missed_in_a_row(resting_rr(300, 4), 200, 2), 100, 1)
    assert on_one_level(spoilt) == [slice(0, len(spoilt))]
    assert np.count_nonzero(correct(spoilt).kinds == "missed") == 3


def test_a_heart_that_grows_fast_is_on_one_level() -> None:
    """From 60 to 150 beats a minute within a minute: many steps, none of them a jump."""
    rr_ms = np.concatenate([np.full(100, 1000.0), np.linspace(1000, 400, 90), np.full(200, 400.0)])
    assert on_one_level(rr_ms) == [slice(0, len(rr_ms))]


def test_live_the_wait_begins_again_after_them() -> None:
    """While every other beat is heard HF has nothing to stand on, and says so."""
    live = LiveMeasures()
    at_s = 0.0
    seen = []
    for rr in missed_in_a_row(resting_rr(400, 4), 200, 10):
        at_s += rr / 1000
        seen.append(live.add(at_s, float(rr), 0))
    assert seen[199].hf_ms2.value is not None
    assert seen[206].hf_ms2.value is None
    assert "some beats were unclear" in seen[206].hf_ms2.reason  # nothing was lost on the way
    assert seen[-1].hf_ms2.value is not None
    assert seen[-1].rmssd_ms.value == pytest.approx(rmssd(resting_rr(400, 4)[-70:]), rel=0.25)


intervals = st.lists(
    st.one_of(st.floats(300, 2000), st.sampled_from([800.0, 805.0, 1600.0, 400.0])),
    min_size=1,
    max_size=80,
)


@settings(max_examples=200, deadline=None)
@given(intervals)
def test_whatever_comes_the_parts_are_in_order_and_leave_out_rows_only(
    rr_list: list[float],
) -> None:
    """Between two parts at least `IN_A_ROW` beats are missing; the longest part is there."""
    rr_ms = np.array(rr_list)
    parts = on_one_level(rr_ms)
    assert parts
    ends = [0, *[edge for part in parts for edge in (part.start, part.stop)], len(rr_ms)]
    assert ends == sorted(ends)
    left_out = [after - before for before, after in zip(ends[::2], ends[1::2], strict=True)]
    assert all(count == 0 or count >= IN_A_ROW for count in left_out)


@settings(max_examples=200, deadline=None)
@given(intervals)
def test_whatever_comes_nothing_that_may_be_measured_jumps(rr_list: list[float]) -> None:
    """The parts are in order, each as long as its marks, and no corrected interval jumps."""
    rr_ms = np.array(rr_list)
    judged = cleaned(rr_ms, [slice(0, len(rr_ms))])
    ends = [0, *[edge for part, _ in judged for edge in (part.start, part.stop)], len(rr_ms)]
    assert ends == sorted(ends)
    for part, done in judged:
        assert len(done.kinds) == part.stop - part.start
        ratio = done.rr_ms[1:] / done.rr_ms[:-1]
        assert np.all((ratio <= JUMP) & (ratio >= 1 / JUMP))


@pytest.mark.parametrize("put", [missed_in_a_row, twice_in_a_row])
def test_where_nothing_can_be_mended_nothing_is_measured(put: Put) -> None:
    """Every fifth beat missed or heard twice: it passed as clean, with an RMSSD of hundreds of ms.

    Nothing that the heart did not do itself may stand: within a tenth, or absent.
    """
    clean = spoilt = resting_rr(400, 4)
    for at in range(len(clean) - 20, 20, -5):
        spoilt = put(spoilt, at, 1)
    found = measure(spoilt)
    assert found.time_domain.get("rmssd_ms", rmssd(clean)) == pytest.approx(rmssd(clean), rel=0.1)
    touched = found.artifacts.left_out + sum(found.artifacts.by_kind.values())
    assert touched > 0.15 * len(spoilt)


def test_a_heart_that_beats_early_every_other_time_has_no_rmssd() -> None:
    """Sixty early beats, each with its pause: RMSSD was seven times the heart's own."""
    rr_ms = resting_rr(400, 4)
    rr_ms[100:220:2] *= 0.7
    rr_ms[101:220:2] *= 1.3
    found = measure(rr_ms)
    clean = rmssd(resting_rr(400, 4))
    assert found.time_domain["rmssd_ms"] == pytest.approx(clean, rel=0.2)
    assert found.artifacts.left_out >= 100


def test_exactly_the_beats_that_cannot_be_told_are_left_out() -> None:
    """Of sixty early beats, each with its pause: these hundred and twenty, and at most two beside.

    What is measured begins and ends where they do, and not a beat of the rest is lost.
    """
    rr_ms = resting_rr(400, 4)
    rr_ms[100:220:2] *= 0.7
    rr_ms[101:220:2] *= 1.3
    left_out = {mark.beat for mark in marks(rr_ms)}
    assert set(range(100, 220)) <= left_out <= set(range(99, 221))
    judged = cleaned(rr_ms, [slice(0, len(rr_ms))])
    before, after = (each for each in judged if each.done.rr_ms.size)
    assert before.part.start == 0
    assert after.part.stop == len(rr_ms)
    assert before.part.stop in (99, 100)
    assert after.part.start in (220, 221)
    assert np.array_equal(before.done.rr_ms, rr_ms[: before.part.stop])
    assert np.array_equal(after.done.rr_ms, rr_ms[after.part.start :])


def test_runs_are_cleaned_each_by_itself() -> None:
    """Two runs with a gap between them: the parts keep their places in the whole."""
    rr_ms = np.concatenate([missed_in_a_row(resting_rr(200, 4), 60, 5), resting_rr(200, 5)])
    cut = len(rr_ms) - len(resting_rr(200, 5))
    parts = [part for part, _ in cleaned(rr_ms, [slice(0, cut), slice(cut, len(rr_ms))])]
    assert parts == [slice(0, 60), slice(65, cut), slice(cut, len(rr_ms))]
    assert cleaned(rr_ms, [slice(7, 7)]) == []

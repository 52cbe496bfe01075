"""Where a run is parted into levels and cut around jumps, to the beat; all worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import cleaning, levels
from analysis.artifacts import Corrected, kept
from analysis.levels import on_one_level
from tests.made_hearts import Floats


def rows(*beats: tuple[int, float]) -> Floats:
    """Return so many intervals of so many ms, one row after the other."""
    return np.concatenate([np.full(count, ms) for count, ms in beats])


@pytest.mark.parametrize(
    ("ms", "jumps"), [(1600.0, False), (1601.0, True), (625.0, False), (624.0, True)]
)
def test_a_row_is_on_another_level_only_beyond_a_jump(ms: float, jumps: bool) -> None:
    """From 1000 ms, more than 1.6 times as long or as short."""
    assert on_one_level(rows((60, 1000), (5, ms))) == [slice(0, 60 if jumps else 65)]


@pytest.mark.parametrize(("ms", "stays"), [(1500.0, True), (1501.0, False)])
def test_beyond_a_jump_half_as_long_again_is_the_same_level(ms: float, stays: bool) -> None:
    """Its median against that of the beats before it; one of 1700 ms is the jump."""
    assert on_one_level(rows((40, 1000), (1, 1700), (9, ms))) == [slice(0, 50 if stays else 40)]


def test_the_level_is_that_of_the_last_thirty_one_beats() -> None:
    """Of these the median is 800 ms: 1250 ms is over 1.5 times that. The one before has 1000 ms."""
    rr_ms = rows((35, 1000), (1, 800), (15, 700), (5, 1250))
    assert on_one_level(rr_ms) == [slice(0, 51)]
    assert on_one_level(rr_ms[::-1]) == [slice(5, 56)]


def test_the_level_is_not_that_of_the_last_few_beats() -> None:
    """Of the last 31, 25 have 1000 ms."""
    assert on_one_level(rows((34, 1000), (6, 700), (5, 1250))) == [slice(0, 45)]


def test_a_row_that_stays_counts_among_the_beats_before_the_next() -> None:
    """Five of 1400 ms do not make the level: 800 ms is on that of 1000 ms still."""
    rr_ms = rows((40, 1000), (1, 1700), (4, 1400), (5, 800))
    assert on_one_level(rr_ms) == [slice(0, 50)]


def test_a_row_that_does_not_stay_counts_for_nothing() -> None:
    """Twenty of 500 ms, after a row that stays, do not make the level: 850 ms is on it."""
    rr_ms = rows((40, 1000), (1, 1700), (4, 1400), (20, 500), (5, 850))
    assert on_one_level(rr_ms) == [slice(0, 45), slice(65, 70)]


@pytest.mark.parametrize(
    ("values", "middle"), [([3.0, 1.0, 2.0], 2.0), ([4.0, 1.0, 3.0, 2.0], 3.0), (range(7), 3.0)]
)
def test_the_middle_of_an_even_number_is_the_upper_one(values: list[float], middle: float) -> None:
    """Of an odd one it is the median."""
    assert levels._middle(np.array(values, dtype=np.float64)) == middle


ODD = rows((5, 800), (1, 1400), (5, 800))  # the sixth jumps away, and the seventh back


@pytest.mark.parametrize(
    ("done", "jumps"),
    [(kept(ODD), [5, 6]), (Corrected(ODD[1:], 800.0, np.full(11, "")), [4, 5])],
    ids=["from the first beat", "from the second"],
)
def test_around_a_jump_its_two_intervals_are_cut_out(done: Corrected, jumps: list[int]) -> None:
    """The fifth to the seventh, none twice."""
    assert list(cleaning._around(ODD, done, np.array(jumps))) == [(4, 6), (6, 7)]

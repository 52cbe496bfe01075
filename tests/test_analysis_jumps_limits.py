"""What counts as a jump, just at its limits; every number is worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.jumps import far_in, jumps_in
from tests.made_hearts import Floats


def row(*parts: float | tuple[int, float]) -> Floats:
    """Return intervals one after the other; two numbers are so many of so many ms."""
    pairs = (part if isinstance(part, tuple) else (1, part) for part in parts)
    return np.concatenate([np.full(count, float(ms)) for count, ms in pairs])


@pytest.mark.parametrize(
    ("rr_ms", "far"),
    [
        (row((5, 1000), (5, 1600)), []),  # 1.6 times as long, and no more
        (row((5, 1000), (5, 1601)), [5]),
        (row((5, 1000), (5, 625)), []),  # as short
        (row((5, 1000), (5, 624)), [5]),
        (
            row((5, 1000), 1600, (4, 1610)),
            [5],
        ),  # two of them last 1.605 times as long as two before
        (row((5, 1000), 1300, (5, 2100)), [6]),  # the same, but one alone is far beside it
        (row((5, 2100), 1300, (5, 1000)), [5]),
    ],
)
def test_far_is_one_from_the_one_before_or_two_from_two(rr_ms: Floats, far: list[int]) -> None:
    """A step in two halves is told once."""
    assert np.flatnonzero(far_in(rr_ms)).tolist() == far


@pytest.mark.parametrize(
    ("dip", "pause", "after", "found"),
    [
        (900, 1100, 950, False),  # a tenth of the usual 1000 ms below both
        (899, 1100, 950, True),
        (850, 1150, 1100, False),  # 150 ms below, 50 ms of pause: a fifth together
        (850, 1150, 1099, True),
    ],
)
def test_an_early_beat_is_a_dip_with_a_pause_beside_it(
    dip: float, pause: float, after: float, found: bool
) -> None:
    """The jump is told by the interval after the dip; the mirror image is a late beat."""
    rr_ms = row((6, 1000), dip, pause, after, (6, after))
    assert jumps_in(rr_ms).tolist() == ([7] if found else [])
    assert jumps_in(rr_ms[::-1]).tolist() == ([9] if found else [])


@pytest.mark.parametrize(
    ("usual", "apart", "found"),
    [
        (800, 31, []),  # a fifth of it longer, and no more
        (799, 31, [71]),  # the middle one of three has both others near
        (799, 32, []),
    ],
)
def test_a_long_beat_is_none_where_there_are_three(
    usual: float, apart: int, found: list[int]
) -> None:
    """Within 31 beats; alone it is a deep breath."""
    rr_ms = row((150, usual))
    rr_ms[[71 - apart, 71, 71 + apart]] = 1000
    assert jumps_in(rr_ms).tolist() == found


def rows_early(width: int, early: float = 850, pause: float = 1200) -> Floats:
    """Return three rows of so many early beats among beats of 1000 ms, a pause after each."""
    once = row((7 - width, 1000), (width, early), pause, 1000)
    return np.concatenate([once, once, once, row(1000)])


@pytest.mark.parametrize(("width", "found"), [(2, True), (3, True), (4, False)])
def test_two_or_three_may_be_early_together(width: int, found: bool) -> None:
    """The first of three is told by its pause: 5 of 1000 ms and 2 early ones are before it."""
    jumps = jumps_in(rows_early(width))
    assert jumps.tolist() == ([7, 16, 25] if found else [])


@pytest.mark.parametrize("width", [2, 3])
def test_turned_round_a_row_is_told_by_the_pause_before_it(width: int) -> None:
    """Of 28 intervals the pauses are those that were at 7, 16 and 25."""
    assert jumps_in(rows_early(width)[::-1]).tolist() == [2, 11, 20]


@pytest.mark.parametrize(
    ("early", "pause", "found"),
    [
        (900, 1200, False),  # a tenth below both, and no more
        (899, 1200, True),
        (850, 1130, False),  # 13 hundredths above both, and no more
        (850, 1131, True),
    ],
)
def test_a_row_is_early_and_its_pause_long_beyond_a_limit(
    early: float, pause: float, found: bool
) -> None:
    """Of the usual 1000 ms."""
    assert bool(jumps_in(rows_early(2, early, pause)).size) is found


@pytest.mark.parametrize("count", range(4, 9))
def test_where_few_intervals_are_steep_there_is_no_room_for_rows(count: int) -> None:
    """Up and down by a quarter: each but the first dip is told by the interval after it."""
    assert jumps_in(np.resize([1000.0, 1250.0], count)).tolist() == list(range(3, count, 2))

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

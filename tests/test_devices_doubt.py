"""A doubt whether beats are missing, at its limits; every verdict is worked out by hand."""

from __future__ import annotations

from functools import partial

import pytest

from devices.doubt import Doubt

Heard = tuple[float, float, float, bool]  # arrival, the one before, lag, contradicts the axis


def verdict(heard: list[Heard], *, late: bool, usual_lag_s: float, least_s: float) -> bool | None:
    """Return what a doubt since second 0 comes to."""
    doubt = Doubt(0, 0.0, late, usual_lag_s, least_s)
    for arrival_s, previous_s, lag_s, contradicts in heard:
        assert doubt.missing is None
        doubt.hear(arrival_s, previous_s, lag_s, contradicts=contradicts)
    return doubt.missing


@pytest.mark.parametrize(
    ("heard", "late", "missing"),
    [
        ([(1.0, 0.0, 0.6, False)], True, None),  # just as far as a lost packet of 1 s makes it
        ([(1.0, 0.0, 0.599, False)], True, False),
        ([(1.0, 0.0, 0.9, False)], False, False),  # neither late nor contradicting
        ([(1.0, 0.0, 0.9, True)], False, None),  # one witness
        ([(1.0, 0.0, 0.9, True), (1.5, 0.599, 0.9, True)], False, None),  # too soon after it
        ([(1.0, 0.0, 0.9, True), (1.5, 0.6, 0.9, True)], False, True),
        ([(1.0, 0.0, 0.9, True), (1.5, 0.6, 0.5, True)], False, False),  # it lags less
        ([(4.499, 3.0, 0.9, False)], True, None),
        ([(4.5, 3.0, 0.9, False)], True, True),  # no proof in time: 0.9 - 0.1 > half of 1 s
        ([(4.5, 3.0, 0.6, False)], True, False),  # 0.6 - 0.1 is no more than that
    ],
)
def test_a_doubt_is_settled_by_what_follows(
    heard: list[Heard], late: bool, missing: bool | None
) -> None:
    """Dispelled by a small lag, confirmed by two witnesses apart, else by the typical lag."""
    assert verdict(heard, late=late, usual_lag_s=0.1, least_s=1.0) is missing


def test_more_has_to_lag_where_more_would_be_lost() -> None:
    """Of 2 s, a second: 1.3 - 0.4 is less, 1.5 - 0.4 more; the middle of all lags counts."""
    of = partial(verdict, late=True, usual_lag_s=0.4, least_s=2.0)
    assert of([(4.5, 3.0, 1.3, False)]) is False
    assert of([(4.5, 3.0, 1.5, False)]) is True
    lags = [(1.0, 0.0, 9.0, False), (2.0, 1.0, 1.3, False), (4.5, 2.0, 1.3, False)]
    assert of(lags) is False

"""One axis of beats, at its limits; every number is worked out by hand.

Packets of one beat of a second: the first arrives at 0 s, so the upper bound on the origin is
-1 s, and the axis begins half a packet's period before that, at -1.5 s.
"""

from __future__ import annotations

import pytest

from devices.stretch import Run, Stretch

SECOND = (1024,)
FIRST = Run(0.0, 0.0, SECOND)


def begun(*lengths: tuple[int, ...]) -> Stretch:
    """Return a stretch whose packets came when their last beat was, the first at 0 s."""
    stretch = Stretch(0, [FIRST])
    at_s = 0.0
    for ticks in lengths:
        run = Run(at_s + sum(ticks) / 1024, at_s, ticks)
        stretch.take(run, late=False)
        at_s = run.arrival_s
    return stretch


@pytest.mark.parametrize(("arrival_s", "given"), [(0.59, 0), (0.6, 2)])
def test_beats_are_held_until_a_backlog_has_come(arrival_s: float, given: int) -> None:
    """The first packets wait for 0.6 s."""
    stretch = Stretch(0, [FIRST])
    stretch.take(Run(arrival_s, 0.0, (512,)), late=False)
    assert len(stretch.ready()) == given


@pytest.mark.parametrize(("arrival_s", "warming"), [(13.99, True), (14.0, False)])
def test_a_stretch_warms_up_for_four_seconds(arrival_s: float, warming: bool) -> None:
    """From the arrival of its first packet."""
    stretch = Stretch(0, [Run(10.0, 10.0, SECOND)])
    assert stretch.warming_up(Run(arrival_s, 10.0, SECOND)) is warming


@pytest.mark.parametrize(("arrival_s", "slipped"), [(-1.0, False), (-1.001, True)])
def test_an_axis_has_slipped_when_it_is_far_from_the_arrivals(
    arrival_s: float, slipped: bool
) -> None:
    """A beat after it would lie at 0.5 s; the bound of one that arrives at -1 s is 1.5 s away."""
    stretch = Stretch(0, [FIRST])
    run = Run(arrival_s, 0.0, SECOND)
    assert not stretch.slipped(run)  # nothing is given out: it may still be placed
    stretch.flush()
    assert stretch.slipped(run) is slipped


def test_the_bound_rises_only_when_warm() -> None:
    """By 0.2 ms with each packet from 4 s on, so that a fast crystal is followed."""
    stretch = Stretch(0, [FIRST])
    behind_s = []
    for number in range(1, 15):
        run = Run(number + 0.2, number - 1 + 0.2, SECOND)
        behind_s.append(stretch.behind_s(run))
        stretch.take(run, late=False)
    assert behind_s[:4] == pytest.approx([0.2] * 4, abs=1e-9)
    assert behind_s[13] == pytest.approx(0.2 - 10 * 2e-4, abs=1e-9)


@pytest.mark.parametrize(
    ("between", "held"),
    [
        (6, True),  # 0.35 s is among the last eight: 0.5 s may be such a packet lost
        (7, True),
        (8, False),  # they all had a second: a lost one would make it lag by more
    ],
)
def test_the_shortest_of_the_last_packets_tells_what_a_lost_one_held(
    between: int, held: bool
) -> None:
    """A late packet that lags by 0.5 s is in doubt as long as so little may be missing."""
    stretch = begun((358,), *[SECOND] * between)
    stretch.flush()
    at_s = 358 / 1024 + between
    stretch.take(Run(at_s + 1.5, at_s, SECOND), late=True)
    assert (stretch.ready() == []) is held


@pytest.mark.parametrize(("lag_s", "held"), [(0.17, False), (0.19, True)])
def test_no_packet_held_less_than_a_usable_interval(lag_s: float, held: bool) -> None:
    """Of packets of 0.2 s, 0.3 s may be missing at least: six tenths of that are 0.18 s."""
    stretch = begun(*[(205,)] * 8)
    stretch.flush()
    at_s = 8 * 205 / 1024
    stretch.take(Run(at_s + 205 / 1024 + lag_s, at_s, (205,)), late=True)
    assert (stretch.ready() == []) is held


@pytest.mark.parametrize(("lag_s", "missing"), [(0.64, False), (0.66, True)])
def test_a_lag_is_held_against_the_usual_one(lag_s: float, missing: bool) -> None:
    """A packet that lags by 1.5 s makes 0.15 s usual; half a second more is a beat lost."""
    stretch = Stretch(0, [FIRST])
    stretch.take(Run(2.5, 0.0, SECOND), late=False)
    stretch.flush()
    for at_s, ticks in ((2.0, SECOND), (7.0, (5120,))):  # on the axis, when its beat was
        stretch.take(Run(at_s + lag_s, at_s - 1, ticks), late=True)
    assert bool(stretch.split_off()) is missing

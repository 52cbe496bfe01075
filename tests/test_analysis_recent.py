"""The last minutes of beats: which are kept, and where they lie; all worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.artifacts import Corrected
from analysis.recent import NO_INTERVALS, Intervals, JudgedRun, RecentBeats
from analysis.stretches import USABLE_MS


def laid(begin_s: float, *rr_ms: float) -> Intervals:
    """Return intervals one after the other."""
    return Intervals.following(begin_s, np.array(rr_ms))


def ends(run: Intervals) -> list[float]:
    """Return when its intervals ended, to the microsecond."""
    return [round(float(end_s), 6) for end_s in run.ends_s]


def kept(keep_s: float, *times_s: tuple[float, int]) -> list[list[float]]:
    """Return the ends of what is kept of beats of a second, each with its stretch."""
    recent = RecentBeats()
    recent.begin(0.0, keep_s)
    for time_s, stretch in times_s:
        recent.add(time_s, 1000.0, stretch, usable=True)
    return [ends(run) for run in recent.raw()]


def test_a_run_begins_where_its_first_interval_does() -> None:
    """Of 1000 ms, at 5 s; one without intervals nowhere."""
    assert laid(5.0, 1000, 800).begin_s == pytest.approx(5.0, abs=1e-9)
    assert NO_INTERVALS.begin_s is None


@pytest.mark.parametrize(("start_s", "left"), [(0.8, [1.6]), (0.8005, [])])
def test_since_a_moment_are_those_that_began_then_or_later(
    start_s: float, left: list[float]
) -> None:
    """The second began at 0.8 s: half a millisecond later it is none of them."""
    assert ends(laid(0.0, 800, 800).since(start_s)) == left


def test_what_was_corrected_lies_where_it_was_recorded() -> None:
    """Without the first of 800 ms from 10 s on: 700 and 900 ms from 10.8 s on."""
    done = Corrected(np.array([700.0, 900.0]), 800.0, np.full(3, ""))
    run = JudgedRun.of(laid(10.0, 800, 700, 900), done)
    assert ends(run.clean) == [11.5, 12.4]


def test_where_no_beat_is_of_use_nothing_was_changed() -> None:
    """One run that is going on, and is empty."""
    recent = RecentBeats()
    recent.begin(0.0, 10.0)
    recent.add(1.0, 1000.0, 0, usable=False)
    assert [(len(run.raw.rr_ms), len(run.changed)) for run in recent.judged()] == [(0, 0)]


@pytest.mark.parametrize(("time_s", "taken"), [(1.0, True), (0.9995, False)])
def test_a_beat_that_began_before_its_phase_is_not_taken(time_s: float, taken: bool) -> None:
    """By half a millisecond."""
    recent = RecentBeats()
    recent.begin(0.0, 10.0)
    assert (recent.add(time_s, 1000.0, 0, usable=True) is not None) is taken


@pytest.mark.parametrize(
    ("rr_ms", "taken"),
    [(USABLE_MS[0], 1), (USABLE_MS[0] - 1, 0), (USABLE_MS[1], 1), (USABLE_MS[1] + 1, 0)],
)
def test_an_interval_out_of_range_is_of_no_use(rr_ms: float, taken: int) -> None:
    """Both limits are in the range."""
    recent = RecentBeats()
    recent.begin(0.0, 10.0)
    recent.add(5.0, rr_ms, 0, usable=True)
    assert len(recent.raw()[-1].rr_ms) == taken


def test_of_a_run_that_goes_on_beats_are_kept_that_ended_so_long_ago() -> None:
    """At 5 s, of the last 3 s: that which ended at 2 s is the oldest."""
    assert kept(3.0, *[(second, 0) for second in (1.0, 2.0, 3.0, 4.0, 5.0)]) == [[2, 3, 4, 5]]


@pytest.mark.parametrize(("time_s", "runs"), [(11.0, [[1], [11]]), (11.1, [[11.1]])])
def test_a_run_is_kept_that_ended_so_long_ago(time_s: float, runs: list[list[float]]) -> None:
    """Ten seconds, and no more."""
    assert kept(10.0, (1.0, 0), (time_s, 1)) == runs

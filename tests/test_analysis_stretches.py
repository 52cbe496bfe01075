"""Gap-free runs: what follows what."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stretches import checked, count_gaps, edges_s, longest, seconds, split, varies


def test_one_stretch_is_one_run() -> None:
    """Without stretch numbers all beats follow each other."""
    assert split(np.array([800.0, 810, 790])) == [slice(0, 3)]


def test_a_new_stretch_number_begins_a_run() -> None:
    """Two stretches give two runs, and one gap."""
    rr_ms = np.array([800.0, 810, 790, 805])
    assert split(rr_ms, [0, 0, 1, 1]) == [slice(0, 2), slice(2, 4)]
    assert count_gaps(rr_ms, [0, 0, 1, 1]) == 1


@pytest.mark.parametrize("odd_ms", [299.0, 2001.0])
def test_an_interval_no_heart_makes_ends_a_run(odd_ms: float) -> None:
    """An interval out of range belongs to no run, and the beats around it are no neighbours."""
    assert split(np.array([800.0, 810, odd_ms, 790, 805])) == [slice(0, 2), slice(3, 5)]


def test_a_beat_marked_unusable_ends_a_run() -> None:
    """The caller's mask counts as much as the range."""
    rr_ms = np.array([800.0, 810, 820, 790])
    assert split(rr_ms, usable=[True, False, True, True]) == [slice(0, 1), slice(2, 4)]


def test_no_beats_are_no_runs() -> None:
    """An empty row is not an error."""
    assert split(np.empty(0)) == []
    assert longest([]).size == 0


def test_the_longest_run_is_by_time_not_by_beats() -> None:
    """Three slow beats last longer than four fast ones."""
    slow, fast = np.full(3, 1200.0), np.full(4, 700.0)
    assert longest([fast, slow]) is slow


@pytest.mark.parametrize("value", [0.0, -5.0, np.nan, np.inf])
def test_a_value_no_heart_makes_is_named(value: float) -> None:
    """The message says which interval it is and what to do."""
    with pytest.raises(ValueError, match=r"RR interval 1 is .*leave it out"):
        checked([800.0, value, 790.0])


def test_a_table_is_no_row_of_intervals() -> None:
    """Two axes are refused."""
    with pytest.raises(ValueError, match="one row"):
        checked([[800.0, 810.0]])


def test_stretch_numbers_for_other_beats_are_refused() -> None:
    """The message gives both lengths."""
    with pytest.raises(ValueError, match="stretch has 2 values for 3 RR intervals"):
        split(np.array([800.0, 810, 790]), [0, 0])


@pytest.mark.parametrize("odd", [0.5, np.nan])
def test_half_a_stretch_number_is_refused(odd: float) -> None:
    """Whole ones may be floats; the message names the one that is not."""
    rr_ms = np.array([800.0, 810])
    assert split(rr_ms, [0.0, 1.0]) == [slice(0, 1), slice(1, 2)]
    with pytest.raises(ValueError, match=f"stretch holds {odd}: give whole numbers"):
        split(rr_ms, [0.0, odd])


def test_beats_last_as_long_as_their_intervals() -> None:
    """In seconds."""
    assert seconds(np.array([800.0, 1200.0])) == 2.0


@pytest.mark.parametrize(("length_s", "less_s"), [(24.0, 2.0), (60.0, 5.0), (600.0, 5.0)])
def test_a_stretch_may_lack_its_edges(length_s: float, less_s: float) -> None:
    """Five seconds of it, or a twelfth of less than a minute."""
    assert edges_s(length_s) == less_s


@pytest.mark.parametrize(
    ("rr_ms", "differ"),
    [
        ([], False),
        ([800.0], False),
        ([800.0, 800.00002], False),  # a variance of 1e-10 ms²
        ([800.0, 800.01], True),  # of 2.5e-5 ms²
    ],
)
def test_intervals_vary_by_more_than_rounding(rr_ms: list[float], differ: bool) -> None:
    """The variance of two is a quarter of their difference squared."""
    assert varies(np.array(rr_ms)) is differ


@given(st.lists(st.tuples(st.floats(200, 2500), st.integers(0, 2), st.booleans()), max_size=60))
def test_runs_hold_each_usable_beat_once_and_never_span_a_break(
    beats: list[tuple[float, int, bool]],
) -> None:
    """Whatever the stretches and marks, runs cover exactly the usable beats, in order."""
    rr_ms = np.array([beat[0] for beat in beats], dtype=np.float64)
    ids = [beat[1] for beat in beats]
    usable = [beat[2] for beat in beats]
    runs = split(rr_ms, ids, usable)
    held = [index for run in runs for index in range(run.start, run.stop)]
    assert held == [i for i in range(len(beats)) if usable[i] and 300 <= rr_ms[i] <= 2000]
    assert all(len(set(ids[run])) == 1 for run in runs)
    neighbours = pairwise(runs)
    assert all(a.stop < b.start or ids[a.stop - 1] != ids[b.start] for a, b in neighbours)

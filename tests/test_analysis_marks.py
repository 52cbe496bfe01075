"""Every corrected or left-out beat is told, at its place, with its kind and a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import marks, measure
from tests.made_hearts import resting_rr

REST = resting_rr(300, seed=3)


def test_a_clean_rest_has_no_marks() -> None:
    """Nothing to tell."""
    assert marks(REST) == ()


def test_an_early_beat_is_told_with_what_is_usual_there() -> None:
    """A beat a third early: its interval, and the median of the eleven around it, by hand."""
    rr_ms = REST.copy()
    rr_ms[150:152] += np.array([-1, 1]) * REST[150] / 3
    (mark,) = marks(rr_ms)
    usual_ms = np.median(rr_ms[145:156])
    assert (mark.beat, mark.rr_ms, mark.kind) == (150, rr_ms[150], "ectopic")
    assert mark.reason.startswith(f"{rr_ms[150]:.0f} ms where {usual_ms:.0f} ms is usual: ")


def test_a_missed_beat_says_so() -> None:
    """Two intervals in one."""
    rr_ms = np.r_[REST[:150], REST[150] + REST[151], REST[152:]]
    (mark,) = marks(rr_ms)
    assert (mark.beat, mark.kind) == (150, "missed")
    assert "was not heard" in mark.reason


@pytest.mark.parametrize(
    ("rr_ms", "usable", "reason"),
    [(2500.0, True, "2500 ms is outside 300 to 2000 ms"), (850.0, False, "beat of no use")],
)
def test_a_beat_of_no_use_is_told(rr_ms: float, usable: bool, reason: str) -> None:
    """Out of range, or told by the recording."""
    row, good = REST.copy(), np.ones(len(REST), dtype=bool)
    row[100], good[100] = rr_ms, usable
    mark = next(mark for mark in marks(row, usable=good) if mark.beat == 100)
    assert mark.kind == "left_out"
    assert reason in mark.reason


def test_a_run_too_short_to_judge_says_how_many_are_needed() -> None:
    """Five beats between two gaps."""
    stretch = np.repeat([0, 1, 2], [100, 5, len(REST) - 105])
    found = marks(REST, stretch)
    assert [mark.beat for mark in found] == [100, 101, 102, 103, 104]
    assert {mark.reason for mark in found} == {
        "in a run of 5 beats without a gap: 12 are needed to judge"
    }


@given(
    st.lists(
        st.tuples(st.floats(100, 3000), st.integers(0, 2), st.booleans()), min_size=1, max_size=80
    )
)
def test_the_marks_are_those_that_are_counted(beats: list[tuple[float, int, bool]]) -> None:
    """Whatever comes: as many of each kind as `measure` counts, in the order of the beats."""
    rr_ms, steps, usable = zip(*beats, strict=True)
    stretch = np.cumsum(steps)
    found = marks(rr_ms, stretch, usable=usable)
    counted = measure(rr_ms, stretch, usable=usable).artifacts
    kinds = [mark.kind for mark in found]
    assert {kind: kinds.count(kind) for kind in counted.by_kind} == counted.by_kind
    assert kinds.count("left_out") == counted.left_out
    assert [mark.beat for mark in found] == sorted({mark.beat for mark in found})

"""The correction of beats just at its limits; every number is worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import artifacts
from analysis.artifacts import FEWEST_BEATS, LEFT_OUT, Peaks, correct, kept
from tests.made_hearts import resting_rr

USUAL = 1000.0


@pytest.mark.parametrize(("beats", "judged"), [(11, False), (12, True)])
def test_a_run_of_eleven_beats_cannot_be_judged(beats: int, judged: bool) -> None:
    """It is left out whole, from its beginning."""
    done = correct(resting_rr(60, 3)[:beats])
    assert done.count(LEFT_OUT) == (0 if judged else beats)
    assert done.begins_ms == 0.0
    assert FEWEST_BEATS == 12


def test_what_is_kept_as_recorded_begins_where_it_did() -> None:
    """Nothing is moved."""
    done = kept(np.full(3, 800.0))
    assert (done.begins_ms, done.rr_ms.tolist(), done.kinds.tolist()) == (0, [800.0] * 3, [""] * 3)


@pytest.mark.parametrize("end", [0, -1])
def test_a_beat_that_stands_out_at_an_end_is_left_out_alone(end: int) -> None:
    """It cannot be judged without a neighbour beyond; all the others may stay."""
    rr_ms = resting_rr(100, 3)
    rr_ms[end] += 400
    done = correct(rr_ms)
    assert done.count(LEFT_OUT) == 1
    assert done.kinds[end] == LEFT_OUT
    assert done.begins_ms == (pytest.approx(rr_ms[0], abs=0.001) if end == 0 else 0.0)


@pytest.mark.parametrize(("before", "artefact"), [(1414, False), (1415, True)])
def test_a_beat_is_missed_where_the_halves_are_nearer_to_the_usual(
    before: int, artefact: bool
) -> None:
    """As a ratio: beyond the root of two, 1.4142, of the usual interval."""
    rr = np.full(40, 1000)
    rr[20] = before
    assert artifacts._is_artefact(rr, 21, "missed") is artefact


@pytest.mark.parametrize(("short", "artefact"), [(618, True), (619, False)])
def test_a_beat_is_extra_where_it_is_nearer_to_the_usual_without_it(
    short: int, artefact: bool
) -> None:
    """As a ratio: the shorter of its intervals below 0.618 where the other one is usual."""
    for place in (20, 21):
        rr = np.full(40, 1000)
        rr[place] = short
        assert artifacts._is_artefact(rr, 21, "extra") is artefact


def test_an_extra_beat_just_at_the_limit_stays() -> None:
    """300 and 900 where 600 is usual: 1200 is twice as long as that, and 300 half of it."""
    rr = np.full(40, 600)
    rr[20:22] = (300, 900)
    assert artifacts._is_artefact(rr, 21, "extra") is False


@pytest.mark.parametrize(
    ("before", "after", "displaced"),
    [
        (840.0, 1000.0, False),  # 0.08 of an interval off the middle
        (839.0, 1000.0, True),
        (750.0, 750.0, False),  # room for one interval and a half
        (749.0, 750.0, True),
        (1000.0, 1200.0, False),  # beside a displaced peak one is shorter than usual
        (1500.0, 1500.0, False),  # a deep breath
        (1500.0, 1501.0, True),  # a beat is missing in each
    ],
)
def test_a_peak_is_displaced_when_it_lies_far_off_the_middle(
    before: float, after: float, displaced: bool
) -> None:
    """Its two intervals, where 1000 ms is usual."""
    assert artifacts._is_displaced(before, after, USUAL) is displaced
    assert artifacts._is_displaced(after, before, USUAL) is displaced


def test_the_usual_is_the_median_of_fifteen_on_either_side() -> None:
    """As `np.median` has it, of fewer at the ends."""
    rr: Peaks = np.rint(1000 * resting_rr(60, 3)).astype(np.int64)
    for index in range(1, len(rr)):
        expected = np.median(rr[max(0, index - 15) : index + 15])
        assert artifacts._usual(rr, index) == expected


def test_an_early_beat_is_named_as_such_and_the_ends_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rules name the one behind it; the first and the last peak have one interval only."""
    said = {0: "ectopic", 1: "long_short", 5: "long_short", 6: "ectopic", 8: "missed"}
    said |= {9: "ectopic", 10: "long_short", 13: "long_short", 15: "ectopic", 20: "missed"}
    expected = said | {5: "ectopic"}
    del expected[0], expected[20]
    monkeypatch.setattr(artifacts, "odd_peaks", lambda _peaks, **_: said)
    monkeypatch.setattr(artifacts, "_is_artefact", lambda _rr, _index, _kind: True)
    assert artifacts._artefacts(np.arange(21) * 800_000) == expected


def test_mending_ends_when_it_helps_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peak that stays odd whatever is done is mended once."""
    looks: list[Peaks] = []

    def as_odd_as_ever(peaks: Peaks) -> dict[int, str]:
        assert len(looks) < 3
        looks.append(peaks)
        return {10: "ectopic"}

    monkeypatch.setattr(artifacts, "_artefacts", as_odd_as_ever)
    _, kinds = artifacts._mended(np.arange(21) * 800_000)
    assert kinds == {9: "ectopic"}
    assert len(looks) == 2


def test_what_stands_out_at_the_end_is_held_against_the_last_ninety_steps() -> None:
    """Of 90 steps 23 have 100 ms: three quarters are below 75 ms, and 5.2 · 75 / 2 is 195 ms.

    Of 91, with one of none more, three quarters would be below 50 ms, and 130 ms the limit.
    """
    steps = np.r_[np.zeros(20), np.zeros(67), np.tile([100.0, -100.0], 11), 100.0, 0.0, 150.0]
    rr_ms = 800 + np.r_[0.0, np.cumsum(steps)]
    assert artifacts._odd_at_end(rr_ms) == 0
    rr_ms[-1] += 50
    assert artifacts._odd_at_end(rr_ms) == 1


@pytest.mark.parametrize(
    ("usual_intervals", "beats"), [(0.3, 1), (1.39, 1), (1.4, 2), (2.0, 2), (2.5, 2), (2.51, 3)]
)
def test_two_beats_lie_where_there_is_room_for_two(usual_intervals: float, beats: int) -> None:
    """From 1.4 to 2.5 usual intervals; beyond, as many as are nearest, and one at least."""
    assert artifacts._fitting(usual_intervals) == beats


def test_a_missed_beat_is_told_between_beats_that_were_moved() -> None:
    """Seconds: a peak is put at 3; those at 1 and at 5, beyond its neighbours, are moved."""
    raw, clean = [0, 1000, 2000, 4000, 5000, 6000], [0, 1100, 2000, 3000, 4000, 5100, 6000]
    kinds = artifacts._kinds(np.array(raw), np.array(clean), {2: "missed"})
    assert kinds.tolist() == ["long_short", "", "missed", "long_short", ""]


@pytest.mark.parametrize(("step_ms", "odd"), [(50.0, 0), (50.1, 1)])
def test_an_even_row_may_end_in_a_step_of_fifty_ms(step_ms: float, odd: int) -> None:
    """Where nothing varies that is the limit."""
    rr_ms = np.full(40, 800.0)
    rr_ms[-1] += step_ms
    assert artifacts._odd_at_end(rr_ms) == odd


@pytest.mark.parametrize("count", range(1, 12))
def test_a_quantile_is_numpys(count: int) -> None:
    """Of few values, too."""
    values = np.sort(np.random.default_rng(count).normal(0, 1, count))
    for each in (0.25, 0.75):
        assert artifacts._quantile(values, each) == pytest.approx(np.quantile(values, each))

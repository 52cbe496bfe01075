"""Artefacts put into clean rests, and clean breath left alone."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.artifacts import FEWEST_BEATS, KINDS, LEFT_OUT, Corrected, correct, kept
from tests.made_hearts import REAL_RESTS, Floats, rest_of, resting_rr, sine_rr


def rmssd(rr_ms: Floats) -> float:
    """Return RMSSD by its definition."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def spliced(rr_ms: Floats, at: int, away: int, instead: list[float]) -> Floats:
    """Put other intervals in the place of some."""
    return np.concatenate([rr_ms[:at], instead, rr_ms[at + away :]])


def missed(rr_ms: Floats, at: int) -> Floats:
    """Lose the beat between two intervals."""
    return spliced(rr_ms, at, 2, [rr_ms[at] + rr_ms[at + 1]])


def extra(rr_ms: Floats, at: int) -> Floats:
    """See a beat that was none, in the middle of an interval."""
    return spliced(rr_ms, at, 1, [0.45 * rr_ms[at], 0.55 * rr_ms[at]])


def ectopic(rr_ms: Floats, at: int) -> Floats:
    """Bring a beat 30 % early, with its compensating pause."""
    early = 0.3 * rr_ms[at]
    return spliced(rr_ms, at, 2, [rr_ms[at] - early, rr_ms[at + 1] + early])


PLACES = (250, 190, 140, 90, 40)
"""Last first, so that earlier places stay where they are."""

Put = Callable[[Floats, int], Floats]


@pytest.mark.parametrize("put", [missed, extra, ectopic])
@pytest.mark.parametrize("name", REAL_RESTS)
def test_rmssd_comes_back_to_the_clean_value(name: str, put: Put) -> None:
    """Five artefacts in five minutes at least double RMSSD; corrected, it is within 10 %."""
    clean = rest_of(name)
    spoilt = clean
    for at in PLACES:
        spoilt = put(spoilt, at)
    assert rmssd(spoilt) > 1.5 * rmssd(clean)
    assert rmssd(correct(spoilt).rr_ms) == pytest.approx(rmssd(clean), rel=0.1)


@pytest.mark.parametrize(("put", "kind"), [(missed, "missed"), (extra, "extra")])
def test_each_is_marked_where_it_is_and_what_it_is(put: Put, kind: str) -> None:
    """One artefact in a made rest changes one beat, at its place."""
    done = correct(put(resting_rr(300, 3), 150))
    assert list(np.flatnonzero(done.kinds == kind)) == [150]
    assert int(np.count_nonzero(done.kinds != "")) == 1


def test_one_ectopic_beat_is_one_changed_beat() -> None:
    """Its short and its long interval are one displaced peak."""
    done = correct(ectopic(resting_rr(300, 3), 150))
    changed = np.flatnonzero(done.kinds != "")
    assert list(changed) == [150]
    assert done.kinds[150] in ("ectopic", "long_short")


def test_untouched_intervals_stay_exact_to_the_last_digit() -> None:
    """No rounding to whole milliseconds: a strap's ticks are 1000/1024 ms."""
    raw = np.round(resting_rr(200, 5) * 1.024) / 1.024
    done = correct(missed(raw, 100))
    assert np.array_equal(done.rr_ms[:100], raw[:100])
    assert np.array_equal(done.rr_ms[102:], raw[102:])


def test_correction_keeps_the_time_of_the_beats() -> None:
    """Mended peaks lie between their neighbours: the whole lasts as long as before."""
    spoilt = ectopic(missed(resting_rr(200, 6), 120), 60)
    assert correct(spoilt).rr_ms.sum() == pytest.approx(spoilt.sum())


@pytest.mark.parametrize("amplitude_ms", [30, 60, 100, 150])
@pytest.mark.parametrize("mean_ms", [700, 900, 1100])
def test_a_clean_slow_breath_is_never_flagged(amplitude_ms: float, mean_ms: float) -> None:
    """Pure 4/6 waves of 30 to 150 ms, at any phase: no false flag, nothing left out."""
    for phase in np.linspace(0, 2 * np.pi, 8, endpoint=False):
        rr_ms = sine_rr(0.1, amplitude_ms, 120, mean_ms, phase)
        done = correct(rr_ms)
        assert not np.any(done.kinds != "")
        assert np.array_equal(done.rr_ms, rr_ms)


@pytest.mark.parametrize("phase", [0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
@pytest.mark.parametrize("hz", [0.2, 0.25])
def test_a_steady_deep_breath_is_whole_to_its_edges(hz: float, phase: float) -> None:
    """A minute at 60 beats a minute, 200 ms from peak to trough: steps up to 140 ms, all alike."""
    rr_ms = sine_rr(hz, 100, 60, mean_ms=1000, phase=phase)
    assert np.array_equal(correct(rr_ms).rr_ms, rr_ms)


def test_an_odd_beat_that_cannot_be_judged_yet_is_left_out() -> None:
    """The newest beat comes 40 % early; it waits for those after it."""
    rr_ms = resting_rr(120, 2)
    rr_ms[-1] *= 0.6
    done = correct(rr_ms)
    assert list(done.kinds[-2:]) == ["", LEFT_OUT]
    assert np.array_equal(done.rr_ms, rr_ms[:-1])


def test_an_odd_first_beat_is_left_out_and_the_rest_begins_after_it() -> None:
    """After a gap the first interval is often not one."""
    rr_ms = resting_rr(120, 2)
    rr_ms[0] *= 1.9
    done = correct(rr_ms)
    assert done.kinds[0] == LEFT_OUT
    assert done.begins_ms == pytest.approx(rr_ms[0])
    assert np.array_equal(done.rr_ms, rr_ms[1:])


def test_a_run_too_short_to_judge_is_left_out() -> None:
    """Eleven beats do not fill the rules' median."""
    done = correct(np.full(FEWEST_BEATS - 1, 800.0))
    assert done.rr_ms.size == 0
    assert done.count(LEFT_OUT) == FEWEST_BEATS - 1


def test_kept_is_the_recording_itself() -> None:
    """Nothing corrected, nothing marked, and the result cannot be written to."""
    rr_ms = missed(resting_rr(60, 1), 20)
    done = kept(rr_ms)
    assert np.array_equal(done.rr_ms, rr_ms)
    assert not np.any(done.kinds != "")
    with pytest.raises(ValueError, match="read-only"):
        done.rr_ms[0] = 0


intervals = st.lists(
    st.one_of(st.floats(300, 2000), st.sampled_from([800.0, 805.0, 1600.0, 400.0])),
    min_size=1,
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(intervals)
def test_whatever_comes_the_marks_fit_the_beats(rr_list: list[float]) -> None:
    """One mark a beat, intervals above 0, none longer in all than what came in."""
    rr_ms = np.array(rr_list)
    done: Corrected = correct(rr_ms)
    assert len(done.kinds) == len(rr_ms)
    assert set(done.kinds) <= {"", LEFT_OUT, *KINDS}
    assert np.all(done.rr_ms > 0)
    assert done.begins_ms + done.rr_ms.sum() <= rr_ms.sum() + 0.01


@pytest.mark.parametrize("step_ms", [1, 4, 10])
def test_missed_beats_are_found_among_coarse_intervals(step_ms: int) -> None:
    """Where most neighbours are equal the rules have no threshold; a doubled beat is odd still."""
    rng = np.random.default_rng(0)
    rr_ms = np.round((800 + 2 * rng.standard_normal(360)) / step_ms) * step_ms
    clean = rr_ms.copy()
    rr_ms[[100, 200, 300]] *= 2
    found = correct(rr_ms)
    assert np.flatnonzero(found.kinds == "missed").tolist() == [100, 200, 300]
    assert correct(clean).rr_ms.tolist() == clean.tolist()


def test_a_long_beat_of_a_deep_breath_is_not_halved() -> None:
    """Half of it would lie further from the usual than it does itself."""
    rr_ms = resting_rr(200, 5)
    rr_ms[99:102] = rr_ms[98] * np.array([1.02, 1.37, 1.1])
    assert not np.any(correct(rr_ms).kinds == "missed")
    assert np.array_equal(correct(rr_ms).rr_ms, rr_ms)


def test_two_long_beats_of_a_deep_breath_stay_as_they_are() -> None:
    """An early beat has a short interval before or after it: these are both long."""
    rr_ms = resting_rr(200, 5)
    rr_ms[99:103] = rr_ms[98] * np.array([1.05, 1.4, 1.2, 1.05])
    assert np.array_equal(correct(rr_ms).rr_ms, rr_ms)


@pytest.mark.parametrize("parts", [(0.3, 0.7), (0.2, 1.0), (0.7, 2.3), (1.3, 2.7)])
def test_as_many_beats_are_put_as_there_is_room_for(parts: tuple[float, float]) -> None:
    """A peak in the wrong place, where one, two, three or four intervals fit, not always two."""
    clean = resting_rr(200, 5)
    fit = max(1, round(sum(parts)))
    usual = clean[100 : 100 + fit].mean()
    spoilt = spliced(clean, 100, fit, [usual * fit * part / sum(parts) for part in parts])
    found = correct(spoilt)
    assert len(found.rr_ms) == len(clean)
    assert rmssd(found.rr_ms) == pytest.approx(rmssd(clean), rel=0.1)


def odd_at_end(rr_ms: Floats) -> int:
    """Return, by numpy's own quantiles, how many of the last two beats have to wait.

    Steps larger than 5.2 quartile deviations of those of the last 91 beats before them, than 1.5
    times their upper quartile, and than 50 ms.
    """
    steps = np.abs(np.diff(rr_ms[:-2][-91:]))
    deviation = (np.quantile(steps, 0.75) - np.quantile(steps, 0.25)) / 2
    limit_ms = max(5.2 * deviation, 1.5 * float(np.quantile(steps, 0.75)), 50.0)
    last, newest = np.abs(np.diff(rr_ms[-3:])) > limit_ms
    return 2 if last else int(newest)


@pytest.mark.parametrize("spread_ms", [3.0, 12.0, 25.0])
@pytest.mark.parametrize("count", [40, 93, 94, 140])
def test_what_waits_at_the_edge_is_what_the_rule_says(count: int, spread_ms: float) -> None:
    """Sixty hearts each, with a jump of any size in the last two beats.

    Where the rules mended something the steps are others, and nothing is said.
    """
    rng = np.random.default_rng(count)
    looked_at = 0
    for _ in range(60):
        rr_ms = 850 + spread_ms * rng.standard_normal(count)
        rr_ms[rng.choice([-2, -1])] += rng.choice([-1, 1]) * rng.uniform(20, 160)
        kept = rr_ms[: count - odd_at_end(rr_ms)]
        found = correct(rr_ms)
        if np.all(np.isin(found.rr_ms, rr_ms)) and odd_at_end(rr_ms[::-1]) == 0:
            looked_at += 1
            assert np.array_equal(found.rr_ms, kept)
    assert looked_at > 30


def with_two(first: float, second: float) -> Floats:
    """Return an even heart with two intervals of these parts of the usual one in its middle."""
    rr_ms = 1000 + np.random.default_rng(8).standard_normal(120)
    rr_ms[60:62] = 1000 * first, 1000 * second
    return rr_ms


@pytest.mark.parametrize(
    ("parts", "intervals"),
    [
        ((0.93, 1.07), 0),  # 7 % off the middle: breath does that
        ((0.91, 1.09), 2),  # 9 %
        ((1.07, 0.93), 0),
        ((1.09, 0.91), 2),
        ((1.12, 1.34), 0),  # both long: a deep breath
        ((0.45, 0.55), 1),  # one beat seen twice
        ((0.30, 1.05), 1),  # 1.35 intervals are no room for two
        ((0.40, 1.05), 2),  # 1.45 are
        ((0.60, 1.85), 2),  # 2.45 are room for two
        ((0.60, 1.95), 3),  # 2.55 for three
        ((0.60, 2.95), 4),  # 3.55 for four
    ],
)
def test_what_is_done_about_a_peak_is_what_there_is_room_for(
    parts: tuple[float, float], intervals: int
) -> None:
    """By hand: nothing (0), or so many equal intervals in the place of two."""
    rr_ms = with_two(*parts)
    found = correct(rr_ms).rr_ms
    if not intervals:
        assert np.array_equal(found, rr_ms)
        return
    assert len(found) == len(rr_ms) - 2 + intervals
    assert np.array_equal(found[:60], rr_ms[:60])
    assert np.array_equal(found[60 + intervals :], rr_ms[62:])
    assert found[60 : 60 + intervals] == pytest.approx(1000 * sum(parts) / intervals, abs=0.01)

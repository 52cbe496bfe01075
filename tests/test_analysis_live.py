"""The live measures: the same numbers as reports, when they may be shown, and why not else."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import LiveMeasures, LiveMetrics, measure, warm_up
from analysis import frequency_domain as fd
from analysis.breath_wave import IN_STEP_ABOVE
from analysis.metrics import Reading
from tests.made_hearts import REAL_RESTS, Floats, rest_of, resting_rr, sine_rr, within

REST = resting_rr(200, 3)


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """Import neurokit2 before a test is timed."""
    warm_up()


def played(
    rr_ms: Floats,
    pace_hz: float | None = None,
    stretch: Floats | None = None,
    begin_s: Floats | None = None,
) -> list[LiveMetrics]:
    """Return what is said at each beat; ``begin_s`` moves beats later, as gaps do."""
    live = LiveMeasures()
    live.restart(0.0, pace_hz)
    ends_s = np.cumsum(rr_ms) / 1000 + (0 if begin_s is None else begin_s)
    ids = np.zeros(len(rr_ms)) if stretch is None else stretch
    beats = zip(ends_s, rr_ms, ids, strict=True)
    return [live.add(float(t), float(rr), int(k)) for t, rr, k in beats]


@cache
def rest_played() -> list[LiveMetrics]:
    """Return what is said at each beat of the made rest."""
    return played(REST)


def with_gap(at_s: float, lost_s: float, length_s: float = 200) -> tuple[Floats, Floats, Floats]:
    """Return a rest whose strap was off for a while: intervals, stretches, shifts."""
    rr_ms = resting_rr(length_s, 3)
    after = (np.cumsum(rr_ms) / 1000 > at_s).astype(np.float64)
    return rr_ms, after, after * lost_s


def at(metrics: list[LiveMetrics], time_s: float) -> LiveMetrics:
    """Return what was said last before a time."""
    return [said for said in metrics if said.time_s <= time_s][-1]


def test_rmssd_is_that_of_the_last_minute() -> None:
    """Worked out with numpy from the intervals that began in the last 60 s."""
    said = rest_played()[-1]
    inside = np.cumsum(REST[::-1])[::-1] <= 60_000
    expected = np.sqrt(np.mean(np.diff(REST[inside]) ** 2))
    assert said.rmssd_ms.value == pytest.approx(float(expected))
    assert not said.rmssd_ms.provisional


def test_hf_and_lf_are_those_of_the_last_two_minutes() -> None:
    """One Hann window over the intervals that began in the last 120 s."""
    said = rest_played()[-1]
    psd = fd.one_window_spectrum(REST[np.cumsum(REST[::-1])[::-1] <= 120_000])
    assert said.hf_ms2.value == pytest.approx(fd.band_power_ms2(*psd, fd.HF_HZ))
    assert said.lf_ms2.value == pytest.approx(fd.band_power_ms2(*psd, fd.LF_HZ))


def test_heart_rate_is_the_mean_of_ten_seconds_without_a_lone_odd_beat() -> None:
    """Even beats of 800 ms are 75 a minute, a missed one among them or not."""
    assert played(np.full(30, 800.0))[-1].heart_rate_bpm.value == pytest.approx(75)
    missed = np.r_[np.full(20, 800.0), 1600, np.full(4, 800.0)]
    assert played(missed)[-1].heart_rate_bpm.value == pytest.approx(75)


@pytest.mark.parametrize(
    ("name", "from_s", "full_s"),
    [("rmssd_ms", 30, 60), ("hf_ms2", 60, 120), ("lf_ms2", 100, 120)],
)
def test_a_number_comes_when_it_may(name: str, from_s: float, full_s: float) -> None:
    """Absent with a reason, then provisional, then full, each within two beats of its time."""
    said = rest_played()
    assert getattr(at(said, from_s - 3), name).reason.startswith(f"needs {from_s} s, ")
    assert getattr(at(said, from_s + 1.5), name).provisional
    assert getattr(at(said, full_s - 3), name).provisional
    full = getattr(at(said, full_s + 1.5), name)
    assert full.value is not None
    assert not full.provisional


def test_heart_rate_is_provisional_for_four_beats() -> None:
    """From the first beat, and full from the fifth."""
    said = played(REST[:6])
    assert [now.heart_rate_bpm.provisional for now in said] == [True] * 4 + [False] * 2


def test_the_reason_counts_the_seconds() -> None:
    """Twelve seconds and a bit in."""
    assert at(rest_played(), 14).rmssd_ms.reason == "needs 30 s, 13 s so far"


@pytest.mark.parametrize("name", ["breath_wave_ms", "share_pct", "in_step"])
def test_the_breath_wave_needs_three_breaths_and_is_full_from_six(name: str) -> None:
    """At 4/6: 30 s and 60 s; and with no pace there is none."""
    said = played(sine_rr(0.1, 50, 90), 0.1)
    assert getattr(at(said, 27), name).reason == "needs 3 breaths"
    assert getattr(at(said, 32), name).provisional
    assert not getattr(at(said, 61), name).provisional
    assert getattr(played(REST[:60])[-1], name).reason == "no pace is set"


@pytest.mark.parametrize("pace_hz", [0.075, 0.1, 0.12])
def test_a_pure_paced_wave_is_measured_exactly(pace_hz: float) -> None:
    """50 ms of swing is 100 ms peak to trough, all of it in step."""
    said = played(sine_rr(pace_hz, 50, 130), pace_hz)[-1]
    assert said.breath_wave_ms.value == pytest.approx(100, rel=0.001)
    assert said.share_pct.value == pytest.approx(100, abs=0.1)
    assert said.in_step.value is not None
    assert said.in_step.value > 0.99


@pytest.mark.parametrize("name", REAL_RESTS)
def test_an_unpaced_rest_is_seldom_in_step(name: str) -> None:
    """At most a tenth of the windows, one a breath apart."""
    said = played(rest_of(name), 0.1)
    steps = [at(said, s).in_step.value or 0 for s in range(60, 298, 10)]
    assert np.mean(np.array(steps) > IN_STEP_ABOVE) <= 0.1


def test_an_even_heart_has_no_share_and_is_in_step_with_nothing() -> None:
    """As a device sends that holds its last interval: rounding is no breath."""
    said = played(np.full(120, 1131.3), 0.1)[-1]
    assert said.share_pct.reason == said.in_step.reason == "the intervals do not vary"
    assert said.breath_wave_ms.value == pytest.approx(0, abs=1e-6)


def test_after_a_gap_hf_waits_for_a_minute_without_one() -> None:
    """The strap was off for 5 s at 100 s: nothing is read across it."""
    said = played(REST, None, *with_gap(100, 5)[1:])
    soon, later = at(said, 130), at(said, 168)
    assert soon.hf_ms2.reason.startswith("settling after a gap, ")
    assert soon.hf_ms2.reason.endswith(" of 60 s")
    assert soon.rmssd_ms.value is not None
    assert later.hf_ms2.value is not None


def test_a_long_gap_takes_rmssd_away_until_four_fifths_are_covered() -> None:
    """Twenty seconds lost: absent, kindly said, and back 48 s after."""
    said = played(REST, None, *with_gap(100, 20)[1:])
    just_after = at(said, 124)
    assert just_after.rmssd_ms.reason == "settling after a gap"
    assert just_after.coverage_pct.value == pytest.approx(66, abs=4)
    assert at(said, 165).rmssd_ms.reason == "settling after a gap"
    assert at(said, 173).rmssd_ms.value is not None


def test_rmssd_uses_no_pair_across_a_gap() -> None:
    """Even stretches at 700 and 900 ms: any bridge would show."""
    rr_ms = np.r_[np.full(60, 700.0), np.full(60, 900.0)]
    said = played(rr_ms, None, np.repeat([0.0, 1.0], 60), np.repeat([0.0, 3.0], 60))
    assert {now.rmssd_ms.value for now in said} <= {None, 0.0}
    assert said[75].rmssd_ms.value == 0.0


def test_an_unusable_beat_keeps_its_place_and_breaks_the_run() -> None:
    """HF starts anew; the rate is still there; the axis goes on by the interval's length."""
    live = LiveMeasures()
    for k, rr in enumerate(REST[:150]):
        live.add(float(np.cumsum(REST)[k] / 1000), float(rr), 0, usable=k != 140)
    assert live.latest.hf_ms2.reason.startswith("settling after a gap")
    assert live.latest.heart_rate_bpm.value is not None


JUST_BEGUN = Reading.missing("this part has just begun")


def test_no_window_reaches_back_over_a_restart() -> None:
    """After three minutes at rest a new phase begins with nothing."""
    live = LiveMeasures()
    ends_s = np.cumsum(REST) / 1000
    for end_s, rr in zip(ends_s[:200], REST[:200], strict=True):
        live.add(float(end_s), float(rr), 0)
    live.restart(float(ends_s[199]) + 0.1, 0.1)
    assert live.latest.heart_rate_bpm == JUST_BEGUN
    straddling = live.add(float(ends_s[200]), float(REST[200]), 0)
    assert straddling.heart_rate_bpm == JUST_BEGUN
    first = live.add(float(ends_s[201]), float(REST[201]), 0)
    assert first.heart_rate_bpm.provisional
    assert first.rmssd_ms.reason == "needs 30 s, 0 s so far"


def test_what_came_before_a_restart_changes_nothing_after_it() -> None:
    """The phase alone decides, to the last digit."""
    ends_s = np.cumsum(REST) / 1000
    alone, after = LiveMeasures(), LiveMeasures()
    for end_s, rr in zip(ends_s, REST, strict=True):
        after.add(float(end_s), float(rr), 0)
    start_s = float(ends_s[-1])
    alone.restart(start_s, 0.1)
    after.restart(start_s, 0.1)
    more = sine_rr(0.1, 40, 70)
    for end_s, rr in zip(start_s + np.cumsum(more) / 1000, more, strict=True):
        said = [live.add(float(end_s), float(rr), 1) for live in (alone, after)]
        assert said[0] == said[1]


def test_a_time_that_jitters_inside_a_stretch_changes_nothing() -> None:
    """200 ms on each beat but the first: the running sum of RR stands for it."""
    jitter = np.random.default_rng(6).uniform(-0.2, 0.2, len(REST))
    jitter[0] = 0
    exact, jittered = played(REST, 0.1), played(REST, 0.1, begin_s=jitter)
    assert [a.values() for a in exact] == [b.values() for b in jittered]


def test_an_ectopic_beat_never_jumps_into_rmssd() -> None:
    """It waits until those after it have judged it, and then it is mended."""
    rr_ms = REST.copy()
    rr_ms[110] -= 300
    rr_ms[111] += 300
    values = [now.rmssd_ms.value for now in played(rr_ms)[100:160]]
    clean = [now.rmssd_ms.value for now in rest_played()[100:160]]
    assert None not in values
    pairs = zip(values, clean, strict=True)
    assert max(abs((a or 0) / (b or 1) - 1) for a, b in pairs) < 0.15


def test_many_unclear_beats_take_the_numbers_away() -> None:
    """Each twelfth beat missed: more than one in twenty was mended."""
    rr_ms = list(REST)
    for place in range(180, 10, -12):
        rr_ms[place : place + 2] = [rr_ms[place] + rr_ms[place + 1]]
    said = at(played(np.array(rr_ms), 0.1), 150)
    unclear = "settling, some beats were unclear"
    assert said.rmssd_ms.reason == said.hf_ms2.reason == said.in_step.reason == unclear
    assert said.corrected_pct.value is not None
    assert said.corrected_pct.value > 5


@pytest.mark.parametrize("name", REAL_RESTS)
def test_hf_moves_gently_from_beat_to_beat(name: str) -> None:
    """A rest without a gap: never a fifth in one beat."""
    values = [now.hf_ms2.value for now in played(within(rest_of(name), 0, 200))]
    steps = [abs(b / a - 1) for a, b in pairwise(values) if a and b]
    assert len(steps) > 50
    assert max(steps) < 0.2


def test_rmssd_live_equals_the_report_of_the_same_minute() -> None:
    """One recording, two roads, one number."""
    minute = within(REST, 0, 60)
    live, report = played(minute)[-1], measure(minute)
    assert live.rmssd_ms.value == pytest.approx(report.time_domain["rmssd_ms"])
    assert live.hf_ms2.value == pytest.approx(report.frequency_domain["hf_ms2"])


beats = st.lists(
    st.tuples(st.floats(250, 2100), st.sampled_from([0, 0, 0, 0, 0, 0, 0, 1]), st.booleans()),
    max_size=120,
)


@settings(max_examples=15, deadline=None)
@given(beats, st.lists(st.integers(1, 9), max_size=40), st.sampled_from([None, 0.1]))
def test_batches_and_looking_in_between_change_nothing(
    drawn: list[tuple[float, int, bool]], batches: list[int], pace_hz: float | None
) -> None:
    """Beats one by one, or in packets with a look only after each: the same to the last digit."""
    stretch = np.cumsum([new for _, new, _ in drawn])
    ends_s = np.cumsum([rr for rr, _, _ in drawn]) / 1000 + stretch * 2.5
    rows = [
        (float(end), rr, int(k), usable)
        for end, (rr, _, usable), k in zip(ends_s, drawn, stretch, strict=True)
    ]
    one_by_one, in_packets = LiveMeasures(), LiveMeasures()
    one_by_one.restart(0.0, pace_hz)
    in_packets.restart(0.0, pace_hz)
    said = [one_by_one.add(t, rr, k, usable=usable) for t, rr, k, usable in rows]
    done = 0
    for size in [*batches, len(rows)]:
        for t, rr, k, usable in rows[done : done + size]:
            in_packets.add(t, rr, k, usable=usable)
        done = min(len(rows), done + size)
        if done:
            assert in_packets.latest == said[done - 1]
    for now in said:
        assert all(np.isfinite(value) for value in now.values().values())

"""The beat clock, against packets whose true beats are known.

`tests.packet_radio` is the independent truth; here the radio stalls, loses and repeats.
The bars are those of the design notes: what the best of three methods reached on such traffic.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.beat_clock import BeatClock
from devices.events import Beat, Gap
from devices.heart_rate import HeartRateMeasurement
from tests.packet_radio import HEARTS, Sent, fed, radio, steady, truth

# ---------------------------------------------------------------- placing beats


@pytest.mark.parametrize("seed", range(5))
def test_jitter_leaves_no_trace_in_the_rhythm(seed: int) -> None:
    """Beats keep their true spacing to the rounding of a float, whatever the radio's jitter."""
    packets = radio(300, seed)
    beats, gaps = fed(packets)
    error_s = np.array([b.time_s for b in beats]) - np.array(truth(packets))
    assert not gaps
    assert np.ptp(error_s) < 1e-9
    assert abs(error_s[0]) < 0.5


@pytest.mark.parametrize("seed", range(5))
def test_no_beat_is_placed_long_after_its_packet(seed: int) -> None:
    """A beat lies at most half a second in the future of the packet that brought it."""
    clock = BeatClock()
    for packet in radio(300, seed):
        for event in clock.add(packet.arrival_s, packet.measurement()):
            assert isinstance(event, Beat)
            assert event.time_s < packet.arrival_s + 0.5


def test_intervals_are_exact_milliseconds() -> None:
    """A tick is 1000/1024 ms, exact in binary: 945 ticks are 922.8515625 ms."""
    beats, _ = fed([Sent(1.0, (945,)), Sent(2.0, (990,))])
    assert [b.rr_ms for b in beats] == [922.8515625, 966.796875]


def test_the_backlog_at_the_start_is_placed_before_its_arrival() -> None:
    """Nine beats in the first packets happened before them; the next ones follow on."""
    backlog = [Sent(0.0, (1024,) * 5), Sent(0.05, (1024,) * 4)]
    beats, gaps = fed(backlog + steady()[1:])
    assert not gaps
    assert [b.time_s for b in beats] == pytest.approx(np.arange(-8 + 0.05, 20), abs=0.1)


def test_an_hour_of_crystal_drift_breaks_nothing() -> None:
    """A strap whose crystal is 100 ppm fast or slow stays in one stretch for an hour."""
    for ppm in (-100, 100):
        packets = [replace(p, arrival_s=p.arrival_s * (1 + ppm * 1e-6)) for p in radio(3600, 1)]
        _, gaps = fed(packets)
        assert len(gaps) <= 1


# ---------------------------------------------------------------- losses and repeats


def losses(packets: list[Sent], at: int, count: int) -> list[Sent]:
    """Leave out ``count`` packets."""
    return packets[:at] + packets[at + count :]


def breaks_at(packets: list[Sent], at: int, count: int) -> tuple[int, bool]:
    """Lose packets; return the number of gaps, and whether the break is at the exact beat."""
    kept = losses(packets, at, count)
    beats, gaps = fed(kept)
    before = sum(len(p.ticks) for p in packets[:at])
    first_of_second = next((i for i, b in enumerate(beats) if b.stretch == 1), None)
    return len(gaps), first_of_second == before


def test_two_lost_packets_are_always_found() -> None:
    """60 of 60 losses of two packets give one gap, at least 58 at the exact beat."""
    found = [breaks_at(radio(60, seed), 30, 2) for seed in range(60)]
    assert [gaps for gaps, _ in found] == [1] * 60
    assert sum(exact for _, exact in found) >= 58


@pytest.mark.parametrize("heart", [name for name in HEARTS if name != "intervals held back"])
def test_a_single_lost_packet_is_found_at_its_beat(heart: str) -> None:
    """At least 56 of 60 that held a beat: one gap, and exactly where the packet is missing."""
    traffic = [HEARTS[heart](60, seed) for seed in range(60)]
    found = [breaks_at(packets, 30, 1) for packets in traffic if packets[30].ticks]
    assert sum(gaps == 1 and exact for gaps, exact in found) >= 56 / 60 * len(found)


def test_the_length_of_a_loss_is_told() -> None:
    """The gap says how much time is missing: here two beats of a second."""
    beats, (gap,) = fed(losses(steady(), 9, 2))
    assert gap.reason == "missing"
    assert gap.missing_s == pytest.approx(2.0, abs=0.5)
    assert gap.time_s == max(b.time_s for b in beats if b.stretch == 0)  # where the row broke


def test_no_false_breaks_in_an_hour() -> None:
    """An hour of jitter gives at most one false break."""
    _, gaps = fed(radio(3600, 7))
    assert len(gaps) <= 1


@pytest.mark.parametrize("seed", range(10))
def test_a_stall_and_a_burst_cost_nothing(seed: int) -> None:
    """Six seconds of nothing, then everything at once: every beat is there, in one stretch."""
    packets = [
        replace(p, arrival_s=36.5 + i / 1000) if 30 <= p.arrival_s < 36.5 else p
        for i, p in enumerate(radio(60, seed))
    ]
    beats, gaps = fed(packets)
    assert not gaps
    assert len(beats) == len(truth(packets))


def test_packets_sent_twice_are_left_out() -> None:
    """60 of 60 repeats are rejected and counted; the beats are as if they had not come."""
    rejected = 0
    for seed in range(60):
        packets = radio(40, seed)
        again = replace(packets[20], arrival_s=packets[20].arrival_s + 0.03)
        clock = BeatClock()
        assert fed([*packets[:21], again, *packets[21:]], clock) == fed(packets)
        rejected += clock.rejected
    assert rejected == 60


def test_equal_intervals_in_a_row_are_real() -> None:
    """A very even heart sends equal bytes once a second: nothing is taken for a repeat."""
    clock = BeatClock()
    beats, gaps = fed(steady(), clock)
    assert (len(beats), gaps, clock.rejected) == (20, [], 0)


def test_beats_from_the_future_are_rejected_until_the_axis_is_given_up() -> None:
    """Two impossible packets are left out; the third in a row opens a new stretch."""
    clock = BeatClock()
    packets = [*steady(), Sent(19.1, (2025,)), Sent(19.2, (2026,)), Sent(19.3, (2027,))]
    packets += [Sent(20.3 + i, (1024,)) for i in range(5)]
    beats, gaps = fed(packets, clock)
    assert (len(beats), clock.rejected, [g.reason for g in gaps]) == (26, 2, ["surplus"])
    assert gaps[0].missing_s == 0.0


def test_the_length_of_a_loss_is_told_to_the_millisecond() -> None:
    """The radio's jitter leaves more digits than mean anything."""
    _, (gap,) = fed(losses(radio(60, 1), 30, 2))
    assert gap.missing_s == round(gap.missing_s, 3) > 1


@pytest.mark.parametrize(
    ("ticks", "after_s", "rejected"),
    [
        ((1024,), 0.499, 1),
        ((1024,), 0.5, 0),  # half of what its beats take
        ((1024, 1024), 0.999, 1),
        ((1024, 1024), 1.0, 0),
    ],
)
def test_a_repeat_comes_before_half_its_beats_have_passed(
    ticks: tuple[int, ...], after_s: float, rejected: int
) -> None:
    """At the very start, when a backlog may come, nothing else tells it from new beats."""
    clock = BeatClock()
    fed([Sent(0.0, ticks), Sent(after_s, ticks)], clock)
    assert clock.rejected == rejected


@pytest.mark.parametrize(("lag_s", "rejected"), [(0.34, 1), (0.36, 0), (1.3, 0)])
def test_equal_packets_after_a_stall_are_no_repeat(lag_s: float, rejected: int) -> None:
    """The second of two that come together: behind its time by so much, its beats are real."""
    clock = BeatClock()
    packets = steady()
    packets[10] = replace(packets[10], arrival_s=packets[11].arrival_s + lag_s - 0.1)
    packets[11] = replace(packets[11], arrival_s=packets[11].arrival_s + lag_s)
    fed(packets[:12], clock)
    assert clock.rejected == rejected


def test_two_packets_of_one_moment_break_nothing() -> None:
    """A computer's clock may not have moved on between them."""
    packets = steady()
    packets[10] = Sent(11.0, (1020,))
    packets[11] = Sent(11.0, (1028,))
    beats, gaps = fed(packets)
    assert (len(beats), gaps) == (20, [])


@pytest.mark.parametrize(
    ("before_s", "step_s", "held"),
    [
        (None, 1.5, False),  # the usual period is a second at first
        (None, 1.501, True),
        (100.0, 1.64, False),  # 1.1 s after a pause, which counts as two seconds at most
        (100.0, 1.66, True),
    ],
)
def test_a_late_packet_is_held_until_it_is_clear_what_is_lost(
    before_s: float | None, step_s: float, held: bool
) -> None:
    """Late is more than one and a half usual periods; it lags by more than a lost beat would."""
    clock = BeatClock()
    if before_s is not None:
        clock.add(-before_s, HeartRateMeasurement(60))
    clock.add(0.0, HeartRateMeasurement(60, rr_ticks=(1024,)))
    given = clock.add(step_s, HeartRateMeasurement(60, rr_ticks=(850,)))
    assert (given == []) is held


# ---------------------------------------------------------------- breaks told from outside


def test_lost_contact_breaks_the_row_once() -> None:
    """Three packets without contact give one gap; beats after them open a new stretch."""
    packets = [replace(p, contact=not 8 <= p.arrival_s < 11) for p in steady()]
    beats, gaps = fed(packets)
    assert gaps == [Gap(8.0, "no contact", 0.0)]
    assert [b.stretch for b in beats] == [0] * 8 + [1] * 9


def test_a_clock_that_runs_back_breaks_the_row() -> None:
    """After the clock was set back, beats go on in a new stretch at the new times."""
    packets = [replace(p, arrival_s=p.arrival_s - 5 * (p.arrival_s >= 10)) for p in steady()]
    beats, gaps = fed(packets)
    assert [g.reason for g in gaps] == ["clock"]
    assert beats[10].time_s == pytest.approx(4.5)  # half a packet's period before it arrived
    assert len(beats) == 20


def test_a_cut_gives_out_what_is_held_and_then_the_gap() -> None:
    """A lost link ends the stretch: no beat is lost, the gap stands last."""
    clock = BeatClock()
    clock.add(1.0, HeartRateMeasurement(60, rr_ticks=(1024,)))
    beat, gap = clock.cut(5.0, "link lost", 3.0)
    assert beat == Beat(0.5, 1000.0, 0)  # half a packet's period before it arrived
    assert gap == Gap(5.0, "link lost", 3.0)


def test_a_cut_without_a_stretch_is_no_gap() -> None:
    """Before the first beat, and again after a gap, there is nothing to break."""
    clock = BeatClock()
    assert clock.cut(1.0, "link lost") == []
    clock.add(2.0, HeartRateMeasurement(60, rr_ticks=(1024,)))
    clock.cut(3.0, "link lost")
    assert clock.cut(4.0, "link lost") == []


# ---------------------------------------------------------------- odd intervals, signal quality


@pytest.mark.parametrize(
    ("ticks", "usable"),
    [(307, False), (308, True), (2048, True), (2049, False)],  # 299.8, 300.8, 2000, 2001 ms
)
def test_intervals_outside_the_usable_range_are_marked(ticks: int, usable: bool) -> None:
    """300 to 2000 ms is usable; the rest keeps its place in time."""
    (beat,), _ = fed([Sent(1.0, (ticks,))])
    assert beat.usable is usable


def test_a_missed_beat_stays_on_the_axis() -> None:
    """Three seconds in one interval: unusable, in its place, no gap."""
    packets = [p for p in steady() if p.arrival_s not in (9, 10)]
    packets[9] = replace(packets[9], ticks=(3072,))
    beats, gaps = fed(packets)
    assert not gaps
    assert [b.time_s - beats[0].time_s for b in beats if not b.usable] == [11.0]


@pytest.mark.parametrize("filler", [(0,), (0, 0, 0), (65535,)])
def test_filler_is_no_interval(filler: tuple[int, ...]) -> None:
    """0 and 65535 stand where there is nothing; the intervals beside them count."""
    beats, gaps = fed([replace(p, ticks=p.ticks + filler) for p in steady()])
    assert (len(beats), gaps) == (20, [])


def test_heart_rate_without_intervals_gives_no_beats() -> None:
    """A device that sends no RR gives neither beats nor gaps."""
    assert fed([replace(p, ticks=()) for p in steady()]) == ([], [])


def test_coverage_is_one_when_every_beat_came_once() -> None:
    """Unknown at first; 1 on a clean link; lower by what was lost."""
    clean, lossy = BeatClock(), BeatClock()
    fed(radio(5, 3), clean)
    assert clean.coverage is None
    clean = BeatClock()
    fed(radio(200, 3), clean)
    assert clean.coverage == pytest.approx(1.0, abs=0.01)
    fed([p for i, p in enumerate(radio(200, 3)) if i % 10], lossy)
    assert lossy.coverage == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize(("packets", "coverage"), [(5, None), (6, 1.0), (20, 1.0)])
def test_coverage_leaves_out_what_was_before_the_first_packet(
    packets: int, coverage: float | None
) -> None:
    """By hand: after 5 s, five beats of a second each; the first came with the first packet."""
    clock = BeatClock()
    fed(steady(packets), clock)
    assert clock.coverage == coverage


# ---------------------------------------------------------------- anything at all

steps = st.sampled_from([0.0, 0.01, 0.9, 1.0, 1.0, 1.1, 5.0, 70.0, -2.0])
runs = st.lists(st.sampled_from([0, 1, 300, 900, 1000, 1100, 2000, 65535]), max_size=9)
packets_of_any_kind = st.lists(
    st.tuples(steps, runs, st.sampled_from([None, True, True, False])), max_size=80
)


@settings(deadline=None)
@given(packets_of_any_kind)
def test_the_promises_hold_for_any_packets(
    items: list[tuple[float, list[int], bool | None]],
) -> None:
    """Whatever comes: spacing equals RR inside a stretch, stretches only rise, replay is equal."""
    times = itertools.accumulate(step for step, _, _ in items)
    packets = [Sent(t, tuple(r), (), c) for t, (_, r, c) in zip(times, items, strict=True)]
    if not packets:
        return
    beats, gaps = fed(packets)
    for before, beat in itertools.pairwise(beats):
        assert beat.stretch - before.stretch in (0, 1)
        if beat.stretch == before.stretch:
            assert beat.time_s - before.time_s == pytest.approx(beat.rr_ms / 1000, abs=1e-6)
    assert all(b.rr_ms > 0 for b in beats)
    assert all(g.missing_s >= 0 for g in gaps)
    assert fed(packets) == (beats, gaps)

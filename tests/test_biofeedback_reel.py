"""Going to any moment of a replay: the numbers there are those of a straight replay."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import LiveMeasures
from biofeedback.runs.reel import BEING_MEASURED, Reel
from biofeedback.runs.replay_run import ReplayRun
from biofeedback.runs.session import Session
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from biofeedback.store.recording import Recording, read_recording

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
WHOLE = SAMPLES / "whole-sitting.csv"
PLACES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6)


@cache
def whole() -> Recording:
    """Return the sample of a whole sitting."""
    return read_recording(WHOLE)


@cache
def straight() -> tuple[Snapshot, ...]:
    """Return the snapshots of a session that is told every event once, in order."""
    shown: list[Snapshot] = []
    session = Session(LiveMeasures(), None, shown.append)
    for event in whole().events:
        session.handle(event)
    return tuple(shown)


@cache
def one_reel() -> Reel:
    """Return a reel that the examples share, as a person's leaps do."""
    return Reel(whole().events)


@given(PLACES)
@settings(max_examples=40, deadline=None)
def test_the_way_to_a_moment_leaves_no_trace(parts: list[float]) -> None:
    """To and fro, in any order: the same snapshot, to the last digit."""
    reel = one_reel()
    for part in parts:
        place = reel.place_at(part * whole().end_s)
        while reel.made < place:
            reel.make_one()
        assert reel.at(place) == (straight()[place - 1] if place else Snapshot())


@given(st.floats(0.0, 1.0))
@settings(max_examples=40, deadline=None)
def test_at_a_time_exactly_what_was_due_has_happened(part: float) -> None:
    """No event before the place comes later; the next one does."""
    time_s = part * whole().end_s
    place = one_reel().place_at(time_s)
    before = [event.time_s for event in whole().events[:place]]
    assert max(before, default=0.0) <= time_s
    if place < len(whole().events):
        assert whole().events[place].time_s > time_s


def test_beats_are_gone_through_one_after_another() -> None:
    """To the right each beat in turn, to the left the same ones; at both ends it stays."""
    reel = Reel(whole().events)
    places, place = [], 0
    while (following := reel.beat_beside(place, 1)) != place:
        places.append(place := following)
    heard = [number for number, shown in enumerate(straight(), 1) if shown.beats]
    assert places == heard
    assert [reel.beat_beside(p, -1) for p in heard[1:]] == heard[:-1]
    assert reel.beat_beside(heard[0], -1) == heard[0]


def measured(snapshot: Snapshot) -> bool:
    """Tell whether it is more than a first look."""
    return snapshot.metrics.rmssd_ms is not BEING_MEASURED


@dataclass
class Played:
    """A replay and what it has shown."""

    run: ReplayRun
    shown: list[Snapshot]

    def until(self, happened: Callable[[Snapshot], bool]) -> Snapshot:
        """Wait until something is shown."""
        end_s = time.monotonic() + 20
        while not (self.shown and happened(self.shown[-1])):
            assert time.monotonic() < end_s, "it was not shown"
            time.sleep(0.002)
        return self.shown[-1]

    def leap(self, time_s: float) -> Snapshot:
        """Go to a moment; return what is shown there, once it is measured."""
        self.shown.clear()
        self.run.seek(time_s)
        return self.until(lambda snapshot: snapshot.recent is not None and measured(snapshot))


@pytest.fixture
def held() -> Iterator[Played]:
    """Return a replay that is held at its start."""
    shown: list[Snapshot] = []
    run = ReplayRun(whole(), shown.append)
    run.pause()
    run.start()
    yield Played(run, shown)
    run.end()
    assert run.join()


def test_numbers_of_a_scrubbed_moment_equal_those_of_a_straight_replay(held: Played) -> None:
    """Late, early, in the middle: measures, phase, phrase, the rest before, to the last digit."""
    for time_s in (250.0, 30.0, 120.0, 200.0, 75.5):
        there = held.leap(time_s)
        expected = straight()[one_reel().place_at(time_s) - 1]
        assert there.metrics == expected.metrics
        assert there.sitting == expected.sitting
        assert there.rest_before == expected.rest_before
        assert there.beat_count == expected.beat_count
        assert held.run.now_s() == time_s


def test_a_far_moment_is_seen_before_it_is_measured() -> None:
    """Its phase, phrase and beats at once, and its measures say that they are to come."""
    shown: list[Snapshot] = []
    run = ReplayRun(whole(), shown.append)
    run.pause()
    played = Played(run, shown)
    run.start()
    try:
        there = played.leap(200.0)
        looks = [snapshot for snapshot in shown if snapshot.recent is not None]
        assert not measured(looks[0])
        for name in ("time_s", "sitting", "beats", "beat_count", "link"):
            assert getattr(looks[0], name) == getattr(there, name)
        assert len(looks[0].recent or ()) == len(there.recent or ())
    finally:
        run.end()
        assert run.join()


def test_what_is_to_come_is_measured_meanwhile(held: Played) -> None:
    """Time stands still at the start; soon one can go anywhere at once."""
    end_s = time.monotonic() + 20
    while held.run._reel.made < len(held.run._reel):
        assert time.monotonic() < end_s
        time.sleep(0.01)
    held.shown.clear()
    held.run.seek(250.0)
    assert measured(held.until(lambda snapshot: snapshot.recent is not None))


def test_what_came_in_the_two_minutes_before_comes_along(held: Played) -> None:
    """Every beat of them once: a curve can begin anew."""
    there = held.leap(200.0)
    assert there.recent is not None
    beats = [beat for shown in (*there.recent, there) for beat in shown.beats]
    expected = [b for s in straight()[: one_reel().place_at(200.0)] for b in s.beats]
    assert beats == expected[-len(beats) :]
    assert beats[0].time_s == pytest.approx(75.0, abs=2.0)


def test_a_replay_goes_on_from_where_one_went(held: Played) -> None:
    """From there on each event is shown once, and its end is the end."""
    there = held.leap(240.0)
    held.run.set_speed(200.0)
    last = held.until(lambda snapshot: snapshot.sitting.phase is Phase.ENDED)
    assert last.beat_count == straight()[-1].beat_count
    after = held.shown[held.shown.index(there) + 1 :]
    later = [beat for shown in after for beat in shown.beats]
    assert len(later) == last.beat_count - there.beat_count


def test_one_beat_at_a_time(held: Played) -> None:
    """The clock goes along, and the numbers are those at that beat."""
    there = held.leap(100.0)
    for step in (1, 1, -1):
        held.shown.clear()
        count = there.beat_count
        held.run.step(step)
        there = held.until(lambda snapshot: snapshot.recent is not None)
        assert there.beats
        assert there.beat_count == count + step
        assert held.run.now_s() == there.time_s


def test_the_end_is_reached_without_ending(held: Played) -> None:
    """However far one drags, the sitting is still to be seen; so is its start."""
    assert held.leap(1e6).sitting.phase is Phase.REST_AFTER
    assert held.leap(-5.0).beat_count <= 1


def test_who_drags_is_shown_the_last_place(held: Played) -> None:
    """A hundred wishes in a row: none but the last has to be waited for."""
    held.shown.clear()
    for number in range(100):
        held.run.seek(260.0 - number)
    held.until(lambda snapshot: snapshot.recent is not None and snapshot.time_s <= 161.0)
    time.sleep(0.05)
    assert held.shown[-1].time_s == pytest.approx(161.0, abs=2.0)
    assert held.run.now_s() == 161.0

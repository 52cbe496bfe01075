"""A machine that slept: the break lies where it lay, live and replayed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.live import LiveMeasures
from biofeedback.runs.clock_watch import LEAST_JUMP_S, ClockWatch
from biofeedback.runs.hearts import recorded
from biofeedback.runs.session import Session
from biofeedback.sitting import ClockJumped
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from biofeedback.store.rows import Event
from devices.events import Beat, Gap, Packet
from devices.heart_rate import HeartRateMeasurement

BEAT = HeartRateMeasurement(60, contact=True, rr_ticks=(1024,)).to_bytes()


class Clocks:
    """A wall clock and a monotonic one, moved by hand."""

    def __init__(self) -> None:
        self.wall_s, self.monotonic_s = 1.8e9, 100.0
        self.watch = ClockWatch(wall_s=lambda: self.wall_s, monotonic_s=lambda: self.monotonic_s)

    def pass_(self, seconds: float, *, asleep: float = 0.0) -> None:
        """Let time pass; asleep, the monotonic clock stands still."""
        self.wall_s += seconds + asleep
        self.monotonic_s += seconds


@given(st.lists(st.floats(0, 1e5), max_size=20))
def test_time_that_merely_passes_is_no_jump(waits_s: list[float]) -> None:
    """However long between two looks, as long as both clocks move alike."""
    clocks = Clocks()
    for wait_s in waits_s:
        clocks.pass_(wait_s)
        assert clocks.watch.look(0.0) is None


@pytest.mark.parametrize("asleep_s", [2.5, 300.0, -3600.0])
def test_a_jump_is_told_once_with_its_length(asleep_s: float) -> None:
    """Slept, or set forwards or back: told at the next look, and not again."""
    clocks = Clocks()
    clocks.pass_(1.0, asleep=asleep_s)
    assert clocks.watch.look(7.5) == ClockJumped(7.5, asleep_s)
    clocks.pass_(1.0)
    assert clocks.watch.look(8.5) is None


def test_the_small_corrections_of_the_network_are_no_jump() -> None:
    """Up to 2 s between two looks."""
    clocks = Clocks()
    for _ in range(10):
        clocks.pass_(1.0, asleep=LEAST_JUMP_S - 0.1)
        assert clocks.watch.look(0.0) is None


def slept(folder: Path) -> tuple[Session, Path]:
    """Return a sitting of twenty beats with a sleep after the tenth, and its file."""
    path = folder / "slept.csv"
    recorder = Recorder(path, datetime(2026, 11, 23, tzinfo=UTC), {"source": "test"})
    session = Session(LiveMeasures(require_warm=True), recorder)
    clocks = Clocks()
    for second in range(1, 21):
        clocks.pass_(1.0, asleep=600.0 if second == 11 else 0.0)
        if jump := clocks.watch.look(float(second)):
            session.handle(jump)
        session.handle(Packet(float(second), BEAT))
    recorder.close(20.0)
    return session, path


def test_the_beats_before_and_after_a_sleep_are_no_neighbours(tmp_path: Path) -> None:
    """One gap, before the first beat that was heard afterwards; no beat is lost for it."""
    _, path = slept(tmp_path)
    heart = read_recording(path).heart
    (at,) = (index for index, each in enumerate(heart) if isinstance(each, Gap))
    assert heart[at] == Gap(11.0, "clock")
    before, after = heart[at - 1], heart[at + 1]
    assert isinstance(before, Beat)
    assert isinstance(after, Beat)
    assert before.time_s <= 10.0
    assert after.time_s > 10.0
    assert after.stretch == before.stretch + 1
    assert len(heart) == 21


def test_a_replay_breaks_at_the_same_place(tmp_path: Path) -> None:
    """The file holds the jump, so the replayed sitting is the same to the last beat."""
    session, path = slept(tmp_path)
    recording = read_recording(path)
    assert list(recording.events) == session.events
    assert ",jump,600.000," in path.read_text()
    assert ",gap,0.000,clock" in path.read_text()
    again = Session(LiveMeasures(require_warm=True))
    for event in recording.events:
        again.handle(event)
    assert again.latest.beat_count == session.latest.beat_count == 20


def test_the_wall_clock_is_written_down_anew_after_a_jump(tmp_path: Path) -> None:
    """So that what follows can be placed in the day."""
    _, path = slept(tmp_path)
    rows = path.read_text().splitlines()
    (jump,) = (index for index, row in enumerate(rows) if ",jump," in row)
    assert ",clock," in rows[jump + 1]


def test_an_older_heart_brings_its_breaks_along(tmp_path: Path) -> None:
    """Practising with a recording in which the machine slept, its gap is a gap again."""
    _, path = slept(tmp_path)
    session = Session(LiveMeasures(require_warm=True))
    events: list[Event] = []

    async def listen() -> None:
        from biofeedback.runs.clock import SessionClock

        clock = SessionClock()
        clock.jump_to(1000.0)
        await recorded(path).make(session, clock).run(events.append)

    asyncio.run(listen())
    assert [e for e in events if isinstance(e, ClockJumped)] == [ClockJumped(11.0, 600.0)]

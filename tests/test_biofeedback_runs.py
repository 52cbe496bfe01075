"""A sitting on its thread: whatever the person does, the file is closed and nothing is lost."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis import LiveMeasures, warm_up
from biofeedback.runs.begin import begin_sitting
from biofeedback.runs.heart_thread import HeartThread
from biofeedback.runs.hearts import Heart, simulated
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.replay_run import ReplayRun
from biofeedback.runs.session import Session
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Noted, Paused, Phase, PhaseStarted, Resumed, SittingPlan
from biofeedback.store.recording import read_recording
from devices.events import Emit, Link, LinkState, Source
from devices.simulated import SimulatedHeart
from practices.breathing import BreathPattern
from practices.library import find_practice

PLAN = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=60.0, settle_s=5.0)
WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
QUICK = 40.0


def until(happened: Callable[[], bool], limit_s: float = 10.0) -> None:
    """Wait for something to happen on the other thread."""
    end_s = time.monotonic() + limit_s
    while not happened():
        assert time.monotonic() < end_s, "it did not happen"
        time.sleep(0.005)


def a_run(folder: Path | None, heart: Heart | None = None) -> LiveRun:
    """Return a hurried sitting, not yet started."""
    heart = heart or simulated(5)
    return begin_sitting(PLAN, heart, lambda _: None, folder=folder, speed=QUICK)


@pytest.mark.parametrize("phase", [Phase.REST_BEFORE, Phase.PRACTICE, Phase.REST_AFTER])
def test_ended_in_any_phase_the_sitting_is_kept_and_closed(tmp_path: Path, phase: Phase) -> None:
    """However often the person asks: ENDED comes at once, the file is sealed."""
    run = a_run(tmp_path)
    run.start()
    until(lambda: run.session.sitting.phase is phase)
    start_s = time.monotonic()
    run.end()
    run.end()
    until(lambda: run.session.sitting.phase is Phase.ENDED)
    assert time.monotonic() - start_s < 0.2
    run.end()
    assert run.join()
    assert run.path is not None
    recording = read_recording(run.path)
    assert recording.sealed is True
    assert recording.beats.rr_ms.size == run.session.latest.beat_count > 0
    assert run.summary().parts[-1].phase is phase
    assert run.summary().remarks == ()


def test_pause_note_and_skip_are_in_the_recording(tmp_path: Path) -> None:
    """What the person did is part of what happened; a note after the end is kept too."""
    run = a_run(tmp_path)
    run.start()
    until(lambda: run.session.sitting.phase is Phase.REST_BEFORE)
    run.pause()
    until(lambda: run.session.sitting.paused)
    run.note("a thought")
    run.skip()
    until(lambda: run.session.sitting.phase is Phase.LEAD_IN)
    run.end()
    assert run.join()
    run.note("calmer now")
    assert run.path is not None
    events = read_recording(run.path).events
    assert [type(e) for e in events if isinstance(e, Paused | Resumed)] == [Paused, Resumed]
    assert [e.text for e in events if isinstance(e, Noted)] == ["a thought", "calmer now"]


class Silent:
    """A heart that is never found."""

    async def run(self, emit: Emit) -> None:
        """Say so, and wait."""
        emit(Link(0.0, LinkState.SCANNING, "Looking for your strap."))


class Broken:
    """A source with a bug."""

    async def run(self, emit: Emit) -> None:
        """Fail as soon as it has begun."""
        emit(Link(0.0, LinkState.CONNECTING))
        raise RuntimeError("a bug")


class Coming:
    """A heart whose link is what the test says."""

    def __init__(self) -> None:
        self.states: list[LinkState] = [LinkState.STREAMING]

    async def run(self, emit: Emit) -> None:
        """Tell each state as it comes."""
        told: LinkState | None = None
        while True:
            if self.states[-1] is not told:
                told = self.states[-1]
                emit(Link(0.0, told))
            await asyncio.sleep(0.01)


def heart_of(source: Source) -> Heart:
    """Return a heart with this source."""
    return Heart(lambda _session, _clock: source)


def test_nothing_is_kept_of_a_sitting_that_never_began(tmp_path: Path) -> None:
    """Ended while the heart was still looked for: no empty file in the history."""
    run = a_run(tmp_path, heart_of(Silent()))
    run.start()
    until(lambda: run.session.latest.link.state is LinkState.SCANNING and bool(run.session.events))
    run.end()
    assert run.join()
    assert run.path is None
    assert not list(tmp_path.rglob("*.csv"))


def test_one_may_begin_without_waiting_for_the_heart(tmp_path: Path) -> None:
    """The practice does not depend on a strap that is not found."""
    run = a_run(tmp_path, heart_of(Silent()))
    run.start()
    until(lambda: bool(run.session.events))
    run.begin_anyway()
    until(lambda: run.session.sitting.phase is Phase.REST_BEFORE)
    run.end()
    assert run.join()


def test_a_bug_in_a_source_does_not_end_the_practice(tmp_path: Path) -> None:
    """The person is told in a sentence, and may go on."""
    run = a_run(tmp_path, heart_of(Broken()))
    run.start()
    until(lambda: run.session.latest.link.state is LinkState.BLOCKED)
    assert "the practice goes on" in run.session.latest.link.detail
    run.begin_anyway()
    until(lambda: run.session.sitting.phase is Phase.REST_BEFORE)
    run.end()
    assert run.join()


def test_a_display_that_raises_loses_no_beat(tmp_path: Path) -> None:
    """The file comes before the screen."""
    began: list[Snapshot] = []

    def show(snapshot: Snapshot) -> None:
        began.append(snapshot)
        raise RuntimeError("a broken screen")

    run = begin_sitting(PLAN, simulated(5), show, folder=tmp_path, speed=QUICK)
    run.start()
    until(lambda: run.session.latest.beat_count > 20)
    run.end()
    assert run.join()
    assert run.path is not None
    assert read_recording(run.path).beats.rr_ms.size == run.session.latest.beat_count
    assert len(began) > 20


def test_a_replay_can_be_held_skipped_and_hurried() -> None:
    """Held, time stands still; skipped, the next part begins; the summary is the whole one."""
    recording = read_recording(WHOLE)
    run = ReplayRun(recording, lambda _: None, speed=20.0)
    run.start()
    until(lambda: run.session.latest.beat_count > 5)
    run.pause()
    held_s = run.now_s()
    time.sleep(0.05)
    assert run.now_s() == held_s
    run.resume()
    run.skip()
    until(lambda: run.session.sitting.phase is not Phase.REST_BEFORE)
    run.set_speed(2000.0)
    assert run.join(20)
    assert run.session.latest.beat_count == recording.beats.rr_ms.size
    assert run.summary().breaths == 18


def test_a_session_counts_the_same_beats_as_its_file(tmp_path: Path) -> None:
    """What was handled is what is read, event by event."""
    run = a_run(tmp_path)
    run.start()
    until(lambda: run.session.latest.beat_count > 30)
    run.end()
    assert run.join()
    assert run.path is not None
    again = Session(run.session._measures)
    for event in read_recording(run.path).events:
        again.handle(event)
    assert again.latest.beat_count == run.session.latest.beat_count
    assert datetime.now(UTC) >= read_recording(run.path).began
    assert [e for e in again.events if isinstance(e, PhaseStarted)] == [
        e for e in run.session.events if isinstance(e, PhaseStarted)
    ]


@pytest.mark.parametrize("unguided", ["text", "raw"])
def test_a_recording_without_guidance_is_played_as_what_it_is(
    tmp_path: Path, unguided: str
) -> None:
    """Plain RR intervals, or raw packets: heard at once, with numbers, and summed up at the end."""
    path = tmp_path / "rr.txt"
    if unguided == "text":
        path.write_text("\n".join(["800", "820", "790"] * 40), encoding="utf-8")
    else:
        rows = WHOLE.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(r for r in rows if ",phase," not in r), encoding="utf-8")
    shown: list[Snapshot] = []
    run = ReplayRun(read_recording(path), shown.append, speed=None)
    run.start()
    assert run.join()
    heard = [s for s in shown if s.beats]
    assert {s.sitting.phase for s in heard} == {Phase.LISTENING}
    assert heard[-1].link.state is LinkState.STREAMING
    assert heard[-1].metrics.rmssd_ms.value is not None
    summary = run.summary()
    assert summary.parts == ()
    assert summary.comparison is None
    assert summary.measured


def test_who_breathes_past_the_pacer_is_told_while_it_leads_and_no_longer() -> None:
    """A heart with its own quick breath under a pacer of six: within 75 s; not in the rest."""
    warm_up()
    shown: list[Snapshot] = []
    session, track = Session(LiveMeasures(), None, shown.append), SimulatedHeart(seed=3)
    session.handle(PhaseStarted(0.0, Phase.PRACTICE, 120.0, BreathPattern()))
    ended = False
    for event in track.events():
        if event.time_s > 120 and not ended:
            ended = True
            session.handle(PhaseStarted(120.0, Phase.REST_AFTER, 60.0))
        if event.time_s > 150:
            break
        session.handle(event)
    told = [snapshot.time_s for snapshot in shown if snapshot.off_pacer]
    assert 60 < told[0] <= 75
    assert told[-1] < 120


def test_a_task_that_a_library_leaves_behind_ends_with_the_sitting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As bleak leaves one that watches the bus: unended, it would be complained of later."""
    left: list[asyncio.Task[None]] = []

    async def main() -> None:
        left.append(asyncio.create_task(asyncio.sleep(60)))

    async def after() -> None: ...

    thread = HeartThread(main, after)
    thread.start()
    assert thread.join(5)
    assert left.pop().cancelled()
    gc.collect()
    assert caplog.text == ""


@pytest.mark.parametrize("own_pause", [False, True], ids=["by itself", "by the person"])
def test_who_wants_it_waits_while_the_strap_is_lost(own_pause: bool) -> None:
    """It goes on by itself when the heart is back, unless the person paused before it was lost."""
    coming = Coming()
    run = begin_sitting(PLAN, heart_of(coming), lambda _: None, folder=None, pause_when_lost=True)
    run.start()
    until(lambda: run.session.sitting.phase is Phase.REST_BEFORE)
    if own_pause:
        run.pause()
        until(lambda: run.session.sitting.paused)
    coming.states.append(LinkState.SCANNING)
    until(lambda: run.session.latest.link.state is LinkState.SCANNING)
    until(lambda: run.session.sitting.paused)
    coming.states.append(LinkState.STREAMING)
    until(lambda: run.session.latest.link.state is LinkState.STREAMING)
    until(lambda: run.session.sitting.paused is own_pause)
    run.end()
    assert run.join()
    kinds = [type(event) for event in run.session.events if isinstance(event, Paused | Resumed)]
    assert kinds == ([Paused] if own_pause else [Paused, Resumed])


@pytest.mark.parametrize("hold", [False, True])
def test_a_strap_that_is_lost_stops_nobody_who_began_or_went_on_without_it(hold: bool) -> None:
    """Nor anybody who did not ask to wait."""
    coming = Coming()
    coming.states = [LinkState.SCANNING]
    run = begin_sitting(PLAN, heart_of(coming), lambda _: None, folder=None, pause_when_lost=hold)
    run.start()
    until(lambda: bool(run.session.events))
    run.begin_anyway()
    until(lambda: run.session.sitting.phase is Phase.REST_BEFORE)
    for state in (LinkState.CONNECTING, LinkState.STREAMING, LinkState.BLOCKED):
        coming.states.append(state)
        until(lambda state=state: run.session.latest.link.state is state)  # type: ignore[misc]
    run.end()
    assert run.join()
    assert not any(isinstance(event, Paused) for event in run.session.events)

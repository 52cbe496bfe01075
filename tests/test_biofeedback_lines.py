"""Every line is an event of its moment, and only what the pacer leads counts as paced."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from analysis.live import LiveMeasures
from biofeedback.runs.begin import begin_sitting
from biofeedback.runs.session import Session
from biofeedback.runs.snapshot import Snapshot
from biofeedback.samples import events_of
from biofeedback.sitting import (
    LineShown,
    PaceChanged,
    Paused,
    Phase,
    PhaseStarted,
    Resumed,
    Sitting,
    SittingPlan,
    slow_breaths,
)
from biofeedback.store.recording import read_recording
from devices.events import Beat
from practices.breathing import BreathPattern
from practices.library import find_practice

SPEED = 20.0  # a minute of practice in three seconds
SOON_S = 0.05  # on the wall


def test_every_line_is_an_event_within_50_ms_of_its_place_and_of_the_screen(
    tmp_path: Path,
) -> None:
    """With the real guide, clock, thread and file: late on the wall by less than 50 ms."""
    practice = find_practice("hand-on-heart").lasting(60)
    shown: dict[str, float] = {}

    def show(snapshot: Snapshot) -> None:
        line = snapshot.sitting.line
        if line and f"{line.time_s}" not in shown:
            shown[f"{line.time_s}"] = (run.now_s() - line.time_s) / SPEED

    plan = SittingPlan(practice, rest_s=0.0)
    run = begin_sitting(plan, None, show, folder=tmp_path, speed=SPEED)
    run.start()
    assert run.join(20)
    assert run.path is not None
    events = read_recording(run.path).events
    began_s = next(
        e.time_s for e in events if isinstance(e, PhaseStarted) and e.phase is Phase.PRACTICE
    )
    lines = [event for event in events if isinstance(event, LineShown)]
    assert [line.text for line in lines] == [cue.line for cue in practice.cues]
    for line, cue in zip(lines, practice.cues, strict=True):
        assert -0.001 <= (line.time_s - began_s - cue.time_s) / SPEED <= SOON_S
        assert shown[f"{line.time_s}"] <= SOON_S


def test_a_longer_stay_goes_on_without_a_jump(tmp_path: Path) -> None:
    """Extended while it runs, the phrases go on, the breath does too, and a replay knows."""
    asked = threading.Event()

    def show(snapshot: Snapshot) -> None:
        sitting = snapshot.sitting
        if sitting.line and sitting.phase_time_s(snapshot.time_s) > 30 and not asked.is_set():
            asked.set()
            run.extend()

    plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0.0)
    run = begin_sitting(plan, None, show, folder=tmp_path, speed=60.0)
    run.start()
    assert run.join(20)
    assert run.path is not None
    recording = read_recording(run.path)
    part = recording.part(Phase.PRACTICE)
    assert part is not None
    assert part.end_s - part.start_s == pytest.approx(120, abs=60 * SOON_S)
    assert len(recording.lines) == 11  # each breath of 10 s; one stays for two, to end kindly
    assert run.summary().breaths == 12
    assert run.summary().practised_s == pytest.approx(120, abs=60 * SOON_S)


def test_natural_steps_are_not_paced() -> None:
    """The Self-Compassion Break has a pace in its last step only; its breaths are counted there."""
    practice = find_practice("self-compassion-break").lasting(300)
    events = list(events_of(SittingPlan(practice, rest_s=0.0, lead_in_s=0.0)))
    sitting, paced = Sitting(), set()
    for event in events:
        sitting = sitting.after(event)
        if isinstance(event, LineShown) and sitting.pace_hz:
            paced.add(event.step)
    assert paced == {"A few slow breaths"}
    begins_s = next(cue.time_s for cue in practice.cues if cue.step_index == 3)
    assert slow_breaths(events, 300.0) == int((300 - begins_s) // 10)


def test_offered_breaths_are_not_counted() -> None:
    """Where the pacer only offers to lead, nobody knows who followed it."""
    practice = find_practice("loving-kindness").lasting(300)
    assert slow_breaths(events_of(SittingPlan(practice)), 1000.0) == 0


def test_breaths_stand_still_in_a_pause_and_follow_a_change_of_pace() -> None:
    """40 s at 4/6 are 4 breaths; after a pause of 100 s, 15 s at 3/4.5 are 2 more."""
    events = [
        PhaseStarted(10.0, Phase.PRACTICE, 300.0, BreathPattern(4.0, 6.0)),
        Paused(30.0),
        Resumed(130.0),
        PaceChanged(150.0, BreathPattern(3.0, 4.5)),
    ]
    assert slow_breaths(events, 165.0) == 6


def test_ones_own_rhythm_has_no_pacer_and_can_be_left_again() -> None:
    """Without a pattern the pacer leads nowhere; the next pattern begins with an empty breath."""
    sitting = Sitting().after(PhaseStarted(0.0, Phase.PRACTICE, 300.0, BreathPattern(4.0, 6.0)))
    free = sitting.after(PaceChanged(33.0, None))
    assert free.breath(34.0) is None
    assert free.pace_hz is None
    again = free.after(PaceChanged(50.0, BreathPattern(5.0, 5.0)))
    moment = again.breath(55.0)
    assert moment is not None
    assert moment.fullness == pytest.approx(1.0)


def test_measures_begin_anew_when_the_pacer_begins_to_lead() -> None:
    """No breath wave is measured in a natural step, and none reaches back into one."""
    session = Session(LiveMeasures())
    pattern = BreathPattern(4.0, 6.0)
    session.handle(PhaseStarted(0.0, Phase.PRACTICE, 300.0, pattern))
    session.handle(LineShown(0.0, "Notice.", breathing="natural"))
    for second in range(1, 100):
        session.handle(Beat(float(second), 1000.0, 0))
    metrics = session.latest.metrics
    assert metrics.breath_wave_ms.value is None
    assert metrics.rmssd_ms.value is not None
    session.handle(LineShown(99.5, "Breathe.", breathing="paced"))
    for second in range(100, 105):
        session.handle(Beat(float(second), 1000.0, 0))
    metrics = session.latest.metrics
    assert metrics.rmssd_ms.value is None
    assert "breaths" in metrics.breath_wave_ms.reason

"""Goes on with an interrupted sitting: in the same file, at the same place, as after a pause.

The time it was away is a pause of whatever part it stopped in. So every part keeps its length, no
number reaches across, and nothing that was written before is touched.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from biofeedback.own_words import choose_practice
from biofeedback.runs.begin import plan_for
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.hearts import Heart
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.session import Show
from biofeedback.sitting import Phase, PhaseStarted, Plan, SittingPlan
from biofeedback.store.afterwards import open_again
from biofeedback.store.recorder import Recorder, RecordingError
from biofeedback.store.recording import Recording, read_recording
from practices.breathing import parse_pattern
from practices.script import ScriptError


def go_on(
    path: Path,
    heart: Heart | None,
    show: Show,
    *,
    language: str = "en",
    speed: float = 1.0,
    wait: bool = True,
    pause_when_lost: bool = False,
) -> LiveRun:
    """Return an interrupted sitting, ready to go on where it stopped.

    Parameters
    ----------
    heart
        What it listens to from now on: of the kind it began with.
    language
        Of the lines that are still to come.
    speed
        Session seconds for each second on the wall.
    wait
        Whether it stays paused until the person goes on.
    pause_when_lost
        Whether it waits while the heart is lost; else the practice goes on.

    Raises
    ------
    RecordingError
        If it has its end already, is being written just now, or cannot be gone on with; one
        sentence that says why, and that it can be closed as it is.
    """
    recording = read_recording(path)
    if recording.sealed is not None:
        raise RecordingError(
            f"{_name(recording)} has its end already: there is nothing to go on with."
        )
    _refuse_other_heart(recording, heart)
    plan = _plan(recording, language)
    return LiveRun(
        plan,
        heart,
        show,
        clock=SessionClock(speed),
        began=recording.began,
        meta=recording.meta,
        recorder=Recorder.again(path, open_again(path), recording.end_s),
        past=recording.events,
        wait=wait,
        pause_when_lost=pause_when_lost,
    )


def _refuse_other_heart(recording: Recording, heart: Heart | None) -> None:
    simulated = heart is not None and heart.simulated
    if recording.beats.rr_ms.size and (heart is None or simulated != recording.simulated):
        kind = (
            "a simulated heart: choose that (--simulate in a terminal)"
            if recording.simulated
            else "a strap: choose yours"
        )
        raise RecordingError(
            f"{_name(recording)} began with {kind}, to go on; or close it as it is."
        )


def _plan(recording: Recording, language: str) -> Plan:
    """Return the plan that the recording's header tells."""
    meta = recording.meta
    if any(isinstance(e, PhaseStarted) and e.phase is Phase.ENDED for e in recording.events):
        raise RecordingError(f"{_name(recording)} was over already: close it as it is.")
    try:
        practice, pace = choose_practice(meta["practice"], language), parse_pattern(meta["pace"])
        own = None if pace == practice.pattern else pace
        plan = plan_for(practice, float(meta["practice_s"]), float(meta["rest_s"]), own)
        settle_s = float(meta["settle_s"])
    except (KeyError, LookupError, ValueError, ScriptError) as error:
        raise RecordingError(
            f"{_name(recording)} cannot go on, for its practice is not here as it was: "
            "close it as it is."
        ) from error
    return replace(plan, settle_s=settle_s) if isinstance(plan, SittingPlan) else plan


def _name(recording: Recording) -> str:
    return recording.path.stem if recording.path else "The sitting"

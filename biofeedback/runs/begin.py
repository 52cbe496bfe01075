"""Puts a sitting together: plan, heart, clock and file. Window and terminal begin here alike."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from biofeedback import __version__
from biofeedback.results.pace_search import KIND, SearchPlan
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.hearts import Heart
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.session import Show
from biofeedback.sitting import Plan, SittingPlan
from biofeedback.store.recorder import Recorder, new_path
from biofeedback.store.rows import FORMAT, pace_text
from practices.breathing import BreathPattern
from practices.practice import Practice


def begin_sitting(
    plan: Plan,
    heart: Heart | None,
    show: Show,
    *,
    folder: Path | None,
    out: Path | None = None,
    speed: float = 1.0,
    pause_when_lost: bool = False,
) -> LiveRun:
    """Return a sitting that is ready to start.

    Parameters
    ----------
    heart
        None: practise without one; the practice is whole, nothing is measured.
    folder
        Where sittings are kept; None: this one is not written down.
    out
        The file to write instead of a new one in ``folder``.
    speed
        Session seconds for each second on the wall: a demo may be hurried.
    pause_when_lost
        Whether it waits while the heart is lost; else the practice goes on.

    Raises
    ------
    RecordingError
        If the file cannot be created.
    """
    began = datetime.now(UTC).astimezone()
    meta = _meta(plan, heart, speed)
    path = out or (new_path(folder, began, plan.practice.practice.id) if folder else None)
    return LiveRun(
        plan,
        heart,
        show,
        clock=SessionClock(speed),
        began=began,
        meta=meta,
        recorder=Recorder(path, began, meta) if path else None,
        pause_when_lost=pause_when_lost,
    )


def plan_for(
    practice: Practice, length_s: float, rest_s: float, pace: BreathPattern | None = None
) -> Plan:
    """Return what a sitting with this practice will be.

    Parameters
    ----------
    length_s, rest_s
        Of the practice, and of each rest; a search for one's own pace has its own.
    pace
        The pacer's breath that the person chose; None for the practice's own.

    Raises
    ------
    ValueError
        If the practice cannot last so long.
    """
    timed = (practice.at_pace(pace) if pace else practice).lasting(length_s)
    return SearchPlan(practice) if practice.kind == KIND else SittingPlan(timed, rest_s)


def _meta(plan: Plan, heart: Heart | None, speed: float) -> dict[str, str]:
    practice = plan.practice
    meta = {
        "format": str(FORMAT),
        "biofeedback": __version__,
        "practice": practice.practice.id,
        "practice_name": practice.practice.name,
        "practice_s": f"{practice.length_s:g}",
        "rest_s": f"{plan.rest_s:g}",
        "settle_s": f"{plan.settle_s:g}",
        "pattern": practice.pattern.describe(),
        "pace": pace_text(practice.pattern),
    }
    meta |= heart.meta if heart else {"source": "none: practised without a heart"}
    return meta if speed == 1 else meta | {"speed": f"{speed:g} (a hurried demo)"}

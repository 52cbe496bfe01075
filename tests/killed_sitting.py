"""A real sitting, hurried, that tells over a pipe each beat it has shown; it waits to be killed.

Its processes are forked from one that has imported everything, so that a hundred take seconds.
"""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from analysis import warm_up
from biofeedback.runs.begin import begin_sitting
from biofeedback.runs.hearts import simulated
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import SittingPlan
from practices.library import find_practice

SPEED = 60.0

warm_up()


def sit(folder: str, seed: int, told: Connection) -> None:
    """Practise until the end; tell time and RR interval of each beat, once it has been shown."""
    plan = SittingPlan(find_practice("hand-on-heart").lasting(180), rest_s=20, settle_s=5)

    def show(snapshot: Snapshot) -> None:
        for beat in snapshot.beats:
            told.send((beat.time_s, beat.rr_ms))

    run = begin_sitting(plan, simulated(seed), show, folder=Path(folder), speed=SPEED)
    run.start()
    run.join(60)

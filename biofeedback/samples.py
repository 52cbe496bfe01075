"""Makes the sample recordings: short sittings with the simulated heart, written without waiting.

``python -m biofeedback.samples FOLDER`` writes them all; every header says simulated, by which
seed and by which command.
"""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.live import LiveMeasures
from biofeedback import __version__
from biofeedback.runs.session import Session
from biofeedback.sitting import LineShown, Phase, PhaseStarted, SittingPlan
from biofeedback.store.recorder import Recorder
from biofeedback.store.rows import FORMAT, Event
from devices.simulated import Disturbances, SimulatedHeart
from practices.library import find_practice

COMMAND = "python -m biofeedback.samples"
UNDISTURBED = Disturbances()
BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample recording."""

    name: str
    seed: int
    practice_s: float
    rest_s: float = 0.0
    settle_s: float = 0.0
    paced: bool = True
    disturbances: Disturbances = UNDISTURBED

    @property
    def plan(self) -> SittingPlan:
        """The sitting it holds; a plain rest is a sitting that stops after its first part."""
        practice = find_practice("hand-on-heart").lasting(self.practice_s or 180)
        return SittingPlan(practice, self.rest_s, self.settle_s)


SAMPLES = (
    Sample("rest", seed=11, practice_s=0, rest_s=300),
    Sample("paced-4-6", seed=12, practice_s=180),
    Sample(
        "gap",
        seed=13,
        practice_s=0,
        rest_s=180,
        disturbances=Disturbances(dropouts=((80.0, 12.0),)),
    ),
    Sample(
        "ectopic-beats",
        seed=14,
        practice_s=0,
        rest_s=180,
        disturbances=Disturbances(ectopics_per_min=1.0),
    ),
    Sample("whole-sitting", seed=15, practice_s=180, rest_s=120, settle_s=30),
)


def events_of(plan: SittingPlan, *, only_rest: bool = False) -> Iterator[Event]:
    """Yield what the guide of an undisturbed sitting says, in time order."""
    began_s = 0.0
    parts = plan.parts[:1] if only_rest else plan.parts
    for phase, length_s in parts:
        led = phase in {Phase.LEAD_IN, Phase.PRACTICE}
        pattern = plan.practice.pacer if led else None
        yield PhaseStarted(began_s, phase, length_s, pattern)
        for cue in plan.practice.cues if phase is Phase.PRACTICE else ():
            step = plan.practice.steps[cue.step_index]
            said = (cue.line, str(step.element), step.name, str(step.breathing))
            yield LineShown(round(began_s + cue.time_s, 3), *said)
        began_s += length_s
    yield PhaseStarted(began_s, Phase.ENDED)


def write_sample(sample: Sample, folder: Path) -> Path:
    """Write one sample recording and return its path.

    Raises
    ------
    RecordingError
        If there is such a file already, or none can be written.
    """
    plan = sample.plan
    meta = _meta(sample, plan)
    now = [0.0]
    recorder = Recorder(
        folder / f"{sample.name}.csv", BEGAN, meta, wall_s=lambda: BEGAN.timestamp() + now[0]
    )
    session = Session(LiveMeasures(), recorder)
    for event in _told(sample, plan, session):
        now[0] = event.time_s
        session.handle(event)
        if isinstance(event, PhaseStarted) and event.phase is Phase.ENDED:
            break
    recorder.close(now[0])
    return recorder.path


def _told(sample: Sample, plan: SittingPlan, session: Session) -> Iterator[Event]:
    def fullness_at(time_s: float) -> float | None:
        moment = session.sitting.breath(time_s)
        return moment.fullness if moment else None

    heart = SimulatedHeart(sample.seed, fullness_at=fullness_at, disturbances=sample.disturbances)
    guide = events_of(plan, only_rest=not sample.practice_s)
    return heapq.merge(guide, heart.events(), key=lambda event: event.time_s)


def _meta(sample: Sample, plan: SittingPlan) -> dict[str, str]:
    practice = plan.practice.practice
    named = {"practice": practice.id, "practice_name": practice.name}
    return {
        "format": str(FORMAT),
        "biofeedback": __version__,
        **(named if sample.practice_s else {"practice_name": "Rest"}),
        "source": "simulated heart",
        "simulated": f"seed {sample.seed}, by: {COMMAND}",
    }


def main() -> None:
    """Write all samples into the folder named on the command line."""
    folder = Path(sys.argv[1])
    for sample in SAMPLES:
        print(write_sample(sample, folder))


if __name__ == "__main__":
    main()

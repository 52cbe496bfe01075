"""A guided search for one's own pace: slow paces in turns, and what heart and comfort say of them.

Each pace leads for two minutes after a lead-in, and then there is a rest, in which the person may
say how it felt. What is suggested comes from the recording alone, and nothing changes by itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biofeedback.checkin import Felt
from biofeedback.sitting import PaceChanged, Paused, Phase, PhaseStarted, Resumed, Stage
from practices.breathing import BreathPattern
from practices.practice import Practice, TimedPractice

if TYPE_CHECKING:  # a plan is made before numpy is needed
    import numpy as np
    from numpy.typing import NDArray

    from analysis.compare import Refusal
    from analysis.own_pace import OwnPace, PaceTrial
    from biofeedback.store.recording import Part, Recording

KIND = "search"  # of the practice in whose sitting it happens
PRACTICE_ID = "own-pace"
PACES = tuple(
    BreathPattern(inhale_s, exhale_s)
    for inhale_s, exhale_s in ((3.5, 5.5), (4.0, 6.0), (4.5, 6.5), (5.0, 7.0), (5.5, 8.0))
)
"""About 6.5, 6, 5.5, 5 and 4.5 breaths a minute, as near as steps of 0.5 s come to them."""
TRIAL_S, REST_S, LEAD_IN_S = 120.0, 55.0, 5.0
SETTLING_S = 20.0  # the first two breaths at a new pace say little of it


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """Every pace in its turn, each with a lead-in before and a rest after it."""

    asked: Practice
    trial_s: float = TRIAL_S
    settle_s: float = REST_S
    lead_in_s: float = LEAD_IN_S

    @property
    def rest_s(self) -> float:
        """No rest is compared with another here."""
        return 0.0

    @property
    def practice(self) -> TimedPractice:
        """The first pace."""
        return self._at(PACES[0])

    @property
    def stages(self) -> Sequence[Stage]:
        """The parts, in order."""
        lengths_s = (
            (Phase.LEAD_IN, self.lead_in_s),
            (Phase.PRACTICE, self.trial_s),
            (Phase.SETTLE, self.settle_s),
        )
        return [
            Stage(phase, length_s, self._at(pattern))
            for pattern in PACES
            for phase, length_s in lengths_s
        ]

    def _at(self, pattern: BreathPattern) -> TimedPractice:
        tried = replace(
            self.asked, pattern=pattern, shortest_s=self.trial_s, longest_s=self.trial_s
        )
        return tried.lasting(self.trial_s)


def find_pace(recording: Recording) -> OwnPace | Refusal | None:
    """Return what a search came to; None for any other sitting."""
    from analysis.compare import Refusal
    from analysis.own_pace import suggest_pace

    if recording.meta.get("practice") != PRACTICE_ID:
        return None
    if recording.part(Phase.PRACTICE) is None:
        return Refusal("no pace was tried")
    return suggest_pace(trials_of(recording))


def pattern_of(breaths_per_min: float) -> BreathPattern:
    """Return the pace of the search that is nearest."""
    return min(PACES, key=lambda pattern: abs(pattern.breaths_per_min - breaths_per_min))


def trials_of(recording: Recording) -> list[PaceTrial]:
    """Return the paces that were tried for long enough, as the heart answered them.

    A pace that was changed on the way is none of them; one that was paused counts from there on.
    """
    patterns = {
        event.time_s: event.pattern for event in recording.events if isinstance(event, PhaseStarted)
    }
    tried = [part for part in recording.parts if part.phase is Phase.PRACTICE]
    starts_s = [part.start_s for part in tried]
    trials = (
        _trial(recording, part, patterns[part.start_s], until_s)
        for part, until_s in zip(tried, [*starts_s, math.inf][1:], strict=True)
    )
    return [trial for trial in trials if trial]


def _trial(
    recording: Recording, part: Part, pattern: BreathPattern | None, until_s: float
) -> PaceTrial | None:
    from analysis.own_pace import FEWEST_BREATHS, PaceTrial

    during = [event for event in recording.events if part.start_s < event.time_s < part.end_s]
    if pattern is None or any(isinstance(event, PaceChanged) for event in during):
        return None
    rr_ms = _longest_run_ms(recording, *_steady(part, during))
    if rr_ms.sum() / 1000 < FEWEST_BREATHS * pattern.cycle_s:
        return None
    felt = [e.rating for e in recording.events if isinstance(e, Felt)
            and part.start_s < e.time_s < until_s]  # fmt: skip
    return PaceTrial(pattern.breaths_per_min, rr_ms, felt[-1] if felt else None)


def _steady(part: Part, during: Sequence[object]) -> tuple[float, float]:
    """Return the span in which the pacer led without a break."""
    start_s, end_s = part.start_s + SETTLING_S, part.end_s
    for event in during:
        if isinstance(event, Resumed):
            start_s, end_s = max(start_s, event.time_s), part.end_s
        elif isinstance(event, Paused):
            end_s = event.time_s
    return start_s, end_s


def _longest_run_ms(recording: Recording, start_s: float, end_s: float) -> NDArray[np.float64]:
    """Return the corrected RR intervals of the longest stretch without a gap."""
    from analysis.cleaning import cleaned
    from analysis.stretches import longest, split

    beats = recording.beats.between(start_s, end_s)
    runs = split(beats.rr_ms, beats.stretch, beats.usable)
    return longest([done.rr_ms for _, done in cleaned(beats.rr_ms, runs)])

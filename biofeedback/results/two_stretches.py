"""Two stretches that a person chose, of any recordings: set side by side, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from analysis.compare import SHORTEST_S, STANDARD_S, Change, Refusal
from biofeedback.results.reading import compare_rests
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.recording import BeatArrays, Recording

FEWEST_BEATS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A piece of a recording."""

    recording: Recording
    start_s: float
    length_s: float

    @property
    def end_s(self) -> float:
        """Where it ends."""
        return self.start_s + self.length_s

    @property
    def beats(self) -> BeatArrays:
        """The heartbeats inside."""
        return self.recording.beats.between(self.start_s, self.end_s)

    @property
    def paced(self) -> bool:
        """Whether a pacer led any of its breaths."""
        begun = [each for each in self.recording.events if isinstance(each, PhaseStarted)]
        if not begun:
            return False  # it came from a strap, or from another program
        ends_s = [after.time_s for _, after in pairwise(begun)] + [self.recording.end_s]
        spans = zip(begun, ends_s, strict=True)
        return any(
            one.pattern and one.time_s < self.end_s and end_s > self.start_s for one, end_s in spans
        )

    def moved(self, start_s: float, length_s: float) -> Stretch:
        """Return another stretch of the same recording, which lies within it where it fits."""
        last_s = max(0.0, self.recording.end_s - length_s)
        return Stretch(self.recording, min(max(start_s, 0.0), last_s), length_s)


def first_choice(recording: Recording) -> tuple[Stretch, Stretch]:
    """Return the two rests of a sitting, equally long, or else the start and the end."""
    rests = [recording.part(phase) for phase in (Phase.REST_BEFORE, Phase.REST_AFTER)]
    before, after = rests
    if before and after:
        length_s = min(STANDARD_S, *(part.end_s - part.start_s for part in (before, after)))
        starts_s = (before.end_s - length_s, after.end_s - length_s)
    else:
        length_s = min(STANDARD_S, max(SHORTEST_S, recording.end_s / 2))
        starts_s = (0.0, recording.end_s - length_s)
    whole = Stretch(recording, 0.0, length_s)
    first, second = (whole.moved(start_s, length_s) for start_s in starts_s)
    return first, second


def compare_stretches(before: Stretch, after: Stretch) -> Change | Refusal:
    """Compare two stretches; refuse paced ones, empty ones, and what `compare` refuses."""
    for which, stretch in (("before", before), ("after", after)):
        if stretch.paced:
            return Refusal(
                f"the pacer led the breath in a part of the stretch {which}, and a slow breath "
                "by itself changes RMSSD and HF"
            )
        if stretch.beats.rr_ms.size < FEWEST_BEATS:
            return Refusal(f"there are no heartbeats in the stretch {which}")
    of_one = before.recording is after.recording
    return compare_rests(before.beats, after.beats, of_one=of_one)

"""A practice: steps with words, and where each word comes when it lasts so or so long.

Every step has its share of whatever length is chosen, so a practice of any length in its range
is whole. Opening lines are said once; phrases return in rounds for as long as the step lasts.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from practices.breathing import BreathPattern
from practices.parts import READABLE_S, Cue, Guidance, Kind, Line, PartError, Place, Step

LONGEST_S = 7200.0  # a longest length over two hours is a slip
UNHURRIED_S = 12.0  # how long a phrase stands in a natural breath, before the next one


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice with its range of lengths, checked when it is made.

    Raises
    ------
    ValueError
        If there is no step, a range is no range, or the shortest form leaves no time to read.
    """

    id: str
    name: str
    summary: str
    steps: tuple[Step, ...]
    shortest_s: float
    longest_s: float
    micro_s: float | None = None
    pattern: BreathPattern = field(default_factory=BreathPattern)
    kind: Kind = Kind.COMPASSION

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError(f"{self.name} has no steps: write at least one.")
        if not 0 < self.shortest_s <= self.longest_s:
            raise PartError(
                f"{self.name} has no range of lengths over 0: give shortest, then longest.",
                key="minutes",
            )
        if self.longest_s > LONGEST_S:
            raise PartError(
                f"{self.name} lasts up to {self.longest_s / 60:g} minutes: "
                f"give {LONGEST_S / 60:g} at the most.",
                key="minutes",
            )
        if self.micro_s is not None and not 0 < self.micro_s <= self.shortest_s:
            why = "that is no shorter" if self.micro_s > 0 else f"of {self.micro_s / 60:g} minutes"
            raise PartError(
                f"{self.name} has a short form {why}: give more than 0 and fewer minutes than "
                f"{self.shortest_s / 60:g}, or leave it out.",
                key="micro_minutes",
            )
        self._check_readable(self.shortest_s if self.micro_s is None else self.micro_s)

    def lasting(self, length_s: float) -> TimedPractice:
        """Return the practice at this length.

        Raises
        ------
        ValueError
            If the length lies outside the range and is not the micro form.
        """
        in_range = self.shortest_s <= length_s <= self.longest_s
        if not in_range and length_s != self.micro_s:
            micro = f", or {self.micro_s / 60:g}" if self.micro_s else ""
            shortest, longest = self.shortest_s / 60, self.longest_s / 60
            lasts = f"{shortest:g} to {longest:g}" if shortest < longest else f"{longest:g}"
            raise ValueError(
                f"{self.name} lasts {lasts} minutes{micro}, not {length_s / 60:g}: "
                "choose such a length."
            )
        return TimedPractice(self, float(length_s), tuple(_cues(self, length_s)))

    def at_pace(self, pattern: BreathPattern) -> Practice:
        """Return the practice with a pace that the person chose; one with its own pace keeps it."""
        return replace(self, pattern=pattern) if self.pattern == BreathPattern() else self

    def off_the_breath(self) -> tuple[Step, ...]:
        """Return the paced steps whose lines leave the breath in the shortest form."""
        off = set()
        for cue in self.lasting(self.micro_s or self.shortest_s).cues:
            breaths = cue.time_s / self.pattern.cycle_s
            if self.steps[cue.step_index].breathing is Guidance.PACED:
                off |= {cue.step_index} if abs(breaths - round(breaths)) > 0.01 else set()
        return tuple(self.steps[index] for index in sorted(off))

    def _check_readable(self, length_s: float) -> None:
        starts_s = [*_step_starts(self, length_s), length_s]
        spans_s = zip(self.steps, itertools.pairwise(starts_s), strict=True)
        for number, (step, (start_s, end_s)) in enumerate(spans_s, start=1):
            if end_s - start_s < step.needed_s:
                raise PartError(
                    f"In {length_s / 60:g} minutes the step {step.name!r} has "
                    f"{end_s - start_s:.0f} s for its lines, {step.needed_s:.0f} s are needed: "
                    "give it fewer lines or more weight.",
                    step=number,
                )


@dataclass(frozen=True, slots=True)
class TimedPractice:
    """A practice at a chosen length; ``cues`` begin at 0 and never stand still or go back."""

    practice: Practice
    length_s: float
    cues: tuple[Cue, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in order."""
        return self.practice.steps

    @property
    def pattern(self) -> BreathPattern:
        """The breath the pacer leads or offers."""
        return self.practice.pattern

    @property
    def pacer(self) -> BreathPattern | None:
        """The same; None where no step has a pacer."""
        natural = all(step.breathing is Guidance.NATURAL for step in self.steps)
        return None if natural else self.pattern

    def cues_and_on(self) -> Iterator[Cue]:
        """Yield the cues, and then on, for whoever stays longer than was planned.

        The phrases of the last step return in their rhythm; a last step without any is silent.
        """
        yield from self.cues
        step, index = self.steps[-1], len(self.steps) - 1
        if not step.phrases:
            return
        said = sum(cue.step_index == index for cue in self.cues) - len(step.lines)
        slot_s = self._last_slot_s(step, said)
        last_s = self.cues[-1].time_s
        slots = math.ceil((self.length_s - last_s) / slot_s - 0.001)
        for phrase in itertools.islice(itertools.cycle(step.phrases), said, None):
            time_s = max(self.length_s, round(last_s + slots * slot_s, 3))
            yield Cue(time_s, index, phrase.text)
            slots += int(phrase.weight)

    def _last_slot_s(self, step: Step, said: int) -> float:
        """Return how long a weight of 1 stood at the end; whole breaths with a pacer."""
        before, last = self.cues[-2:]
        line = step.phrases[(said - 2) % len(step.phrases)] if said > 1 else step.lines[-1]
        slot_s = (last.time_s - before.time_s) / line.weight
        if step.breathing is not Guidance.PACED or line.weight == 1:
            return slot_s
        breaths_s = _breaths_s(self.pattern)
        return max(1, int(slot_s / breaths_s)) * breaths_s

    def at(self, time_s: float) -> Place:
        """Return where the practice is; before its beginning, at its first line."""
        index = max(0, bisect.bisect_right(self.cues, time_s, key=lambda cue: cue.time_s) - 1)
        cue = self.cues[index]
        return Place(cue.step_index, self.steps[cue.step_index], cue.line, cue.time_s)


def _step_starts(practice: Practice, length_s: float) -> list[float]:
    """Return when each step begins; a paced one with a whole breath, if each step can be read."""
    total = sum(step.weight for step in practice.steps)
    before = itertools.accumulate((step.weight for step in practice.steps), initial=0.0)
    shares_s = [length_s * share / total for _, share in zip(practice.steps, before, strict=False)]
    on_breaths_s = [
        _on_a_breath(practice, step, time_s)
        for step, time_s in zip(practice.steps, shares_s, strict=True)
    ]
    ends_s = [*on_breaths_s[1:], length_s]
    readable = all(
        end_s - start_s >= step.needed_s
        for step, start_s, end_s in zip(practice.steps, on_breaths_s, ends_s, strict=True)
    )
    return on_breaths_s if readable else shares_s


def _on_a_breath(practice: Practice, step: Step, time_s: float) -> float:
    if step.breathing is not Guidance.PACED:
        return time_s
    return round(time_s / practice.pattern.cycle_s) * practice.pattern.cycle_s


def _cues(practice: Practice, length_s: float) -> list[Cue]:
    starts_s = [*_step_starts(practice, length_s), length_s]
    return [
        Cue(round(time_s, 3), index, line.text)
        for index, step in enumerate(practice.steps)
        for time_s, line in _spread(practice, step, starts_s[index], starts_s[index + 1])
    ]


def _spread(
    practice: Practice, step: Step, start_s: float, end_s: float
) -> list[tuple[float, Line]]:
    """Lay the lines of a step over its time; phrases come in whole rounds, for the last is kind.

    The time is cut into slots, whole breaths with a pacer; a line has as many as its weight.
    """
    span_s = end_s - start_s
    if not step.phrases:
        slot_s = span_s / sum(line.weight for line in step.lines)
        return _laid(start_s, slot_s, [(line, line.weight) for line in step.lines])
    paced = step.breathing is Guidance.PACED
    once, round_ = (int(sum(line.weight for line in lines)) for lines in (step.lines, step.phrases))
    slot_s = _breaths_s(practice.pattern) if paced else UNHURRIED_S
    slots = max(once + round_, int(span_s / slot_s))
    rounds = (slots - once) // round_
    said = [*step.lines, *(step.phrases * rounds)]
    left = slots - once - rounds * round_
    if not paced or slots * slot_s > span_s:
        slot_s, left = span_s / (slots - left), 0
    weights = [line.weight for line in said]
    for more in range(left):  # the last of them stay longer
        weights[-1 - more % len(step.phrases)] += 1
    return _laid(start_s, slot_s, list(zip(said, weights, strict=True)))


def _laid(
    start_s: float, slot_s: float, lines: list[tuple[Line, float]]
) -> list[tuple[float, Line]]:
    """Return when each line comes, one after the other, each for its number of slots."""
    before = itertools.accumulate((weight for _, weight in lines), initial=0.0)
    return [
        (start_s + slots * slot_s, line) for (line, _), slots in zip(lines, before, strict=False)
    ]


def _breaths_s(pattern: BreathPattern) -> float:
    """Return the fewest whole breaths in which a line can be read, in seconds."""
    return pattern.cycle_s * math.ceil(READABLE_S / pattern.cycle_s)

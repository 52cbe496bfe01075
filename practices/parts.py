"""What a practice is made of: lines in steps, and the moments at which they come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

READABLE_S = 6.0  # a line stands at least so long


class PartError(ValueError):
    """One part of a practice makes no sense; ``step`` counts from 1, 0 is whatever was made."""

    def __init__(self, says: str, *, step: int = 0, key: str = "") -> None:
        super().__init__(says)
        self.step, self.key = step, key


class Element(StrEnum):
    """The three elements of self-compassion."""

    MINDFULNESS = "mindfulness"
    COMMON_HUMANITY = "common humanity"
    SELF_KINDNESS = "self-kindness"


class Guidance(StrEnum):
    """What the pacer does in a step."""

    PACED = "paced"  # it carries the step
    OFFERED = "offered"  # the breath is natural, the pacer is there if wanted
    NATURAL = "natural"  # no pacer


class Kind(StrEnum):
    """What the program takes a practice for; one of a person's own is always of the first."""

    COMPASSION = "compassion"
    BREATHING = "breathing"  # a plain pacer with few words
    SEARCH = "search"  # for one's own pace; not practised as it stands
    REST = "rest"  # nothing to do


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen; with a ``weight`` of 2 it stays twice as long as one of 1."""

    text: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ValueError(f"The line {self.text!r} needs a weight over 0.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``lines`` are said once, then ``phrases`` return in rounds.

    Raises
    ------
    ValueError
        If nothing is said in it, its weight is not over 0, or a line beside phrases has a weight
        that is no whole number: it stays for so many breaths.
    """

    name: str
    element: Element
    lines: tuple[Line, ...]
    phrases: tuple[Line, ...] = ()
    weight: float = 1.0
    breathing: Guidance = Guidance.NATURAL
    touch: str = ""

    def __post_init__(self) -> None:
        if not self.lines or self.weight <= 0:
            raise ValueError(f"The step {self.name!r} needs lines, and a weight over 0.")
        for key, lines in (("lines", self.lines), ("phrases", self.phrases)):
            for line in lines if self.phrases else ():
                if line.weight % 1:
                    raise PartError(
                        f"The line {line.text!r} has a weight of {line.weight:g}: in a step with "
                        "phrases it is a whole number, such as 2, for so many breaths.",
                        key=key,
                    )

    @property
    def needed_s(self) -> float:
        """The least time in which each of its lines can be read, the one of least weight too."""
        weights = [line.weight for line in (*self.lines, *self.phrases)]
        return READABLE_S * sum(weights) / min(weights)


@dataclass(frozen=True, slots=True)
class Cue:
    """A line and when it comes, in seconds since the practice began."""

    time_s: float
    step_index: int
    line: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a practice is."""

    step_index: int
    step: Step
    line: str
    since_s: float

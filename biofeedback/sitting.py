"""What happens in a sitting, as frozen values: its plan, its events, and where it stands now.

`Sitting` is a pure fold over events, so that a live sitting and its replay stand at the same
place, and the window can ask where the breath is at any moment without asking a thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from biofeedback.checkin import Felt, Intended, Outcome, Rated
from biofeedback.notes import Noted as Noted
from biofeedback.notes import Unnoted
from biofeedback.phase import Phase as Phase
from practices.breathing import BreathPattern, Moment, Pacing
from practices.practice import TimedPractice


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A part of the sitting began; ``pattern`` is set while the pacer leads."""

    time_s: float
    phase: Phase
    length_s: float = 0.0  # 0: until something happens
    pattern: BreathPattern | None = None


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the practice came on the screen."""

    time_s: float
    text: str
    element: str = ""
    step: str = ""
    breathing: str = ""  # "paced", "offered", "natural": how the pacer is shown


@dataclass(frozen=True, slots=True)
class Paused:
    """The person paused."""

    time_s: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """The person went on."""

    time_s: float


@dataclass(frozen=True, slots=True)
class Extended:
    """The person stays a little longer in the practice: by ``by_s`` seconds."""

    time_s: float
    by_s: float


@dataclass(frozen=True, slots=True)
class PaceChanged:
    """Another pace from the next breath on; ``pattern`` None: the person's own rhythm, at once."""

    time_s: float
    pattern: BreathPattern | None


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The machine slept, or its clock was set: what came before is no neighbour of what follows.

    ``jump_s`` is by how much the wall clock moved more than the sitting's own.
    """

    time_s: float
    jump_s: float


Said = Noted | Unnoted | Rated | Felt | Intended | Outcome
"""What the person says of the sitting: it may come long after the end, and moves nothing."""

Led = PhaseStarted | LineShown | Paused | Resumed | Extended | PaceChanged
SittingEvent = Led | Said | ClockJumped


class Stage(NamedTuple):
    """One part of what a sitting will be; ``practice`` is what is said and breathed in it."""

    phase: Phase
    length_s: float
    practice: TimedPractice

    @property
    def pattern(self) -> BreathPattern | None:
        """The breath that the pacer leads in it."""
        led = self.phase in {Phase.LEAD_IN, Phase.PRACTICE}
        return self.practice.pacer if led else None


class Plan(Protocol):
    """What a guide leads through; the lengths are for the recording's header."""

    @property
    def practice(self) -> TimedPractice:
        """What is practised."""

    @property
    def rest_s(self) -> float:
        """The length of each rest that is compared (s); 0 without."""

    @property
    def settle_s(self) -> float:
        """How long the heart has to find back to its own breath (s)."""

    @property
    def stages(self) -> Sequence[Stage]:
        """The parts, in order."""


@dataclass(frozen=True, slots=True)
class SittingPlan:
    """What a sitting will be; a part of length 0 is left out.

    Raises
    ------
    ValueError
        If a length is negative.
    """

    practice: TimedPractice
    rest_s: float = 120.0
    settle_s: float = 30.0
    lead_in_s: float = 5.0

    def __post_init__(self) -> None:
        if min(self.rest_s, self.settle_s, self.lead_in_s) < 0:
            raise ValueError("A part of a sitting cannot last less than 0 s.")

    @property
    def parts(self) -> tuple[tuple[Phase, float], ...]:
        """The phases with their lengths in seconds, in order."""
        settle_s = self.settle_s if self.rest_s else 0.0
        parts = (
            (Phase.REST_BEFORE, self.rest_s),
            (Phase.LEAD_IN, self.lead_in_s),
            (Phase.PRACTICE, self.practice.length_s),
            (Phase.SETTLE, settle_s),
            (Phase.REST_AFTER, self.rest_s),
        )
        return tuple((phase, length_s) for phase, length_s in parts if length_s > 0)

    @property
    def stages(self) -> Sequence[Stage]:
        """The same, each with what is practised."""
        return [Stage(phase, length_s, self.practice) for phase, length_s in self.parts]

    @property
    def length_s(self) -> float:
        """How long the whole sitting lasts, without pauses."""
        return sum(length_s for _, length_s in self.parts)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where a sitting stands."""

    phase: Phase = Phase.READY
    began_s: float = 0.0
    length_s: float = 0.0
    pattern: BreathPattern | None = None
    line: LineShown | None = None
    paused_at_s: float | None = None
    paused_s: float = 0.0  # pauses of this phase that are over
    pacing: Pacing | None = None  # once the pace was changed
    rests: bool = False  # the pacer, because the person went on in their own rhythm

    @property
    def paused(self) -> bool:
        """Whether the person paused."""
        return self.paused_at_s is not None

    @property
    def pace_hz(self) -> float | None:
        """The pacer's frequency while it leads or offers to lead; natural steps have none."""
        natural = self.line is not None and self.line.breathing == "natural"
        if self.phase is not Phase.PRACTICE or self.pattern is None or natural:
            return None
        return self.pattern.frequency_hz

    @property
    def leads(self) -> bool:
        """Whether the pacer leads the breath, or at least offers to."""
        return self.pace_hz is not None

    def after(self, event: object) -> Sitting:
        """Return where the sitting stands after ``event``; other events change nothing."""
        match event:
            case PhaseStarted(time_s, phase, length_s, pattern):
                return Sitting(phase, time_s, length_s, pattern)
            case LineShown():
                return replace(self, line=event)
            case Paused(time_s) if not self.paused:
                return replace(self, paused_at_s=time_s)
            case Resumed(time_s) if self.paused_at_s is not None:
                waited_s = self.paused_s + time_s - self.paused_at_s
                return replace(self, paused_at_s=None, paused_s=waited_s)
            case Extended(_, by_s) if self.phase is Phase.PRACTICE:
                return replace(self, length_s=self.length_s + by_s)
            case PaceChanged(time_s, pattern) if self.phase is Phase.PRACTICE:
                return self._at_pace(pattern, self.phase_time_s(time_s))
        return self

    def _at_pace(self, pattern: BreathPattern | None, phase_time_s: float) -> Sitting:
        if pattern is None:
            return replace(self, pattern=None, pacing=None, rests=True)
        was = self.pacing or (Pacing(self.pattern) if self.pattern else None)
        pacing = was.to(pattern, phase_time_s) if was else Pacing(pattern, phase_time_s)
        return replace(self, pattern=pattern, pacing=pacing, rests=False)

    def phase_time_s(self, now_s: float) -> float:
        """Return the seconds spent in this phase, pauses left out."""
        until_s = now_s if self.paused_at_s is None else self.paused_at_s
        return max(0.0, until_s - self.began_s - self.paused_s)

    def remaining_s(self, now_s: float) -> float:
        """Return the seconds left in this phase (0 when it has no length)."""
        return max(0.0, self.length_s - self.phase_time_s(now_s))

    def breath(self, now_s: float) -> Moment | None:
        """Return where the pacer's breath is, or None while nothing is paced."""
        if self.pattern is None or self.phase is not Phase.PRACTICE:
            return None
        return (self.pacing or self.pattern).at(self.phase_time_s(now_s))


def practised(events: Iterable[object], end_s: float) -> tuple[float, BreathPattern | None]:
    """Return the seconds of practice, pauses left out, and its (last) pattern.

    Parameters
    ----------
    events
        Of a sitting, in order.
    end_s
        When the practice ended if nothing came after it.
    """
    sitting, whole_s, pattern = Sitting(), 0.0, None
    for event in (*events, PhaseStarted(end_s, Phase.ENDED)):
        if isinstance(event, PhaseStarted) and sitting.phase is Phase.PRACTICE:
            whole_s += sitting.phase_time_s(event.time_s)
            pattern = sitting.pattern
        sitting = sitting.after(event)
    return whole_s, pattern


def slow_breaths(events: Iterable[object], end_s: float) -> int:
    """Return the breaths that the pacer led; where it only offered to, nobody counted.

    Parameters
    ----------
    events, end_s
        As in `practised`.
    """
    sitting, breaths, since_s = Sitting(), 0.0, 0.0
    for event in (*events, PhaseStarted(end_s, Phase.ENDED)):
        if not isinstance(event, Led):
            continue
        led_s = sitting.phase_time_s(event.time_s) - since_s
        if sitting.pace_hz and (sitting.line is None or sitting.line.breathing in ("", "paced")):
            breaths += led_s * sitting.pace_hz
        sitting = sitting.after(event)
        since_s = sitting.phase_time_s(event.time_s)
    return int(breaths + 1e-6)  # a sum of many parts may fall just short of a whole

"""The pacer's breath: where it is at any moment, as a pure function of time.

It keeps no state and adds nothing up, so it is exact over hours and cannot be made to stutter by
whatever else a computer does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

STEP_S = 0.5
SHORTEST_CYCLE_S = 3.0
LONGEST_CYCLE_S = 30.0
SHORTEST_EASED_S = 5.0


class BreathPhase(StrEnum):
    """The four parts of a breath."""

    INHALE = "inhale"
    HOLD_FULL = "hold_full"
    EXHALE = "exhale"
    HOLD_EMPTY = "hold_empty"


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the breath is.

    ``fullness`` runs from 0 (empty) to 1 (full), ``remaining_s`` is what is left of ``phase``,
    ``breath`` counts from 0. Before the first breath, ``breath`` is -1 and the lungs wait, empty.
    """

    phase: BreathPhase
    fullness: float
    remaining_s: float
    breath: int


@dataclass(frozen=True, slots=True)
class BreathPattern:
    """The lengths of a breath's parts, in seconds, in steps of 0.5 s.

    Raises
    ------
    ValueError
        If a length is not such a step, or the breath is shorter than 3 s or longer than 30 s.
    """

    inhale_s: float = 4.0
    exhale_s: float = 6.0
    hold_full_s: float = 0.0
    hold_empty_s: float = 0.0

    def __post_init__(self) -> None:
        for name, length_s, least_s in (
            ("inhale", self.inhale_s, STEP_S),
            ("exhale", self.exhale_s, STEP_S),
            ("hold after the inhale", self.hold_full_s, 0.0),
            ("hold after the exhale", self.hold_empty_s, 0.0),
        ):
            if not least_s <= length_s <= LONGEST_CYCLE_S or (length_s / STEP_S) % 1:
                raise ValueError(
                    f"The {name} is {length_s:g} s: give a length in steps of {STEP_S:g} s, "
                    f"from {least_s:g} to {LONGEST_CYCLE_S:g} s."
                )
        if not SHORTEST_CYCLE_S <= self.cycle_s <= LONGEST_CYCLE_S:
            raise ValueError(
                f"A whole breath of {self.cycle_s:g} s is not offered: "
                f"choose {SHORTEST_CYCLE_S:g} to {LONGEST_CYCLE_S:g} s."
            )

    @property
    def cycle_s(self) -> float:
        """How long one whole breath lasts."""
        return self.inhale_s + self.hold_full_s + self.exhale_s + self.hold_empty_s

    @property
    def frequency_hz(self) -> float:
        """Breaths a second: 0.1 Hz for 4 s in and 6 s out."""
        return 1 / self.cycle_s

    @property
    def breaths_per_min(self) -> float:
        """Breaths a minute."""
        return 60 / self.cycle_s

    def describe(self) -> str:
        """Return the pattern in words, such as ``4 s in · 6 s out``."""
        parts = [
            f"{self.inhale_s:g} s in",
            f"{self.hold_full_s:g} s hold",
            f"{self.exhale_s:g} s out",
            f"{self.hold_empty_s:g} s hold",
        ]
        return " · ".join(part for part in parts if not part.startswith("0 "))

    def at(self, time_s: float) -> Moment:
        """Return where the breath is, ``time_s`` after the first inhale began."""
        if time_s < 0:
            return Moment(BreathPhase.HOLD_EMPTY, 0.0, -time_s, -1)
        breath = math.floor(time_s / self.cycle_s)
        into_s = time_s - breath * self.cycle_s
        for phase, length_s in self._parts():
            if into_s < length_s:
                fullness = _fullness(phase, into_s / length_s)
                return Moment(phase, fullness, length_s - into_s, breath)
            into_s -= length_s
        return self.at(math.nextafter(time_s, math.inf))  # the division fell just short of a whole

    def eased(self) -> BreathPattern | None:
        """Return a gentler pace: a breath three quarters as long, without holds.

        None when that would be quicker than a breath of 5 s: one's own rhythm is gentler then.
        """
        inhale_s, exhale_s = (
            max(STEP_S, round(0.75 * length_s / STEP_S) * STEP_S)
            for length_s in (self.inhale_s, self.exhale_s)
        )
        if not SHORTEST_EASED_S <= inhale_s + exhale_s < self.cycle_s:
            return None
        return BreathPattern(inhale_s, exhale_s)

    def _parts(self) -> tuple[tuple[BreathPhase, float], ...]:
        return (
            (BreathPhase.INHALE, self.inhale_s),
            (BreathPhase.HOLD_FULL, self.hold_full_s),
            (BreathPhase.EXHALE, self.exhale_s),
            (BreathPhase.HOLD_EMPTY, self.hold_empty_s),
        )


@dataclass(frozen=True, slots=True)
class Pacing:
    """A pattern, and the one before it, whose last breath is led to its end.

    So a change of pace comes where the lungs are empty and the pacer stands still: it never jumps.
    """

    pattern: BreathPattern
    since_s: float = 0.0
    before: Pacing | None = None

    def at(self, time_s: float) -> Moment:
        """Return where the breath is, on the clock of ``since_s``."""
        if self.before and time_s < self.since_s:
            return self.before.at(time_s)
        return self.pattern.at(time_s - self.since_s)

    def to(self, pattern: BreathPattern, time_s: float) -> Pacing:
        """Return the pacing with another pattern after the breath that is under way."""
        now = self.before if self.before and time_s < self.since_s else self
        breaths = math.ceil((time_s - now.since_s) / now.pattern.cycle_s)
        since_s = now.since_s + breaths * now.pattern.cycle_s
        return Pacing(pattern, since_s, Pacing(now.pattern, now.since_s))


PRESETS = (BreathPattern(4.0, 6.0), BreathPattern(5.0, 5.0), BreathPattern(4.0, 7.0))


@lru_cache
@lru_cache(maxsize=256)  # a history of years names a few patterns thousands of times
def parse_pattern(text: str) -> BreathPattern:
    """Return the pattern for ``4/6`` (in, out) or ``4/0/6/2`` (in, hold, out, hold).

    Raises
    ------
    ValueError
        If it is not such a text, or the lengths are not offered.
    """
    try:
        lengths_s = [float(part) for part in text.split("/")]
    except ValueError:
        lengths_s = []
    if len(lengths_s) == 2:
        return BreathPattern(*lengths_s)
    if len(lengths_s) == 4:
        inhale_s, hold_full_s, exhale_s, hold_empty_s = lengths_s
        return BreathPattern(inhale_s, exhale_s, hold_full_s, hold_empty_s)
    raise ValueError(
        f"{text!r} is no breath: write 4/6 (in, out) or 4/0/6/2 (in, hold, out, hold)."
    )


def write_pattern(pattern: BreathPattern) -> str:
    """Return the text that `parse_pattern` reads: ``4/6``, or ``4/0/6/2`` where there is a hold."""
    lengths_s = (pattern.inhale_s, pattern.hold_full_s, pattern.exhale_s, pattern.hold_empty_s)
    held = pattern.hold_full_s or pattern.hold_empty_s
    return "/".join(f"{length_s:g}" for length_s in (lengths_s if held else lengths_s[::2]))


def _fullness(phase: BreathPhase, part: float) -> float:
    """Half a cosine in and out: the speed is zero at the turns."""
    match phase:
        case BreathPhase.INHALE:
            return (1 - math.cos(math.pi * part)) / 2
        case BreathPhase.EXHALE:
            return (1 + math.cos(math.pi * part)) / 2
        case BreathPhase.HOLD_FULL:
            return 1.0
    return 0.0

"""Every sentence around one's own pace: how it is asked for, and what a search came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from practices.breathing import BreathPattern, write_pattern

if TYPE_CHECKING:  # the words are there before numpy
    from analysis.compare import Refusal
    from analysis.own_pace import OwnPace

BREATH = "How to breathe?"
OWN_BREATH, OWN_TITLE = "Own …", "A breath of your own"
OWN_HINT = "Seconds, in steps of a half: type them, or use the arrow keys. A hold of 0 is none."
PARTS, PART = ("in", "hold", "out", "hold, empty"), "Seconds: {}"
KEEP, CANCEL = "Breathe so", "Cancel"
OWN_NO_NUMBER = "Each part is a number of seconds, such as 4 or 5.5."
LONGER, GENTLER, OWN_RHYTHM = "Longer", "Gentler pace", "Own rhythm"
LONGER_KEYS = "L; Shift L takes it back"
GENTLER_KEYS = "G; Shift G brings the first pace back"
FELT = "How easy was that pace?"
NEXT = "To the next pace"
FELT_KEYS = "0 is forced, 10 is easy. Type it, or let it pass."
NEW_PACE = "The pacer’s breath from here on: {}."
OWN_RHYTHM_NOW = "Your own rhythm, as it comes. The pacer rests; O brings it back."
IN_A_BREATH = ("in", "hold", "out", "hold")
NOT_FOUND = "No pace is suggested this time: it {}. Any slow breath that feels easy is a good one."
NOT_HEARD = "No heart was heard, so the pace that felt easiest is the one to go by."
USE, USED = "Breathe {} from now on", "From now on: {}"
USE_IN_TERMINAL = "To breathe so: biofeedback practise --breath {}"
SWING = "{pace} breaths a minute: your heart swung {swing:.0f} ms{felt}"
SWING_FELT = ", and it felt {:g} of 10 easy"


def breath(pattern: BreathPattern, words: Sequence[str] = IN_A_BREATH) -> str:
    """Return a breath in few words: ``4 in, 6 out``, or ``4 in, 2 hold, 6 out``."""
    held = (pattern.inhale_s, pattern.hold_full_s, pattern.exhale_s, pattern.hold_empty_s)
    parts = zip(held, words, strict=True)
    return ", ".join(f"{length_s:g} {word}" for length_s, word in parts if length_s)


def whole_breath(pattern: BreathPattern) -> str:
    """Return what a breath comes to."""
    many = f"{pattern.breaths_per_min:.1f}".removesuffix(".0")
    return f"A whole breath of {pattern.cycle_s:g} s: {many} a minute."


def told(found: OwnPace | Refusal, *, measured: bool = True) -> str:
    """Return what a search came to, as a person reads it."""
    from analysis.own_pace import OwnPace

    if isinstance(found, OwnPace):
        return found.explained()
    return NOT_FOUND.format(found.reason) if measured else NOT_HEARD


def each_pace(found: OwnPace) -> list[str]:
    """Return a line for each pace that was tried."""
    return [
        SWING.format(
            pace=f"{score.breaths_per_min:.2g}",
            swing=score.amplitude_ms,
            felt="" if score.comfort is None else SWING_FELT.format(score.comfort),
        )
        for score in found.scores
    ]


def how_to_use(found: OwnPace) -> str:
    """Return the command that breathes at the pace that is suggested."""
    from biofeedback.results.pace_search import pattern_of

    return USE_IN_TERMINAL.format(write_pattern(pattern_of(found.breaths_per_min)))

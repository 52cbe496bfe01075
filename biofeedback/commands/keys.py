"""What the keys do while one practises in a terminal; the letters are those of the window."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.checkin import MOST, Felt
from biofeedback.commands.keyboard import ESCAPE
from biofeedback.runs.run import Run
from biofeedback.sitting import Phase
from practices.safety import Care

KEYS = (
    "Space pauses and goes on, N leads to the next part, L stays a minute longer, "
    "G is for a gentler pace, O for your own rhythm, Q ends gently, Esc stops at once."
)
PAUSED, WENT_ON, LONGER = "  Paused. Space goes on.", "  On we go.", "  A minute longer."
GENTLER = "  A gentler pace, from the next breath on."
OWN_RHYTHM = "  Your own rhythm, as it comes. O brings the pacer back."
BROUGHT_BACK = "  The pacer leads again."
FELT = "  Noted: {} of 10 for how easy it was."


class Keys:
    """Acts on a run."""

    def __init__(self, run: Run, words: Care) -> None:
        self._run, self._words = run, words
        self._digit = ""

    def press(self, key: str) -> str:
        """Do what the key is for; return what there is to say."""
        acts: dict[str, Callable[[], str]] = {
            " ": self._pause_or_go_on,
            "n": self._next,
            "q": self._end,
            ESCAPE: self._stop,
        }
        if self._practising:
            acts["l"] = self._longer
        sitting = self._run.session.sitting
        if self._practising and sitting.leads:
            acts |= {"g": self._gentler, "o": self._own_rhythm}
        elif self._practising and sitting.rests:
            acts["o"] = self._bring_back
        if key in acts:
            return acts[key]()
        return self._felt(key) if key.isdecimal() else ""

    def _longer(self) -> str:
        self._run.extend()
        return LONGER

    def _gentler(self) -> str:
        self._run.ease()
        return GENTLER

    def _own_rhythm(self) -> str:
        self._run.ease(fully=True)
        return OWN_RHYTHM

    def _bring_back(self) -> str:
        self._run.ease(fully=True)
        return BROUGHT_BACK

    def _end(self) -> str:
        self._run.end()
        return ""

    def _stop(self) -> str:
        self._run.end()
        return ground(self._words)

    @property
    def _practising(self) -> bool:
        return not self._run.replayed and self._run.session.sitting.phase is Phase.PRACTICE

    def _pause_or_go_on(self) -> str:
        if self._run.session.sitting.paused:
            self._run.resume()
            return WENT_ON
        self._run.pause()
        return PAUSED

    def _next(self) -> str:
        if self._run.session.sitting.phase is Phase.READY:
            self._run.begin_anyway()
        else:
            self._run.skip()
        return ""

    def _felt(self, digit: str) -> str:
        """Take how a pace felt, in the rest after it; 0 after 1 makes it 10."""
        if not self._run.rests_from_a_pace:
            return ""
        rating = MOST if self._digit + digit == str(MOST) else int(digit)
        self._digit = digit
        self._run.record(Felt(self._run.now_s(), rating))
        return FELT.format(rating)


def ground(words: Care) -> str:
    """Return the way back to the ground, as text."""
    parts = (words.grounding, words.support)
    return "\n\n".join("\n".join(("", part.title, *part.lines)) for part in parts)

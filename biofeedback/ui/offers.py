"""What may be asked or wished for in the middle of a practice: more time, a gentler pace, comfort.

Each shows only while it has a meaning, and none has to be answered.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent

from biofeedback.checkin import MOST, Felt
from biofeedback.runs.run import Run
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase, Sitting
from biofeedback.ui.check_in import Scale
from biofeedback.ui.parts import button
from biofeedback.ui.theme import Theme
from biofeedback.words import texts_pace as texts
from biofeedback.words.guidance import Guidance
from practices.breathing import BreathPattern

HINT_S = 8.0


class FeltScale(Scale):
    """Asks how easy a pace was; tells each new answer."""

    def __init__(self, question: str, theme: Theme, tell: Callable[[int], None]) -> None:
        super().__init__(question, theme, None)
        self._tell = tell

    def give(self, answer: int | None) -> None:
        """Answer, or take the answer back."""
        with QSignalBlocker(self):
            super().give(answer)

    def _answered(self, answer: int | None) -> None:
        fresh = answer is not None and answer != self.answer
        super()._answered(answer)
        if fresh and answer is not None:
            self._tell(answer)


class Offers:
    """The ``buttons`` for a longer stay and a gentler pace; ``felt`` stands where phrases do."""

    def __init__(self, run: Run, theme: Theme, said: Guidance) -> None:
        self._run, self._said = run, said
        self._leads = self._rests = False
        self.asks = False  # how a pace felt
        self.hint = ""  # what became of the pace
        self._pace: tuple[BreathPattern | None, float] | None = None  # and until when it is said
        self.felt = FeltScale(
            said.felt, theme, lambda rating: run.record(Felt(run.now_s(), rating))
        )
        self.felt.hide()
        self.longer = button(texts.LONGER, run.extend, key=texts.LONGER_KEYS)
        self.gentler = button(texts.GENTLER, run.ease, key=texts.GENTLER_KEYS)
        self.free = button(texts.OWN_RHYTHM, lambda: run.ease(fully=True), key="O")
        self.buttons = (self.gentler, self.free, self.longer)
        for each in self.buttons:
            each.hide()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.felt.set_theme(theme)

    def look(self, sitting: Sitting, now_s: float) -> bool:
        """Take in another pace; tell whether ``hint`` says something else of it now."""
        was = self.hint
        if sitting.phase is not Phase.PRACTICE:
            self.hint, self._pace = "", None
        elif self._pace is None:
            self._pace = (sitting.pattern, -math.inf)
        elif sitting.pattern != self._pace[0]:
            self.hint = self._said.another_pace(sitting.pattern)
            self._pace = (sitting.pattern, now_s + HINT_S if sitting.pattern else math.inf)
        elif now_s > self._pace[1]:
            self.hint = ""
        return self.hint != was

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Offer what has a meaning now."""
        sitting, alive = snapshot.sitting, not self._run.replayed
        practising = alive and sitting.phase is Phase.PRACTICE
        self._leads = practising and sitting.leads
        self._rests = practising and sitting.rests
        off = practising and snapshot.off_pacer
        self.gentler.setVisible(off)
        self.free.setVisible(off)
        self.longer.setVisible(practising and not off)
        asks = alive and self._run.searches_pace and sitting.phase is Phase.SETTLE
        if asks and not self.asks:
            self.felt.give(None)
        self.asks = asks
        self.felt.setVisible(asks)

    def act(self, event: QKeyEvent) -> bool:
        """L stays longer, G and O are for gentler breathing, digits for how easy a pace was.

        With Shift, L and G take back what they did.
        """
        key, digit = Qt.Key(event.key()), event.text()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.isAutoRepeat():  # a key that is held is pressed once
            return False
        if self.asks and digit.isdecimal():
            self.felt.give(MOST if digit == "0" and self.felt.answer == 1 else int(digit))
        elif key == Qt.Key.Key_L and not self.longer.isHidden():
            self._run.shorten() if back else self._run.extend()
        elif key == Qt.Key.Key_G and self._leads:
            self._run.take_first_pace() if back else self._run.ease()
        elif key == Qt.Key.Key_O and (self._leads or self._rests):
            self._run.ease(fully=True)
        else:
            return False
        return True

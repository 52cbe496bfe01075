"""What a search for one's own pace came to: each pace, a suggestion, and the choice to take it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from analysis.compare import Refusal
from analysis.own_pace import OwnPace
from biofeedback.results.pace_search import pattern_of
from biofeedback.ui.parts import button, label
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_pace as texts
from practices.breathing import BreathPattern, write_pattern


class PaceFound(QFrame):
    """A card on the summary; nothing changes unless the person takes the suggestion."""

    def __init__(
        self, found: OwnPace | Refusal, use: Callable[[BreathPattern], None], *, measured: bool
    ) -> None:
        super().__init__()
        self._use = use
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, GAP, SPACE, GAP)
        column.setSpacing(GAP - 4)
        if isinstance(found, OwnPace):
            column.addWidget(label("\n".join(texts.each_pace(found)), "muted", wrap=True))
        column.addWidget(label(texts.told(found, measured=measured), wrap=True))
        if isinstance(found, OwnPace):
            self.pattern = pattern_of(found.breaths_per_min)
            words = texts.USE.format(self.pattern.describe())
            self.take = button(words, self._taken)
            column.addWidget(self.take, alignment=Qt.AlignmentFlag.AlignLeft)

    def _taken(self) -> None:
        self._use(self.pattern)
        self.take.setText(texts.USED.format(write_pattern(self.pattern)))
        self.take.setEnabled(False)

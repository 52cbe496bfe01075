"""How to breathe: the usual 4/6, two other breaths, and one's own once it was chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from biofeedback.application import Application
from biofeedback.ui.parts import Chips
from biofeedback.words import texts_pace as texts
from practices.breathing import PRESETS, BreathPattern, write_pattern


class BreathChoice(QWidget):
    """Chips for the pacer's breath; what is chosen holds for every practice from then on."""

    def __init__(self, app: Application) -> None:
        super().__init__()
        self._app = app
        self._patterns: list[BreathPattern] = []
        self._chips: Chips | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen now; a breath of one's own stands beside the others."""
        chosen = self._app.settings.pace or PRESETS[0]
        patterns = [*PRESETS, *([] if chosen in PRESETS else [chosen])]
        if patterns != self._patterns:
            self._make(patterns, chosen)
        elif self._chips:
            self._chips.choose(patterns.index(chosen))

    def _make(self, patterns: list[BreathPattern], chosen: BreathPattern) -> None:
        if self._chips:
            self._row.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
        self._patterns = patterns
        words = [texts.breath(pattern) for pattern in patterns]
        self._chips = Chips(texts.BREATH, words, patterns.index(chosen), self._choose)
        self._row.addWidget(self._chips)

    def _choose(self, index: int) -> None:
        pattern = self._patterns[index]
        self._app.change(breath="" if pattern == PRESETS[0] else write_pattern(pattern))

"""How to breathe: the usual 4/6, two other breaths, and one's own, with holds or without."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from biofeedback.application import Application
from biofeedback.ui.own_breath import OwnBreath
from biofeedback.ui.parts import Chips, button
from biofeedback.words import texts_pace as texts
from practices.breathing import PRESETS, BreathPattern, write_pattern


class BreathChoice(QWidget):
    """Chips for the pacer's breath; what is chosen holds for every practice from then on."""

    def __init__(self, app: Application) -> None:
        super().__init__()
        self._app = app
        self._own: BreathPattern | None = None
        self._chips = Chips(texts.BREATH, [*map(texts.breath, PRESETS), ""], 0, self._choose)
        another = button(texts.OWN_BREATH, self._ask, "chip")
        another.setAccessibleName(f"{texts.BREATH} {texts.OWN_BREATH}")
        self._chips.add(another)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._chips)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen now; a breath of one's own stands beside the others."""
        settings = self._app.settings
        chosen = settings.pace or PRESETS[0]
        own = settings.own_pace if chosen in PRESETS else chosen
        self._own = None if own in PRESETS else own
        self._chips.rename(len(PRESETS), texts.breath(self._own) if self._own else "")
        self._chips.choose(PRESETS.index(chosen) if chosen in PRESETS else len(PRESETS))

    def _choose(self, index: int) -> None:
        pattern = (*PRESETS, self._own)[index]
        if pattern:
            self._breathe(pattern)

    def _breathe(self, pattern: BreathPattern) -> None:
        own = self._own if pattern in PRESETS else pattern
        self._app.change(
            breath="" if pattern == PRESETS[0] else write_pattern(pattern),
            own_breath=write_pattern(own) if own else "",
        )

    def _ask(self) -> None:
        asked = OwnBreath(self, self._app.settings.pace or PRESETS[0])
        asked.accepted.connect(lambda: self._take(asked.pattern))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _take(self, pattern: BreathPattern) -> None:
        self._breathe(pattern)
        self.refresh()

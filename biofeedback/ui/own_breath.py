"""A breath of one's own in seconds: in, hold, out, hold; it takes what the terminal does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from biofeedback.ui.growing import Growing
from biofeedback.ui.parts import button, label
from biofeedback.ui.theme import GAP, SPACE, scaled
from biofeedback.words import texts_pace as texts
from practices.breathing import LONGEST_CYCLE_S, STEP_S, BreathPattern, parse_pattern

WIDE_PX = 520


STEPS = {Qt.Key.Key_Up: STEP_S, Qt.Key.Key_Down: -STEP_S}


class Seconds(QLineEdit):
    """A length: typed, or made longer and shorter with the arrow keys."""

    def __init__(self, name: str, length_s: float) -> None:
        super().__init__(f"{length_s:g}")
        self.setAccessibleName(texts.PART.format(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take a step, within what a breath may have."""
        step_s = STEPS.get(Qt.Key(event.key()))
        if step_s is None:
            super().keyPressEvent(event)
            return
        try:
            length_s = float(self.told()) + step_s
        except ValueError:
            return
        self.setText(f"{min(max(length_s, 0.0), LONGEST_CYCLE_S):g}")

    def told(self) -> str:
        """Return what is written, as a breath is written."""
        return self.text().strip().replace(",", ".")

    def is_number(self) -> bool:
        """Tell whether what is written is a number."""
        try:
            float(self.told())
        except ValueError:
            return False
        return True


class OwnBreath(Growing):
    """Asks for the four parts; `pattern` is the breath, once it is kept."""

    def __init__(self, parent: QWidget | None, begun_with: BreathPattern) -> None:
        super().__init__(parent)
        self.pattern = begun_with
        self.setWindowTitle(texts.OWN_TITLE)
        now = begun_with
        lengths_s = (now.inhale_s, now.hold_full_s, now.exhale_s, now.hold_empty_s)
        self.fields = [Seconds(*each) for each in zip(texts.PARTS, lengths_s, strict=True)]
        self.told = label("", "small", wrap=True)
        self._lay_out()
        for field in self.fields:
            field.textChanged.connect(self._tell)
        self._tell()
        self.fields[0].setFocus()
        self.fields[0].selectAll()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(GAP)
        self.setMinimumWidth(scaled(WIDE_PX))
        column.addWidget(label(texts.OWN_TITLE, "heading", wrap=True))
        column.addWidget(label(texts.OWN_HINT, "muted", wrap=True))
        column.addLayout(_side_by_side(self.fields))
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(texts.CANCEL, self.reject))
        keep = button(texts.KEEP, self.accept, "primary")
        keep.setDefault(True)
        row.addWidget(keep)
        column.addLayout(row)

    def _chosen(self) -> BreathPattern:
        if not all(field.is_number() for field in self.fields):
            raise ValueError(texts.OWN_NO_NUMBER)
        return parse_pattern("/".join(field.told() for field in self.fields))

    def _tell(self) -> None:
        """Say what it comes to, or why it is not offered; to those who hear the window, too."""
        try:
            said = texts.whole_breath(self._chosen())
        except ValueError as error:
            said = str(error)
        self.told.setText(said)
        for field in self.fields:
            field.setAccessibleDescription(said)

    def accept(self) -> None:
        """Keep it; a breath that is not offered stays as it is, and what to change is said."""
        try:
            self.pattern = self._chosen()
        except ValueError:
            self.fields[0].setFocus()
            return
        super().accept()


def _side_by_side(fields: Sequence[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(GAP // 2)
    for at, (name, field) in enumerate(zip(texts.PARTS, fields, strict=True)):
        grid.addWidget(label(name, "muted", wrap=True), 0, at)
        grid.addWidget(field, 1, at)
    return grid

"""Back to the ground: one key from everywhere, plain and without alarm."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from biofeedback.ui import texts
from biofeedback.ui.parts import button, label, screen
from practices import safety


class Grounding(QWidget):
    """Eyes open, feet on the floor, name what you see; and who can help."""

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__()
        column = screen(self)
        column.addStretch(2)
        column.addWidget(label(safety.GROUNDING.title, "title"))
        for line in safety.GROUNDING.lines:
            column.addWidget(label(line, "phrase", wrap=True))
        column.addStretch(1)
        column.addWidget(label(safety.SUPPORT.title, "heading"))
        support = label("\n".join(safety.SUPPORT.lines), "muted", wrap=True)
        column.addWidget(support)
        column.addStretch(2)
        self._saved = label("", "muted")
        self.button = button(texts.GROUNDING_BACK, back, "primary")
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addSpacing(18)
        foot.addWidget(self._saved)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addWidget(label(safety.NOT_A_MEDICAL_DEVICE, "small"))

    def arrive(self, *, from_sitting: bool) -> None:
        """Say that everything is kept, if there was something to keep."""
        self._saved.setText(texts.GROUNDING_SAVED if from_sitting else "")
        self.button.setFocus()

"""The very first start: a few words, and one question. It is asked once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from biofeedback.ui.parts import button, label, screen
from biofeedback.ui.theme import GAP
from biofeedback.words import texts_settings as texts


class Welcome(QWidget):
    """Asks whether numbers are to be seen; quiet is offered first.

    Parameters
    ----------
    quietly, with_numbers
        Called with the answer.
    """

    def __init__(self, quietly: Callable[[], None], with_numbers: Callable[[], None]) -> None:
        super().__init__()
        column = screen(self)
        column.addStretch(2)
        column.addWidget(label(texts.WELCOME, "title"))
        for words in texts.WELCOME_WORDS:
            column.addWidget(label(words, "heading", wrap=True))
        column.addStretch(1)
        column.addWidget(label(texts.WELCOME_QUESTION, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        self.quietly = button(texts.QUIETLY, quietly, "primary")
        row.addWidget(self.quietly)
        row.addWidget(button(texts.WITH_NUMBERS, with_numbers))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(label(texts.WELCOME_LATER, "muted", wrap=True))
        column.addStretch(3)

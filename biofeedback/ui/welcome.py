"""The very first start: three short questions, one at a time. They are asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from biofeedback.ui.flow import Flow
from biofeedback.ui.parts import button, label, screen
from biofeedback.ui.theme import GAP
from biofeedback.words.texts_settings import Greeting

Answer = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """Something to try before one answers; it ``stops`` when the question is left."""

    words: str
    begin: Callable[[Callable[[str], None]], None]
    stop: Callable[[], None]


class Welcome(QWidget):
    """Asks one question; the first answer is offered first, and Enter takes it.

    Parameters
    ----------
    greeting
        What is said.
    answers
        Called with the answer, in the order of the words for them.
    trial
        What can be tried first.
    """

    def __init__(
        self, greeting: Greeting, answers: Sequence[Answer], trial: Trial | None = None
    ) -> None:
        super().__init__()
        self.greeting, self._trial = greeting, trial
        self._told = label("", "small", wrap=True)
        column = screen(self)
        column.addStretch(2)
        column.addWidget(label(greeting.title, "title", wrap=True))
        for words in greeting.words:
            column.addWidget(label(words, "heading", wrap=True))
        column.addStretch(1)
        column.addWidget(label(greeting.question, wrap=True))
        column.addLayout(self._row(answers))
        column.addWidget(self._told)
        self._told.hide()
        column.addWidget(label(greeting.later, "muted", wrap=True))
        column.addStretch(3)

    def _row(self, answers: Sequence[Answer]) -> QHBoxLayout:
        row, flow = QHBoxLayout(), Flow(None, GAP)
        self.answers: list[QPushButton] = []
        for words, answer in zip(self.greeting.answers, answers, strict=True):
            made = button(words, answer, "" if self.answers else "primary")
            self.answers.append(made)
            flow.addWidget(made)
        if self._trial:
            flow.addWidget(button(self._trial.words, self._try, "chip"))
        row.addLayout(flow, 1)
        return row

    def _try(self) -> None:
        if self._trial:
            self._trial.begin(self._tell)

    def _tell(self, trouble: str) -> None:
        """Say why nothing is heard."""
        self._told.setText(trouble)
        self._told.setVisible(bool(trouble))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Try nothing any more."""
        super().hideEvent(event)
        if self._trial:
            self._trial.stop()

"""Before something feared: a minute, a small experiment, and afterwards a word on how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from biofeedback.checkin import Outcome
from biofeedback.store.afterwards import append_note
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept
from biofeedback.ui.parts import button, in_row, label
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_plan as texts


class BeforeEvent(QFrame):
    """A card: begins the minute, or asks once how the last experiment went."""

    def __init__(self, begin: Callable[[str], None]) -> None:
        super().__init__()
        self._begin = begin
        self._waiting: Kept | None = None
        self.setProperty("role", "card")
        self.experiment = _line(texts.EXPERIMENT_HINT, self.start)
        self.outcome = _line(texts.OUTCOME_HINT, self.keep)
        self._asked, self._trouble = label("", wrap=True), label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(GAP)
        column.addWidget(label(texts.EVENT, "heading", wrap=True))
        self._question = self._asking()
        column.addWidget(self._question)
        self._words = label(texts.EVENT_WORDS, "muted", wrap=True)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.experiment, 1)
        row.addWidget(button(texts.EVENT_BEGIN, self.start))
        column.addLayout(row)
        column.addWidget(self._trouble)
        self._trouble.hide()
        self.ask(None)

    def ask(self, waiting: Kept | None) -> None:
        """Ask how an experiment went; None: there is nothing to ask."""
        self._waiting = waiting
        self._asked.setText(texts.OUTCOME.format(waiting.experiment) if waiting else "")
        self._question.setVisible(waiting is not None)
        self._words.setVisible(waiting is None)

    def start(self) -> None:
        """Begin the minute, with or without an experiment; its words stay until it has begun."""
        self._begin(self.experiment.text().strip())

    def keep(self) -> None:
        """Keep what was said of it."""
        if self.outcome.text().strip():
            self._tell(self.outcome.text().strip())

    def skip(self) -> None:
        """Ask no more about this one."""
        self._tell("")

    def _asking(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._asked)
        column.addWidget(self.outcome)
        ways = button(texts.OUTCOME_KEEP, self.keep), button(texts.OUTCOME_SKIP, self.skip)
        column.addLayout(in_row(*ways))
        return inside

    def _tell(self, text: str) -> None:
        waiting = self._waiting
        if waiting is None:
            return
        since_s = (datetime.now().astimezone() - waiting.began).total_seconds()
        try:
            append_note(waiting.path, Outcome(max(0.0, since_s), text))
        except RecordingError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            return
        self.outcome.clear()
        self.ask(None)


def _line(hint: str, done: Callable[[], None]) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    made.returnPressed.connect(done)
    return made

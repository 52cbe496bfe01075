"""Cues and their reminders: written as lines, off until switched on."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from biofeedback.application import Application
from biofeedback.keeping_up.notices import notify
from biofeedback.keeping_up.reminders import ALONE, TITLE, Cue, read_cues
from biofeedback.ui.bridge import in_background
from biofeedback.ui.parts import button, few_lines, in_row, label
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_plan as texts


class Cues(QFrame):
    """A card; what is written is kept as it is, and a line that is no cue is said."""

    def __init__(self, app: Application) -> None:
        super().__init__()
        self._app = app
        self.setProperty("role", "card")
        self.lines = few_lines(app.settings.cues, texts.CUES_HINT, texts.CUES_WORDS)
        self.lines.textChanged.connect(self.keep)
        self.said = label("", "small", wrap=True)
        self.switch = button("", self.toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(GAP)
        column.addWidget(label(texts.CUES, "heading", wrap=True))
        column.addWidget(label(texts.CUES_WORDS, "muted", wrap=True))
        column.addWidget(self.lines)
        column.addLayout(in_row(self.switch, button(texts.SHOW_ONE, self.show_one, "chip")))
        column.addWidget(self.said)
        self._show()

    def keep(self) -> None:
        """Keep what is written."""
        text = self.lines.toPlainText()
        if text != self._app.settings.cues:
            self._app.change(cues=text)
        self._show()

    def toggle(self) -> None:
        """Switch reminders on or off; on, only where there is a cue to remind of."""
        if not self._cues:
            self._say("\n".join((*self._troubles, texts.NO_CUE)))
            return
        self._app.change(reminders=not self._app.settings.reminders)
        self._show()

    def show_one(self) -> None:
        """Show an invitation now, and say whether the desktop took it."""
        cues = self._cues
        words = cues[0].invitation if cues else ALONE
        in_background(lambda: notify(TITLE, words), self._shown)

    def _shown(self, error: object) -> None:
        self._say(str(error) if isinstance(error, Exception) else texts.SHOWN)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    @property
    def _cues(self) -> tuple[Cue, ...]:
        return read_cues(self.lines.toPlainText())[0]

    @property
    def _troubles(self) -> tuple[str, ...]:
        return read_cues(self.lines.toPlainText())[1]

    def _show(self) -> None:
        reminds = self._app.settings.reminders and bool(self._cues)
        self.switch.setText(texts.REMIND[reminds])
        self._say("\n".join(self._troubles))

"""A person's own phrases: written once, one on each line, and read when attention is low."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from biofeedback.application import Application
from biofeedback.settings import PRACTICES, make_private
from biofeedback.ui.parts import button, few_lines, in_row, label
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_plan as texts
from practices.phrases import keep_phrases, phrases_of
from practices.practice import Practice
from practices.values import id_for


class OwnPhrases(QFrame):
    """A card; its practice stands on the home screen once there is a phrase.

    Parameters
    ----------
    begin
        Begins a practice for so many minutes.
    """

    def __init__(self, app: Application, begin: Callable[[Practice, float], None]) -> None:
        super().__init__()
        self._app, self._begin = app, begin
        self.setProperty("role", "card")
        mine = self._mine
        phrases = "\n".join((phrases_of(mine) if mine else None) or ())
        shown = app.settings.phrases_draft or phrases
        self.lines = few_lines(shown, texts.PHRASES_HINT, texts.PHRASES_WORDS)
        self.lines.textChanged.connect(self._draft)
        self.said = label("", "small", wrap=True)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(GAP)
        column.addWidget(label(texts.PHRASES, "heading", wrap=True))
        column.addWidget(label(texts.PHRASES_WORDS, "muted", wrap=True))
        column.addWidget(self.lines)
        ways = button(texts.PHRASES_KEEP, self.keep), button(texts.PHRASES_READ, self.read)
        column.addLayout(in_row(*ways))
        column.addWidget(self.said)

    @property
    def _mine(self) -> Practice | None:
        own, _ = self._app.own_practices()
        return next((each for each in own if each.id == id_for(texts.PHRASES_NAME)), None)

    def keep(self) -> None:
        """Keep the phrases; say it, or why not."""
        self._kept()

    def _draft(self) -> None:
        """Remember what is written, until it is kept."""
        self._app.change(phrases_draft=self.lines.toPlainText())

    def read(self) -> None:
        """Keep them, and begin: one phrase at a time."""
        if self._kept() and (mine := self._mine):
            self._begin(mine, mine.shortest_s / 60)

    def _kept(self) -> bool:
        folder = self._app.folder / PRACTICES
        phrases = self.lines.toPlainText().splitlines()
        language = self._app.settings.language
        try:
            make_private(folder)
            keep_phrases(folder, texts.PHRASES_NAME, phrases, language, anew=True)
        except ValueError as error:
            self._say(str(error))
        except OSError as error:
            self._say(texts.PHRASES_UNKEPT.format(folder, (error.strerror or str(error)).lower()))
        else:
            self._app.change(phrases_draft="")
            self._say(texts.PHRASES_KEPT.format(texts.PHRASES_NAME))
            return True
        return False

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

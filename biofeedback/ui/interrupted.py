"""Offers, on the home screen, to go on with a sitting that was interrupted, or to close it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from biofeedback.application import Application
from biofeedback.ui.parts import button, label
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts

if TYPE_CHECKING:
    from biofeedback.store.kept import Kept


class Interrupted(QFrame):
    """One line with two answers; not there while there is nothing to offer."""

    def __init__(self, app: Application, go_on: Callable[[Kept], None]) -> None:
        super().__init__()
        self._app, self._go_on = app, go_on
        self._kept: Kept | None = None
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, GAP, GAP, GAP)
        row.setSpacing(GAP)
        self._words = label("", wrap=True)
        row.addWidget(self._words, 1)
        self.going_on = button(texts.GO_ON, self._answer_go_on)
        row.addWidget(self.going_on)
        row.addWidget(button(texts.CLOSE_IT, self._close_it))
        self.hide()

    def look(self) -> None:
        """Look whether there is a sitting to offer."""
        self.offer(self._app.interrupted())

    def offer(self, kept: Kept | None) -> None:
        """Offer a sitting; None takes the offer back."""
        self._kept = kept
        if kept:
            told = texts.INTERRUPTED.format(kept.title, f"{kept.began.astimezone():%H:%M}")
            self._words.setText(told)
            self.going_on.setAccessibleDescription(told)
        self.setVisible(kept is not None)

    def _answer_go_on(self) -> None:
        if self._kept:
            self._go_on(self._kept)

    def _close_it(self) -> None:
        """Give it its end: it is in the history, whole as far as it went."""
        if self._kept:
            self._app.close_interrupted(self._kept)
        self.look()

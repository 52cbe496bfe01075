"""Eyes closed: nothing moves or is bright, sound leads if it is on; one key brings all back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from biofeedback.ui.parts import label
from biofeedback.ui.theme import GAP
from biofeedback.words import texts


class ClosedEyes(QWidget):
    """Lies over the whole screen of a sitting while the eyes are closed."""

    def __init__(self, over: QWidget, words: str = texts.EYES_CLOSED) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._paused = words, False
        self._title = label(words, "heading", wrap=True)
        self.setAccessibleName(words)
        self._heard = label("", wrap=True)
        self._column = column = QVBoxLayout(self)
        for each in (
            self._title,
            self._heard,
            label(texts.EYES_KEYS, "muted", wrap=True),
        ):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(each)
        column.insertStretch(0, 1)
        column.addStretch(1)
        self.hide()

    def say_heard(self, words: str) -> None:
        """Say whether there is sound, or why there is none."""
        self._heard.setText(words)

    def show_paused(self, *, paused: bool) -> None:
        """Say that all waits, for who looks."""
        if paused != self._paused:
            self._paused = paused
            self._title.setText(texts.PAUSED if paused else self._words)
            self.setAccessibleName(self._title.text())

    def cover(self) -> None:
        """Lie over all of the screen, with the words in the part of it that is in sight."""
        whole, window = self._over.rect(), self._over.window()
        seen = QRect(self._over.mapFrom(window, QPoint(0, 0)), window.size()).intersected(whole)
        self.setGeometry(whole)
        below, beside = whole.bottom() - seen.bottom(), whole.right() - seen.right()
        self._column.setContentsMargins(
            seen.left() + GAP, seen.top() + GAP, beside + GAP, below + GAP
        )

    def toggle(self) -> None:
        """Cover the screen, or show it again."""
        self.cover()
        self.setVisible(self.isHidden())
        self.raise_()
        self._over.setFocus()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the screen again at a touch anywhere."""
        self.toggle()

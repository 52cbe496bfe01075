"""The phrase under the pacer: changes with a slow fade, or at once where motion is reduced."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QSizePolicy, QStyle

from biofeedback.ui.parts import breakable
from biofeedback.ui.theme import FADE_MS, PHRASE, base_pt

SMALLER = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4)
UNBROKEN = 10  # letters of a word that has no room in the smallest type


class Phrase(QLabel):
    """One line of the practice; two rows are always kept free so that nothing moves.

    Parameters
    ----------
    at_once
        Do not fade: a hurried sitting leaves no time for it.
    """

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__("")
        self._at_once = at_once
        self.setProperty("role", "phrase")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown = self._next = ""
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setOpacity(1.0)
        self.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._fade.finished.connect(self._turned)

    def set_at_once(self, *, at_once: bool) -> None:
        """Change lines without a fade, or with one again."""
        self._at_once = at_once

    def say(self, text: str, *, at_once: bool = False) -> None:
        """Show another line; at once where one has leapt to it."""
        if text == self._next:
            return
        self._next = text
        self.setAccessibleName(text)
        if at_once or self._at_once or self._motion_is_reduced():
            self._fade.stop()
            self._effect.setOpacity(1.0)
            self._show(text)
        elif not self.text() or not self.isVisible():
            self._show(text)
            self._run(0.0, 1.0)
        else:
            self._run(self._effect.opacity(), 0.0)

    def keep_two_rows(self) -> None:
        """Take the height of two rows of the present type."""
        self._take_size(1.0)
        self.setFixedHeight(int(2.3 * self.fontMetrics().lineSpacing()))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the line into the new width."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return no width: a long word takes smaller type, and moves nothing beside it."""
        return QSize(0, super().minimumSizeHint().height())

    def _show(self, text: str) -> None:
        self._shown = text
        self._fit()

    def _fit(self) -> None:
        """Take smaller type where the line needs more than two rows, or a word more than a row.

        A word that is too long even so is broken.
        """
        broken = " ".join(breakable(word, UNBROKEN) for word in self._shown.split(" "))
        for text in (self._shown, broken):
            for part in SMALLER:
                self._take_size(part)
                if self._fits(text):
                    self.setText(text)
                    return
        self.setText(broken)

    def _fits(self, text: str) -> bool:
        room = QRect(0, 0, self.width(), 0)
        needed = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return needed.width() <= self.width() and needed.height() <= self.height()

    def _take_size(self, part: float) -> None:
        wanted = "" if part == 1 else f"font-size: {base_pt() * PHRASE * part:.1f}pt"
        if wanted != self.styleSheet():
            self.setStyleSheet(wanted)
        self.ensurePolished()

    def _motion_is_reduced(self) -> bool:
        """Tell whether the desktop wants no animations."""
        return not self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)

    def _run(self, start: float, end: float) -> None:
        self._fade.stop()
        self._fade.setDuration(FADE_MS if end else FADE_MS // 2)
        self._fade.setStartValue(start)
        self._fade.setEndValue(end)
        self._fade.start()

    def _turned(self) -> None:
        if self._effect.opacity() < 0.5:
            self._show(self._next)
            self._run(0.0, 1.0)

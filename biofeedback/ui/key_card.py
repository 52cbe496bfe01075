"""All keys on one card, over whatever screen is there: F1 or ? brings it, a letter takes it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QMainWindow, QVBoxLayout, QWidget

from biofeedback.ui.parts import label
from biofeedback.ui.room import Columns, Scrolling
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_keys as texts


class KeyCard(QWidget):
    """Lies over the whole window while it is open; the sitting goes on beneath it.

    Parameters
    ----------
    ground
        Leads to the ground: that is what Esc is for, wherever this card is not open.
    """

    def __init__(self, window: QMainWindow, ground: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._ground = window, ground
        self._before: QWidget | None = None
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(texts.TITLE)
        self.hide()
        for key in ("F1", "?"):
            QShortcut(QKeySequence(key), window, self.toggle)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self._escape)
        escape.setAutoRepeat(False)  # held, it leads to the ground and no further
        window.installEventFilter(self)

    def toggle(self) -> None:
        """Show it, or take it away."""
        if self.isVisible():
            self._close()
            return
        self._fill()
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def _fill(self) -> None:
        """Write the keys down, the first time somebody asks."""
        if self.layout() is None:
            column = QVBoxLayout(self)
            column.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
            column.addWidget(Scrolling(_cards()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go, at a letter or Enter; arrows scroll."""
        if event.text() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
        else:
            event.ignore()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go, at a touch anywhere."""
        self._close()

    def _escape(self) -> None:
        self._close() if self.isVisible() else self._ground()

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()


def _cards() -> QFrame:
    """Return the keys, in their groups: those of a practice and a replay beside all others."""
    card = QFrame()
    column = QVBoxLayout(card)
    column.addWidget(label(texts.TITLE, "title"))
    practice, replay, *others = (_group(name, keys) for name, keys in texts.KEYS.items())
    column.addWidget(Columns([practice, replay], others))
    column.addWidget(label(texts.CLOSE, "small", wrap=True))
    column.addStretch(1)
    return card


def _group(name: str, keys: Sequence[tuple[str, str]]) -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE)
    grid.setVerticalSpacing(GAP // 2)
    grid.addWidget(label(name, "heading"), 0, 0, 1, 2)
    for row, (key, words) in enumerate(keys, start=1):
        grid.addWidget(label(key), row, 0)
        grid.addWidget(label(words, "muted", wrap=True), row, 1)
    grid.setColumnStretch(1, 1)
    return group

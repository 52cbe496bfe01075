"""A field to search in: the first Esc takes back what was typed, the next is the window's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class SearchField(QLineEdit):
    """Keeps Esc from the window's shortcut while there is something to clear.

    Enter and the arrow down lead ``on``: to what was found; so does Esc, to all there is.
    """

    def __init__(self, on: Callable[[], None]) -> None:
        super().__init__()
        self._on = on
        self.returnPressed.connect(on)

    def event(self, event: QEvent) -> bool:
        """Ask for Esc as one's own key."""
        if event.type() == QEvent.Type.ShortcutOverride and self._clears(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Clear the field, or type."""
        if self._clears(event):
            self.clear()
            self._on()
        elif event.key() == Qt.Key.Key_Down:
            self._on()
        else:
            super().keyPressEvent(event)

    def _clears(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return escape and bool(self.text())

"""A few words that a key was heard, at the window's foot: seen, read aloud, soon gone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

from biofeedback.ui.theme import MARGIN

SHOWN_MS = 2500


class Brief(QLabel):
    """Lies over whatever page is shown, takes no click and no focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__("", window)
        self._window = window
        self.setProperty("role", "badge")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._gone = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._gone.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def tell(self, words: str) -> None:
        """Show some words for a while, instead of earlier ones."""
        self.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.raise_()
        self._settle()
        self._gone.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the foot of a window that changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.adjustSize()
        room = self._window.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - MARGIN // 2)

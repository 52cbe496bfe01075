"""What can wait until a window is seen: Qt paints it later than any timer of no length ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 2000  # a window that begins minimised is not painted until it is brought back


class OncePainted(QObject):
    """Calls ``then`` once, right after the first painting of a window or soon without one."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._go)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go as soon as Qt has painted all of it, which it does in one go."""
        if event.type() == QEvent.Type.Paint:
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        window = self.parent()
        if window:
            window.removeEventFilter(self)
        self._then()
        self.deleteLater()

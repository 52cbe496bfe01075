"""A window of pages: one of them is shown, and one timer moves whatever moves on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from biofeedback.ui.room import Scrolling

FRAME_MS = 16
FIRST, LEAST, FRAME = QSize(1280, 800), QSize(960, 640), QSize(16, 40)
"""What the window has at first, at least, and what a desktop puts around it."""


class Pages(QMainWindow):
    """Shows one page of those it owns."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self._tick)

    def _lay_out(self) -> None:
        """Put the pages in, and lie within the screen."""
        inside = Scrolling(self._stack)  # where the whole screen is too small for one of ours
        self.setCentralWidget(inside)
        seen = QGuiApplication.platformName() != "offscreen"  # there the screen is none
        self._fit(self.screen().availableSize() if seen else FIRST + FRAME)

    def _fit(self, available: QSize) -> None:
        """Lie within the screen, frame and all, also where it is small or all is drawn large."""
        self.setMinimumSize(LEAST.boundedTo(available - FRAME))
        self.resize(FIRST.boundedTo(available - FRAME))

    def add_page(self, page: QWidget) -> None:
        """Take a screen in, which the window owns from then on."""
        self._stack.addWidget(page)

    def drop_page(self, page: QWidget) -> None:
        """Take a screen off for good."""
        self._stack.removeWidget(page)
        page.deleteLater()

    @property
    def page(self) -> QWidget | None:
        """The screen that is shown."""
        return self._stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show one of the screens."""
        self._stack.setCurrentWidget(page)
        self._move()

    def say(self, sentence: str) -> None:
        """Say one sentence, and wait until it was read."""
        from biofeedback.ui.boxes import tell

        tell(self, sentence)

    def _moves(self) -> bool:
        """Tell whether anything moves on the page that is shown."""
        return False

    def _tick(self) -> None:
        """Move it by a frame."""

    def _move(self) -> None:
        if self._moves() and not self.isMinimized():
            self._frames.start(FRAME_MS)
        else:
            self._frames.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw nothing while minimised."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._move()

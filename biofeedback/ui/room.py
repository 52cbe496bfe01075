"""Room for large type: what does not fit scrolls, and columns fold into one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from biofeedback.ui.flow import ANYWHERE
from biofeedback.ui.theme import SPACE

BESIDE = (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)
DEEPEST = 6
"""How often a bar may make what is in its area so much higher or wider that it takes the bar's need
away again: some texts wrap so, and Qt would go on until the stack is full."""
LEAST_EM = 60  # below it two cards beside each other are too narrow to be read with ease
_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def fold(row: QBoxLayout, *, narrow: bool) -> None:
    """Lay a row's parts below each other where they have no room beside each other."""
    ways = QBoxLayout.Direction
    row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)


class Scrolling(QScrollArea):
    """Shows what is in it whole, and scrolls only where there is no room for the least of it."""

    def __init__(self, inside: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._within = 0
        if inside is not None:
            self.setWidget(inside)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Show what has the focus, wherever it came from; of a whole page the beginning will do."""
        inside = self.widget()
        if now is None or inside is None or now.size() == inside.size():
            return
        if self.isVisible() and self.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what has the focus in sight where there is less room now."""
        super().resizeEvent(event)
        self._follow(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep it in sight where what is in here takes more room."""
        if event.type() != QEvent.Type.Resize:
            return super().eventFilter(watched, event)
        if self._within > DEEPEST:
            return False
        self._within += 1
        done = super().eventFilter(watched, event)
        self._within -= 1
        self._follow(None, QApplication.focusWidget())
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll by keyboard where there is something to scroll; leave all else to the screen."""
        if self.verticalScrollBar().maximum() and Qt.Key(event.key()) in _SCROLLS:
            super().keyPressEvent(event)
        else:
            event.ignore()


class Least(QWidget):
    """Asks for the least height its layout can do with, not for the one it would like best."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return it."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout else -1


class Beside(Least):
    """Parts beside each other, each with its stretch; below each other where they have no room."""

    def __init__(
        self, gap: int, *parts: tuple[QWidget, int], at: Qt.AlignmentFlag = ANYWHERE
    ) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        self._parts = [part for part, _ in parts]
        self._found: tuple[object, int] = ((), 0)
        for part, stretch in parts:
            self._row.addWidget(part, stretch, at)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least width of the widest: it folds before it would widen the screen."""
        return QSize(max(self._widths(), default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold, or unfold."""
        self._fold()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Fold, or unfold, when a part needs another room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        was = self._row.direction()
        fold(self._row, narrow=self.width() < self._needed_px())
        if self._row.direction() != was:
            self.updateGeometry()

    def _needed_px(self) -> int:
        """Return the room beside each other, as it was found when the parts lay so last.

        Below each other they may need less: to unfold by that would fold again, without an end.
        """
        widths, lie_beside = self._widths(), self._row.direction() in BESIDE
        needed = sum(widths) + self._row.spacing() * (len(widths) - 1)
        seen = (self._shown(), self.fontMetrics().height())
        if lie_beside or seen != self._found[0]:
            self._found = (seen, needed)
        return max(needed, self._found[1])

    def _shown(self) -> list[QWidget]:
        return [each for each in self._parts if not each.isHidden()]

    def _widths(self) -> list[int]:
        parts = self._shown()
        return [max(each.minimumSizeHint().width(), each.minimumWidth()) for each in parts]


class Shelf(Scrolling):
    """Is as high as what is in it, and scrolls only where that is too much."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(inside)
        self._inside = inside
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of what is in it."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least width of what is in it, beside the bar, and next to no height."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, SPACE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Ask for room anew when what is in it needs another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Columns(QWidget):
    """Cards in columns beside each other; in one below the other where there is no room."""

    def __init__(self, *columns: Sequence[QWidget]) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)
        for cards in columns:
            column = QVBoxLayout()
            column.setSpacing(SPACE)
            for each in cards:
                column.addWidget(each)
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold, or unfold."""
        least = LEAST_EM * self.fontMetrics().horizontalAdvance("m")
        fold(self._row, narrow=self.width() < least)
        super().resizeEvent(event)

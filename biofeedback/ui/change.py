"""Before is a ring, after a filled dot: one measure of two rests, drawn side by side."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from biofeedback.ui.parts import label
from biofeedback.ui.room import fold
from biofeedback.ui.theme import GAP, Theme, font, scaled
from biofeedback.words import texts

TALLEST, LEAST_PX, MARGIN_PX, DOT_PX = 256, 100, 22, 8
SPREAD = 0.35  # a change of this part of the value fills half of the height


class Change(QFrame):
    """A card for one measure: ``change`` in words, and both values, or the reason for none.

    ``usual`` tells how much two rests differ anyway.
    """

    def __init__(
        self,
        name: str,
        unit: str,
        colour: str,
        theme: Theme,
        *,
        before: float | None,
        after: float | None,
        change: str,
        usual: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMaximumHeight(scaled(TALLEST))
        title = label(name, "heading")
        title.setStyleSheet(f"color: {getattr(theme, colour)};")
        self._title, self._change = title, label(change, "muted")
        heading = self._heading = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        heading.addWidget(title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 16, MARGIN_PX, 16)
        column.addLayout(heading)
        if before is None or after is None:
            column.addWidget(label(f"–  {change}", "muted", wrap=True), 1)
            words = change
        else:
            heading.addWidget(self._change)
            column.addWidget(_Dots(theme, colour, unit, before, after), 1)
            if usual:
                column.addWidget(label(usual, "small", wrap=True))
            words = f"{texts.BEFORE} {before:.0f} {unit}, {texts.AFTER} {after:.0f} {unit}"
            words = ", ".join(filter(None, (words, change, usual)))
        self.setAccessibleName(f"{name}: {words}")
        self.setAccessibleDescription(texts.WHY_OF_RESTS[name])
        self.setToolTip(texts.WHY_OF_RESTS[name])

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the why to the keyboard, too."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            QTimer.singleShot(0, self, self._show_why)

    def _show_why(self) -> None:
        """Show the why once the focus has come: its event hides every tip."""
        if self.hasFocus():
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the change below the name where it has no room beside it."""
        super().resizeEvent(event)
        needed = self._title.sizeHint().width() + self._change.sizeHint().width() + 3 * GAP
        needed += self.contentsMargins().left() * 2 + 2 * MARGIN_PX
        fold(self._heading, narrow=self.width() < needed)


class _Dots(QWidget):
    def __init__(self, theme: Theme, colour: str, unit: str, before: float, after: float) -> None:
        super().__init__()
        self._theme, self._unit = theme, unit
        self._colour = QColor(getattr(theme, colour))
        self._values = (before, after)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(scaled(LEAST_PX))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, 150)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second = self._point(0), self._point(1)
        painter.setPen(QPen(QColor(self._theme.muted), 1.5))
        painter.drawLine(first, second)
        painter.setBrush(QColor(self._theme.surface))
        painter.setPen(QPen(QColor(self._theme.muted), 2.5))
        painter.drawEllipse(first, 7, 7)
        painter.setBrush(self._colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(second, DOT_PX, DOT_PX)
        self._write(painter, first, texts.BEFORE, self._values[0])
        self._write(painter, second, texts.AFTER, self._values[1])

    def _point(self, index: int) -> QPointF:
        middle = sum(self._values) / 2
        change = (self._values[index] - middle) / middle if middle else 0.0
        top, bottom = self._above + DOT_PX, self.height() - DOT_PX - 2
        height = max(-1.0, min(1.0, change / SPREAD)) * max(0.0, bottom - top) / 2
        return QPointF(self.width() * (0.24, 0.76)[index], (top + bottom) / 2 - height)

    @property
    def _above(self) -> float:
        """How much the words above a dot need."""
        return 18 + 2.3 * QFontMetricsF(self.font()).height()

    def _write(self, painter: QPainter, point: QPointF, when: str, value: float) -> None:
        line = painter.fontMetrics().height()
        text = f"{value:.0f} {self._unit}"
        wide = self.width() * 0.48
        box = QRectF(point.x() - wide / 2, point.y() - self._above, wide, 1.25 * line)
        painter.setFont(font(0.82))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, when)
        painter.setFont(font(1.15))
        needed = painter.fontMetrics().horizontalAdvance(text)
        painter.setFont(font(1.15 * min(1.0, wide / needed)))
        painter.setPen(QColor(self._theme.text))
        number = box.translated(0, 1.1 * line)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, text)

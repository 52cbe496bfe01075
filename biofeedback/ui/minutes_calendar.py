"""Minutes of the last weeks, a disc for each day: what was, never what was missed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.store.library import Kept
from biofeedback.ui.theme import Theme, font
from biofeedback.words import texts_back as texts

WEEKS = 16
FULL_MIN = 30.0  # a day with as much has the largest disc
LEAST_PX, MOST_PX = 13, 34  # of a day
LABEL = 0.75  # of plain type
BESIDE_PX = 8  # a day's name


def minutes_by_day(kept: Iterable[Kept]) -> dict[date, float]:
    """Return the minutes of practice of each day on which there were any."""
    found: dict[date, float] = {}
    for each in kept:
        day = each.began.date()
        if each.practised_s > 0:
            found[day] = found.get(day, 0.0) + each.practised_s / 60
    return found


class MinutesCalendar(QWidget):
    """Weeks from left to right, Monday to Sunday from top to bottom.

    Parameters
    ----------
    tell
        Called with a day in words when the keyboard or the mouse comes to it, and "" after.
    """

    def __init__(self, theme: Theme, today: date, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._theme, self._tell = theme, tell
        self._minutes: Mapping[date, float] = {}
        self._left_out = False
        self._today = self._day = today
        self._first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(texts.CALENDAR_KEYS)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return seven rows and the months."""
        return QSize(self.minimumSizeHint().width(), int(8 * self._cell))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size with the smallest days."""
        return QSize(round(self._left) + WEEKS * LEAST_PX, 8 * LEAST_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the height that the width gives."""
        super().resizeEvent(event)
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.update()

    def show_minutes(self, minutes: Mapping[date, float], *, left_out: bool = False) -> None:
        """Show the minutes of each day; ``left_out``: there were others, with a simulated heart."""
        self._minutes, self._left_out = minutes, left_out
        self.setAccessibleName(f"{texts.CALENDAR_TITLE}: {self.in_words()}")
        self.update()

    def in_words(self) -> str:
        """Return the minutes and days of these weeks as a sentence."""
        shown = [m for day, m in self._minutes.items() if self._first <= day <= self._today]
        if not shown:
            return self._none_in_words()
        total = texts.total(sum(shown))
        return texts.CALENDAR_WORDS.format(total=total, weeks=WEEKS, days=texts.days(len(shown)))

    def _none_in_words(self) -> str:
        """Return why there are none; who was never here before is not welcomed back."""
        if self._left_out:
            return texts.CALENDAR_SIMULATED.format(WEEKS)
        return texts.CALENDAR_NONE.format(WEEKS) if self._minutes else texts.CALENDAR_NOT_YET

    @property
    def _cell(self) -> float:
        wide = (self.width() - self._left) / WEEKS
        return max(LEAST_PX, min(MOST_PX, wide))

    @property
    def _left(self) -> float:
        """How much the names of the days need."""
        written = QFontMetricsF(font(LABEL))
        return BESIDE_PX + max(map(written.horizontalAdvance, texts.WEEKDAYS))

    def _at(self, day: date) -> QPointF:
        """Return the middle of a day."""
        weeks, weekday = divmod((day - self._first).days, 7)
        cell = self._cell
        return QPointF(self._left + (weeks + 0.5) * cell, (weekday + 1.5) * cell)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the days; one with nothing is a small dot, and no gap in anything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write_labels(painter)
        for number in range((self._today - self._first).days + 1):
            self._draw(painter, self._first + timedelta(days=number))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.focus), 2))
            half = self._cell / 2 - 1
            painter.drawRoundedRect(_square(self._at(self._day), half), 4, 4)

    def _draw(self, painter: QPainter, day: date) -> None:
        minutes = self._minutes.get(day, 0.0)
        full = self._cell / 2 - 2
        part = math.sqrt(min(minutes, FULL_MIN) / FULL_MIN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.breath if minutes else self._theme.muted))
        radius = max(3.0, full * part) if minutes else 1.2
        painter.drawEllipse(self._at(day), radius, radius)
        if day == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.muted), 1))
            painter.drawEllipse(self._at(day), full + 1, full + 1)

    def _write_labels(self, painter: QPainter) -> None:
        painter.setFont(font(LABEL))
        painter.setPen(QColor(self._theme.muted))
        cell, written, line = self._cell, -math.inf, painter.fontMetrics()
        for row, name in enumerate(texts.WEEKDAYS):
            box = QRectF(0, (row + 1) * cell, self._left, cell)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        for week in range(WEEKS):
            monday = self._first + timedelta(weeks=week)
            left = self._left + week * cell
            if monday.day <= 7 and left > written:
                written = left + line.horizontalAdvance(f"{monday:%b} ")
                painter.drawText(QPointF(left, 0.8 * cell), f"{monday:%b}")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go from day to day, and from week to week."""
        days = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -7,
            Qt.Key.Key_Right: 7,
        }.get(Qt.Key(event.key()))
        if days is None:
            super().keyPressEvent(event)
        else:
            self._go(self._day + timedelta(days=days))

    def _go(self, day: date) -> None:
        self._day = min(max(day, self._first), self._today)
        self._tell(self.day_in_words(self._day))
        self.update()

    def day_in_words(self, day: date) -> str:
        """Return ``Wed 4 March: 12 minutes``."""
        name = f"{day:%a} {day.day} {day:%B}"
        minutes = self._minutes.get(day)
        if minutes is None:
            return texts.CALENDAR_FREE.format(day=name)
        return texts.CALENDAR_DAY.format(day=name, minutes=texts.total(minutes).lower())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the day under the pointer."""
        at = event.position()
        week, weekday = (at.x() - self._left) // self._cell, at.y() // self._cell - 1
        inside = 0 <= week < WEEKS and 0 <= weekday < 7
        day = self._first + timedelta(weeks=week, days=weekday) if inside else self._today
        self._tell(self.day_in_words(day) if inside and day <= self._today else "")

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Tell nothing any more."""
        self._tell("")
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the day to the keyboard too."""
        self._tell(self.day_in_words(self._day))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell nothing any more."""
        self._tell("")
        super().focusOutEvent(event)


def _square(middle: QPointF, half: float) -> QRectF:
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)

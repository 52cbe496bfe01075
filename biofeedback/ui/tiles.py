"""A tile: one measure with its value, how sure it is, a small trend, and the rest before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QLineF, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from analysis.metrics import Reading
from biofeedback.ui.theme import GAP, Theme
from biofeedback.words import texts

TREND_BEATS = 240
BETWEEN = "  ·  "  # words below a number


class Trend(QWidget):
    """The last few minutes of a measure as a thin line, and the rest before as a dashed one."""

    def __init__(self) -> None:
        super().__init__()
        self.values: deque[float | None] = deque(maxlen=TREND_BEATS)
        self.reference: float | None = None
        self.colour = QColor()
        self.reference_colour = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(80)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a flat strip."""
        return QSize(220, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw both lines on a common scale that never magnifies noise."""
        known = [value for value in (*self.values, self.reference) if value is not None]
        if len(known) < 2:
            return
        middle = (min(known) + max(known)) / 2
        half = max((max(known) - min(known)) / 2, 0.15 * abs(middle), 1e-9)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.reference is not None:
            painter.setPen(QPen(self.reference_colour, 1, Qt.PenStyle.DashLine))
            level = self._y(self.reference, middle, half)
            painter.drawLine(QPointF(0, level), QPointF(self.width(), level))
        pen = QPen(self.colour, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # square ones show dots at the joints
        painter.setPen(pen)
        painter.drawLines(self._lines(middle, half))

    def _lines(self, middle: float, half: float) -> list[QLineF]:
        """Return what joins the known values, the newest at the right edge.

        Many lines are painted in a fraction of the time that one of many corners takes.
        """
        step = self.width() / (TREND_BEATS - 1)
        first = TREND_BEATS - len(self.values)
        points = [
            None if value is None else QPointF((first + index) * step, self._y(value, middle, half))
            for index, value in enumerate(self.values)
        ]
        return [
            QLineF(one, two) for one, two in pairwise(points) if one is not None and two is not None
        ]

    def _y(self, value: float, middle: float, half: float) -> float:
        return self.height() / 2 * (1 - 0.85 * (value - middle) / half)


class Below(QLabel):
    """A few words in one line; the first give way where there is no room for all of them.

    What is left out is told on hover, and by the tile's accessible name.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[str] = ()
        self.setProperty("role", "small")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, parts: Sequence[str]) -> None:
        """Show these words, as far as there is room."""
        self._parts = parts
        self.setToolTip(BETWEEN.join(parts).strip())
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a line, whether there are words or not."""
        return QSize(0, self.fontMetrics().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the words into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, words = self.fontMetrics(), ""
        for first in range(len(self._parts)):
            words = BETWEEN.join(self._parts[first:])
            if metrics.horizontalAdvance(words) <= self.width():
                break
        self.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width()))


class Tile(QFrame):
    """One measure. Hovered or focused, it tells its *why* through ``on_why``."""

    def __init__(
        self, name: str, unit: str, colour: str, theme: Theme, on_why: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(texts.WHY[name])
        self._name, self._unit, self._colour, self._on_why = name, unit, colour, on_why
        self._settling = False
        self._title, self._number = QLabel(name), QLabel("–")
        self._number.setProperty("role", "number")
        self._unit_label, self._below = QLabel(unit), Below()
        self._unit_label.setProperty("role", "muted")
        self.trend = Trend()
        self._lay_out()
        self.set_theme(theme)
        self.show_reading(Reading(None, " "))

    def _lay_out(self) -> None:
        value = self._value = QHBoxLayout()
        value.setSpacing(8)
        value.addWidget(self._number, alignment=Qt.AlignmentFlag.AlignBaseline)
        value.addWidget(self._unit_label, alignment=Qt.AlignmentFlag.AlignBaseline)
        value.addStretch(1)
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        self._words.addWidget(self._title)
        self._words.addLayout(value)
        self._words.addWidget(self._below)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(18, GAP, 18, GAP)
        self._row.setSpacing(GAP)
        self._row.addLayout(self._words, 5)
        self._row.addWidget(self.trend, 4)

    def set_compact(self, *, compact: bool) -> None:
        """Use little height: the number beside its words, and no trend."""
        if compact == self.trend.isHidden():
            return
        self.trend.setHidden(compact)
        (self._words if compact else self._row).removeItem(self._value)
        if compact:
            self._row.addLayout(self._value)
        else:
            self._words.insertLayout(1, self._value)
        margin = GAP // 2 if compact else GAP
        self._row.setContentsMargins(18, margin, 18, margin)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        colour = getattr(theme, self._colour)
        self._title.setStyleSheet(f"color: {colour};")
        self.trend.colour = QColor(colour)
        self.trend.reference_colour = QColor(theme.muted)
        self.trend.update()

    def show_reading(
        self, reading: Reading, rest_before: float | None = None, remark: str = ""
    ) -> None:
        """Show a value, or why there is none; ``rest_before`` is the line to hold it against."""
        self.trend.values.append(reading.value)
        self.trend.reference = rest_before
        self.trend.update()
        number = "–" if reading.value is None else f"{reading.value:.0f}"
        parts = self._words_below(reading, rest_before, remark)
        below = BETWEEN.join(parts)
        self._number.setText(number)
        self._show_settling(reading.provisional and reading.value is not None)
        self._below.say(parts)
        self.setAccessibleName(f"{self._name}: {number} {self._unit}, {below}".strip(", "))
        self.setAccessibleDescription(texts.WHY[self._name])

    def _show_settling(self, settling: bool) -> None:
        """Show a provisional number softly, in a dashed outline."""
        if settling == self._settling:
            return
        self._settling = settling
        for each in (self, self._number):
            each.setProperty("settling", settling)
            each.style().unpolish(each)
            each.style().polish(each)

    @staticmethod
    def _words_below(reading: Reading, rest_before: float | None, remark: str) -> list[str]:
        if reading.value is None:
            return [reading.reason]
        before = "" if rest_before is None else texts.REST_BEFORE.format(rest_before)
        settling = texts.SETTLING if reading.provisional else ""
        return list(filter(None, (settling, remark, before)))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the why."""
        self._on_why(texts.WHY[self._name])
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Stop telling."""
        self._on_why("")
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the why to the keyboard too."""
        self._on_why(texts.WHY[self._name])
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Stop telling."""
        self._on_why("")
        super().focusOutEvent(event)

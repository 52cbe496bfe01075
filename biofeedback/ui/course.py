"""A whole recording on one strip: its parts, its heart and its notes, from its start to its end.

Painted once for each size and theme, so that what moves over it costs next to nothing. Replay and
comparison both lay their own marks on it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip

from biofeedback.notes import Noted, notes_of
from biofeedback.results.summary import heart_curve
from biofeedback.sitting import LineShown, Phase
from biofeedback.ui.theme import Theme, font
from biofeedback.words import texts, texts_replay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from biofeedback.store.recording import Part, Recording

SIDE_PX = 9.0  # room for a handle at both ends
HEAD_PX = 5.0  # above the names of the parts
NEAR_PX = 6.0
LEAST_SPAN_BPM = 16.0
NOTE_PX = 4.5


@dataclass(frozen=True, eq=False)
class Course:
    """What a strip shows of a recording."""

    end_s: float
    parts: tuple[Part, ...]
    time_s: NDArray[np.float64]
    bpm: NDArray[np.float64]
    notes: tuple[Noted, ...] = ()
    lines: tuple[LineShown, ...] = ()

    @classmethod
    def of(cls, recording: Recording) -> Course:
        """Return the course of a recording."""
        notes = notes_of(recording.events)
        curve = heart_curve(recording.beats)
        end_s = max(recording.end_s, 1.0)
        return cls(end_s, recording.parts, *curve, notes, recording.lines)

    def part_at(self, time_s: float) -> Part | None:
        """Return the part that a moment lies in."""
        return next((p for p in self.parts if p.start_s <= time_s < p.end_s), None)

    def told(self, time_s: float) -> str:
        """Return a moment in words: its time, its part, and the phrase that was shown."""
        part = self.part_at(time_s)
        before = bisect_right([line.time_s for line in self.lines], time_s)
        said = part and part.phase is Phase.PRACTICE and before
        line = f"“{self.lines[before - 1].text}”" if said else ""
        name = texts_replay.PARTS.get(part.phase, "") if part else ""
        return "  ·  ".join(filter(None, (texts.clock_time(time_s), name, line)))


class CourseView(QAbstractSlider):
    """The strip; a slider to a screen reader. What lies over it is painted by ``paint_over``."""

    def __init__(self, course: Course, theme: Theme) -> None:
        super().__init__()
        self.course, self.theme = course, theme
        self._ground = QPixmap()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, round(course.end_s))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a flat strip."""
        return QSize(640, 64)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.theme = theme
        self._ground = QPixmap()
        self.update()

    def set_course(self, course: Course) -> None:
        """Show another recording."""
        self.course = course
        self._ground = QPixmap()
        self.setRange(0, round(course.end_s))
        self.update()

    def x_of(self, time_s: float) -> float:
        """Return where a moment lies, in pixels."""
        return SIDE_PX + (self.width() - 2 * SIDE_PX) * time_s / self.course.end_s

    def time_at(self, x: float) -> float:
        """Return the moment under a place, within the recording."""
        wide = max(1.0, self.width() - 2 * SIDE_PX)
        return min(max((x - SIDE_PX) / wide, 0.0), 1.0) * self.course.end_s

    def paint_over(self, painter: QPainter) -> None:
        """Paint what moves."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Lay what moves over the strip."""
        ratio = self.devicePixelRatioF()
        if self._ground.size() != self.size() * ratio:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)

    def event(self, event: QEvent) -> bool:
        """Tell the moment under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._told_at(event.x()), self)
            return True
        return bool(super().event(event))

    def _told_at(self, x: int) -> str:
        near = [n.text for n in self.course.notes if abs(self._note_x(n) - x) < NEAR_PX]
        notes = [texts_replay.NOTE.format(text) for text in near]
        return "\n".join((self.course.told(self.time_at(x)), *notes))

    def _note_x(self, note: Noted) -> float:
        return self.x_of(min(note.time_s, self.course.end_s))  # one may be written long after

    def _body(self) -> QRectF:
        return QRectF(self.rect()).adjusted(SIDE_PX, 4, -SIDE_PX, -4)

    def _paint_ground(self, painter: QPainter) -> None:
        body = self._body()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.surface))
        painter.drawRoundedRect(body, 6, 6)
        for part in self.course.parts:
            self._paint_part(painter, part, body)
        self._paint_heart(painter, body)
        self._paint_notes(painter, body)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawRoundedRect(body, 6, 6)

    def _paint_part(self, painter: QPainter, part: Part, body: QRectF) -> None:
        """Paint a part as a field with its name, where there is room for it."""
        left, right = self.x_of(part.start_s), self.x_of(part.end_s)
        if part.phase is Phase.PRACTICE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.breath_soft))
            painter.drawRect(QRectF(left, body.top(), right - left, body.height()))
        painter.setPen(QPen(QColor(self.theme.line), 1))
        if part.start_s > 0:
            painter.drawLine(QPointF(left, body.top()), QPointF(left, body.bottom()))
        painter.setFont(font(0.78))
        name = texts_replay.PARTS.get(part.phase, "")
        if painter.fontMetrics().horizontalAdvance(name) + 14 <= right - left:
            painter.setPen(QColor(self.theme.text))
            painter.drawText(QPointF(left + 7, body.top() + HEAD_PX + self._name_px(painter)), name)

    @staticmethod
    def _name_px(painter: QPainter) -> int:
        return painter.fontMetrics().ascent()

    def _paint_heart(self, painter: QPainter, body: QRectF) -> None:
        bpm = self.course.bpm
        known = bpm[np.isfinite(bpm)]
        if known.size < 2:
            return
        painter.setFont(font(0.78))
        top = body.top() + HEAD_PX + painter.fontMetrics().height() + 2
        low, high = float(known.min()), float(known.max())
        spare = max(0.0, LEAST_SPAN_BPM - (high - low)) / 2
        low, high = low - spare, high + spare
        y = body.bottom() - 5 - (bpm - low) / (high - low) * (body.bottom() - 5 - top)
        painter.setPen(QPen(QColor(self.theme.heart), 1.2))
        breaks = np.flatnonzero(~np.isfinite(bpm))
        for piece in np.split(np.arange(bpm.size), breaks):
            self._paint_piece(painter, piece[np.isfinite(bpm[piece])], y)

    def _paint_piece(
        self, painter: QPainter, piece: NDArray[np.int64], y: NDArray[np.float64]
    ) -> None:
        """Paint one gap-free piece; of many beats on one pixel, the highest and the lowest."""
        pixels = (self.width() - 2 * SIDE_PX) / self.course.end_s
        column = (self.course.time_s[piece] * pixels).astype(np.int64)
        points: list[QPointF] = []
        for group in np.split(piece, np.flatnonzero(np.diff(column)) + 1):
            if group.size:
                ends = sorted({int(group[np.argmin(y[group])]), int(group[np.argmax(y[group])])})
                points += [QPointF(self.x_of(self.course.time_s[at]), y[at]) for at in ends]
        painter.drawPolyline(QPolygonF(points))

    def _paint_notes(self, painter: QPainter, body: QRectF) -> None:
        """Paint each note as a small diamond."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.text))
        for note in self.course.notes:
            x, y = self._note_x(note), body.bottom() - NOTE_PX - 1
            corners = ((0, -1), (1, 0), (0, 1), (-1, 0))
            diamond = [QPointF(x + NOTE_PX * right, y + NOTE_PX * down) for right, down in corners]
            painter.drawPolygon(QPolygonF(diamond))

"""One of two stretches on the strip of its recording, moved by hand or by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from biofeedback.results.two_stretches import Stretch
from biofeedback.ui.course import Course, CourseView
from biofeedback.ui.theme import Theme
from biofeedback.words import texts, texts_replay

STRIP_PX = 96
FINE_S, COARSE_S = 1.0, 10.0
MARK_PX = 6.0


class ChosenStretch(CourseView):
    """The strip with its stretch; ``changed`` is called when the stretch was moved.

    The stretch before carries a ring, the one after a filled dot, as everywhere.
    """

    def __init__(
        self, name: str, stretch: Stretch, theme: Theme, changed: Callable[[], None], *, ring: bool
    ) -> None:
        super().__init__(Course.of(stretch.recording), theme)
        self.stretch, self._name, self._changed, self._ring = stretch, name, changed, ring
        self._grip_s = 0.0
        self.setFixedHeight(STRIP_PX)
        self.setSingleStep(round(FINE_S))
        self.setPageStep(round(COARSE_S))
        self.setAccessibleName(name)
        self.valueChanged.connect(lambda value: self.move_to(float(value)))
        self.show_stretch(stretch)

    def show_stretch(self, stretch: Stretch) -> None:
        """Show a stretch, of another recording too."""
        if stretch.recording is not self.stretch.recording:
            self.set_course(Course.of(stretch.recording))
        self.stretch = stretch
        with QSignalBlocker(self):
            self.setValue(round(stretch.start_s))
        self.setAccessibleDescription(f"{self.told}. {texts_replay.STRETCH_KEYS}")
        self.update()

    @property
    def told(self) -> str:
        """The stretch in words: from when to when, and each part that it reaches into."""
        from_s, to_s = self.stretch.start_s, self.stretch.end_s
        reached = (p for p in self.course.parts if min(p.end_s, to_s) - max(p.start_s, from_s) > 1)
        names = dict.fromkeys(texts_replay.PARTS.get(part.phase, "") for part in reached)
        ends = " – ".join(map(texts.clock_time, (from_s, to_s)))
        return "  ·  ".join(filter(None, (ends, ", ".join(filter(None, names)))))

    def move_to(self, start_s: float) -> None:
        """Let the stretch begin elsewhere, within the recording."""
        self.show_stretch(self.stretch.moved(start_s, self.stretch.length_s))
        self._changed()

    def paint_over(self, painter: QPainter) -> None:
        """Veil what was not chosen; frame what was, and mark it with its ring or dot."""
        left, right = self.x_of(self.stretch.start_s), self.x_of(self.stretch.end_s)
        veil = QColor(self.theme.ground)
        veil.setAlphaF(0.6)
        painter.fillRect(QRectF(0, 4, left, self.height() - 8), veil)
        painter.fillRect(QRectF(right, 4, self.width() - right, self.height() - 8), veil)
        painter.setPen(QPen(QColor(self.theme.rmssd), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left, 4, right - left, self.height() - 8), 6, 6)
        fill = self.theme.ground if self._ring else self.theme.rmssd
        painter.setBrush(QColor(fill))
        painter.drawEllipse(
            QPointF((left + right) / 2, self.height() - 6 - MARK_PX), MARK_PX, MARK_PX
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the stretch, or bring its middle to the pointer."""
        at_s = self.time_at(event.position().x())
        inside = self.stretch.start_s <= at_s <= self.stretch.end_s
        self._grip_s = at_s - self.stretch.start_s if inside else self.stretch.length_s / 2
        self.setFocus()
        self.move_to(at_s - self._grip_s)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the stretch along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.move_to(self.time_at(event.position().x()) - self._grip_s)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move by a second, with Ctrl or by page by ten, Home and End to the ends."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step_s = COARSE_S if ctrl else FINE_S
        to_s = {
            Qt.Key.Key_Left: self.stretch.start_s - step_s,
            Qt.Key.Key_Right: self.stretch.start_s + step_s,
            Qt.Key.Key_PageUp: self.stretch.start_s - COARSE_S,
            Qt.Key.Key_PageDown: self.stretch.start_s + COARSE_S,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self.course.end_s,
        }.get(Qt.Key(event.key()))
        if to_s is None:
            event.ignore()
        else:
            self.move_to(to_s)

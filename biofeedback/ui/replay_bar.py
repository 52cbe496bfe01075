"""The bar under a replay: the whole recording, the place in it, and every way to go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from biofeedback.ui.course import Course, CourseView
from biofeedback.ui.parts import Chips, button, label
from biofeedback.ui.theme import GAP, Theme
from biofeedback.words import texts, texts_replay

if TYPE_CHECKING:
    from biofeedback.store.recording import Recording

PAGE_S = 10.0
SAME_PART_S = 2.0  # so soon after a part began, "back" means the one before
AT_END_S = 1.0
BAR_PX = 70
KNOB_PX = 6.5


@runtime_checkable
class Replay(Protocol):
    """What the bar asks of a replay."""

    recording: Recording

    @property
    def speed(self) -> float:
        """Seconds shown for each second on the wall."""

    def now_s(self) -> float:
        """Return the moment that is shown."""

    def seek(self, time_s: float) -> None:
        """Go to a moment."""

    def step(self, beats: int) -> None:
        """Go to the beat before (-1) or after (1)."""

    def pause(self) -> None:
        """Hold time."""

    def resume(self) -> None:
        """Let time run on."""

    def set_speed(self, speed: float) -> None:
        """Play faster or slower."""


class ReplayBar(QWidget):
    """Shows the place, and leads to any other by mouse and keyboard.

    Parameters
    ----------
    changed
        Called when time was held, let run, or hurried.
    """

    def __init__(self, run: Replay, theme: Theme, changed: Callable[[], None]) -> None:
        super().__init__()
        self._run, self._changed = run, changed
        self.held = False  # time itself stands still
        self._parts_s = [part.start_s for part in run.recording.parts]
        self.timeline = Timeline(Course.of(run.recording), theme, self.go_to, self._drag)
        self._time = label("", "muted")
        self._second = -1
        self._chips = self._speeds()
        self._keys = self._bindings()
        self._lay_out()
        self.show_time(0.0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.timeline)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._time)
        row.addStretch(1)
        for words, name, beats, key in texts_replay.STEPS:
            made = button(words, partial(self.step, beats), "chip", key=key)
            made.setAccessibleName(name)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(made)
        row.addSpacing(GAP)
        row.addWidget(self._chips)
        column.addLayout(row)

    def _speeds(self) -> Chips:
        """Return the speeds; one that is none of them is not marked."""
        speeds = texts_replay.SPEEDS
        chosen = speeds.index(self._run.speed) if self._run.speed in speeds else -1
        words = [texts.SPEED_TIMES.format(speed) for speed in speeds]
        return Chips(texts.SPEED, words, chosen, lambda at: self.play_at(speeds[at]))

    def _bindings(self) -> dict[tuple[Qt.Key, bool], Callable[[], None]]:
        """Return what each key does, without Ctrl and with."""
        plain, ctrl = False, True
        return {
            (Qt.Key.Key_Left, plain): lambda: self.step(-1),
            (Qt.Key.Key_Right, plain): lambda: self.step(1),
            (Qt.Key.Key_PageUp, plain): lambda: self._go_by(-PAGE_S),
            (Qt.Key.Key_PageDown, plain): lambda: self._go_by(PAGE_S),
            (Qt.Key.Key_Left, ctrl): self._part_back,
            (Qt.Key.Key_Right, ctrl): self._part_on,
            (Qt.Key.Key_PageUp, ctrl): self._part_back,
            (Qt.Key.Key_PageDown, ctrl): self._part_on,
            (Qt.Key.Key_Home, plain): lambda: self.go_to(0.0),
            (Qt.Key.Key_End, plain): self._go_to_end,
            (Qt.Key.Key_Plus, plain): lambda: self._hurry(1),
            (Qt.Key.Key_Minus, plain): lambda: self._hurry(-1),
        }

    def act(self, event: QKeyEvent) -> bool:
        """Do what a key means here; tell whether it means anything."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        act = self._keys.get((Qt.Key(event.key()), ctrl))
        if act:
            act()
        return act is not None

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.timeline.set_theme(theme)

    def show_time(self, now_s: float) -> None:
        """Show the moment, unless the hand is just choosing another."""
        if not self.timeline.isSliderDown():
            self.timeline.show_time(now_s)
        second = int(self.timeline.time_s)
        if second != self._second:
            self._second = second
            whole = texts.clock_time(round(self.timeline.course.end_s))
            self._time.setText(texts.OF.format(texts.clock_time(second), whole))

    def show_digits(self, *, shown: bool) -> None:
        """Show the time as digits, or keep quiet."""
        self._time.setVisible(shown)

    def hold(self, *, held: bool) -> None:
        """Let time stand still, or run."""
        self.held = held
        if held:
            self._run.pause()
        else:
            self._run.resume()
        self._changed()

    def play_at(self, speed: float) -> None:
        """Play faster or slower; what is held stays held."""
        self._run.set_speed(speed)
        if self.held:
            self._run.pause()
        self._changed()

    def step(self, beats: int) -> None:
        """Go by one beat; time then stands still, so that one can look at it."""
        if not self.held:
            self.hold(held=True)
        self._run.step(beats)

    def go_to(self, time_s: float) -> None:
        """Go to a moment."""
        self._run.seek(time_s)
        self.timeline.show_time(time_s)

    def _go_by(self, seconds: float) -> None:
        self.go_to(min(max(self._run.now_s() + seconds, 0.0), self.timeline.course.end_s))

    def _go_to_end(self) -> None:
        self.hold(held=True)  # or the replay would be over
        self.go_to(self.timeline.course.end_s)

    def _part_back(self) -> None:
        before_s = self._run.now_s() - SAME_PART_S
        self.go_to(max((at_s for at_s in self._parts_s if at_s < before_s), default=0.0))

    def _part_on(self) -> None:
        now_s = self._run.now_s()
        later_s = [at_s for at_s in self._parts_s if at_s > now_s]
        if later_s:
            self.go_to(min(later_s))
        else:
            self._go_to_end()

    def _hurry(self, by: int) -> None:
        speeds = texts_replay.SPEEDS
        slower = sum(1 for speed in speeds if speed < self._run.speed)
        at = min(max(slower + by, 0), len(speeds) - 1)
        self._chips.choose(at)
        self.play_at(speeds[at])

    def _drag(self, *, down: bool) -> None:
        """Hold time while the hand leads; at the very end it stays held, or all would be over."""
        if down:
            self._was_held = self.held
            self.hold(held=True)
        else:
            ended = self.timeline.time_s > self.timeline.course.end_s - AT_END_S
            self.hold(held=self._was_held or ended)


class Timeline(CourseView):
    """The strip of a replay with its playhead.

    Parameters
    ----------
    go
        Called with the moment that was chosen.
    drag
        Called with ``down`` when the hand takes hold and when it lets go.
    """

    def __init__(
        self, course: Course, theme: Theme, go: Callable[[float], None], drag: Callable[..., None]
    ) -> None:
        super().__init__(course, theme)
        self._go, self._drag = go, drag
        self.time_s = 0.0
        self.setFixedHeight(BAR_PX)
        self.setPageStep(round(PAGE_S))
        self.setAccessibleName(texts_replay.BAR)
        self.valueChanged.connect(lambda value: go(float(value)))  # a screen reader, or a wheel

    def show_time(self, time_s: float) -> None:
        """Show a moment; paints only if the playhead comes to another half of a pixel."""
        moved = round(2 * self.x_of(time_s)) != round(2 * self.x_of(self.time_s))
        self.time_s = min(time_s, self.course.end_s)
        if int(self.time_s) != self.value():
            with QSignalBlocker(self):
                self.setValue(int(self.time_s))
            words = self.course.told(self.time_s)
            self.setAccessibleDescription(f"{words}. {texts_replay.BAR_KEYS}")
        if moved:
            self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Paint the playhead, a line with a knob."""
        x, text = self.x_of(self.time_s), QColor(self.theme.text)
        painter.setPen(QPen(text, 2))
        painter.drawLine(QPointF(x, 4), QPointF(x, self.height() - 4))
        painter.setPen(QPen(QColor(self.theme.ground), 2))
        painter.setBrush(text)
        painter.drawEllipse(QPointF(x, self.height() - 9), KNOB_PX, KNOB_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._drag(down=True)
            self._lead(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Lead to the moment under the pointer."""
        if self.isSliderDown():
            self._lead(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self._drag(down=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the keys to the screen, where they mean the same."""
        event.ignore()

    def _lead(self, event: QMouseEvent) -> None:
        self._go(self.time_at(event.position().x()))

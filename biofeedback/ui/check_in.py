"""How is it inside? Two questions before a practice and after, each of which may be passed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from biofeedback.checkin import MOST, UNRATED, Feeling, Ratings, When
from biofeedback.ui.flow import Flow
from biofeedback.ui.parts import button, label, screen
from biofeedback.ui.theme import GAP, Theme, font
from biofeedback.words import texts_plan as texts

Answers = Mapping[Feeling, int]
DOT_PX, FULL_PX, BEFORE_PX = 5, 15, 6
SCALE_PX = (48, 860)  # high, and at most wide
MIDDLE = MOST // 2


class Scale(QSlider):
    """Eleven dots from 0 to 10; until one is chosen there is no answer.

    A slider to whoever cannot see it. ``before`` is marked with a stroke.
    """

    def __init__(self, question: str, theme: Theme, before: int | None) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._question, self._theme, self._before = question, theme, before
        self.answer: int | None = None
        self.setRange(0, MOST)
        self.setPageStep(1)
        self.setValue(MIDDLE)
        self.setMaximumWidth(SCALE_PX[1])
        self.setFixedHeight(SCALE_PX[0])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription(texts.SCALE_KEYS)
        self.valueChanged.connect(self._answered)
        self._name()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.update()

    def give(self, answer: int | None) -> None:
        """Answer, or take the answer back."""
        self.setValue(MIDDLE if answer is None else answer)
        self._answered(answer)

    def _answered(self, answer: int | None) -> None:
        self.answer = answer
        self._name()
        self.update()

    def _name(self) -> None:
        said = texts.UNANSWERED if self.answer is None else str(self.answer)
        self.setAccessibleName(f"{self._question} {said}")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits answer (0 after 1 makes it 10), arrows move, X takes the answer back."""
        text = event.text()
        if text.isdecimal():
            self.give(MOST if text == "0" and self.answer == 1 else int(text))
        elif event.key() in (Qt.Key.Key_X, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.give(None)
        elif self.answer is None and event.key() in _MOVES:
            self.give(MIDDLE)  # the first press shows where one is
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Answer with the dot that is nearest."""
        self._answer_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the answer be dragged."""
        self._answer_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the answer where it is."""

    def _answer_at(self, event: QMouseEvent) -> None:
        place = (event.position().x() - self._at(0).x()) / (self._at(1).x() - self._at(0).x())
        self.give(min(MOST, max(0, round(place))))

    def _at(self, number: int) -> QPointF:
        wide = self.width() - 2 * (FULL_PX + 4)
        return QPointF(FULL_PX + 4 + wide * number / MOST, self.height() / 2)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a line that a finger could follow."""
        return QSize(SCALE_PX[1], SCALE_PX[0])

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw line and dots; the answer is a full disc with its number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(QPen(QColor(theme.line), 2))
        painter.drawLine(self._at(0), self._at(MOST))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.muted))
        for number in range(MOST + 1):
            painter.drawEllipse(self._at(number), DOT_PX, DOT_PX)
        self._draw_before(painter)
        self._draw_answer(painter)

    def _draw_before(self, painter: QPainter) -> None:
        """Mark what was answered before by a stroke above and below: a ring is the focus."""
        if self._before is not None:
            at = self._at(self._before)
            painter.setPen(QPen(QColor(self._theme.muted), 3))
            for side in (-1, 1):
                near = QPointF(at.x(), at.y() + side * (FULL_PX + 2))
                painter.drawLine(near, QPointF(at.x(), near.y() + side * BEFORE_PX))

    def _draw_answer(self, painter: QPainter) -> None:
        if self.answer is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.breath))
            at = self._at(self.answer)
            painter.drawEllipse(at, FULL_PX, FULL_PX)
            painter.setPen(QColor(self._theme.ground))
            painter.setFont(font(0.95, font().weight().DemiBold))
            box = QRectF(at.x() - FULL_PX, at.y() - FULL_PX, 2 * FULL_PX, 2 * FULL_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.answer))
        if self.hasFocus():
            at_number = MIDDLE if self.answer is None else self.answer
            self._draw_ring(painter, at_number, self._theme.focus, FULL_PX + 2)

    def _draw_ring(self, painter: QPainter, number: int | None, colour: str, radius: float) -> None:
        if number is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawEllipse(self._at(number), radius, radius)


_MOVES = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class CheckIn(QWidget):
    """Asks on one side of a practice.

    Parameters
    ----------
    when
        On which side.
    done
        Given the answers; none when everything was passed over.
    never
        Called first when the person does not want to be asked any more.
    earlier
        What was answered before the practice, to look back at after it.
    back
        Leads back, before a practice.
    what
        The practice that follows, in words.
    """

    def __init__(
        self,
        when: When,
        theme: Theme,
        done: Callable[[Answers], None],
        never: Callable[[], None],
        earlier: Ratings = UNRATED,
        *,
        back: Callable[[], None] | None = None,
        what: str = "",
    ) -> None:
        super().__init__()
        self._done, self._never, self._back = done, never, back
        self.scales = {
            feeling: Scale(texts.QUESTION[feeling], theme, earlier.of(feeling)[0])
            for feeling in Feeling
        }
        column = screen(self)
        column.addStretch(2)
        if what:
            column.addWidget(label(what, "muted", wrap=True))
        column.addWidget(label(texts.CHECK_TITLE[when], "title", wrap=True))
        column.addWidget(label(texts.CHECK_WORDS[when], "muted", wrap=True))
        column.addStretch(1)
        for feeling, scale in self.scales.items():
            column.addLayout(_asked(feeling, scale))
            column.addSpacing(GAP)
        column.addStretch(1)
        column.addLayout(self._foot(when))
        column.addWidget(label(texts.CHECK_FOOT, "small", wrap=True))
        column.addStretch(1)

    def _foot(self, when: When) -> Flow:
        row = Flow(None, GAP)
        self._go_on = button(texts.GO_ON[when], self.go_on, "primary", key="Enter")
        row.addWidget(self._go_on)
        row.addWidget(button(texts.SKIP, self.skip, key="S"))
        if self._back:
            row.addWidget(button(texts.BACK, self._back, key="Backspace"))
        row.part()
        row.addWidget(button(texts.NEVER_ASK, self.never, "chip"))
        return row

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        for scale in self.scales.values():
            scale.set_theme(theme)

    def arrive(self) -> None:
        """Be ready for the keyboard."""
        self.scales[Feeling.CRITIC].setFocus()

    def go_on(self) -> None:
        """Go on with what was answered."""
        answers = {feeling: scale.answer for feeling, scale in self.scales.items()}
        self._done({feeling: given for feeling, given in answers.items() if given is not None})

    def skip(self) -> None:
        """Go on without an answer."""
        self._done({})

    def never(self) -> None:
        """Go on, and ask no more."""
        self._never()
        self.skip()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on, S skips, Backspace leads back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_S:
            self.skip()
        elif event.key() == Qt.Key.Key_Backspace and self._back:
            self._back()
        else:
            super().keyPressEvent(event)


def _asked(feeling: Feeling, scale: Scale) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(texts.QUESTION[feeling], "heading", wrap=True))
    column.addWidget(scale)
    ends = QHBoxLayout()
    ends.setContentsMargins(0, 0, 0, 0)
    for words, side in zip(texts.ENDS[feeling], _SIDES, strict=True):
        end = label(words, "small", wrap=True)
        end.setAlignment(side)
        ends.addWidget(end)
    wide = QWidget()
    wide.setLayout(ends)
    wide.setMaximumWidth(SCALE_PX[1])
    column.addWidget(wide)
    return column


_SIDES = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)

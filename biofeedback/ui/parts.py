"""Small pieces that several screens are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from biofeedback.ui.flow import Flow
from biofeedback.ui.room import Least, Scrolling
from biofeedback.ui.theme import GAP, MARGIN, SPACE

WIDEST = 1240
FEW_LINES_PX = 96


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label with a role of the style sheet."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def height_of(shown: QLabel, text: str, width: int) -> int:
    """Return how high a text would be in a label of this width."""
    shown.ensurePolished()  # or the size of its type is not yet known
    room = QRect(0, 0, width, 0)
    return shown.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


def button(text: str, clicked: Callable[[], None], role: str = "", key: str = "") -> QPushButton:
    """Return a button; ``key`` is told in its tooltip (the screen listens for it)."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(True)  # Return presses it, as Space does
    made.clicked.connect(lambda _checked=False: clicked())
    if key:
        made.setToolTip(key)
    return made


def few_lines(text: str, hint: str, name: str) -> QPlainTextEdit:
    """Return a field for a few short lines; Tab leads on, as from any other."""
    made = QPlainTextEdit(text)
    made.setPlaceholderText(hint)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setFixedHeight(FEW_LINES_PX)
    return made


def screen(parent: QWidget) -> QVBoxLayout:
    """Give a screen its ground, its margins, and a column no wider than one reads with ease.

    Where a small window or large type leaves it no room, it scrolls.
    """
    parent.setObjectName("ground")
    parent.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    inside, ground = QWidget(), Least()
    inside.setMaximumWidth(WIDEST)
    whole = QVBoxLayout(parent)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(Scrolling(ground))
    row = QHBoxLayout(ground)
    row.setContentsMargins(MARGIN, SPACE + GAP, MARGIN, SPACE + GAP)
    row.addStretch(1)
    row.addWidget(inside, 100)
    row.addStretch(1)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE)
    return column


class Chips(QWidget):
    """A question with a few answers, one of which is chosen."""

    def __init__(
        self, question: str, answers: Sequence[str], chosen: int, changed: Callable[[int], None]
    ) -> None:
        super().__init__()
        row = Flow(self, GAP - 4)
        row.addWidget(label(question, "muted"))
        self._group = QButtonGroup(self)
        for index, answer in enumerate(answers):
            chip = QPushButton(answer)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAccessibleName(f"{question} {answer}")
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the screen
            self._group.addButton(chip, index)
            chip.setChecked(index == chosen)  # in its group, so that Tab comes to it
            row.addWidget(chip)
        self._group.idClicked.connect(changed)

    def choose(self, index: int) -> None:
        """Show another answer as the chosen one."""
        self._group.button(index).setChecked(True)

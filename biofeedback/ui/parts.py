"""Small pieces that several screens are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
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
NARROW_PX = 800
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
FEW_LINES_PX = 96
UNBROKEN = 24  # letters of a name without a blank


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label with a role of the style sheet."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def breakable(name: str, letters: int = UNBROKEN) -> str:
    """Return a name that a label can wrap within: one without blanks would widen a whole screen."""
    parts = (name[at : at + letters] for at in range(0, len(name), letters))
    return "\u200b".join(parts)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role of the style sheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def height_of(shown: QLabel, text: str, width: int) -> int:
    """Return how high a text would be in a label of this width."""
    shown.ensurePolished()  # or the size of its type is not yet known
    room = QRect(0, 0, width, 0)
    return shown.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


class Pressed(QPushButton):
    """A button that is pressed once, however long a key is held: the next page has some, too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Pass over what a held key repeats."""
        if not (event.isAutoRepeat() and Qt.Key(event.key()) in _PRESSES):
            super().keyPressEvent(event)


def button(text: str, clicked: Callable[[], None], role: str = "", key: str = "") -> QPushButton:
    """Return a button; ``key`` is told in its tooltip (the screen listens for it)."""
    made = Pressed(text)
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(True)  # Return presses it, as Space does
    made.clicked.connect(lambda _checked=False: clicked())
    if key:
        made.setToolTip(key)
    return made


def wherever(within: QWidget, key: Qt.Key, act: Callable[[], None]) -> None:
    """Let a key act in a widget, whatever in it has the focus; held, it acts once."""
    shortcut = QShortcut(QKeySequence(key), within, act)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setAutoRepeat(False)


def back_button(
    within: QWidget, text: str, back: Callable[[], None], role: str = ""
) -> QPushButton:
    """Return the button that leads back, and let Backspace do so from all of a screen."""
    wherever(within, Qt.Key.Key_Backspace, back)
    return button(text, back, role, key="Backspace")


def apart(first: QWidget, *others: QWidget) -> Flow:
    """Return a row of one at the left and the others at the right, below it where it is full."""
    row = Flow(None, GAP)
    row.addWidget(first)
    row.part()
    for each in others:
        row.addWidget(each)
    return row


def in_row(*widgets: QWidget) -> Flow:
    """Return a row of these, which goes on in the next line where it is full."""
    row = Flow(None, GAP)
    for each in widgets:
        row.addWidget(each)
    return row


def keep_room(widget: QWidget) -> None:
    """Let a widget keep its room while it is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


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
    ground = Ground()
    _ground(parent).addWidget(Scrolling(ground))
    return _column(ground)


def screen_with_foot(parent: QWidget) -> tuple[QVBoxLayout, QVBoxLayout]:
    """Give a screen as `screen` does, and a foot, which stays in sight while the rest scrolls."""
    ground, foot, whole = Ground(), Ground(), _ground(parent)
    whole.addWidget(Scrolling(ground), 1)
    whole.addWidget(foot)
    return _column(ground, below=GAP // 2), _column(foot, above=GAP // 2, below=SPACE)


class Ground(Least):
    """A ground whose margins at the sides give way in a narrow window.

    By its own width, a bar that comes would make them smaller, and so not be needed any more.
    """

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the margins that it has room for."""
        super().resizeEvent(event)
        row = self.layout()
        if row is not None:
            held = row.contentsMargins()
            side = MARGIN if self.window().width() >= NARROW_PX else GAP
            row.setContentsMargins(side, held.top(), side, held.bottom())


def _ground(parent: QWidget) -> QVBoxLayout:
    parent.setObjectName("ground")
    parent.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    whole = QVBoxLayout(parent)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    return whole


def _column(ground: QWidget, *, above: int = SPACE + GAP, below: int = SPACE + GAP) -> QVBoxLayout:
    inside, row = QWidget(), QHBoxLayout(ground)
    inside.setMaximumWidth(WIDEST)
    row.setContentsMargins(MARGIN, above, MARGIN, below)
    row.addStretch(1)
    row.addWidget(inside, 100)
    row.addStretch(1)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE)
    return column


class Chip(QPushButton):
    """One of several answers: the arrow keys choose the one beside it, Tab leads on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose, and go there; Qt's own way now chooses, now only goes."""
        step = _STEPS.get(Qt.Key(event.key()))
        answers = [each for each in self.group().buttons() if not each.isHidden()]
        if step is None:
            super().keyPressEvent(event)
            return
        beside = answers[max(0, min(len(answers) - 1, answers.index(self) + step))]
        beside.setFocus()
        if not beside.isChecked():
            beside.click()


class Chips(QWidget):
    """A question with a few answers, one of which is chosen."""

    def __init__(
        self, question: str, answers: Sequence[str], chosen: int, changed: Callable[[int], None]
    ) -> None:
        super().__init__()
        row = self._row = Flow(self, GAP - 4)
        row.addWidget(label(question, "muted", wrap=True))
        self._question, self._group = question, QButtonGroup(self)
        for index, answer in enumerate(answers):
            chip = Chip()
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            self._group.addButton(chip, index)
            chip.setChecked(index == chosen)
            row.addWidget(chip)
            self.rename(index, answer)
        self._group.idToggled.connect(lambda _at, _on: self._meet_tab())
        self._group.idClicked.connect(changed)
        self._meet_tab()

    def _meet_tab(self) -> None:
        """Let Tab come to the chosen answer, or to each where none is."""
        chosen = self._group.checkedButton()
        for chip in self._group.buttons():
            meets = chosen is None or chip is chosen
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if meets else Qt.FocusPolicy.NoFocus)

    def rename(self, index: int, answer: str) -> None:
        """Give an answer other words; without any it is not offered."""
        chip = self._group.button(index)
        chip.setText(answer)
        chip.setAccessibleName(f"{self._question} {answer}")
        chip.setVisible(bool(answer))

    def add(self, beside: QWidget) -> None:
        """Put something behind the answers."""
        self._row.addWidget(beside)

    def choose(self, index: int) -> None:
        """Show another answer as the chosen one."""
        self._group.button(index).setChecked(True)

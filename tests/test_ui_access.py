"""Everything has a name and a role for a screen reader, and the keyboard comes to all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QWidget
from pytestqt.qtbot import QtBot

from biofeedback.ui.pacer import Pacer
from biofeedback.ui.parts import Chip, Chips
from biofeedback.ui.window import Window
from tests.ui_fakes import FakeApplication, strike
from tests.ui_screens import EVERY_SCREEN, Go, practice
from tests.ui_window import app, window

__all__ = ["app", "window"]  # fixtures

ROLE = QAccessible.Role
NEED_A_NAME = {ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.Slider, ROLE.EditableText,
               ROLE.List, ROLE.ProgressBar, ROLE.ComboBox, ROLE.SpinBox}  # fmt: skip


def tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield what a screen reader finds, from a window downwards."""
    yield top
    for at in range(top.childCount()):
        child = top.child(at)
        if child and child.isValid() and not child.state().invisible:
            yield from tree(child)


@EVERY_SCREEN
def test_everything_has_a_name_and_a_role(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go
) -> None:
    """Walk the accessibility tree: what can be used has a name, and no role is unknown."""
    go(window, app, qtbot)
    top = QAccessible.queryAccessibleInterface(window)
    # what was added comes to be seen
    qtbot.waitUntil(lambda: any(each.role() in NEED_A_NAME for each in tree(top)))
    found = list(tree(top))
    nameless = [
        (each.role(), type(each.object()).__name__)
        for each in found
        if each.role() in NEED_A_NAME and not each.text(QAccessible.Text.Name).strip()
    ]
    assert nameless == []
    assert [type(e.object()).__name__ for e in found if e.role() is ROLE.NoRole] == []


def test_pacer_and_curve_are_named(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """What is painted is told in words."""
    practice(window, app, qtbot)
    screen = window.practice
    assert screen
    assert screen.findChildren(Pacer)[0].accessibleName()
    assert screen.numbers.trace.widget.accessibleName()


@EVERY_SCREEN
def test_tab_comes_to_everything_that_can_be_used(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go
) -> None:
    """Buttons and sliders, each once around."""
    go(window, app, qtbot)
    page = window.page
    assert page
    usable = usable_on(page)
    reached: set[QWidget] = set()
    at = page.nextInFocusChain()
    while at and at is not page:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(at)
        at = at.nextInFocusChain()
    groups = {w.group() for w in reached if isinstance(w, QAbstractButton)}
    arrows = {w for w in usable if isinstance(w, QAbstractButton) and w.group() in groups}
    reached |= {w for w in arrows if w.group()}  # Tab comes to the chosen answer, arrows to others
    left_out = {f"{type(w).__name__} {w.accessibleName()}" for w in usable - reached}
    assert left_out == set()


def test_arrows_choose_among_answers_and_tab_comes_to_the_chosen(window: Window) -> None:
    """In every row alike: the ring never stands on one answer while another is chosen."""
    for chips in window.home.findChildren(Chips):
        buttons = [b for b in chips.findChildren(Chip) if b.isVisible()]
        chosen = next(b for b in buttons if b.isChecked())
        assert [b for b in buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus] == [chosen]
        chosen.setFocus()
        strike(chosen, Qt.Key.Key_Right)
        strike(window.focusWidget(), Qt.Key.Key_Left)
        strike(window.focusWidget(), Qt.Key.Key_Left)
        now = next(b for b in buttons if b.isChecked())
        assert now is window.focusWidget()
        assert buttons.index(now) == max(0, buttons.index(chosen) - 1)


@EVERY_SCREEN
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_one_sees_where_the_focus_is(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go, theme: str
) -> None:
    """Each thing that Tab comes to is drawn otherwise while it has the focus."""
    app.change(theme=theme)
    window.dress()
    go(window, app, qtbot)
    page = window.page
    assert page
    unseen = [
        f"{type(each).__name__} {each.accessibleName()}"
        for each in usable_on(page)
        if same_with_focus(each)
    ]
    assert unseen == []


def same_with_focus(widget: QWidget) -> bool:
    """Tell whether a widget looks the same with the focus and without it."""
    widget.setFocus()
    QApplication.processEvents()
    if not widget.hasFocus():
        return False  # something else takes it, as a group's chosen answer does
    with_focus = widget.grab().toImage()
    widget.clearFocus()
    QApplication.processEvents()
    return widget.grab().toImage() == with_focus


def usable_on(page: QWidget) -> set[QWidget]:
    """Return the buttons and sliders of ours that can be used."""
    return {
        each
        for kind in (QAbstractButton, QAbstractSlider)
        for each in page.findChildren(kind)
        if each.isVisible() and each.isEnabled() and each.parent() and own(each)
    }


def own(widget: QWidget) -> bool:
    """Tell whether a widget is ours, not a part of one of Qt's own."""
    return type(widget).__name__ not in {"QScrollBar", "QToolButton", "QLineEditIconButton"}

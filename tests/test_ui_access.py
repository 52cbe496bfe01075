"""Everything has a name and a role for a screen reader, and the keyboard comes to all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QWidget
from pytestqt.qtbot import QtBot

from biofeedback.sitting import Phase
from biofeedback.ui.pacer import Pacer
from biofeedback.ui.window import Window
from tests.ui_fakes import FakeApplication
from tests.ui_window import app, begun, settled, window

__all__ = ["app", "window"]  # fixtures

SAMPLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
Go = Callable[[Window, FakeApplication, QtBot], None]
ROLE = QAccessible.Role
NEED_A_NAME = {ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.Slider, ROLE.EditableText,
               ROLE.List, ROLE.ProgressBar, ROLE.ComboBox, ROLE.SpinBox}  # fmt: skip


def home(_window: Window, _app: FakeApplication, _qtbot: QtBot) -> None:
    """Stay at home."""


def practice(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Be in a practice."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.say("May I be kind to myself.")
    run.beat()
    settled(qtbot)


def summary(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Look at what a sitting came to."""
    practice(window, app, qtbot)
    app.runs[-1].end()
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready)


def grounding(window: Window, _app: FakeApplication, _qtbot: QtBot) -> None:
    """Stand on the ground."""
    window.ground()


def comparison(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Compare two stretches."""
    window.looking_back.compare(SAMPLE)
    shown = window.looking_back.comparison
    assert shown
    qtbot.waitUntil(lambda: shown.ready, timeout=20_000)


def history(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Look back."""
    window.looking_back.show_history()
    qtbot.wait(100)


def settings(window: Window, _app: FakeApplication, _qtbot: QtBot) -> None:
    """Look at the settings."""
    window.aside.show_settings()


def welcome(window: Window, _app: FakeApplication, _qtbot: QtBot) -> None:
    """Be here for the first time."""
    window.aside.welcome()


SCREENS = pytest.mark.parametrize(
    "go", [home, practice, summary, grounding, comparison, history, settings, welcome]
)


def tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield what a screen reader finds, from a window downwards."""
    yield top
    for at in range(top.childCount()):
        child = top.child(at)
        if child and child.isValid() and not child.state().invisible:
            yield from tree(child)


@SCREENS
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


@SCREENS
def test_tab_comes_to_everything_that_can_be_used(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go
) -> None:
    """Buttons and sliders, each once around."""
    go(window, app, qtbot)
    page = window.page
    assert page
    usable = {
        each
        for kind in (QAbstractButton, QAbstractSlider)
        for each in page.findChildren(kind)
        if each.isVisible() and each.isEnabled() and each.parent() and own(each)
    }
    reached: set[QWidget] = set()
    at: QWidget | None = page
    for _ in range(200):
        at = at.nextInFocusChain() if at else None
        if at and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(at)
    left_out = {f"{type(w).__name__} {w.accessibleName()}" for w in usable - reached}
    assert left_out == set()


def own(widget: QWidget) -> bool:
    """Tell whether a widget is ours, not a part of one of Qt's own."""
    return type(widget).__name__ not in {"QScrollBar", "QToolButton", "QLineEditIconButton"}

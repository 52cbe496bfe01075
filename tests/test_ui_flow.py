"""A row that wraps keeps nothing of what has left it: neither its place, nor a memory Qt freed."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget, QWidgetItem
from pytestqt.qtbot import QtBot

from biofeedback.ui.flow import Flow
from biofeedback.ui.numbers import Numbers
from biofeedback.ui.parts import button, label
from biofeedback.ui.theme import DARK
from biofeedback.ui.window import Window
from tests.ui_fakes import FakeApplication
from tests.ui_screens import Go, keep_up, straps, summary
from tests.ui_window import app, settled, window

__all__ = ["app", "window"]  # fixtures

ROUNDS = 30
Leave = Callable[[QPushButton, Window], object]


def nothing() -> None:
    """Do nothing when pressed."""


def shown_row(window: Window, qtbot: QtBot, names: str = "abcd") -> tuple[Flow, list[QPushButton]]:
    """Return a row with buttons, deep in a page of the window."""
    page = QWidget()
    column, row = QVBoxLayout(page), QHBoxLayout()
    column.addLayout(row)
    flow = Flow(None, 8)
    buttons = [button(name * 5, nothing) for name in names]
    for each in buttons:
        flow.addWidget(each)
    row.addLayout(flow, 1)
    column.addStretch(1)
    window.add_page(page)
    window.show_page(page)
    qtbot.wait(5)
    return flow, buttons


def in_place(buttons: list[QPushButton]) -> None:
    """Hold that each stands 8 px behind the one before."""
    for one, following in pairwise(buttons):
        assert following.geometry().left() - one.geometry().right() - 1 == 8


@pytest.mark.parametrize(
    "leave",
    [
        lambda each, window: each.setParent(window.home),
        lambda each, window: each.setParent(window),
        lambda each, _: each.deleteLater(),
        lambda each, _: shiboken6.delete(each),
    ],
    ids=["to another page", "to the window", "deleted later", "deleted now"],
)
def test_a_widget_that_leaves_takes_its_place_along(
    window: Window, qtbot: QtBot, leave: Leave
) -> None:
    """The others close up, and the row counts one fewer."""
    flow, buttons = shown_row(window, qtbot)
    leave(buttons.pop(1), window)
    gc.collect()
    settled(qtbot)
    assert flow.count() == len(buttons)
    in_place(buttons)
    wide = sum(each.sizeHint().width() for each in buttons)
    assert flow.sizeHint().width() == wide + 2 * 8


def test_a_widget_that_comes_back_stands_last(window: Window, qtbot: QtBot) -> None:
    """Once, even when it is added twice."""
    flow, buttons = shown_row(window, qtbot)
    first = buttons.pop(0)
    first.setParent(window.home)
    flow.addWidget(first)
    flow.addWidget(first)
    first.show()
    settled(qtbot)
    in_place([*buttons, first])


class Leading(QPushButton):
    """Leads another away as soon as it is given its own place."""

    leads: Callable[[], object] = staticmethod(nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lead it away."""
        super().resizeEvent(event)
        self.leads()


@pytest.mark.parametrize("way", ["moves", "deletes"])
def test_placing_one_may_lead_the_next_away(window: Window, qtbot: QtBot, way: str) -> None:
    """What has left meanwhile is not placed, and not touched if it is no more."""
    flow, buttons = shown_row(window, qtbot)
    leading, last = Leading("first"), button("last", nothing)
    for each in (leading, last):
        flow.addWidget(each)
        each.show()
    settled(qtbot)
    before = last.geometry()
    leading.leads = lambda: last.setParent(window) if way == "moves" else shiboken6.delete(last)
    leading.setText("first and wider")  # the next would have to give way
    settled(qtbot)
    assert flow.count() == len(buttons) + 1
    assert not shiboken6.isValid(last) or last.geometry().size() == before.size()
    assert not shiboken6.isValid(last) or last.x() == before.x()


def test_it_wraps_and_folds_back(window: Window, qtbot: QtBot) -> None:
    """Each line begins at the left, and the row is as high as its lines need."""
    flow, buttons = shown_row(window, qtbot)
    one = flow.heightForWidth(2000)
    both = buttons[0].sizeHint().width() + 8 + buttons[1].sizeHint().width()
    assert flow.heightForWidth(both) == 2 * one + 8
    assert flow.minimumHeightForWidth(both) == 2 * one + 8
    assert flow.heightForWidth(1) == 4 * one + 3 * 8


def test_rows_live_through_moving_deleting_and_collecting(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """However they follow one another: the process lives, and each row counts what it holds."""
    chance = random.Random(7)  # noqa: S311 - it protects nothing
    flow, buttons = shown_row(window, qtbot)
    other, others = shown_row(window, qtbot, "xyz")
    rows = [(flow, buttons), (other, others)]
    for _ in range(ROUNDS):
        (here, mine), (there, theirs) = rows if chance.random() < 0.5 else rows[::-1]
        moved = mine.pop(chance.randrange(len(mine))) if mine else button("anew", nothing)
        way = chance.randrange(4)
        if way == 0:
            there.addWidget(moved)
            theirs.append(moved)
        elif way == 1:
            moved.setParent(window)
            moved.deleteLater()
        elif way == 2:
            item = here.itemAt(here.count() - 1)
            moved.setParent(window)  # and Qt deletes the item of one of them
            shiboken6.delete(moved)
            del item
        else:
            moved.setParent(window)
            here.addWidget(moved)
            mine.append(moved)
        app.change(text_percent=chance.choice((100, 150, 200)))
        window.dress()
        gc.collect()
        settled(qtbot)
        for row, held in rows:
            assert row.count() == len(held)
            assert row.heightForWidth(500) >= 0


def test_a_row_is_measured_once_for_each_width(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt asks some two hundred times before the first painting."""
    flow, _ = shown_row(window, qtbot)
    flow.invalidate()
    measured: list[int] = []
    places = Flow._places

    def counted(row: Flow, rect: QRect) -> list[tuple[QWidget, QRect]]:
        measured.append(rect.width())
        return places(row, rect)

    monkeypatch.setattr(Flow, "_places", counted)
    assert {flow.heightForWidth(200) for _ in range(3)} == {flow.heightForWidth(200)}
    flow.heightForWidth(300)
    assert measured == [200, 300]


def test_the_height_follows_what_is_in_the_row(window: Window, qtbot: QtBot) -> None:
    """Measured anew once something is hidden, or says more."""
    flow, buttons = shown_row(window, qtbot)
    width = buttons[0].width() + buttons[1].width() + 8
    line = buttons[0].height()
    assert flow.heightForWidth(width) == 2 * line + 8
    buttons[2].hide()
    buttons[3].hide()
    qtbot.waitUntil(lambda: flow.heightForWidth(width) == line)
    buttons[1].setText("b" * 30)
    qtbot.waitUntil(lambda: flow.heightForWidth(width) == 2 * line + 8)


def test_a_row_asks_each_for_its_size_only_when_that_may_have_changed(
    window: Window, qtbot: QtBot
) -> None:
    """Qt asks for the height at many widths before the first painting."""
    flow, (first, *_) = shown_row(window, qtbot)
    asked = [0]

    class Asked(QPushButton):
        def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
            asked[0] += 1
            return super().sizeHint()

    counted = Asked("eeeee")
    flow.addWidget(counted)
    settled(qtbot)
    asked[0] = 0
    heights = [flow.heightForWidth(width) for width in (50, 70, 90)]
    assert heights == sorted(heights, reverse=True)
    assert asked[0] <= 1
    counted.setText("e" * 30)
    assert flow.heightForWidth(200) > flow.heightForWidth(2000)
    assert flow.sizeHint().width() > counted.sizeHint().width() > first.width()


def test_what_comes_after_the_parting_stands_at_the_right_of_its_line(
    window: Window, qtbot: QtBot
) -> None:
    """Beside the first where there is room, else below it."""
    inside, first, last = QWidget(window), QPushButton("back"), QPushButton("open")
    flow = Flow(inside, 8)
    flow.addWidget(first)
    flow.part()
    flow.addWidget(last)
    inside.show()
    for width, top in ((600, 0), (first.sizeHint().width() + 9, first.sizeHint().height() + 8)):
        inside.resize(width, 200)
        settled(qtbot)
        assert (first.x(), last.y(), last.geometry().right()) == (0, top, width - 1)


def test_words_that_have_no_room_in_one_line_wrap(window: Window, qtbot: QtBot) -> None:
    """And make the row higher, not wider."""
    inside = QWidget(window)
    flow, words = Flow(inside, 8), label("from the rest before to the rest after", wrap=True)
    flow.addWidget(words)
    inside.show()
    settled(qtbot)
    whole = flow.sizeHint()
    assert flow.heightForWidth(whole.width()) == whole.height()
    assert flow.heightForWidth(whole.width() // 2) >= 2 * words.fontMetrics().height()
    assert flow.minimumSize().width() < whole.width() // 2


def held_items() -> int:
    """Return how many items of layouts Python holds."""
    gc.collect()
    return sum(isinstance(each, QWidgetItem) for each in shiboken6.getAllValidWrappers())


@pytest.mark.parametrize("go", [straps, keep_up], ids=lambda go: go.__name__)
def test_a_screen_that_is_filled_anew_leaves_no_items_behind(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go
) -> None:
    """Qt frees an item with its widget, and another object may lie there next."""

    def visit() -> int:
        go(window, app, qtbot)
        window.go_home()
        settled(qtbot)
        return held_items()

    first = visit()
    assert [visit() for _ in range(3)] == [first] * 3


def test_a_summary_told_anew_leaves_no_items_behind(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """With its numbers and without."""
    summary(window, app, qtbot)

    def again() -> int:
        for _ in range(2):
            assert window.summary
            window.summary.toggle_numbers()
            settled(qtbot)
        return held_items()

    first = again()
    assert [again() for _ in range(3)] == [first] * 3


def test_the_words_beside_the_curve_leave_no_items_behind(qtbot: QtBot) -> None:
    """They move below its heading and back as the room changes."""
    before = held_items()
    numbers = Numbers(DARK)
    qtbot.addWidget(numbers)
    numbers.show()
    for width in (900, 300, 900):
        numbers.resize(width, 700)
        settled(qtbot)
    items = [i for i in shiboken6.getAllValidWrappers() if isinstance(i, QWidgetItem)]
    assert len(items) - before <= len(numbers.tiles) * 2

"""The list of sittings: what can be done is offered, and a search is taken back by Esc."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.ui.history_screen import HistoryScreen
from biofeedback.ui.window import Window
from biofeedback.words import texts_back
from tests.ui_fakes import FakeApplication, read, strike
from tests.ui_screens import kept
from tests.ui_window import app, window

__all__ = ["app", "window"]  # fixtures

ACTS = (texts_back.DELETE, texts_back.COMPARE, texts_back.REPLAY, texts_back.OPEN)


@pytest.fixture
def history(window: Window, app: FakeApplication, qtbot: QtBot) -> HistoryScreen:
    """Return the history with one sitting, and the search under the hand."""
    kept(app)
    window.looking_back.show_history()
    shown = window.looking_back.history
    assert shown
    qtbot.waitUntil(lambda: shown.list.row is not None)
    strike(shown, Qt.Key.Key_Slash)
    assert shown.search.hasFocus()
    return shown


def ground_of(made: QPushButton) -> QColor:
    """Return the colour that a button's words stand on."""
    return made.grab().toImage().pixelColor(8, made.height() // 2)


def test_nothing_that_does_nothing_stays_bright(history: HistoryScreen) -> None:
    """Without a match, *Open* too is as quiet as the others."""
    acts = {b.text(): b for b in history.findChildren(QPushButton) if b.text() in ACTS}
    assert ground_of(acts[texts_back.OPEN]) != ground_of(acts[texts_back.REPLAY])
    QTest.keyClicks(history.search, "nowhere")
    assert not any(made.isEnabled() for made in acts.values())
    assert all(ground_of(one) == ground_of(other) for one, other in pairwise(acts.values()))


def test_the_first_escape_takes_the_search_back(history: HistoryScreen, window: Window) -> None:
    """Every sitting is there again; the next one leads to the ground, as from everywhere."""
    QTest.keyClicks(history.search, "nowhere")
    assert texts_back.NO_MATCH.format("nowhere") in read(history)
    strike(history.search, Qt.Key.Key_Escape)
    assert history.isVisible()
    assert history.search.text() == ""
    assert history.list.row is not None
    strike(history.search, Qt.Key.Key_Escape)
    assert window.grounding.isVisible()

"""The window with a program behind it that does what a test tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from biofeedback.application import HeartChoice
from biofeedback.ui.practice_card import Card
from biofeedback.ui.theme import set_text_percent
from biofeedback.ui.window import Window
from tests.ui_fakes import FakeApplication, FakeRun

SIMULATED = HeartChoice("simulated")


@pytest.fixture
def app(tmp_path: Path) -> FakeApplication:
    """Return the program behind the window."""
    return FakeApplication(tmp_path)


@pytest.fixture
def window(app: FakeApplication, qtbot: QtBot) -> Iterator[Window]:
    """Give the window, shown and active; its type is of no concern to the next test."""
    made = Window(app)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    set_text_percent(100)


def card(window: Window, name: str) -> Card:
    """Return a practice's card."""
    return next(c for c in window.home.cards if c.practice.name == name)


def begun(window: Window, app: FakeApplication) -> FakeRun:
    """Begin a practice with a simulated heart; return its run."""
    app.choose_heart(SIMULATED)
    card(window, "Hand-on-Heart Soothing").click()
    return app.runs[-1]


def settled(qtbot: QtBot) -> None:
    """Let what was posted arrive, and what was dropped be deleted."""
    qtbot.wait(5)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

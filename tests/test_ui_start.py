"""The start: the first picture comes before the heavy libraries, and no traceback after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.ui import app as app_module
from biofeedback.ui.app import _Excepthook, run_tour, run_window
from biofeedback.ui.interrupted import Interrupted
from biofeedback.ui.once_painted import OncePainted
from biofeedback.ui.practice_card import Card
from biofeedback.ui.window import Window
from biofeedback.words import texts
from tests.ui_fakes import FakeApplication

ROOT = Path(__file__).parents[1]
AT_FIRST_PAINT = """
import os, sys
from biofeedback.commands import window
from biofeedback.entry import main

load_qt = window.load_qt

def loaded():
    load_qt()
    from biofeedback.ui.practice_card import Card

    def painted(card, event):
        print(*sys.modules, flush=True)
        os._exit(0)

    Card.paintEvent = painted

window.load_qt = loaded
sys.argv = ["biofeedback"]
main()
"""
LATER = {
    "numpy", "pyqtgraph", "neurokit2", "scipy", "pandas", "bleak", "click", "hashlib", "subprocess",
    "devices.events", "biofeedback.sitting", "biofeedback.store.recorder",
    "biofeedback.keeping_up.reminders", "biofeedback.ui.check_in", "biofeedback.ui.grounding",
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of the test."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    return tmp_path


def test_the_first_picture_waits_for_nothing_it_does_not_show(tmp_path: Path) -> None:
    """Neither for curves, measures or Bluetooth, nor for other screens, nor for the commands."""
    (tmp_path / "settings.toml").write_text("welcomed = true\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", AT_FIRST_PAINT],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "BIOFEEDBACK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    modules = set(done.stdout.split())
    assert "biofeedback.ui.home" in modules
    assert modules & LATER == set()


@pytest.mark.usefixtures("qtbot")
def test_getting_ready_waits_until_home_is_seen(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds the window up for half a second."""
    happened: list[str] = []

    def paint(card: Card, event: QPaintEvent) -> None:
        happened.append("painted")
        QPushButton.paintEvent(card, event)

    def get_ready() -> None:
        happened.append("got ready")
        QTimer.singleShot(0, QApplication.closeAllWindows)

    monkeypatch.setattr(Card, "paintEvent", paint)
    monkeypatch.setattr(app_module, "get_ready", get_ready)
    monkeypatch.setattr(Interrupted, "look", lambda _: happened.append("looked"))
    app = FakeApplication(data)
    app.change(welcomed=True)
    assert run_window(app) == 0
    assert happened[:4] == ["painted"] * 4
    assert happened[-2:] == ["looked", "got ready"]


def test_what_waits_for_the_first_painting_comes_once(qtbot: QtBot) -> None:
    """However often the window is painted."""
    window, came = QWidget(), [0]
    qtbot.addWidget(window)

    def come() -> None:
        came[0] += 1

    OncePainted(window, come)
    window.show()
    qtbot.waitUntil(lambda: came == [1])
    for _ in range(3):
        window.update()
        qtbot.wait(20)
    assert came == [1]


def test_what_waits_comes_without_a_painting_too(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that begins minimised is not painted."""
    monkeypatch.setattr("biofeedback.ui.once_painted.PATIENCE_MS", 10)
    window, came = QWidget(), [0]
    qtbot.addWidget(window)
    OncePainted(window, lambda: came.append(1))
    qtbot.waitUntil(lambda: came == [0, 1])


def test_what_nobody_expected_is_one_sentence(tmp_path: Path, qtbot: QtBot) -> None:
    """Told once, without a traceback on the screen; the details are in a file."""
    app = FakeApplication(tmp_path)
    window = Window(app)
    qtbot.addWidget(window)
    window.show()
    hook = _Excepthook(app, window)
    for error in (ValueError("a marble in the works"), ValueError("another")):
        hook(type(error), error, None)
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    assert len(boxes) == 1
    shown = f"{boxes[0].text()} {boxes[0].informativeText()}"
    assert texts.UNEXPECTED_TITLE in shown
    assert "marble" not in shown
    log = (tmp_path / "unexpected.log").read_text(encoding="utf-8")
    assert "a marble in the works" in log
    assert "another" in log
    copy = next(b for b in boxes[0].findChildren(QPushButton) if b.text() == texts.UNEXPECTED_COPY)
    copy.click()
    assert "a marble in the works" in QApplication.clipboard().text()
    assert boxes[0].isVisible()
    boxes[0].close()


@pytest.mark.usefixtures("qtbot")
def test_the_tour_takes_a_picture_of_every_screen(data: Path) -> None:
    """A real sitting with a simulated heart, hurried 60 times; the window closes by itself."""
    from biofeedback.runs.begin import begin_sitting
    from biofeedback.runs.hearts import simulated
    from biofeedback.sitting import SittingPlan
    from practices.library import find_practice

    plan = SittingPlan(find_practice("hand-on-heart").lasting(60.0), 65.0, 10.0)

    def make_run(show: Show) -> Run:
        return begin_sitting(plan, simulated(1), show, folder=data / "sessions", speed=60.0)

    app = FakeApplication(data)
    assert app.unwritable == ""
    pictures = run_tour(app, make_run, data / "pictures")
    shown = [picture.stem[3:] for picture in pictures]
    in_order = ["home", "rest-before", "lead-in", "practice", "settle", "rest-after"]
    assert [name for name in shown if name in in_order] == in_order
    assert shown[-2:] == ["summary", "grounding"]
    assert all(picture.stat().st_size > 10_000 for picture in pictures)
    assert not any(isinstance(w, Window) and w.isVisible() for w in QApplication.topLevelWidgets())

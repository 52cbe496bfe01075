"""The start: the first picture comes before the heavy libraries, and no traceback after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.ui.app import _Excepthook, run_tour
from biofeedback.ui.window import Window
from biofeedback.words import texts
from tests.ui_fakes import FakeApplication

ROOT = Path(__file__).parents[1]
FIRST_FRAME = """
import json, sys
from pathlib import Path
from biofeedback.application import Application
from biofeedback.ui.app import qt_application
from biofeedback.ui.window import Window
qt = qt_application()
window = Window(Application(Path(sys.argv[1])))
window.show()
qt.processEvents()
drawn = not window.grab().isNull()
heavy = ("numpy", "pyqtgraph", "neurokit2", "scipy", "pandas", "bleak")
print(json.dumps([drawn, [name for name in heavy if name in sys.modules]]))
"""


def test_the_first_picture_needs_no_heavy_library(tmp_path: Path) -> None:
    """Neither for drawing curves, nor for measuring, nor for Bluetooth."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, []]


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


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of the test."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    return tmp_path


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

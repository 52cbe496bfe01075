"""How long from the command to the first paint, beside a bare Qt window, in turns.

Both are new processes of the same Python, timed from outside: starting Python is part of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import Result, at_most, in_turns

PAIRS = 7
PAINTED = "painted"
BARE = """
import os, sys
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
OURS = """
import os, sys
from biofeedback.ui import app
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest:
            watched.event(event)
            print("painted", flush=True)
            os._exit(0)
        return False
painted = Painted()
app.QTimer.singleShot = lambda *_: None
show = app.Window.show
def shown(window):
    window.installEventFilter(painted)
    show(window)
app.Window.show = shown
from biofeedback.cli import main
sys.exit(main([]))
"""


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the time to the first paint."""
    with tempfile.TemporaryDirectory() as folder:
        if not quick:
            _first_paint_s(OURS, folder), _first_paint_s(BARE, folder)  # files are in memory then
        ours, bare = in_turns(
            lambda: _first_paint_s(OURS, folder),
            lambda: _first_paint_s(BARE, folder),
            1 if quick else PAIRS,
        )
    bar = at_most(1.8, "ratio")
    yield Result("command to first paint", ours, "s", bar, bare, "bare Qt window")


def _first_paint_s(program: str, folder: str) -> float:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BIOFEEDBACK_DATA": folder}
    began_s = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=env,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        took_s = time.perf_counter() - began_s
    if said != PAINTED:
        raise RuntimeError("The window ended before it was painted.")
    return took_s

"""How long from the command to the first painting, beside a bare Qt window, in turns.

Both are new processes of the same Python, timed from outside: starting Python is part of it. Byte
code is kept, as it is where the program was installed, or begun before. What the program does after
its first painting is not held back: what comes too early counts. A window is painted when Qt has
painted all of it and does the next thing.
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

PAIRS = 15
PAINTED = "painted"
WATCHING = """
import os, sys

def watch(window):
    from PySide6.QtCore import QEvent, QObject, QTimer
    def painted():
        print("painted", flush=True)
        os._exit(0)
    class Painted(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, painted)
            return False
    window.watching = Painted()
    window.installEventFilter(window.watching)
"""
BARE = f"""{WATCHING}
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 800)
watch(window)
window.show()
app.exec()
"""
OURS = f"""{WATCHING}
from biofeedback.commands import window
from biofeedback.entry import main
load_qt = window.load_qt
def loaded():
    load_qt()
    from biofeedback.ui.window import Window
    def show(self):
        watch(self)
        super(Window, self).show()
    Window.show = show
window.load_qt = loaded
sys.argv = ["biofeedback"]
main()
"""


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the time to the first painting, of home and of the greeting that is before it."""
    for name, chosen in (
        ("command to first paint", "welcomed = true\n"),
        ("the very first start, to its greeting", ""),
    ):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "settings.toml").write_text(chosen, encoding="utf-8")
            ours, bare = _in_turns(folder, 1 if quick else PAIRS)
        bar = at_most(1.8, "ratio")
        yield Result(name, ours, "s", bar, bare, "bare Qt window")


def _in_turns(folder: str, pairs: int) -> tuple[float, float]:
    for program in (OURS, BARE):  # from now on its files are in memory, and its byte code is kept
        _first_paint_s(program, folder)
    return in_turns(
        lambda: _first_paint_s(OURS, folder), lambda: _first_paint_s(BARE, folder), pairs
    )


def _first_paint_s(program: str, folder: str) -> float:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"QT_QPA_PLATFORM": "offscreen", "BIOFEEDBACK_DATA": folder}
    env["PYTHONPYCACHEPREFIX"] = str(Path(folder, "byte code"))
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

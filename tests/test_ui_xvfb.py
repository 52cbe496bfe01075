"""The window on a real display server, with its own fonts, focus and events, not offscreen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[1]
DRIVEN = ("test_ui_window.py", "test_ui_practice.py", "test_ui_check_in.py", "test_ui_replay.py")


@pytest.fixture(scope="module")
def display() -> Iterator[dict[str, str]]:
    """Start a server of a free number; give the environment of a program that draws on it."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("needs Xvfb")
    told, tell = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(tell), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    with os.fdopen(told) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start."
    try:
        yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(10)


def test_a_whole_sitting_says_nothing_on_stderr(display: dict[str, str], tmp_path: Path) -> None:
    """Rest, practice, rest and summary on a screen: neither an exception nor a warning of Qt's."""
    homes = {"BIOFEEDBACK_DATA": str(tmp_path / "data"), "XDG_RUNTIME_DIR": str(tmp_path)}
    pictures = tmp_path / "pictures"
    done = subprocess.run(
        [sys.executable, "-m", "biofeedback", "demo", "--seconds", "8", "--screenshots", pictures],
        cwd=ROOT,
        env=display | homes,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = sorted(pictures.glob("*.png"))
    assert len(found) >= 4
    for path in found:
        drawn = QImage(str(path))
        assert (drawn.width(), drawn.height()) >= (1000, 700)
        seen = range(0, drawn.width(), 7)
        assert len({drawn.pixel(x, drawn.height() // 3) for x in seen}) > 2


def test_what_is_driven_offscreen_can_be_driven_there(display: dict[str, str]) -> None:
    """The tests that press keys and buttons through whole sittings, once more with real focus."""
    files = [f"tests/{name}" for name in DRIVEN]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        env=display,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout[-3000:]

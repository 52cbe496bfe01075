"""Every screen looks as it did when its picture was approved, within what fonts may differ.

A picture is approved by looking at it: `APPROVE=1 pytest tests/test_ui_screens.py` writes them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from biofeedback.ui.window import Window
from tests import ui_screens
from tests.ui_fakes import FakeApplication
from tests.ui_screens import EVERY_SCREEN, Go
from tests.ui_window import app, window

__all__ = ["app", "window"]  # fixtures

APPROVED = Path(__file__).parent / "data" / "screens"
SMALL = QSize(96, 60)
ALIKE = 3.0  # mean difference of 255 levels, seen small: other fonts and dates stay below
THEMES = pytest.mark.parametrize("theme", ["dark", "light"])


def picture(window: Window) -> QImage:
    """Return the window as it stands, small, so that a letter is a shade of grey."""
    smooth, fill = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    return window.grab().toImage().scaled(SMALL, fill, smooth)


def levels(image: QImage) -> NDArray[np.float64]:
    """Return a picture's levels, shape (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), -1, 3).astype(np.float64)


def difference(one: QImage, other: QImage) -> float:
    """Return how far two pictures differ, as the mean of 255 levels."""
    return float(np.abs(levels(one) - levels(other)).mean())


def approve(image: QImage, path: Path) -> None:
    """Write a picture down, without what would tell when and where."""
    path.parent.mkdir(exist_ok=True)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 0)  # type: ignore[call-overload]
    path.write_bytes(buffer.data().data())


@pytest.fixture
def shown(window: Window, app: FakeApplication, qtbot: QtBot) -> Callable[[Go, str], QImage]:
    """Bring a screen up in a theme; return its picture."""

    def show(go: Go, theme: str) -> QImage:
        app.change(theme=theme, reduced_motion=True)  # no fade has to be waited for
        window.dress()
        window.resize(1280, 800)
        go(window, app, qtbot)
        qtbot.wait(50)  # layouts follow what was hidden
        return picture(window)

    return show


@THEMES
@EVERY_SCREEN
def test_each_screen_looks_as_approved(
    shown: Callable[[Go, str], QImage], go: Go, theme: str
) -> None:
    """Compared small: nothing has moved, gone, or changed its colour."""
    found, path = shown(go, theme), APPROVED / f"{go.__name__}-{theme}.png"
    if os.environ.get("APPROVE"):
        approve(found, path)
    off = difference(found, QImage(str(path)))
    assert off < ALIKE, (
        f"{path.name} is off by {off:.1f}: look at it; if it is meant, "
        f"APPROVE=1 python3 dev.py test tests/test_ui_screens.py -k {go.__name__}"
    )


@pytest.mark.parametrize(
    ("go", "other"),
    [("practice", "lost"), ("home", "settings"), ("summary", "found"), ("history", "over_time")],
)
def test_another_screen_is_not_alike(
    shown: Callable[[Go, str], QImage], go: str, other: str
) -> None:
    """What the comparison is to notice, it does: even tiles that have lost their numbers."""
    found = shown(getattr(ui_screens, go), "dark")
    approved = {name: QImage(str(APPROVED / f"{name}-dark.png")) for name in (go, other)}
    assert difference(found, approved[other]) > 2 * difference(found, approved[go])

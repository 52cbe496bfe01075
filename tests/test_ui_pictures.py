"""The pacer looks as it did when its pictures were approved, within what fonts may differ.

A picture is approved by looking at it: `APPROVE=1 pytest tests/test_ui_pictures.py` writes them.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from biofeedback.sitting import Phase, PhaseStarted, Sitting
from biofeedback.ui.pacer import Pacer
from biofeedback.ui.theme import DARK, LIGHT, Theme
from tests.ui_fakes import PATTERN

APPROVED = Path(__file__).parent / "data"
SIDE, SMALL = 320, 64
ALIKE = 2.0  # mean difference of 255 levels, seen small: another font for the word stays below
BEGAN_S = 100.0
PRACTICE = Sitting().after(PhaseStarted(BEGAN_S, Phase.PRACTICE, 300.0, PATTERN))
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
MOMENTS = pytest.mark.parametrize("into_s", [0.5, 2.0, 4.0])


def picture(qtbot: QtBot, theme: Theme, into_s: float, *, still: bool = False) -> QImage:
    """Return the pacer at one moment, small."""
    pacer = Pacer(theme)
    qtbot.addWidget(pacer)
    pacer.setStyleSheet(f"background: {theme.ground};")
    pacer.resize(SIDE, SIDE)
    pacer.set_still(still=still)
    pacer.show_moment(PRACTICE, BEGAN_S + into_s)
    smooth = Qt.TransformationMode.SmoothTransformation
    keep = Qt.AspectRatioMode.IgnoreAspectRatio
    return pacer.grab().toImage().scaled(SMALL, SMALL, keep, smooth)


def pixels(image: QImage) -> NDArray[np.float64]:
    """Return the levels of a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(SMALL, plain.bytesPerLine())
    return rows[:, : 3 * SMALL].astype(np.float64)


def difference(one: QImage, other: QImage) -> float:
    """Return how far two pictures differ, as the mean of 255 levels."""
    return float(np.abs(pixels(one) - pixels(other)).mean())


@THEMES
@MOMENTS
@pytest.mark.parametrize("still", [False, True], ids=["disc", "light"])
def test_the_pacer_looks_as_approved(
    qtbot: QtBot, theme: Theme, into_s: float, still: bool
) -> None:
    """In both themes, as a disc and as a light, at three moments of a breath."""
    name = f"pacer-{theme.name}-{'light' if still else 'disc'}-{into_s:g}.png"
    shown = picture(qtbot, theme, into_s, still=still)
    if os.environ.get("APPROVE"):
        assert shown.save(str(APPROVED / name))
    assert difference(shown, QImage(str(APPROVED / name))) < ALIKE


@THEMES
def test_the_measure_tells_another_moment(qtbot: QtBot, theme: Theme) -> None:
    """Tolerant, but not blind: an empty and a full disc, and the two themes, are unlike."""
    empty, full = (picture(qtbot, theme, into_s) for into_s in (0.5, 4.0))
    assert difference(empty, full) > 2 * ALIKE
    other = LIGHT if theme is DARK else DARK
    assert difference(full, picture(qtbot, other, 4.0)) > 20 * ALIKE

"""Colours that can be read, and told apart by colour-blind eyes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from biofeedback.ui.theme import DARK, LIGHT, Theme

# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
EYES = {
    "all colours": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
RGB_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
WHITE = np.array([0.9505, 1.0, 1.089])
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def linear(colour: str) -> NDArray[np.float64]:
    """Return linear RGB (sRGB transfer function)."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio."""
    light, dark = sorted((float(RGB_TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIE L*a*b* of linear RGB."""
    xyz = RGB_TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_by_hand() -> None:
    """Black on white is 21:1, by definition."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@THEMES
def test_everything_written_can_be_read(theme: Theme) -> None:
    """At least 4.5:1 for text on every ground it stands on, meaning colours included."""
    plain, meaning = (theme.text, theme.muted), (theme.heart, theme.rmssd, theme.hf, theme.breath)
    for ground in (theme.ground, theme.surface):
        for text in (*plain, *meaning):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for text in plain:
        assert contrast(text, theme.raised) >= 4.5, text
    assert contrast(theme.ground, theme.breath) >= 4.5  # the primary button
    assert contrast(theme.text, theme.breath_soft) >= 4.5  # the pacer's word, a chosen chip
    assert contrast(theme.focus, theme.ground) >= 3  # a frame, not a text


@THEMES
@pytest.mark.parametrize("eyes", EYES)
def test_meanings_are_told_apart_by_all_eyes(theme: Theme, eyes: str) -> None:
    """Breath, heart, RMSSD and HF differ by at least 15 (CIE76) under each deficiency."""
    colours = (theme.breath, theme.heart, theme.rmssd, theme.hf)
    seen = [lab(EYES[eyes] @ linear(colour)) for colour in colours]
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(one - other) >= 15

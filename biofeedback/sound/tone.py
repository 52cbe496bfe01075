"""The breath as a tone that rises and falls: pure, and asked of the very pacer that is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000  # what nearly every sound device runs at
LOW_HZ, HIGH_HZ = 220.0, 330.0  # a to e', a fifth: small loudspeakers still carry it
PARTIALS = (1.0, 0.22, 0.06)  # few and faint: warm, never harsh
LOUDEST = 0.35  # of full scale, at full volume and full lungs
EMPTY_LEVEL = 0.4  # how loud it is with empty lungs, as a part of that
CONTROL_S = 0.01  # the pacer is asked so often, and drawn through in between

Samples = NDArray[np.float64]


def pitch_hz(fullness: Samples) -> Samples:
    """Return the pitch for a breath from 0 (empty) to 1 (full), in steps even to the ear."""
    return np.asarray(LOW_HZ * (HIGH_HZ / LOW_HZ) ** fullness)


def trace_fullness(
    fullness_at: Callable[[float], float], start_s: float, end_s: float, frames: int
) -> Samples:
    """Return the breath at each of ``frames`` samples from ``start_s`` up to before ``end_s``."""
    points = max(2, round((end_s - start_s) / CONTROL_S) + 1)
    asked_s = np.linspace(start_s, end_s, points)
    sample_s = np.linspace(start_s, end_s, frames, endpoint=False)
    return np.interp(sample_s, asked_s, [fullness_at(time_s) for time_s in asked_s.tolist()])


def breath_tone(
    fullness: Samples, *, rate_hz: int = RATE_HZ, cycles: float = 0.0
) -> tuple[Samples, float]:
    """Render the tone of a breath.

    Parameters
    ----------
    fullness
        The breath at each sample, from 0 to 1.
    rate_hz
        Samples a second.
    cycles
        How far into its wave the tone is; what the piece before returned, so that the seam is
        none.

    Returns
    -------
    samples, cycles
        One sample for each, within ±`LOUDEST`; and where the wave has come to.
    """
    turns = cycles + np.cumsum(pitch_hz(fullness)) / rate_hz
    wave = sum(
        part * np.sin(2 * np.pi * number * turns) for number, part in enumerate(PARTIALS, start=1)
    )
    level = EMPTY_LEVEL + (1 - EMPTY_LEVEL) * fullness
    end = float(turns[-1]) % 1 if turns.size else cycles
    return LOUDEST / sum(PARTIALS) * level * wave, end

"""Soft bells at the turns of a sitting, so that it can be followed with closed eyes."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

import numpy as np

from biofeedback.sitting import Phase, Sitting
from biofeedback.sound.tone import RATE_HZ, Samples

LENGTH_S = 5.0
ATTACK_S = 0.03  # felt rather than struck
FADE_S = 1.0  # the last of it leaves unnoticed
LOUDEST = 0.25  # of full scale
SPECTRUM = ((1.0, 1.0, 1.3), (2.0, 0.22, 0.8), (2.76, 0.14, 0.45))  # pitch, strength, decay in s


class Bell(StrEnum):
    """What a bell tells."""

    REST = "rest"
    BEGIN = "begin"
    STEP = "step"
    END = "end"


_PITCH_HZ = {Bell.REST: 330.0, Bell.BEGIN: 440.0, Bell.STEP: 550.0, Bell.END: 275.0}
_STRENGTH = {Bell.REST: 0.8, Bell.BEGIN: 1.0, Bell.STEP: 0.5, Bell.END: 1.0}
_OPENS = {
    Phase.REST_BEFORE: Bell.REST,
    Phase.PRACTICE: Bell.BEGIN,
    Phase.SETTLE: Bell.REST,
    Phase.REST_AFTER: Bell.REST,
    Phase.ENDED: Bell.END,
}


def bell_between(before: Sitting, after: Sitting) -> Bell | None:
    """Return the bell that is due when a sitting goes from one state to another."""
    if before.phase is not after.phase:
        began = before.phase is not Phase.READY or after.phase is not Phase.ENDED
        return _OPENS.get(after.phase) if began else None
    if before.line and after.line and before.line.step != after.line.step:
        return Bell.STEP
    return None


@cache
def ring(bell: Bell, rate_hz: int = RATE_HZ) -> Samples:
    """Return the samples of a bell, from silence to silence, within ±`LOUDEST`."""
    time_s = np.arange(round(LENGTH_S * rate_hz)) / rate_hz
    wave = sum(
        part * np.exp(-time_s / decay_s) * np.sin(2 * np.pi * _PITCH_HZ[bell] * ratio * time_s)
        for ratio, part, decay_s in SPECTRUM
    )
    rise = np.sin(np.pi / 2 * np.clip(time_s / ATTACK_S, 0, 1)) ** 2
    fall = np.sin(np.pi / 2 * np.clip((LENGTH_S - time_s) / FADE_S, 0, 1)) ** 2
    whole = sum(part for _, part, _ in SPECTRUM)
    samples: Samples = LOUDEST * _STRENGTH[bell] / whole * rise * fall * wave
    samples.setflags(write=False)  # every strike plays the same ones
    return samples

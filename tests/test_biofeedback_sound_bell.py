"""Bells: one at each turn of a sitting, and soft."""

from __future__ import annotations

import numpy as np
import pytest

from biofeedback.sitting import LineShown, Paused, Phase, PhaseStarted, Resumed, Sitting
from biofeedback.sound.bell import LOUDEST, Bell, bell_between, ring
from practices.breathing import BreathPattern


def test_a_bell_at_each_turn() -> None:
    """Rest, practice, each new step, settling, rest, end; none at a new line or a pause."""
    sitting, bells = Sitting(), []
    steps = [
        PhaseStarted(0, Phase.READY),
        PhaseStarted(1, Phase.REST_BEFORE, 60),
        PhaseStarted(61, Phase.LEAD_IN, 5, BreathPattern()),
        PhaseStarted(66, Phase.PRACTICE, 60, BreathPattern()),
        LineShown(66, "one", step="first"),
        LineShown(76, "two", step="first"),
        Paused(77),
        Resumed(78),
        LineShown(86, "three", step="second"),
        PhaseStarted(126, Phase.SETTLE, 30),
        PhaseStarted(156, Phase.REST_AFTER, 60),
        PhaseStarted(216, Phase.ENDED),
    ]
    for event in steps:
        before, sitting = sitting, sitting.after(event)
        bells.append(bell_between(before, sitting))
    rest, begin, step, end = Bell.REST, Bell.BEGIN, Bell.STEP, Bell.END
    assert bells == [None, rest, None, begin, None, None, None, None, step, rest, rest, end]


def test_a_sitting_that_never_began_ends_without_a_bell() -> None:
    """Nobody was led anywhere, so nothing is over."""
    assert bell_between(Sitting(), Sitting(Phase.ENDED)) is None


@pytest.mark.parametrize("bell", Bell)
def test_a_bell_is_soft(bell: Bell) -> None:
    """It rises from nothing in hundredths of a second, is bounded, and dies away to nothing."""
    samples = ring(bell, 16_000)
    assert abs(samples[0]) < 1e-9
    assert np.abs(samples[-16:]).max() < 1e-4
    assert 0.05 < np.abs(samples).max() <= LOUDEST
    assert np.abs(samples[:48]).max() < 0.1 * np.abs(samples).max()  # 3 ms: not a strike
    assert np.std(samples[16_000:32_000]) < 0.7 * np.std(samples[1_600:16_000])

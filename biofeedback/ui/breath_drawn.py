"""How full the pacer was, and is to be: the samples of the faint wave behind the heart's curve.

The past never changes, so with each beat only what is new is reckoned.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from biofeedback.sitting import Sitting

EVERY_S = 0.2


class BreathDrawn:
    """Follows where a sitting stands; what was drawn before stays as it was.

    Parameters
    ----------
    span_s
        How much of it is kept, from the newest sample back.
    """

    def __init__(self, span_s: float) -> None:
        self._most = round(span_s / EVERY_S)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget everything."""
        self._sitting = Sitting()
        self._next = 0  # samples lie at whole multiples of their distance
        self._fullness: deque[float] = deque(maxlen=self._most)

    def follow(self, sitting: Sitting, since_s: float) -> None:
        """Take in where the sitting stands since then."""
        if _breath_of(sitting) == _breath_of(self._sitting):
            return
        self._reckon(since_s)
        self._sitting = sitting
        while self._fullness and (self._next - 1) * EVERY_S >= since_s:
            self._fullness.pop()
            self._next -= 1

    def until(self, end_s: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return times in s and the fullness at each (0 to 1; NaN while no breath is led)."""
        self._reckon(end_s)
        first = self._next - len(self._fullness)
        steps = np.arange(first, self._next, dtype=np.float64)
        return EVERY_S * steps, np.array(self._fullness, dtype=np.float64)

    def _reckon(self, end_s: float) -> None:
        end = math.ceil(end_s / EVERY_S)
        for step in range(max(self._next, end - self._most), end):
            self._fullness.append(_fullness(self._sitting, step * EVERY_S))
        self._next = max(self._next, end)


def _breath_of(sitting: Sitting) -> tuple[object, ...]:
    """Return what the breath of a sitting depends on."""
    paced = sitting.pattern, sitting.pacing, sitting.leads
    return (*paced, sitting.began_s, sitting.paused_at_s, sitting.paused_s)


def _fullness(sitting: Sitting, time_s: float) -> float:
    """Return how full the pacer is, or NaN while it does not lead."""
    moment = sitting.breath(time_s) if sitting.leads and not sitting.paused else None
    return moment.fullness if moment else float("nan")

"""What a sitting comes to: before and after, the whole heart curve, and words for it.

Made from the recording alone, so a sitting just ended, a replay and `compare` say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.compare import Change, Refusal
from analysis.report import Measured
from biofeedback.sitting import LineShown, Phase


@dataclass(frozen=True, slots=True)
class Part:
    """One phase of a sitting as it happened."""

    phase: Phase
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """A whole sitting.

    ``curve_time_s`` and ``curve_bpm`` (n,) hold every usable beat; a NaN row marks each gap so
    that nothing is drawn across it. ``comparison`` is None when there were no rests.
    """

    practice_name: str
    began: datetime
    practised_s: float
    breaths: int
    simulated: bool
    measured: bool
    parts: tuple[Part, ...]
    lines: tuple[LineShown, ...]
    before: Measured | None
    after: Measured | None
    comparison: Change | Refusal | None
    curve_time_s: NDArray[np.float64]
    curve_bpm: NDArray[np.float64]
    path: Path | None = None

"""Notices when the heart's rhythm stays off the pacer, so that a gentler pace can be offered.

Where the breath follows a slow pacer, nearly all of the rhythm lies at the pacer's frequency and HF
holds little. Where it stays at its own, quicker pace, HF holds more than the pacer's wave. Phases
alone are no guide: pressure waves near 0.1 Hz keep step with a pacer by chance for minutes.
"""

from __future__ import annotations

from analysis.metrics import LiveMetrics

PATIENCE_S = 8.0
"""The windows hold a minute already: with this much more it is no passing sigh."""

CLEARLY = 2.5
"""How many times the wave's power HF has to hold. A heart that answers the breath faintly has much
of its HF from beat to beat, not from a breath. At 1.5 twice as many of such are said to be off, and
nobody is noticed sooner; at 3 some are noticed later, whose own slow waves are high."""


class Following:
    """Fed with each beat's measures while the pacer leads; begun anew with each paced part."""

    def __init__(self) -> None:
        self._off_since_s: float | None = None

    def is_off(self, metrics: LiveMetrics) -> bool:
        """Tell whether the rhythm has stayed off the pacer for long enough to offer help.

        A heart that is not heard well is never said to be off: where a measure is missing, the
        waiting begins again.
        """
        if not _quicker_than_the_pacer(metrics):
            self._off_since_s = None
            return False
        if self._off_since_s is None:
            self._off_since_s = metrics.time_s
        return metrics.time_s - self._off_since_s >= PATIENCE_S


def _quicker_than_the_pacer(metrics: LiveMetrics) -> bool:
    hf_ms2, wave_ms = metrics.hf_ms2.value, metrics.breath_wave_ms.value
    if hf_ms2 is None or wave_ms is None:
        return False
    return hf_ms2 > CLEARLY * wave_ms**2 / 8  # a sine's power, from its peak-to-trough swing

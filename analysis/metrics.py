"""What a measure is: a number in its unit, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure over one window.

    Exactly one of ``value`` and ``reason`` says something: a number that cannot be known is
    absent with a reason, never 0, -1 or NaN.
    """

    value: float | None
    reason: str = ""
    provisional: bool = False

    @classmethod
    def missing(cls, reason: str) -> Reading:
        """Return a reading without a number."""
        return cls(None, reason)


NOT_STARTED = Reading(None, "waiting for your heart")


@dataclass(frozen=True, slots=True)
class LiveMetrics:
    """Every live measure at one beat. Units stand in the names; windows in `analysis.live`.

    ``breath_wave_ms`` peak to trough at the pacer's frequency, ``share_pct`` of the RR variance
    there, ``in_step`` the mean resultant length R of the per-breath phases (0-1). They are
    missing with a reason while no pace is set. ``coverage_pct`` is the covered part of the RMSSD
    window, ``corrected_pct`` the part of its beats that an artefact touched.
    """

    time_s: float = 0.0
    heart_rate_bpm: Reading = NOT_STARTED
    rmssd_ms: Reading = NOT_STARTED
    hf_ms2: Reading = NOT_STARTED
    lf_ms2: Reading = NOT_STARTED
    breath_wave_ms: Reading = NOT_STARTED
    share_pct: Reading = NOT_STARTED
    in_step: Reading = NOT_STARTED
    coverage_pct: Reading = NOT_STARTED
    corrected_pct: Reading = NOT_STARTED

    def values(self) -> dict[str, float]:
        """Return the measures that have a number, by name."""
        named = ((f.name, getattr(self, f.name)) for f in fields(self) if f.name != "time_s")
        return {name: reading.value for name, reading in named if reading.value is not None}

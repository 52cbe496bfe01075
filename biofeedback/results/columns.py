"""What measures are called where they are shown or written, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from biofeedback.printable import printable


class Shown(NamedTuple):
    """How a measure is shown: its name, its unit, and the group of `Measured` it stands in."""

    label: str
    unit: str
    group: str
    counted: bool = False
    """A whole number."""


MEASURES: Mapping[str, Shown] = {
    "mean_rr_ms": Shown("mean RR", "ms", "time_domain"),
    "mean_hr_bpm": Shown("mean heart rate", "bpm", "time_domain"),
    "sdnn_ms": Shown("SDNN", "ms", "time_domain"),
    "rmssd_ms": Shown("RMSSD", "ms", "time_domain"),
    "nn50": Shown("NN50", "", "time_domain", counted=True),
    "pnn50_pct": Shown("pNN50", "%", "time_domain"),
    "rmssd_top_fifth_pct": Shown("RMSSD, top fifth", "%", "time_domain"),
    "vlf_ms2": Shown("VLF power", "ms²", "frequency_domain"),
    "lf_ms2": Shown("LF power", "ms²", "frequency_domain"),
    "hf_ms2": Shown("HF power", "ms²", "frequency_domain"),
    "breathing_hz": Shown("breathing", "Hz", "frequency_domain"),
    "amplitude_ms": Shown("breath wave", "ms", "breath_wave"),
    "share_pct": Shown("share of the breath", "%", "breath_wave"),
    "in_step": Shown("in step (0 to 1)", "", "breath_wave"),
}
"""Every measure of `analyse` and `study`, in their order; the columns of both come from here."""

KINDS = {
    "missed": "missed",
    "extra": "extra",
    "ectopic": "ectopic",
    "long_short": "too long or short",
}
GRAPH = (
    *("device", "resolution", "time", "length", "posture", "instructions", "breathing"),
    *("artefacts", "software", "measures", "spectrum", "bands", "transforms"),
)
VERSIONS = ("biofeedback", "neurokit2", "numpy", "scipy")


def of_group(group: str) -> tuple[str, ...]:
    """Return the measures of a group, in their order."""
    return tuple(name for name, shown in MEASURES.items() if shown.group == group)


def guarded(value: Any) -> Any:
    """Return what a cell of a CSV table may hold: no formula, and nothing that steers."""
    if not isinstance(value, str):
        return value
    shown = printable(value)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown

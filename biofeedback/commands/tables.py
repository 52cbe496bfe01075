"""CSV of results: the same columns whatever a file lacks, so that scripts can rely on them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from typing import Any

MEASURES = {
    "mean_rr_ms": ("mean RR", "ms"),
    "mean_hr_bpm": ("mean heart rate", "bpm"),
    "sdnn_ms": ("SDNN", "ms"),
    "rmssd_ms": ("RMSSD", "ms"),
    "nn50": ("NN50", ""),
    "pnn50_pct": ("pNN50", "%"),
    "vlf_ms2": ("VLF power", "ms²"),
    "lf_ms2": ("LF power", "ms²"),
    "hf_ms2": ("HF power", "ms²"),
    "breathing_hz": ("breathing", "Hz"),
    "amplitude_ms": ("breath wave", "ms"),
    "share_pct": ("share of the breath", "%"),
    "in_step": ("in step (0 to 1)", ""),
}
KINDS = {
    "missed": "missed",
    "extra": "extra",
    "ectopic": "ectopic",
    "long_short": "too long or short",
}
GRAPH = (
    *(
        "device",
        "resolution",
        "time",
        "length",
        "posture",
        "instructions",
        "breathing",
        "artefacts",
    ),
    *("software", "measures", "spectrum", "bands", "transforms"),
)
_IN_GROUPS = {
    "artifacts": ("method", "corrected_pct", *(f"by_kind.{kind}" for kind in KINDS), "left_out"),
    "time_domain": ("mean_rr_ms", "mean_hr_bpm", "sdnn_ms", "rmssd_ms", "nn50", "pnn50_pct"),
    "frequency_domain": ("vlf_ms2", "lf_ms2", "hf_ms2", "breathing_hz", "stretch_s"),
    "breath_wave": ("pace_hz", "amplitude_ms", "share_pct", "in_step"),
    "missing": tuple(MEASURES),
    "versions": ("biofeedback", "neurokit2", "numpy", "scipy"),
    "graph": GRAPH,
}
OF_A_RECORDING = (
    *("file", "source", "beats", "duration_s", "gaps"),
    *(f"{group}.{name}" for group, names in _IN_GROUPS.items() for name in names),
    *("notes", "error"),
)

_RATIOS = tuple(f"{measure}_ratio" for measure in ("rmssd", "sdnn", "hf", "lf"))
_MEASURED = ("beats", "duration_s", "gaps", "artifacts.", "time_", "frequency_", "missing.")
_BAND = ("low", "high", "from")
OF_A_COMPARISON = (
    *("files", "refused"),
    *(f"change.{prefix}{name}" for prefix in ("", "ln_") for name in _RATIOS),
    "change.mean_hr_difference_bpm",
    "within_noise",
    *(f"{band}.{name}" for band in ("noise_band", "hf_noise_band") for name in _BAND),
    "warnings",
    *(
        f"{when}.{column}"
        for when in ("before", "after")
        for column in OF_A_RECORDING
        if column.startswith(_MEASURED)
    ),
    *(f"graph.{when}.{item}" for when in ("before", "after") for item in GRAPH),
    "error",
)


def print_csv(results: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print a header and a row for each result; what is in a group is named ``group.name``."""
    writer = csv.DictWriter(sys.stdout, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for result in results:
        row = _flat(result)
        writer.writerow({name: guarded(value) for name, value in row.items()})


def _flat(result: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in result.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = " ".join(value) if isinstance(value, list) else value
    return flat


def guarded(value: Any) -> Any:
    """Keep a spreadsheet from taking a file's name for a formula."""
    risky = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if risky else value

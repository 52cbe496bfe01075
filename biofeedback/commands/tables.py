"""CSV of results: the same columns whatever a file lacks, so that scripts can rely on them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from biofeedback.results.columns import GRAPH, KINDS, MEASURES, VERSIONS, guarded, of_group

_IN_GROUPS = {
    "artifacts": ("method", "corrected_pct", *(f"by_kind.{kind}" for kind in KINDS), "left_out"),
    "time_domain": of_group("time_domain"),
    "frequency_domain": (*of_group("frequency_domain"), "stretch_s"),
    "breath_wave": ("pace_hz", *of_group("breath_wave")),
    "missing": tuple(MEASURES),
    "versions": VERSIONS,
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
    *("file", "file_after", "refused"),  # the latter where two recordings are compared
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

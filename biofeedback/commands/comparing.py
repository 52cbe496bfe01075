"""Puts a comparison into words, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.compare import Change, Refusal
from biofeedback.reading import compare_recordings
from biofeedback.recording import Recording
from biofeedback.summary import compare_rests

ROWS = (
    ("mean_hr_bpm", "heart rate", "bpm"),
    ("rmssd_ms", "RMSSD", "ms"),
    ("hf_ms2", "HF power", "ms²"),
    ("lf_ms2", "LF power", "ms²"),
)


def comparison_of(recordings: Sequence[Recording]) -> Change | Refusal:
    """Compare the rests of one sitting, or two recordings."""
    if len(recordings) == 2:
        return compare_recordings(*recordings)
    comparison = compare_rests(recordings[0])[2]
    return comparison or Refusal(
        "this recording has no rest before and rest after; name two recordings instead."
    )


def in_words(result: Mapping[str, Any]) -> str:
    """Return what a comparison says, a line for each measure."""
    if "refused" in result:
        return f"Before and after are not compared: {result['refused']}"
    before, after = _measures(result["before"]), _measures(result["after"])
    lines = [f"{'':<14}{'before':>10}{'after':>10}"]
    for name, label, unit in ROWS:
        cells = "".join(f"{_cell(values.get(name)):>10}" for values in (before, after))
        lines.append(f"{label:<14}{cells}  {unit}")
    lines.append(_verdict(result))
    lines += [f"Note: {warning}" for warning in result["warnings"]]
    return "\n".join(lines)


def _measures(part: Mapping[str, Any]) -> dict[str, Any]:
    return {**part.get("time_domain", {}), **part.get("frequency_domain", {})}


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _verdict(result: Mapping[str, Any]) -> str:
    ratio, band = result["change"].get("rmssd_ratio"), result["noise_band"]
    if ratio is None:
        return "RMSSD is not known for both rests."
    where = "within" if result["within_noise"] else "outside"
    return (
        f"RMSSD after is {ratio:.2f} times RMSSD before, {where} the usual wobble between two "
        f"rests ({band['low']:.2f} to {band['high']:.2f}, {band['from']}). One sitting says little."
    )

"""Comparisons and trends, put together for JSON and into words for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.compare import Change, Refusal
from biofeedback.commands.options import wrapped
from biofeedback.results.graph import Span, graph_of, part_span_s
from biofeedback.results.history import beside_own_bands
from biofeedback.results.reading import compare_recordings
from biofeedback.results.summary import compare_rests
from biofeedback.settings import sessions_folder
from biofeedback.store.recording import Recording

ROWS = (
    ("mean_hr_bpm", "heart rate", "bpm"),
    ("rmssd_ms", "RMSSD", "ms"),
    ("hf_ms2", "HF power", "ms²"),
    ("lf_ms2", "LF power", "ms²"),
    ("breaths_per_min", "breaths", "a minute"),
)


def compared(recordings: Sequence[Recording]) -> Change | Refusal:
    """Compare the rests of one sitting, or two recordings, beside the person's own bands."""
    first = recordings[0]
    return beside_own_bands(
        _compared(recordings), first.path, sessions_folder(), simulated=first.simulated
    )


def as_result(recordings: Sequence[Recording], found: Change | Refusal) -> dict[str, Any]:
    """Return a comparison ready for JSON, with how both sides were measured."""
    if isinstance(found, Refusal):
        return found.as_dict()
    sides = {"before": (recordings[0], found.before), "after": (recordings[-1], found.after)}
    graphs = {
        side: graph_of(recording, measured, _span_s(recordings, side))
        for side, (recording, measured) in sides.items()
    }
    return {**found.as_dict(), "graph": graphs}


def _span_s(recordings: Sequence[Recording], side: str) -> Span | None:
    """Return where a rest of one sitting lies; two recordings are compared whole."""
    return part_span_s(recordings[0], side) if len(recordings) == 1 else None


def _compared(recordings: Sequence[Recording]) -> Change | Refusal:
    if len(recordings) == 2:
        return compare_recordings(*recordings)
    comparison = compare_rests(recordings[0])[2]
    return comparison or Refusal(
        "this recording has no rest before and rest after; name two recordings instead"
    )


def in_words(result: Mapping[str, Any]) -> str:
    """Return what a comparison says, a line for each measure."""
    if "refused" in result:
        return wrapped(f"Before and after are not compared: {result['refused']}.")
    before, after = _measures(result["before"]), _measures(result["after"])
    lines = [f"{'':<14}{'before':>10}{'after':>10}"]
    for name, label, unit in ROWS:
        cells = "".join(f"{_cell(values.get(name)):>10}" for values in (before, after))
        lines.append(f"{label:<14}{cells}  {unit}")
        lines += _whys(result, name, before, after)
    lines.append(wrapped(_verdict(result)))
    lines += [wrapped(f"Note: {warning}", "", "  ") for warning in result["warnings"]]
    return "\n".join(lines)


def _measures(part: Mapping[str, Any]) -> dict[str, Any]:
    found = {**part.get("time_domain", {}), **part.get("frequency_domain", {})}
    if "breathing_hz" in found:
        found["breaths_per_min"] = 60 * found["breathing_hz"]
    return found


def _whys(
    result: Mapping[str, Any], name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """Return why a side has no such measure, a line for both if they lack the same."""
    known = "breathing_hz" if name == "breaths_per_min" else name
    why = {
        side: result[side].get("missing", {}).get(known, "")
        for side, values in (("before", before), ("after", after))
        if name not in values
    }
    if len(why) == 2 and len(set(why.values())) == 1:
        why = {"both": why["before"]}
    first, others = " " * 14, " " * 16
    return [wrapped(f"{side}: {said}", first, others) for side, said in why.items() if said]


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


def trends_in_words(found: Mapping[str, Any]) -> str:
    """Return what many sittings say together, or why they do not yet."""
    count = found["sittings"]
    settles = found["settling_practice"]
    lines = [f"{count} sitting{'' if count == 1 else 's'} with two rests that can be compared"]
    lines += [_effect("RMSSD", found["rmssd"]), _effect("HF power", found["hf"])]
    if "refused" in settles:
        lines.append(f"Which practice settles you: {settles['refused']}.")
    else:
        lines.append(
            f"{settles['practice_name']} settles you more than your other practices together: "
            f"RMSSD after is {settles['ratio']:.2f} times RMSSD before, after the others "
            f"{settles['others_ratio']:.2f} times."
        )
    band = found["noise_band"]
    lines.append(
        f"Two rests with nothing between them differ by {band['low']:.2f} to {band['high']:.2f} "
        f"times in RMSSD ({band['from']})."
    )
    return "\n".join(wrapped(line, "", "  ") for line in lines)


def _effect(measure: str, found: Mapping[str, Any]) -> str:
    if "refused" in found:
        return f"{measure}: {found['refused']}."
    chance = found["low"] <= 1 <= found["high"]
    return (
        f"{measure} after is {found['ratio']:.2f} times {measure} before on average (95\u00a0% "
        f"interval {found['low']:.2f} to {found['high']:.2f}, {found['sittings']} sittings)"
        f"{'; chance alone may do that.' if chance else '.'}"
    )

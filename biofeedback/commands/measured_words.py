"""The measures of recordings, in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from biofeedback.commands.options import minutes_and_seconds, wrapped
from biofeedback.commands.printing import tell
from biofeedback.printable import printable
from biofeedback.results.columns import KINDS, MEASURES


def print_measured(result: Mapping[str, Any], *, methods: bool) -> None:
    """Print one recording: its measures, or why one is absent, and what is to be known of them."""
    tell(printable(result["file"]), bold=True)
    tell(f"  {result['beats']:,} beats, {result['duration_s']:,.0f} s, {result['source']}")
    tell(f"  {_artifacts_in_words(result)}")
    for line in _measures_in_words(result):
        tell(line)
    for sentence in _sentences(result, methods=methods):
        tell(wrapped(sentence, "  ", "    "))


def _measures_in_words(result: Mapping[str, Any]) -> Iterator[str]:
    known = {**result["time_domain"], **result["frequency_domain"]}
    known |= result.get("breath_wave", {})
    for name, shown in MEASURES.items():
        if name in known:
            yield f"  {shown.label:<20}{_figure(known[name]):>10} {shown.unit}".rstrip()
        elif name in result["missing"]:
            yield f"  {shown.label:<20}{'–':>10} ({result['missing'][name]})"


def _figure(value: float) -> str:
    """Return four digits, or all of a whole or a large number."""
    if isinstance(value, int) or value >= 10_000:
        return f"{value:,.0f}"
    return f"{value:.4g}" if value >= 0.001 else "0"


def _sentences(result: Mapping[str, Any], *, methods: bool) -> Iterator[str]:
    for mark in result.get("marks", ()):
        kind = KINDS.get(mark["kind"], "left out").capitalize()
        where = f"at {minutes_and_seconds(mark['time_s'])}, beat {mark['beat'] + 1}"
        yield f"{kind} {where}: {mark['reason']}."
    for note in result["notes"]:
        yield f"Note: {note}"
    for item, text in result["graph"].items() if methods else ():
        yield f"{item.capitalize()}: {text}."


def _artifacts_in_words(result: Mapping[str, Any]) -> str:
    artifacts = result["artifacts"]
    count = result["gaps"]
    gaps = f", {count} gap{'' if count == 1 else 's'}" if count else ""
    out = _left_out(artifacts["left_out"], result["beats"])
    if artifacts["method"] == "none":
        return f"nothing corrected{out}{gaps}"
    kinds = [f"{many:,} {KINDS[kind]}" for kind, many in artifacts["by_kind"].items() if many]
    which = f" ({', '.join(kinds)})" if kinds else ""
    return f"{artifacts['corrected_pct']:.1f} % of the beats corrected{which}{out}{gaps}"


def _left_out(count: int, beats: int) -> str:
    if not count:
        return ""
    pct = 100 * count / beats
    return f", {pct:.1f} % left out" if pct >= 0.1 else ", less than 0.1 % left out"

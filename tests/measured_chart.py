"""A picture of a run: for each promise how much of what is allowed is used, on a log scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from tests.bench import Result
from tests.bench_words import figure

WIDTH, NAMES, ROW, TOP, RIGHT = 860, 400, 24, 46, 70
LOW, HIGH = 0.001, 10.0
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #3c4a54 }
.faint { fill: #6b7a85; font-size: 11px }
.grid { stroke: #d8dfe3 } .line { stroke: #2f6f6a; stroke-width: 1.5 }
.stem { stroke: #b9d3d0; stroke-width: 2 }
.met { fill: #2f6f6a } .missed { fill: #fff; stroke: #8a5f10; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
text { fill: #d5dee4 } .faint { fill: #9fb1bf } .grid { stroke: #3a454e }
.line, .met { stroke: #8fd0c8 } .met { fill: #8fd0c8 } .stem { stroke: #3d5f5b }
.missed { fill: #131416; stroke: #e0b060 } }"""


def used(result: Result) -> float | None:
    """Return which part of what its bar allows a result uses; 1 is all of it."""
    if result.bar is None or result.judged is None or result.bar.limit <= 0:
        return None
    if result.bar.least:
        return result.bar.limit / result.judged if result.judged > 0 else math.inf
    return max(result.judged, 0.0) / result.bar.limit


def chart(results: Sequence[Result]) -> str:
    """Return the picture as SVG, what comes nearest to its bar first."""
    found = [(part, each) for each in results if (part := used(each)) is not None]
    found.sort(key=lambda pair: -pair[0])
    height = TOP + ROW * len(found) + 12
    marks = [*_grid(height), *(m for at, pair in enumerate(found) for m in _row(at, *pair))]
    title = "How much of what is allowed is used, for each promise"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{title}">'
    )
    return "\n".join(
        [head, f"<title>{title}</title>", f"<style>{STYLE}</style>", *marks, "</svg>\n"]
    )


def _x(part: float) -> float:
    held = min(max(part, LOW), HIGH)
    whole = math.log10(HIGH / LOW)
    return NAMES + (WIDTH - NAMES - RIGHT) * math.log10(held / LOW) / whole


def _grid(height: int) -> Iterator[str]:
    for part in (0.001, 0.01, 0.1, 1.0, 10.0):
        kind = "line" if part == 1 else "grid"
        x = f"{_x(part):.1f}"
        words = "all that is allowed" if part == 1 else f"{100 * part:g} %"
        yield f'<line class="{kind}" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{height - 8}"/>'
        yield f'<text class="faint" x="{x}" y="{TOP - 16}" text-anchor="middle">{words}</text>'


def _row(at: int, part: float, result: Result) -> Iterator[str]:
    y = TOP + ROW * at + ROW / 2
    x = f"{_x(part):.1f}"
    kind = "met" if result.met else "missed"
    unit = "" if result.bar and result.bar.of != "value" else result.unit
    said = figure(result.judged, unit) + (" ×" if result.bar and result.bar.of == "ratio" else "")
    yield f'<text x="{NAMES - 14}" y="{y + 4}" text-anchor="end">{escape(result.name)}</text>'
    yield f'<line class="stem" x1="{NAMES}" x2="{x}" y1="{y}" y2="{y}"/>'
    yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="4.5"><title>{escape(said)}</title></circle>'

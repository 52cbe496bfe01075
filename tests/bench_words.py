"""Results as words: figures with as many digits as they deserve, and the one table of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench import Result

NOTHING = 1e-6  # rounding of the processor
HEAD = ("", "here", "beside it", "ratio", "bar", "")


def figure(value: float | None, unit: str = "") -> str:
    """Return a number with three figures, and its unit; a dash for none."""
    if value is None:
        return "–"
    size = abs(value)
    if size < NOTHING:
        return f"0 {unit}".strip()
    if value == int(value) and size < 1e6:
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.0f}" if size >= 100 else f"{value:.{1 if size >= 10 else 2}f}"
        text = f"{value:.2g}" if size < 0.1 else text
    return f"{text} {unit}".strip()


def cells(result: Result) -> tuple[str, ...]:
    """Return a result as the cells of a row."""
    met = {True: "met", False: "bar missed", None: ""}[result.met]
    beside = ""
    if result.beside is not None:
        beside = f"{figure(result.beside, result.unit)} ({result.reference})"
    ratio = "" if result.ratio is None else f"{figure(result.ratio)} ×"
    here = "not measured here" if result.value is None else figure(result.value, result.unit)
    return result.name, here, beside, ratio, str(result.bar or ""), met


def table(found: Mapping[str, Sequence[Result]]) -> str:
    """Return the table of a run for a terminal."""
    rows: list[tuple[str, ...]] = []
    for name, results in found.items():
        rows += [(f"[{name}]", *[""] * 5), *map(cells, results)]
    widths = [max(len(row[at]) for row in (HEAD, *rows)) for at in range(len(HEAD))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in (HEAD, *rows)
    )

"""The page of two recordings that were compared, or the reason why they were not."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.compare import Change, Refusal
from biofeedback.report import blocks, words
from biofeedback.report.curve_rows import rest_curve
from biofeedback.report.page import Cell, Page, facts_table, paragraph, title
from biofeedback.results.graph import graph_of
from biofeedback.results.reading import stretch_of
from biofeedback.results.summary import equally_long, summarise
from biofeedback.store.recording import Recording


def pair_page(before: Recording, after: Recording, comparison: Change | Refusal) -> Page:
    """Return the page of two recordings."""
    both = {"Before": before, "After": after}
    compared = comparison if isinstance(comparison, Change) else None
    said = words.verdict(comparison, measured=True, guided=False)
    names = facts_table((when, words.name_of(each)) for when, each in both.items())
    rows = [
        (Cell.of(title(words.TWO_TITLE), share=1.3), Cell.of(names)),
        *blocks.notice(both.values()),
        (Cell.of(paragraph(said, "verdict")),),
        *blocks.numbers(compared, None),
    ]
    parts = _compared_parts(before, after) if compared else (None, None)
    for (when, each), part_s in zip(both.items(), parts, strict=True):
        rows += rest_curve(summarise(each), when, part_s)
    rows += blocks.explanations(compared, paced=False, beside=())
    if compared:
        graphs = {
            "before": graph_of(before, compared.before),
            "after": graph_of(after, compared.after),
        }
        rows += blocks.methods(words.cautions(compared), graphs)
    return Page(words.TWO_TITLE, (*rows, blocks.foot()))


def _compared_parts(before: Recording, after: Recording) -> Iterator[tuple[float, float]]:
    """Yield the first and last moment of what was compared of each."""
    for beats in equally_long(stretch_of(before), stretch_of(after)):
        yield float(beats.time_s[0] - beats.rr_ms[0] / 1000), float(beats.time_s[-1])

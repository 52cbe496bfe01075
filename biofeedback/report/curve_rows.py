"""The heart curve with its legend, as a row of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from biofeedback.exporters.clean import plain
from biofeedback.report import words
from biofeedback.report.blocks import Row
from biofeedback.report.curve import Band, HeartCurve, phrase_letters
from biofeedback.report.page import Cell, heading, paragraph
from biofeedback.report.style import BREATH, REST
from biofeedback.results.summary import Summary
from biofeedback.sitting import LineShown, Phase
from biofeedback.words import texts

MOST_PHRASES = 14
TALL_PT, LOW_PT = 156.0, 112.0
_SHADES = {Phase.REST_BEFORE: REST, Phase.PRACTICE: BREATH, Phase.REST_AFTER: REST}


def sitting_curve(summary: Summary) -> Iterator[Row]:
    """Yield the curve of a whole sitting with its phases and phrases, if there is a heart."""
    bands = [
        Band(part.start_s, part.end_s, texts.PHASE_NAMES.get(part.phase, ""), _shade(part.phase))
        for part in summary.parts
    ]
    what = texts.SUMMARY_CURVE if summary.parts else words.THE_HEART
    yield from _rows(summary, what, bands, summary.lines)


def rest_curve(
    summary: Summary, when: str, compared_s: tuple[float, float] | None
) -> Iterator[Row]:
    """Yield the curve of one of two recordings, with the part that was compared."""
    bands = [Band(*compared_s, words.COMPARED, REST)] if compared_s else []
    yield from _rows(summary, when, bands, ())


def _rows(
    summary: Summary, head: str, bands: Sequence[Band], lines: Sequence[LineShown]
) -> Iterator[Row]:
    time_s, bpm = summary.curve_time_s, summary.curve_bpm
    if np.isfinite(bpm).sum() < 2:
        return
    ends = [part.end_s for part in summary.parts] or [float(np.nanmax(time_s))]
    start_s = summary.parts[0].start_s if summary.parts else 0.0
    height_pt = TALL_PT if lines else LOW_PT
    curve = HeartCurve(time_s, bpm, (start_s, max(ends)), bands, lines, height_pt)
    legend = " &ensp; ".join((*_phrases([line.text for line in lines]), *_open(curve.gaps)))
    yield (
        Cell.of(
            heading(words.IN_BPM.format(head)), curve.svg(), paragraph(legend, "small", markup=True)
        ),
    )


def _shade(phase: Phase) -> str:
    return _SHADES.get(phase, "")


def _phrases(shown: list[str]) -> Iterator[str]:
    """Yield which letter stands for which phrase."""
    letters = list(phrase_letters(shown).items())
    for text, letter in letters[:MOST_PHRASES]:
        yield f"<b>{letter}</b>&nbsp;{escape(plain(text))}"
    more = len(set(shown)) - MOST_PHRASES
    if more > 0:
        yield f"… and {more} more"


def _open(gaps: int) -> Iterator[str]:
    if gaps:
        yield words.OPEN_CURVE.format(gaps, "" if gaps == 1 else "s")

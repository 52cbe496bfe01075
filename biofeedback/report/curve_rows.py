"""The heart curve with its legend, as a row of a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from biofeedback.exporters.clean import plain
from biofeedback.report import words
from biofeedback.report.blocks import Row
from biofeedback.report.curve import HeartCurve, phrase_letters
from biofeedback.report.page import Cell, heading, paragraph
from biofeedback.summary import Summary

MOST_PHRASES = 14


def curve_rows(
    summary: Summary, head: str, height_pt: float, *, marked: bool = True
) -> Iterator[Row]:
    """Yield the curve, if there is a heart to draw.

    Parameters
    ----------
    summary, head, height_pt
        What is drawn, under which heading, how high.
    marked
        Whether phases and phrases are drawn, too.
    """
    if np.isfinite(summary.curve_bpm).sum() < 2:
        return
    parts, lines = (summary.parts, summary.lines) if marked else ((), ())
    curve = HeartCurve(summary.curve_time_s, summary.curve_bpm, parts, lines, height_pt)
    legend = " &ensp; ".join((*_phrases([line.text for line in lines]), *_open(curve.gaps)))
    yield (Cell.of(heading(head), curve.svg(), paragraph(legend, "small", markup=True)),)


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

"""The heart curve of a whole sitting as an SVG: phases shaded, phrases marked, gaps left open."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biofeedback.report.style import (
    HAIRLINE,
    HEART,
    INK,
    MUTED,
    WIDTH_PT,
    picture,
    tag,
    words,
)
from biofeedback.sitting import LineShown
from biofeedback.words import texts

Floats = NDArray[np.float64]

LEFT_PT, BELOW_PT, ABOVE_PT, MARKS_PT = 22.0, 12.0, 12.0, 19.0
NARROWEST_BPM = 16.0
COLUMNS = 1500  # three a point; more beats than two a column are drawn by their extremes
LETTER_PT = 6.0
HOURS_FROM_S = 7200.0
NAME_PT = 4.2  # a letter of a name needs no more
GAP_WORD_PT = 15.0
_STEPS_S = (10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)


def phrase_letters(shown: Iterable[str]) -> dict[str, str]:
    """Return a letter for each different phrase, in the order they came; beyond z: none."""
    return dict(zip(dict.fromkeys(shown), string.ascii_lowercase, strict=False))


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the time, shaded and named; no shade: only named."""

    start_s: float
    end_s: float
    name: str
    shade: str = ""


class HeartCurve:
    """Draws one curve.

    Parameters
    ----------
    time_s, bpm
        Shape (n,), with NaN between stretches.
    span_s
        The first and the last moment of the picture.
    bands
        Behind the curve.
    lines
        That were shown; both may be empty.
    height_pt
        Of the whole picture.
    """

    def __init__(
        self,
        time_s: Floats,
        bpm: Floats,
        span_s: tuple[float, float],
        bands: Sequence[Band],
        lines: Sequence[LineShown],
        height_pt: float,
    ) -> None:
        self._bands, self._lines, self._height_pt = bands, lines, height_pt
        self._start_s, self._end_s = span_s
        self._runs = list(_runs(time_s, bpm))
        self.gaps = int(np.isnan(time_s).sum())  # a beat of no use leaves the curve open, too
        known = np.concatenate([run[:, 1] for run in self._runs])
        self._low, self._high = _range(float(known.min()), float(known.max()))
        self._top = ABOVE_PT if bands else 3.0
        self._base = height_pt - BELOW_PT - (MARKS_PT if lines else 0.0)

    def svg(self) -> str:
        """Return the picture."""
        drawn = (*self._shaded(), *self._axes(), *self._heart(), *self._gaps(), *self._phrases())
        return picture(WIDTH_PT, self._height_pt, self.spoken, *drawn)

    @property
    def spoken(self) -> str:
        """What the picture shows, for whoever does not see it."""
        bpm = np.concatenate([run[:, 1] for run in self._runs])
        broken = f", with {self.gaps} gap{'' if self.gaps == 1 else 's'}" if self.gaps else ""
        return (
            f"Heart rate until {self._clock(self._end_s)} {self._unit}, "
            f"between {bpm.min():.0f} and {bpm.max():.0f} beats a minute{broken}."
        )

    @property
    def _unit(self) -> str:
        return "h" if self._end_s > HOURS_FROM_S else "min"

    def _clock(self, time_s: float) -> str:
        """Return a time in hours and minutes, or in minutes and seconds."""
        return texts.clock_time(time_s / 60 if self._unit == "h" else time_s)

    def _x(self, time_s: float) -> float:
        part = (time_s - self._start_s) / (self._end_s - self._start_s)
        return LEFT_PT + part * (WIDTH_PT - LEFT_PT)

    def _y(self, bpm: float) -> float:
        return self._base - (bpm - self._low) / (self._high - self._low) * (self._base - self._top)

    def _shaded(self) -> Iterator[str]:
        for band in self._bands:
            left, right = self._x(band.start_s), self._x(band.end_s)
            if band.shade:
                size = {"width": right - left, "height": self._base - self._top}
                yield tag("rect", x=left, y=self._top, **size, fill=band.shade)
            if right - left > NAME_PT * len(band.name):
                yield words(band.name, (left + right) / 2, self._top - 4, text_anchor="middle")

    def _axes(self) -> Iterator[str]:
        span = self._high - self._low
        step = next(step for step in (5, 10, 20, 50) if span / step <= 5 or step == 50)
        for bpm in np.arange(np.ceil(self._low / step) * step, self._high + 0.1, step).tolist():
            y = self._y(bpm)
            yield tag(
                "line", x1=LEFT_PT, x2=WIDTH_PT, y1=y, y2=y, stroke=HAIRLINE, stroke_width=0.5
            )
            yield words(f"{bpm:.0f}", LEFT_PT - 4, y + 2.5, text_anchor="end")
        step_s = next((s for s in _STEPS_S if (self._end_s - self._start_s) / s < 10), _STEPS_S[-1])
        first_s = np.ceil(self._start_s / step_s) * step_s
        for at_s in np.arange(first_s, self._end_s - step_s / 3, step_s).tolist():
            anchor = "start" if at_s <= self._start_s else "middle"
            below = self._height_pt - 2
            yield words(self._clock(at_s), self._x(at_s), below, text_anchor=anchor)
        yield words(self._unit, WIDTH_PT, self._height_pt - 2, text_anchor="end")

    def _heart(self) -> Iterator[str]:
        for run in self._runs:
            points = [(self._x(at_s), self._y(bpm)) for at_s, bpm in self._thinned(run).tolist()]
            if len(points) == 1:
                yield tag("circle", cx=points[0][0], cy=points[0][1], r=0.9, fill=HEART)
            else:
                line = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
                style = {"stroke": HEART, "stroke_width": 1.0, "stroke_linejoin": "round"}
                yield tag("polyline", points=line, fill="none", **style)

    def _thinned(self, run: Floats) -> Floats:
        """Keep, of many beats in a column of the page, the first, the extremes and the last."""
        if sum(map(len, self._runs)) <= 2 * COLUMNS:
            return run
        columns = ((run[:, 0] - self._start_s) / (self._end_s - self._start_s) * COLUMNS).astype(
            int
        )
        starts = np.flatnonzero(np.r_[True, np.diff(columns) != 0])
        ends = np.r_[starts[1:], len(run)]
        kept = (_extremes(run[:, 1], int(a), int(b)) for a, b in zip(starts, ends, strict=True))
        return run[sorted({index for group in kept for index in group})]

    def _gaps(self) -> Iterator[str]:
        for before, after in itertools.pairwise(self._runs):
            left, right = self._x(float(before[-1, 0])), self._x(float(after[0, 0]))
            if right - left > GAP_WORD_PT:
                y = (self._top + self._base) / 2
                yield words("gap", (left + right) / 2, y, text_anchor="middle")
                across = {"x1": left + 2, "x2": right - 2, "y1": y + 3, "y2": y + 3}
                yield tag("line", **across, stroke=MUTED, stroke_width=0.7, stroke_dasharray="1 2")

    def _phrases(self) -> Iterator[str]:
        for line in self._lines:
            x = self._x(line.time_s)
            ends = {"x1": x, "x2": x, "y1": self._base, "y2": self._base + 4}
            yield tag("line", **ends, stroke=INK, stroke_width=0.5)
        for letter, x, row in self._letters():
            y = self._base + 10.5 + LETTER_PT * row
            yield words(letter, x, y, text_anchor="middle", fill=INK, font_size=6.6)

    def _letters(self) -> Iterator[tuple[str, float, int]]:
        """Yield letters with their places, in two rows; where it is too narrow, each one once."""
        letters = phrase_letters(line.text for line in self._lines)
        told: set[str] = set()
        narrow = self._narrowest() < LETTER_PT / 2
        free = [0.0, 0.0]
        for line in self._lines:
            letter, x = letters.get(line.text, ""), self._x(line.time_s)
            row = 0 if x >= free[0] else 1
            if letter and x >= free[row] and not (narrow and letter in told):
                yield letter, x, row
                told.add(letter)
                free[row] = x + LETTER_PT

    def _narrowest(self) -> float:
        """Return how near two phrases come to each other, in points."""
        places = [self._x(line.time_s) for line in self._lines]
        return min((b - a for a, b in itertools.pairwise(places)), default=LETTER_PT)


def _runs(time_s: Floats, bpm: Floats) -> Iterator[Floats]:
    """Yield each unbroken run of beats, shape (n, 2)."""
    rows = np.column_stack([time_s, bpm])
    open_at = np.flatnonzero(~np.isfinite(bpm))
    for run in np.split(rows, open_at):
        kept = run[np.isfinite(run[:, 1])]
        if len(kept):
            yield kept


def _range(low: float, high: float) -> tuple[float, float]:
    spare = max(0.0, NARROWEST_BPM - (high - low)) / 2 + 2
    return low - spare, high + spare


def _extremes(values: Floats, start: int, end: int) -> tuple[int, ...]:
    part = values[start:end]
    return start, start + int(part.argmin()), start + int(part.argmax()), end - 1

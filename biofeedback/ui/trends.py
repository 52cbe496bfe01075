"""How one measure changed from rest to rest, over many sittings, beside the person's own band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from analysis.noise_band import NoiseBand
from biofeedback.results.history import PastChange
from biofeedback.ui.plot import Plot, plot_pen
from biofeedback.ui.theme import Theme, font, scaled
from biofeedback.words import texts, texts_back

RATIOS = (0.125, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
FIRST = (1.0, 2.0, 0.5, 4.0, 0.25, 8.0, 0.125, 16.0)  # where there is no room for all
LEFT_PX = 60  # of the words beside the axis: one that does not fit is not drawn
LEAST_PX = 150
LINES = 1.1  # from the middle of one word to that of the next
MOST_DATES = 6
DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the plot; without a ``ratio`` it is the difference of heart rates."""

    name: str
    colour: str
    ratio: str

    def values(self, past: Sequence[PastChange]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return the change of each sitting, NaN where it is not known: ln of the ratio, or bpm."""
        return np.array(
            [
                math.log(each.change.ratios.get(self.ratio, math.nan))
                if self.ratio
                else each.change.mean_hr_difference_bpm
                for each in past
            ],
            dtype=np.float64,
        )

    def in_words(self, value: float) -> str:
        """Return a change in words."""
        if self.ratio:
            return texts_back.TREND_LATEST_TIMES.format(math.exp(value))
        return texts_back.TREND_LATEST_BPM.format(value)


MEASURES = (
    Measure(texts.RMSSD, "rmssd", "rmssd_ratio"),
    Measure(texts.HF, "hf", "hf_ratio"),
    Measure(texts.HEART_RATE, "heart", ""),
)


class TrendPlot(Plot):
    """A dot for each sitting: filled after a practice, a ring after a quiet rest."""

    def __init__(self, theme: Theme) -> None:
        self._levels: list[tuple[float, str]] = []
        super().__init__(theme)
        self._theme = theme
        self._band = QGraphicsRectItem()
        self._none = pg.InfiniteLine(angle=0, movable=False)
        self._dots = pg.ScatterPlotItem(pxMode=True)
        for item in (self._band, self._none, self._dots):
            self.box.addItem(item)
        self.box.sigResized.connect(lambda _: self._write_levels())

    def dress(self, theme: Theme) -> None:
        """Take the theme's colours and type."""
        super().dress(theme)
        self.left.setWidth(scaled(LEFT_PX))
        self.setMinimumHeight(scaled(LEAST_PX))
        self._write_levels()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours; what is shown is to be shown anew."""
        self._theme = theme
        self.dress(theme)

    def show_changes(
        self,
        measure: Measure,
        when: Sequence[datetime],
        past: Sequence[PastChange],
        band: NoiseBand | None,
    ) -> None:
        """Show how a measure changed in these sittings, the oldest first."""
        values = measure.values(past)
        time_s = np.array([each.timestamp() for each in when])
        known = np.isfinite(values)
        edges = (math.log(band.low), math.log(band.high)) if band else ()
        self._fit(time_s[known], [*values[known], *edges, 0.0], ratio=bool(measure.ratio))
        self._draw_band(band)
        quiet = np.array([each.quiet for each in past], dtype=bool)
        self._draw(time_s[known], values[known], quiet[known], measure.colour)
        self._say(measure, [w for w, k in zip(when, known, strict=True) if k], values[known], band)

    def _fit(self, time_s: np.ndarray, values: Sequence[float], *, ratio: bool) -> None:
        first, last = (time_s.min(), time_s.max()) if time_s.size else (0.0, DAY_S)
        spare_s = max(0.06 * (last - first), DAY_S / 2)
        self.box.setXRange(first - spare_s, last + spare_s, padding=0)
        low, high = min(values), max(values)
        spare = max(0.12 * (high - low), 0.1 if ratio else 2.0)
        self.box.setYRange(low - spare, high + spare, padding=0)
        self.bottom.setTicks([_dates(first, last)])
        self._levels = _levels(low - spare, high + spare, ratio=ratio)
        self._write_levels()

    def _write_levels(self) -> None:
        """Name as many levels as have room above each other."""
        line = LINES * QFontMetricsF(font(0.82)).height()
        _, (low, high) = self.box.viewRange()
        apart = (high - low) * line / max(self.box.height(), line)
        self.left.setTicks([_thinned(self._levels, apart)])

    def _draw_band(self, band: NoiseBand | None) -> None:
        self._band.setVisible(band is not None)
        (left, right), _ = self.box.viewRange()
        soft = QColor(self._theme.breath_soft)
        soft.setAlphaF(0.55)
        if band:
            low, high = math.log(band.low), math.log(band.high)
            self._band.setRect(QRectF(left, low, right - left, high - low))
        self._band.setBrush(soft)
        self._band.setPen(QPen(Qt.PenStyle.NoPen))
        self._none.setPen(plot_pen(self._theme.line, 1))

    def _draw(self, time_s: np.ndarray, values: np.ndarray, quiet: np.ndarray, colour: str) -> None:
        full = QColor(getattr(self._theme, colour))
        ring = QColor(self._theme.ground)
        self._dots.setData(
            time_s,
            values,
            size=11,
            pen=pg.mkPen(full, width=2),
            brush=[ring if each else full for each in quiet],
        )

    def _say(
        self,
        measure: Measure,
        when: Sequence[datetime],
        values: np.ndarray,
        band: NoiseBand | None,
    ) -> None:
        if not when:
            self.setAccessibleName(texts_back.TREND_EMPTY)
            return
        said = texts_back.TREND_SPOKEN.format(
            measure=measure.name,
            count=len(when),
            first=texts_back.day(when[0]),
            last=texts_back.day(when[-1]),
            latest=measure.in_words(values[-1]),
        )
        about = texts_back.TREND_SPOKEN_BAND.format(low=band.low, high=band.high) if band else ""
        self.setAccessibleName(said + about)


def _dates(first_s: float, last_s: float) -> list[tuple[float, str]]:
    """Return a few days to name below the plot, each at its noon."""
    days = max(1, round((last_s - first_s) / DAY_S))
    step = math.ceil(days / (MOST_DATES - 1))
    noons = (first_s + number * step * DAY_S for number in range(days // step + 1))
    named = ((noon, datetime.fromtimestamp(noon).astimezone()) for noon in noons)
    return [(noon, f"{when.day} {when:%b}") for noon, when in named]


def _levels(low: float, high: float, *, ratio: bool) -> list[tuple[float, str]]:
    """Return what to name beside the plot, no change first and then what is round."""
    if ratio:
        ordered = sorted(RATIOS, key=lambda each: (each not in FIRST, abs(math.log(each))))
        levels = [(math.log(each), texts_back.TIMES.format(each)) for each in ordered]
    else:
        step = 2 if high - low < 16 else 5
        bpm = sorted(np.arange(step * math.ceil(low / step), high, step), key=abs)
        levels = [(float(each), texts_back.BPM.format(each)) for each in bpm]
    return [each for each in levels if low < each[0] < high]


def _thinned(levels: Sequence[tuple[float, str]], apart: float) -> list[tuple[float, str]]:
    """Return those of them, the first before the others, that lie so far from one another."""
    kept: list[tuple[float, str]] = []
    for level in levels:
        if all(abs(level[0] - other) >= apart for other, _ in kept):
            kept.append(level)
    return kept

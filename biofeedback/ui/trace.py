"""The heart curve: heart rate over the last two minutes, with the faint wave of the breath.

Data are set once a beat; in between the curve only moves. Gaps stay gaps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFontMetricsF

from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase, Sitting
from biofeedback.store.recording import Part
from biofeedback.ui.breath_drawn import BreathDrawn
from biofeedback.ui.plot import Plot, heart_pen, plot_pen
from biofeedback.ui.theme import Theme, font
from biofeedback.words import texts
from devices.events import Beat

SPAN_S = 120.0
NARROWEST_BPM = 16.0
MARGIN_BPM = 3.0
WORTH_SAYING_S = 6.0  # shorter gaps are seen, not said
MOVE_EVERY_S = 0.1  # the curve moves 4 px/s: ten times a second is already below a pixel
STEPS_BPM = (5, 10, 20, 50, 100)
MOST_TICKS = 7
STEPS_S = (10, 20, 30, 60, 120, 300, 600, 1800, 1e9)
MOST_TIMES, MOST_RATES = 7, 4  # in the summary
AHEAD_S = 6.0  # room to the right of now, for its word and for the breath to come


class HeartTrace:
    """The moving curve; ``widget`` goes into a layout."""

    def __init__(self, theme: Theme) -> None:
        self.widget = Plot(theme)
        self.widget.setAccessibleName(texts.TRACE_SPOKEN_EMPTY)
        self.widget.box.setXRange(-SPAN_S, AHEAD_S, padding=0)
        ticks = zip((-SPAN_S, -SPAN_S / 2, 0.0), texts.TRACE_TICKS, strict=True)
        self.widget.bottom.setTicks([list(ticks)])
        self._ghost = pg.PlotCurveItem(connect="finite", skipFiniteCheck=True)
        self._curve = pg.PlotCurveItem(connect="finite", skipFiniteCheck=True)
        self._dot = pg.ScatterPlotItem(size=9, pxMode=True)
        for item in (self._ghost, self._curve, self._dot):
            self.widget.box.addItem(item)
        self._words: list[pg.TextItem] = []
        self._beats: deque[tuple[float, float]] = deque()
        self._newest: tuple[float, float] | None = None
        self._breath = BreathDrawn(SPAN_S + AHEAD_S + 2)
        self._stretch: int | None = None
        self._range = (55.0, 85.0)
        self.widget.box.sigResized.connect(lambda _: self._show_range())
        self._moved_s = -1.0
        self.set_theme(theme)
        self._show_range()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.widget.dress(theme)
        self._curve.setPen(heart_pen(theme))
        self._ghost.setPen(plot_pen(theme.ghost, 1.0))
        self._dot.setBrush(QColor(theme.heart))
        self._dot.setPen(None)

    def follow(self, sitting: Sitting, since_s: float) -> None:
        """Take in where the sitting stands, for its breath: what was drawn before stays."""
        self._breath.follow(sitting, since_s)

    def add(self, beats: Sequence[Beat], now_s: float) -> None:
        """Take new beats in and draw them."""
        for beat in beats:
            self._take(beat)
        self._forget(now_s - SPAN_S - 5)
        self._draw(now_s)
        self.move(now_s, at_once=True)

    def begin_anew(self, recent: Sequence[Snapshot]) -> None:
        """Forget what was drawn, and take in what came before a moment that one has leapt to."""
        self._beats.clear()
        self._breath.begin_anew()
        self._stretch = self._newest = None
        while self._words:
            self.widget.box.removeItem(self._words.pop())
        for snapshot in recent:
            self.follow(snapshot.sitting, snapshot.time_s)
            for beat in snapshot.beats:
                self._take(beat)
        self._curve.setData([], [])
        self._dot.setData([], [])

    def move(self, now_s: float, *, at_once: bool = False) -> None:
        """Let the curve drift to where it belongs now."""
        if not at_once and 0 <= now_s - self._moved_s < MOVE_EVERY_S:
            return
        self._moved_s = now_s
        for item in (self._curve, self._ghost):
            item.setPos(-now_s, 0)
        if self._newest:  # moved by its data: a scatter that is moved draws nothing
            self._dot.setData([self._newest[0] - now_s], [self._newest[1]])
        for word in self._words:
            word.setPos(word.gap_s - now_s, self._range[0])

    def _take(self, beat: Beat) -> None:
        self._say_gap(beat)
        if beat.usable:
            self._newest = (beat.time_s, 60_000 / beat.rr_ms)
            self._beats.append(self._newest)

    def _forget(self, before_s: float) -> None:
        """Drop what has left the picture."""
        while self._beats and self._beats[0][0] < before_s:
            self._beats.popleft()
        while self._words and self._words[0].gap_s < before_s:
            self.widget.box.removeItem(self._words.pop(0))

    def _say_gap(self, beat: Beat) -> None:
        if self._stretch is not None and beat.stretch != self._stretch and self._beats:
            last_s = self._beats[-1][0]
            self._beats.append((last_s, float("nan")))
            if beat.time_s - last_s > WORTH_SAYING_S:
                word = pg.TextItem(texts.WAITING, color=self._theme.muted, anchor=(0.5, 1.0))
                word.setFont(font(0.8))
                word.gap_s = (last_s + beat.time_s) / 2
                self.widget.box.addItem(word)
                self._words.append(word)
        self._stretch = beat.stretch

    def _draw(self, now_s: float) -> None:
        if not self._beats:
            return
        time_s, bpm = np.array(self._beats).T
        self._curve.setData(time_s, bpm)
        self._fit(bpm)
        self._draw_breath(now_s)
        known = bpm[np.isfinite(bpm)]
        if known.size:
            spoken = texts.TRACE_SPOKEN.format(now=known[-1], low=known.min(), high=known.max())
            self.widget.setAccessibleName(spoken)

    def _draw_breath(self, now_s: float) -> None:
        time_s, fullness = self._breath.until(now_s + AHEAD_S + 2)
        low, high = self._range
        middle, height = (low + high) / 2, (high - low) * 0.55
        self._ghost.setData(time_s, middle + height * (fullness - 0.5))

    def _fit(self, bpm: NDArray[np.float64]) -> None:
        """Widen when the curve leaves the picture; narrow only when it has become much too wide."""
        low, high = float(np.nanmin(bpm)) - MARGIN_BPM, float(np.nanmax(bpm)) + MARGIN_BPM
        spare = max(0.0, NARROWEST_BPM - (high - low)) / 2
        low, high = low - spare, high + spare
        now_low, now_high = self._range
        outside = low + 1 < now_low or high - 1 > now_high
        if outside or now_high - now_low > 1.7 * (high - low):
            self._range = (5 * np.floor(low / 5), 5 * np.ceil(high / 5))
            self._show_range()

    @property
    def _most_ticks(self) -> float:
        """How many words have room beside the curve, with air between them."""
        line = QFontMetricsF(font(0.82)).height()
        room = float(self.widget.height()) / line - 2
        return max(2.0, min(MOST_TICKS, room / 2))

    def _show_range(self) -> None:
        low, high = self._range
        step = next(s for s in STEPS_BPM if (high - low) / s <= self._most_ticks)
        ticks = np.arange(np.ceil(low / step) * step, high + 0.1, step)
        self.widget.box.setYRange(low, high, padding=0.07)  # room for the words at both ends
        self.widget.left.setTicks([[(tick, f"{tick:.0f}") for tick in ticks]])


def sitting_curve(
    theme: Theme,
    time_s: NDArray[np.float64],
    bpm: NDArray[np.float64],
    parts: Sequence[Part],
) -> Plot:
    """Return a still curve of a whole sitting with its phases marked."""
    plot = Plot(theme)
    known = bpm[np.isfinite(bpm)]
    low, high = float(known.min()) - MARGIN_BPM, float(known.max()) + MARGIN_BPM
    start_s = parts[0].start_s if parts else 0.0
    end_s = max([part.end_s for part in parts] or [float(np.nanmax(time_s))])
    plot.box.setXRange(start_s, end_s, padding=0.01)
    plot.box.setYRange(low, high + 0.14 * (high - low), padding=0)
    for part in parts:
        _mark(plot, theme, part, high + 0.12 * (high - low), end_s)
    curve = pg.PlotCurveItem(time_s, bpm, pen=heart_pen(theme, 1.5), connect="finite")
    plot.box.addItem(curve)
    step_s = next(step for step in STEPS_S if end_s / step < MOST_TIMES)
    times_s = np.arange(0, end_s + 0.5, step_s)
    plot.bottom.setTicks([[(at_s, texts.clock_time(at_s)) for at_s in times_s]])
    step = next(s for s in STEPS_BPM if (high - low) / s <= MOST_RATES)
    rates = np.arange(np.ceil(low / step) * step, high, step)
    plot.left.setTicks([[(rate, f"{rate:.0f}") for rate in rates]])
    return plot


def _mark(plot: Plot, theme: Theme, part: Part, top_bpm: float, end_s: float) -> None:
    name = texts.PHASE_NAMES.get(part.phase)
    if name is None:
        return
    if part.phase is Phase.PRACTICE:
        soft = QColor(theme.breath_soft)
        soft.setAlphaF(0.55)
        band = pg.LinearRegionItem((part.start_s, part.end_s), movable=False, brush=soft)
        for line in band.lines:
            line.setPen(pg.mkPen(None))
        band.setZValue(-10)
        plot.box.addItem(band)
    if part.end_s - part.start_s > end_s / 12:
        label = pg.TextItem(name, color=theme.muted, anchor=(0.5, 0.0))
        label.setFont(font(0.82))
        label.setPos((part.start_s + part.end_s) / 2, top_bpm)
        plot.box.addItem(label)

"""The right side of a sitting: the heart curve and the tiles, each with its why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from analysis.breath_wave import IN_STEP_ABOVE
from analysis.live import hf_caveat
from analysis.metrics import LiveMetrics, Reading
from biofeedback.printable import printable
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from biofeedback.ui.parts import height_of, label
from biofeedback.ui.room import Shelf
from biofeedback.ui.theme import GAP, Theme, scaled
from biofeedback.ui.tiles import Tile
from biofeedback.ui.trace import HeartTrace
from biofeedback.words import texts

STRAP_PX = 176  # a longer model's name is shortened
LOW_PX = 600  # below, the tiles leave their room to the curve
LEAST_CURVE_PX, LEAST_AXIS_PX = 100, 45
SHOWN = ("breath_wave_ms", "heart_rate_bpm", "rmssd_ms", "hf_ms2")  # by the tiles, in order
WAITING = Reading.missing(texts.WAITING)
NO_HEART = replace(
    LiveMetrics(), heart_rate_bpm=WAITING, rmssd_ms=WAITING, hf_ms2=WAITING, breath_wave_ms=WAITING
)


class Numbers(QWidget):
    """Curve and tiles; everything here changes on a beat, never in between, but for the drift."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.trace = HeartTrace(theme)
        self._why = self._caveat = ""
        self._low = False
        self._words = label("", "small", wrap=True)
        self._heading = label(texts.TRACE_TITLE)
        self._breath = label("", "muted")
        self._strap = label("", "small")
        self._wave = Tile(texts.WAVE, "ms", "breath", theme, self._tell)
        self._rate = Tile(texts.HEART_RATE, "bpm", "heart", theme, self._tell)
        self._rmssd = Tile(texts.RMSSD, "ms", "rmssd", theme, self._tell)
        self._hf = Tile(texts.HF, "ms²", "hf", theme, self._tell)
        self.tiles = (self._wave, self._rate, self._rmssd, self._hf)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        heading = self._top = QGridLayout()
        column.addLayout(heading)  # empty: PySide would hold items, and one of them moves
        heading.setSpacing(GAP // 2)
        heading.setHorizontalSpacing(GAP)
        heading.setColumnStretch(1, 1)
        heading.addWidget(self._heading, 0, 0)
        heading.addWidget(self._strap, 0, 2)
        self._place_breath()
        policy = self.trace.widget.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)  # it takes what is left
        self.trace.widget.setSizePolicy(policy)
        column.addWidget(self.trace.widget, 1)
        column.addWidget(self._shelf())
        self._wave.hide()
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._words)

    def _place_breath(self) -> None:
        """Let what the faint wave is stand beside the heading, or below where it has no room."""
        parts = (self._heading, self._breath, self._strap)
        needed = sum(each.sizeHint().width() for each in parts) + 2 * GAP
        if needed > self.width():
            self._top.addWidget(self._breath, 1, 0, 1, 3)
        else:
            self._top.addWidget(self._breath, 0, 1)

    def _shelf(self) -> Shelf:
        """Return the tiles, which scroll where large type leaves them no room."""
        inside = QWidget()
        tiles = QVBoxLayout(inside)
        tiles.setContentsMargins(0, 0, 0, 0)
        tiles.setSpacing(GAP)
        for tile in self.tiles:
            tiles.addWidget(tile)
        return Shelf(inside)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Keep room, now that the size of the type is known."""
        self._keep_room()
        self.trace.widget.setMinimumHeight(LEAST_CURVE_PX + scaled(LEAST_AXIS_PX))
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the tiles out for this height."""
        self._low = self.height() < scaled(LOW_PX)
        for tile in self.tiles:
            tile.set_compact(compact=self._low)
        self._keep_room()
        self._place_breath()
        self._say()
        super().resizeEvent(event)

    def _keep_room(self) -> None:
        """Keep room for the longest why, so that nothing moves when it is told.

        Where there is little, the tiles need it more: a why takes it from the curve while it is
        told.
        """
        whys = (height_of(self._words, why, self.width()) for why in texts.WHY.values())
        most = max(whys)
        self._words.setMinimumHeight(0 if self._low else most)
        self._words.setMaximumHeight(most)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.trace.set_theme(theme)
        for tile in self.tiles:
            tile.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot, now_s: float) -> None:
        """Show what is new; without a heart the tiles say so and keep no ghost of a number."""
        sitting = snapshot.sitting
        if snapshot.recent is not None:
            self._begin_anew(snapshot.recent)
        self.trace.follow(sitting, snapshot.time_s)
        if snapshot.beats or snapshot.recent:
            self.trace.add(snapshot.beats, now_s)
        paced = sitting.leads
        if paced and self._wave.isHidden():
            self._wave.show_reading(Reading.missing(texts.NEXT_BEAT))
        self._wave.setVisible(paced and snapshot.rate_only_bpm is None)
        self._rate.setVisible(not paced or snapshot.rate_only_bpm is not None)
        self._tell_of(self._breath, texts.TRACE_BREATH if paced else "")
        self._caveat = hf_caveat(sitting.pace_hz) if paced and sitting.pace_hz else ""
        self._say()
        self._tell_strap(snapshot)
        if snapshot.heard and snapshot.rate_only_bpm is not None:
            self._show_rate_only(snapshot.rate_only_bpm)
        elif snapshot.beats or not snapshot.heard or snapshot.recent is not None:
            self._show_metrics(snapshot)

    def _begin_anew(self, recent: Sequence[Snapshot]) -> None:
        """Draw what came before a moment that one has leapt to."""
        self.trace.begin_anew(recent)
        with_beats = [snapshot.metrics for snapshot in recent if snapshot.beats]
        for tile, name in zip(self.tiles, SHOWN, strict=True):
            tile.trend.values.clear()
            tile.trend.values.extend(getattr(each, name).value for each in with_beats)

    def _show_metrics(self, snapshot: Snapshot) -> None:
        metrics = snapshot.metrics if snapshot.heard else NO_HEART
        before = snapshot.rest_before
        held = before if before and snapshot.sitting.phase is not Phase.REST_BEFORE else {}
        in_step = (metrics.in_step.value or 0.0) > IN_STEP_ABOVE
        remark = texts.IN_STEP if in_step else ""
        self._wave.show_reading(metrics.breath_wave_ms, remark=remark)
        self._rate.show_reading(metrics.heart_rate_bpm, held.get("heart_rate_bpm"))
        self._rmssd.show_reading(metrics.rmssd_ms, held.get("rmssd_ms"))
        self._hf.show_reading(metrics.hf_ms2, held.get("hf_ms2"))

    def _show_rate_only(self, rate_bpm: int) -> None:
        """Show the device's own heart rate, and why there is nothing else."""
        self._rate.show_reading(Reading(float(rate_bpm)), remark=texts.RATE_ONLY)
        for tile in (self._rmssd, self._hf):
            tile.show_reading(Reading.missing(texts.NO_RR))

    def _tell_strap(self, snapshot: Snapshot) -> None:
        """Show the strap's model and battery; all it says of itself, to who asks."""
        strap, percent = snapshot.strap, snapshot.battery_percent
        if strap is None:
            return
        battery = "" if percent is None else f"{percent} %"
        metrics = self._strap.fontMetrics()
        room = scaled(STRAP_PX) - metrics.horizontalAdvance(f"  {battery}")
        model = metrics.elidedText(printable(strap.model), Qt.TextElideMode.ElideRight, room)
        self._tell_of(self._strap, "  ".join(filter(None, (model, battery))))
        told = texts.of_strap(strap, percent)
        self._strap.setToolTip(texts.STRAP_WHY.format(told) if told else "")

    def _tell_of(self, shown: QLabel, words: str) -> None:
        """Show words of the heading; others may need another room."""
        if words != shown.text():
            shown.setText(words)
            self._place_breath()

    def _tell(self, why: str) -> None:
        self._why = why
        self._say()

    def _say(self) -> None:
        words = self._why if self._low else self._why or self._caveat
        self._words.setText(words)
        self._words.setHidden(self._low and not words)

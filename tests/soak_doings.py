"""What goes amiss in a soak, and what a person does meanwhile: which and when, chance decides."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from biofeedback.runs.live_run import LiveRun
from biofeedback.ui.theme import font
from biofeedback.ui.window import Window
from tests.soak_faults import Disk, TroubledHeart, Wall

SIZES = ((960, 640), (1280, 800), (1920, 1080))
FONT_SCALES = (1.0, 1.5, 2.0)
KEYS = (Qt.Key.Key_Space, Qt.Key.Key_H, Qt.Key.Key_N)  # pause, numbers hidden or shown, go on


@dataclass(slots=True)
class Doings:
    """What happens to a window, a disk, a wall clock and the heart of a sitting.

    Each kind of doing comes once before any comes again. Those that last end by themselves.
    """

    window: Window
    disk: Disk
    wall: Wall
    rng: random.Random
    counts: Counter[str]
    _deck: list[str] = field(default_factory=list)
    _ends: dict[str, int] = field(default_factory=dict)

    @property
    def frozen(self) -> bool:
        """Whether the window does not get to look."""
        return "window frozen" in self._ends

    def happen(self, run: LiveRun, heart: TroubledHeart) -> None:
        """Let what is amiss go on or pass, and now and then let something new happen."""
        self._ends = {name: left - 1 for name, left in self._ends.items() if left > 1}
        self.disk.full = self.disk.full and "disk full" in self._ends
        heart.stalled = "stall" in self._ends
        if self.rng.random() < 0.25:
            self._deck = self._deck or self.rng.sample(list(_DOINGS), len(_DOINGS))
            _DOINGS[self._deck.pop()](self, run)

    def end(self) -> None:
        """Let all that lasts pass with its sitting."""
        self._ends.clear()

    def _last(self, name: str, most: int) -> None:
        self._ends[name] = self.rng.randint(2, most)

    def _freeze(self, _: LiveRun) -> None:
        self._last("window frozen", 15)

    def _stall(self, _: LiveRun) -> None:
        self._last("stall", 4)

    def _fill_the_disk(self, _: LiveRun) -> None:
        self._last("disk full", 12)
        self.disk.fill()

    def _set_the_clock(self, _: LiveRun) -> None:
        self.wall.offset_s += self.rng.choice([-7200.0, -3.0, 3.0, 30.0, 3600.0])

    def _change_theme(self, _: LiveRun) -> None:
        before = self.window.theme.name
        self.window.change_theme()
        self.counts["theme"] += self.window.theme.name != before

    def _change_scale(self, _: LiveRun) -> None:
        scaled = font()
        scaled.setPointSizeF(scaled.pointSizeF() * self.rng.choice(FONT_SCALES))
        self.window.setFont(scaled)
        self.counts["scale"] += self.window.font().pointSizeF() == scaled.pointSizeF()
        self.window.resize(*self.rng.choice(SIZES))
        QApplication.sendEvent(self.window, QEvent(QEvent.Type.DevicePixelRatioChange))

    def _strike(self, _: LiveRun) -> None:
        if self.window.practice:
            QTest.keyClick(self.window.practice, self.rng.choice(KEYS))

    def _stay_or_ease(self, run: LiveRun) -> None:
        self.rng.choice([run.extend, run.ease])()

    def _stop(self, run: LiveRun) -> None:
        if self.rng.random() < 0.3:
            self.counts["stopped early"] += 1
            self.rng.choice([run.end, self.window.ground])()


_DOINGS = {
    "window frozen": Doings._freeze,
    "stall": Doings._stall,
    "disk full": Doings._fill_the_disk,
    "clock jump": Doings._set_the_clock,
    "theme": Doings._change_theme,
    "scale": Doings._change_scale,
    "key": Doings._strike,
    "longer or gentler": Doings._stay_or_ease,
    "stopped or not": Doings._stop,
}

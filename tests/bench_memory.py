"""Memory over eight hours of a heart: measured at every beat, written down, and shown.

Sped up: the events come as fast as they are taken, and the practice screen is shown and draws every
sixteenth snapshot. The events themselves are kept by a sitting, whose summary needs no disk; what
they take is told apart from the rest.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from analysis import _neurokit
from analysis.live import LiveMeasures
from biofeedback.runs.session import Session
from biofeedback.samples import BEGAN
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.recorder import Recorder
from biofeedback.store.rows import FORMAT
from biofeedback.ui.app import qt_application
from biofeedback.ui.practice_screen import PracticeScreen
from biofeedback.ui.theme import DARK
from devices.simulated import SimulatedHeart
from practices.breathing import BreathPattern
from tests.bench import SEED, Result, at_most
from tests.bench_machine import resident_mb
from tests.ui_fakes import FakeRun

HOURS = 8
LOOKS = 16
SETTLED = 4  # looks; by then every window is full and every library has what it keeps
SHOW_EVERY = 16
FLAT_MB_PER_H = 5.0


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the memory at the end, and what an hour adds with and without the events kept."""
    _neurokit.warm_up()
    length_s = 240.0 if quick else 3600.0 * HOURS
    with tempfile.TemporaryDirectory() as name:
        sitting = _Sitting(Path(name), length_s)
        used_mb = np.array(list(sitting.looks(length_s)))
    hours = np.linspace(0, length_s / 3600, LOOKS + 1)[1:]
    slope = float(np.polyfit(hours[SETTLED:], used_mb[SETTLED:], 1)[0])
    span = f"{length_s / 3600:.2g} h of one sitting"
    yield Result(f"{span}, memory at the end", float(used_mb[-1]), "MB", at_most(400))
    note = f"{sitting.events_mb:.1f} MB of it are the events of the sitting itself"
    bar = None if quick else at_most(FLAT_MB_PER_H)
    yield Result(f"{span}, memory an hour adds", slope, "MB/h", bar, note=note)


class _Sitting:
    """A sitting without a clock: a session, its file and its screen."""

    def __init__(self, folder: Path, length_s: float) -> None:
        qt_application()
        self._run = FakeRun(lambda _: None)
        self._screen = PracticeScreen(
            self._run, DARK, hide_numbers=False, on_hide=lambda _: None, sound=None
        )
        self._screen.resize(1280, 800)
        self._screen.show()
        meta = {"format": str(FORMAT), "source": "simulated heart", "simulated": f"seed {SEED}"}
        self._recorder = Recorder(folder / "long.csv", BEGAN, meta, wall_s=self._wall_s)
        self._session = Session(LiveMeasures(), self._recorder)
        self._session.handle(PhaseStarted(0.0, Phase.PRACTICE, length_s, BreathPattern(4.0, 6.0)))

    def _wall_s(self) -> float:
        return BEGAN.timestamp() + self._run.time_s

    @property
    def events_mb(self) -> float:
        """About what the events take that a sitting keeps."""
        each = sum(_deep_bytes(event) for event in self._session.events[-100:]) / 100
        return each * len(self._session.events) / 1e6

    def looks(self, length_s: float) -> Iterator[float]:
        """Yield the memory in use, so many times over the length."""
        looked = 0
        for number, event in enumerate(SimulatedHeart(SEED).events()):
            self._run.time_s = event.time_s
            self._session.handle(event)
            if number % SHOW_EVERY == 0:
                self._screen.show_snapshot(self._session.latest)
                self._screen.tick()
                QApplication.processEvents()
            if event.time_s >= (looked + 1) * length_s / LOOKS:
                looked += 1
                gc.collect()
                yield resident_mb()
            if looked == LOOKS:
                break
        self._recorder.close(self._run.time_s)
        self._screen.close()


def _deep_bytes(event: object) -> int:
    """Return the size of an event and of what it alone holds."""
    fields = [getattr(event, name) for name in getattr(event, "__slots__", ())]
    return sum(sys.getsizeof(each) for each in (event, *fields))

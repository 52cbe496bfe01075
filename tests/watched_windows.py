"""A bare Qt window, and ours in the midst of a sitting, watched frame by frame.

``python -m tests.watched_windows bare 15`` prints what was seen of the one in 15 s, ``ours 15`` of
the other: a real sitting with a simulated heart at its own pace, every window of the measures
full, neurokit2 at work with each beat, every row written to a disk.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from analysis import is_warm
from biofeedback.application import Application, HeartChoice
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from biofeedback.store.rows import Event
from biofeedback.ui.app import get_ready, qt_application
from biofeedback.ui.pages import FRAME_MS
from biofeedback.ui.window import Window
from practices.library import find_practice
from tests.bench_machine import resident_mb

Seen = dict[str, float]
FULL_WINDOWS_S = 150.0  # into the practice: every measure has all it looks back on
PRACTICE_S = 420.0
BEAT_S = 0.87
PATIENCE_S = 60.0


class Paints(QObject):
    """Watches a widget: when it is painted, and when something that was sent has become pixels."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.painted_s: list[float] = []
        self.latencies_s: list[float] = []
        self._sent_s: list[float] = []
        self._watched = watched  # or it could be gone before us
        watched.installEventFilter(self)

    def expect(self, sent_s: float) -> None:
        """Take the next paint for the one that shows what was sent then."""
        self._sent_s.append(sent_s)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the time and let it pass; whatever is painted now is there when Qt is idle again."""
        if event.type() == QEvent.Type.Paint:
            self.painted_s.append(time.perf_counter())
            if self._sent_s:
                sent_s, self._sent_s = self._sent_s, []
                QTimer.singleShot(0, lambda: self._shown(sent_s))
        return False

    def _shown(self, sent_s: list[float]) -> None:
        now_s = time.perf_counter()
        self.latencies_s += [now_s - each for each in sent_s]


def frames_seen(paints: Paints, cpu_s: float, length_s: float) -> Seen:
    """Return what there is to say of a window that moved."""
    gaps_ms = 1000 * np.diff(paints.painted_s)
    seen = {
        "gap_p50_ms": float(np.percentile(gaps_ms, 50)),
        "gap_p99_ms": float(np.percentile(gaps_ms, 99)),
        "gap_max_ms": float(gaps_ms.max()),
        "cpu_pct": 100 * cpu_s / length_s,
    }
    return seen | latencies_seen(paints)


def latencies_seen(paints: Paints) -> Seen:
    """Return how long it took from being sent to being seen."""
    latencies_ms = 1000 * np.array(paints.latencies_s)
    percents = {"latency_p50_ms": 50, "latency_p95_ms": 95}
    return {name: float(np.percentile(latencies_ms, at)) for name, at in percents.items()}


def waited_s() -> float:
    """Return how long this process' threads were ready, and had no processor; 0 but on Linux."""
    tasks = Path("/proc/self/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[1]) for task in tasks) / 1e9


def pass_time(length_s: float) -> None:
    """Let the window live for a while, without looking in between."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * length_s), loop.quit)
    loop.exec()


def wait_for(true: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end_s:
            raise TimeoutError("The sitting did not come to where it is watched.")
        pass_time(0.05)


# ---------------------------------------------------------------- a bare window


class Bare(QWidget):
    """The least that moves: one colour, painted anew with each frame."""

    told = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.resize(1280, 800)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.update)

    def move_on(self) -> None:
        """Paint with every frame from now on."""
        self._timer.start(FRAME_MS)

    def stand_still(self) -> None:
        """Paint no more unless told to."""
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the window."""
        QPainter(self).fillRect(self.rect(), QColor("#11171d"))


def watch_bare(length_s: float) -> Seen:
    """Watch a bare window that moves, then how soon it paints what another thread tells it."""
    qt_application()
    window = Bare()
    window.show()
    window.move_on()
    pass_time(0.3)
    paints, cpu_s = Paints(window), time.process_time()
    pass_time(length_s)
    cpu_s = time.process_time() - cpu_s
    window.stand_still()
    window.told.connect(paints.expect, Qt.ConnectionType.QueuedConnection)
    window.told.connect(lambda _: window.update(), Qt.ConnectionType.QueuedConnection)
    frames = list(paints.painted_s)
    beats = round(length_s / 0.2)

    def tell() -> None:
        for _ in range(beats):
            time.sleep(0.03)
            window.told.emit(time.perf_counter())

    thread = threading.Thread(target=tell)
    thread.start()
    pass_time(0.03 * beats + 0.3)
    thread.join()
    window.close()
    paints.painted_s = frames
    return frames_seen(paints, cpu_s, length_s)


# ---------------------------------------------------------------- ours


class Watched:
    """Our window, in a sitting; notes when each packet came in, and when its beats were seen."""

    def __init__(self, folder: Path) -> None:
        qt_application()
        self.app = Application(folder)
        self.app.choose_heart(HeartChoice("simulated"))
        self.window = Window(self.app)
        self.window.show()
        self._came_s: dict[float, float] = {}
        self._now_s = 0.0

    def begin(self) -> LiveRun:
        """Begin a sitting without a rest."""
        self.window.start(self._made)
        assert self.window.practice is not None
        run = self.window.practice.run
        assert isinstance(run, LiveRun)
        return run

    def _made(self, show: Show) -> LiveRun:
        def stamped(snapshot: Snapshot) -> None:
            self._came_s[id(snapshot)] = self._now_s
            show(snapshot)

        run = self.app.begin(
            find_practice("hand-on-heart"), PRACTICE_S, 0.0, stamped, recorded=True
        )
        assert isinstance(run, LiveRun)
        hear = run._hear

        def heard(event: Event) -> None:
            self._now_s = time.perf_counter()
            hear(event)

        run._hear = heard  # type: ignore[method-assign]
        return run

    def watch(self) -> tuple[Paints, Paints]:
        """Return what watches the pacer, and what watches the heart's curve."""
        practice = self.window.practice
        assert practice is not None
        pacer, curve = Paints(practice.pacer), Paints(practice.numbers.trace.widget.viewport())
        arrived = self.window._arrived

        def told(run: LiveRun, snapshot: Snapshot) -> None:
            arrived(run, snapshot)
            came_s = self._came_s.pop(id(snapshot), None)
            if snapshot.beats and came_s is not None:
                curve.expect(came_s)

        self.window._arrived = told  # type: ignore[method-assign, assignment]
        return pacer, curve

    def ground(self) -> float:
        """Press the key that stops everything; return the seconds until the ground is seen."""
        paints, began_s = Paints(self.window.grounding), time.perf_counter()
        paints.expect(began_s)
        QTest.keyClick(self.window, Qt.Key.Key_Escape)
        wait_for(lambda: bool(paints.latencies_s))
        return paints.latencies_s[0]


def watch_ours(length_s: float, ready_s: float = FULL_WINDOWS_S) -> Seen:
    """Watch our window at rest, then in the midst of a practice, then stopping."""
    with tempfile.TemporaryDirectory() as folder:
        watched = Watched(Path(folder))
        get_ready()
        wait_for(is_warm)  # what is got ready at the start is no rest yet
        pass_time(min(2.0, length_s))
        rest_s = min(length_s / 3, 5.0)
        rest_cpu_s = time.process_time()
        pass_time(rest_s)
        rest_cpu_s = time.process_time() - rest_cpu_s
        run = watched.begin()
        seen = _watch_practice(watched, run, length_s, ready_s)
        seen["ground_ms"] = 1000 * watched.ground()
        run.join()
        assert run.path is not None
        seen["rows"] = float(len(run.path.read_text("utf-8").splitlines()))
        watched.window.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return seen | {"rest_cpu_pct": 100 * rest_cpu_s / rest_s}


def _watch_practice(watched: Watched, run: LiveRun, length_s: float, ready_s: float) -> Seen:
    wait_for(lambda: run.session.sitting.phase is Phase.LEAD_IN)
    run.skip()
    wait_for(lambda: run.session.sitting.line is not None)
    run._clock.jump_to(run.now_s() + ready_s)
    wait_for(lambda: run.now_s() - run.session.latest.time_s < 3 * BEAT_S)
    if ready_s == FULL_WINDOWS_S:
        wait_for(lambda: run.session.latest.metrics.hf_ms2.value is not None)
    pacer, curve = watched.watch()
    cpu_s, waiting_s = time.process_time(), waited_s()
    pass_time(length_s)
    cpu_s, waiting_s = time.process_time() - cpu_s, waited_s() - waiting_s
    pacer.latencies_s = curve.latencies_s
    about = {"memory_mb": resident_mb(), "waited_pct": max(0.0, 100 * waiting_s / length_s)}
    return frames_seen(pacer, cpu_s, length_s) | about


if __name__ == "__main__":
    watch = {"bare": watch_bare, "ours": watch_ours}[sys.argv[1]]
    print(json.dumps(watch(float(sys.argv[2]))))

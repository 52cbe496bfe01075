"""Hours of practising while everything goes amiss: `dev.py campaign soak`.

The real window, sittings, guide, measures and files; only heart, disk, and both clocks are
pretended, so eight hours take minutes and a seed brings back whatever it found. After each sitting
its file is read and played again, and every snapshot of the replay has to equal the one that was
seen live.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from analysis import warm_up
from biofeedback.application import Application, HeartChoice
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.clock_watch import ClockWatch
from biofeedback.runs.hearts import Heart
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.reel import Reel
from biofeedback.runs.session import Session, Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import ClockJumped, Phase, SittingPlan
from biofeedback.store.recorder import Recorder, new_path
from biofeedback.store.recording import Recording, read_recording
from biofeedback.store.rows import FORMAT, decode, encode
from biofeedback.ui.app import qt_application
from biofeedback.ui.theme import font
from biofeedback.ui.window import Window
from devices.events import Packet
from practices.library import find_practice
from practices.practice import Practice
from tests.bench_machine import resident_mb
from tests.pretended_time import PretendedTime
from tests.soak_faults import Disk, TroubledHeart, Wall

SEED = 20261123
STEP_S = 4.0  # between two looks at the window
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
PRACTICES = ("hand-on-heart", "self-compassion-break", "loving-kindness", "just-breathe")
RESTS_S = (0.0, 60.0, 120.0)
SIZES = ((960, 640), (1280, 800), (1920, 1080))
FONT_SCALES = (1.0, 1.5, 2.0)
KEYS = {
    "pause": Qt.Key.Key_Space,
    "numbers hidden or shown": Qt.Key.Key_H,
    "gone on": Qt.Key.Key_N,
}


class SteppedThread:
    """Stands in for a heart's thread: its loop goes on when the soak says so."""

    def __init__(self, run: LiveRun, loop: PretendedTime) -> None:
        self._run, self._loop = run, loop
        self._over = False

    def start(self) -> None:
        """Begin."""
        self._main = self._loop.create_task(self._run._main())
        self._whole = self._loop.create_task(self._to_the_end())

    def post(self, call: Callable[[], object]) -> bool:
        """Run ``call`` on the loop soon, unless all is over."""
        if not self._over:
            self._loop.call_soon(call)
        return not self._over

    def cancel(self) -> None:
        """End the sitting."""
        self.post(self._main.cancel)

    def join(self, timeout_s: float) -> bool:
        """Let the loop go on to the end of the sitting."""
        if not self._over:
            self._loop.pass_time(timeout_s)
        return self._over

    async def _to_the_end(self) -> None:
        (outcome,) = await asyncio.gather(self._main, return_exceptions=True)
        await self._run._after()
        self._over = True
        if isinstance(outcome, Exception):
            logging.getLogger(__name__).error("The sitting ended early.", exc_info=outcome)


class SoakApplication(Application):
    """The real settings, in a folder of the soak; a sitting is made by the soak."""

    def __init__(self, folder: Path, soak: Soak) -> None:
        super().__init__(folder)
        self.settings = self.settings.having(theme="dark", check_in=False)
        self.heart = HeartChoice("simulated")
        self._soak = soak

    def trouble(self) -> str:
        """Say that all is well before a sitting begins."""
        return ""

    def begin(
        self, practice: Practice, length_s: float, rest_s: float, show: Show, *, recorded: bool
    ) -> LiveRun:
        """Sit down; nothing speaks against writing it down."""
        assert recorded
        return self._soak.sit_down(practice, SittingPlan(practice.lasting(length_s), rest_s), show)


@dataclass
class Soak:
    """One soak.

    Attributes
    ----------
    found
        What should not have been, one sentence each; empty when all is well.
    counts
        How often what happened.
    memory_mb
        After each sitting: simulated hours so far, and the memory in use.
    """

    folder: Path
    seed: int
    found: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    memory_mb: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 - chance, no secret
        self.loop = PretendedTime()
        self.disk, self.wall = Disk(), Wall(self.loop.time)
        self.app = SoakApplication(self.folder, self)
        self.window = Window(self.app)
        self.window.say = self.found.append  # type: ignore[method-assign, assignment]
        self.window.show()
        self._deck: list[str] = []
        self._ends: dict[str, int] = {}

    @property
    def hours(self) -> float:
        """How much time has passed in it."""
        return self.loop.time() / 3600

    def run_for(self, hours: float) -> None:
        """Practise one sitting after the other for so long."""
        warm_up()
        with mock.patch("biofeedback.store.recorder.os.write", self.disk.write), self._watched():
            while self.hours < hours:
                self._sit()
                self.memory_mb.append((self.hours, resident_mb()))
        self.window.close()
        self.loop.close()

    def sit_down(self, practice: Practice, plan: SittingPlan, show: Show) -> LiveRun:
        """Return a sitting whose time, heart and disk are the soak's."""
        began = BEGAN + timedelta(seconds=self.loop.time())
        meta = {"format": str(FORMAT), "practice": practice.id, "source": "a soak"}
        path = new_path(self.app.sessions, began, practice.id)
        self.shown: list[Snapshot] = []

        def told(snapshot: Snapshot) -> None:
            self.shown.append(snapshot)
            self.disk.full &= snapshot.sitting.phase is not Phase.ENDED  # room, at the last moment
            show(snapshot)

        run = LiveRun(
            plan,
            Heart(self._make_heart, {"simulated": f"seed {self.seed}"}),
            told,
            clock=SessionClock(monotonic=self.loop.time),
            began=began,
            meta=meta,
            recorder=Recorder(path, began, meta, wall_s=self.wall.now_s),
        )
        run._thread._loop.close()
        run._thread = SteppedThread(run, self.loop)  # type: ignore[assignment]
        run._clock_watch = ClockWatch(wall_s=self.wall.now_s, monotonic_s=self.loop.time)
        return run

    def _make_heart(self, session: Session, clock: SessionClock) -> TroubledHeart:
        self.heart = TroubledHeart(self.rng, session, clock, self.counts)
        return self.heart

    # ------------------------------------------------------------ a sitting

    def _sit(self) -> None:
        practice = find_practice(self.rng.choice(PRACTICES))
        length_s = self.rng.uniform(practice.shortest_s, practice.longest_s)
        self.window.begin(practice, length_s, self.rng.choice(RESTS_S))
        assert self.window.practice is not None
        run = self.window.practice.run
        assert isinstance(run, LiveRun)
        self.loop.pass_time(0.1)
        while run.session.sitting.phase is not Phase.ENDED:
            self._amiss(run)
            self.loop.pass_time(STEP_S)
            if "window frozen" not in self._ends:
                self._look()
        self._ends.clear()
        run.join()
        self._look()
        self._leave(run)
        self._check(run)
        self.counts["sittings"] += 1

    def _look(self) -> None:
        """Let the window live for a moment, and be painted."""
        QApplication.processEvents()
        self.window._tick()
        self.window.repaint()

    def _amiss(self, run: LiveRun) -> None:
        """Let what is amiss go on or pass, and now and then let something new happen."""
        self._ends = {name: left - 1 for name, left in self._ends.items() if left > 1}
        self.disk.full = self.disk.full and "disk full" in self._ends
        self.heart.stalled = "stall" in self._ends
        if self.rng.random() < 0.25:
            self._deck = self._deck or self.rng.sample(list(self._doings), len(self._doings))
            what = self._deck.pop()
            self.counts[what] += 1
            self._doings[what](self, run)

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
        self.window.change_theme()

    def _change_scale(self, _: LiveRun) -> None:
        scaled = font()
        scaled.setPointSizeF(scaled.pointSizeF() * self.rng.choice(FONT_SCALES))
        self.window.setFont(scaled)
        self.window.resize(*self.rng.choice(SIZES))
        event = QEvent(QEvent.Type.DevicePixelRatioChange)
        QApplication.sendEvent(self.window, event)

    def _strike(self, _: LiveRun) -> None:
        what = self.rng.choice(list(KEYS))
        if self.window.practice:
            QTest.keyClick(self.window.practice, KEYS[what])
            self.counts[what] += 1

    def _stay_or_ease(self, run: LiveRun) -> None:
        self.rng.choice([run.extend, run.ease])()

    def _stop(self, run: LiveRun) -> None:
        if self.rng.random() < 0.3:
            self.rng.choice([run.end, self.window.ground])()

    _doings = {  # noqa: RUF012 - never changed
        "window frozen": _freeze,
        "stall": _stall,
        "disk full": _fill_the_disk,
        "clock jump": _set_the_clock,
        "theme": _change_theme,
        "scale": _change_scale,
        "key": _strike,
        "longer or gentler": _stay_or_ease,
        "stopped or not": _stop,
    }

    def _leave(self, run: LiveRun) -> None:
        """Look at the summary, where there is one, and go home."""
        if self.window.summary:
            run.summary()
        self._look()
        self.window.ground()
        self.window.go_home()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # ------------------------------------------------------------ what has to hold

    def _check(self, run: LiveRun) -> None:
        if run.path is None:
            return  # nothing happened, nothing was kept
        recording = read_recording(run.path)
        self.counts["packets"] += len(self.heart.sent)
        self.counts["beats"] += len(recording.beats.rr_ms)
        self.counts["events"] += len(recording.events)
        self.found += [f"{run.path.name}: {what}" for what in self._amiss_in(recording, run)]

    def _amiss_in(self, recording: Recording, run: LiveRun) -> Iterator[str]:
        kept = list(recording.events)
        if recording.sealed is not True or recording.left_out:
            yield f"not whole: sealed {recording.sealed}, left out {recording.left_out}"
        if kept != [decode(encode(event)) for event in run.session.events]:
            yield "it does not hold what was handled"
        if [event.data for event in kept if isinstance(event, Packet)] != self.heart.sent:
            yield "a packet that arrived is not in it"
        self.counts["clock jumps noticed"] += sum(isinstance(e, ClockJumped) for e in kept)
        reel = Reel(kept)
        if len(reel) != len(self.shown):
            yield f"{len(self.shown)} snapshots were shown, {len(reel)} are replayed"
            return
        for place, seen in enumerate(self.shown, start=1):
            reel.make_one()
            if other := _differences(reel.at(place), seen):
                yield f"at {seen.time_s} s: " + "; ".join(other)
                return

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Take down every exception, also those that Qt and Python swallow."""
        log = _Errors(self.found)
        logging.getLogger().addHandler(log)

        def unexpected(_kind: object, error: BaseException, _trace: object) -> None:
            self.found.append(f"an exception: {error!r}")

        def unraisable(about: sys.UnraisableHookArgs) -> None:
            self.found.append(f"an exception nobody could catch: {about.exc_value!r}")

        try:
            with (
                mock.patch("sys.excepthook", unexpected),
                mock.patch("sys.unraisablehook", unraisable),
            ):
                yield
        finally:
            logging.getLogger().removeHandler(log)


def _differences(replayed: Snapshot, live: Snapshot) -> list[str]:
    """Return what a replay shows otherwise: not the disk's trouble, nor whose strap it was."""
    strap = live.strap and replace(live.strap, name="")
    live = replace(live, strap=strap, recording_trouble="")
    pairs = [(each.name, getattr(live, each.name)) for each in fields(Snapshot)]
    others = [(name, was, getattr(replayed, name)) for name, was in pairs]
    return [f"{name} was {was}, is {now}" for name, was, now in others if was != now]


class _Errors(logging.Handler):
    """Takes down what is logged as an error."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(f"logged: {self.format(record)}")


def growth_mb_per_h(memory_mb: Sequence[tuple[float, float]]) -> float:
    """Return what an hour adds, once the first quarter has passed."""
    hours, used = np.array(memory_mb[len(memory_mb) // 4 :]).T
    return float(np.polyfit(hours, used, 1)[0])


def main(arguments: Sequence[str]) -> int:
    """Soak, and say what happened; the exit code is 1 if anything did that should not."""
    parser = argparse.ArgumentParser("dev.py campaign soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0, help="simulated; 8 if not given")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    qt_application()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), asked.seed)
        soak.run_for(asked.hours)
    print(f"{soak.hours:.1f} h in {time.monotonic() - began_s:.0f} s, seed {asked.seed}")
    for name, count in sorted(soak.counts.items()):
        print(f"{count:9,} {name}")
    if len(soak.memory_mb) > 8:
        used_mb, adds = soak.memory_mb[-1][1], growth_mb_per_h(soak.memory_mb)
        print(f"memory {used_mb:.0f} MB at the end; an hour adds {adds:.1f} MB")
    print("\n".join(soak.found) or "nothing lost, no exception, every number equal to the replay's")
    return 1 if soak.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

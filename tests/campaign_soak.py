"""Hours of practising while everything goes amiss: `dev.py campaign soak`.

The real window, sittings, guide, measures and files; only heart, disk, and both clocks are
pretended, so eight hours take minutes and a seed brings back whatever it found. After each sitting
its file is read and played again, and every snapshot of the replay has to equal the one that was
seen live.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from analysis import warm_up
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.clock_watch import ClockWatch
from biofeedback.runs.hearts import Heart
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.reel import Reel
from biofeedback.runs.session import Session, Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase, SittingPlan
from biofeedback.store.recorder import Recorder, new_path
from biofeedback.store.recording import Recording, read_recording
from biofeedback.store.rows import FORMAT, decode, encode
from biofeedback.ui.app import qt_application
from biofeedback.ui.window import Window
from devices.events import Packet
from practices.library import find_practice
from practices.practice import Practice
from tests.bench_machine import resident_mb
from tests.pretended_time import PretendedTime
from tests.soak_checks import differences, growth_mb_per_h, never, seen_in, watched
from tests.soak_doings import Doings
from tests.soak_faults import Disk, TroubledHeart, Wall
from tests.soak_stage import SoakApplication, SteppedThread

SEED = 20261123
STEP_S = 4.0  # between two looks at the window
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
PRACTICES = ("hand-on-heart", "self-compassion-break", "loving-kindness", "just-breathe")
RESTS_S = (0.0, 60.0, 120.0)


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
        self.app = SoakApplication(self.folder, self.sit_down)
        self.window = Window(self.app)
        self.window.say = self.found.append  # type: ignore[method-assign, assignment]
        self.window.show()
        self.doings = Doings(self.window, self.disk, self.wall, self.rng, self.counts)

    @property
    def hours(self) -> float:
        """How much time has passed in it."""
        return self.loop.time() / 3600

    def run_for(self, hours: float) -> None:
        """Practise one sitting after the other for so long."""
        warm_up()
        with (
            mock.patch("biofeedback.store.recorder.os.write", self.disk.write),
            watched(self.found),
        ):
            while self.hours < hours:
                self._sit()
                self.memory_mb.append((self.hours, resident_mb()))
        self.counts["write refused"] = self.disk.refused
        self.window.close()
        self.loop.close()

    def sit_down(self, practice: Practice, plan: SittingPlan, show: Show) -> LiveRun:
        """Return a sitting whose time, heart and disk are the soak's."""
        began = BEGAN + timedelta(seconds=self.loop.time())
        meta = {"format": str(FORMAT), "practice": practice.id, "source": "a soak"}
        path = new_path(self.app.sessions, began, practice.id)
        self.shown: list[Snapshot] = []

        def told(snapshot: Snapshot) -> None:
            before = self.shown[-1].recording_trouble if self.shown else ""
            self.counts["room on the disk again"] += bool(before and not snapshot.recording_trouble)
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
            self.doings.happen(run, self.heart)
            self.loop.pass_time(STEP_S)
            if self.doings.frozen:
                self.counts["look the window missed"] += 1
            else:
                self._look()
        self.doings.end()
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
        self.counts += seen_in(recording)
        self.found += [f"{run.path.name}: {what}" for what in self._amiss_in(recording, run)]

    def _amiss_in(self, recording: Recording, run: LiveRun) -> Iterator[str]:
        kept = list(recording.events)
        if recording.sealed is not True or recording.left_out:
            yield f"not whole: sealed {recording.sealed}, left out {recording.left_out}"
        if kept != [decode(encode(event)) for event in run.session.events]:
            yield "it does not hold what was handled"
        if [event.data for event in kept if isinstance(event, Packet)] != self.heart.sent:
            yield "a packet that arrived is not in it"
        reel = Reel(kept)
        if len(reel) != len(self.shown):
            yield f"{len(self.shown)} snapshots were shown, {len(reel)} are replayed"
            return
        for place, seen in enumerate(self.shown, start=1):
            reel.make_one()
            if other := differences(reel.at(place), seen):
                yield f"at {seen.time_s} s: " + "; ".join(other)
                return


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
    amiss = [*soak.found, *never(soak.counts)]
    print("\n".join(amiss) or "nothing lost, no exception, every number equal to the replay's")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

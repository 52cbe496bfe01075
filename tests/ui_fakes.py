"""A sitting that does what a test tells it, with a clock set by hand, for the window's tests."""

from __future__ import annotations

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from analysis.compare import Change, Refusal
from analysis.metrics import LiveMetrics, Reading
from analysis.noise_band import PUBLISHED_BAND
from analysis.own_pace import OwnPace, PaceScore
from analysis.report import Artifacts, Measured
from biofeedback.application import Application
from biofeedback.results.pace_search import PACES
from biofeedback.results.summary import Summary
from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import LineShown, Phase, PhaseStarted, Said, SittingEvent
from biofeedback.store.recorder import RecordingError
from biofeedback.store.recording import Part, Recording
from devices.events import Beat, Found, Link, LinkState
from practices.breathing import BreathPattern
from practices.practice import Practice

STREAMING = Link(0.0, LinkState.STREAMING)
PATTERN = BreathPattern(4.0, 6.0)
METRICS = LiveMetrics(
    100.0,
    heart_rate_bpm=Reading(68.0),
    rmssd_ms=Reading(41.0),
    hf_ms2=Reading(250.0, provisional=True),
    breath_wave_ms=Reading(120.0),
    in_step=Reading(0.9),
)


class FakeRun(Run):
    """Keeps what was asked of it in ``asked``; `tell` shows what a test lets happen."""

    replayed = False
    practice_name = "Hand-on-Heart Soothing"
    speed = 1.0  # a real run asks its clock

    def __init__(
        self,
        show: Show,
        *,
        simulated: bool = False,
        measured: bool = True,
    ) -> None:
        self.simulated, self.measured = simulated, measured
        self.path: Path | None = None
        self.time_s = 0.0
        self.asked: list[str] = []
        self.notes: list[str] = []
        self.copies: list[Path] = []
        self.said: list[Said] = []
        self.summary_takes_s = 0.0
        self.full_disk = ""
        self.outcome: Summary | Exception = summary()
        self.snapshot = Snapshot(link=STREAMING)
        self._show = show

    def tell(self, *events: SittingEvent, at_s: float | None = None, **changes: Any) -> None:
        """Let the sitting go on and show a snapshot of it."""
        self.time_s = at_s if at_s is not None else self.time_s + 0.1
        sitting = self.snapshot.sitting
        for event in events:
            sitting = sitting.after(event)
        fresh: dict[str, Any] = {"time_s": self.time_s, "sitting": sitting, "beats": ()} | changes
        self.snapshot = replace(self.snapshot, **fresh)
        self._show(self.snapshot)

    def enter(self, phase: Phase, length_s: float = 60.0) -> None:
        """Enter a phase, with the first line of a paced practice."""
        led = phase in {Phase.LEAD_IN, Phase.PRACTICE}
        self.tell(PhaseStarted(self.time_s, phase, length_s, PATTERN if led else None))
        if phase is Phase.PRACTICE:
            self.say("May I be gentle with myself.")

    def say(self, text: str, breathing: str = "paced") -> None:
        """Show a line of the practice."""
        self.tell(LineShown(self.time_s, text, "self-kindness", "a step", breathing))

    def beat(self, **changes: Any) -> None:
        """Let one beat arrive."""
        beat = Beat(self.time_s, 900.0, 0)
        self.tell(beats=(beat,), **({"metrics": METRICS} | changes))

    def now_s(self) -> float:
        """Return the time set by hand."""
        return self.time_s

    def start(self) -> None:
        """Begin in READY."""
        self.asked.append("start")
        self.tell()

    def begin_anyway(self) -> None:
        """Begin to rest."""
        self.asked.append("begin anyway")
        self.enter(Phase.REST_BEFORE)

    def pause(self) -> None:
        """Note that it was asked."""
        self.asked.append("pause")

    def resume(self) -> None:
        """Note that it was asked."""
        self.asked.append("resume")

    def skip(self) -> None:
        """Note that it was asked."""
        self.asked.append("skip")

    def extend(self) -> None:
        """Note that it was asked."""
        self.asked.append("extend")

    def ease(self, *, fully: bool = False) -> None:
        """Note that it was asked."""
        self.asked.append("own rhythm" if fully else "ease")

    def record(self, said: Said) -> None:
        """Keep what was said."""
        if self.full_disk:
            raise RecordingError(self.full_disk)
        self.said.append(said)

    def end(self) -> None:
        """End at once."""
        self.asked.append("end")
        self.tell(PhaseStarted(self.time_s, Phase.ENDED))

    def shorten(self) -> None:
        """Note that it was asked."""
        self.asked.append("shorten")

    def take_first_pace(self) -> None:
        """Note that it was asked."""
        self.asked.append("first pace")

    def leave(self) -> None:
        """Note that it was asked; it ends unfinished."""
        self.asked.append("leave")

    def set_speed(self, speed: float) -> None:
        """Take the speed."""
        self.speed = speed

    def keep_copy(self, path: Path) -> None:
        """Keep the place."""
        if self.full_disk:
            raise RecordingError(self.full_disk)
        self.copies.append(path)

    def note(self, text: str) -> None:
        """Keep the note."""
        if self.full_disk:
            raise RecordingError(self.full_disk)
        self.notes.append(text)

    def join(self, timeout_s: float = 10.0) -> bool:
        """Note that it was asked; there is nothing to wait for."""
        self.asked.append("join")
        return timeout_s > 0

    def summary(self) -> Summary:
        """Return the outcome, or raise it."""
        time.sleep(self.summary_takes_s)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def _main(self) -> None:
        """Do nothing: this run has no thread."""

    async def _after(self) -> None:
        """Do nothing."""


class FakeReplay(FakeRun):
    """A replay that a test leads: time goes only where it is told to go."""

    replayed = True

    def __init__(self, show: Show, recording: Recording) -> None:
        super().__init__(show, simulated=recording.simulated)
        self.recording = recording

    def seek(self, time_s: float) -> None:
        """Be there."""
        self.asked.append("seek")
        self.time_s = time_s

    def step(self, beats: int) -> None:
        """Note that it was asked."""
        self.asked.append(f"step {beats:+d}")


class FakeApplication(Application):
    """The real settings in a folder of the test; sittings are fakes, and no radio is used."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.settings = self.settings.having(theme="dark", check_in=False)
        self.runs: list[FakeRun] = []
        self.begun: list[tuple[str, float, float, bool]] = []
        self.looks = 0
        self.unwritable = ""
        self.found: Callable[[Found], None] = lambda _: None
        self.troubled: Callable[[str], None] = lambda _: None

    def trouble(self) -> str:
        """Return what the test wants said."""
        return self.unwritable

    def begin(
        self, practice: Practice, length_s: float, rest_s: float, show: Show, *, recorded: bool
    ) -> FakeRun:
        """Return a sitting that the test leads."""
        self.begun.append((practice.id, length_s, rest_s, recorded))
        kind = self.heart.kind if self.heart else "none"
        run = FakeRun(show, simulated=kind == "simulated", measured=kind != "none")
        run.path = self.folder / "sitting.csv" if recorded else None
        self.runs.append(run)
        return run

    def look_for_straps(
        self, found: Callable[[Found], None], trouble: Callable[[str], None]
    ) -> Callable[[], None]:
        """Look nowhere; the test calls ``found`` and ``troubled``."""
        self.looks += 1
        self.found, self.troubled = found, trouble

        def stop() -> None:
            self.looks -= 1

        return stop


def measured(rate_bpm: float, rmssd_ms: float, hf_ms2: float | None, why: str = "") -> Measured:
    """Return a rest with these measures; ``why`` there is no HF."""
    return Measured(
        beats=140,
        duration_s=120.0,
        gaps=0,
        artifacts=Artifacts("Lipponen-Tarvainen 2019", 1.5, {}, 0),
        time_domain={"mean_hr_bpm": rate_bpm, "rmssd_ms": rmssd_ms},
        frequency_domain={} if hf_ms2 is None else {"hf_ms2": hf_ms2},
        stretch_s=120.0,
        breath_wave={},
        missing={"hf_ms2": why} if why else {},
    )


def changed(after: Measured) -> Change:
    """Return the change from a rest with 74 bpm, 30 ms and 300 ms²."""
    before = measured(74.0, 30.0, 300.0)
    ratios = {"rmssd_ratio": after.time_domain["rmssd_ms"] / 30.0}
    if "hf_ms2" in after.frequency_domain:
        ratios["hf_ratio"] = after.frequency_domain["hf_ms2"] / 300.0
    return Change(before, after, ratios, PUBLISHED_BAND, within_noise=True, warnings=())


def summary(comparison: Change | Refusal | None = None) -> Summary:
    """Return what a sitting of five minutes with two rests came to."""
    compared = changed(measured(69.0, 36.0, 420.0)) if comparison is None else comparison
    time_s = np.arange(0.0, 560.0)
    return Summary(
        practice_name="Hand-on-Heart Soothing",
        began=datetime(2026, 3, 4, 18, 40, tzinfo=UTC),
        practised_s=300.0,
        breaths=30,
        simulated=True,
        measured=True,
        parts=(
            Part(Phase.REST_BEFORE, 0.0, 120.0),
            Part(Phase.PRACTICE, 125.0, 425.0),
            Part(Phase.SETTLE, 425.0, 440.0),
            Part(Phase.REST_AFTER, 440.0, 560.0),
        ),
        lines=(),
        before=None,
        after=None,
        comparison=compared,
        curve_time_s=time_s,
        curve_bpm=70 + 5 * np.sin(time_s / 2),
    )


def a_search() -> Summary:
    """Return what a search for one's own pace came to: 5 breaths a minute, and nearly 5.5."""
    felt = (None, 6.0, 8.0, 9.0, 4.0)
    scores = tuple(
        PaceScore(pattern.breaths_per_min, swing_ms, 90.0, 0.98, comfort, swing_ms / 120)
        for pattern, swing_ms, comfort in zip(PACES, (80, 95, 115, 120, 90), felt, strict=True)
    )
    found = OwnPace(5.0, 0.71, (scores[2].breaths_per_min,), scores)
    return replace(summary(), practice_name="Your own pace", comparison=None, pace=found)


def read(screen: QWidget) -> str:
    """Return every word that is to be seen on a screen."""
    labels = (label.text() for label in screen.findChildren(QLabel) if label.isVisible())
    return "\n".join((*labels, *button_names(screen)))


def button_names(screen: QWidget) -> list[str]:
    """Return the buttons that can be seen, by the words they show."""
    return [b.text() for b in screen.findChildren(QPushButton) if b.isVisible() and b.text()]


def strike(widget: QWidget | None, key: Qt.Key) -> None:
    """Press and release a key, as a keyboard would."""
    assert widget is not None
    QTest.keyClick(widget, key)


def press(screen: QWidget, words: str) -> None:
    """Press the button that shows these words, or is called so."""
    buttons = [b for b in screen.findChildren(QPushButton) if b.isVisible()]
    called = [b for b in buttons if words in (b.text() or b.accessibleName())]
    assert called, f"no button {words!r}"
    called[0].click()


class _Paints(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count, and let it pass."""
        self.count += event.type() == QEvent.Type.Paint
        return False


@contextmanager
def counted_paints(widget: QWidget) -> Iterator[Callable[[], int]]:
    """Count how often a widget is painted."""
    paints = _Paints()
    widget.installEventFilter(paints)
    try:
        yield lambda: paints.count
    finally:
        widget.removeEventFilter(paints)

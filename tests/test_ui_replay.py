"""A replay in the window: held, hurried, led by hand and by keyboard to any moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from biofeedback.runs.replay_run import ReplayRun
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from biofeedback.store.recording import Recording, read_recording
from biofeedback.ui.course import Course
from biofeedback.ui.practice_screen import PracticeScreen
from biofeedback.ui.replay_bar import ReplayBar, Timeline
from biofeedback.ui.summary_screen import SummaryScreen
from biofeedback.ui.theme import DARK
from biofeedback.ui.window import Window
from biofeedback.words import texts, texts_replay
from practices.breathing import BreathPhase
from tests.ui_fakes import FakeApplication, FakeReplay, FakeRun, press, read, strike
from tests.ui_window import app, settled, window

__all__ = ["app", "window"]  # fixtures

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
CTRL = Qt.KeyboardModifier.ControlModifier


@cache
def whole() -> Recording:
    """Return the sample of a whole sitting."""
    return read_recording(WHOLE)


@dataclass
class Shown:
    """A replay that stands in its practice, and its screen."""

    screen: PracticeScreen
    run: FakeReplay

    @property
    def bar(self) -> ReplayBar:
        """The bar of the replay."""
        assert self.screen.replay is not None
        return self.screen.replay

    @property
    def timeline(self) -> Timeline:
        """The strip with the playhead."""
        return self.bar.timeline

    def place(self, time_s: float) -> QPoint:
        """Return where a moment lies on the strip."""
        return QPoint(round(self.timeline.x_of(time_s)), self.timeline.height() // 2)

    def part(self, phase: Phase) -> float:
        """Return when a part begins."""
        part = whole().part(phase)
        assert part is not None
        return part.start_s


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Open the screen of a replay that a test leads."""
    waiting: list[Snapshot] = []
    run = FakeReplay(waiting.append, whole())
    screen = PracticeScreen(run, DARK, hide_numbers=False, on_hide=lambda _: None)
    run._show = screen.show_snapshot
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.setFocus()
    run.enter(Phase.PRACTICE)
    screen.tick()
    return Shown(screen, run)


def test_a_replay_that_is_held_says_so_and_stands_still(shown: Shown) -> None:
    """Space holds time; the breath stops where it was, and Space lets it run on."""
    screen, run = shown.screen, shown.run
    run.time_s += 2.0
    screen.tick()
    assert screen.pacer.word == texts.BREATH_WORDS[BreathPhase.INHALE]
    strike(screen, Qt.Key.Key_Space)
    screen.tick()
    assert run.asked[-1] == "pause"
    assert screen.pacer.word == texts.PAUSED
    assert texts.RESUME in read(screen)
    strike(screen, Qt.Key.Key_Space)
    screen.tick()
    assert run.asked[-1] == "resume"
    assert screen.pacer.word == texts.BREATH_WORDS[BreathPhase.INHALE]


def test_a_replay_can_be_played_faster(shown: Shown) -> None:
    """By a click; a held one stays held, and the click leaves the keys to the screen."""
    strike(shown.screen, Qt.Key.Key_Space)
    press(shown.screen, "30×")
    assert shown.run.speed == 30.0
    assert texts.RESUME in read(shown.screen)
    strike(shown.screen, Qt.Key.Key_Space)
    assert shown.run.asked[-1] == "resume"
    assert texts.PAUSE in read(shown.screen)


@pytest.mark.parametrize(
    ("speed", "key", "becomes"),
    [
        (1.0, Qt.Key.Key_Plus, 2.0),
        (10.0, Qt.Key.Key_Minus, 5.0),
        (60.0, Qt.Key.Key_Plus, 60.0),
        (1.0, Qt.Key.Key_Minus, 1.0),
        (7.0, Qt.Key.Key_Minus, 5.0),
    ],
)
def test_plus_and_minus_change_the_speed(
    shown: Shown, speed: float, key: Qt.Key, becomes: float
) -> None:
    """From 1 to 60 times and no further; a speed between two steps goes to its neighbour."""
    shown.run.speed = speed
    strike(shown.screen, key)
    assert shown.run.speed == becomes


def test_a_living_heart_cannot_be_wound(qtbot: QtBot) -> None:
    """No bar, no speeds, and the arrows mean nothing."""
    waiting: list[Snapshot] = []
    run = FakeRun(waiting.append)
    screen = PracticeScreen(run, DARK, hide_numbers=False, on_hide=lambda _: None)
    qtbot.addWidget(screen)
    screen.show()
    strike(screen, Qt.Key.Key_Right)
    assert screen.replay is None
    assert texts.SPEED not in read(screen)
    assert run.asked == []


def test_a_step_to_the_next_beat_holds_time(shown: Shown) -> None:
    """By the arrows and by the buttons."""
    strike(shown.screen, Qt.Key.Key_Right)
    assert shown.run.asked == ["pause", "step +1"]
    press(shown.screen, texts_replay.STEPS[0][0])
    assert shown.run.asked == ["pause", "step +1", "step -1"]
    assert texts.RESUME in read(shown.screen)


def test_the_keyboard_leads_to_every_part(shown: Shown) -> None:
    """Ctrl with the arrows; soon after a part began, back means the one before."""
    screen, run, practice_s = shown.screen, shown.run, shown.part(Phase.PRACTICE)
    run.time_s = practice_s + 30.0
    QTest.keyClick(screen, Qt.Key.Key_Left, CTRL)
    assert run.time_s == practice_s
    QTest.keyClick(screen, Qt.Key.Key_Left, CTRL)
    assert run.time_s < practice_s
    run.time_s = practice_s
    QTest.keyClick(screen, Qt.Key.Key_Right, CTRL)
    assert run.time_s == shown.part(Phase.SETTLE)


def test_ten_seconds_on_and_back_stay_within_the_recording(shown: Shown) -> None:
    """Page keys; Home and End."""
    run = shown.run
    run.time_s = 100.0
    strike(shown.screen, Qt.Key.Key_PageDown)
    assert run.time_s == 110.0
    strike(shown.screen, Qt.Key.Key_Home)
    strike(shown.screen, Qt.Key.Key_PageUp)
    assert run.time_s == 0.0
    strike(shown.screen, Qt.Key.Key_End)
    assert run.time_s == whole().end_s
    assert shown.bar.held  # or all would be over


def test_a_click_on_the_strip_goes_there(shown: Shown) -> None:
    """To within a pixel's worth of time; time runs on afterwards."""
    QTest.mouseClick(shown.timeline, Qt.MouseButton.LeftButton, pos=shown.place(200.0))
    per_px_s = whole().end_s / shown.timeline.width()
    assert shown.run.time_s == pytest.approx(200.0, abs=1.5 * per_px_s)
    assert not shown.bar.held


def test_time_stands_still_while_the_hand_leads(shown: Shown) -> None:
    """And runs on when it lets go, unless it was held before."""
    left = Qt.MouseButton.LeftButton
    for held in (False, True):
        shown.bar.hold(held=held)
        QTest.mousePress(shown.timeline, left, pos=shown.place(100.0))
        assert shown.bar.held
        QTest.mouseMove(shown.timeline, shown.place(150.0))
        shown.screen.tick()
        QTest.mouseRelease(shown.timeline, left, pos=shown.place(150.0))
        assert shown.bar.held is held
        assert shown.run.time_s == pytest.approx(150.0, abs=1.0)


def test_a_screen_reader_hears_the_place_and_the_keys(shown: Shown) -> None:
    """A slider with a name; its time, part and phrase, and how to lead it."""
    practice_s = shown.part(Phase.PRACTICE)
    shown.run.time_s = practice_s + 40.0
    shown.screen.tick()
    told = shown.timeline.accessibleDescription()
    assert shown.timeline.accessibleName() == texts_replay.BAR
    assert texts.clock_time(practice_s + 40.0) in told
    assert texts_replay.PARTS[Phase.PRACTICE] in told
    assert texts_replay.BAR_KEYS in told
    assert shown.timeline.value() == int(practice_s + 40.0)


def test_the_phrase_of_the_moment_is_told() -> None:
    """The line that was shown last before it; none outside the practice."""
    course = Course.of(whole())
    first, second = course.lines[:2]
    assert f"“{first.text}”" in course.told((first.time_s + second.time_s) / 2)
    assert f"“{second.text}”" in course.told(second.time_s + 0.01)
    assert "“" not in course.told(1.0)


def test_no_digits_when_numbers_are_hidden(shown: Shown) -> None:
    """The strip stays; its time goes."""
    assert texts.clock_time(round(whole().end_s)) in read(shown.screen)
    strike(shown.screen, Qt.Key.Key_H)
    assert texts.clock_time(round(whole().end_s)) not in read(shown.screen)
    assert shown.timeline.isVisible()


def until_shown(qtbot: QtBot, happened: Callable[[], bool]) -> None:
    """Wait until the window has taken something in."""
    qtbot.waitUntil(happened, timeout=20_000)


def test_the_curve_begins_anew_where_one_leapt_to(qtbot: QtBot) -> None:
    """With a real replay: the two minutes before the moment are drawn, and no beat after it."""
    waiting: list[Snapshot] = []
    run = ReplayRun(whole(), waiting.append)
    screen = PracticeScreen(run, DARK, hide_numbers=False, on_hide=lambda _: None)
    qtbot.addWidget(screen)
    screen.show()
    run.pause()
    run.start()
    try:
        run.seek(300.0)
        until_shown(qtbot, lambda: bool(waiting) and waiting[-1].recent is not None)
        screen.show_snapshot(waiting[-1])
        drawn_s = [time_s for time_s, _ in screen.numbers.trace._beats]
        beats_s = whole().beats.time_s[whole().beats.usable]
        assert 298.0 < drawn_s[-1] <= 300.0  # a beat comes with its packet, a little late
        due = beats_s[(beats_s > 180.0) & (beats_s <= drawn_s[-1])]
        assert set(due) <= set(drawn_s)
    finally:
        run.end()
        assert run.join()


def test_who_leaves_a_replay_for_the_ground_is_not_told_that_it_is_kept(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Nothing was being recorded."""
    path = app.sessions / "2026" / WHOLE.name
    path.parent.mkdir(parents=True)
    shutil.copy(WHOLE, path)
    window.looking_back.replay(path)
    settled(qtbot)
    strike(window.practice or window, Qt.Key.Key_Escape)
    assert window.grounding.isVisible()
    assert texts.GROUNDING_SAVED not in read(window)
    strike(window.grounding, Qt.Key.Key_Backspace)
    assert window.page is window.home


def test_a_replay_leads_back_to_where_it_was_begun(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """From the list, and from the summary that was opened there: to the list again."""
    path = app.sessions / "2026" / WHOLE.name
    path.parent.mkdir(parents=True)
    shutil.copy(WHOLE, path)
    window.looking_back.show_history()
    window.looking_back.open(path)
    press(_summed_up(window, qtbot), texts.PLAY_AGAIN)
    for _ in range(2):
        screen = window.practice
        assert screen is not None
        screen.run.skip()
        qtbot.waitUntil(partial(_has_begun, screen))
        screen.run.end()
        press(_summed_up(window, qtbot), texts.DONE)
        assert window.page is window.looking_back.history
        window.looking_back.replay(path)
    window.ground()


def _has_begun(screen: PracticeScreen) -> bool:
    return screen.snapshot.sitting.phase is not Phase.READY


def _summed_up(window: Window, qtbot: QtBot) -> SummaryScreen:
    """Return the summary, once it is there."""
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready, timeout=20_000)
    settled(qtbot)  # Qt shows what was added a moment later
    assert window.summary is not None
    return window.summary

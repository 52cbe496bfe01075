"""Two stretches of a recording, chosen by hand and by keyboard, told side by side or refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.compare import Change, Refusal
from biofeedback.results.summary import compare_rests
from biofeedback.sitting import Phase
from biofeedback.store.recording import Recording, read_recording
from biofeedback.ui.chosen_stretch import ChosenStretch
from biofeedback.ui.compare_screen import CompareScreen
from biofeedback.ui.theme import DARK, LIGHT
from biofeedback.ui.window import Window
from biofeedback.words import texts, texts_replay
from tests.made_hearts import resting_rr
from tests.ui_fakes import FakeApplication, press, read, strike
from tests.ui_window import app, window

__all__ = ["app", "window"]  # fixtures

SAMPLES = Path(__file__).parents[1] / "sample_recordings"


@pytest.fixture(scope="module")
def whole() -> Recording:
    """Return the sample of a whole sitting."""
    return read_recording(SAMPLES / "whole-sitting.csv")


@pytest.fixture
def comparison(whole: Recording, tmp_path: Path, qtbot: QtBot) -> CompareScreen:
    """Return the screen with its first choice measured."""
    made = CompareScreen(whole, tmp_path, DARK, lambda: None)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitUntil(lambda: made.ready, timeout=20_000)
    return made


def drag(strip: ChosenStretch, from_s: float, to_s: float) -> None:
    """Drag with the mouse from one moment to another."""
    there, then = (QPoint(round(strip.x_of(at_s)), 40) for at_s in (from_s, to_s))
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=there)
    QTest.mouseMove(strip, then)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=then)


def test_it_begins_with_the_two_rests(comparison: CompareScreen, whole: Recording) -> None:
    """Equally long, at the ends of the rests; and tells what the summary tells of them."""
    first, second = (strip.stretch for strip in comparison.strips)
    before, after = whole.part(Phase.REST_BEFORE), whole.part(Phase.REST_AFTER)
    assert before
    assert after
    assert first.length_s == second.length_s
    assert first.end_s == pytest.approx(before.end_s)
    assert second.end_s == pytest.approx(after.end_s)
    told = compare_rests(whole)[2]
    assert isinstance(comparison.result, type(told))
    if isinstance(told, Change) and isinstance(comparison.result, Change):
        assert comparison.result.ratios == pytest.approx(told.ratios, rel=0.05)


def test_each_length_is_named(comparison: CompareScreen, qtbot: QtBot) -> None:
    """What was chosen, and how much of it is used: as much as the numbers are made of."""
    assert isinstance(comparison.result, Change)
    for measured in (comparison.result.before, comparison.result.after):
        assert f"{measured.duration_s:.0f} s of heartbeats" in read(comparison)
    assert "each 2:00 chosen" in read(comparison)
    comparison.strips[0].move_to(10.0)
    assert "0:10 – 2:10  ·  rest before, lead-in" in read(comparison)
    qtbot.waitUntil(lambda: comparison.ready)


def test_a_paced_stretch_is_refused_with_the_reason(
    comparison: CompareScreen, whole: Recording, qtbot: QtBot
) -> None:
    """A click in the practice brings the stretch there; the reason and the next step are said."""
    part = whole.part(Phase.PRACTICE)
    assert part
    strip = comparison.strips[0]
    middle = QPoint(round(strip.x_of((part.start_s + part.end_s) / 2)), 40)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle)
    assert not comparison.ready
    qtbot.waitUntil(lambda: comparison.ready)
    assert isinstance(comparison.result, Refusal)
    qtbot.waitUntil(lambda: "pacer" in read(comparison))  # the words come with the next layout
    assert "in a part of the stretch before, and a slow breath by itself changes" in read(
        comparison
    )
    assert "RMSSD and HF.\n" in read(comparison)
    assert texts_replay.REFUSED_NEXT in read(comparison)


def test_keys_move_a_stretch_within_the_recording(comparison: CompareScreen) -> None:
    """A second, ten, the ends; never beyond them."""
    strip = comparison.strips[1]
    strike(strip, Qt.Key.Key_Home)
    assert strip.stretch.start_s == 0
    strike(strip, Qt.Key.Key_Left)
    assert strip.stretch.start_s == 0
    strike(strip, Qt.Key.Key_Right)
    strike(strip, Qt.Key.Key_PageDown)
    assert strip.stretch.start_s == 11
    strike(strip, Qt.Key.Key_End)
    assert strip.stretch.end_s == pytest.approx(strip.stretch.recording.end_s)


def test_both_stay_equally_long(comparison: CompareScreen) -> None:
    """Plus and minus, and the buttons, change both at once."""
    length_s = comparison.strips[0].stretch.length_s
    strike(comparison.strips[0], Qt.Key.Key_Minus)
    assert [strip.stretch.length_s for strip in comparison.strips] == [length_s - 10] * 2
    press(comparison, "+ 10 s")
    assert [strip.stretch.length_s for strip in comparison.strips] == [length_s] * 2


def test_less_than_a_minute_is_refused(comparison: CompareScreen, qtbot: QtBot) -> None:
    """As `analysis.compare` has it."""
    comparison.lengthen(40 - comparison.strips[0].stretch.length_s)
    qtbot.waitUntil(lambda: comparison.ready)
    assert isinstance(comparison.result, Refusal)
    assert "60" in comparison.result.reason
    qtbot.waitUntil(lambda: "at least 60 s are needed." in read(comparison))


def test_another_recording_may_stand_beside(comparison: CompareScreen, qtbot: QtBot) -> None:
    """The second strip shows it, and both stay equally long."""
    rest = read_recording(SAMPLES / "rest.csv")
    comparison.take(comparison.strips[1], rest)
    assert comparison.strips[1].stretch.recording is rest
    lengths = {strip.stretch.length_s for strip in comparison.strips}
    assert len(lengths) == 1
    qtbot.waitUntil(lambda: comparison.ready)
    comparison.set_theme(LIGHT)
    assert comparison.strips[1].course.end_s == pytest.approx(rest.end_s)


def test_history_leads_there_and_back(
    window: Window, app: FakeApplication, whole: Recording, qtbot: QtBot
) -> None:
    """The strip has the focus at once; going back lets go of it."""
    app.sessions.mkdir(parents=True, exist_ok=True)
    assert whole.path
    kept = Path(shutil.copy(whole.path, app.sessions))
    window.looking_back.compare(kept)
    shown = window.looking_back.comparison
    assert shown is not None
    assert window.page is shown
    assert shown.strips[0].hasFocus()
    press(shown, texts.BACK)
    assert texts.LOOK_BACK in read(window)
    assert texts_replay.COMPARE_TITLE not in read(window)
    window.looking_back.leave()
    qtbot.wait(300)  # nothing comes after


def test_a_drag_moves_a_stretch(comparison: CompareScreen) -> None:
    """From its middle, ten seconds to the right."""
    strip = comparison.strips[0]
    strike(strip, Qt.Key.Key_Home)
    middle_s = strip.stretch.length_s / 2
    drag(strip, middle_s, middle_s + 20)
    pixel_s = strip.course.end_s / strip.width()
    assert strip.stretch.start_s == pytest.approx(20, abs=2 * pixel_s)


def test_who_hid_the_numbers_sees_none_here_either(
    whole: Recording, tmp_path: Path, qtbot: QtBot
) -> None:
    """H shows them, and that is remembered."""
    hidden: list[bool] = []
    made = CompareScreen(
        whole, tmp_path, DARK, lambda: None, hide_numbers=True, on_hide=hidden.append
    )
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.ready and texts_replay.NUMBERS_HIDDEN in read(made))
    assert "RMSSD" not in read(made)
    strike(made, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: "RMSSD" in read(made))
    assert hidden == [False]
    assert texts_replay.NUMBERS_HIDDEN not in read(made)


def test_a_recording_of_another_program_is_compared_as_any(tmp_path: Path, qtbot: QtBot) -> None:
    """It has no parts; nobody paced it that we know of."""
    file = tmp_path / "rr.txt"
    file.write_text("\n".join(f"{rr:.0f}" for rr in resting_rr(400, 3)))
    made = CompareScreen(read_recording(file), tmp_path, DARK, lambda: None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.ready, timeout=20_000)
    assert isinstance(made.result, Change)

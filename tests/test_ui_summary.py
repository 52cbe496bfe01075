"""The summary: a sentence, both rests, how far they differ by themselves, and what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from analysis.compare import Refusal
from biofeedback.notes import Noted
from biofeedback.results.summary import Summary
from biofeedback.store.afterwards import append_note
from biofeedback.store.disk import RecordingError
from biofeedback.ui.change import Change
from biofeedback.ui.one_sitting import OneSitting
from biofeedback.ui.summary_screen import SummaryScreen
from biofeedback.ui.theme import DARK
from biofeedback.ui.trace import sitting_curve
from biofeedback.words import texts, texts_one_sitting
from tests.ui_fakes import FakeRun, changed, measured, press, read, strike, summary

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
Open = Callable[..., tuple[SummaryScreen, FakeRun]]


@pytest.fixture
def open_summary(qtbot: QtBot, tmp_path: Path) -> Open:
    """Show the summary that a test wants shown."""

    def opened(outcome: Summary | Exception) -> tuple[SummaryScreen, FakeRun]:
        run = FakeRun(lambda _: None)
        run.outcome = outcome
        run.path = tmp_path / "sitting.csv"
        screen = SummaryScreen(run, DARK, lambda: run.asked.append("done"), lambda _: None)
        qtbot.addWidget(screen)
        screen.resize(1280, 800)
        screen.show()
        assert texts.SUMMARY_LOADING in read(screen)
        qtbot.waitUntil(lambda: screen.ready and {texts.DONE} < set(read(screen).splitlines()))
        return screen, run

    return opened


def names(screen: SummaryScreen) -> list[str]:
    """Return what the cards say to a screen reader."""
    return [card.accessibleName() for card in screen.findChildren(Change)]


def test_it_reads_like_a_sentence(open_summary: Open) -> None:
    """What was done, when, and that the heart was simulated."""
    shown = read(open_summary(summary())[0])
    assert "You took five minutes for yourself" in shown
    assert "30 slow breaths" in shown
    assert "4 March 2026, 18:40" in shown
    assert texts.SUMMARY_SIMULATED in shown


def test_each_measure_stands_before_and_after(open_summary: Open) -> None:
    """36 / 30 = 1.20 times, 420 / 300 = 1.40 times, 69 - 74 = -5 bpm (by hand)."""
    screen, _ = open_summary(summary())
    assert names(screen) == [
        "Heart rate: before 74 bpm, after 69 bpm, −5 bpm",
        (
            "RMSSD: before 30 ms, after 36 ms, 1.20 times, "
            "0.54 to 1.84 times is usual between two rests"
        ),
        (
            "HF power: before 300 ms², after 420 ms², 1.40 times, "
            "0.19 to 5.40 times is usual between two rests"
        ),
    ]
    shown = read(screen)
    for change in ("−5 bpm", "1.20 times", "1.40 times"):
        assert change in shown


def test_the_usual_wobble_is_named_with_its_source(open_summary: Open) -> None:
    """exp(±1.96 · 0.31) = 0.54 to 1.84 (by hand), and that it is the published one."""
    shown = read(open_summary(summary())[0])
    assert "within the usual wobble" in shown
    assert "0.54 to 1.84" in shown
    assert "published" in shown
    assert "1.5 % of the beats" in shown


def test_a_missing_measure_gives_its_reason(open_summary: Open) -> None:
    """HF is not there after: the others are, and HF says why not."""
    why = "41 s usable, 60 s needed"
    screen, _ = open_summary(summary(changed(measured(69.0, 36.0, None, why))))
    assert names(screen)[2] == f"HF power: {why}"
    assert why in read(screen)
    assert "1.20 times" in read(screen)


def test_rests_that_may_not_be_compared_say_why(open_summary: Open) -> None:
    """No card, no ratio, the reason."""
    reason = "the shorter rest lasts 40 s: at least 60 s are needed"
    screen, _ = open_summary(summary(Refusal(reason)))
    assert reason in read(screen)
    assert names(screen) == []


def test_no_word_of_it_judges(open_summary: Open) -> None:
    """Neither for a fall nor for a rise."""
    for rmssd_ms in (12.0, 90.0):
        words = read(open_summary(summary(changed(measured(80.0, rmssd_ms, 100.0))))[0]).lower()
        for judging in ("fail", "wrong", "poor", "bad", "should", "score", "better", "worse"):
            assert judging not in words.replace("badge", "")


@pytest.mark.parametrize("leave", ["return", "done", "escape"])
def test_a_note_is_kept_however_one_leaves(open_summary: Open, leave: str) -> None:
    """Return keeps it at once; Done and Esc keep it too; nothing is kept twice."""
    screen, run = open_summary(summary_in_a_file())
    field = note_field(screen)
    QTest.keyClicks(field, " the harbour, and gulls ")
    if leave == "return":
        strike(field, Qt.Key.Key_Return)
        assert texts.NOTE_KEPT.format("")[:6] in read(screen)
    if leave == "escape":
        screen.leave()
    else:
        press(screen, texts.DONE)
        assert run.asked[-1] == "done"
    assert run.notes == ["the harbour, and gulls"]


def note_field(screen: SummaryScreen) -> QLineEdit:
    """Return the field for a note."""
    field = screen.findChild(QLineEdit)
    assert field is not None
    return field


def summary_in_a_file() -> Summary:
    """Return a summary of a sitting that was written down."""
    return replace(summary(), path=Path("sitting.csv"))


def test_a_note_that_cannot_be_written_stays_in_its_field(open_summary: Open) -> None:
    """The trouble is said; the words are not lost."""
    screen, run = open_summary(summary_in_a_file())
    run.full_disk = "The disk is full: free some space."
    field = note_field(screen)
    QTest.keyClicks(field, "gulls")
    strike(field, Qt.Key.Key_Return)
    assert "The disk is full" in read(screen)
    assert field.text() == "gulls"


def test_a_summary_that_is_not_to_be_had_leaves_a_way_on(open_summary: Open, qtbot: QtBot) -> None:
    """It says so without alarm, and Done leads home; the details go to the log."""
    with capture_exceptions() as raised:
        screen, run = open_summary(OSError("no such file"))
    assert [kind for kind, *_ in raised] == [OSError]
    qtbot.waitUntil(lambda: texts.SUMMARY_TROUBLE in read(screen))
    press(screen, texts.DONE)
    assert run.asked[-1] == "done"


def test_the_tabulator_leads_from_the_note_along_the_ways_on(open_summary: Open) -> None:
    """The cards, that say more when they have the focus, come after."""
    screen, _ = open_summary(summary_in_a_file())
    note_field(screen).setFocus()
    reached = []
    for _ in range(3):
        strike(QApplication.focusWidget() or screen, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        reached.append(now.text() if isinstance(now, QPushButton) else "")
    assert reached == [texts.DONE, texts.PLAY_AGAIN, texts.SAVE_REPORT]


def test_a_sitting_whose_file_is_gone_is_told_in_a_sentence(open_summary: Open) -> None:
    """It is no failure of the program's, and nothing is said to be kept."""
    sentence = "/there/sitting.csv cannot be read (no such file or directory)."
    screen, run = open_summary(RecordingError(sentence))
    assert sentence in read(screen)
    assert texts.SUMMARY_TROUBLE not in read(screen)
    press(screen, texts.DONE)
    assert run.asked[-1] == "done"


def test_who_hid_the_numbers_sees_none_until_they_ask(
    qtbot: QtBot, tmp_path: Path, open_summary: Open
) -> None:
    """Neither cards nor verdict nor curve; H shows them all, and is remembered."""
    shown, _run = open_summary(summary())
    assert names(shown)
    hidden: list[bool] = []
    run = FakeRun(lambda _: None)
    run.outcome, run.path = summary(), tmp_path / "sitting.csv"
    screen = SummaryScreen(
        run, DARK, lambda: None, lambda _: None, hide_numbers=True, on_hide=hidden.append
    )
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: texts.NUMBERS_KEPT in read(screen))
    assert names(screen) == []
    assert "times" not in read(screen)
    strike(screen, Qt.Key.Key_H)
    assert len(names(screen)) == 3
    assert texts.NUMBERS_KEPT not in read(screen)
    assert hidden == [False]


def test_hf_stands_beside_what_is_usual_too(open_summary: Open) -> None:
    """HF doubles between two rests of anybody: a ratio alone would look like an effect."""
    _rate, rmssd, hf = names(open_summary(summary())[0])
    assert "0.54 to 1.84 times is usual between two rests" in rmssd
    assert "0.19 to 5.40 times is usual between two rests" in hf


@pytest.mark.parametrize("after", [1.0, 30.0, 300.0, 571.0, 1170.0, 30_000.0])
def test_the_picture_of_a_change_lies_in_its_card(qtbot: QtBot, after: float) -> None:
    """However far apart the two are, the words above and the dots below have room."""
    card = Change("HF power", "ms²", "hf", DARK, before=571.0, after=after, change="x")
    qtbot.addWidget(card)
    card.resize(280, card.minimumSizeHint().height())
    card.show()
    (dots,) = [each for each in card.children() if type(each).__name__ == "_Dots"]
    assert isinstance(dots, QWidget)
    drawn = dots.grab().toImage()
    for row in (0, drawn.height() - 1):
        assert len({drawn.pixel(x, row) for x in range(drawn.width())}) == 1


def test_the_keyboard_is_told_why_beside_each_card(qtbot: QtBot) -> None:
    """The tip was shown, and hidden at once by the event that had asked for it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(QLineEdit())
    card = Change(texts.HEART_RATE, "", "heart", DARK, before=70.0, after=64.0, change="x")
    column.addWidget(card)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert card.hasFocus()
    qtbot.waitUntil(QToolTip.isVisible)
    qtbot.wait(50)
    assert QToolTip.isVisible()
    assert QToolTip.text() == texts.WHY_OF_RESTS[texts.HEART_RATE]


def test_a_note_can_be_changed_in_the_summary(
    open_summary: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    """The sitting's own fields open; afterwards the summary has the new words, not the old."""
    path = tmp_path / "sitting.csv"
    shutil.copy(WHOLE, path)
    append_note(path, Noted(300.0, "It felt odd."))
    screen, _ = open_summary(replace(summary(), path=path, notes=("It felt odd.",)))
    press(screen, texts_one_sitting.MORE_OF_IT)
    (asked,) = screen.findChildren(OneSitting)
    asked.notes[0][0].setText("It felt warm.")
    asked.notes[0][0].setModified(True)
    asked.accept()
    qtbot.waitUntil(lambda: texts.NOTED.format("It felt warm.") in read(screen))
    assert "odd" not in read(screen)


def test_a_summary_whose_file_is_gone_says_so(open_summary: Open, tmp_path: Path) -> None:
    """Nothing opens."""
    screen, _ = open_summary(replace(summary(), path=tmp_path / "gone.csv"))
    press(screen, texts_one_sitting.MORE_OF_IT)
    assert not screen.findChildren(OneSitting)
    assert "gone.csv" in read(screen)


@pytest.mark.parametrize("length_s", [20.0, 59.0, 150.0, 900.0, 3600.0])
def test_the_curve_names_a_few_times_and_rates(qtbot: QtBot, length_s: float) -> None:
    """Of a moment, too; and round rates, not one for each beat."""
    time_s = np.arange(0.0, length_s, 0.9)
    curve = sitting_curve(DARK, time_s, 68 + 3 * np.sin(time_s), [])
    qtbot.addWidget(curve)
    ((times,), (rates,)) = (axis._tickLevels for axis in (curve.bottom, curve.left))
    assert 2 <= len(times) <= 7
    assert 1 <= len(rates) <= 5
    assert all(rate % 5 == 0 for rate, _ in rates)

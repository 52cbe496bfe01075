"""A sitting that its disk did not take: another place is offered, and nobody leaves it unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.sitting import Phase
from biofeedback.ui.summary_screen import SummaryScreen
from biofeedback.ui.theme import DARK
from biofeedback.ui.window import Window
from biofeedback.words import texts
from tests.ui_fakes import FakeApplication, FakeRun, press, read, strike, summary
from tests.ui_window import app, begun, settled, window

__all__ = ["app", "window"]

LOST = "The folder is gone and cannot be made again: this sitting is not kept."


@pytest.fixture
def unkept(qtbot: QtBot) -> tuple[SummaryScreen, FakeRun]:
    """Show the summary of a sitting whose folder is gone."""
    run = FakeRun(lambda _: None)
    run.outcome = replace(summary(), path=None, unkept=LOST)
    screen = SummaryScreen(run, DARK, lambda: run.asked.append("done"), lambda _: None)
    qtbot.addWidget(screen)
    screen.resize(1280, 760)
    screen.show()
    qtbot.waitUntil(lambda: screen.ready and LOST in read(screen))
    assert texts.UNRECORDED not in read(screen)
    return screen, run


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Answer the question where to; an empty answer is a change of mind."""

    def answer(place: str) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (place, ""))

    return answer


def buttons(screen: SummaryScreen) -> set[str]:
    """Return what may be pressed."""
    return {each.text() for each in screen.findChildren(QPushButton) if each.isVisible()}


def test_a_copy_is_kept_where_one_chooses(
    unkept: tuple[SummaryScreen, FakeRun],
    choose: Callable[[str], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    """Then it is a sitting as any: with a note, and without the offer."""
    screen, run = unkept
    choose(str(tmp_path / "saved"))
    press(screen, texts.KEEP_COPY)
    qtbot.waitUntil(lambda: texts.DONE in buttons(screen))
    assert run.copies == [tmp_path / "saved.csv"]
    assert LOST not in read(screen)
    assert str(tmp_path / "saved.csv") in read(screen)
    assert texts.KEEP_COPY not in buttons(screen)
    press(screen, texts.DONE)
    assert run.asked[-1] == "done"


def test_a_change_of_mind_keeps_the_offer(
    unkept: tuple[SummaryScreen, FakeRun], choose: Callable[[str], None]
) -> None:
    """Nothing is written, nothing is said."""
    screen, run = unkept
    choose("")
    press(screen, texts.KEEP_COPY)
    assert run.copies == []
    assert texts.KEEP_COPY in buttons(screen)


def test_a_place_that_takes_nothing_either_is_said(
    unkept: tuple[SummaryScreen, FakeRun], choose: Callable[[str], None], tmp_path: Path
) -> None:
    """And the offer stands."""
    screen, run = unkept
    run.full_disk = "The disk is full: free some space."
    choose(str(tmp_path / "saved.csv"))
    press(screen, texts.KEEP_COPY)
    assert "The disk is full" in read(screen)
    assert texts.KEEP_COPY in buttons(screen)


def test_no_file_is_replaced(
    unkept: tuple[SummaryScreen, FakeRun], choose: Callable[[str], None], tmp_path: Path
) -> None:
    """It says so, and the offer stands."""
    screen, run = unkept
    (tmp_path / "mine.csv").write_text("mine")
    choose(str(tmp_path / "mine.csv"))
    press(screen, texts.KEEP_COPY)
    assert texts.COPY_EXISTS.format("mine.csv") in read(screen)
    assert run.copies == []


def test_leaving_is_asked_once(unkept: tuple[SummaryScreen, FakeRun]) -> None:
    """The first time it says what is lost; the second time it leaves."""
    screen, run = unkept
    press(screen, texts.DONE)
    assert texts.LEAVE_UNKEPT in read(screen)
    assert "done" not in run.asked
    press(screen, texts.DONE)
    assert run.asked[-1] == "done"


def test_the_window_is_not_closed_over_it_unasked(window: Window, qtbot: QtBot) -> None:
    """Once it says what is lost; then it closes."""
    run = FakeRun(lambda _: None)
    run.outcome = replace(summary(), path=None, unkept=LOST)
    window.summarise(run, window.go_home)
    screen = window.summary
    assert screen
    qtbot.waitUntil(lambda: screen.ready)
    assert not window.close()
    assert texts.LEAVE_UNKEPT in read(screen)
    assert window.close()


def test_playing_it_again_is_no_way_round_the_question(
    unkept: tuple[SummaryScreen, FakeRun], qtbot: QtBot, tmp_path: Path
) -> None:
    """Where the end alone was not kept there is a file to play."""
    _, run = unkept
    run.outcome = replace(summary(), path=tmp_path / "s.csv", unkept=LOST)
    again: list[Path] = []
    other = SummaryScreen(run, DARK, lambda: None, again.append)
    qtbot.addWidget(other)
    other.show()
    qtbot.waitUntil(lambda: other.ready and texts.PLAY_AGAIN in buttons(other))
    press(other, texts.PLAY_AGAIN)
    assert again == []
    assert texts.LEAVE_UNKEPT in read(other)
    press(other, texts.PLAY_AGAIN)
    assert again == [tmp_path / "s.csv"]


@pytest.fixture
def unnoted(window: Window, qtbot: QtBot, tmp_path: Path) -> tuple[SummaryScreen, FakeRun]:
    """Show a summary with a note that no disk takes, typed and not entered."""
    run = FakeRun(lambda _: None)
    run.outcome = replace(summary(), path=tmp_path / "s.csv")
    window.summarise(run, lambda: run.asked.append("done"))
    screen = window.summary
    assert screen
    qtbot.waitUntil(lambda: screen.ready and texts.DONE in buttons(screen))
    run.full_disk = "The disk is full: free some space."
    (field,) = (each for each in screen.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(field, "gulls")
    return screen, run


def test_a_note_that_no_disk_takes_is_not_left_unasked(
    unnoted: tuple[SummaryScreen, FakeRun],
) -> None:
    """It stays in its field; other words are asked about anew; room on the disk ends it."""
    screen, run = unnoted
    press(screen, texts.DONE)
    assert run.full_disk in read(screen)
    assert texts.LEAVE_UNNOTED in read(screen)
    (field,) = (each for each in screen.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(field, ", and a boat")
    press(screen, texts.DONE)
    assert "done" not in run.asked
    run.full_disk = ""
    press(screen, texts.DONE)
    assert run.notes == ["gulls, and a boat"]
    assert run.asked[-1] == "done"


def test_the_ground_leads_back_to_a_note_that_no_disk_takes(
    unnoted: tuple[SummaryScreen, FakeRun], window: Window
) -> None:
    """Esc is always free; what waited waits on."""
    screen, _run = unnoted
    strike(window.page or window, Qt.Key.Key_Escape)
    assert window.grounding.isVisible()
    strike(window.grounding.button, Qt.Key.Key_Return)
    assert window.page is screen


def test_the_ground_leads_to_what_a_full_disk_did_not_take(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """It does not say that everything is kept, and closing the window leads there, too."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.outcome = replace(summary(), path=None, unkept=LOST)
    run.tell(recording_trouble="The disk is full: free some space.")
    settled(qtbot)
    strike(window.practice or window, Qt.Key.Key_Escape)
    run.enter(Phase.ENDED)
    settled(qtbot)
    assert window.grounding.isVisible()
    assert texts.GROUNDING_SAVED not in read(window)
    assert not window.close()
    screen = window.summary
    assert screen
    assert window.page is screen
    qtbot.waitUntil(lambda: screen.ready and texts.KEEP_COPY in buttons(screen))

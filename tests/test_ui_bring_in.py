"""Bringing in what other programs recorded: it is looked at first, and kept only if one says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from biofeedback.store.library import list_sittings
from biofeedback.ui.bring_in import BringIn
from biofeedback.ui.history_screen import HistoryScreen
from biofeedback.ui.window import Window
from biofeedback.words import texts_bring_in as texts
from tests.ui_fakes import FakeApplication, press, read, strike
from tests.ui_window import app, settled, window

__all__ = ["app", "window"]  # fixtures


@pytest.fixture
def history(window: Window, app: FakeApplication, qtbot: QtBot) -> HistoryScreen:
    """Return the history, where nothing is kept yet."""
    app.sessions.mkdir(parents=True, exist_ok=True)
    window.looking_back.show_history()
    settled(qtbot)
    assert window.looking_back.history is not None
    return window.looking_back.history


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return a recording in ms, and heart rates, which are none."""
    (tmp_path / "morning.txt").write_text("800\n810\n820\n", encoding="utf-8")
    (tmp_path / "rates.txt").write_text("72\n71\n70\n", encoding="utf-8")
    return [tmp_path / "morning.txt", tmp_path / "rates.txt"]


def looked(window: Window, qtbot: QtBot) -> BringIn:
    """Return the screen once it has looked."""
    screen = window.looking_back.incoming
    assert screen is not None
    qtbot.waitUntil(lambda: screen.ready, timeout=20_000)
    assert window.page is screen
    return screen


def test_files_are_looked_at_then_kept(
    window: Window,
    app: FakeApplication,
    history: HistoryScreen,
    files: list[Path],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By keyboard: I asks for files, what is in them is said, Enter keeps, and leads back."""
    named = [str(path) for path in files]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (named, ""))
    strike(history, Qt.Key.Key_I)
    screen = looked(window, qtbot)
    told = read(screen)
    for words in ("One recording", "3 beats", "mean heart rate 74.1", "look like heart rates"):
        assert words in told
    assert list_sittings(app.sessions) == []
    strike(window.focusWidget(), Qt.Key.Key_Return)
    looked(window, qtbot)
    assert texts.kept(1) in read(screen)
    (kept,) = list_sittings(app.sessions)
    assert kept.path.is_file()
    strike(window.focusWidget(), Qt.Key.Key_Return)
    assert window.page is history
    qtbot.waitUntil(lambda: history.list.row is not None)


def test_another_unit_is_another_heart_rate(
    window: Window, history: HistoryScreen, files: list[Path], qtbot: QtBot
) -> None:
    """60000 / (810 * 1000 / 1024) = 75.9."""
    history._ways.bring_in(files[:1])
    screen = looked(window, qtbot)
    press(screen, "1/1024 s")
    assert "mean heart rate 75.9" in read(looked(window, qtbot))


def test_what_cannot_be_taken_is_told_apart(
    window: Window, history: HistoryScreen, files: list[Path], qtbot: QtBot
) -> None:
    """As left out, below the others, before and after."""
    history._ways.bring_in(files[::-1])
    screen = looked(window, qtbot)
    for _ in range(2):
        said = read(screen)
        at = [said.index(each) for each in ("morning.txt", texts.LEFT_OUT, "rates.txt")]
        assert at == sorted(at)
        screen.keep()
        looked(window, qtbot)
    history._ways.bring_in(files[:1])
    assert texts.LEFT_OUT not in read(looked(window, qtbot))


def test_the_unit_is_asked_for_where_it_can_be_chosen(
    window: Window, history: HistoryScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    """No option of the terminal is named, and none of a row of units that is gone."""
    whole, fast = tmp_path / "whole.txt", tmp_path / "fast.txt"
    whole.write_text("801\n811\n822\n807\n815\n833\n", encoding="utf-8")
    fast.write_text("0.21\n0.22\n0.21\n", encoding="utf-8")
    history._ways.bring_in([fast])
    screen = looked(window, qtbot)
    assert "choose its unit below" in read(screen)
    assert "1/1024 s" in read(screen)
    history._ways.bring_in([whole])
    screen = looked(window, qtbot)
    assert "choose 1/1024 s below" in read(screen)
    screen.keep()
    said = read(looked(window, qtbot))
    assert "below" not in said
    assert "import the file once more, in 1/1024 s" in said
    assert "--unit" not in said


def test_a_heart_rate_is_asked_about_only_where_one_is_shown(
    window: Window, history: HistoryScreen, files: list[Path], qtbot: QtBot
) -> None:
    """A sitting of this program comes back as it is, and shows none."""
    history._ways.bring_in([Path(__file__).parents[1] / "sample_recordings" / "paced-4-6.csv"])
    screen = looked(window, qtbot)
    assert texts.found(1) in read(screen)
    assert texts.LEAD not in read(screen)
    history._ways.bring_in(files[:1])
    assert texts.LEAD in read(looked(window, qtbot))


def test_what_was_brought_in_before_is_not_brought_in_twice(
    window: Window, app: FakeApplication, history: HistoryScreen, files: list[Path], qtbot: QtBot
) -> None:
    """It is said, and nothing is offered but the way back."""
    history._ways.bring_in(files[:1])
    looked(window, qtbot).keep()
    looked(window, qtbot)
    history._ways.bring_in(files[:1])
    screen = looked(window, qtbot)
    assert texts.found(0) in read(screen)
    assert texts.ALREADY in read(screen)
    strike(window.focusWidget(), Qt.Key.Key_Return)
    assert window.page is history
    assert len(list_sittings(app.sessions)) == 1


def test_files_may_be_dropped(
    window: Window, history: HistoryScreen, files: list[Path], qtbot: QtBot
) -> None:
    """A folder stands for the files in it; what is no file is not taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(files[0].parent))])
    place = QPointF(20, 20)
    what = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, *what)
    history.dragEnterEvent(entering)
    assert entering.isAccepted()
    history.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, *what))
    assert "3 beats" in read(looked(window, qtbot))
    words = QMimeData()
    words.setText("hello")
    other = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, words, *what[1:])
    other.ignore()
    history.dragEnterEvent(other)
    assert not other.isAccepted()


def test_left_amid_the_look_nothing_comes_later(
    window: Window, history: HistoryScreen, files: list[Path], qtbot: QtBot
) -> None:
    """The answer has nowhere to go, and nothing is kept."""
    history._ways.bring_in(files)
    strike(window.page, Qt.Key.Key_Backspace)
    assert window.page is history
    qtbot.wait(300)
    assert window.looking_back.incoming is None


def test_one_very_long_name_widens_nothing(
    window: Window, app: FakeApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    """Its beginning and its end are shown, on as many lines as it takes."""
    name = "a" * 200 + "-evening.txt"
    (tmp_path / name).write_text("800\n810\n820\n", encoding="utf-8")
    app.sessions.mkdir(parents=True)
    window.resize(960, 640)
    window.looking_back.bring_in([tmp_path / name])
    screen = looked(window, qtbot)
    settled(qtbot)
    shown = read(screen).replace("\u200b", "")
    assert "aaa…vening.txt" in shown
    inside = screen._area.widget()
    assert inside is not None
    assert inside.width() <= screen._area.viewport().width()

"""One kept sitting in the window: named, tagged, copied, and what of it stands in its row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from biofeedback.checkin import Feeling, Rated, When
from biofeedback.sitting import Noted
from biofeedback.store import afterwards
from biofeedback.store.kept import Kept, read_kept
from biofeedback.store.recording import read_recording
from biofeedback.ui.one_sitting import OneSitting
from biofeedback.ui.sitting_row import row_of
from biofeedback.ui.window import Window
from biofeedback.words import texts_one_sitting as texts
from tests.ui_fakes import FakeApplication, button_names, press, read, strike
from tests.ui_screens import history
from tests.ui_window import app, window

__all__ = ["app", "window"]  # fixtures
WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a kept sitting with a tag."""
    made = tmp_path / "2026-11-23T080000_hand-on-heart_7f3a.csv"
    shutil.copy(WHOLE, made)
    afterwards.tag(made, "morning")
    return made


def asked(qtbot: QtBot, path: Path) -> OneSitting:
    """Show the question about a sitting."""
    made = OneSitting(None, read_kept(path))
    qtbot.addWidget(made)
    made.open()
    return made


def again(path: Path) -> Kept:
    """Return what is kept of a sitting now."""
    return read_kept(path)


def test_a_name_and_tags_are_kept_by_keyboard_alone(qtbot: QtBot, path: Path) -> None:
    """Typed, and Return; the heartbeats and the seal stay as they are."""
    shown = asked(qtbot, path)
    qtbot.keyClicks(shown.name, "After the talk")  # type: ignore[no-untyped-call]
    shown.tags.setText("outdoors,  with Ana , outdoors")
    strike(shown.tags, Qt.Key.Key_Return)
    assert shown.result() == OneSitting.DialogCode.Accepted
    assert again(path).name == "After the talk"
    assert again(path).tags == ("outdoors", "with Ana")
    assert read_recording(path).sealed


def test_escape_keeps_nothing(qtbot: QtBot, path: Path) -> None:
    """Neither a name nor tags."""
    shown = asked(qtbot, path)
    shown.name.setText("x")
    strike(shown, Qt.Key.Key_Escape)
    assert again(path).name == ""
    assert again(path).tags == ("morning",)


def test_a_note_is_changed_and_another_taken_back_by_keyboard(qtbot: QtBot, path: Path) -> None:
    """Each stands in a field of its own, with a name; what is emptied is taken back."""
    afterwards.append_note(path, Noted(300.0, "It felt od."), Noted(300.0, "Rain."))
    shown = asked(qtbot, path)
    (first, _), (second, _) = shown.notes
    assert [each.accessibleName() for each in (first, second)] == ["Your note 1", "Your note 2"]
    second.selectAll()
    strike(second, Qt.Key.Key_Delete)
    strike(first, Qt.Key.Key_End)
    strike(first, Qt.Key.Key_Backspace)
    qtbot.keyClicks(first, "d.")  # type: ignore[no-untyped-call]
    strike(first, Qt.Key.Key_Return)
    assert again(path).notes == ("It felt odd.",)
    assert read_recording(path).sealed


def test_a_note_that_changed_meanwhile_is_said_and_the_words_stay(qtbot: QtBot, path: Path) -> None:
    """What could be kept is, once; the others are there to be read."""
    afterwards.append_note(path, Noted(300.0, "One."), Noted(300.0, "Two."))
    shown = asked(qtbot, path)
    afterwards.change_note(path, "Two.", "Two, elsewhere.")
    for field, _ in shown.notes:
        field.selectAll()
        qtbot.keyClicks(field, "Mine.")  # type: ignore[no-untyped-call]
    for _ in range(2):
        shown.accept()
        assert shown.result() != OneSitting.DialogCode.Accepted
        assert "no such note any more" in shown.told.text()
    assert again(path).notes == ("Two, elsewhere.", "Mine.")


def test_of_many_notes_the_latest_can_be_changed(qtbot: QtBot, path: Path) -> None:
    """An import may hold hundreds; how many there are besides is said."""
    afterwards.append_note(path, *(Noted(300.0, f"{n}") for n in range(30)))
    shown = asked(qtbot, path)
    assert [before for _, before in shown.notes] == [f"{n}" for n in range(10, 30)]
    assert texts.EARLIER.format(10) in read(shown)


def test_what_cannot_be_written_is_said_and_the_words_stay(qtbot: QtBot, path: Path) -> None:
    """The file was taken away meanwhile."""
    shown = asked(qtbot, path)
    shown.name.setText("After the talk")
    path.unlink()
    shown.accept()
    assert shown.result() != OneSitting.DialogCode.Accepted
    assert str(path.parent) in shown.told.text()
    assert shown.name.text() == "After the talk"


def test_last_is_no_name(qtbot: QtBot, path: Path) -> None:
    """It would name another sitting tomorrow."""
    shown = asked(qtbot, path)
    shown.name.setText("Last")
    shown.accept()
    assert shown.told.text() == texts.NOT_LAST
    assert again(path).name == ""


@pytest.mark.parametrize("format_name", texts.FORMATS)
def test_a_copy_can_be_taken_in_each_format(
    qtbot: QtBot, path: Path, tmp_path: Path, format_name: str
) -> None:
    """It is written where one chose, and read again it has the same beats."""
    shown = asked(qtbot, path)
    press(shown, format_name)
    target = tmp_path / "copies" / "copy.any"
    target.parent.mkdir()
    shown.export(target)
    assert texts.EXPORTED.format(target) == shown.told.text()
    kept, copied = (read_recording(each).beats.rr_ms for each in (path, target))
    assert copied.tolist() == pytest.approx(kept.tolist())


def test_the_row_tells_how_it_was_and_what_was_noted(path: Path) -> None:
    """Calm before and after, the last note, and each tag as a mark."""
    afterwards.append_note(path, Rated(1.0, Feeling.CALM, When.BEFORE, 3))
    afterwards.append_note(path, Rated(2.0, Feeling.CALM, When.AFTER, 6))
    afterwards.append_note(path, Noted(3.0, "It was kind."))
    row = row_of(again(path), {})
    assert "calm 3 → 6" in row.when
    assert "“It was kind.”" in row.when
    assert "morning" in row.marks


def test_a_sitting_is_named_from_the_history(
    window: QWidget, app: FakeApplication, qtbot: QtBot
) -> None:
    """N asks, and the list shows the new name."""
    history(window, app, qtbot)  # type: ignore[arg-type]
    shown = window.looking_back.history  # type: ignore[attr-defined]
    strike(shown.list, Qt.Key.Key_N)
    (question,) = shown.findChildren(OneSitting)
    question.name.setText("After the talk")
    question.accept()
    qtbot.waitUntil(lambda: shown.list.row is not None and shown.list.row.title == "After the talk")
    assert texts.MORE in read(shown)


def test_the_summary_shows_what_a_sitting_was_called_just_now(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Its name and its tags, beside the practice and the day; and each note that was kept."""
    path = app.sessions / "2026" / "2026-11-23T080000_hand-on-heart_7f3a.csv"
    path.parent.mkdir(parents=True)
    shutil.copy(WHOLE, path)
    window.looking_back.open(path)
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready, timeout=20_000)
    summary = window.summary
    assert summary is not None
    qtbot.waitUntil(lambda: texts.MORE_OF_IT in button_names(summary))
    for note in ("It rained.", "It was kind."):
        summary._note.setText(note)
        strike(summary._note, Qt.Key.Key_Return)
    assert "Kept: “It rained.”  Kept: “It was kind.”" in read(summary)
    qtbot.waitUntil(lambda: texts.MORE_OF_IT in button_names(summary))
    press(summary, texts.MORE_OF_IT)
    (dialog,) = summary.findChildren(OneSitting)
    dialog.name.setText("After the talk")
    dialog.tags.setText("outdoors")
    dialog.accept()
    qtbot.waitUntil(lambda: "After the talk  ·  Hand-on-Heart" in read(summary))
    assert "[outdoors]" in read(summary)
    assert "You noted: “It rained.”" in read(summary)

"""Keeping it up, in the window: what there is, a path, a minute before an event, and cues."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.checkin import Intended, Ratings
from biofeedback.keeping_up.notices import NoticeError
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from biofeedback.ui.keep_up import KeepUp, so_far
from biofeedback.ui.own_phrases import OwnPhrases
from biofeedback.ui.window import Window
from biofeedback.words import texts_plan as texts
from practices.phrases import phrases_of
from tests.ui_fakes import FakeApplication, read, strike
from tests.ui_window import SIMULATED, app, settled, window

__all__ = ["app", "window"]  # fixtures

NOW = datetime.now().astimezone()
Found = list[Kept]


def kept(days_ago: float, path: str = "s.csv", **changes: object) -> Kept:
    """Return three minutes of hand-on-heart."""
    began = NOW - timedelta(days=days_ago)
    made = Kept(path, began, 180.0, 180.0, "hand-on-heart", "Hand", simulated=False, closed=True)
    return made._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def shown(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Found], KeepUp]:
    """Show the screen over these sittings."""

    def show(sittings: Found) -> KeepUp:
        monkeypatch.setattr("biofeedback.ui.keep_up.list_sittings", lambda _: sittings)
        QTest.keyClick(window.home, Qt.Key.Key_K)
        page = window.page
        assert isinstance(page, KeepUp)
        qtbot.waitUntil(lambda: page.sittings is sittings)
        settled(qtbot)
        return page

    return show


def buttons(window: Window) -> list[str]:
    """Return the words on the buttons that are shown."""
    return [b.text() for b in window.findChildren(QPushButton) if b.isVisible() and b.text()]


def press(window: Window, words: str) -> None:
    """Press the button with these words."""
    next(b for b in window.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def test_a_path_is_chosen_waits_and_is_set_aside(
    window: Window, app: FakeApplication, qtbot: QtBot, shown: Callable[[Found], KeepUp]
) -> None:
    """Day 1 with both of its practices; begun with one press; nothing is lost when set aside."""
    app.choose_heart(SIMULATED)
    shown([])
    assert texts.NOT_YET in read(window)
    press(window, "Starter week")
    settled(qtbot)
    assert "Starter week: day 1 of 7" in read(window)
    assert app.settings.plan == "starter-week"
    press(window, "Loving-Kindness Phrases  ·  3 min")
    assert app.begun[-1][:3] == ("loving-kindness", 180.0, 120.0)
    window.go_home()
    shown([kept(0, practice="loving-kindness")])
    assert "Starter week: day 1 of 7" in read(window)
    assert "Loving-Kindness Phrases  ·  3 min" not in buttons(window)
    press(window, texts.ASIDE)
    settled(qtbot)
    assert app.settings.plan == ""
    assert "3 minutes on 1 day" in read(window)


def test_tab_comes_to_the_cards_as_they_stand(
    window: Window, qtbot: QtBot, shown: Callable[[Found], KeepUp]
) -> None:
    """The path first, though it was filled last; after a choice, too."""
    page = shown([])
    for first in ("Starter week", "Self-Compassion Break  ·  2 min"):
        page._back.setFocus()
        heard: list[object] = []
        while page.phrases.lines not in heard:
            strike(window.focusWidget(), Qt.Key.Key_Tab)
            heard.append(window.focusWidget())
        assert isinstance(heard[0], QPushButton)
        assert heard[0].text() == first
        assert len(heard) > 2
        if first == "Starter week":
            press(window, first)
            settled(qtbot)


def test_who_comes_back_is_welcome_and_no_figure_falls() -> None:
    """After a month: the same totals, and no word of what was not done."""
    sittings = [kept(40 + n, ratings=Ratings(critic_before=8 - n)) for n in range(7)]
    day = NOW.date()
    told = " ".join(so_far(sittings, day))
    assert told.startswith(texts.WELCOME_BACK)
    assert "21 minutes on 7 days" in told
    assert "3 of 10 at first, 7 of late" in told  # 2, 3, 4 and 6, 7, 8, the oldest first
    assert " ".join(so_far(sittings, day + timedelta(days=300))) == told
    assert texts.WELCOME_BACK not in " ".join(so_far([kept(1)], day))


def test_a_minute_before_an_event_keeps_what_one_means_to_try(
    window: Window, app: FakeApplication, shown: Callable[[Found], KeepUp]
) -> None:
    """Hand on heart, one minute, no rests; the experiment goes into that sitting, and no other."""
    app.choose_heart(SIMULATED)
    page = shown([])
    page.event_card.experiment.setText("stay for 15 minutes")
    press(window, texts.EVENT_BEGIN)
    assert app.begun[-1] == ("hand-on-heart", 60.0, 0.0, True)
    assert app.runs[-1].said == [Intended(0.0, "stay for 15 minutes")]
    window.ground()
    window.go_home()
    window.home.cards[0].click()
    assert app.runs[-1].said == []


def test_the_first_time_the_heart_is_chosen_in_between(
    window: Window, app: FakeApplication, shown: Callable[[Found], KeepUp]
) -> None:
    """What was meant is not lost on the way; whoever turns back meant nothing."""
    page = shown([])
    page.event_card.experiment.setText("say hello")
    press(window, texts.EVENT_BEGIN)
    assert app.begun == []
    press(window, "Back")
    assert window.around.intended == ""
    page = shown([])
    page.event_card.experiment.setText("say hello")
    page.event_card.start()
    app.choose_heart(SIMULATED)
    window._heart_chosen()
    assert app.runs[-1].said == [Intended(0.0, "say hello")]


def a_sitting(folder: Path) -> Path:
    """Write a sitting with an experiment."""
    recorder = Recorder(
        folder / "sitting.csv", datetime(2026, 3, 1, 8, tzinfo=UTC), {"format": "1"}
    )
    recorder.append(PhaseStarted(0.0, Phase.PRACTICE, 60.0))
    recorder.append(Intended(0.0, "stay"))
    recorder.close(60.0)
    return recorder.path


def test_how_it_went_is_asked_once(
    window: Window, tmp_path: Path, shown: Callable[[Found], KeepUp]
) -> None:
    """Kept in the sitting it belongs to."""
    path = a_sitting(tmp_path)
    page = shown([kept(1, str(path), experiment="stay")])
    assert texts.OUTCOME.format("stay") in read(window)
    page.event_card.keep()  # nothing is written yet: nothing is kept
    page.event_card.outcome.setText("I stayed, and laughed once.")
    press(window, texts.OUTCOME_KEEP)
    assert texts.OUTCOME.format("stay") not in read(window)
    told = [str(getattr(event, "text", "")) for event in read_recording(path).events]
    assert told[-1] == "I stayed, and laughed once."


def test_a_disk_that_takes_nothing_is_said_and_the_words_stay(
    window: Window,
    shown: Callable[[Found], KeepUp],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One sentence; it can be tried again."""

    def refuse(*_: object) -> None:
        raise RecordingError("The disk is full.")

    monkeypatch.setattr("biofeedback.ui.before_event.append_note", refuse)
    page = shown([kept(1, experiment="stay")])
    page.event_card.outcome.setText("Well.")
    page.event_card.keep()
    assert "The disk is full." in read(window)
    assert page.event_card.outcome.text() == "Well."


def test_cues_are_kept_as_they_are_written_and_off_until_switched_on(
    window: Window,
    app: FakeApplication,
    qtbot: QtBot,
    shown: Callable[[Found], KeepUp],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A line that is no cue is said; one can be shown at once; a desktop without says why."""
    page = shown([])
    page.cues.lines.setPlainText("08:30 after making coffee\nat noon")
    assert "Line 2: 'at noon' is no cue" in read(window)
    assert app.cues == ""
    press(window, texts.REMIND[False])
    assert app.cues == "08:30 after making coffee\nat noon"
    told: list[tuple[str, str]] = []
    monkeypatch.setattr("biofeedback.ui.cues.notify", lambda *words: told.append(words))
    press(window, texts.SHOW_ONE)
    qtbot.waitUntil(lambda: texts.SHOWN in read(window))
    assert told == [("Kind Heart", "After making coffee: a minute for yourself, if you like.")]

    def none(*_: str) -> None:
        raise NoticeError("This desktop shows no notifications.")

    monkeypatch.setattr("biofeedback.ui.cues.notify", none)
    press(window, texts.SHOW_ONE)
    qtbot.waitUntil(lambda: "This desktop shows no notifications." in read(window))


def test_reminders_are_on_only_with_a_cue(
    window: Window, app: FakeApplication, shown: Callable[[Found], KeepUp]
) -> None:
    """What is missing is said; a cue that is lost and found again needs no second switch."""
    page = shown([])
    press(window, texts.REMIND[False])
    assert texts.NO_CUE in read(window)
    page.cues.lines.setPlainText("25:99 nonsense")
    press(window, texts.REMIND[False])
    assert "is no cue" in read(window)
    assert texts.NO_CUE in read(window)
    assert not app.settings.reminders
    page.cues.lines.setPlainText("08:30")
    press(window, texts.REMIND[False])
    assert app.cues == "08:30"
    assert texts.REMIND[True] in buttons(window)
    page.cues.lines.setPlainText("08:3")
    assert texts.REMIND[False] in buttons(window)
    page.cues.lines.setPlainText("08:35")
    assert texts.REMIND[True] in buttons(window)


def test_ones_own_phrases_are_written_once_and_read(
    window: Window,
    app: FakeApplication,
    qtbot: QtBot,
    shown: Callable[[Found], KeepUp],
) -> None:
    """They stand on the home screen, begin with one press, and can be changed."""
    app.choose_heart(SIMULATED)
    page = shown([])
    press(window, texts.PHRASES_KEEP)
    assert "no phrase yet" in read(window)
    page.phrases.lines.setPlainText("I am here.\n\nThis will pass.")
    press(window, texts.PHRASES_READ)
    assert app.begun[-1][:3] == ("my-own-words", 60.0, 120.0)
    window.go_home()
    assert window.home.cards[-1].practice.name == "My own words"
    page.phrases.lines.setPlainText("I am here, still.")
    page.phrases.keep()
    settled(qtbot)
    (mine,), _ = app.own_practices()
    assert phrases_of(mine) == ("I am here, still.",)


def test_phrases_that_were_not_kept_yet_are_there_again(
    app: FakeApplication, shown: Callable[[Found], KeepUp]
) -> None:
    """Wherever one went meanwhile, out of the program too; kept, they are no draft any more."""
    page = shown([])
    page.phrases.lines.setPlainText("I am here.")
    again = OwnPhrases(FakeApplication(app.folder), lambda *_: None)
    assert again.lines.toPlainText() == "I am here."
    page.phrases.lines.setPlainText("I am here, still.")
    assert shown([]).phrases.lines.toPlainText() == "I am here, still."
    page.phrases.keep()
    assert FakeApplication(app.folder).settings.phrases_draft == ""
    assert shown([]).phrases.lines.toPlainText() == "I am here, still."


def test_a_folder_that_cannot_be_written_is_said(
    window: Window,
    app: FakeApplication,
    shown: Callable[[Found], KeepUp],
) -> None:
    """And the words stay where they are."""
    page = shown([])
    (app.folder / "practices").write_text("a file where the folder would be")
    page.phrases.lines.setPlainText("I am here.")
    page.phrases.keep()
    assert "They cannot be kept in" in read(window)
    assert page.phrases.lines.toPlainText() == "I am here."


def test_its_words_are_kind() -> None:
    """No blame, no duty, no counting of days in a row."""
    words = " ".join(str(value) for name, value in vars(texts).items() if name.isupper())
    assert not re.search(
        r"\b(fail\w*|wrong|poor|bad|should|must|streak|score|grade)\b", words, re.IGNORECASE
    )


def test_practices_and_ground_speak_german_when_asked_to(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """By one press, kept, and back again by another."""
    app.choose_heart(SIMULATED)
    press(window, "Auf Deutsch")
    assert "Hand aufs Herz" in read(window)
    window.ground()
    assert "Spür deine Füße auf dem Boden." in read(window)
    window.go_home()
    press(window, "Nur atmen")
    settled(qtbot)
    assert app.settings.language == "de"
    practising = app.runs[-1]
    practising.enter(Phase.PRACTICE)
    settled(qtbot)
    assert window.practice
    window.practice.tick()
    assert window.practice.pacer.word == "Einatmen"
    window.ground()
    window.go_home()
    press(window, "In English")
    assert [card.practice.name for card in window.home.cards][1] == "Hand-on-Heart Soothing"
    window.ground()
    assert "Feel your feet on the floor." in read(window)


def test_that_simulated_sittings_do_not_count_is_said() -> None:
    """Who only looked around is not told that there is nothing, without a reason."""
    day = NOW.date()
    looked = " ".join(so_far([kept(1)._replace(simulated=True)], day))
    assert "simulated heart are kept, but not counted" in looked
    assert "simulated" not in " ".join(so_far([], day))
    assert "simulated" not in " ".join(so_far([kept(1)], day))

"""In the window: how to breathe is chosen, a pace of one's own is searched, asked of, and taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.checkin import Felt
from biofeedback.sitting import Phase
from biofeedback.ui.breath_choice import BreathChoice
from biofeedback.ui.own_breath import OwnBreath
from biofeedback.ui.practice_screen import PracticeScreen
from biofeedback.ui.window import Window
from biofeedback.words import texts_pace as texts
from practices.breathing import BreathPattern, parse_pattern
from tests.ui_fakes import FakeApplication, FakeRun, a_search, read, strike
from tests.ui_window import SIMULATED, app, begun, settled, window

__all__ = ["app", "window"]  # fixtures


def press(window: Window, words: str) -> None:
    """Press the button with these words."""
    found = [b for b in window.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1
    found[0].click()


def the_screen(window: Window) -> PracticeScreen:
    """Return the practice screen that is shown."""
    assert window.practice is not None
    return window.practice


def test_how_to_breathe_is_chosen_once_and_kept(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """4/6 is as good as no choice; a breath of one's own stands beside the others."""
    choice = window.home.findChild(BreathChoice)
    assert isinstance(choice, BreathChoice)
    press(window, "5 in, 5 out")
    assert app.settings.pace == BreathPattern(5.0, 5.0)
    press(window, "4 in, 6 out")
    assert app.settings.breath == ""
    app.change(breath="5/7")
    choice.refresh()
    settled(qtbot)
    chips = [
        b.text() for b in choice.findChildren(QPushButton) if b.isCheckable() and b.isVisible()
    ]
    assert chips == ["4 in, 6 out", "5 in, 5 out", "4 in, 7 out", "5 in, 7 out"]


def asked_own(window: Window) -> OwnBreath:
    """Ask for a breath of one's own."""
    press(window, texts.OWN_BREATH)
    (asked,) = window.findChildren(OwnBreath)
    return asked


def typed(qtbot: QtBot, asked: OwnBreath, *lengths_s: str) -> None:
    """Type the four lengths, as by keyboard."""
    for field, length_s in zip(asked.fields, lengths_s, strict=True):
        field.clear()
        qtbot.keyClicks(field, length_s)  # type: ignore[no-untyped-call]


def test_a_breath_of_ones_own_has_holds_and_stays(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Typed, and Return; it stands beside the others, also once another was chosen."""
    asked = asked_own(window)
    assert [field.text() for field in asked.fields] == ["4", "0", "6", "0"]
    typed(qtbot, asked, "4", "1,5", "6", "2")
    assert read(asked).endswith("A whole breath of 13.5 s: 4.4 a minute.\nCancel\nBreathe so")
    strike(asked.fields[3], Qt.Key.Key_Return)
    own = BreathPattern(4.0, 6.0, 1.5, 2.0)
    assert app.settings.pace == own
    press(window, "4 in, 6 out")
    assert (app.settings.breath, app.settings.own_breath) == ("", "4/1.5/6/2")
    window.go_home()
    press(window, "4 in, 1.5 hold, 6 out, 2 hold")
    assert app.settings.pace == own


def test_the_parts_have_names_and_follow_the_arrow_keys(window: Window) -> None:
    """In steps of half a second; what it comes to is told of each."""
    asked = asked_own(window)
    names = [field.accessibleName() for field in asked.fields]
    assert names == [texts.PART.format(part) for part in texts.PARTS]
    assert len(set(names)) == 4
    strike(asked.fields[1], Qt.Key.Key_Down)
    assert asked.fields[1].text() == "0"
    strike(asked.fields[1], Qt.Key.Key_Up)
    assert asked.fields[1].text() == "0.5"
    assert "10.5 s" in asked.fields[1].accessibleDescription()


@pytest.mark.parametrize("lengths_s", ["0/0/6/0", "4/0/6.3/0", "1/0/1/0", "20/0/20/0"])
def test_a_breath_the_terminal_would_not_take_is_not_kept(
    window: Window, app: FakeApplication, qtbot: QtBot, lengths_s: str
) -> None:
    """The same sentence says what to change; Esc leaves all as it was."""
    with pytest.raises(ValueError, match=r".") as refused:
        parse_pattern(lengths_s)
    asked = asked_own(window)
    typed(qtbot, asked, *lengths_s.split("/"))
    strike(asked.fields[0], Qt.Key.Key_Return)
    assert asked.isVisible()
    assert asked.told.text() == str(refused.value)
    strike(asked, Qt.Key.Key_Escape)
    assert app.settings.pace is None


@pytest.mark.parametrize("length_s", ["x", "", "4/6"])
def test_what_is_no_number_is_answered_in_words_of_the_fields(
    window: Window, app: FakeApplication, qtbot: QtBot, length_s: str
) -> None:
    """Not in those of the terminal, where a breath is one text."""
    asked = asked_own(window)
    typed(qtbot, asked, "4", length_s, "6", "0")
    strike(asked.fields[0], Qt.Key.Key_Return)
    assert asked.isVisible()
    assert asked.told.text() == texts.OWN_NO_NUMBER
    assert app.settings.pace is None


def test_a_long_sentence_makes_the_question_higher(window: Window, qtbot: QtBot) -> None:
    """It has the room it needs, and takes none from the fields."""
    asked = asked_own(window)
    qtbot.waitUntil(asked.isVisible)
    asked.told.setText("Some words. " * 60)
    needed = asked.told.heightForWidth(asked.told.width())
    qtbot.waitUntil(lambda: asked.told.height() >= needed)
    assert all(field.height() >= field.sizeHint().height() for field in asked.fields)


def test_arrow_keys_pass_over_a_breath_that_is_not_there(window: Window) -> None:
    """Without one of one's own, the last of the offered ones is the last."""
    choice = window.home.findChild(BreathChoice)
    assert isinstance(choice, BreathChoice)
    chips = [b for b in choice.findChildren(QPushButton) if b.isCheckable()]
    for chip in chips[:3]:
        strike(chip, Qt.Key.Key_Right)
    assert [chip.isChecked() for chip in chips] == [False, False, True, False]


def test_the_search_begins_from_home(window: Window, app: FakeApplication) -> None:
    """Without rests that are compared: it has its own."""
    app.choose_heart(SIMULATED)
    press(window, "Your own pace  ·  15 min")
    assert app.begun[-1] == ("own-pace", 900.0, 0.0, True)


def searching(window: Window, app: FakeApplication) -> FakeRun:
    """Return a search in the rest after its first pace."""
    run = begun(window, app)
    run.searches_pace = True
    run.enter(Phase.PRACTICE)
    run.enter(Phase.SETTLE)
    return run


def test_how_a_pace_felt_is_asked_in_the_rest_after_it(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """By digits from anywhere on the screen; asked anew after the next pace, without an answer."""
    run = searching(window, app)
    settled(qtbot)
    assert texts.FELT in read(window)
    assert the_screen(window).offers.felt.isVisible()
    for key in (Qt.Key.Key_5, Qt.Key.Key_1, Qt.Key.Key_0):
        QTest.keyClick(the_screen(window), key)
    assert [said.rating for said in run.said if isinstance(said, Felt)] == [5, 1, 10]
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    assert the_screen(window).offers.felt.isHidden()
    QTest.keyClick(the_screen(window), Qt.Key.Key_3)
    run.enter(Phase.SETTLE)
    settled(qtbot)
    assert the_screen(window).offers.felt.answer is None
    assert len(run.said) == 3


def test_nobody_else_is_asked(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """A usual sitting settles in peace."""
    run = begun(window, app)
    run.enter(Phase.SETTLE)
    settled(qtbot)
    QTest.keyClick(the_screen(window), Qt.Key.Key_5)
    assert run.said == []
    assert texts.FELT not in read(window)


def test_the_suggestion_is_taken_only_if_one_wants_it(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Each pace with its swing, the words, and one button that keeps the breath for ever after."""
    run = begun(window, app)
    run.outcome = a_search()
    run.enter(Phase.PRACTICE)
    run.end()
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready)
    settled(qtbot)
    shown = read(window)
    assert "5 breaths a minute: your heart swung 120 ms, and it felt 9 of 10 easy" in shown
    assert "about equally for 5 breaths a minute and for 5.5" in shown
    assert app.settings.breath == ""
    press(window, texts.USE.format("5 s in · 7 s out"))
    assert app.settings.breath == "5/7"
    assert texts.USED.format("5/7") in [b.text() for b in window.findChildren(QPushButton)]


@pytest.mark.parametrize(
    ("words", "key", "asked"),
    [
        (texts.GENTLER, Qt.Key.Key_G, "ease"),
        (texts.OWN_RHYTHM, Qt.Key.Key_O, "own rhythm"),
    ],
)
def test_gentler_breathing_is_offered_to_whoever_breathes_past_the_pacer(
    window: Window, app: FakeApplication, qtbot: QtBot, words: str, key: Qt.Key, asked: str
) -> None:
    """By button and key, and not before."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    assert words not in [b.text() for b in window.findChildren(QPushButton) if b.isVisible()]
    run.beat(off_pacer=True)
    settled(qtbot)
    press(window, words)
    QTest.keyClick(the_screen(window), key)
    assert run.asked[-2:] == [asked, asked]


def test_one_may_stay_longer(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """In the practice alone, by button and key."""
    run = begun(window, app)
    run.enter(Phase.REST_BEFORE)
    QTest.keyClick(the_screen(window), Qt.Key.Key_L)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    press(window, texts.LONGER)
    QTest.keyClick(the_screen(window), Qt.Key.Key_L)
    assert run.asked.count("extend") == 2
    QTest.keyClick(the_screen(window), Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(the_screen(window), Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert run.asked[-2:] == ["shorten", "first pace"]
    assert run.asked.count("extend") == 2

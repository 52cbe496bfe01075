"""Before and after a practice: two questions, each of which may be passed over with one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from biofeedback.checkin import Feeling, Rated, When
from biofeedback.sitting import Phase
from biofeedback.ui.check_in import CheckIn, Scale
from biofeedback.ui.practice_screen import PracticeScreen
from biofeedback.ui.summary_screen import SummaryScreen
from biofeedback.ui.theme import DARK, LIGHT
from biofeedback.ui.window import Window
from tests.ui_fakes import FakeApplication, press, read, strike
from tests.ui_window import SIMULATED, app, card, settled, window

__all__ = ["app", "window"]


def asked(window: Window, app: FakeApplication) -> CheckIn:
    """Begin a practice as someone who likes to be asked; return the questions."""
    app.change(check_in=True)
    app.choose_heart(SIMULATED)
    card(window, "Hand-on-Heart Soothing").click()
    page = window.page
    assert isinstance(page, CheckIn)
    return page


def practised(app: FakeApplication, qtbot: QtBot) -> None:
    """Let the latest sitting be practised, and end."""
    app.runs[-1].enter(Phase.PRACTICE)
    app.runs[-1].end()
    settled(qtbot)


def said(app: FakeApplication) -> list[tuple[Feeling, When, int]]:
    """Return the ratings that the latest sitting was given."""
    return [(e.feeling, e.when, e.rating) for e in app.runs[-1].said if isinstance(e, Rated)]


def test_answers_before_are_written_into_the_sitting(window: Window, app: FakeApplication) -> None:
    """By the keyboard alone: a digit, Tab, arrows, Enter; and the practice begins."""
    page = asked(window, app)
    assert page.scales[Feeling.CRITIC].hasFocus()
    strike(window.focusWidget(), Qt.Key.Key_7)
    strike(window.focusWidget(), Qt.Key.Key_Tab)
    strike(window.focusWidget(), Qt.Key.Key_Left)  # the first press shows where one is
    strike(window.focusWidget(), Qt.Key.Key_Left)
    strike(window.focusWidget(), Qt.Key.Key_Return)
    assert isinstance(window.page, PracticeScreen)
    assert said(app) == [
        (Feeling.CRITIC, When.BEFORE, 7),
        (Feeling.CALM, When.BEFORE, 4),
    ]


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_Return])
def test_one_key_passes_both_questions_over(
    window: Window, app: FakeApplication, qtbot: QtBot, key: Qt.Key
) -> None:
    """Nothing is written that was not said, and who passed it over is not asked after."""
    asked(window, app)
    strike(window.focusWidget(), key)
    assert app.runs[-1].said == []
    practised(app, qtbot)
    assert isinstance(window.page, SummaryScreen)


def test_the_answers_after_come_before_any_number_is_seen(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Asked between the last rest and the summary, with how it was before beside it."""
    page = asked(window, app)
    page.scales[Feeling.CRITIC].give(8)
    page.go_on()
    practised(app, qtbot)
    after = window.page
    assert isinstance(after, CheckIn)
    after.scales[Feeling.CRITIC].give(5)
    press(after, "Go on")
    assert said(app)[1:] == [(Feeling.CRITIC, When.AFTER, 5)]
    assert isinstance(window.page, SummaryScreen)


def test_who_is_on_the_ground_is_asked_nothing(window: Window, app: FakeApplication) -> None:
    """Esc leads to the ground from a question, and from a sitting that was begun with one."""
    asked(window, app)
    strike(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.page is window.grounding
    assert app.runs == []
    page = asked(window, app)
    page.scales[Feeling.CALM].give(2)
    page.go_on()
    app.runs[-1].enter(Phase.PRACTICE)
    strike(window.practice, Qt.Key.Key_Escape)
    assert window.page is window.grounding
    assert said(app) == [(Feeling.CALM, When.BEFORE, 2)]


def test_who_does_not_like_to_be_asked_is_not(window: Window, app: FakeApplication) -> None:
    """It is remembered."""
    press(asked(window, app), "Don’t ask any more")
    assert isinstance(window.page, PracticeScreen)
    assert not app.settings.check_in


def test_a_full_disk_is_said_and_holds_nothing_up(
    window: Window, app: FakeApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer that cannot be written is no reason to keep the summary back."""
    told: list[str] = []
    monkeypatch.setattr(window, "say", told.append)
    page = asked(window, app)
    page.scales[Feeling.CALM].give(3)
    page.go_on()
    practised(app, qtbot)
    app.runs[-1].full_disk = "The disk is full: make room."
    after = window.page
    assert isinstance(after, CheckIn)
    after.scales[Feeling.CALM].give(6)
    after.go_on()
    assert told == ["The disk is full: make room."]
    assert isinstance(window.page, SummaryScreen)


def test_a_scale_has_no_answer_until_it_is_given_one(qtbot: QtBot) -> None:
    """Digits answer, 1 and 0 make ten, X takes it back; a screen reader hears each."""
    scale = Scale("How calm are you?", DARK, None)
    qtbot.addWidget(scale)
    scale.show()
    told = QAccessible.queryAccessibleInterface(scale)
    assert scale.answer is None
    assert "not answered" in told.text(QAccessible.Text.Name)
    for keys, answer in (("1", 1), ("0", 10), ("x", None), ("0", 0), ("9", 9)):
        QTest.keyClicks(scale, keys)
        assert scale.answer == answer
    assert told.text(QAccessible.Text.Name) == "How calm are you? 9"
    assert told.role() == QAccessible.Role.Slider


def test_a_click_answers_with_the_nearest_dot(qtbot: QtBot) -> None:
    """Both ends can be reached, and clicking outside of them reaches no further."""
    scale = Scale("How calm are you?", DARK, 3)
    qtbot.addWidget(scale)
    scale.resize(500, 48)
    scale.show()
    scale.set_theme(LIGHT)
    for x, answer in ((1, 0), (250, 5), (499, 10)):
        QTest.mouseClick(scale, Qt.MouseButton.LeftButton, pos=scale.rect().center())
        pos = scale.rect().center()
        pos.setX(x)
        QTest.mouseClick(scale, Qt.MouseButton.LeftButton, pos=pos)
        assert scale.answer == answer


def test_the_questions_are_kind(window: Window, app: FakeApplication) -> None:
    """No word of blame, and the way past them is told."""
    words = read(asked(window, app))
    assert "S skips" in words
    for unkind in ("should", "must", "fail", "wrong", "bad", "poor", "score"):
        assert unkind not in words.lower()

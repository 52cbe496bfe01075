"""The first start asks once: numbers, sound, and a strap, each of which may be left as it is."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from biofeedback.settings import Settings
from biofeedback.sound.output import NO_LIBRARY
from biofeedback.ui.welcome import Welcome
from biofeedback.ui.window import Window
from biofeedback.words import texts_settings as texts
from tests.test_biofeedback_sound_player import FakeCard, no_thread, plays_to_card
from tests.ui_fakes import FakeApplication, press, read, strike
from tests.ui_window import SIMULATED, app, settled, window

__all__ = ["app", "window"]  # fixtures


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> FakeCard:
    """Let the sample play to a card of the test's."""
    return plays_to_card(monkeypatch, "biofeedback.ui.sound_sample.Sound")


def enter() -> None:
    """Take the answer that is offered first."""
    strike(QApplication.focusWidget(), Qt.Key.Key_Return)


def second(window: Window, qtbot: QtBot) -> None:
    """Come to the question about sound."""
    window.aside.welcome()
    settled(qtbot)
    enter()
    settled(qtbot)


@pytest.mark.parametrize("quietly", [True, False])
def test_the_first_start_asks_once(
    window: Window, app: FakeApplication, qtbot: QtBot, *, quietly: bool
) -> None:
    """By the keyboard alone; quiet, silence and later are first; the next start is at home."""
    window.aside.welcome()
    settled(qtbot)
    assert type(window.page) is Welcome
    assert "nothing is measured" in read(window)
    if not quietly:
        strike(QApplication.focusWidget(), Qt.Key.Key_Tab)
    enter()
    kept = Settings.load(app.folder)
    assert (kept.welcomed, kept.hide_numbers) == (True, quietly)
    enter()
    enter()
    assert window.home.isVisible()
    assert not kept.sound
    assert app.heart is None
    window.aside.welcome()
    assert window.home.isVisible()


def test_a_breath_can_be_heard_before_sound_is_chosen(
    window: Window, app: FakeApplication, qtbot: QtBot, card: FakeCard
) -> None:
    """At the press of a button; it is silent as soon as one goes on."""
    second(window, qtbot)
    assert card.opened == 0
    press(window, texts.HEAR_IT)
    qtbot.waitUntil(lambda: card.opened == 1)
    assert card.play(1.0) > 0.02
    assert not Settings.load(app.folder).sound
    press(window, texts.WITH_SOUND)
    card.play(0.3)
    assert card.closed.wait(5)
    assert Settings.load(app.folder).sound
    qtbot.waitUntil(no_thread)


def test_escape_hushes_what_is_tried(window: Window, qtbot: QtBot, card: FakeCard) -> None:
    """One key stops everything, here, too."""
    second(window, qtbot)
    press(window, texts.HEAR_IT)
    qtbot.waitUntil(lambda: card.opened == 1)
    window.ground()
    card.play(0.3)
    assert card.play(0.1) == 0
    qtbot.waitUntil(no_thread)


def test_a_sound_that_cannot_be_had_is_said(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, beside what can be tried."""
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    second(window, qtbot)
    press(window, texts.HEAR_IT)
    qtbot.waitUntil(lambda: NO_LIBRARY in read(window))


def test_it_leads_to_a_strap(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Whose heart is chosen already is not asked for one."""
    second(window, qtbot)
    enter()
    press(window, texts.STRAP_NOW)
    assert window.page is window.straps
    app.change(welcomed=False)
    app.choose_heart(SIMULATED)
    second(window, qtbot)
    enter()
    assert window.home.isVisible()


def test_the_ground_leads_back_to_an_unanswered_question(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """It is not passed over; once all are answered, the ground leads home."""
    window.aside.welcome()
    settled(qtbot)
    greeting = window.page
    strike(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.grounding.isVisible()
    enter()
    assert window.page is greeting
    for _ in range(3):
        enter()
    assert app.settings.welcomed
    window.ground()
    enter()
    assert window.home.isVisible()

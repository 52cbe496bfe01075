"""Eyes closed, less motion, one thing at a time, larger type: by key, at once, and kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.sitting import Phase
from biofeedback.ui.practice_screen import PracticeScreen
from biofeedback.ui.theme import set_text_percent
from biofeedback.ui.window import Window
from biofeedback.words import texts, texts_keys
from tests.ui_fakes import FakeApplication, counted_paints, read, strike
from tests.ui_window import app, begun, settled, window

__all__ = ["app", "window"]  # fixtures


@pytest.fixture
def practising(window: Window, app: FakeApplication, qtbot: QtBot) -> PracticeScreen:
    """Return the screen of a practice that is under way."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.say("May I be kind to myself.")
    settled(qtbot)
    assert window.practice
    return window.practice


@pytest.fixture(autouse=True)
def plain_type() -> Iterator[None]:
    """Leave the type to other tests as it was."""
    yield
    set_text_percent(100)


def strike_window(window: Window, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Strike a key of the window."""
    no, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window, key, control if ctrl else no)


def test_closed_eyes_see_nothing_move(practising: PracticeScreen, qtbot: QtBot) -> None:
    """E covers everything and nothing is painted; E, or a touch, brings it back."""
    strike(practising, Qt.Key.Key_E)
    assert practising.eyes.isVisible()
    assert practising.eyes.geometry() == practising.rect()
    qtbot.wait(300)  # what was asked before is painted by then, on a busy machine too
    with counted_paints(practising.pacer) as painted:
        qtbot.wait(200)
        assert painted() == 0
    strike(practising, Qt.Key.Key_E)
    assert not practising.eyes.isVisible()
    strike(practising, Qt.Key.Key_E)
    QTest.mouseClick(practising.eyes, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert not practising.eyes.isVisible()


def test_closed_eyes_still_come_to_the_ground(practising: PracticeScreen, window: Window) -> None:
    """Esc works from there too."""
    strike(practising, Qt.Key.Key_E)
    strike_window(window, Qt.Key.Key_Escape)
    assert window.page is window.grounding


def test_with_less_motion_no_edge_moves(
    practising: PracticeScreen, window: Window, app: FakeApplication
) -> None:
    """F6: the disc keeps its size while its light follows the breath; kept for the next time."""
    strike_window(window, Qt.Key.Key_F6)
    assert app.settings.reduced_motion
    sitting, began_s = practising.snapshot.sitting, practising.run.now_s()
    seen = []
    for into_s in (0.0, 2.0, 4.0):
        practising.pacer.show_moment(sitting, began_s + into_s)
        seen.append((practising.pacer._radius, practising.pacer._strength))
    assert len({radius for radius, _ in seen}) == 1
    assert len({light for _, light in seen}) == 3
    strike_window(window, Qt.Key.Key_F6)
    assert not app.settings.reduced_motion


def test_one_thing_at_a_time(
    practising: PracticeScreen, window: Window, app: FakeApplication
) -> None:
    """F7 leaves pacer, phrase, pause and a gentle end; no number and no digit; again shows all."""
    strike_window(window, Qt.Key.Key_F7)
    assert app.settings.one_thing
    shown = {b.text() for b in practising.findChildren(QPushButton) if b.isVisible()}
    assert {texts.PAUSE, texts.END} <= shown
    assert not {texts.HIDE, texts.EYES, texts.SKIP_PRACTICE} & shown
    assert not practising.numbers.isVisible()
    assert not any(letter.isdigit() for letter in read(practising))
    strike_window(window, Qt.Key.Key_F7)
    assert practising.numbers.isVisible()


def test_type_grows_and_shrinks_between_its_bounds(window: Window, app: FakeApplication) -> None:
    """Ctrl + makes it up to twice as large, Ctrl - never smaller than it was."""
    title = next(each for each in window.home.findChildren(QLabel) if each.text())

    def height() -> int:
        title.ensurePolished()
        return title.fontMetrics().height()

    plain = height()
    for _ in range(6):
        strike_window(window, Qt.Key.Key_Plus, ctrl=True)
    assert app.settings.text_percent == 200
    assert height() == pytest.approx(2 * plain, rel=0.1)
    for _ in range(6):
        strike_window(window, Qt.Key.Key_Minus, ctrl=True)
    assert app.settings.text_percent == 100
    assert height() == plain


def test_f11_fills_the_screen_and_leaves_it(window: Window) -> None:
    """And the window is as large as before."""
    strike_window(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    strike_window(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_a_key_that_shows_nothing_here_is_answered_in_words(window: Window, qtbot: QtBot) -> None:
    """At home nothing moves: what will be so in a practice is said, and goes by itself."""
    brief = window.ease.brief
    strike_window(window, Qt.Key.Key_F6)
    assert (brief.isVisible(), brief.text()) == (True, texts_keys.LESS_MOTION)
    strike_window(window, Qt.Key.Key_F6)
    assert brief.text() == texts_keys.ALL_MOTION
    strike_window(window, Qt.Key.Key_F7)
    assert brief.text() == texts_keys.ONE_THING
    assert window.rect().contains(brief.geometry())
    window.ease.larger()
    assert brief.text() == "Type at 125 %"
    window.resize(700, 500)
    qtbot.waitUntil(lambda: window.rect().contains(brief.geometry()))
    qtbot.waitUntil(lambda: not brief.isVisible(), timeout=10_000)


def test_words_for_closed_eyes_stand_where_they_are_seen(
    practising: PracticeScreen, window: Window, qtbot: QtBot
) -> None:
    """In a window that is smaller than the screen of a practice, too."""
    window.setMinimumSize(100, 100)
    window.resize(640, 300)
    settled(qtbot)
    strike(practising, Qt.Key.Key_E)
    settled(qtbot)
    assert practising.height() > window.height()
    for words in practising.eyes.findChildren(QLabel):
        at = words.mapTo(window, QPoint(0, 0))
        assert window.rect().contains(QRect(at, words.size()))

"""Where sound is switched on: off until asked for, remembered, and kind where there is none."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from biofeedback.settings import Settings
from biofeedback.sitting import Phase
from biofeedback.sound.output import NO_LIBRARY
from biofeedback.ui.sound import SoundControl
from biofeedback.ui.window import Window
from biofeedback.words import texts
from tests.test_biofeedback_sound_player import FakeCard, FakeVoice, no_thread, plays_to_card
from tests.ui_fakes import FakeApplication, press, read, strike
from tests.ui_window import app, begun, settled, window

__all__ = ["app", "window"]  # fixtures


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> FakeCard:
    """Let every sound play to a card of the test's."""
    return plays_to_card(monkeypatch, "biofeedback.ui.sound.Sound")


def control(window: Window) -> SoundControl:
    """Return the control of the practice that is shown."""
    assert window.practice is not None
    assert window.practice.sound is not None
    return window.practice.sound


def test_sound_is_off_until_it_is_asked_for(
    window: Window, app: FakeApplication, card: FakeCard
) -> None:
    """No surprise sounds: the screen says that it is off, and no sound card is opened."""
    begun(window, app).enter(Phase.REST_BEFORE)
    assert "Sound off" in read(window)
    assert card.opened == 0
    window.ground()
    assert no_thread()


def test_m_switches_it_on_and_it_is_remembered(
    window: Window, app: FakeApplication, card: FakeCard, qtbot: QtBot
) -> None:
    """One key; from the next turn on there are bells; the next sitting begins with sound."""
    run = begun(window, app)
    strike(window.practice, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: card.opened == 1)
    assert "Sound on" in read(window)
    assert Settings.load(app.folder).sound
    run.enter(Phase.REST_BEFORE)
    settled(qtbot)
    assert card.play(1.0) > 0.02
    strike(window.practice, Qt.Key.Key_M)
    assert "Sound off" in read(window)
    card.play(0.3)
    assert card.closed.wait(5)
    assert not Settings.load(app.folder).sound
    qtbot.waitUntil(no_thread)


def test_esc_silences_everything_at_once(
    window: Window, app: FakeApplication, card: FakeCard, qtbot: QtBot
) -> None:
    """On the ground nothing sounds, not even the bell of the end."""
    app.change(sound=True)
    run = begun(window, app)
    qtbot.waitUntil(lambda: card.opened == 1)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    assert card.play(4.0) > 0.02
    strike(window, Qt.Key.Key_Escape)
    settled(qtbot)
    card.play(0.2)
    assert card.play(1.0) == 0
    qtbot.waitUntil(no_thread)


def test_a_sitting_that_ends_rings_out(
    window: Window, app: FakeApplication, card: FakeCard, qtbot: QtBot
) -> None:
    """The last bell is still heard when the summary is there already."""
    app.change(sound=True)
    run = begun(window, app)
    qtbot.waitUntil(lambda: card.opened == 1)
    run.enter(Phase.REST_AFTER)
    run.end()
    settled(qtbot)
    assert window.practice is None
    assert card.play(2.0) > 0.02
    card.play(5.0)
    assert card.closed.wait(5)
    qtbot.waitUntil(no_thread)


def test_each_volume_is_its_own_and_remembered(
    window: Window, app: FakeApplication, card: FakeCard
) -> None:
    """Breath, bells and voice have a slider each; 0 is off."""
    begun(window, app)
    press(window, "Sound off")
    sliders = control(window).card.findChildren(QSlider)
    names = ["Volume: Breath", "Volume: Bells", "Volume: Voice"]
    assert [s.accessibleName() for s in sliders] == names
    assert all(s.isVisible() and s.value() == 60 for s in sliders)
    for slider, percent in zip(sliders, (80, 30, 0), strict=True):
        slider.setValue(percent)
    kept = Settings.load(app.folder)
    assert (kept.breath_volume, kept.bell_volume, kept.voice_volume) == (80, 30, 0)
    assert card.opened == 0


def test_without_sound_one_sentence_where_it_is_switched_on(
    window: Window,
    app: FakeApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The card opens and says why; the practice goes on; the terminal stays empty."""
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    monkeypatch.setattr("biofeedback.ui.sound.system_voice", lambda _: lambda _: FakeVoice())
    run = begun(window, app)
    strike(window.practice, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: NO_LIBRARY in read(window))
    assert texts.SOUND_QUIET in read(window)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    assert "May I be gentle with myself." in read(window)
    assert capfd.readouterr() == ("", "")


def test_a_trouble_that_was_not_asked_about_waits_behind_the_word(
    window: Window, app: FakeApplication, card: FakeCard, qtbot: QtBot
) -> None:
    """Sound is remembered, and the headphones are elsewhere: no card opens by itself."""
    card.missing = "Nothing to be heard here."
    app.change(sound=True)
    begun(window, app)
    qtbot.waitUntil(lambda: texts.SOUND_QUIET in read(window))
    assert card.missing not in read(window)
    assert control(window).toolTip() == card.missing
    press(window, texts.SOUND_QUIET)
    assert card.missing in read(window)


def test_closed_eyes_are_told_whether_there_is_sound(
    window: Window, app: FakeApplication, card: FakeCard, qtbot: QtBot
) -> None:
    """Off, on by M, off again; and the screen stays calm where none can be had."""
    begun(window, app)
    assert window.practice
    strike(window.practice, Qt.Key.Key_E)
    assert texts.SOUND_EYES[False] in read(window.practice.eyes)
    strike(window.practice, Qt.Key.Key_M)
    assert texts.SOUND_EYES[True] in read(window.practice.eyes)
    strike(window.practice, Qt.Key.Key_M)
    assert texts.SOUND_EYES[False] in read(window.practice.eyes)
    qtbot.waitUntil(no_thread)
    card.missing = "Nothing to be heard here."
    strike(window.practice, Qt.Key.Key_M)
    eyes = window.practice.eyes
    qtbot.waitUntil(lambda: card.missing in read(eyes))
    assert not control(window).card.isVisible()
    strike(window.practice, Qt.Key.Key_M)
    assert texts.SOUND_EYES[False] in read(eyes)

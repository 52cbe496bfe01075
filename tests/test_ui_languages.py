"""Whoever chose German is led in German: through a sitting, and back to the ground."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pytestqt.qtbot import QtBot

from biofeedback.sitting import Phase
from biofeedback.ui.window import Window
from biofeedback.words import texts_settings
from biofeedback.words.guidance import ENGLISH, GERMAN
from tests.ui_fakes import FakeApplication, press, read
from tests.ui_window import SIMULATED, app, settled, window

__all__ = ["app", "window"]  # fixtures


def said() -> list[tuple[str, str]]:
    """Return each sentence in English and in German."""
    pairs: list[tuple[str, str]] = []
    for name in (each.name for each in fields(ENGLISH)):
        one, other = getattr(ENGLISH, name), getattr(GERMAN, name)
        both = [(one, other)] if isinstance(one, str) else [(one[key], other[key]) for key in one]
        pairs += both
    return pairs


def test_every_sentence_is_there_in_both() -> None:
    """None is missing, and none was left as it is."""
    for one, other in said():
        assert bool(one) == bool(other)
        assert not one or one != other


@pytest.mark.parametrize("phase", [Phase.REST_BEFORE, Phase.LEAD_IN, Phase.SETTLE])
def test_a_sitting_is_led_in_one_language(
    window: Window, app: FakeApplication, qtbot: QtBot, phase: Phase
) -> None:
    """Title and words, eyes closed, and the ground with its button."""
    app.change(language="de")
    window.dress()
    app.choose_heart(SIMULATED)
    window.home.cards[1].click()
    run = app.runs[-1]
    run.enter(phase)
    settled(qtbot)
    shown = read(window)
    assert GERMAN.title[phase] in shown
    assert GERMAN.words[phase] in shown
    assert ENGLISH.words[phase] not in shown
    window.ground()
    shown = read(window)
    assert GERMAN.ground_kept in shown
    press(window, GERMAN.ground_back)
    assert window.home.isVisible()


def test_the_settings_say_what_the_language_is_of(window: Window, qtbot: QtBot) -> None:
    """And that all else is in English."""
    window.aside.show_settings()
    settled(qtbot)
    assert texts_settings.WORDS_ELSE in read(window)

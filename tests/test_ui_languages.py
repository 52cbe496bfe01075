"""Whoever chose German is led in German: through a sitting, and back to the ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import pytest
from pytestqt.qtbot import QtBot

from biofeedback.sitting import PaceChanged, Phase
from biofeedback.ui.window import Window
from biofeedback.words import texts_settings
from biofeedback.words.guidance import ENGLISH, GERMAN
from practices.breathing import BreathPattern
from tests.ui_fakes import FakeApplication, FakeRun, press, read
from tests.ui_window import SIMULATED, app, settled, window

__all__ = ["app", "window"]  # fixtures


def said() -> list[tuple[str, str]]:
    """Return each sentence in English and in German."""
    pairs: list[tuple[str, str]] = []
    for name in (each.name for each in fields(ENGLISH)):
        one, other = getattr(ENGLISH, name), getattr(GERMAN, name)
        if isinstance(one, str):
            pairs.append((one, other))
        elif isinstance(one, Mapping):
            pairs += [(one[key], other[key]) for key in one]
        else:
            pairs += zip(one, other, strict=True)
    return pairs


def test_every_sentence_is_there_in_both() -> None:
    """None is missing, and none was left as it is."""
    for one, other in said():
        assert bool(one) == bool(other)
        assert not one or one != other


def begun_in_german(window: Window, app: FakeApplication) -> FakeRun:
    """Begin a practice in German; return its run."""
    app.change(language="de")
    window.dress()
    app.choose_heart(SIMULATED)
    window.home.cards[1].click()
    return app.runs[-1]


@pytest.mark.parametrize("phase", [Phase.REST_BEFORE, Phase.LEAD_IN, Phase.SETTLE])
def test_a_sitting_is_led_in_one_language(
    window: Window, app: FakeApplication, qtbot: QtBot, phase: Phase
) -> None:
    """Title and words, eyes closed, and the ground with its button."""
    run = begun_in_german(window, app)
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


def test_what_becomes_of_the_pace_is_said_in_the_same_language(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Another pace, one's own rhythm, and how easy a pace was, for eyes and ears alike."""
    run = begun_in_german(window, app)
    run.searches_pace = True
    run.enter(Phase.PRACTICE)
    run.tell(PaceChanged(run.now_s(), BreathPattern(4.0, 7.0, 1.5)))
    settled(qtbot)
    assert "Der Atem von hier an: 4 ein, 1.5 halten, 7 aus." in read(window)
    run.tell(PaceChanged(run.now_s(), None))
    settled(qtbot)
    assert GERMAN.own_rhythm in read(window)
    run.enter(Phase.SETTLE)
    settled(qtbot)
    assert GERMAN.felt in read(window)
    assert GERMAN.felt_keys in read(window)
    assert window.practice
    assert window.practice.offers.felt.accessibleName().startswith(GERMAN.felt)


def test_the_settings_say_what_the_language_is_of(window: Window, qtbot: QtBot) -> None:
    """And that all else is in English."""
    window.aside.show_settings()
    settled(qtbot)
    assert texts_settings.WORDS_ELSE in read(window)

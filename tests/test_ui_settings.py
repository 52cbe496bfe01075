"""The settings take hold at once and are kept, and all can be exported."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.settings import Settings
from biofeedback.ui.everything import Everything
from biofeedback.ui.settings_screen import SettingsScreen
from biofeedback.ui.theme import DARK, LIGHT
from biofeedback.ui.window import Window
from biofeedback.words import texts, texts_settings
from practices.safety import LONGEST_REACH_OUT
from tests.ui_fakes import FakeApplication, press, read, strike
from tests.ui_window import app, settled, window

__all__ = ["app", "window"]  # fixtures

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> SettingsScreen:
    """Return the settings, opened from home by their key."""
    QTest.keyClick(window.home, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot)
    assert isinstance(window.page, SettingsScreen)
    return window.page


def answer(screen: SettingsScreen, question: str, words: str) -> None:
    """Press an answer, as it is called for a screen reader."""
    chips = (b for b in screen.findChildren(QPushButton) if b.isVisible())
    next(b for b in chips if b.accessibleName() == f"{question} {words}").click()


@pytest.mark.parametrize(
    ("question", "words", "name", "value"),
    [
        (texts_settings.THEME, "Light", "theme", "light"),
        (texts_settings.TEXT_SIZE, "150 %", "text_percent", 150),
        (texts_settings.LESS_MOTION, texts_settings.ON, "reduced_motion", True),
        (texts_settings.ONE_THING, texts_settings.ON, "one_thing", True),
        (texts_settings.HIDE_NUMBERS, texts_settings.ON, "hide_numbers", True),
        (texts_settings.SOUND, texts_settings.ON, "sound", True),
        (texts_settings.BELLS, texts_settings.OFF, "bell_volume", 0),
        (texts_settings.VOICE, "Full", "voice_volume", 100),
        (texts_settings.CHECK_IN, texts_settings.ON, "check_in", True),
        (texts_settings.WORDS_IN, "Deutsch", "language", "de"),
        (texts_settings.LOST, "Wait for it", "pause_when_lost", True),
        (texts_settings.REGION, "New Zealand", "region", "nz"),
    ],
)
def test_each_answer_is_kept(
    screen: SettingsScreen,
    app: FakeApplication,
    question: str,
    words: str,
    name: str,
    value: object,
) -> None:
    """In the one file of settings, of its own kind."""
    answer(screen, question, words)
    assert getattr(Settings.load(app.folder), name) == value


def test_a_theme_takes_hold_at_once(screen: SettingsScreen, window: Window) -> None:
    """The window has it before one leaves the settings."""
    answer(screen, texts_settings.THEME, "Light")
    assert window.theme is LIGHT
    answer(screen, texts_settings.THEME, "Dark")
    assert window.theme is DARK


def test_the_way_back(screen: SettingsScreen, window: Window) -> None:
    """By a button, and by Backspace; then home shows what was chosen."""
    answer(screen, texts_settings.WORDS_IN, "Deutsch")
    strike(screen, Qt.Key.Key_Backspace)
    assert window.page is window.home
    assert "Hand aufs Herz" in read(window.home) or "Herz" in read(window.home)


def test_what_the_program_is_stands_there(screen: SettingsScreen) -> None:
    """Its version; no medical device; nothing is sent; who helps."""
    shown = read(screen)
    assert "Version 0." in shown
    assert "medical device" in shown
    assert "sends nothing anywhere" in shown


def everything(screen: SettingsScreen, app: FakeApplication) -> Everything:
    """Return the card of all that is kept, with one sitting there."""
    folder = app.sessions / "2026"
    folder.mkdir(parents=True)
    shutil.copy(WHOLE, folder)
    screen.everything.refresh()
    return screen.everything


def test_everything_goes_into_one_file(
    screen: SettingsScreen, app: FakeApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    """Byte for byte, beside a README; the name gets its ending, and the card tells where it is."""
    card = everything(screen, app)
    card.export(tmp_path / "mine")
    qtbot.waitUntil(lambda: "lies in" in card.told.text(), timeout=20_000)
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        kept = [archive.read(name) for name in archive.namelist() if name.endswith(".csv")]
    assert kept == [WHOLE.read_bytes()]


def test_a_place_that_takes_nothing_is_said(
    screen: SettingsScreen, app: FakeApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    """In one sentence; nothing is lost."""
    card = everything(screen, app)
    card.export(tmp_path / "nowhere" / "mine.zip")
    qtbot.waitUntil(lambda: "nowhere" in card.told.text(), timeout=20_000)
    assert (app.sessions / "2026" / WHOLE.name).exists()


def test_everything_can_be_deleted(screen: SettingsScreen, app: FakeApplication) -> None:
    """Really; then there is nothing to export, and the buttons say so."""
    card = everything(screen, app)
    card.delete()
    assert not list(app.sessions.rglob("*.csv"))
    assert card.told.text() == texts_settings.DELETED
    assert not card._export.isEnabled()
    assert not card._delete.isEnabled()


def test_another_folder_takes_what_comes(
    screen: SettingsScreen, app: FakeApplication, tmp_path: Path
) -> None:
    """It is remembered; one that cannot be written is said, and all stays as it was."""
    card, before = screen.everything, app.sessions
    (tmp_path / "file").write_text("no folder")
    card.choose(tmp_path / "file" / "in it")
    assert "cannot be kept" in card.told.text()
    assert app.sessions == before
    card.choose(tmp_path / "elsewhere")
    assert app.sessions == tmp_path / "elsewhere"
    assert Settings.load(app.folder).sessions_folder == str(tmp_path / "elsewhere")
    assert card.told.text() == texts_settings.FROM_NOW_ON


def test_the_settings_are_reached_by_mouse(window: Window) -> None:
    """From a quiet button at home."""
    press(window.home, texts_settings.SETTINGS)
    assert isinstance(window.page, SettingsScreen)
    assert texts.HOME_TITLE not in read(window)


def test_the_ground_names_whom_to_call_as_the_person_said(
    window: Window, app: FakeApplication
) -> None:
    """No number before they said where they are; then that one, and the person they wrote down."""
    window.ground()
    assert not any(each.isdecimal() for each in read(window.grounding))
    window.aside.show_settings()
    assert isinstance(window.page, SettingsScreen)
    answer(window.page, texts_settings.REGION, "EU, CH, NO, IS")
    field = next(f for f in window.page.findChildren(QLineEdit) if f.isVisible())
    assert field.accessibleName() == texts_settings.REACH_OUT
    assert "call 112 now" in read(window.page)  # where help is told of, too
    QTest.keyClicks(field, "Ida, next door")
    assert Settings.load(app.folder).reach_out == "Ida, next door"
    strike(field, Qt.Key.Key_Escape)
    assert "call 112 now" in read(window.grounding)
    assert "Ida, next door" in read(window.grounding)


@pytest.mark.parametrize("letter", ["a ", "a"])
def test_a_long_entry_is_seen_whole_and_a_full_one_is_said(
    screen: SettingsScreen, window: Window, letter: str
) -> None:
    """It wraps on the ground, in one word too; what does not fit is not cut in silence."""
    field = next(f for f in screen.findChildren(QLineEdit) if f.isVisible())
    full = texts_settings.REACH_OUT_FULL.format(LONGEST_REACH_OUT)
    field.setText(letter * (298 // len(letter)))
    assert full not in read(screen)
    field.setText(field.text() + "zz")
    assert full in read(screen)
    window.ground()
    (told,) = (w for w in window.grounding.findChildren(QLabel) if "zz" in w.text())
    QApplication.processEvents()
    assert told.width() <= window.width()
    assert told.height() >= told.heightForWidth(told.width())


def test_what_of_the_file_is_not_used_is_said(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Above the answers, as long as it is so."""
    (app.folder / "settings.toml").write_text('theme = "dusk"\n')
    QTest.keyClick(window.home, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot)
    assert "theme = 'dusk' is not used" in read(window)
    app.change(theme="dark")
    window.go_home()
    window.aside.show_settings()
    settled(qtbot)
    assert "is not used" not in read(window)

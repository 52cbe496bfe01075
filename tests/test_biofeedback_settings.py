"""What the person chose is kept, whoever else changes another choice meanwhile."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from biofeedback.application import Application
from biofeedback.cli import main
from biofeedback.settings import (
    DATA_VARIABLE,
    FILE_NAME,
    Settings,
    absent_folder,
    data_folder,
    sessions_folder,
    settings_trouble,
)
from biofeedback.ui.theme import TEXT_PERCENT
from biofeedback.words.texts_settings import THEMES


def test_a_second_window_undoes_nothing_that_the_first_one_changed(tmp_path: Path) -> None:
    """Whom one would call is still there after the other window changed the length."""
    first, second = Application(tmp_path), Application(tmp_path)
    first.change(reach_out="my sister, 12345")
    second.change(length=3)
    kept = Settings.load(tmp_path)
    assert (kept.reach_out, kept.length) == ("my sister, 12345", 3)


def test_a_file_that_vanished_is_written_whole(tmp_path: Path) -> None:
    """With all that was chosen in this window before."""
    app = Application(tmp_path)
    app.change(reach_out="my sister")
    (tmp_path / FILE_NAME).unlink()
    app.change(length=3)
    assert Settings.load(tmp_path).reach_out == "my sister"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('theme = "dusk"', """theme = 'dusk' is not used, 'system' is; give one of "system","""),
        (
            "text_percent = 20",
            "text_percent = 20 is not used, 100 is; give a whole number from",
        ),
        (
            "bell_volume = 101",
            "bell_volume = 101 is not used, 60 is; give a whole number from",
        ),
        ('sound = "yes"', "sound = 'yes' is not used, False is; give true or false."),
        ("language = 7", "language = 7 is not used, 'en' is; give a text."),
        ("text_percent = true", "text_percent = True is not used, 100 is"),
    ],
)
def test_a_value_that_means_nothing_is_told_and_not_used(
    tmp_path: Path, line: str, told: str
) -> None:
    """What stands beside it is used; what another version wrote is none of our concern."""
    (tmp_path / FILE_NAME).write_text(f'{line}\nreach_out = "Kim"\nunheard_of = 3\n')
    assert Settings.load(tmp_path) == Settings(reach_out="Kim")
    trouble = settings_trouble(tmp_path)
    assert told in trouble
    assert str(tmp_path / FILE_NAME) in trouble
    assert "unheard_of" not in trouble


@pytest.mark.parametrize("name", ["breath", "own_breath"])
def test_a_breath_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    """With what is wrong with it; the practice's own is led then."""
    (tmp_path / FILE_NAME).write_text(f'{name} = "4/6.3"\n')
    settings = Settings.load(tmp_path)
    assert (settings.pace, settings.own_pace) == (None, None)
    assert f"{name} is not used. The exhale is 6.3 s" in settings_trouble(tmp_path)


def test_every_choice_of_the_window_may_be_kept(tmp_path: Path) -> None:
    """None of them is called odd."""
    for name, values in {"theme": dict(THEMES), "text_percent": TEXT_PERCENT}.items():
        for value in values:
            Settings().having(**{name: value}).save(tmp_path)
            assert settings_trouble(tmp_path) == ""
            assert getattr(Settings.load(tmp_path), name) == value


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with a name")
@pytest.mark.timeout(20)
def test_a_pipe_of_that_name_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes into it: the defaults hold, and it is said."""
    os.mkfifo(tmp_path / FILE_NAME)
    assert Settings.load(tmp_path) == Settings()
    assert settings_trouble(tmp_path).endswith("cannot be read (it is no file).")


def test_text_of_another_kind_is_told_in_plain_words(tmp_path: Path) -> None:
    """Latin-1, say, as an old editor saves it."""
    (tmp_path / FILE_NAME).write_bytes("reach_out = 'Zoë'".encode("latin-1"))
    assert settings_trouble(tmp_path).endswith(
        "is no TOML (it is not in UTF-8): mend it, or delete it."
    )


def test_a_folder_that_cannot_be_called_so_is_not_used(tmp_path: Path) -> None:
    """A name with a NUL in it is none; the sittings lie where they always do."""
    (tmp_path / FILE_NAME).write_text('sessions_folder = "a\\u0000b"', "utf-8")
    assert sessions_folder(tmp_path) == tmp_path / "sessions"
    assert "sessions_folder = 'a" in settings_trouble(tmp_path)


def test_the_home_of_nobody_is_a_folder_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands there is taken as it is, as a shell does."""
    (tmp_path / FILE_NAME).write_text('sessions_folder = "~nobody-at-all/kept"', "utf-8")
    assert sessions_folder(tmp_path) == tmp_path / "~nobody-at-all" / "kept"
    monkeypatch.setenv(DATA_VARIABLE, "~nobody-at-all")
    assert data_folder() == Path("~nobody-at-all")


def test_a_chosen_folder_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stick that is not plugged in is no empty history; nothing is made in its place."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    assert absent_folder() == ""
    stick = tmp_path / "stick" / "hrv"
    (tmp_path / FILE_NAME).write_text(f"sessions_folder = '{stick}'", "utf-8")
    told = f"{stick}, which was chosen for the sittings, is not there: is its disk connected?"
    assert absent_folder() == told
    for command in (["sessions", "list"], ["sessions", "delete", "--all"], ["doctor"]):
        main(command)
        assert "is not there" in " ".join(capsys.readouterr().out.split())
    assert not stick.exists()
    stick.mkdir(parents=True)
    assert absent_folder() == ""

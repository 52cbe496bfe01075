"""The practices on the command line: looked at, written by oneself, and practised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from biofeedback.cli import main
from biofeedback.settings import Settings

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of own practices; it is not there yet."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "practices"


def printed(capsys: Printed, *arguments: str) -> Any:
    """Return what a command prints as JSON."""
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_practice_of_ones_own_from_its_first_line_to_the_list(
    capsys: Printed, folder: Path
) -> None:
    """New, changed, checked, shown, listed."""
    assert main(["practices", "new", "My kind words"]) == 0
    script = folder / "my-kind-words.toml"
    assert str(script) in capsys.readouterr().out
    mine = script.read_text(encoding="utf-8").replace("This is difficult.", "I am here.")
    script.write_text(mine, encoding="utf-8")
    assert main(["practices", "check", str(script)]) == 0
    assert "My kind words is whole, with 2 steps and 5 lines" in capsys.readouterr().out
    shown = printed(capsys, "practices", "show", "my kind")
    assert shown["steps"][1]["phrases"][0] == "I am here."
    assert [p["id"] for p in printed(capsys, "practices", "list")][-1] == "my-kind-words"


def test_a_new_practice_overwrites_nothing(capsys: Printed, folder: Path) -> None:
    """The second time it says where the first one is."""
    assert main(["practices", "new", "Mine"]) == 0
    (folder / "mine.toml").write_text("an hour of work", encoding="utf-8")
    capsys.readouterr()
    assert main(["practices", "new", "Mine"]) == 1
    assert "mine.toml is there already: edit that one." in capsys.readouterr().err
    assert (folder / "mine.toml").read_text(encoding="utf-8") == "an hour of work"
    assert main(["practices", "new", "Hand on heart"]) == 1
    assert "is the name of a practice that is there" in capsys.readouterr().err


def test_an_unusable_script_hides_no_other(capsys: Printed, folder: Path) -> None:
    """The list is whole; the trouble is said beside it, with file and line."""
    assert main(["practices", "new", "Mine"]) == 0
    (folder / "broken.toml").write_text('id = "broken"\nnonsense = 1\n', encoding="utf-8")
    capsys.readouterr()
    assert main(["practices", "list"]) == 0
    said = capsys.readouterr()
    assert "mine" in said.out
    assert f"{folder / 'broken.toml'}, line 2: 'nonsense' is not known" in said.err


def test_the_practices_are_there_in_german(capsys: Printed) -> None:
    """List, one practice, and a script to begin with."""
    german = ("--language", "de")
    names = {p["name"] for p in printed(capsys, "practices", "list", *german)}
    assert "Hand aufs Herz" in names
    shown = printed(capsys, "practices", "show", "hand aufs", *german)
    assert shown["steps"][1]["phrases"][1] == "Möge ich sanft mit mir sein."
    assert main(["practices", "new", "Mein Weg", "--like", "gute", *german]) == 0


@pytest.mark.parametrize("command", [["practices", "show"], ["practise"]])
def test_an_unknown_practice_is_answered_with_the_choices(
    capsys: Printed, command: list[str], tmp_path: Path
) -> None:
    """By name, exit 2; a script file that cannot be used, exit 1."""
    assert main([*command, "juggling"]) == 2
    assert "choose one of self-compassion-break" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "none.toml")]) == 1
    assert "none.toml: it cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["practices", "show"], ["practise"]])
@pytest.mark.parametrize("name", ["evening-kindness", "Evening kindness", "even"])
def test_a_broken_practice_of_ones_own_is_told_why_by_its_name(
    capsys: Printed, folder: Path, command: list[str], name: str
) -> None:
    """It is there; that there is none would send its writer looking for the file."""
    assert main(["practices", "new", "Evening kindness"]) == 0
    script = folder / "evening-kindness.toml"
    broken = script.read_text(encoding="utf-8").replace("summary", "sumary")
    script.write_text(broken, encoding="utf-8")
    capsys.readouterr()
    assert main([*command, name]) == 1
    said = capsys.readouterr().err
    assert f"{script}, line 14: 'sumary' is not known; did you mean 'summary'?" in said


def test_an_id_that_another_has_is_refused_by_check_as_by_the_list(
    capsys: Printed, folder: Path, tmp_path: Path
) -> None:
    """With its line and who has it; the first by file name keeps it, and a draft of it is good."""
    assert main(["practices", "new", "Evening kindness"]) == 0
    text = (folder / "evening-kindness.toml").read_text(encoding="utf-8")
    (folder / "zz.toml").write_text(text, encoding="utf-8")
    taken = "zz.toml, line 12: the id 'evening-kindness' is taken by evening-kindness.toml; choose"
    for command in (["check", "zz.toml"], ["check", "zz"], ["list"]):
        main(["practices", *command])
        assert taken in capsys.readouterr().err
    assert main(["practices", "check", "Evening kindness"]) == 0
    draft = tmp_path / "evening-kindness.toml"
    draft.write_text(text, encoding="utf-8")
    assert main(["practices", "check", str(draft)]) == 0
    draft = draft.rename(tmp_path / "draft.toml")
    assert main(["practices", "check", str(draft)]) == 1
    draft.write_text(text.replace("evening-kindness", "quiet-rest"), encoding="utf-8")
    capsys.readouterr()
    assert main(["practices", "check", str(draft)]) == 1
    said = capsys.readouterr().err
    assert "the id 'quiet-rest' is taken by a practice that comes with the program" in said


def test_a_file_of_ones_own_is_found_by_every_command_that_takes_one(
    capsys: Printed, folder: Path
) -> None:
    """From whatever folder."""
    assert main(["practices", "new", "Mine"]) == 0
    assert (folder / "mine.toml").exists()
    for command in ("check", "show"):
        assert main(["practices", command, "mine.toml"]) == 0
    capsys.readouterr()


def test_lines_that_leave_the_breath_are_told_by_check(capsys: Printed, folder: Path) -> None:
    """In a minute the first step has 20 s: two breaths for three lines."""
    assert main(["practices", "new", "Mine"]) == 0
    script = folder / "mine.toml"
    assert main(["practices", "check", "mine"]) == 0
    assert "breath" not in capsys.readouterr().out
    text = script.read_text(encoding="utf-8").replace('["Feel its', '["It is warm.", "Feel its')
    script.write_text(text.replace("weight = 2.0", "weight = 3.0"), encoding="utf-8")
    assert main(["practices", "check", "mine"]) == 0
    assert "the lines of 'Arriving' do not come with the breath" in capsys.readouterr().out


def test_the_search_for_a_pace_is_nothing_to_begin_with(capsys: Printed) -> None:
    """Its words are not all there is to it."""
    assert main(["practices", "new", "Mine", "--like", "own-pace"]) == 1
    assert "There is no practice 'own-pace'" in capsys.readouterr().err


def test_ones_own_phrases_are_enough(capsys: Printed, folder: Path) -> None:
    """Two phrases, nothing else; they can be practised at once."""
    told = ("--phrase", "I am here.", "--phrase", "This will pass.")
    assert main(["practices", "new", "For low days", *told]) == 0
    assert str(folder / "for-low-days.toml") in capsys.readouterr().out
    shown = printed(capsys, "practices", "show", "for low")
    assert shown["steps"][0]["phrases"] == ["I am here.", "This will pass."]
    assert shown["shortest_s"] == 60


def test_words_come_in_the_language_that_was_chosen_in_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless another is asked for."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    Settings(language="de").save(tmp_path)
    assert main(["practices", "show", "hand-on-heart"]) == 0
    assert "Hand aufs Herz" in capsys.readouterr().out
    assert main(["practices", "show", "hand-on-heart", "--language", "en"]) == 0
    assert "Hand-on-Heart" in capsys.readouterr().out

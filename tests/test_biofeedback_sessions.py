"""What a person can do with the sittings that are kept, from the terminal."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.cli import main
from biofeedback.store.index import FILE_NAME
from biofeedback.store.recording import read_recording
from biofeedback.store.rows import encode, to_line
from biofeedback.store.writing_lock import hold
from devices.events import Beat, Packet

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
Says = Callable[..., str]
MORNING, EVENING = "2026-11-23T080000_hand-on-heart_7f3a", "2026-11-24T190000_hand-on-heart_0001"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of two kept sittings, of a morning and of the evening after it."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    year = tmp_path / "sessions" / "2026"
    year.mkdir(parents=True)
    whole = (SAMPLES / "whole-sitting.csv").read_text()
    (year / f"{MORNING}.csv").write_text(whole)
    (year / f"{EVENING}.csv").write_text(whole.replace("2026-11-23T08", "2026-11-24T19"))
    return tmp_path / "sessions"


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str], folder: Path) -> Says:
    """Return a call of ``sessions``: what it prints, or on trouble what it says."""
    assert folder.exists()

    def call(*arguments: str, code: int = 0) -> str:
        assert main(["sessions", *arguments]) == code, capsys.readouterr().err
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return call


def listed(says: Says, *arguments: str) -> list[str]:
    """Return the stems of the sittings that a list shows."""
    return [Path(each["file"]).stem for each in json.loads(says("list", *arguments, "--json"))]


def test_a_list_can_be_narrowed(says: Says) -> None:
    """By day, by practice, by a word in a name, a tag or a note."""
    assert listed(says) == [EVENING, MORNING]
    assert listed(says, "--since", "2026-11-24") == [EVENING]
    assert listed(says, "--practice", "hand-on") == [EVENING, MORNING]
    assert listed(says, "--practice", "loving") == []
    says("note", MORNING, "Warmer than  yesterday")
    says("tag", EVENING, "outdoors")
    assert listed(says, "--search", "WARMER than") == [MORNING]
    assert listed(says, "--search", "outdoor") == [EVENING]
    assert "None of the 2 sittings fits." in says("list", "--search", "nothing like it")


def test_a_name_finds_a_sitting_again(says: Says, folder: Path) -> None:
    """And an empty one gives it back its own; the file's name stays."""
    assert "After the talk" in says("rename", "last", "After the talk")
    assert says("path", "After the talk").strip() == str(folder / "2026" / f"{EVENING}.csv")
    assert "After the talk" in says("list")
    says("rename", "After the talk", "")
    assert "After the talk" not in says("list")


def test_tags_come_and_go(says: Says) -> None:
    """What is said is what there is afterwards."""
    assert "calm, outdoors" in says("tag", "last", "calm", "outdoors", "calm")
    assert "outdoors" in says("tag", "last", "calm", "--remove")
    assert "no tags" in says("tag", "last", "outdoors", "--remove")


def test_a_note_can_be_changed_and_taken_back(says: Says) -> None:
    """Named by how it begins, as far as that is one note; what was said before is not shown."""
    says("note", "last", "It felt odd.")
    says("note", "last", "It rained.")
    assert "has your note" in says("note", "last", "It felt warm.", "--instead", "It felt")
    assert "It felt odd" not in says("show", "last")
    assert "Note: It felt warm." in says("show", "last")
    assert "2 notes begin with 'It '" in says("note", "last", "x", "--instead", "It ", code=2)
    assert "no note begins with 'odd'" in says("note", "last", "x", "--instead", "odd", code=2)
    says("note", "last", "", "--instead", "It rained.")
    assert json.loads(says("show", "last", "--json"))["notes"] == ["It felt warm."]


def test_labels_leave_the_seal_and_the_beats_as_they_are(says: Says, folder: Path) -> None:
    """They are rows behind the end."""
    path = folder / "2026" / f"{MORNING}.csv"
    before = path.read_bytes()
    says("rename", MORNING, "=HYPERLINK(1)")
    says("tag", MORNING, "a,b", 'quo"ted')
    says("note", MORNING, "one\ntwo")
    assert path.read_bytes().startswith(before)
    recording = read_recording(path)
    assert recording.sealed is True
    assert recording.left_out == ()
    assert recording.labels.tags == ("a,b", 'quo"ted')
    assert json.loads(says("show", MORNING, "--json"))["notes"] == ["one two"]


def test_one_sitting_is_shown_whole(says: Says) -> None:
    """Its practice, the comparison, notes and tags; for scripts all that `replay` tells too."""
    says("note", "last", "Softer.")
    told = says("show", "last")
    assert "Hand-on-Heart" in told
    assert "Note: Softer." in told
    assert "RMSSD" in told
    shown = json.loads(says("show", "last", "--json"))
    assert {"began", "tags", "notes", "parts", "comparison", "practised_s"} <= set(shown)


def test_the_list_and_one_sitting_call_things_alike(says: Says) -> None:
    """What stands under a key of both is the same: the id of a practice, and its name."""
    (of_list,) = (
        each for each in json.loads(says("list", "--json")) if Path(each["file"]).stem == MORNING
    )
    shown = json.loads(says("show", MORNING, "--json"))
    assert {key: shown[key] for key in of_list} == of_list
    assert shown["practice"] == "hand-on-heart"
    assert shown["practice_name"] == "Hand-on-Heart Soothing"


def test_an_interrupted_sitting_is_offered_for_closing(
    says: Says, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named below the list, and closing seals it with what it holds."""
    path = folder / "2026" / f"{EVENING}.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[: len(lines) // 2]))
    assert main(["sessions", "list"]) == 0
    said = capsys.readouterr().err
    assert EVENING in said
    assert "sessions close" in said
    assert "has its end now" in says("close", EVENING)
    assert read_recording(path).sealed is True
    assert "has its end already" in says("close", EVENING)
    assert main(["sessions", "list"]) == 0
    assert capsys.readouterr().err == ""


def test_a_beat_whose_row_was_cut_is_counted_when_it_is_read(says: Says, folder: Path) -> None:
    """The packet that brought it is whole: the end counts as many beats as there are."""
    path = folder / "2026" / f"{EVENING}.csv"
    head = "".join(path.read_text().splitlines(keepends=True)[:5])
    packet = bytes([0x10, 60, 0, 4])  # one RR interval of a second
    rows = [
        to_line(encode(event))
        for second in range(1, 21)
        for event in (Packet(float(second), packet), Beat(float(second), 1000.0, 0))
    ]
    path.write_text(head + "".join(rows)[:-4])
    assert "has its end now" in says("close", EVENING)
    read = read_recording(path)
    assert read.sealed
    assert read.beats.rr_ms.size == 20
    assert "beats=20;" in path.read_text()


def test_a_letter_of_two_characters_is_the_same_letter(says: Says) -> None:
    """As one keyboard writes it, and another: one tag, found, taken away and named either way."""
    one, two = "f\u00fcr mich", "fu\u0308r mich"
    says("tag", "last", one)
    assert says("tag", "last", two).strip().endswith(f": {one}")
    says("note", MORNING, two)
    assert says("list", "--search", one) == says("list", "--search", two)
    assert EVENING in says("list", "--search", two)
    assert MORNING in says("list", "--search", one)
    assert "no tags" in says("tag", "last", two, "--remove")
    says("rename", "last", two)
    assert says("path", two) == says("path", one) == says("path", EVENING)


def test_deleting_asks_first(says: Says, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is no."""
    answers = iter(["", "n", "y"])

    def answered(_: str) -> str:
        if not (answer := next(answers)):
            raise EOFError  # nobody is there
        return answer

    monkeypatch.setattr("click.termui.visible_prompt_func", answered)
    for _ in range(2):
        assert "Nothing was deleted" in says("delete", "last")
    assert "1 sitting deleted" in says("delete", "last")
    assert [path.stem for path in folder.rglob("*.csv")] == [MORNING]


def test_what_is_deleted_is_gone(says: Says, folder: Path) -> None:
    """Its file, and every word of it in the list's cache."""
    says("note", EVENING, "a note nobody shall find")
    says("list")
    says("delete", EVENING, "--yes")
    cache = (folder / FILE_NAME).read_bytes()
    assert b"nobody shall find" not in cache
    assert EVENING.encode() not in cache
    assert listed(says) == [MORNING]


def test_everything_can_be_deleted(says: Says, folder: Path) -> None:
    """Then nothing is left in the folder."""
    assert "2 sittings deleted" in says("delete", "--all", "--yes")
    assert list(folder.rglob("*")) == []
    assert "No sitting is kept" in says("delete", "--all", "--yes")
    assert "No sitting is kept yet" in says("list")


def test_a_sitting_that_is_being_written_is_left_alone(says: Says, folder: Path) -> None:
    """By whatever command would change it."""
    path = folder / "2026" / f"{EVENING}.csv"
    with path.open("ab") as writer:
        assert hold(writer.fileno())
        for command in (("delete", "last", "--yes"), ("rename", "last", "x"), ("close", "last")):
            assert "being written just now" in says(*command, code=1)
    assert path.read_bytes() == (SAMPLES / "whole-sitting.csv").read_bytes().replace(
        b"2026-11-23T08", b"2026-11-24T19"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("show", "nobody"), "No sitting is called 'nobody'"),
        (("show", "2026-11"), "2 sittings are called '2026-11'"),
        (("rename", "", "x"), "No sitting is called ''"),
    ],
)
def test_a_name_that_does_not_say_which_is_answered(
    says: Says, command: tuple[str, ...], said: str
) -> None:
    """One sentence, with the next step."""
    assert said in says(*command, code=1)


@pytest.mark.parametrize(
    "command",
    [("delete",), ("delete", "last", "--all"), ("list", "--since", "yesterday"), ("tag", "last")],
)
def test_a_wrong_use_is_no_accident(says: Says, command: tuple[str, ...], folder: Path) -> None:
    """Exit code 2, and nothing has changed."""
    says(*command, code=2)
    assert len(list(folder.rglob("*.csv"))) == 2


def test_no_sittings_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new person is told, by whatever command, and no folder is made by looking."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "new"))
    assert main(["sessions", "list"]) == 0
    assert "No sitting is kept yet" in capsys.readouterr().out
    assert main(["sessions", "show", "last"]) == 1
    assert "No sitting is kept in" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_foreign_file_among_the_sittings_is_passed_over(says: Says, folder: Path) -> None:
    """Neither listed nor deleted with the rest."""
    foreign = folder / "2026" / "mine.csv"
    foreign.write_text("a,b\n1,2\n")
    shutil.copy(foreign, folder / "notes.txt")
    assert listed(says) == [EVENING, MORNING]
    says("delete", "--all", "--yes")
    assert foreign.exists()


def test_nothing_outside_the_sittings_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recording that lies elsewhere is a person's own, however it was named."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    elsewhere = Path(shutil.copy(SAMPLES / "rest.csv", tmp_path / "rest.csv"))
    assert main(["sessions", "delete", str(elsewhere), "--yes"]) == 1
    assert "none of the sittings" in capsys.readouterr().err
    assert elsewhere.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such arguments")
@pytest.mark.parametrize("command", ["note", "rename", "tag"])
def test_words_that_are_no_utf_8_are_refused_in_one_sentence(says: Says, command: str) -> None:
    """From a terminal of another encoding: nothing unexpected, and nothing written."""
    said = says(command, "last", "caf\udce9", code=2)
    assert "is no UTF-8 text: type it anew" in said

"""``sessions export``: where the files go, what they never hold, and what is said of trouble."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.cli import main
from biofeedback.exporters import FORMATS
from biofeedback.exporters.clean import RISKY, cell, plain
from biofeedback.exporters.writing import Write, write_whole
from biofeedback.sitting import LineShown, Noted, Phase, PhaseStarted
from biofeedback.store.folders import stamp
from biofeedback.store.recorder import Recorder, RecordingError, new_path
from biofeedback.store.rows import Event
from devices.events import About, Battery, Beat, Link, LinkState
from tests.exported_sittings import strict_json, table

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
HOSTILE = '=HYPERLINK("x")\u202e\x1b[31m\x07'
SECRETS = ("Polar Electro", "H10", "87", "A1B2C3")
Printed = pytest.CaptureFixture[str]


def write_sitting(path: Path, began: datetime, practice: str = "hand-on-heart") -> Path:
    """Write a sitting with all that must not leak: a strap that tells of itself, hostile words."""
    recorder = Recorder(
        path, began, {"format": "1", "practice": practice, "practice_name": HOSTILE}
    )
    events: list[Event] = [
        PhaseStarted(0.0, Phase.PRACTICE, 60.0),
        Link(0.0, LinkState.STREAMING, "Receiving from H10 A1B2C3."),
        About(0.0, "Polar H10 A1B2C3", "Polar Electro Oy", "H10", 1),
        Battery(0.0, 87),
        LineShown(1.0, HOSTILE, "self-kindness", "Step", "paced"),
        *(Beat(1.0 + second, 1000.0, 0) for second in range(30)),
        Noted(40.0, HOSTILE),
    ]
    for event in events:
        recorder.append(event)
    recorder.close(60.0)
    return path


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return three sittings of the data folder; two began in the same second."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data" / "sessions" / "2026"
    days = ((1, "for-anna-smith"), (2, "hand-on-heart"), (2, "just-breathe"))
    return [
        write_sitting(
            folder / f"2026-11-0{day}T080000_{practice}_{number:04x}.csv",
            datetime(2026, 11, day, 8, tzinfo=UTC),
            practice,
        )
        for number, (day, practice) in enumerate(days)
    ]


def export(*arguments: object) -> int:
    """Run the command."""
    return main(["sessions", "export", *map(str, arguments)])


def sentence(capsys: Printed) -> str:
    """Return what was said of trouble: one line, no traceback."""
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.startswith("biofeedback: ")
    assert said.count("\n") == 1
    return said


@given(text=st.text())
def test_a_cell_is_no_formula_and_hides_nothing(text: str) -> None:
    """No first character that a spreadsheet computes, no control or bidi character anywhere."""
    made = cell(text)
    assert not made.startswith(RISKY)
    assert not set(made) & {chr(code) for code in (*range(32), *range(0x7F, 0xA0))}
    assert not set(made) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u202e=1"]
)
def test_a_formula_is_guarded(text: str) -> None:
    """Also behind white space, or behind what nobody sees."""
    assert cell(text).startswith("'")


@pytest.mark.parametrize(
    "text", ["", "May I be gentle.", "für dich", "安らか", "👩‍👧", "a=b", "1-2"]
)
def test_harmless_words_stay_as_they_are(text: str) -> None:
    """An empty cell too: an empty text is part of every text."""
    assert cell(text) == plain(text) == text


@pytest.mark.parametrize("format_name", FORMATS)
def test_one_sitting_becomes_one_file_named_by_its_time(
    kept: list[Path], tmp_path: Path, capsys: Printed, format_name: str
) -> None:
    """Into a folder that is there; the name tells when, and nothing of the person."""
    out = tmp_path / "out"
    out.mkdir()
    assert export(kept[0], "--format", format_name, "--out", out) == 0
    assert capsys.readouterr().out.strip().startswith(str(out))
    names = [path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()]
    assert any("2026-11-01T080000" in name or "20261101T080000" in name for name in names)
    if format_name != "bids":
        assert len(names) == 1
        assert "anna" not in names[0]


def test_without_out_the_file_lies_here(kept: list[Path], tmp_path: Path) -> None:
    """The current folder, the date, the format's own ending."""
    assert len(kept) == 3
    assert export("last", "--format", "kubios") == 0
    assert (tmp_path / "2026-11-02T080000.txt").read_text() == "1000.00\n" * 30


@pytest.mark.parametrize("format_name", FORMATS)
def test_everything_goes_into_one_zip_with_a_readme(
    kept: list[Path], tmp_path: Path, format_name: str
) -> None:
    """Two sittings of one second keep apart, no entry leaves the zip's folder, nobody is named."""
    out = tmp_path / "all.zip"
    assert export("--all", "--format", format_name, "--out", out) == 0
    with zipfile.ZipFile(out) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        readme = packed.read("README" if format_name == "bids" else "README.txt").decode()
    assert "3 sittings" in readme
    assert len(names) == len(set(names))
    assert not any(name.startswith("/") or ".." in name for name in names)
    assert not any("anna" in name for name in names)
    if format_name != "bids":
        assert len(names) == len(kept) + 1


def test_everything_original_is_the_same_to_the_byte(kept: list[Path], tmp_path: Path) -> None:
    """Also into a folder; what cannot be read is there too, for it may be mended one day."""
    broken = kept[0].with_name("2026-11-03T080000_x_0000.csv")
    broken.write_bytes(b"t_s,kind,value,text\nnothing")
    assert export("--all", "--out", tmp_path / "out") == 0
    written = sorted((tmp_path / "out").glob("*.csv"))
    assert sorted(path.read_bytes() for path in written) == sorted(
        path.read_bytes() for path in (*kept, broken)
    )


def test_what_cannot_be_read_is_said_and_the_rest_is_exported(
    kept: list[Path], tmp_path: Path, capsys: Printed
) -> None:
    """One sentence, in the README too, and exit code 1."""
    kept[0].write_bytes(bytes(400))
    assert export("--all", "--format", "csv", "--out", tmp_path / "out") == 1
    assert kept[0].name in sentence(capsys)
    assert "Not exported" in (tmp_path / "out" / "README.txt").read_text()
    assert len(list((tmp_path / "out").glob("*.csv"))) == 2


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"original"}))
def test_nothing_of_the_strap_leaves_unless_asked(
    kept: list[Path], tmp_path: Path, format_name: str
) -> None:
    """Neither maker, model and battery nor the sentence in which the link named it."""
    assert export(kept[0], "--format", format_name, "--out", tmp_path / "out.zip") == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        content = b"".join(packed.read(name) for name in packed.namelist())
    assert not [secret for secret in SECRETS[:2] + SECRETS[3:] if secret.encode() in content]


def test_the_strap_is_named_when_asked(kept: list[Path], tmp_path: Path) -> None:
    """--with-device: maker and model; a name or serial number was never recorded."""
    out = tmp_path / "out.json"
    assert export(kept[0], "--format", "json", "--out", out, "--with-device") == 0
    found = strict_json(out.read_bytes())
    assert "Polar Electro Oy" in found["device"][0]["text"]
    assert "A1B2C3" not in str(found["device"])


@pytest.mark.parametrize("format_name", ["csv", "json", "bids", "edf"])
def test_hostile_words_are_harmless_in_every_format(
    kept: list[Path], tmp_path: Path, format_name: str
) -> None:
    """No escape character, no bidi override; in a table no formula."""
    assert export(kept[0], "--format", format_name, "--out", tmp_path / "out.zip") == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        parts = {n: packed.read(n) for n in packed.namelist() if not n.endswith(".gz")}
    for name, content in parts.items():
        text = content.decode()
        assert not {"\u202e", "\x1b", "\x07"} & set(text), name
        assert "\\u202e" not in text.casefold(), name
        for row in table(content) if name.endswith(".csv") else []:
            assert not row["phrase"].startswith(RISKY)


def test_what_is_there_stays(kept: list[Path], tmp_path: Path, capsys: Printed) -> None:
    """Until --force: a file, a zip, a file in a folder."""
    out = tmp_path / "mine.csv"
    out.write_text("mine")
    assert export(kept[0], "--format", "csv", "--out", out) == 1
    assert "--force" in sentence(capsys)
    assert out.read_text() == "mine"
    assert export(kept[0], "--format", "csv", "--out", out, "--force") == 0
    assert out.read_text().startswith("time_s,")
    assert export("--all", "--out", tmp_path / "out") == 0
    capsys.readouterr()
    assert export("--all", "--out", tmp_path / "out") == 1
    assert "exists already" in sentence(capsys)


MINE = 'reach_out = "mine"\n'


@pytest.mark.parametrize("own", ["settings.toml", "practices/mine.toml"])
def test_no_export_replaces_what_is_the_person_s_own(
    kept: list[Path], tmp_path: Path, capsys: Printed, own: str
) -> None:
    """Not the settings, nor a practice, even with --force; what lies beside them, it may."""
    path, beside = tmp_path / "data" / own, tmp_path / "data" / "old.csv"
    path.parent.mkdir(exist_ok=True)
    for each in (path, beside):
        each.write_text(MINE)
    assert export(kept[0], "--format", "csv", "--out", path, "--force") == 1
    assert "which nothing may replace" in sentence(capsys)
    assert path.read_text() == MINE
    assert export(kept[0], "--format", "csv", "--out", beside, "--force") == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_folders_of_an_export_are_for_this_person_only(kept: list[Path], tmp_path: Path) -> None:
    """Each that is made for it; one that was there stays as it was."""
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    assert kept
    assert export("--all", "--format", "bids", "--out", there / "more" / "study") == 0
    made = [path for path in there.rglob("*") if path.is_dir()]
    assert len(made) > 4
    assert {path.stat().st_mode & 0o777 for path in made} == {0o700}
    assert there.stat().st_mode & 0o777 == 0o755


def test_an_early_year_has_four_digits(tmp_path: Path) -> None:
    """Whatever the system makes of it: so names stay in order, and are known again."""
    began = datetime(1, 1, 2, 8, tzinfo=UTC)
    assert stamp(began) == "0001-01-02T080000"
    path = new_path(tmp_path, began, "rest")
    assert path.parent.name == "0001"
    assert path.name.startswith("0001-01-02T080000_rest_")


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    kept: list[Path], tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there before is still whole."""

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    out = tmp_path / "out"
    out.mkdir()
    (out / "all.zip").write_text("mine")
    assert export("--all", "--out", out / "all.zip", "--force") == 1
    assert "free some space" in sentence(capsys)
    assert export(kept[0], "--format", "csv", "--out", out / "new.csv") == 1
    assert [path.name for path in out.iterdir()] == ["all.zip"]
    assert (out / "all.zip").read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(
    kept: list[Path], tmp_path: Path, capsys: Printed
) -> None:
    """One sentence with the next step."""
    assert export(kept[0], "--out", tmp_path / "no" / "such.csv") == 1
    assert "there is no folder" in sentence(capsys)


def test_a_folder_that_is_there_and_takes_nothing_is_not_said_to_lack(
    kept: list[Path], tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As /proc, which answers a new file with "no such file or directory"."""
    opened = os.open

    def as_in_proc(path: Path, flags: int, mode: int = 0o777, **others: int) -> int:
        if Path(path).suffix == ".part":
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return opened(path, flags, mode, **others)

    monkeypatch.setattr(os, "open", as_in_proc)
    assert export(kept[0], "--out", tmp_path / "such.csv") == 1
    said = sentence(capsys)
    assert "there is no folder" not in said
    assert "choose another place" in said


@pytest.mark.parametrize("before", [(), ("sub-01/mine.txt",)])
def test_an_export_that_fails_leaves_nothing_of_itself(
    before: tuple[str, ...],
    kept: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A disk that was full after two files: when there is space, the next try does not refuse."""
    out = tmp_path / "bids"
    for name in before:
        (out / name).parent.mkdir(parents=True)
        (out / name).write_text("mine")

    def filling(path: Path, write: Write, *, force: bool) -> None:
        if len([each for each in out.rglob("*") if each.is_file()]) > 1 + len(before):
            raise RecordingError("The disk is full.")
        write_whole(path, write, force=force)

    with monkeypatch.context() as patch:
        patch.setattr("biofeedback.exporters.delivery.write_whole", filling)
        assert export(kept[0], "--format", "bids", "--out", out) == 1
    left = [each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()]
    assert left == list(before)
    assert export(kept[0], "--format", "bids", "--out", out) == 0


def test_an_export_is_for_this_person_only(kept: list[Path], tmp_path: Path) -> None:
    """Heart data is health data: nobody else may read the file."""
    assert export(kept[0], "--out", tmp_path / "one.csv") == 0
    if os.name != "nt":
        assert (tmp_path / "one.csv").stat().st_mode & 0o077 == 0


def test_a_sitting_is_found_by_its_beginning(kept: list[Path], tmp_path: Path) -> None:
    """Several at once go into a zip here; the same one twice goes in once."""
    assert export("2026-11-01", kept[1].stem, "2026-11-01") == 0
    with zipfile.ZipFile(tmp_path / "biofeedback-sittings.zip") as packed:
        assert sorted(packed.namelist()) == [
            "2026-11-01T080000.csv",
            "2026-11-02T080000.csv",
            "README.txt",
        ]


@pytest.mark.parametrize("arguments", [[], ["--all", "last"], ["last", "--format", "xls"]])
def test_wrong_usage_is_told_as_such(
    kept: list[Path], capsys: Printed, arguments: list[str]
) -> None:
    """Exit code 2 and what was expected."""
    assert len(kept) == 3
    assert export(*arguments) == 2
    assert "Usage:" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--all"], ["last"], ["nothing-like-it"]])
def test_an_empty_history_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed, arguments: list[str]
) -> None:
    """Nothing is written."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert export(*arguments) == 1
    assert "No sitting is kept" in sentence(capsys)
    assert not list(tmp_path.glob("*.zip"))


def test_the_sample_is_exported_by_its_path(tmp_path: Path) -> None:
    """A file anywhere will do; 522 beats, as its end row counts."""
    copied = shutil.copy(WHOLE, tmp_path / "whole-sitting.csv")
    assert export(copied, "--format", "csv", "--out", tmp_path / "out.csv") == 0
    assert len(table((tmp_path / "out.csv").read_bytes())) == 522


def test_an_export_tells_as_json_what_it_wrote(tmp_path: Path, capsys: Printed) -> None:
    """Where, as what, how many, and what was refused."""
    out = tmp_path / "beats.csv"
    assert (
        main(["sessions", "export", str(WHOLE), "--format", "csv", "--out", str(out), "--json"])
        == 0
    )
    told = strict_json(capsys.readouterr().out.encode())
    assert told == {"out": str(out), "format": "csv", "sittings": 1, "refused": []}


def test_no_export_replaces_a_sitting_even_by_force(
    kept: list[Path], capsys: Printed, tmp_path: Path
) -> None:
    """Asked for its own name, a sitting became a column of numbers."""
    before = kept[0].read_bytes()
    command = ["sessions", "export", str(kept[1]), "--format", "kubios", "--force", "--out"]
    assert main([*command, str(kept[0])]) == 1
    assert "lies among your sittings" in capsys.readouterr().err
    assert kept[0].read_bytes() == before
    (tmp_path / "link.txt").symlink_to(kept[0])
    assert main([*command, str(tmp_path / "link.txt")]) == 1
    assert "no plain file" in capsys.readouterr().err
    assert kept[0].read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX pipes")
def test_nothing_but_a_plain_file_is_replaced(
    kept: list[Path], capsys: Printed, tmp_path: Path
) -> None:
    """A pipe stays a pipe."""
    os.mkfifo(tmp_path / "pipe")
    command = ["sessions", "export", str(kept[1]), "--format", "csv", "--force", "--out"]
    assert main([*command, str(tmp_path / "pipe")]) == 1
    assert "no plain file" in capsys.readouterr().err
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("format_name", ["json", "edf"])
def test_an_export_that_is_brought_back_doubles_no_sitting(
    kept: list[Path], capsys: Printed, format_name: str
) -> None:
    """Three sittings came to six, and trends spoke; the beats and the moment are known again."""
    command = ["sessions", "export", "--all", "--format", format_name, "--out", "out"]
    assert main(command) == 0
    assert main(["import", "out"]) == 0
    capsys.readouterr()
    assert main(["sessions", "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(kept)

"""A sitting whose beginning is damaged: it is not lost, not hidden, and not left behind."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from biofeedback.cli import main
from biofeedback.store.library import list_sittings, own_paths, unread
from biofeedback.store.recording import read_recording
from biofeedback.store.row_file import is_sitting, read_rows
from biofeedback.store.rows import HEADER

REST = Path(__file__).parents[1] / "sample_recordings" / "rest.csv"
NAME = "2026-11-23T080000_just-breathe_aaaaaaaa.csv"
LOST, FOREIGN = "2026-11-24T080000_just-breathe_bbbbbbbb.csv", "a table of mine.csv"
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a sitting, one of which nothing is left, and a table of the person's."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    year = tmp_path / "sessions" / "2026"
    year.mkdir(parents=True)
    (year / NAME).write_bytes(REST.read_bytes())
    (year / LOST).write_bytes(bytes(4000))  # what a disk leaves after a power cut
    (year / FOREIGN).write_text("mood,sleep\n3,7\n", "utf-8")
    return tmp_path / "sessions"


def test_a_flipped_bit_hides_no_sitting(tmp_path: Path) -> None:
    """Of each in the header and the first row: every beat is there, and it is listed."""
    whole = b"".join(REST.read_bytes().splitlines(keepends=True)[:80])  # many bits, few beats
    first = whole.index(b"\n", len(HEADER) + 1)
    path = tmp_path / "2026" / NAME
    path.parent.mkdir()
    path.write_bytes(whole)
    beats = read_recording(path).beats.rr_ms.size
    for bit in range(8 * (first + 1)):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        (tmp_path / "index.sqlite3").unlink(missing_ok=True)
        (kept,) = list_sittings(tmp_path)
        assert kept.file == str(path), bit
        assert read_recording(path).beats.rr_ms.size == beats, bit


def test_a_name_tells_when_it_began_and_that_is_said(tmp_path: Path) -> None:
    """Where its first row does not any more."""
    path = tmp_path / NAME
    path.write_bytes(REST.read_bytes().replace(b",session,", b",ression,", 1))
    recording = read_recording(path)
    assert f"{recording.began:%Y-%m-%dT%H%M%S}" == NAME[:17]
    assert recording.sealed is False
    assert "when it began, which its name tells" in " ".join(recording.remarks)


def test_another_program_s_table_is_no_sitting() -> None:
    """Two letters may be damaged, not three; a shorter file is none."""
    assert is_sitting(b"T_s,kind,value,texX\n")
    assert not is_sitting(b"T_s,kind,valuX,texX\n")
    assert not is_sitting(HEADER[:-1].encode())
    wider = f"{HEADER},more\n0.000,session,1,2026-03-01T08:00:00+00:00,x\n"
    assert [row.kind for row in read_rows(wider.encode()).rows] == ["session"]


def test_what_cannot_be_read_is_told_by_a_list(folder: Path, capsys: Printed) -> None:
    """On standard error; what a list prints for programs stays as it is."""
    assert main(["sessions", "list", "--json"]) == 0
    printed = capsys.readouterr()
    assert [Path(each["file"]).name for each in json.loads(printed.out)] == [NAME]
    assert f"{LOST} cannot be read: it is damaged" in printed.err
    assert FOREIGN not in printed.err
    assert [each.name for each in unread(folder, list_sittings(folder))] == [LOST]


def test_all_is_all_and_nothing_of_others(folder: Path, capsys: Printed) -> None:
    """What cannot be read is deleted, too; what this program has not made stays."""
    assert [each.name for each in own_paths(folder)] == [NAME, LOST]
    assert main(["sessions", "delete", "--all", "--yes"]) == 0
    assert "2 sittings deleted" in capsys.readouterr().out
    assert [each.name for each in (folder / "2026").iterdir()] == [FOREIGN]


@pytest.mark.parametrize("named", [LOST, LOST.removesuffix(".csv"), "{folder}/2026/" + LOST])
def test_one_that_cannot_be_read_can_be_deleted(
    folder: Path, named: str, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """By its name or its file; it is asked for as what it is."""
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    assert main(["sessions", "delete", named.format(folder=folder)]) == 0
    assert f"{LOST} (cannot be read)" in capsys.readouterr().err
    assert not (folder / "2026" / LOST).exists()
    assert (folder / "2026" / NAME).exists()


def test_a_damaged_beginning_comes_back_from_an_export(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """An exported original is called by its moment alone, and that tells when it began."""
    for other in (LOST, FOREIGN):
        (folder / "2026" / other).unlink()
    damaged = (folder / "2026" / NAME).read_bytes().replace(b",session,", b",ression,", 1)
    (folder / "2026" / NAME).write_bytes(damaged)
    assert main(["sessions", "export", "--all", "--out", str(tmp_path / "all.zip")]) == 0
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "other"))
    assert main(["import", str(tmp_path / "all.zip")]) == 0, capsys.readouterr().err
    (kept,) = list_sittings(tmp_path / "other" / "sessions")
    assert kept.path.read_bytes() == damaged
    assert f"{kept.began:%Y-%m-%dT%H%M%S}" == NAME[:17]


def test_a_copy_with_other_line_ends_is_read_though_its_header_is_damaged(tmp_path: Path) -> None:
    """Nothing of it ends in a carriage return."""
    path = tmp_path / NAME
    path.write_bytes(REST.read_bytes().replace(b"\n", b"\r\n").replace(b"t_s,kind", b"t_s,kjnd", 1))
    recording = read_recording(path)
    assert recording.meta == read_recording(REST).meta
    assert recording.began == read_recording(REST).began
    assert not any("of format" in each for each in recording.remarks)


@pytest.mark.parametrize("named", ["2026-11-24T", f"sessions/2026/{LOST}"])
def test_the_beginning_of_a_name_will_do(
    folder: Path, named: str, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """Or the way to its file from here; where two begin so, neither is deleted."""
    monkeypatch.chdir(folder.parent)
    if named.startswith("2026"):
        other = folder / "2026" / LOST.replace("bbbbbbbb", "cccccccc")
        other.write_bytes(bytes(10))
        assert main(["sessions", "delete", named, "--yes"]) == 1
        other.unlink()
    assert main(["sessions", "delete", named, "--yes"]) == 0, capsys.readouterr().err
    assert not (folder / "2026" / LOST).exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
@pytest.mark.timeout(20)
def test_a_pipe_that_is_called_as_a_sitting_is_none(folder: Path) -> None:
    """Nobody waits for it, and it stays."""
    pipe = folder / "2026" / LOST.replace("bbbbbbbb", "dddddddd")
    os.mkfifo(pipe)
    assert pipe not in own_paths(folder)
    assert main(["sessions", "delete", "--all", "--yes"]) == 0
    assert pipe.exists()

"""Rows that no program of ours wrote: told, passed over, and nobody else's trouble."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.cli import main
from biofeedback.importers.keeping import OwnSittings
from biofeedback.settings import FILE_NAME
from biofeedback.sitting import Noted
from biofeedback.store.afterwards import append_note
from biofeedback.store.library import list_sittings, may_go_on
from biofeedback.store.recording import read_recording
from biofeedback.store.row_file import CHANGED

Printed = pytest.CaptureFixture[str]
SAMPLES = Path(__file__).parents[1] / "sample_recordings"
WHOLE = SAMPLES / "whole-sitting.csv"
NAME = "2026-01-01T080000_hand-on-heart_aaaa.csv"


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the sittings of a year, which holds one that is whole."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    year = tmp_path / "sessions" / "2026"
    year.mkdir(parents=True)
    (year / NAME.replace("aaaa", "good")).write_bytes(WHOLE.read_bytes())
    return year


def without_packets(*more: str) -> str:
    """Return the sample as an import keeps one, interrupted, with more rows."""
    kept = [row for row in WHOLE.read_text("utf-8").splitlines() if ",packet," not in row]
    return "\n".join([*(row for row in kept if ",end," not in row), *more, ""])


@pytest.mark.parametrize(
    "row",
    [
        "230.0,rr,800.0,stretch=9223372036854775808",
        "230.0,gap,nan,link lost",
        "230.0,gap,inf,link lost",
        "230.0,battery,9223372036854775808,",
        "230.0,felt,-9223372036854775809,",
        "230.0,jump,nan,",
        "230.0,extend,inf,",
        "230.0,phase,practice,length_s=nan",
        "230.0,about,,location=99999999999999999999",
    ],
)
def test_a_number_beyond_all_sense_is_left_out_and_said(
    sessions: Path, capsys: Printed, tmp_path: Path, row: str
) -> None:
    """One odd sitting holds up nothing that is done with all of them."""
    odd = sessions / NAME
    odd.write_text(without_packets(row), "utf-8")
    kind = row.split(",")[1]
    assert any(f"a {kind} row at 230.000 s" in said for said in read_recording(odd).left_out)
    commands = (
        ("sessions", "trends"),
        ("analyse", str(sessions), "--csv"),
        ("compare", str(sessions), "--csv"),
        ("sessions", "export", "--all", "--format", "json", "--out", str(tmp_path / "e.zip")),
        ("sessions", "show", str(odd)),
    )
    for command in commands:
        main(command)
        assert "unexpected" not in capsys.readouterr().err


def test_a_start_without_an_offset_is_one_of_this_place(sessions: Path) -> None:
    """It may be asked how long ago it was."""
    odd = sessions / NAME
    odd.write_text(without_packets().replace("08:00:00.000+00:00", "08:00:00.000"), "utf-8")
    assert read_recording(odd).began == datetime(2026, 11, 23, 8).astimezone()
    found = list_sittings(sessions.parent)
    assert len(found) == 2
    assert [may_go_on(kept, datetime(2027, 1, 1, tzinfo=UTC)) for kept in found] == [False, False]


@pytest.mark.parametrize("row", ["500.0,rr,800.0,stretch=0", "500.0,packet,1644b503,", "9,pause,,"])
def test_what_happened_cannot_have_happened_after_the_end(tmp_path: Path, row: str) -> None:
    """Its seal speaks of what stands before it; notes may be added, and beats may not."""
    file = tmp_path / NAME
    file.write_bytes(WHOLE.read_bytes())
    append_note(file, Noted(400.0, "gulls"))
    assert read_recording(file).sealed is True
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"{row}\n")
    assert read_recording(file).sealed is False
    assert CHANGED in read_recording(file).remarks


def test_two_sittings_without_a_beat_are_not_the_same_for_that(tmp_path: Path) -> None:
    """Nobody's heart was heard in either; what was practised may differ."""
    year = tmp_path / "2026"
    year.mkdir()
    file = year / NAME
    kept = [row for row in without_packets().splitlines() if ",rr," not in row]
    file.write_text("\n".join([*kept, ""]), "utf-8")
    assert OwnSittings(tmp_path).told_otherwise(read_recording(file)) is None


def test_settings_that_cannot_be_read_are_said_by_every_command(
    sessions: Path, capsys: Printed
) -> None:
    """They might have said that the sittings lie elsewhere."""
    (sessions.parents[1] / FILE_NAME).write_text("theme = dark\n", "utf-8")
    assert main(["sessions", "list"]) == 0
    assert f"{FILE_NAME} is no TOML" in capsys.readouterr().err

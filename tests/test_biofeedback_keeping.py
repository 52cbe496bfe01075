"""Where a brought sitting is kept, under what name, and when it is known again."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.cli import main
from biofeedback.importers.keeping import OwnSittings
from biofeedback.store.recording import read_recording
from biofeedback.store.row_file import TOLD
from devices.events import Beat
from tests.test_biofeedback_import import SAMPLES, Printed, data, imported, written

__all__ = ["data"]

NAME = "2026-11-23T080000_hand-on-heart_0a1b2c3d.csv"


def sitting(practice: str = "hand-on-heart", time: str = "08:00:00") -> bytes:
    """Return a short sitting of our own."""
    return (
        "t_s,kind,value,text\n"
        f"0.000,session,1,2026-11-23T{time}.000+00:00\n"
        f"0.000,meta,,practice={practice}\n"
    ).encode()


def test_a_sitting_keeps_its_name_where_that_is_one_of_ours_and_free(tmp_path: Path) -> None:
    """Else it gets one of its own, and what is there stays as it is."""
    own = OwnSittings(tmp_path)
    first = own.put_back(NAME, sitting())
    assert first == tmp_path / "2026" / NAME
    for name, hour in (("mine.csv", 10), (NAME, 11)):
        other = own.put_back(name, sitting(time=f"{hour}:00:00"))
        assert re.fullmatch(rf"2026-11-23T{hour}0000_hand-on-heart_[0-9a-f]{{8}}\.csv", other.name)
        assert other.read_bytes() == sitting(time=f"{hour}:00:00")
    assert first.read_bytes() == sitting()


def test_a_practice_that_is_no_plain_word_is_none_of_a_name(tmp_path: Path) -> None:
    """It may hold what leads into another folder."""
    path = OwnSittings(tmp_path).put_back("mine.csv", sitting("../../mine"))
    assert re.fullmatch(r"2026-11-23T080000_imported_[0-9a-f]{8}\.csv", path.name)
    assert path.parent == tmp_path / "2026"


def exported(path: Path, capsys: Printed) -> Path:
    """Write a sample as JSON."""
    sample = str(SAMPLES / "rest.csv")
    assert main(["sessions", "export", sample, "--format", "json", "--out", str(path)]) == 0
    capsys.readouterr()
    return path


@pytest.mark.parametrize(("off_ms", "known"), [(0.000004, True), (0.00002, False)])
def test_beats_are_the_same_to_the_fifth_decimal(
    tmp_path: Path, data: Path, capsys: Printed, off_ms: float, known: bool
) -> None:
    """Of 800 and 810 ms."""
    file = written(tmp_path / "rr.txt", "800\n810\n" * 10)
    path = Path(str(imported(capsys, file)[0]["sitting"]))
    recording = read_recording(path)
    events = tuple(
        replace(event, rr_ms=event.rr_ms + off_ms) if isinstance(event, Beat) else event
        for event in recording.events
    )
    own = OwnSittings(data / "sessions")
    assert own.told_otherwise(replace(recording, events=events)) == (path if known else None)


def test_the_same_beats_in_two_files_of_one_import_are_kept_once(
    tmp_path: Path, capsys: Printed
) -> None:
    """The second differs by an empty line."""
    out = exported(tmp_path / "a.json", capsys)
    other = written(tmp_path / "b.json", out.read_text(encoding="utf-8") + "\n")
    first, second = imported(capsys, out, other)
    assert (first["already"], second["already"]) == (False, True)
    assert second["sitting"] == first["sitting"]


def test_what_is_known_of_a_recording_stands_at_its_beginning(
    tmp_path: Path, capsys: Printed
) -> None:
    """When it began, what it is, and what was noticed in it: at 0 s, before the first beat."""
    out = exported(tmp_path / "a.json", capsys)
    whole = json.loads(out.read_text(encoding="utf-8"))
    whole["events"].append(7)  # which cannot be read
    (told,) = imported(capsys, written(out, json.dumps(whole)))
    rows = Path(str(told["sitting"])).read_text(encoding="utf-8").splitlines()[1:]
    head = [row for row in rows if row.split(",")[1] in ("session", "meta")]
    assert any(TOLD in row for row in head)
    assert {row.split(",")[0] for row in head} == {"0.000"}
    assert rows[: len(head)] == head

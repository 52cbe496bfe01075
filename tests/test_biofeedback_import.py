"""``import``: recordings of other programs become sittings, once, and what was seen is said."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from biofeedback.cli import main
from biofeedback.store.library import list_sittings
from biofeedback.store.recording import read_recording
from tests.foreign_files import fit

RR_MS = [812, 797, 843, 905, 921, 874, 820, 788, 801, 866, 930, 947]
Printed = pytest.CaptureFixture[str]
SAMPLES = Path(__file__).parents[1] / "sample_recordings"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a data folder of its own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def written(path: Path, text: str) -> Path:
    """Write a file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def imported(capsys: Printed, *arguments: object, code: int = 0) -> list[dict[str, object]]:
    """Run ``import --json`` and return what it printed."""
    assert main(["import", *map(str, arguments), "--json"]) == code
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_an_imported_sitting_holds_every_beat(tmp_path: Path, capsys: Printed) -> None:
    """Whole milliseconds come back as they were, in a sealed sitting that only its owner reads."""
    file = written(tmp_path / "morning.txt", "\n".join(map(str, RR_MS)))
    (told,) = imported(capsys, file)
    sitting = Path(str(told["sitting"]))
    recording = read_recording(sitting)
    assert recording.beats.rr_ms.tolist() == RR_MS
    assert recording.sealed is True
    assert recording.meta["original_name"] == "morning.txt"
    assert str(tmp_path) not in sitting.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert sitting.stat().st_mode & 0o077 == 0
    assert told["beats"] == 12
    assert told["mean_hr_bpm"] == 69.9  # 60000 * 12 / 10304


def test_what_was_imported_before_is_not_taken_twice(
    tmp_path: Path, data: Path, capsys: Printed
) -> None:
    """Told by its content, whatever it is called; the first sitting is named, and all is well."""
    first = written(tmp_path / "a.txt", "800\n810\n820\n")
    again = written(tmp_path / "b.txt", "800\n810\n820\n")
    (one,), (two,) = imported(capsys, first), imported(capsys, again)
    assert two["already"] is True
    assert two["sitting"] == one["sitting"]
    assert len(list_sittings(data / "sessions")) == 1


def test_a_refused_file_leaves_the_others_alone(
    tmp_path: Path, data: Path, capsys: Printed
) -> None:
    """One sentence, exit 1, nothing of it is kept."""
    odd = written(tmp_path / "odd.txt", "72\n71\n70\n")
    good = written(tmp_path / "good.txt", "0.8\n0.81\n")
    assert main(["import", str(odd), str(good)]) == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "look like heart rates" in said.err
    assert "2 beats" in said.out
    assert len(list_sittings(data / "sessions")) == 1


def test_a_dry_run_keeps_nothing(tmp_path: Path, data: Path, capsys: Printed) -> None:
    """What is in it is said all the same."""
    file = written(tmp_path / "a.txt", "800\n810\n820\n")
    (told,) = imported(capsys, file, "--dry-run")
    assert told["beats"] == 3
    assert told["sitting"] is None
    assert not data.exists()


@pytest.mark.parametrize("name", ["walk.fit", "rest.csv"])
def test_what_was_imported_is_analysed_and_replayed(
    name: str, tmp_path: Path, capsys: Printed
) -> None:
    """A sitting like any other: the same mean interval, every beat once more."""
    beats = [780 + 40 * (i % 5) for i in range(120)]  # mean: 860
    lines = "\n".join(f"{rr}" for rr in beats)
    file = tmp_path / name
    file.write_bytes(fit(beats) if name.endswith("fit") else f"rr_ms\n{lines}\n".encode())
    (told,) = imported(capsys, file)
    assert main(["analyse", str(told["sitting"]), "--json"]) == 0
    (measured,) = json.loads(capsys.readouterr().out)
    assert measured["time_domain"]["mean_rr_ms"] == pytest.approx(860)
    replay = ["replay", str(told["sitting"]), "--no-window", "--speed", "max", "--json"]
    assert main(replay) == 0
    assert json.loads(capsys.readouterr().out)
    assert len(read_recording(Path(str(told["sitting"]))).beats.rr_ms) == 120


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_s_own_name_steers_no_terminal(tmp_path: Path, capsys: Printed) -> None:
    """An escape and a turn of the reading direction in it are left out of what is printed."""
    good = written(tmp_path / "good\x1b[2J\u202etxt.txt", "800\n810\n820\n")
    bad = written(tmp_path / "bad\x1b[2J.txt", "72\n71\n70\n")
    assert main(["import", str(good), str(bad), str(tmp_path / "gone\x1b[2J.txt")]) == 1
    said = capsys.readouterr()
    for each in ("\x1b[2J", "\u202e"):
        assert each not in said.out + said.err
    assert "bad[2J.txt" in said.err


def test_an_export_of_everything_is_put_back(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another computer, to the last byte; once, whatever was noted since."""
    first, second = (str(imported(capsys, _rr(tmp_path, n))[0]["sitting"]) for n in (800, 900))
    whole = tmp_path / "all.zip"
    assert main(["sessions", "export", "--all", "--out", str(whole)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "other"))
    assert all(each["sitting"] is None for each in imported(capsys, whole, "--dry-run"))
    back = imported(capsys, whole)
    there = [Path(str(each["sitting"])) for each in back]
    assert {path.read_bytes() for path in there} == {Path(p).read_bytes() for p in (first, second)}
    assert all(tmp_path / "other" in path.parents for path in there)
    assert main(["sessions", "note", there[0].stem, "calm"]) == 0
    capsys.readouterr()
    again = imported(capsys, whole)
    assert all(each["already"] for each in again)
    assert [each["sitting"] for each in again] == [each["sitting"] for each in back]
    assert len(list_sittings(tmp_path / "other" / "sessions")) == 2


def _rr(folder: Path, rr_ms: int) -> Path:
    text = "".join(f"{rr_ms + 7 * (n % 3)}\n" for n in range(30))
    return written(folder / f"{rr_ms}.txt", text)


def test_a_sitting_under_another_name_finds_its_year(tmp_path: Path, capsys: Printed) -> None:
    """And one that tells no beginning is refused in a sentence."""
    (told,) = imported(capsys, SAMPLES / "rest.csv")
    kept = Path(str(told["sitting"]))
    assert kept.parent.name == "2026"
    assert kept.read_bytes() == (SAMPLES / "rest.csv").read_bytes()
    bare = written(tmp_path / "bare.csv", "t_s,kind,value,text\n1.000,rr,800,\n")
    assert main(["import", str(bare)]) == 1
    assert "does not tell when it began" in capsys.readouterr().err


def test_a_readme_beside_recordings_is_none(tmp_path: Path, capsys: Printed) -> None:
    """BIDS wants one without an end to its name."""
    _rr(tmp_path, 800)
    written(tmp_path / "README", "A data set with one subject.")
    (told,) = imported(capsys, tmp_path)
    assert told["beats"] == 30


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_no_utf_8_stops_nothing(tmp_path: Path, capsys: Printed) -> None:
    """It is imported like any other, and shown as far as it can be."""
    odd = os.fsencode(tmp_path) + b"/bad\xff.txt"
    Path(os.fsdecode(odd)).write_text("800\n810\n820\n", encoding="utf-8")
    _rr(tmp_path, 900)
    told = imported(capsys, tmp_path)
    assert sorted(str(each["beats"]) for each in told) == ["3", "30"]
    assert any("bad?.txt" in str(each["file"]) for each in told)


def test_a_simulated_heart_stays_one(tmp_path: Path, capsys: Printed) -> None:
    """Exported as JSON and brought back, it is still nobody's."""
    path = tmp_path / "whole.json"
    sample = SAMPLES / "whole-sitting.csv"
    assert main(["sessions", "export", str(sample), "--format", "json", "--out", str(path)]) == 0
    capsys.readouterr()
    (told,) = imported(capsys, path)
    assert read_recording(Path(str(told["sitting"]))).simulated


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_as_long_as_a_disk_takes_stops_nothing(tmp_path: Path, capsys: Printed) -> None:
    """What may lie beside it under a longer name does not."""
    written(tmp_path / f"{'a' * 250}.txt", "800\n810\n820\n")
    _rr(tmp_path, 900)
    assert [each["beats"] for each in imported(capsys, tmp_path)] == [30, 3]


def test_a_part_of_a_sitting_is_completed_by_the_whole(tmp_path: Path, capsys: Printed) -> None:
    """A copy that was cut short keeps nothing out; what is there is never shortened."""
    whole = (SAMPLES / "whole-sitting.csv").read_bytes()
    cut = tmp_path / "cut.csv"
    cut.write_bytes(whole[: len(whole) // 2])
    (first,) = imported(capsys, cut)
    (second,) = imported(capsys, SAMPLES / "whole-sitting.csv")
    assert second["sitting"] == first["sitting"]
    assert Path(str(second["sitting"])).read_bytes() == whole
    (again,) = imported(capsys, cut)
    assert again["already"] is True
    assert Path(str(first["sitting"])).read_bytes() == whole

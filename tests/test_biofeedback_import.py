"""``import``: recordings of other programs become sittings, once, and what was seen is said."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from biofeedback.checkin import Feeling, Rated, When, ratings_of
from biofeedback.cli import main
from biofeedback.importers.importing import SAME_BEATS, Import
from biofeedback.results.summary import summarise
from biofeedback.sitting import Noted
from biofeedback.store import afterwards, taking_turns
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


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("rr = short.txt", "Imported: rr = short.txt"),
        ("a" * 44 + ".txt", "Imported: " + "a" * 44 + ".txt"),
        ("b" * 60 + ".txt", "Imported: " + "b" * 37 + "…bbbbbb.txt"),
    ],
)
def test_recordings_are_told_apart_by_their_files(
    tmp_path: Path, data: Path, capsys: Printed, name: str, title: str
) -> None:
    """The list shows the file's name, and of a long one its beginning and its end."""
    imported(capsys, written(tmp_path / name, "800\n810\n820\n"))
    (kept,) = list_sittings(data / "sessions")
    assert kept.title == title


def test_what_was_told_at_the_import_is_told_ever_after(tmp_path: Path, capsys: Printed) -> None:
    """Repairs and notes stand in the sitting, so that its analysis says what that of the file said.

    Whether whole numbers are ticks is not asked any more: whoever imported them has answered.
    """
    logged = [f"2026-11-23 08:00:0{n} +0000, 1000, {n}000" for n in range(1, 8)]
    files = (
        written(tmp_path / "rr.txt", "812\n797\n" * 9 + "0\n797\n8000\n812\n"),
        written(tmp_path / "1970.csv", _dated("1970-03-05T08:00:0")),
        written(tmp_path / "hrv.csv", "\n".join(["date, rr, since start", *logged, logged[-1]])),
    )
    for file in files:
        (told,) = imported(capsys, file)
        was, kept = read_recording(file), read_recording(Path(str(told["sitting"])))
        assert was.told
        assert kept.told == was.told
        assert kept.sealed is True
        assert "original_told" not in kept.meta
        assert main(["analyse", str(told["sitting"]), "--json"]) == 0
        (measured,) = json.loads(capsys.readouterr().out)
        assert set(was.told) <= set(measured["notes"])
        assert not any("--unit" in note for note in measured["notes"])


def _dated(moment: str) -> str:
    return "\n".join(["phone timestamp;rr", *(f"{moment}{i}.000;1000" for i in range(9))])


def test_a_day_that_is_not_told_is_none(tmp_path: Path, capsys: Printed) -> None:
    """The date of the file stands by it as what it is, from the cache, too."""
    sitting = str(_of_no_day(tmp_path, capsys))
    assert main(["sessions", "list"]) == 0
    assert "day unknown, file of 2020-09-13    1:22  Imported: rr.txt" in capsys.readouterr().out
    for command in (["list"], ["list"], ["show", sitting]):
        assert main(["sessions", *command, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        (one,) = found if isinstance(found, list) else [found]
        assert one["began"] is None
        assert one["file_date"].startswith("2020-09-13T")
    assert main(["analyse", sitting, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["graph"]["time"] == "not recorded"


def _of_no_day(folder: Path, capsys: Printed) -> Path:
    """Return a sitting made of a file that does not tell when it began."""
    file = written(folder / "rr.txt", "\n".join(map(str, RR_MS * 8)))
    os.utime(file, (1_600_000_000, 1_600_000_000))  # 2020-09-13T12:26:40Z
    return Path(str(imported(capsys, file)[0]["sitting"]))


@pytest.mark.parametrize("format_name", ["json", "edf"])
def test_no_export_makes_up_a_day(format_name: str, tmp_path: Path, capsys: Printed) -> None:
    """What was unknown stays so when it comes back."""
    out = tmp_path / "rr.out"
    sitting = str(_of_no_day(tmp_path, capsys))
    options = ["--format", format_name, "--out", str(out)]
    assert main(["sessions", "export", sitting, *options]) == 0
    capsys.readouterr()
    (told,) = imported(capsys, out)
    assert told["began"] is None
    assert told["beats"] == len(RR_MS) * 8


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


def test_two_imports_at_one_moment_keep_a_file_once(tmp_path: Path, data: Path) -> None:
    """Both looked before either kept; the one that comes second sees it, of whatever kind it is."""
    foreign = written(tmp_path / "a.txt", "800\n810\n820\n")
    runs = [Import(data / "sessions") for _ in range(2)]
    sample = SAMPLES / "rest.csv"
    assert [next(run.outcomes(sample))["already"] for run in runs] == [False, True]
    for path in (foreign, SAMPLES / "whole-sitting.csv"):
        first, second = (next(run.outcomes(path)) for run in reversed(runs))
        assert (first["already"], second["already"]) == (False, True)
        assert second["sitting"] == first["sitting"]
    names = [kept.path.stem for kept in list_sittings(data / "sessions")]
    assert len(names) == 3
    assert main(["sessions", "delete", *names, "--yes"]) == 0
    assert list((data / "sessions").iterdir()) == []


def test_a_sitting_that_was_half_written_is_looked_at_again(tmp_path: Path, data: Path) -> None:
    """Another import had made the file and not yet written into it when this one began."""
    file = written(tmp_path / "a.txt", "800\n810\n820\n")
    (told,) = Import(data / "sessions").outcomes(file)
    sitting = Path(str(told["sitting"]))
    whole = sitting.read_bytes()
    sitting.write_bytes(b"")
    late = Import(data / "sessions")
    sitting.write_bytes(whole)
    (again,) = late.outcomes(file)
    assert again["already"] is True
    assert again["sitting"] == str(sitting)


def test_an_import_that_does_not_end_is_not_waited_for_long(
    tmp_path: Path, data: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, and nothing is kept; the next time all is well."""
    monkeypatch.setattr(taking_turns, "PATIENCE_S", 0.0)
    file = written(tmp_path / "a.txt", "800\n810\n820\n")
    with taking_turns.Turns(data / "sessions").take():
        assert main(["import", str(file)]) == 1
        assert "Another import is keeping files here" in capsys.readouterr().err
        assert list_sittings(data / "sessions") == []
    assert imported(capsys, file)[0]["already"] is False


def test_what_a_file_is_known_by_stands_before_what_may_be_long(
    tmp_path: Path, capsys: Printed
) -> None:
    """It is looked for in the first 4 kB of a sitting; four long texts pushed it out of them."""
    path = tmp_path / "sitting.json"
    sample = str(SAMPLES / "rest.csv")
    assert main(["sessions", "export", sample, "--format", "json", "--out", str(path)]) == 0
    capsys.readouterr()
    long = dict.fromkeys(("practice", "practice_name", "source", "language"), "ö" * 1000)
    written(path, json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"meta": long}))
    assert [imported(capsys, path)[0]["already"] for _ in range(2)] == [False, True]


@pytest.mark.parametrize("command", ["import", "analyse", "compare", "study"])
def test_an_empty_name_is_not_the_folder_one_is_in(command: str, capsys: Printed) -> None:
    """As of a variable that is not set: every file around would be taken."""
    assert main([command, ""]) == 2
    assert "an empty name is no file" in capsys.readouterr().err


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


def test_a_folder_without_recordings_is_said(tmp_path: Path, capsys: Printed) -> None:
    """Or one would take it for imported."""
    assert main(["import", str(tmp_path)]) == 1
    assert "holds no recordings" in capsys.readouterr().err


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


def noted(path: Path) -> list[str]:
    """Return the notes of a sitting."""
    return [e.text for e in read_recording(path).events if isinstance(e, Noted)]


@pytest.mark.parametrize("format_name", ["original", "json"])
def test_a_sitting_noted_on_two_computers_is_one(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    """It is known again, and has the notes of both, each once; a name given here stays."""
    (told,) = imported(capsys, SAMPLES / "whole-sitting.csv")
    here = Path(str(told["sitting"]))
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "other"))
    (told,) = imported(capsys, SAMPLES / "whole-sitting.csv")
    there = Path(str(told["sitting"]))
    for path, text in ((here, "It rained."), (here, "Warm."), (there, "Calm."), (there, "Warm.")):
        afterwards.append_note(path, Noted(400.0, text))
    afterwards.rename(here, "Rain")
    afterwards.rename(there, "After the talk")
    brought = tmp_path / "brought"
    options = ["--format", format_name, "--out", str(brought)]
    assert main(["sessions", "export", str(here), *options]) == 0
    capsys.readouterr()
    (dry,) = imported(capsys, brought, "--dry-run")
    assert dry["notes"] == ["A note that it did not have would be added to it.", SAME_BEATS]
    assert noted(there) == ["Calm.", "Warm."]
    (told,) = imported(capsys, brought)
    assert (told["already"], told["sitting"]) == (True, str(there))
    assert told["notes"] == ["A note that it did not have was added to it.", SAME_BEATS]
    assert noted(there) == ["Calm.", "Warm.", "It rained."]
    assert read_recording(there).labels.name == "After the talk"
    assert read_recording(there).sealed
    (again,) = imported(capsys, brought)
    assert (again["already"], again["notes"]) == (True, [SAME_BEATS])
    assert len(list_sittings(tmp_path / "other" / "sessions")) == 1


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


def test_a_sitting_that_was_changed_is_said_to_be(tmp_path: Path, capsys: Printed) -> None:
    """When it is taken in, not only when it is read; one that was not is none."""
    whole = (SAMPLES / "rest.csv").read_text("utf-8")
    (told,) = imported(capsys, written(tmp_path / "other.csv", whole.replace(",rr,", ",rr,1", 1)))
    assert "its seal does not match" in str(told["notes"])
    (told,) = imported(capsys, SAMPLES / "rest.csv")
    assert "its seal does not match" not in str(told["notes"])


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


@pytest.mark.parametrize("format_name", ["json", "csv", "kubios", "edf", "bids"])
def test_a_simulated_heart_stays_one(format_name: str, tmp_path: Path, capsys: Printed) -> None:
    """Exported in any format and brought back, it is still nobody's."""
    out = tmp_path / "export"
    whole = str(SAMPLES / "whole-sitting.csv")
    options = ["--format", format_name, "--out", str(out)]
    assert main(["sessions", "export", whole, *options]) == 0
    capsys.readouterr()
    kept = [each["sitting"] for each in imported(capsys, out) if each["sitting"]]
    assert [read_recording(Path(str(path))).simulated for path in kept] == [True]


def test_a_sitting_comes_back_whole_from_json(tmp_path: Path, capsys: Printed) -> None:
    """What was done, said and called, and every number of it: also without being imported."""
    sample = tmp_path / "2026-11-23T080000_hand-on-heart.csv"
    sample.write_bytes((SAMPLES / "whole-sitting.csv").read_bytes())
    afterwards.rename(sample, "After the talk")
    afterwards.tag(sample, "morning", "outdoors")
    afterwards.append_note(sample, Noted(400.0, "It was kind."))
    afterwards.append_note(sample, Rated(401.0, Feeling.CALM, When.AFTER, 7))
    path = tmp_path / "sitting.json"
    assert main(["sessions", "export", str(sample), "--format", "json", "--out", str(path)]) == 0
    capsys.readouterr()
    (told,) = imported(capsys, path)
    before = read_recording(sample)
    for after in (read_recording(path), read_recording(Path(str(told["sitting"])))):
        assert after.labels == before.labels
        assert after.began == before.began
        assert after.parts == before.parts
        assert after.lines == before.lines
        assert ratings_of(after.events) == ratings_of(before.events)
        assert [e.text for e in after.events if isinstance(e, Noted)] == ["It was kind."]
        assert after.beats.rr_ms.tolist() == before.beats.rr_ms.tolist()
        assert after.meta["practice"] == before.meta["practice"]
        found, was = (summarise(each).comparison for each in (after, before))
        assert found is not None
        assert was is not None
        assert found.as_dict() == was.as_dict()


def test_what_was_told_of_a_recording_comes_back_from_json(tmp_path: Path, capsys: Printed) -> None:
    """Also when it goes out and comes back once more; what is no sentence is passed over."""
    file = written(tmp_path / "rr.txt", "812\n797\n" * 9 + "0\n797\n8000\n812\n")
    (told,) = imported(capsys, file)
    said = read_recording(Path(str(told["sitting"]))).told
    assert len(said) > 0
    sitting, path = str(told["sitting"]), tmp_path / "out.json"
    for _ in range(2):
        options = ["--format", "json", "--out", str(path), "--force"]
        assert main(["sessions", "export", sitting, *options]) == 0
        capsys.readouterr()
        path.write_text(path.read_text().replace('"remarks": [', '"remarks": [7, "",'))
        sitting = str(imported(capsys, path)[0]["sitting"])
        assert read_recording(Path(sitting)).told == said


def test_events_that_are_none_cost_no_beat(tmp_path: Path, capsys: Printed) -> None:
    """Hand-written JSON: what cannot be understood is left out, and its number is said."""
    path = tmp_path / "sitting.json"
    sample = str(SAMPLES / "whole-sitting.csv")
    assert main(["sessions", "export", sample, "--format", "json", "--out", str(path)]) == 0
    capsys.readouterr()
    whole = json.loads(path.read_text())
    whole["events"] += [
        7,
        {"kind": "phase", "time_s": 5.0, "value": "a phase of its own", "text": ""},
        {"kind": "line", "time_s": "soon", "value": "", "text": "x"},
        {"kind": "rating", "time_s": -1.0, "value": "7", "text": "calm after"},
        {"kind": "packet", "time_s": 1.0, "value": "0000", "text": ""},
    ]
    whole["tags"], whole["name"], whole["meta"] = ["a", 7], {}, []
    written(path, json.dumps(whole))
    (told,) = imported(capsys, path)
    notes = told["notes"]
    assert isinstance(notes, list)
    assert "5 of its events cannot be read, and are left out." in notes
    kept = read_recording(Path(str(told["sitting"])))
    assert kept.labels.tags == ("a",)
    assert len(kept.beats.rr_ms) == told["beats"]


def test_intervals_are_kept_to_the_last_digit(tmp_path: Path, capsys: Printed) -> None:
    """A file and the sitting that was made of it give the same numbers."""
    rng = np.random.default_rng(3)
    rr_ms = np.round(850 + 30 * rng.standard_normal(200), 9)
    rr_ms[:3] = 812.5, 812.25, 800.0
    path = written(tmp_path / "rr.txt", "".join(f"{rr!r}\n" for rr in rr_ms.tolist()))
    (told,) = imported(capsys, path)
    assert read_recording(Path(str(told["sitting"]))).beats.rr_ms.tolist() == rr_ms.tolist()
    assert read_recording(path).beats.rr_ms.tolist() == rr_ms.tolist()


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


@pytest.mark.parametrize("format_name", ["original", "csv", "kubios", "json", "edf", "bids"])
def test_a_day_that_nobody_knows_stays_unknown(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    """An export is not called by the date that the original's file bore."""
    beats = "".join(f"{800 + 7 * (n % 5)}\n" for n in range(60))
    imported(capsys, written(tmp_path / "rest.txt", beats))
    imported(capsys, written(tmp_path / "other.txt", beats.replace("800", "801")))
    out = tmp_path / "export"
    assert main(["sessions", "export", "--all", "--format", format_name, "--out", str(out)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "other"))
    told = [each for each in imported(capsys, out) if "format" in each]
    assert len(told) == 2
    sittings = list_sittings(tmp_path / "other" / "sessions")
    assert [each.day_known for each in sittings] == [False, False]

"""The command line as a person meets it: what it prints, exit codes, one sentence of trouble."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.report import NEEDED_S
from biofeedback.cli import COMMANDS, main
from biofeedback.commands.tables import OF_A_RECORDING
from biofeedback.commands.terminal import follow
from biofeedback.results.columns import MEASURES
from biofeedback.runs.begin import begin_sitting
from biofeedback.runs.hearts import recorded, simulated
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.session import Show
from biofeedback.samples import SAMPLES, write_sample
from biofeedback.sitting import SittingPlan
from biofeedback.store.library import list_sittings
from biofeedback.store.recording import read_recording
from practices.library import find_practice
from practices.safety import care
from tests.made_hearts import resting_rr

ROOT = Path(__file__).parents[1]
SAMPLE_FOLDER = ROOT / "sample_recordings"
WHOLE = SAMPLE_FOLDER / "whole-sitting.csv"
KUBIOS = ROOT.parent / "shared" / "data" / "kubios"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


def printed_json(capsys: Printed, *arguments: str, code: int = 0) -> Any:
    """Run a command that prints JSON."""
    assert main(arguments) == code
    return json.loads(capsys.readouterr().out)


def sentence(capsys: Printed) -> str:
    """Return what was said of trouble: one line, no traceback."""
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.startswith("biofeedback: ")
    assert said.count("\n") == 1
    return said


def test_the_marks_of_a_part_are_where_they_are_in_the_whole(
    tmp_path: Path, capsys: Printed
) -> None:
    """Beat 300, counted from 0, was heard as two: the same place, measured alone or with all."""
    path = tmp_path / "rr.txt"
    rr_ms = [*resting_rr(300, 4), *resting_rr(300, 5)]
    rr_ms[300:301] = [0.4 * rr_ms[300], 0.6 * rr_ms[300]]
    path.write_text("\n".join(f"{rr:.1f}" for rr in rr_ms))
    (whole,) = printed_json(capsys, "analyse", str(path), "--marks", "--json")
    (part,) = printed_json(capsys, "analyse", str(path), "--marks", "--json", "--start", "200")
    (mark,) = [each for each in whole["marks"] if each["beat"] > 250]
    assert mark["beat"] in (300, 301)
    assert mark["time_s"] == pytest.approx(sum(rr_ms[: mark["beat"] + 1]) / 1000, abs=0.05)
    assert mark in part["marks"]


def test_analyse_prints_the_agreed_keys(capsys: Printed) -> None:
    """The keys of the product page, each a number or absent and named under missing."""
    arguments = ("analyse", str(WHOLE), "--json", "--pace", "6")
    (found,) = printed_json(capsys, *arguments)
    assert found["file"] == str(WHOLE)
    assert found["source"] == "simulated heart"
    assert set(found["artifacts"]) >= {"method", "corrected_pct", "by_kind"}
    assert set(found["artifacts"]["by_kind"]) == {"missed", "extra", "ectopic", "long_short"}
    for name, shown in MEASURES.items():
        assert (name in found[shown.group]) != (name in found["missing"])
    assert found["breath_wave"]["pace_hz"] == pytest.approx(0.1)
    assert set(found["versions"]) >= {"biofeedback", "neurokit2"}
    assert found["beats"] > 400
    assert found["gaps"] == 0


def test_every_measure_is_named_and_has_a_column() -> None:
    """What `analysis` measures is shown by `analyse`, and stands in its CSV."""
    assert set(NEEDED_S) <= set(MEASURES)
    columns = {f"{shown.group}.{name}" for name, shown in MEASURES.items()}
    assert columns <= set(OF_A_RECORDING)


@pytest.mark.parametrize(
    ("beats", "odd", "told"),
    [
        (100, 4, "0.0 % of the beats corrected, 4.0 % left out"),
        (100, 0, "0.0 % of the beats corrected\n"),
        (3000, 1, "0.0 % of the beats corrected, less than 0.1 % left out"),
    ],
)
def test_what_was_left_out_is_told_in_words(
    beats: int, odd: int, told: str, tmp_path: Path, capsys: Printed
) -> None:
    """Beats that no number is made of are not hidden behind those that were corrected."""
    rr_ms = np.full(beats, 800) + np.arange(beats) % 7
    rr_ms[20 : 20 + 20 * odd : 20] = 2500
    path = tmp_path / "rr.txt"
    np.savetxt(path, rr_ms, fmt="%.1f")
    assert main(["analyse", str(path)]) == 0
    assert told in capsys.readouterr().out
    assert main(["analyse", str(path), "--artifacts", "keep"]) == 0
    kept = told.replace("0.0 % of the beats corrected", "nothing corrected")
    assert kept in capsys.readouterr().out


def test_a_part_of_a_recording_can_be_measured(capsys: Printed) -> None:
    """--start and --end in seconds; RMSSD of the same beats by numpy."""
    path = str(SAMPLE_FOLDER / "rest.csv")
    arguments = ("analyse", path, "--start", "60", "--end", "180", "--artifacts", "keep", "--json")
    (found,) = printed_json(capsys, *arguments)
    rows = csv.DictReader(path_text(Path(path)))
    rr_ms = [
        round(float(row["value"]) * 1.024) / 1.024
        for row in rows
        if row["kind"] == "rr"
        and float(row["t_s"]) <= 180
        and float(row["t_s"]) - float(row["value"]) / 1000 >= 60
    ]
    assert found["beats"] == len(rr_ms)
    by_numpy = np.sqrt(np.mean(np.diff(rr_ms) ** 2))
    assert found["time_domain"]["rmssd_ms"] == pytest.approx(by_numpy, rel=1e-9)


def test_how_a_whole_sitting_was_led_is_told_part_by_part(capsys: Printed) -> None:
    """Its rests are natural breath and its practice is paced, by one block of what to report."""
    (found,) = printed_json(capsys, "analyse", str(WHOLE), "--json")
    told = found["graph"]["breathing"]
    assert told.startswith("natural (rest before), then paced at 6 a minute (")
    assert "then natural (" in told
    assert found["graph"]["instructions"].startswith("rest before: to sit quietly")
    (part,) = printed_json(capsys, "analyse", str(WHOLE), "--end", "30", "--json")
    assert part["graph"]["breathing"].startswith("natural; ")


def test_whole_numbers_that_may_be_ticks_are_told_of(tmp_path: Path, capsys: Printed) -> None:
    """The unit can be named, and then nothing is asked any more."""
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(str(800 + i % 7) for i in range(60)))
    (found,) = printed_json(capsys, "analyse", str(path), "--json")
    assert any("1/1024" in note for note in found["notes"])
    (named,) = printed_json(capsys, "analyse", str(path), "--unit", "1/1024", "--json")
    assert not any("1/1024" in note for note in named["notes"])
    ratio = named["time_domain"]["mean_rr_ms"] / found["time_domain"]["mean_rr_ms"]
    assert ratio == pytest.approx(1000 / 1024)


def path_text(path: Path) -> io.StringIO:
    """Return a file's text as a stream."""
    return io.StringIO(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("series", [1, 2, 3])
def test_analyse_agrees_with_kubios(series: int, tmp_path: Path, capsys: Printed) -> None:
    """Kubios HRV Premium 3.1.0: printed decimals in the time domain, 0.5 % in LF and HF."""
    if not KUBIOS.exists():
        pytest.skip("needs ../shared")
    expected = {
        1: (768.4383, 85.3572, 60.5235, 1338, 2776.5983, 1606.9120),
        2: (816.7316, 88.5501, 72.7001, 1340, 1541.1816, 2779.8822),
        3: (739.4739, 92.2439, 53.7477, 910, 2490.0606, 1200.7427),
    }[series]
    path = tmp_path / "series.txt"
    np.savetxt(path, np.load(KUBIOS / f"series_{series}.npy"), fmt="%.4f")
    (found,) = printed_json(capsys, "analyse", str(path), "--artifacts", "keep", "--json")
    time, frequency = found["time_domain"], found["frequency_domain"]
    shown = [round(time[name], 4) for name in ("mean_rr_ms", "sdnn_ms", "rmssd_ms", "nn50")]
    assert shown == list(expected[:4])
    assert frequency["lf_ms2"] == pytest.approx(expected[4], rel=0.005)
    assert frequency["hf_ms2"] == pytest.approx(expected[5], rel=0.005)


def test_many_files_are_measured_though_one_cannot_be_read(tmp_path: Path, capsys: Printed) -> None:
    """The others are given; the odd one is an object with its error; the exit code tells."""
    odd = tmp_path / "odd.txt"
    odd.write_text("hello\nthere\n")
    assert main(["analyse", str(odd), str(SAMPLE_FOLDER / "rest.csv"), "--json"]) == 1
    printed = capsys.readouterr()
    refused, measured = json.loads(printed.out)
    assert set(refused) == {"file", "error"}
    assert measured["time_domain"]["rmssd_ms"] > 0
    assert "odd.txt" in printed.err


def test_what_only_describes_others_in_a_folder_is_no_error(
    tmp_path: Path, capsys: Printed
) -> None:
    """An export of our own as BIDS: seven files beside one recording; named, each is one."""
    made = tmp_path / "bids"
    assert main(["sessions", "export", str(WHOLE), "--format", "bids", "--out", str(made)]) == 0
    capsys.readouterr()
    assert main(["analyse", str(made), "--json"]) == 0
    printed = capsys.readouterr()
    (found,) = json.loads(printed.out)
    assert found["file"].endswith("_physioevents.tsv.gz")
    assert printed.err == ""
    assert main(["analyse", str(made / "participants.tsv")]) == 1
    assert "table of BIDS" in sentence(capsys)
    for path in made.rglob("*physioevents*"):
        path.unlink()
    assert main(["analyse", str(made)]) == 1
    assert "holds no recordings" in sentence(capsys)


def test_csv_has_a_row_for_each_recording(capsys: Printed) -> None:
    """Columns are the JSON keys, joined by dots."""
    names = ["rest.csv", "paced-4-6.csv"]
    assert main(["analyse", *(str(SAMPLE_FOLDER / name) for name in names), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [Path(row["file"]).name for row in rows] == names
    assert all(float(row["time_domain.rmssd_ms"]) > 0 for row in rows)


def test_comparisons_have_rows_too(capsys: Printed) -> None:
    """With the same columns for a change and for a refusal, whose exit code stays 1."""
    assert main(["compare", str(WHOLE), "--csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    ratio = float(row["after.time_domain.rmssd_ms"]) / float(row["before.time_domain.rmssd_ms"])
    assert float(row["change.rmssd_ratio"]) == pytest.approx(ratio)
    assert "published" in row["noise_band.from"]
    assert main(["compare", str(SAMPLE_FOLDER / "rest.csv"), "--csv"]) == 1
    (refused,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert "no rest before" in refused["refused"]
    assert set(refused) == set(row)


def test_a_table_names_each_file_by_itself(
    capsys: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name with a space is one name; one that a spreadsheet would run, or a screen, is none."""
    monkeypatch.chdir(tmp_path)
    text = "\n".join(["800", "812", "790"] * 40)
    for name in ("my rest.txt", "=1+1.txt"):
        (tmp_path / name).write_text(text)
    main(["compare", "my rest.txt", "=1+1.txt", "--csv"])
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["file"], row["file_after"]) == ("my rest.txt", "'=1+1.txt")
    main(["compare", ".", "--csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["file"] for row in rows] == ["'=1+1.txt", "my rest.txt"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
@pytest.mark.parametrize("options", [[], ["--csv"], ["--json"]])
def test_a_name_steers_no_terminal(capsys: Printed, tmp_path: Path, options: list[str]) -> None:
    """Whatever stands in it; to a script alone, in JSON, it is exact."""
    for name, text in (("a\x1b[31m\u202e.txt", "800\n810\n" * 40), ("b\x1b[31m\u202e.txt", "x")):
        (tmp_path / name).write_text(text)
    for command in ("analyse", "compare"):
        main([command, str(tmp_path), *options])
        out, err = capsys.readouterr()
        printed = err if options == ["--json"] else out + err  # to a script, a name is exact
        assert "\x1b" not in printed
        assert "\u202e" not in printed


def test_folders_and_patterns_stand_for_their_files(capsys: Printed, tmp_path: Path) -> None:
    """What is hidden or plainly a document is passed over; a bad file is told at the end."""
    (tmp_path / "in" / ".hidden").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "in/c.txt", ".odd.txt", "in/.hidden/d.txt", "README.md"):
        (tmp_path / name).write_text("\n".join(["800", "810"] * 30))
    found = printed_json(capsys, "analyse", str(tmp_path), "--json")
    names = [Path(each["file"]).relative_to(tmp_path).as_posix() for each in found]
    assert names == ["a.txt", "b.txt", "in/c.txt"]
    assert len(printed_json(capsys, "analyse", str(tmp_path / "*.txt"), "--json")) == 3
    (tmp_path / "b.txt").write_text("no heart")
    assert main(["analyse", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "b.txt" in said.err
    assert "c.txt" in said.out
    (tmp_path / "empty").mkdir()
    assert main(["analyse", str(tmp_path / "empty")]) == 1
    assert "holds no recordings" in sentence(capsys)


def test_methods_state_what_others_need_to_judge_a_number(capsys: Printed) -> None:
    """Every item of the GRAPH checklist, in lines no wider than the terminal."""
    assert main(["analyse", str(WHOLE), "--methods"]) == 0
    told = capsys.readouterr().out
    for item in ("Device", "Resolution", "Time", "Posture", "Artefacts", "Software", "Bands"):
        assert f"\n  {item}: " in told
    assert max(map(len, told.splitlines())) <= 80


def test_text_names_measures_as_people_do(capsys: Printed) -> None:
    """No key names in the text."""
    assert main(["analyse", str(SAMPLE_FOLDER / "gap.csv")]) == 0
    text = capsys.readouterr().out
    assert "RMSSD" in text
    assert "1 gap\n" in text
    assert "_" not in text.replace(str(SAMPLE_FOLDER), "")
    assert "250 s needed" in text


def test_compare_a_sitting(capsys: Printed) -> None:
    """The two rests, their ratio, the band and the warnings; ratio by hand from both values."""
    found = printed_json(capsys, "compare", str(WHOLE), "--json")
    before, after = found["before"]["time_domain"], found["after"]["time_domain"]
    by_hand = after["rmssd_ms"] / before["rmssd_ms"]
    assert found["change"]["rmssd_ratio"] == pytest.approx(by_hand)
    band = found["noise_band"]
    assert found["within_noise"] is (band["low"] <= by_hand <= band["high"])
    assert "published" in band["from"]
    assert found["warnings"]
    assert main(["compare", str(WHOLE)]) == 0
    assert "RMSSD after is" in capsys.readouterr().out


def test_compare_two_recordings(capsys: Printed) -> None:
    """Before and after may be two files."""
    rest, gap = (str(SAMPLE_FOLDER / f"{name}.csv") for name in ("rest", "ectopic-beats"))
    found = printed_json(capsys, "compare", rest, gap, "--json")
    assert found["change"]["rmssd_ratio"] > 0


def test_paced_breathing_is_never_compared_with_a_rest(capsys: Printed) -> None:
    """It would say that breathing slowly takes HF power away."""
    rest, paced = (str(SAMPLE_FOLDER / f"{name}.csv") for name in ("rest", "paced-4-6"))
    for pair in ((rest, paced), (paced, rest), (rest, str(WHOLE))):
        assert (
            "holds paced breathing"
            in printed_json(capsys, "compare", *pair, "--json", code=1)["refused"]
        )


def test_what_one_has_to_know_of_a_file_is_said_with_its_numbers(
    capsys: Printed, tmp_path: Path
) -> None:
    """Parts measured as one; a file that was changed, or cut; a format of the future."""
    (whole,) = printed_json(capsys, "analyse", str(WHOLE), "--json")
    assert "rest before 0-120 s, practice" in " ".join(whole["notes"])
    (part,) = printed_json(capsys, "analyse", str(WHOLE), "--json", "--end", "120")
    assert part["notes"] == []
    rest = (SAMPLE_FOLDER / "rest.csv").read_bytes()
    odd = tmp_path / "odd.csv"
    for content, says in (
        (rest.replace(b",rr,", b",xx,", 3), "It was changed after it was closed"),
        (rest[: len(rest) // 2], "The sitting was interrupted"),
        (rest.replace(b"format=1", b"format=99"), "It is of format 99"),
    ):
        odd.write_bytes(content)
        (found,) = printed_json(capsys, "analyse", str(odd), "--json")
        assert says in " ".join(found["notes"])


def test_the_columns_are_the_same_for_every_file(capsys: Printed, tmp_path: Path) -> None:
    """A script that reads them needs not know what is missing in which file."""
    short = tmp_path / "short.txt"
    short.write_text("\n".join(["800"] * 30), encoding="utf-8")
    headers = set()
    for files in ([str(short)], [str(WHOLE), "--pace", "6"], [str(short), str(WHOLE)]):
        assert main(["analyse", *files, "--csv"]) == 0
        headers.add(capsys.readouterr().out.splitlines()[0])
    (header,) = headers
    assert {"file", "time_domain.rmssd_ms", "missing.hf_ms2", "notes", "error"} <= set(
        header.split(",")
    )


def test_a_history_that_cannot_be_read_is_not_called_empty(
    capsys: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder would be; and the person's own ~ is understood."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "file"))
    assert main(["sessions", "list"]) == 1
    assert "cannot be read" in sentence(capsys)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("BIOFEEDBACK_DATA", "~/mine")
    assert main(["sessions", "path"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "mine" / "sessions")


def test_what_may_not_be_compared_is_refused_with_the_reason(
    capsys: Printed, tmp_path: Path
) -> None:
    """No rests, or rests that are too short: exit 1 and one sentence."""
    found = printed_json(capsys, "compare", str(SAMPLE_FOLDER / "rest.csv"), "--json", code=1)
    assert "no rest before and rest after" in found["refused"]
    short = tmp_path / "short.txt"
    short.write_text("\n".join(["800"] * 30))
    assert main(["compare", str(short), str(short)]) == 1
    assert "cannot be compared" in sentence(capsys)


def test_the_replay_of_intervals_alone_speaks_of_no_practice(
    capsys: Printed, tmp_path: Path
) -> None:
    """It said "0:00 of practice" of them."""
    path = tmp_path / "rr.txt"
    path.write_text("812\n801\n795\n" * 10)
    assert main(["replay", str(path), "--no-window", "--speed", "max"]) == 0
    assert "Recording: no practice was guided in it.\n" in capsys.readouterr().out


def test_a_replay_prints_the_same_as_compare(capsys: Printed) -> None:
    """Replayed at once, the comparison is that of compare, to the last digit."""
    replayed = printed_json(capsys, "replay", str(WHOLE), "--json")
    compared = printed_json(capsys, "compare", str(WHOLE), "--json")
    assert set(compared.pop("graph")) == {"before", "after"}
    assert replayed["comparison"] == compared
    assert replayed["simulated"] is True
    assert len(replayed["timeline"]) > 400
    assert replayed["breaths"] == 18


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_samples_are_made_anew_byte_for_byte(sample: Any, tmp_path: Path) -> None:
    """The seed and the command in the header are the truth."""
    made = write_sample(sample, tmp_path)
    kept = SAMPLE_FOLDER / made.name
    assert made.read_bytes() == kept.read_bytes()
    assert f"simulated=seed {sample.seed}" in kept.read_text(encoding="utf-8")


def test_a_sitting_in_the_terminal(tmp_path: Path, capsys: Printed) -> None:
    """Words and numbers as they come, the summary, and the file that is kept."""

    def make(show: Show) -> LiveRun:
        plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0)
        return begin_sitting(plan, simulated(3), show, folder=tmp_path / "sessions", speed=60)

    assert follow(make, as_json=False, words=care()) == 0
    told = capsys.readouterr().out
    assert "May I be gentle with myself." in told
    assert "heart rate" in told
    assert "The heart was a simulated one." in told
    (kept,) = list_sittings(tmp_path / "sessions")
    assert str(kept.path) in told
    assert kept.simulated
    assert kept.closed
    assert 60 <= kept.practised_s < 90  # hurried, a busy machine may be late


def test_a_practice_without_a_heart_is_whole(tmp_path: Path, capsys: Printed) -> None:
    """Every line comes, nothing is measured, and it says so."""

    def make(show: Show) -> LiveRun:
        plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0)
        return begin_sitting(plan, None, show, folder=tmp_path, speed=60)

    assert follow(make, as_json=False, words=care()) == 0
    assert "Nothing was measured" in capsys.readouterr().out


def test_one_may_practise_with_an_older_heart(tmp_path: Path, capsys: Printed) -> None:
    """A recording can take the strap's place; the new file says where its beats are from."""

    def make(show: Show) -> LiveRun:
        plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0)
        heart = recorded(SAMPLE_FOLDER / "rest.csv")
        return begin_sitting(plan, heart, show, folder=tmp_path, speed=60)

    assert follow(make, as_json=True, words=care()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["simulated"] is True
    assert len(found["timeline"]) > 30


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_what_was_not_kept_is_told_in_json_too(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason, and no file is named; all of it is kept where there is room, and said.

    Of a sitting that is kept there is no reason.
    """
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def make(show: Show) -> LiveRun:
        plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0)
        run = begin_sitting(plan, None, show, folder=tmp_path / "sessions", speed=60)
        shutil.rmtree(tmp_path / "sessions")
        (tmp_path / "sessions").write_text("in its way")
        return run

    assert follow(make, as_json=True, words=care()) == 1
    told, said = capsys.readouterr()
    found = json.loads(told)
    assert found["file"] is None
    assert "this sitting is not kept" in found["unkept"]
    assert found["unkept"] in said
    (copy,) = here.iterdir()
    assert f"All of it lies in {copy}: import it" in said
    assert read_recording(copy).sealed is True
    assert printed_json(capsys, "replay", str(WHOLE), "--json")["unkept"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["analyse", "nothing.csv"], "cannot be read"),
        (["replay", "."], "is a folder"),
        (["replay", str(ROOT / "LICENSE")], "line 3 holds"),
        (["analyse", str(WHOLE), "--start", "9000"], "no heartbeats from 9000 s: it lasts"),
    ],
)
def test_trouble_is_one_sentence_and_exit_1(
    arguments: list[str], says: str, capsys: Printed
) -> None:
    """What was wrong, where, and no traceback."""
    assert main(arguments) == 1
    assert says in sentence(capsys)


def test_numbers_too_large_to_add_are_told_in_one_sentence(capsys: Printed, tmp_path: Path) -> None:
    """Each is taken for none: the mean of two of them would be no number any more."""
    huge = tmp_path / "huge.txt"
    huge.write_text("1e308\n" * 100, encoding="utf-8")
    assert main(["analyse", str(huge)]) == 1
    assert "there is no RR interval in it" in sentence(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ["practise", "juggling"],
        ["practise", "--minutes", "90"],
        ["practise", "--simulate", "--strap", "A0:9E:1A:00:00:00"],
        ["analyse"],
        ["analyse", str(WHOLE), "--json", "--csv"],
        ["replay", str(WHOLE), "--speed", "fast"],
        ["compare", "a", "b", "c"],
        ["dance"],
    ],
)
def test_wrong_usage_is_exit_2(arguments: list[str], capsys: Printed) -> None:
    """With what is expected instead."""
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said_before_the_practice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """A file stands in its place; the sentence names the way out."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "taken"))
    assert main(["practise", "--simulate", "--no-window"]) == 1
    said = sentence(capsys)
    assert "BIOFEEDBACK_DATA" in said
    assert "add --unrecorded" in said


def test_one_may_practise_unrecorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """By choice, also where nothing can be written; it is said, and nothing is left behind."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "taken"))
    hurried = partial(begin_sitting, speed=60)
    monkeypatch.setattr("biofeedback.runs.begin.begin_sitting", hurried)
    options = ["--simulate", "--minutes", "3", "--rest", "0", "--unrecorded", "--json"]
    assert main(["practise", "hand-on-heart", *options]) == 0
    told, said = capsys.readouterr()
    found = json.loads(told)
    assert (found["file"], found["unkept"]) == (None, None)
    assert found["practised_s"] > 100
    assert "Nothing of this sitting is written down." in said
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_without_bluetooth_a_strap_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: Printed, tmp_path: Path
) -> None:
    """Scan and practise say the next step within seconds; no empty sitting is left behind."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    if sys.platform != "linux":
        pytest.skip("needs Linux")
    assert main(["practise", "--strap", "A0:9E:1A:00:00:00", "--no-window"]) == 1
    assert "Bluetooth" in capsys.readouterr().err
    assert list_sittings(tmp_path / "data" / "sessions") == []
    assert main(["scan", "--seconds", "1"]) == 1
    assert "Bluetooth" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_without_a_screen_the_window_says_what_to_do(tmp_path: Path) -> None:
    """Exit 1 and one sentence."""
    screenless = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in screenless}
    command = [sys.executable, "-m", "biofeedback"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"BIOFEEDBACK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("biofeedback: There is no screen")


def test_sittings_are_listed(capsys: Printed, tmp_path: Path) -> None:
    """Empty with a hint at first; then what is there, as text and JSON."""
    assert main(["sessions", "list"]) == 0
    assert "No sitting is kept yet" in capsys.readouterr().out
    year = tmp_path / "data" / "sessions" / "2026"
    year.mkdir(parents=True)
    (year / "whole.csv").write_bytes(WHOLE.read_bytes())
    (kept,) = printed_json(capsys, "sessions", "list", "--json")
    assert kept["simulated"] is True
    assert kept["practised_s"] == pytest.approx(180)
    assert main(["sessions", "path"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "data" / "sessions")


def test_something_unexpected_is_one_sentence_and_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: Printed, tmp_path: Path
) -> None:
    """A bug of ours reaches a person as a sentence; the details are kept for whoever mends it."""

    def broken(_: Path) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("biofeedback.store.recording.read_recording", broken)
    assert main(["replay", str(WHOLE), "--json"]) == 1
    assert "unexpected.log" in sentence(capsys)
    assert "RuntimeError: a bug" in (tmp_path / "data" / "unexpected.log").read_text()


def test_every_command_in_the_readme_exists(capsys: Printed) -> None:
    """What the README shows can be typed; every command has a help with an example or a purpose."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {
        line.split()[1] for line in readme.splitlines() if line.startswith("biofeedback ") and line
    }
    assert shown <= set(COMMANDS)
    for name in COMMANDS:
        assert main([name, "--help"]) == 0
        assert "Usage: biofeedback" in capsys.readouterr().out


def test_analyse_says_where_few_beats_make_rmssd(capsys: Printed, tmp_path: Path) -> None:
    """A quiet rest with four long beats; and of the rest itself nothing is said."""
    quiet = resting_rr(300, 3, scale=0.4)
    spoilt = quiet.copy()
    spoilt[60::80] *= 1.25
    for rr_ms, said in ((quiet, False), (spoilt, True)):
        file = tmp_path / "rr.txt"
        file.write_text("\n".join(f"{rr:.0f}" for rr in rr_ms))
        (found,) = printed_json(capsys, "analyse", str(file), "--json")
        assert any("from a few beats" in note for note in found["notes"]) is said

"""`compare` of any two parts, and of every sitting in a folder."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from analysis import measure
from biofeedback.cli import main
from biofeedback.store.recording import read_recording
from tests.made_hearts import resting_rr

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
WHOLE = SAMPLES / "whole-sitting.csv"
Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs `compare` and returns what it printed."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def compare(*arguments: object, code: int = 0) -> str:
        assert main(["compare", *map(str, arguments)]) == code
        said = capsys.readouterr()
        return said.out if not code or said.out else said.err

    return compare


@pytest.fixture
def rests(tmp_path: Path) -> Path:
    """Return a recording of six minutes at rest."""
    path = tmp_path / "rests.txt"
    path.write_text("\n".join(f"{rr:.0f}" for rr in resting_rr(360, seed=5)))
    return path


def test_two_parts_of_one_recording(run: Run, rests: Path) -> None:
    """The values are those of the parts, measured by themselves."""
    found = json.loads(run(rests, "--before", 0, 120, "--after", 200, 320, "--json"))
    beats = read_recording(rests).beats
    for side, span_s in (("before", (0, 120)), ("after", (200, 320))):
        alone = measure(beats.between(*span_s).rr_ms).time_domain["rmssd_ms"]
        assert found[side]["time_domain"]["rmssd_ms"] == pytest.approx(alone, rel=0.05)
        assert 110 < found[side]["duration_s"] <= 120


def test_parts_of_two_recordings(run: Run, rests: Path) -> None:
    """One part is enough there: the other recording is taken whole, and cut to equal length."""
    found = json.loads(run(rests, SAMPLES / "rest.csv", "--before", 60, 180, "--json"))
    assert found["after"]["duration_s"] == pytest.approx(found["before"]["duration_s"], abs=2)


@pytest.mark.parametrize("spans", [(0, 100, 150, 230), (130, 220, 0, 100)])
def test_a_part_that_was_paced_is_refused(run: Run, spans: Sequence[int]) -> None:
    """Also where the pacer had begun before that part did."""
    before, after = spans[:2], spans[2:]
    found = json.loads(run(WHOLE, "--before", *before, "--after", *after, "--json", code=1))
    assert "holds paced breathing" in found["refused"]


def test_a_part_without_beats_is_told(run: Run, rests: Path) -> None:
    """Where it was looked for, and how long the recording is."""
    said = run(rests, "--before", 0, 100, "--after", 900, 1000, code=1)
    assert "holds no heartbeats from 900 s to 1000 s: it lasts 36" in said


def test_every_sitting_in_a_folder(run: Run, rests: Path) -> None:
    """Each is compared by itself, refused with its reason, or told at the end."""
    shutil.copy(WHOLE, rests.parent)
    (rests.parent / "words.txt").write_text("no\nheart\n")
    found = json.loads(run(rests.parent, "--json", code=1))
    by_name = {Path(each["file"]).name: each for each in found}
    assert by_name["whole-sitting.csv"]["change"]["rmssd_ratio"] > 0
    assert "no rest before" in by_name["rests.txt"]["refused"]
    assert "words.txt" in by_name["words.txt"]["error"]
    rows = list(csv.DictReader(io.StringIO(run(rests.parent, "--csv", code=1))))
    assert len(rows) == 3
    assert sum(bool(row["change.rmssd_ratio"]) for row in rows) == 1
    assert "RMSSD after is" in run(rests.parent, code=1)


@pytest.mark.parametrize(
    "more", [("--before", 0, 9), ("--after", 0, 9), ("--report", "page.html"), ("--json", "--csv")]
)
def test_what_does_not_go_with_a_folder_is_wrong_use(
    run: Run, tmp_path: Path, more: Sequence[object]
) -> None:
    """Exit code 2, before anything is read."""
    run(tmp_path, *more, code=2)


def test_one_part_of_one_recording_is_wrong_use(run: Run, rests: Path) -> None:
    """There is nothing to compare it with."""
    assert "Give both --before and --after" in run(rests, "--before", 0, 100, code=2)


def test_parts_that_overlap_are_refused(run: Run, rests: Path) -> None:
    """What both hold cannot differ; parts that touch share nothing."""
    said = run(rests, "--before", 0, 120, "--after", 60, 180, code=1)
    assert "they share 59 s, which cannot differ" in " ".join(said.split())
    assert "cannot differ" in " ".join(run(rests, rests, code=1).split())
    assert "change" in json.loads(run(rests, "--before", 0, 120, "--after", 120, 240, "--json"))


def test_how_each_rest_was_led_is_told(run: Run, rests: Path) -> None:
    """A rest of a sitting is natural breath, by instruction; of another file nothing is known."""
    graph = json.loads(run(WHOLE, "--json"))["graph"]
    for side in ("before", "after"):
        assert graph[side]["breathing"].startswith("natural; ")
        assert graph[side]["instructions"] == "to sit quietly, the breath as it comes"
    alone = json.loads(run(rests, "--before", 0, 120, "--after", 200, 320, "--json"))["graph"]
    assert alone["before"]["breathing"].startswith("no pace given; ")
    assert alone["before"]["instructions"] == "not recorded"


def test_the_unit_may_be_named(run: Run, rests: Path) -> None:
    """Whole numbers that are 1/1024 s, as straps send them."""
    parts = ("--before", 0, 110, "--after", 200, 310, "--json")
    in_ms, in_ticks = (
        json.loads(run(rests, *unit, *parts))["before"]["time_domain"]["mean_rr_ms"]
        for unit in ((), ("--unit", "1/1024"))
    )
    assert in_ticks == pytest.approx(in_ms * 1000 / 1024, rel=0.02)


def test_a_refusal_is_said_as_a_sentence(run: Run, rests: Path) -> None:
    """One full stop, whatever the reason."""
    alone = run(SAMPLES / "rest.csv", code=1)
    shared = run(rests, "--before", 0, 100, "--after", 50, 150, code=1)
    assert alone.rstrip().endswith("name two recordings instead.")
    assert shared.rstrip().endswith("choose two parts that do not overlap.")

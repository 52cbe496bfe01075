"""The benches run, and what they find is told as it is."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests import bench, bench_words, measured_chart, measured_page
from tests.bench import Result, at_least, at_most

DOCS = Path(__file__).parents[1] / "docs"
ABOUT = {
    "began": "2026-01-02T03:04Z",
    "processor": "a processor",
    "cores": 2,
    "system": "Linux",
    "python": "Python 3",
    "versions": {"numpy": "2"},
    "load_before": 0.5,
    "seed": 1,
    "quick": False,
}


@pytest.mark.filterwarnings("default")  # neurokit2's own calls are called as they are
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", bench.names())
def test_every_bench_runs_at_a_tiny_size(name: str) -> None:
    """Each figure is there, or the reason why not; and it survives being kept as JSON."""
    found = list(bench.results_of(name, quick=True))
    assert found
    for result in found:
        assert result.value is not None or result.note
        kept = json.loads(json.dumps(result.as_dict()))
        assert Result.from_dict(kept) == result
    QApplication.closeAllWindows()


@pytest.mark.parametrize(
    ("bar", "value", "beside", "met"),
    [
        (at_most(20), 20.0, None, True),
        (at_most(20), 20.1, None, False),
        (at_least(5, "ratio"), 60.0, 12.0, True),
        (at_least(5, "ratio"), 59.0, 12.0, False),
        (at_most(12, "difference"), 14.0, 3.0, True),
        (at_most(12, "difference"), 16.0, 3.0, False),
        (at_most(1.8, "ratio"), 1.0, None, None),
        (at_most(20), None, None, None),
        (None, 1.0, 2.0, None),
    ],
)
def test_a_bar_is_met_or_missed_or_neither(
    bar: bench.Bar | None, value: float | None, beside: float | None, met: bool | None
) -> None:
    """Without a bar, a value or what a ratio needs, nothing is claimed."""
    assert Result("a figure", value, "ms", bar, beside).met is met


def test_a_missed_bar_is_said_and_is_no_error() -> None:
    """In the table, and once more below it by name."""
    missed = Result("a slow thing", 30.0, "ms", at_most(20), note="why")
    found = {"some": [missed, dataclasses.replace(missed, name="a fast thing", value=3.0)]}
    text = bench_words.table(found)
    assert "bar missed" in text
    assert "30 ms" in text
    assert bench._sum_up(found["some"]) == "1 of 2 bars met\nbar missed: a slow thing (≤ 20)"


def test_the_help_names_every_bench_and_the_exit_code() -> None:
    """What a missed bar does to the exit code was decided; here it is told."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--help"],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
    )
    said = " ".join(done.stdout.split())
    assert all(name in said for name in bench.names())
    assert "the exit code is 0 all the same" in said


def test_a_page_tells_the_newest_run_and_counts_the_others(tmp_path: Path) -> None:
    """Values, references, bars, notes, and where a bar is missed it comes first."""
    results = [
        Result("a start", 0.3, "s", at_most(1.8, "ratio"), 0.1, "a bare window", "from outside"),
        Result("a gap", 17.0, "ms", at_most(21)),
    ]
    run = {**ABOUT, "benches": {"start": [each.as_dict() for each in results]}}
    older = {**run, "began": "2025-01-01T00:00Z"}
    for number, each in enumerate((older, run)):
        (tmp_path / f"{number}.json").write_text(json.dumps(each), "utf-8")
    newest, *earlier = measured_page.runs(tmp_path)
    page = measured_page.page(newest, earlier)
    assert "The newest run: 2026-01-02T03:04Z" in page
    assert "| a start | 0.30 s | 0.10 s (a bare window) | 3.00 × | ≤ 1.8 × | bar missed |" in page
    assert "* a start: from outside." in page
    assert "| 2025-01-01T00:00Z | a processor, 2 cores, Linux, Python 3 | 1 of 2 bars met |" in page


def test_a_picture_has_a_dot_for_every_promise() -> None:
    """Left of the line where it is met, right of it where not; the worst on top."""
    results = [
        Result("met", 10.0, "ms", at_most(20)),
        Result("missed", 40.0, "ms", at_most(20)),
        Result("no promise", 1.0, "ms"),
        Result("fast <enough>", 50.0, "/s", at_least(5)),
    ]
    svg = ElementTree.fromstring(measured_chart.chart(results))  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    line = next(e for e in svg.iter(f"{space}line") if e.get("class") == "line")
    dots = [(e.get("class"), float(e.get("cx", "0"))) for e in svg.iter(f"{space}circle")]
    assert [kind for kind, _ in dots] == ["missed", "met", "met"]
    limit = float(line.get("x1", "0"))
    assert [x > limit for _, x in dots] == [True, False, False]


def test_a_kept_run_names_nobody() -> None:
    """Neither a path, nor a host, nor whoever ran it: only what the figures depend on."""
    for path in (DOCS / "measured").glob("*.json"):
        run = json.loads(path.read_text("utf-8"))
        assert set(run) == {*ABOUT, "benches"}
        assert not run["quick"]
        assert "/home/" not in path.read_text("utf-8")


def test_no_source_is_kept_in_memory() -> None:
    """Qt's binding would read every module's source, and keep 100 MB once neurokit2 is there."""
    program = "import biofeedback.ui.app, linecache, numpy; print(len(linecache.cache))"
    kept = subprocess.check_output([sys.executable, "-c", program], cwd=DOCS.parent, text=True)
    assert int(kept) < 20

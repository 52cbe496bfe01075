"""Many recordings in one table: complete, in order, the same whoever did the work."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import itertools
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from biofeedback.cli import main
from biofeedback.results.reading import analyse_recording
from biofeedback.store.disk import RecordingError
from biofeedback.store.recording import read_recording
from biofeedback.study import workers as who
from biofeedback.study.measured import Task, rows_of
from biofeedback.study.spread import run
from biofeedback.study.table import COLUMNS, Table
from tests.made_hearts import resting_rr

ROOT = Path(__file__).parents[1]
SITTING = ROOT / "sample_recordings" / "whole-sitting.csv"
DASK = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a study: a sitting, rests in folders, one broken file, one that is no recording."""
    made = tmp_path / "recordings"
    (made / "group b").mkdir(parents=True)
    (made / "sitting.csv").write_bytes(SITTING.read_bytes())
    for number in range(6):
        rest = resting_rr(90, seed=number)
        np.savetxt(made / "group b" / f"rest {number}.txt", rest, fmt="%.2f")
    (made / "broken.txt").write_text("hello\nworld\n")
    (made / "README.md").write_text("about this study")
    return made


def table(path: Path) -> list[dict[str, object]]:
    """Return the rows of a Parquet file."""
    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows


def test_one_row_for_each_recording_phase_and_stretch(folder: Path) -> None:
    """The sitting has its phases, a plain rest is one row, a file that is none says why."""
    out = folder.parent / "results.parquet"
    assert main(["study", str(folder), "--out", str(out), "--workers", "1"]) == 0
    rows = table(out)
    assert [(row["file"], row["part"]) for row in rows] == [
        ("broken.txt", None),
        *((f"group b/rest {number}.txt", "whole") for number in range(6)),
        *(("sitting.csv", part) for part in ("whole", *_phases())),
    ]
    assert "broken.txt" in str(rows[0]["error"])
    assert list(rows[0]) == list(COLUMNS)


def _phases() -> list[str]:
    return [str(part.phase) for part in read_recording(SITTING).parts]


def test_a_gap_makes_stretches_that_are_measured_by_themselves(folder: Path) -> None:
    """Their beats add up to the whole, and none spans the gap."""
    header, *lines = SITTING.read_text().splitlines(keepends=True)
    kept = [line for line in lines if not 100 < float(line.split(",")[0]) < 130]
    (folder / "sitting.csv").write_text("".join([header, *kept]))
    rows = rows_of(Task(str(folder), "sitting.csv"))
    stretches = [row for row in rows if row["part"] == "stretch"]
    assert [row["stretch"] for row in stretches] == list(range(len(stretches)))
    assert len(stretches) > 1
    assert sum(row["beats"] for row in stretches) == rows[0]["beats"]
    assert all(row["gaps"] == 0 for row in stretches)
    assert all(a["end_s"] <= b["start_s"] for a, b in itertools.pairwise(stretches))


def test_the_numbers_are_those_of_analyse(folder: Path) -> None:
    """To the last digit, each under its name."""
    recording = read_recording(folder / "sitting.csv")
    expected = analyse_recording(recording)
    row = rows_of(Task(str(folder), "sitting.csv"))[0]
    for group in ("time_domain", "frequency_domain"):
        assert {name: row[name] for name in expected[group]} == expected[group]
    assert {n: row[f"graph_{n}"] for n in expected["graph"]} == expected["graph"]
    assert row["artifacts_corrected_pct"] == expected["artifacts"]["corrected_pct"]
    paced = next(r for r in rows_of(Task(str(folder), "sitting.csv")) if r["part"] == "practice")
    assert paced["pace_hz"] == pytest.approx(0.1)
    assert paced["amplitude_ms"] > 0


def test_every_name_has_a_column(folder: Path) -> None:
    """Nothing that is measured is lost on the way into the table."""
    files = ["sitting.csv", "broken.txt", "group b/rest 0.txt"]
    named = {name for file in files for row in rows_of(Task(str(folder), file)) for name in row}
    assert named <= set(COLUMNS)


def test_processes_give_the_same_table(folder: Path) -> None:
    """To the last byte of CSV; it is asked for by the ending."""
    outs = [folder.parent / f"{workers}.csv" for workers in (1, 2)]
    for workers, out in zip(("1", "2"), outs, strict=True):
        assert main(["study", str(folder), "--out", str(out), "--workers", workers]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    with outs[0].open(newline="") as file:
        assert csv.DictReader(file).fieldnames == list(COLUMNS)


# What a worker does is named where it runs, so these stand here and not inside a test.


def square(number: int) -> int:
    """Return the square."""
    return number * number


def killed_by_five(task: Task) -> list[dict[str, object]]:
    """Do the work, but be killed by every file named 5."""
    if task.file == "5":
        os.kill(os.getpid(), signal.SIGKILL)
    return [{"file": task.file}]


def asleep_after_seven(task: Task) -> list[dict[str, object]]:
    """Do the work of the first chunk; be long about the others."""
    if int(task.file) > 7:
        time.sleep(300)
    return [{"file": task.file}]


def test_results_come_in_order_and_few_are_under_way() -> None:
    """An executor is asked for a few chunks ahead, however many items there are."""
    taken: list[int] = []

    class Now:
        def __init__(self, value: object) -> None:
            self._value = value

        def result(self) -> object:
            taken.append(-1)
            return self._value

    class Here:
        most = 0

        def submit(self, function: object, /, *args: object) -> Now:
            assert callable(function)
            taken.append(1)
            self.most = max(self.most, sum(taken))
            return Now(function(*args))

    here = Here()
    assert list(run(square, range(1000), here, chunk=3, workers=2)) == [n * n for n in range(1000)]
    assert here.most == 8


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
def test_a_killed_process_costs_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are measured all the same, in their order."""
    monkeypatch.setattr(who, "rows_of", killed_by_five)
    monkeypatch.setattr(who, "_make_ready", int)
    tasks = [Task("", str(number)) for number in range(20)]
    found = [row for rows in who.measured_by_processes(tasks, 2) for row in rows]
    assert [row["file"] for row in found] == [str(number) for number in range(20)]
    assert [row["file"] for row in found if "error" in row] == ["5"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_who_is_stopped_waits_for_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """They end in the middle of what they do: nobody will read it."""
    monkeypatch.setattr(who, "rows_of", asleep_after_seven)
    monkeypatch.setattr(who, "_make_ready", int)
    before = set(multiprocessing.active_children())
    found = who.measured_by_processes([Task("", str(number)) for number in range(40)], 2)
    assert next(found) == [{"file": "0"}]
    working = set(multiprocessing.active_children()) - before
    assert working
    found.close()
    for process in working:
        process.join(20)
    assert not any(_runs(process.pid) for process in working)


def _runs(pid: int | None) -> bool:
    """Tell whether a process runs: Python does not know where another thread waited for it."""
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True


# ---------------------------------------------------------------- a cluster


@pytest.fixture
def scheduler() -> Iterator[str]:
    """Start a real scheduler of dask, without a dashboard; return its address."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--no-dashboard"], env=DASK, text=True, stderr=subprocess.PIPE
    )
    assert process.stderr
    address = ""
    for line in process.stderr:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", line):
            address = found[1]
            break
    reader = threading.Thread(target=process.stderr.read)
    reader.start()
    yield address
    process.terminate()
    process.wait(20)
    reader.join()
    process.stderr.close()


@pytest.fixture
def dask_workers(scheduler: str, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start two workers, each a process of its own."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--no-nanny"]
    options = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path)]
    processes = [
        subprocess.Popen([*command, *options], env=DASK, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    yield processes
    for process in processes:
        process.kill()
        process.wait(20)


def test_a_cluster_gives_the_same_table_though_a_worker_is_killed(
    folder: Path, scheduler: str, dask_workers: list[subprocess.Popen[bytes]]
) -> None:
    """A real scheduler with two worker processes; one is killed on the way."""
    for number in range(60):
        np.savetxt(folder / f"more {number:02}.txt", resting_rr(120, seed=number), fmt="%.2f")
    tasks = [Task(str(folder), f"more {number:02}.txt") for number in range(60)]
    expected = [rows_of(task) for task in tasks]
    _wait_for_workers(scheduler, 2)
    found = []
    for rows in who.measured_by_cluster(tasks, scheduler):
        found.append(rows)
        if len(found) == 1:
            dask_workers[0].kill()
    assert found == expected


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(count, timeout=30)


def test_a_scheduler_without_workers_is_said(scheduler: str) -> None:
    """Rather than to wait for ever."""
    with pytest.raises(RecordingError, match="has no workers"):
        list(who.measured_by_cluster([Task("", "x")], scheduler))


def test_a_cluster_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, and no table."""
    monkeypatch.setattr(who, "ANSWERS_WITHIN_S", 1)
    out = folder.parent / "results.csv"
    nobody = "tcp://127.0.0.1:9"
    assert main(["study", str(folder), "--out", str(out), "--scheduler", nobody]) == 1
    assert f"No dask scheduler answers at {nobody}" in capsys.readouterr().err
    assert list(folder.parent.glob("*results*")) == []


# ---------------------------------------------------------------- the table


def test_an_interrupted_study_keeps_what_was_done(tmp_path: Path) -> None:
    """Under another name, whole as far as it goes."""
    out = tmp_path / "results.parquet"
    made = Table(out)
    with contextlib.suppress(KeyboardInterrupt), made:
        made.add([{"file": "a.txt", "beats": 3}])
        raise KeyboardInterrupt
    assert not out.exists()
    assert table(made.interrupted)[0]["file"] == "a.txt"


def test_ctrl_c_tells_where_the_rows_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A night of work is not lost to one key."""

    def stopped(tasks: list[Task], _: int) -> Iterator[list[dict[str, object]]]:
        yield from map(rows_of, tasks[:3])
        raise KeyboardInterrupt

    monkeypatch.setattr(who, "measured_by_processes", stopped)
    out = folder.parent / "results.parquet"
    assert main(["study", str(folder), "--out", str(out), "--workers", "2"]) == 130
    kept = folder.parent / "results.interrupted.parquet"
    assert f"The 3 recordings done are in {kept}." in capsys.readouterr().err
    assert [row["file"] for row in table(kept)][1:] == ["group b/rest 0.txt", "group b/rest 1.txt"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_ctrl_c_leaves_nothing_behind(folder: Path) -> None:
    """The command itself, whose processes are still starting: no traceback, no half table."""
    out = folder.parent / "results.csv"
    command = [sys.executable, "-m", "biofeedback", "study", str(folder), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--workers", "2"], cwd=ROOT, text=True, stderr=subprocess.PIPE
    )
    end_s = time.monotonic() + 30
    while not list(folder.parent.glob(".results-*")) and time.monotonic() < end_s:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert list(folder.parent.glob(".results-*")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "results.txt"), "has to end in .parquet or .csv"),
        (("--out", "there.csv"), "is there already"),
        (("--out", "nowhere/results.csv"), "There is no folder"),
        (("--out", "r.csv", "--workers", "2", "--scheduler", "tcp://x:1"), "not both"),
        (("--out", "r.csv", "--workers", "0"), "--workers"),
    ],
)
def test_what_makes_no_sense_is_said_at_once(
    arguments: tuple[str, ...],
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before anything is measured, and what is there is not touched."""
    monkeypatch.chdir(folder.parent)
    Path("there.csv").write_text("mine")
    assert main(["study", str(folder), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert Path("there.csv").read_text() == "mine"


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to make a table of."""
    (tmp_path / "empty").mkdir()
    out = tmp_path / "r.csv"
    assert main(["study", str(tmp_path / "empty"), "--out", str(out)]) == 1
    assert "There is no recording in" in capsys.readouterr().err
    assert not out.exists()


def test_what_was_done_is_told_for_scripts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counts, and where the table is."""
    out = folder / "results.csv"  # inside the folder: it is not measured itself
    for _ in range(2):
        assert main(["study", str(folder), "--out", str(out), "--json", "--force"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said == {"recordings": 8, "rows": 8 + len(_phases()), "errors": 1, "out": str(out)}
    assert oct(out.stat().st_mode & 0o777) == oct(0o600) or os.name != "posix"


def test_what_only_describes_others_has_no_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An export of our own as BIDS is one recording, and seven files that tell of it."""
    made, out = tmp_path / "bids", tmp_path / "results.csv"
    assert main(["sessions", "export", str(SITTING), "--format", "bids", "--out", str(made)]) == 0
    capsys.readouterr()
    assert main(["study", str(made), "--out", str(out), "--workers", "1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["recordings"], said["rows"], said["errors"]) == (1, 1, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_that_is_no_utf_8_is_one_row_like_any_other(tmp_path: Path) -> None:
    """From an old zip: the table holds it, with a mark where its letter was."""
    made = tmp_path / "recordings"
    made.mkdir()
    rest = "\n".join(f"{rr:.0f}" for rr in resting_rr(90, seed=1))
    (made / "caf\udce9.txt").write_text(rest)
    (made / "plain.txt").write_text(rest)
    out = tmp_path / "results.csv"
    assert main(["study", str(made), "--out", str(out)]) == 0
    with out.open(newline="") as file:
        assert [row["file"] for row in csv.DictReader(file)] == ["caf?.txt", "plain.txt"]


def test_a_csv_table_holds_no_name_that_steers_or_breaks_a_row(tmp_path: Path) -> None:
    """Nor one that is a formula."""
    out = tmp_path / "results.csv"
    with Table(out) as made:
        made.add([{"file": "a\u202eb\x1b[31mc\nd.txt"}, {"file": "\t=1+1.txt"}])
    assert [row["file"] for row in csv.DictReader(io.StringIO(out.read_text("utf-8")))] == [
        "ab[31mcd.txt",
        "'=1+1.txt",
    ]


def test_a_table_that_cannot_even_begin_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says why in the system's own words."""

    def full(path: Path) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28]")

    monkeypatch.setattr("biofeedback.study.table._opened", full)
    with (
        pytest.raises(RecordingError, match=r"\(no space left on device\)"),
        Table(tmp_path / "x.csv"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []

"""Rough handling: closed pipes, signals, odd numbers, dead displays. One sentence, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from biofeedback.cli import main
from biofeedback.store.library import interrupted
from biofeedback.store.recording import read_recording
from biofeedback.unexpected import LARGEST_BYTES, keep_details

ROOT = Path(__file__).parents[1]
WHOLE = ROOT / "sample_recordings" / "whole-sitting.csv"
COMMAND = (sys.executable, "-m", "biofeedback")
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Return an environment with a data folder of its own and no display."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return kept | {"BIOFEEDBACK_DATA": str(tmp_path / "data")}


@posix
@pytest.mark.parametrize(
    "arguments", [("replay", str(WHOLE), "--no-window"), ("analyse", str(WHOLE), "--json")]
)
def test_a_reader_who_goes_away_is_no_trouble(
    arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    """As with ``| head -1``: it ends, and says nothing."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, env=environ, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) in (0, 1)
    assert "Traceback" not in said
    assert "biofeedback:" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
@pytest.mark.parametrize(
    "arguments", [("practices", "list"), ("replay", str(WHOLE), "--no-window")]
)
def test_output_that_cannot_be_written_is_said(
    arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    """A full disk under ``>``: one sentence, exit 1."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=ROOT, env=environ, stdout=full, timeout=60,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == (
        "biofeedback: What was to be printed could not be written (no space left on device).\n"
    )


@posix
@pytest.mark.parametrize(("number", "window"), [("SIGINT", False), ("SIGTERM", True)])
def test_a_sitting_that_is_told_to_end_loses_nothing(
    number: str, window: bool, environ: dict[str, str], tmp_path: Path
) -> None:
    """Ctrl-C ends it; a machine that is shut down leaves it whole, and open to be gone on with."""
    arguments = ["practise", "--simulate", "--minutes", "1", "--rest", "0"]
    process = subprocess.Popen(
        [*COMMAND, *arguments, *([] if window else ["--no-window"])],
        cwd=ROOT, env=environ | {"QT_QPA_PLATFORM": "offscreen"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    sessions = tmp_path / "data" / "sessions"
    limit_s = time.monotonic() + 30
    while not any(b",rr," in p.read_bytes() for p in sessions.glob("*/*.csv")):
        assert time.monotonic() < limit_s
        time.sleep(0.05)
    process.send_signal(getattr(signal, number))
    _, said = process.communicate(timeout=30)
    assert "Traceback" not in said
    assert process.returncode == 0, said
    (path,) = sessions.glob("*/*.csv")
    assert read_recording(path).sealed is (None if window else True)
    if window:
        assert [kept.path for kept in interrupted(sessions)] == [path]


@posix
@pytest.mark.parametrize("after_s", [0.02, 0.1, 0.2])
def test_ctrl_c_in_the_first_moments_is_quiet(after_s: float, environ: dict[str, str]) -> None:
    """While it still imports: no traceback of ours (Python's own first moments are not ours)."""
    process = subprocess.Popen(
        [*COMMAND, "practices", "list"], cwd=ROOT, env=environ, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert "biofeedback/cli.py" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo", "--seconds", "nan"),
        ("demo", "--seconds", "inf"),
        ("demo", "--seed", "-5"),
        ("practise", "--rest", "nan"),
        ("practise", "--minutes", "nan"),
        ("analyse", str(WHOLE), "--pace", "nan"),
        ("analyse", str(WHOLE), "--start", "nan"),
        ("scan", "--seconds", "nan"),
        ("record", "--simulate", "--minutes", "inf"),
    ],
)
def test_what_is_no_number_is_refused(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, with the value and the option's name."""
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert arguments[-1] in said
    assert arguments[-2] in said


def test_pictures_that_cannot_be_left_are_said_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is shown, with what to do."""
    (tmp_path / "file").touch()
    assert main(["demo", "--offscreen", "--screenshots", str(tmp_path / "file" / "x")]) == 1
    assert "choose another folder with --screenshots" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_a_dead_display_is_said(environ: dict[str, str]) -> None:
    """Qt would abort, in words of its own."""
    environ.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=environ | {"DISPLAY": ":987"}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("biofeedback: No window can be opened here:")
    assert done.stderr.count("\n") == 1


def test_the_log_of_the_unexpected_stays_small_and_private(tmp_path: Path) -> None:
    """However often something goes wrong; the newest is kept."""
    for turn in range(12):
        log = keep_details(tmp_path / "data", f"turn {turn} " + "x" * 100_000)
    assert log is not None
    assert log.stat().st_size < LARGEST_BYTES + 100_100
    assert "turn 11" in log.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert log.stat().st_mode & 0o077 == 0

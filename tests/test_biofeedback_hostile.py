"""Whatever a file holds: a clear sentence or counted repair, within limits of time and memory."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from biofeedback.importers import opening
from biofeedback.importers.imported import Source
from biofeedback.importers.importing import Import
from biofeedback.importers.opening import open_file
from biofeedback.importers.registry import read_source
from tests.hostile_case import TEXT, Case
from tests.hostile_files import corpus

CASES = {case.name: case for case in corpus()}
MOST_BYTES = 3 * 2**29  # of address space, libraries included
MOST_S = 60.0  # for all of them; alone, none takes two
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from biofeedback.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]))
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Import every file in one run of the real command under limits; nothing else is written."""
    folder = tmp_path_factory.mktemp("hostile")
    files = folder / "files"
    files.mkdir()
    for case in CASES.values():
        (files / case.name).write_bytes(case.data)
    script = folder / "limited.py"
    script.write_text(_LIMITED, encoding="utf-8")
    before = sorted(folder.rglob("*"))
    data = folder.parent / f"{folder.name}-data"
    command = [sys.executable, str(script), str(MOST_BYTES), "import", "--dry-run", "--json"]
    done = subprocess.run(
        [*command, *(str(files / name) for name in CASES)],
        env=os.environ | {"BIOFEEDBACK_DATA": str(data), "OPENBLAS_NUM_THREADS": "1"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        timeout=MOST_S,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr[-2000:].decode()
    assert sorted(folder.rglob("*")) == before
    assert not data.exists()
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return {Path(each["file"].partition(" (")[0]).name: each for each in told}


def test_too_many_elements_are_refused_before_they_are_read(tmp_path: Path) -> None:
    """Millions of them take a moment, and no seconds."""
    path = tmp_path / "many.xml"
    path.write_text("<IBI>812</IBI>" * 3_000_000)
    began_s = time.process_time()
    (told,) = Import(tmp_path / "data", dry_run=True).outcomes(path)
    assert "more than a week of them" in told["error"]
    assert time.process_time() - began_s < 1.5


@linux
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_file_has_its_outcome(case: Case, outcomes: dict[str, dict[str, Any]]) -> None:
    """Refused in one sentence that can be shown, or read with what was mended told."""
    found = outcomes[case.name]
    if case.refused:
        assert re.search(case.refused, found["error"])
        assert found["error"].isprintable()
        assert len(found["error"]) < 600
    else:
        assert found.get("beats") == case.beats, found
        assert case.told in " ".join([*found["repairs"], *found["notes"]])


def test_there_are_sixty_cases_and_more() -> None:
    """Every class of them has some."""
    assert len(CASES) >= 60


def refusal(path: Path) -> str:
    """Return what is said of a path."""
    (found,) = Import(path.parent / "nothing-kept", dry_run=True).outcomes(path)
    return str(found["error"])


@linux
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe, an endless device, a folder, a link to nothing; each in a moment."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    began_s = time.monotonic()
    assert "not a regular file" in refusal(tmp_path / "pipe")
    assert "not a regular file" in refusal(Path("/dev/zero"))
    assert "is a folder" in refusal(tmp_path)
    assert "cannot be read" in refusal(tmp_path / "dangling")
    assert time.monotonic() - began_s < 5


def test_what_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without permission; root may read everything, so the refusal is handed in."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    opened = os.open

    def refuse(asked: Path, *how: int) -> int:
        if asked == path:
            raise PermissionError(errno.EACCES, "Permission denied", asked)
        return opened(asked, *how)

    monkeypatch.setattr(os, "open", refuse)
    assert "cannot be read (permission denied)" in refusal(path)


def test_two_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    """Its size is enough to know."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    assert "has 200.0 MB" in refusal(path)


def test_a_file_that_changes_meanwhile_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of one state and half of another is neither."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    read = opening._all_of

    def meanwhile(*arguments: Any) -> bytes:
        data = read(*arguments)
        path.write_text(TEXT + "812\n", encoding="utf-8")
        return data

    monkeypatch.setattr(opening, "_all_of", meanwhile)
    assert "changed while it was being read" in refusal(path)


def test_a_day_of_beats_is_read_within_a_moment(tmp_path: Path) -> None:
    """108,000 beats; a second on a quiet machine, and never five."""
    path = tmp_path / "holter.txt"
    path.write_text(TEXT * 9_000, encoding="utf-8")
    began_s = time.monotonic()
    found = read_source(Source("holter.txt", open_file(path).data))
    assert time.monotonic() - began_s < 5
    assert found.beats.rr_ms.size == 108_000

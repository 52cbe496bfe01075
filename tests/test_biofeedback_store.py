"""What a disk and other programs may do to a sitting that is being written, and what time does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.store.library import list_sittings
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from devices.events import Packet
from devices.heart_rate import HeartRateMeasurement

BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BEAT = HeartRateMeasurement(60, None, None, (1024,)).to_bytes()
EIGHT_HOURS_S = 8 * 3600
SMALL_DISK = "64k"  # too small for a reserve
FORMATS = sorted((Path(__file__).parent / "data").glob("sitting-format-*.csv"))


def beats(recorder: Recorder, first_s: int, last_s: int) -> None:
    """Write one beat a second."""
    for second in range(first_s, last_s + 1):
        recorder.append(Packet(float(second), BEAT))


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return a real disk of 64 kB, or of the size that a test asks for."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = getattr(request, "param", SMALL_DISK)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_real_full_disk_loses_nothing_once_there_is_room(small_disk: Path) -> None:
    """Another file fills the disk amid a sitting, stays for ten minutes, and goes again."""
    recorder = Recorder(small_disk / "s.csv", BEGAN, {})
    beats(recorder, 1, 60)
    other = small_disk / "other"
    free = os.statvfs(small_disk)
    other.write_bytes(b"x" * (free.f_bavail * free.f_bsize))
    beats(recorder, 61, 660)
    assert "no space left" in recorder.trouble
    seen = read_recording(small_disk / "s.csv")
    assert seen.left_out == ()  # whole rows only, even now
    other.unlink()
    beats(recorder, 661, 662)
    assert recorder.trouble == ""
    recorder.close(663.0)
    recording = read_recording(small_disk / "s.csv")
    assert recording.sealed is True
    assert [e.time_s for e in recording.events] == [float(second) for second in range(1, 663)]


@pytest.mark.parametrize("small_disk", ["1m"], indirect=True)
def test_a_disk_that_stays_full_still_takes_the_sitting(small_disk: Path) -> None:
    """To its end and its seal, in space that was set aside; the person is told meanwhile."""
    recorder = Recorder(small_disk / "s.csv", BEGAN, {})
    beats(recorder, 1, 60)
    free = os.statvfs(small_disk)
    (small_disk / "other").write_bytes(b"x" * (free.f_bavail * free.f_bsize))
    beats(recorder, 61, 3600)
    assert "this sitting is still kept" in recorder.trouble
    recorder.close(3601.0)
    recording = read_recording(small_disk / "s.csv")
    assert recording.sealed is True
    assert [e.time_s for e in recording.events] == [float(second) for second in range(1, 3601)]
    assert sorted(each.name for each in small_disk.iterdir()) == ["other", "s.csv"]


@pytest.mark.skipif(os.name == "nt", reason="needs Linux")
def test_a_folder_that_is_deleted_under_a_sitting_is_said(tmp_path: Path) -> None:
    """It goes on, and closes without an exception."""
    folder = tmp_path / "2026"
    recorder = Recorder(folder / "s.csv", BEGAN, {})
    beats(recorder, 1, 3)
    assert recorder.trouble == ""
    shutil.rmtree(folder)
    beats(recorder, 4, 5)
    assert "s.csv was deleted while it was being written" in recorder.trouble
    recorder.close(6.0)


def test_two_programs_write_at_once_without_waiting_for_each_other(tmp_path: Path) -> None:
    """Each its own file, even if both begin in the same second; both are whole, both are listed."""
    recorders = [Recorder(tmp_path / "2026" / f"{n}.csv", BEGAN, {}) for n in range(2)]
    for second in range(1, 101):
        for recorder in recorders:
            beats(recorder, second, second)
            assert len(list_sittings(tmp_path)) == 2
    for recorder in recorders:
        recorder.close(101.0)
        recording = read_recording(recorder.path)
        assert recording.sealed is True
        assert len(recording.events) == 100


def test_eight_hours_are_kept_to_the_last_beat(tmp_path: Path) -> None:
    """With a wall-clock anchor each minute, though the wall clock is set to and fro meanwhile."""
    wall_s = iter(range(10**9, 0, -1000))
    recorder = Recorder(tmp_path / "s.csv", BEGAN, {}, wall_s=lambda: next(wall_s))
    beats(recorder, 1, EIGHT_HOURS_S)
    recorder.close(EIGHT_HOURS_S + 1.0)
    recording = read_recording(recorder.path)
    assert recording.sealed is True
    assert recording.end_s == EIGHT_HOURS_S
    assert len(recording.events) == EIGHT_HOURS_S
    anchors = recorder.path.read_bytes().count(b",clock,")
    assert anchors == pytest.approx(EIGHT_HOURS_S / 60, abs=2)


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.stem)
def test_every_format_that_was_ever_written_opens(path: Path) -> None:
    """Nothing is left out, the seal holds, and every beat and phase is there."""
    recording = read_recording(path)
    assert recording.sealed is True
    assert recording.left_out == ()
    assert recording.remarks == ()
    assert recording.meta["format"] == path.stem.rpartition("-")[2]
    told = dict(line.split("=") for line in path.with_suffix(".txt").read_text().split())
    assert recording.beats.rr_ms.size == int(told["beats"])
    assert f"{recording.beats.rr_ms.sum():.2f}" == told["rr_sum_ms"]
    assert ",".join(part.phase.replace(" ", "-") for part in recording.parts) == told["phases"]
    assert len(recording.lines) == int(told["lines"])


def test_the_format_of_today_is_among_them() -> None:
    """Who changes the format leaves a file of it here."""
    from biofeedback.store.rows import FORMAT

    assert f"sitting-format-{FORMAT}" in [path.stem for path in FORMATS]

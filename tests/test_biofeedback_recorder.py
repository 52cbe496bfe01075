"""The writer of a sitting, to the byte: what stands where, and what a troubled disk changes."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.sitting import ClockJumped, Noted
from biofeedback.store.recorder import Recorder, RecordingError
from biofeedback.store.recording import read_recording
from devices.events import Battery, Beat

BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
WALL_S = 1_772_352_000.5


def recorder_of(path: Path) -> Recorder:
    """Return a recorder whose wall clock stands still."""
    return Recorder(path, BEGAN, {"format": "1"}, wall_s=lambda: WALL_S)


def rows(path: Path) -> list[str]:
    """Return the lines behind the header."""
    return path.read_text("utf-8").splitlines()[1:]


def test_a_file_to_the_byte(tmp_path: Path) -> None:
    """Header rows at 0, then what happened, a wall-clock anchor each minute, and the end."""
    path = tmp_path / "s.csv"
    recorder = recorder_of(path)
    for time_s in (30.0, 59.999, 60.0, 119.0, 120.0):
        recorder.append(Battery(time_s, 80))
    recorder.append(Beat(121.0, 1000.0, 0))
    recorder.append(ClockJumped(122.0, 30.0))
    recorder.close(123.0)
    *written, end = rows(path)
    anchor = f"clock,{WALL_S:.3f},wall"
    assert written == [
        "0.000,session,1,2026-03-01T08:00:00.000+00:00",
        "0.000,meta,,format=1",
        "30.000,battery,80,",
        "59.999,battery,80,",
        "60.000,battery,80,",
        f"60.000,{anchor}",
        "119.000,battery,80,",
        "120.000,battery,80,",
        f"120.000,{anchor}",
        "121.000,rr,1000.00,stretch=0",
        "122.000,jump,30.000,",
        f"122.000,{anchor}",
        f"123.000,{anchor}",
    ]
    assert end.startswith("123.000,end,,beats=1;sha256=")


def test_after_the_end_only_what_is_said_is_added(tmp_path: Path) -> None:
    """A second end and a late event change nothing; a note comes behind."""
    path = tmp_path / "s.csv"
    recorder = recorder_of(path)
    recorder.close(1.0)
    closed = path.read_bytes()
    recorder.close(2.0)
    recorder.append(Battery(3.0, 80))
    assert path.read_bytes() == closed
    recorder.append(Noted(4.0, "calm"))
    assert path.read_bytes() == closed + b"4.000,note,,calm\n"


def full_after(monkeypatch: pytest.MonkeyPatch, room: int) -> Callable[[], None]:
    """Let the disk take so many bytes more; return what gives it room again."""
    left, write = [room], os.write

    def written(file: int, data: bytes) -> int:
        taken = data[: left[0]]
        left[0] -= len(taken)
        if data and not taken:
            raise OSError(28, "No space left on device")
        return write(file, taken)

    monkeypatch.setattr("biofeedback.store.recorder.os.write", written)
    return lambda: left.__setitem__(0, 10**6)


def test_a_disk_that_takes_a_part_gets_whole_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what waits it keeps the rows that fit; what was written before is not touched."""
    path = tmp_path / "s.csv"
    recorder = recorder_of(path)
    before = path.read_bytes()
    row = b"1.000,battery,80,\n"
    full_after(monkeypatch, 0)
    recorder.append(Battery(1.0, 80))
    assert path.read_bytes() == before
    monkeypatch.undo()
    give_room = full_after(monkeypatch, len(row) + 5)
    recorder.append(Battery(1.0, 80))
    assert path.read_bytes() == before + row
    assert "no space left" in recorder.trouble
    give_room()
    recorder.append(Battery(1.0, 80))
    assert path.read_bytes() == before + 3 * row
    assert recorder.trouble == ""
    recorder.close(2.0)


def test_a_disk_that_is_full_at_once_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sitting does not begin, and nothing empty lies there."""
    full_after(monkeypatch, 10)
    with pytest.raises(RecordingError, match="no space left"):
        recorder_of(tmp_path / "s.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_gone_when_its_first_rows_are_refused_is_no_other_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk's own reason is said."""
    path = tmp_path / "s.csv"

    def lost(_file: int, _data: bytes) -> int:
        path.unlink(missing_ok=True)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("biofeedback.store.recorder.os.write", lost)
    with pytest.raises(RecordingError, match="input/output error"):
        recorder_of(path)


class SetAside:
    """Stands for the space beside a sitting; while it is kept, the disk takes nothing."""

    def __init__(self, _: Path) -> None:
        self.kept = True

    def give(self) -> bool:
        """Let go of it; tell whether there was any."""
        kept, self.kept = self.kept, False
        return kept


def fails_beside(
    monkeypatch: pytest.MonkeyPatch, recorder: Recorder, number: int, *, full: bool
) -> None:
    """Let the disk fail as long as the space that was set aside is kept."""
    write = os.write

    def written(file: int, data: bytes) -> int:
        if recorder._reserve.kept:  # type: ignore[attr-defined]
            raise OSError(number, os.strerror(number))
        return write(file, data)

    monkeypatch.setattr("biofeedback.store.recorder.os.write", written)
    monkeypatch.setattr("biofeedback.store.recorder.is_full", lambda _: full)


def test_space_that_was_set_aside_is_used_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is written, and what it lives on is said for as long as the disk is full."""
    monkeypatch.setattr("biofeedback.store.recorder.Reserve", SetAside)
    monkeypatch.setattr("biofeedback.store.recorder.is_full", lambda _: True)
    recorder = recorder_of(tmp_path / "s.csv")
    assert recorder.trouble == ""  # hardly any space, but none of what was set aside is used
    fails_beside(monkeypatch, recorder, errno.ENOSPC, full=True)
    recorder.append(Battery(1.0, 80))
    assert rows(recorder.path)[-1] == "1.000,battery,80,"
    assert "in space that was set aside" in recorder.trouble
    monkeypatch.setattr("biofeedback.store.recorder.is_full", lambda _: False)
    recorder.append(Battery(2.0, 80))
    assert recorder.trouble == ""
    recorder.close(3.0)


def test_space_that_was_set_aside_is_kept_when_something_else_is_amiss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would not help; the row waits, and comes when the disk works again."""
    monkeypatch.setattr("biofeedback.store.recorder.Reserve", SetAside)
    recorder = recorder_of(tmp_path / "s.csv")
    with monkeypatch.context() as amiss:
        fails_beside(amiss, recorder, errno.EIO, full=False)
        recorder.append(Battery(1.0, 80))
        assert "input/output error" in recorder.trouble
    recorder.append(Battery(2.0, 80))
    assert rows(recorder.path)[-2:] == ["1.000,battery,80,", "2.000,battery,80,"]
    recorder.close(3.0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_a_file_that_was_deleted_meanwhile_is_said(tmp_path: Path) -> None:
    """As soon as something is written; until then all was well."""
    path = tmp_path / "s.csv"
    recorder = recorder_of(path)
    assert recorder.trouble == ""
    path.unlink()
    recorder.append(Battery(1.0, 80))
    assert "was deleted while it was being written" in recorder.trouble
    recorder.close(2.0)
    assert recorder.unkept == recorder.trouble == ""


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_a_sitting_whose_folder_was_deleted_is_written_once_more(tmp_path: Path) -> None:
    """Whole and sealed, as if nothing had been; another file of that name stays as it is."""
    path, other = tmp_path / "2026" / "s.csv", tmp_path / "2026" / "t.csv"
    recorder, second = recorder_of(path), recorder_of(other)
    recorder.append(Beat(1.0, 800.0, 0))
    shutil.rmtree(path.parent)
    recorder.append(Beat(1.8, 800.0, 0))
    recorder.close(2.0)
    assert read_recording(path).sealed is True
    assert read_recording(path).beats.rr_ms.tolist() == [800.0, 800.0]
    other.write_text("mine")
    second.close(2.0)
    assert other.read_text() == "mine"
    assert "this sitting is not kept" in second.unkept


def test_the_end_that_a_full_disk_never_took_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last try, when the sitting is over."""
    recorder = recorder_of(tmp_path / "s.csv")
    full_after(monkeypatch, 0)
    recorder.append(Beat(1.0, 800.0, 0))
    recorder.close(2.0)
    assert recorder.unkept.startswith("The end of this sitting is not kept. ")
    assert "free some space there" in recorder.unkept


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_what_a_disk_did_not_take_can_be_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole and sealed, from a full disk or without a folder; nothing is replaced by it."""
    full, gone, other = tmp_path / "a" / "s.csv", tmp_path / "b" / "s.csv", tmp_path / "o.csv"
    recorders = [recorder_of(full), recorder_of(gone)]
    shutil.rmtree(gone.parent)
    gone.parent.write_text("a file in the place of the folder")
    free = full_after(monkeypatch, 0)
    for recorder in recorders:
        recorder.append(Beat(1.0, 800.0, 0))
        recorder.close(2.0)
        assert recorder.unkept
    free()
    for at, recorder in enumerate(recorders):
        path = tmp_path / f"{at}.csv"
        recorder.keep_copy(path)
        assert recorder.unkept == ""
        assert read_recording(path).sealed is True
        assert read_recording(path).beats.rr_ms.tolist() == [800.0]
    other.write_text("mine")
    with pytest.raises(RecordingError, match="exists already"):
        recorders[0].keep_copy(other)
    assert other.read_text() == "mine"

"""What is added to a sitting once it is over: notes, a name, tags, and the end it never had.

Each is a row of its own behind what is there. Nothing is rewritten, so a seal still holds for all
that came before it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from biofeedback.notes import Noted, Unnoted, notes_of
from biofeedback.sitting import Said
from biofeedback.store.disk import APPEND, RecordingError, sync, trouble
from biofeedback.store.labels import composed
from biofeedback.store.row_file import is_sitting, last_time_s, pick_rows, read_bytes
from biofeedback.store.rows import CUT, Row, decode, encode, to_line
from biofeedback.store.writing_lock import hold

Lines = Callable[[bytes], str]
_CUT_LINE = f"{CUT}\n".encode()  # behind a half row, or it would look whole


def append_note(path: Path, *notes: Said) -> None:
    """Add notes, ratings or an outcome to a sitting that is over.

    Raises
    ------
    RecordingError
        If the file cannot be written, or is still being written by a program that runs.
    """
    _append(path, lambda _: "".join(to_line(encode(note)) for note in notes))


def change_note(path: Path, before: str, text: str) -> None:
    """Put other words in the place of a note; without any it is taken back.

    Raises
    ------
    RecordingError
        If no such note is there (any more), or as `append_note`.
    """
    _append(path, lambda data: _changed(path, data, before, text))


def _changed(path: Path, data: bytes, before: str, text: str) -> str:
    notes = notes_of(map(decode, pick_rows(data, {"note", "unnote"})))
    was = next((note for note in reversed(notes) if note.text == before), None)
    if was is None:
        raise RecordingError(f"{path.name} has no such note any more: look at it again.")
    if text == before:
        return ""
    taken: list[Said] = [Unnoted(was.time_s, before), *[Noted(was.time_s, text)] * bool(text)]
    return "".join(to_line(encode(each)) for each in taken)


def rename(path: Path, name: str) -> None:
    """Give a sitting a name; an empty one takes it back. Raises as `append_note`."""
    _append(path, lambda data: _later(data, "name", composed(name)))


def tag(path: Path, *tags: str) -> None:
    """Add tags to a sitting. Raises as `append_note`."""
    _append(path, lambda data: "".join(_later(data, "tag", composed(each)) for each in tags))


def untag(path: Path, *tags: str) -> None:
    """Take tags from a sitting. Raises as `append_note`."""
    _append(path, lambda data: "".join(_later(data, "untag", composed(each)) for each in tags))


def close_interrupted(path: Path) -> None:
    """Seal a sitting that was interrupted; one that has its end stays as it is.

    Raises as `append_note`.
    """
    _append(path, lambda data: _end(path, data))


def complete(path: Path, whole: bytes) -> None:
    """Add what a whole copy of a sitting holds beyond what is there. Raises as `append_note`."""
    with _open(path) as file:
        size = len(read_bytes(path))
        try:
            _write(file, size, whole[size:])
        except OSError as error:
            raise RecordingError(trouble(error, path)) from error


def open_again(path: Path) -> int:
    """Open an interrupted sitting, to write on behind what is there; its lock is held.

    Raises
    ------
    RecordingError
        If it has its end, is being written just now, or cannot be written.
    """
    file = _opened(path)
    try:
        data = read_bytes(path)
        if not is_sitting(data) or pick_rows(data, {"end"}):
            raise RecordingError(f"{path.name} has its end already: begin a new sitting.")
        if not data.endswith(b"\n"):
            _write(file, len(data), _CUT_LINE)
    except OSError as error:
        os.close(file)
        raise RecordingError(trouble(error, path)) from error
    except RecordingError:
        os.close(file)
        raise
    return file


def end_line(time_s: float, beats: int, digest: str, closed: str = "") -> str:
    """Return the end row; ``closed`` says when, if not as the sitting ended."""
    later = f"closed={closed};" if closed else ""
    return to_line(Row(time_s, "end", "", f"beats={beats};{later}sha256={digest}"))


def _later(data: bytes, kind: str, text: str) -> str:
    """Return a row that stands at the sitting's end, and says when it was really written."""
    return to_line(Row(last_time_s(data), kind, _now(), text))


def count_beats(path: Path, data: bytes) -> int:
    """Return how many beats are read from a sitting: of its packets, where it has any.

    The last packet may be whole where the rows of its beats were cut.
    """
    from biofeedback.store.recording import read_sitting  # numpy is not there before the window

    return read_sitting(path, data).beats.rr_ms.size


def _end(path: Path, data: bytes) -> str:
    if pick_rows(data, {"end"}):
        return ""
    digest = hashlib.sha256(data).hexdigest()
    return end_line(last_time_s(data), count_beats(path, data), digest, _now())


def _append(path: Path, lines: Lines) -> None:
    """Write rows behind what is there, which nobody else may be writing meanwhile."""
    with _open(path) as file:
        data = read_bytes(path)
        if not is_sitting(data):
            raise RecordingError(f"{path.name} is no sitting of this program: it stays as it is.")
        cut = b"" if data.endswith(b"\n") else _CUT_LINE
        try:
            _write(file, len(data), cut + lines(data + cut).encode())
        except OSError as error:
            raise RecordingError(trouble(error, path)) from error


@contextlib.contextmanager
def _open(path: Path) -> Iterator[int]:
    file = _opened(path)
    try:
        yield file
    finally:
        os.close(file)


def _opened(path: Path) -> int:
    """Open a sitting that nobody else is writing, and hold its lock."""
    try:
        file = os.open(path, APPEND)
    except OSError as error:
        raise RecordingError(trouble(error, path)) from error
    if hold(file):
        return file
    os.close(file)
    raise RecordingError(
        f"{path.name} is being written just now by another window or terminal: "
        "end that sitting first."
    )


def _write(file: int, size: int, rows: bytes) -> None:
    """Write all of the rows, or leave the file as it was."""
    written = os.write(file, rows)
    if written < len(rows):
        os.ftruncate(file, size)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    sync(file)


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")

"""Writes a sitting down while it happens: append-only, whole lines, nothing ever rewritten.

Raw first: a row reaches the file before anything is computed from it. What the disk refuses
waits in memory and is tried again with every row; the trouble is said in one sentence.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from biofeedback.rows import HEADER, Event, Row, encode, to_line
from biofeedback.settings import DATA_VARIABLE, make_private, sessions_folder
from biofeedback.sitting import ClockJumped, Noted
from devices.events import Beat

ANCHOR_EVERY_S = 60.0  # wall-clock anchors, so that a set clock or a DST change harms nothing
SYNC_JOIN_S = 5.0  # a disk that needs longer is said to be in trouble


class RecordingError(Exception):
    """A recording cannot be written or read; ``str()`` is one sentence with the next step."""


class Recorder:
    """The file of one sitting.

    Parameters
    ----------
    path
        The file to create; its folder is created too, for this person only.
    began
        Wall time with its UTC offset.
    meta
        What the header tells: practice, source, versions ...

    Raises
    ------
    RecordingError
        If the file cannot be created.
    """

    def __init__(
        self,
        path: Path,
        began: datetime,
        meta: Mapping[str, object],
        *,
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self.trouble = ""
        self._wall_s = wall_s
        self._digest = hashlib.sha256()
        self._pending = b""
        self._anchor_s = 0.0
        self._beats = 0
        self._closed = False
        self._file = _create(path)
        self._syncer = _Syncer(self._file)
        first = [Row(0.0, "session", "1", began.isoformat(timespec="milliseconds"))]
        first += [Row(0.0, "meta", "", f"{name}={value}") for name, value in meta.items()]
        self._write(HEADER + "\n" + "".join(map(to_line, first)))

    def append(self, event: Event) -> None:
        """Write one event down; never raises for the disk's sake, see ``trouble``."""
        if self._closed:
            if isinstance(event, Noted):
                append_note(self.path, event)
            return
        self._beats += isinstance(event, Beat)
        self._write(
            to_line(encode(event)) + self._anchor(event.time_s, now=isinstance(event, ClockJumped))
        )

    def close(self, time_s: float) -> None:
        """Write the end row and its digest, and wait for the disk."""
        if self._closed:
            return
        self._write(self._anchor(time_s, now=True))
        sealed = f"beats={self._beats};sha256={self._digest.hexdigest()}"
        self._write(to_line(Row(time_s, "end", "", sealed)))
        self._closed = True
        self._syncer.stop()
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _anchor(self, time_s: float, *, now: bool = False) -> str:
        if not now and time_s - self._anchor_s < ANCHOR_EVERY_S:
            return ""
        self._anchor_s = time_s
        return to_line(Row(time_s, "clock", f"{self._wall_s():.3f}", "wall"))

    def _write(self, lines: str) -> None:
        data = lines.encode()
        self._digest.update(data)
        self._pending += data
        try:
            self._flush()
        except OSError as error:
            self.trouble = _trouble(error, self.path)
        else:
            self.trouble = "" if self._linked() else _gone(self.path)
            self._syncer.nudge()

    def _flush(self) -> None:
        """Write what is pending as whole lines, or leave the file as it was."""
        size = os.fstat(self._file).st_size
        written = os.write(self._file, self._pending)
        if written < len(self._pending):
            kept = self._pending.rfind(b"\n", 0, written) + 1
            os.ftruncate(self._file, size + kept)
            self._pending = self._pending[kept:]
            raise OSError(28, os.strerror(28))
        self._pending = b""

    def _linked(self) -> bool:
        return os.fstat(self._file).st_nlink > 0 or os.name == "nt"


class _Syncer:
    """Asks the disk to keep what was written, on a thread of its own: a sync may take 100 ms."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._due = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="disk", daemon=True)
        self._thread.start()

    def nudge(self) -> None:
        self._due.set()

    def stop(self) -> None:
        self._over = True
        self._due.set()
        self._thread.join(SYNC_JOIN_S)

    def _run(self) -> None:
        sync = getattr(os, "fdatasync", os.fsync)
        while not self._over:
            self._due.wait()
            self._due.clear()
            with contextlib.suppress(OSError):
                sync(self._file)


def append_note(path: Path, note: Noted) -> None:
    """Add a note to a sitting that was closed; what was written stays as it is.

    Raises
    ------
    RecordingError
        If the file cannot be written.
    """
    try:
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(to_line(Row(note.time_s, "note", "", note.text)))
    except OSError as error:
        raise RecordingError(_trouble(error, path)) from error


def new_path(folder: Path, began: datetime, practice: str) -> Path:
    """Return where a sitting that begins now is written: by year, time, practice."""
    name = f"{began:%Y-%m-%dT%H%M%S}_{practice}_{secrets.token_hex(2)}.csv"
    return folder / f"{began:%Y}" / name


def _create(path: Path) -> int:
    flags = os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        make_private(path.parent)
        file = os.open(path, flags, 0o600)
    except OSError as error:
        raise RecordingError(_trouble(error, path)) from error
    _sync_folder(path.parent)
    return file


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _trouble(error: OSError, path: Path) -> str:
    if isinstance(error, FileExistsError) and path.exists():
        return f"{path} exists already and stays as it is: choose another name with --out."
    what = (error.strerror or str(error)).lower()
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    first = "free some space there" if full else "make it writable"
    ours = sessions_folder() in path.parents
    elsewhere = f"name another folder in {DATA_VARIABLE}" if ours else "choose another folder"
    return f"The sitting cannot be written to {path.parent} ({what}): {first}, or {elsewhere}."


def _gone(path: Path) -> str:
    return (
        f"The file {path.name} was deleted while it was being written: "
        "this sitting is kept in memory only, until it ends."
    )

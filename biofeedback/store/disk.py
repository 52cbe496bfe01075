"""What a disk does to a sitting's file: made for one person, synced, its troubles in words."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

from biofeedback.settings import ELSEWHERE, make_private, sessions_folder
from biofeedback.store.writing_lock import hold

SITTING = "The sitting"
FOLDER = "{} is a folder: name one recording in it."
SYNC_JOIN_S = 5.0  # a disk that needs longer is said to be in trouble
FULL = (errno.ENOSPC, errno.EDQUOT)
RESERVE_BYTES = 512 * 2**10  # an hour of a sitting is 85 kB
APPEND = os.O_APPEND | os.O_RDWR | getattr(os, "O_BINARY", 0)
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Whoever may write into a pipe of that name is not waited for; no line's end is changed."""


class RecordingError(Exception):
    """A recording cannot be written or read; ``str()`` is one sentence with the next step."""


class BesideError(RecordingError):
    """A file that was read belongs to the recordings beside it, and is none itself."""


def create(path: Path, what: str = SITTING) -> int:
    """Create a file that takes rows at its end, and its folder, for this person only.

    Raises
    ------
    RecordingError
        If it cannot be created, or is there already.
    """
    try:
        make_private(path.parent)
        file = os.open(path, os.O_CREAT | os.O_EXCL | APPEND, 0o600)
    except OSError as error:
        raise RecordingError(trouble(error, path, what)) from error
    _sync_folder(path.parent)
    return file


def write_new(path: Path, data: bytes, what: str = SITTING) -> None:
    """Write a new file whole or not at all, and wait for the disk; nobody adds to it meanwhile.

    Raises
    ------
    RecordingError
        If it cannot be written, or is there already; nothing half written is left.
    """
    file = create(path, what)
    try:
        hold(file)
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        sync(file)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise RecordingError(trouble(error, path, what)) from error
    finally:
        os.close(file)


class Reserve:
    """Space kept beside a sitting, for when the disk is full: enough for hours of it.

    It is an open file without a name, so that it leaves nothing behind, however the program ends.
    Where the system has no such files, or no space, there is none.
    """

    def __init__(self, folder: Path) -> None:
        self._file: int | None = None
        with contextlib.suppress(OSError, AttributeError):
            self._file = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600)
        try:
            if self._file is not None:
                os.posix_fallocate(self._file, 0, RESERVE_BYTES)
        except OSError:
            self.give()

    def give(self) -> bool:
        """Let go of the space; tell whether there was any."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
        return file is not None


class Syncer:
    """Asks the disk to keep what was written, on a thread of its own: a sync may take 100 ms."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._due = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="disk", daemon=True)
        self._thread.start()

    def nudge(self) -> None:
        """Ask for a sync soon."""
        self._due.set()

    def stop(self) -> None:
        """Sync once more and end; wait for it, but not for ever."""
        self._over = True
        self._due.set()
        self._thread.join(SYNC_JOIN_S)

    def _run(self) -> None:
        while not self._over:
            self._due.wait()
            self._due.clear()
            with contextlib.suppress(OSError):
                sync(self._file)


def sync(file: int) -> None:
    """Return once the disk holds what was written.

    Raises
    ------
    OSError
        If it cannot.
    """
    getattr(os, "fdatasync", os.fsync)(file)


def trouble(error: OSError, path: Path, what: str = SITTING) -> str:
    """Return why a sitting or another file cannot be written there, and the next step."""
    if isinstance(error, FileExistsError) and os.path.lexists(path):
        there = "exists already" if path.exists() else "is a link that leads nowhere"
        return f"{path} {there} and stays as it is: choose another name with --out."
    why = (error.strerror or str(error)).lower()
    first = "free some space there" if error.errno in FULL else "make it writable"
    ours = sessions_folder() in path.parents
    elsewhere = ELSEWHERE if ours else "choose another folder"
    return f"{what} cannot be written to {path.parent} ({why}): {first}, or {elsewhere}."


@contextlib.contextmanager
def opened(path: Path) -> Iterator[int]:
    """Open a regular file to read it; it is closed again.

    Raises
    ------
    RecordingError
        If it is something else, or cannot be read.
    """
    try:
        file = os.open(path, READ)
        try:
            _refuse_odd(path, os.fstat(file))
            yield file
        finally:
            os.close(file)
    except OSError as error:
        raise RecordingError(_unread(error, path)) from error


def _refuse_odd(path: Path, about: os.stat_result) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise RecordingError(FOLDER.format(path))
    if not stat.S_ISREG(about.st_mode):
        raise RecordingError(f"{path} is not a regular file: name a recording.")


def _unread(error: OSError, path: Path) -> str:
    """Return why a recording cannot be read, and the next step."""
    if os.path.isdir(path):  # noqa: PTH112 - Path's own raises for a name that is too long
        return FOLDER.format(path)
    what = (error.strerror or str(error)).lower()
    return f"{path} cannot be read ({what}): check its name and permissions."


def is_full(path: Path) -> bool:
    """Tell whether the disk has hardly any space left."""
    return shutil.disk_usage(path.parent).free < RESERVE_BYTES


def living_on_reserve(path: Path) -> str:
    """Return that the disk is full, and that the sitting is being kept all the same."""
    return (
        f"The disk that holds {path.parent} is full; this sitting is still kept, in space that was "
        "set aside for it: free some space there soon."
    )


def lost(path: Path) -> str:
    """Return that the file was taken away, and could not be written once more."""
    return f"{path} was taken away while it was written: this sitting is not kept."


def gone(path: Path) -> str:
    """Return that the file was taken away while it was written."""
    return (
        f"The file {path.name} was deleted while it was being written: "
        "it is written once more when this sitting ends."
    )


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)

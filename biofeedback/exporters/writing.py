"""Writes a file whole or not at all: beside its place, to the disk, and then into it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from biofeedback.settings import (
    FILE_NAME,
    PRACTICES,
    data_folder,
    make_private,
    sessions_folder,
)
from biofeedback.store.disk import RecordingError

Write = Callable[[IO[bytes]], object]
_NEW = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise where there is something already that may not be replaced.

    Raises
    ------
    RecordingError
        If the path is taken and ``force`` is not set, is no plain file, or lies among the sittings.
    """
    if not os.path.lexists(path):
        return
    if path.is_dir():
        raise RecordingError(f"{path} is a folder: name a file in it with --out.")
    if path.is_symlink() or not path.is_file():
        raise RecordingError(f"{path} is a link or a device, no plain file: choose another name.")
    if not force:
        raise RecordingError(
            f"{path} exists already and stays as it is: choose another name, or add --force."
        )
    if sessions_folder().resolve() in path.resolve().parents:
        raise RecordingError(
            f"{path} lies among your sittings, which nothing may replace: choose another place."
        )
    if _is_own(path.resolve()):
        raise RecordingError(
            f"{path} holds your settings or a practice of yours, which nothing may replace: "
            "choose another place."
        )


def _is_own(path: Path) -> bool:
    folder = data_folder().resolve()
    return path == folder / FILE_NAME or folder / PRACTICES in path.parents


def write_whole(path: Path, write: Write, *, force: bool = False) -> None:
    """Write a file for this person only; what was there before stays until the new one is whole.

    Raises
    ------
    RecordingError
        If it cannot be written, or exists already; nothing half written is left behind.
    """
    refuse_existing(path, force=force)
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(beside, _NEW, 0o600), "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise RecordingError(_unwritten(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it, for this person only.

    Raises
    ------
    RecordingError
        If it cannot be made.
    """
    try:
        make_private(folder)
    except OSError as error:
        raise RecordingError(_unwritten(folder, error)) from error


def _unwritten(path: Path, error: OSError) -> str:
    what = (error.strerror or str(error)).lower()
    if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
        return f"{path} cannot be written: there is no folder {path.parent}; make it first."
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    first = "free some space there" if full else "check its permissions"
    return f"{path} cannot be written ({what}): {first}, or choose another place."

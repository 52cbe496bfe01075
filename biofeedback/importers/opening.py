"""From a path to the recordings in it: read under limits, a zip member by member."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from biofeedback.importers import limits
from biofeedback.importers.archive import ZIP, members
from biofeedback.importers.imported import CompanionError, Imported, Source, Unit, UnreadableError
from biofeedback.importers.json_text import is_own
from biofeedback.importers.registry import read_source
from biofeedback.store.disk import BesideError, RecordingError, opened

_HEAD_BYTES = 256  # by which our own JSON is known


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read; ``modified`` is the date it bears."""

    path: Path
    data: bytes
    modified: datetime


def open_file(path: Path, most_bytes: int | None = None) -> File:
    """Read a file that is none of this program's own; as much as its kind may have, or so much.

    Raises
    ------
    RecordingError
        If it cannot be read, is too large, or was changed while it was read.
    """
    with opened(path) as file:
        before = os.fstat(file)
        most_bytes = most_bytes or _most_bytes(_head_of(file))
        _refuse_large(path, before, most_bytes)
        data = _all_of(file, most_bytes)
        after = os.fstat(file)
    if len(data) != before.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise RecordingError(
            f"{path} was changed while it was being read: try again when it is complete."
        )
    return File(path, data, datetime.fromtimestamp(before.st_mtime, UTC).astimezone())


def _refuse_large(path: Path, about: os.stat_result, most_bytes: int) -> None:
    if about.st_size > most_bytes:
        size = math.ceil(about.st_size / 2**20 * 10) / 10  # never as much as is allowed
        raise RecordingError(
            f"{path} has {size:,.1f} MB, and a recording of RR intervals no more than "
            f"{most_bytes // 2**20} MB: is it the right file?"
        )


def _most_bytes(data: bytes) -> int:
    """Return how much a file that begins so may have."""
    return limits.MOST_OWN_BYTES if is_own(data) else limits.MOST_BYTES


def _head_of(file: int) -> bytes:
    head = os.read(file, _HEAD_BYTES)
    os.lseek(file, 0, os.SEEK_SET)
    return head


def _all_of(file: int, most_bytes: int) -> bytes:
    parts = []
    left = most_bytes + 1
    while left > 0 and (part := os.read(file, min(left, 2**24))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _beside(folder: Path) -> Callable[[str], bytes | None]:
    """Return what reads a file of that folder, and of no other; None where it cannot."""

    def read(name: str) -> bytes | None:
        if Path(name).name != name:
            return None
        with contextlib.suppress(RecordingError, OSError):  # its name may be too long
            return open_file(folder / name, limits.MOST_BESIDE_BYTES).data
        return None

    return read


def sources_of(path: Path, data: bytes, unit: Unit | None = None) -> Iterator[Source]:
    """Yield the recordings to be read from a file: itself, or each member of a zip.

    Raises
    ------
    UnreadableError
        If it is a zip that cannot be trusted.
    """
    if data.startswith(ZIP):
        yield from members(data, unit)
    else:
        yield Source(path.name, data, unit, _beside(path.parent))


def read_foreign(path: Path, data: bytes, unit: Unit | None = None) -> Imported:
    """Return the one recording in a file that was read already.

    Raises
    ------
    RecordingError
        If there is none, or more than one; a `BesideError` if it only belongs to others.
    """
    try:
        if len(data) > _most_bytes(data):
            raise UnreadableError("it is larger than any recording of RR intervals.")
        source, *others = sources_of(path, data, unit)
        if others:
            raise UnreadableError(
                f"it holds {1 + len(others)} recordings: `biofeedback import` it."
            )
        return read_source(source)
    except UnreadableError as error:
        kind = BesideError if isinstance(error, CompanionError) else RecordingError
        raise kind(f"{path.name}: {error}") from error

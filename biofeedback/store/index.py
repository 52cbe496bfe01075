"""A cache of what the sittings' files hold, so that a history of years is listed at once.

The files alone are the truth. What is cached is good for a file of one size and one time of
change; all else is read again. Delete the cache and it comes back; broken, locked or not to be
written, it is done without, and nobody needs to know.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept, read_kept
from biofeedback.store.packing import MOST_NS, Found, nothing_found, packed, unpacked

FILE_NAME = "index.sqlite3"  # beside the years, so that it moves with them
LAYOUT = 8  # any other is made anew
LOCKED_S = 0.1

_TABLES = """
PRAGMA synchronous = OFF;
DROP TABLE IF EXISTS sittings;
DROP TABLE IF EXISTS results;
CREATE TABLE sittings (packed BLOB);
INSERT INTO sittings VALUES (zeroblob(4));
CREATE TABLE results (
    file TEXT PRIMARY KEY, mtime_ns INTEGER, size INTEGER, made_by TEXT, result TEXT,
    seal BLOB
) WITHOUT ROWID;
"""
_BROKEN = (sqlite3.DatabaseError, ValueError, TypeError)  # the latter: its texts make no sense
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _seal(data: bytes | memoryview) -> bytes:
    """Return a checksum: a disk may change what looks sound."""
    return zlib.crc32(data).to_bytes(4)


class Index:
    """The cache of one folder of sittings; used within ``with``, on one thread.

    Parameters
    ----------
    folder
        That holds the sittings, by year.
    read
        Reads a file that is new or has changed.
    """

    def __init__(self, folder: Path, read: Callable[[Path], Kept] = read_kept) -> None:
        self._folder, self._read = folder, read
        self._file = folder / FILE_NAME

    def __enter__(self) -> Self:
        self._db = self._opened()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._db.commit()
        self._db.close()

    def sittings(self) -> list[Kept]:
        """Return all sittings, the newest first; what cannot be read is left out.

        Raises
        ------
        OSError
            If the folder is there and cannot be looked into.
        """
        with _all_kept():
            found = look_into(self._folder)
            try:
                return self._refresh(found)
            except _BROKEN as error:
                self._do_without(error)
                return self._refresh(found)

    def result(self, path: Path, made_by: str, make: Callable[[], str]) -> str:
        """Return what was made of a sitting before, or make it now.

        Parameters
        ----------
        path
            A sitting in this folder.
        made_by
            What a result depends on besides the file: versions of the program.
        make
            Makes it anew; what it raises is passed on.
        """
        status = path.stat()
        file = path.relative_to(self._folder).as_posix()
        key = (file, status.st_mtime_ns, status.st_size, made_by)
        with contextlib.suppress(sqlite3.Error):
            found = self._db.execute(
                "SELECT result, seal FROM results"
                " WHERE (file, mtime_ns, size, made_by) = (?, ?, ?, ?)",
                key,
            ).fetchone()
            if found and found[1] == _seal(str(found[0]).encode()):
                return str(found[0])
        result = make()
        row = (*key, result, _seal(result.encode()))
        self._write("REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?)", [row])
        return result

    def _refresh(self, found: Found) -> list[Kept]:
        known, sittings = self._known()
        if found == known:
            return list(sittings)
        before, now = known.by_file(), found.by_file()
        kept = {self._relative(each): each for each in sittings}
        same = {file: each for file, each in kept.items() if now.get(file) == before[file]}
        new = dict(self._read_all(now.keys() - same.keys()))
        whole = _in_order(same | new)
        readable = found.only(whole.keys())
        if readable != known:
            self._keep(packed(readable, whole))
        self._forget(kept.keys() - whole.keys())
        return list(whole.values())

    def _relative(self, kept: Kept) -> str:
        return kept.file[len(f"{self._folder}{os.sep}") :]

    def _known(self) -> tuple[Found, Sequence[Kept]]:
        with self._db.blobopen("sittings", "packed", 1, readonly=True) as blob:
            data = memoryview(blob.read())  # a quarter of the time that a row takes
        seal, text = data[:4], data[4:]
        if seal != _seal(text):
            raise ValueError("It was changed, or half written.")
        return unpacked(str(text, "ascii"), self._folder) if text else (nothing_found(), ())

    def _keep(self, text: bytes) -> None:
        self._write("UPDATE sittings SET packed = ?", [(_seal(text) + text,)])

    def _read_all(self, files: Iterable[str]) -> Iterator[tuple[str, Kept]]:
        for file in files:
            with contextlib.suppress(RecordingError):
                yield file, self._read(self._folder / file)

    def _forget(self, files: Iterable[str]) -> None:
        self._write("DELETE FROM results WHERE file = ?", [(file,) for file in files])

    def _write(self, statement: str, rows: Sequence[Any]) -> None:
        """Write as far as may be: a cache that takes nothing is done without."""
        with contextlib.suppress(sqlite3.Error):
            self._db.executemany(statement, rows)

    def _do_without(self, error: Exception) -> None:
        """Go on without what is locked, or anew if it is broken."""
        self._db.close()
        if getattr(error, "sqlite_errorcode", None) not in _BUSY:
            with contextlib.suppress(OSError):
                self._file.unlink()
        self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        with contextlib.suppress(OSError, sqlite3.Error):
            os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
            return _laid_out(sqlite3.connect(self._file, timeout=LOCKED_S))
        return _laid_out(sqlite3.connect(":memory:"))


@contextlib.contextmanager
def _all_kept() -> Iterator[None]:
    """Look for no garbage meanwhile: thousands of sittings are made, and none is thrown away."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def look_into(folder: Path) -> Found:
    """Return the sittings under a folder; none if it is not there.

    Raises
    ------
    OSError
        If it is there and cannot be looked into.
    """
    found = nothing_found()
    with contextlib.suppress(FileNotFoundError):
        with os.scandir(folder) as entries:
            years = list(filter(_is_folder, entries))
        for year in years:
            _look_into(year, found)
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def _look_into(year: os.DirEntry[str], found: Found) -> None:
    before = f"{year.name}/"
    with _entries(year.path) as entries:
        named = [entry for entry in entries if entry.name.endswith(".csv")]
        seen = [(entry.name, status) for entry in named if (status := _status(entry))]
    found.files.extend([before + name for name, _ in seen])
    stamps = [(status.st_mtime_ns & MOST_NS, status.st_size) for _, status in seen]
    found.stamps.extend(itertools.chain.from_iterable(stamps))


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Look at a file; None if it was deleted meanwhile, or is a link to nothing to be read."""
    try:
        return entry.stat()
    except OSError as error:
        if isinstance(error, FileNotFoundError) or entry.is_symlink():
            return None
        raise


@contextlib.contextmanager
def _entries(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """Look into a folder that is held open, if may be: each name is then found at once."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(held) as entries:
            yield entries
    finally:
        os.close(held)


def _in_order(sittings: Mapping[str, Kept]) -> dict[str, Kept]:
    """Return them the newest first, and of one moment by their files."""
    newest = sorted(sittings.items(), key=lambda each: (-each[1].began.timestamp(), each[0]))
    return dict(newest)


def _laid_out(db: sqlite3.Connection) -> sqlite3.Connection:
    try:
        db.execute("PRAGMA secure_delete = ON")  # what was deleted is gone from here, too
        if db.execute("PRAGMA user_version").fetchone() != (LAYOUT,):
            db.executescript(f"{_TABLES}PRAGMA user_version = {LAYOUT};")
    except sqlite3.Error:
        db.close()
        raise
    return db

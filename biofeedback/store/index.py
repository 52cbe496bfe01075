"""A cache of what the sittings' files hold, so that a history of years is listed at once.

The files alone are the truth. What is cached is good for a file of one size and one time of
change; all else is read again. Delete the cache and it comes back; broken, locked or not to be
written, it is done without, and nobody needs to know.
"""

from __future__ import annotations

import contextlib
import json
import marshal
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from biofeedback.checkin import Ratings
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept, read_kept


def _sum(data: bytes) -> int:
    """Return a checksum as SQLite keeps one: a disk may change what looks sound."""
    found = zlib.crc32(data)
    return found - 2**32 if found >= 2**31 else found


def _sum_of(rows: list[Any]) -> int:
    return _sum(marshal.dumps(rows, 2))  # a form in which equal rows are equal bytes


FILE_NAME = "index.sqlite3"  # beside the years, so that it moves with them
LAYOUT = 3  # any other is made anew
LOCKED_S = 0.1

_ALL = "SELECT * FROM sittings ORDER BY began_s DESC, file"
_OF_NOTHING = _sum_of([])
_TABLES = f"""
PRAGMA synchronous = OFF;
DROP TABLE IF EXISTS sittings;
DROP TABLE IF EXISTS results;
CREATE TABLE sittings (
    began_s REAL, file TEXT, mtime_ns INTEGER, size INTEGER, began TEXT, length_s REAL,
    practised_s REAL, practice TEXT, practice_name TEXT, simulated INTEGER, closed INTEGER,
    words TEXT, PRIMARY KEY (began_s DESC, file)
) WITHOUT ROWID;
CREATE TABLE results (
    file TEXT PRIMARY KEY, mtime_ns INTEGER, size INTEGER, made_by TEXT, result TEXT,
    sum INTEGER
) WITHOUT ROWID;
PRAGMA application_id = {_OF_NOTHING};
PRAGMA user_version = {LAYOUT};
"""
UNSAID = tuple(Kept._field_defaults.values())
_BROKEN = (sqlite3.DatabaseError, ValueError, TypeError)  # the latter: its texts make no sense
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

Stamp = tuple[int, int]
"""When a file was changed, in ns, and its size in bytes."""


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
        found = stamps(self._folder)
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
                "SELECT result, sum FROM results"
                " WHERE (file, mtime_ns, size, made_by) = (?, ?, ?, ?)",
                key,
            ).fetchone()
            if found and found[1] == _sum(str(found[0]).encode()):
                return str(found[0])
        result = make()
        row = (*key, result, _sum(result.encode()))
        self._write("REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?)", [row])
        return result

    def _refresh(self, found: Mapping[str, Stamp]) -> list[Kept]:
        new, kept, old = dict(found), [], []
        before = f"{self._folder}{os.sep}"
        rows = self._db.execute(_ALL).fetchall()
        if self._db.execute("PRAGMA application_id").fetchone()[0] != _sum_of(rows):
            raise ValueError("It was changed, or half written.")
        for row in rows:
            if new.get(row[1]) == row[2:4]:
                del new[row[1]]
                kept.append(_kept(before, row))
            else:
                old.append(row[:2])
        if not (new or old):
            return kept
        read = list(self._read_all(new))
        self._replace(old, [_row(file, new[file], each) for file, each in read])
        kept += [each for _, each in read]
        return sorted(kept, key=lambda each: (-each.began.timestamp(), each.file))

    def _read_all(self, files: Iterable[str]) -> Iterator[tuple[str, Kept]]:
        for file in files:
            with contextlib.suppress(RecordingError):
                yield file, self._read(self._folder / file)

    def _replace(self, old: Sequence[Any], new: Sequence[Any]) -> None:
        self._write("DELETE FROM sittings WHERE (began_s, file) = (?, ?)", old)
        self._write("REPLACE INTO sittings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", new)
        self._write("DELETE FROM results WHERE file NOT IN (SELECT file FROM sittings)", [()])
        with contextlib.suppress(sqlite3.Error):
            rows = self._db.execute(_ALL).fetchall()
            self._db.execute(f"PRAGMA application_id = {_sum_of(rows)}")

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


def stamps(folder: Path) -> dict[str, Stamp]:
    """Return the sittings under a folder, as texts relative to it; none if it is not there.

    Raises
    ------
    OSError
        If it is there and cannot be looked into.
    """
    found: dict[str, Stamp] = {}
    with contextlib.suppress(FileNotFoundError):
        for year in [entry for entry in os.scandir(folder) if entry.is_dir()]:
            _look_into(year, found)
    return found


def _look_into(year: os.DirEntry[str], found: dict[str, Stamp]) -> None:
    before = f"{year.name}/"
    for entry in os.scandir(year.path):
        if entry.name.endswith(".csv"):
            try:
                status = entry.stat()
            except FileNotFoundError:  # deleted meanwhile
                continue
            found[before + entry.name] = status.st_mtime_ns, status.st_size


def _laid_out(db: sqlite3.Connection) -> sqlite3.Connection:
    try:
        db.execute("PRAGMA secure_delete = ON")  # what was deleted is gone from here, too
        if db.execute("PRAGMA user_version").fetchone() != (LAYOUT,):
            db.executescript(_TABLES)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _row(file: str, stamp: Stamp, kept: Kept) -> tuple[object, ...]:
    said = kept[8:]  # what the person said of it: seldom anything
    words = json.dumps(said) if said != UNSAID else None
    _, began, *plain = kept[:8]
    return (began.timestamp(), file, *stamp, began.isoformat(), *plain, words)


def _kept(before: str, row: tuple[Any, ...]) -> Kept:
    _, file, _, _, began, length_s, practised_s, practice, named, simulated, closed, words = row
    kept = Kept(
        before + file,
        datetime.fromisoformat(began),
        length_s,
        practised_s,
        practice,
        named,
        simulated == 1,
        closed == 1,
    )
    if words is None:
        return kept
    name, tags, notes, ratings, experiment, outcome = json.loads(words)
    return kept._replace(
        name=name,
        tags=tuple(tags),
        notes=tuple(notes),
        ratings=Ratings(*ratings),
        experiment=experiment,
        outcome=outcome,
    )

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
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

from biofeedback.sitting import ClockJumped, Said
from biofeedback.store.afterwards import append_note, count_beats, end_line
from biofeedback.store.disk import (
    FULL,
    SITTING,
    RecordingError,
    Reserve,
    Syncer,
    create,
    gone,
    is_full,
    living_on_reserve,
    lost,
    trouble,
    write_new,
)
from biofeedback.store.folders import stamp, year_of
from biofeedback.store.row_file import read_bytes
from biofeedback.store.rows import HEADER, Event, Row, encode, to_line
from biofeedback.store.writing_lock import hold
from devices.events import Beat

__all__ = ["Recorder", "RecordingError", "append_note", "new_path"]

ANCHOR_EVERY_S = 60.0  # wall-clock anchors, so that a set clock or a DST change harms nothing


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
    what
        How the file is called where the disk does not take it.

    Raises
    ------
    RecordingError
        If the file cannot be created, or does not take its first rows; none is left behind.
    """

    def __init__(
        self,
        path: Path,
        began: datetime,
        meta: Mapping[str, object],
        *,
        wall_s: Callable[[], float] = time.time,
        what: str = SITTING,
    ) -> None:
        file = create(path, what)
        hold(file)
        self._what = what
        self._take(path, file, wall_s)
        self._begin(began, meta)

    def _take(self, path: Path, file: int, wall_s: Callable[[], float]) -> None:
        self.path = path
        self.trouble = ""
        self.unkept = ""  # after the end: what the disk did not take, in a sentence
        self._whole = b""  # then: all of it
        self._wall_s = wall_s
        self._digest = hashlib.sha256()
        self._pending = b""
        self._anchor_s = 0.0
        self._beats = 0
        self._closed = False
        self._file = file
        self._reserve, self._spent = Reserve(path.parent), False
        self._syncer = Syncer(file)

    @classmethod
    def again(
        cls, path: Path, file: int, time_s: float, *, wall_s: Callable[[], float] = time.time
    ) -> Self:
        """Return a recorder that writes on in an interrupted sitting.

        Parameters
        ----------
        file
            Open at its end, with the lock held.
        time_s
            Of the last thing that happened.
        """
        recorder = cls.__new__(cls)
        recorder._what = SITTING
        recorder._take(path, file, wall_s)
        data = read_bytes(path)
        recorder._digest.update(data)
        recorder._beats = count_beats(path, data)
        recorder._anchor_s = time_s
        return recorder

    def append(self, event: Event) -> None:
        """Write one event down; never raises for the disk's sake, see ``trouble``."""
        if self._closed:
            if isinstance(event, Said):
                append_note(self.path, event)
            return
        self._beats += isinstance(event, Beat)
        self._write(
            to_line(encode(event)) + self._anchor(event.time_s, now=isinstance(event, ClockJumped))
        )

    def close(self, time_s: float, *, unfinished: bool = False) -> None:
        """Write the end row and its digest, and wait for the disk; ``unfinished``: no end row."""
        if self._closed:
            return
        self._write(self._anchor(time_s, now=True))
        if not unfinished:
            self._write(end_line(time_s, self._beats, self._digest.hexdigest()))
        self.trouble = self.unkept = self._unkept()
        self._let_go()

    def _unkept(self) -> str:
        """Return what is not on the disk at the end, once a file that is gone was written anew."""
        linked = self._linked()
        if linked and not self._pending:
            return ""
        try:
            self._whole = os.pread(self._file, os.fstat(self._file).st_size, 0) + self._pending
            if not linked:
                write_new(self.path, self._whole, self._what)
        except (OSError, RecordingError):
            return lost(self.path)
        return f"The end of this sitting is not kept. {self.trouble}" if linked else ""

    def keep_copy(self, path: Path) -> None:
        """Write what the disk did not take, whole, into another file, the sitting's then.

        Raises
        ------
        RecordingError
            If it cannot be written, or is there already.
        """
        write_new(path, self._whole, self._what)
        self.path, self.trouble, self.unkept = path, "", ""

    def _begin(self, began: datetime, meta: Mapping[str, object]) -> None:
        first = [Row(0.0, "session", "1", began.isoformat(timespec="milliseconds"))]
        first += [Row(0.0, "meta", "", f"{name}={value}") for name, value in meta.items()]
        self._write(HEADER + "\n" + "".join(map(to_line, first)))
        if self.trouble:
            self._let_go()
            self.path.unlink(missing_ok=True)
            raise RecordingError(self.trouble)

    def _let_go(self) -> None:
        self._closed = True
        self._reserve.give()
        self._syncer.stop()
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _anchor(self, time_s: float, *, now: bool) -> str:
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
            self._refused(error)
        else:
            self.trouble = self._notable()
            self._syncer.nudge()

    def _refused(self, error: OSError) -> None:
        """Use the space that was set aside, once; else keep the rows and say why they wait."""
        if error.errno in FULL and self._reserve.give():
            self._spent = True
            self._write("")
        else:
            self.trouble = trouble(error, self.path, self._what)

    def _notable(self) -> str:
        """Return what a person has to know though all is written."""
        if not self._linked():
            return gone(self.path)
        return living_on_reserve(self.path) if self._spent and is_full(self.path) else ""

    def _flush(self) -> None:
        """Write what is pending as whole lines, or leave the file as it was."""
        size = os.fstat(self._file).st_size
        written = os.write(self._file, self._pending)
        if written < len(self._pending):
            kept = self._pending.rfind(b"\n", 0, written) + 1
            os.ftruncate(self._file, size + kept)
            self._pending = self._pending[kept:]
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._pending = b""

    def _linked(self) -> bool:
        """Tell whether the file that is written is still the one of this name."""
        if os.name == "nt":
            return True
        try:
            return os.path.samestat(os.fstat(self._file), self.path.stat())
        except OSError:
            return False


def new_path(folder: Path, began: datetime, practice: str) -> Path:
    """Return where a sitting that begins now is written: by year, time, practice."""
    name = f"{stamp(began)}_{practice}_{secrets.token_hex(4)}.csv"
    return folder / year_of(began) / name

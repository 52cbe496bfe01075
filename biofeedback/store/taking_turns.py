"""Imports at the same moment: each looks and keeps in its turn, and sees what others kept."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from biofeedback.settings import make_private
from biofeedback.store.disk import RecordingError, trouble
from biofeedback.store.writing_lock import hold

FILE_NAME = ".importing"  # beside the years; it holds nothing of a person
PATIENCE_S = 5.0  # a turn takes some ms, unless the disk or the other program stands still
BUSY = "Another import is keeping files here just now: let it end, then import once more."
_HOW = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0)
_MARK_BYTES = 16


class Turns:
    """The turns of one import, which leaves its mark in each."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._mark = secrets.token_bytes(_MARK_BYTES)
        self._patience_s = PATIENCE_S

    @contextlib.contextmanager
    def take(self) -> Iterator[bool]:
        """Keep other imports waiting; tell whether one may have kept something since the last turn.

        Raises
        ------
        RecordingError
            If another one does not end, or the folder cannot be written to.
        """
        file = self._opened()
        try:
            yield self._marked(file)
        finally:
            os.close(file)

    def _opened(self) -> int:
        try:
            make_private(self._path.parent)
            return os.open(self._path, _HOW, 0o600)
        except OSError as error:
            raise RecordingError(trouble(error, self._path)) from error

    def _marked(self, file: int) -> bool:
        if not hold(file, self._patience_s):
            self._patience_s = 0.0  # nor is it waited for with each of many files
            raise RecordingError(BUSY)
        try:
            os.lseek(file, 0, os.SEEK_SET)
            others = os.read(file, _MARK_BYTES) != self._mark
            if others:
                os.lseek(file, 0, os.SEEK_SET)
                os.write(file, self._mark)
        except OSError as error:
            raise RecordingError(trouble(error, self._path)) from error
        return others

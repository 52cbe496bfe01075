"""Tells whether a sitting is still being written: its writer holds a lock that dies with it.

The lock is the system's own, on the open file: no lock file that a killed program leaves behind.
Where a file system knows no locks there is none, and nobody is kept from writing.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

PATIENCE_S = 0.05  # somebody may be looking whether it is held, at this very moment

if sys.platform == "win32":
    import msvcrt

    _BEYOND = 2**40  # Windows locks bytes, against readers too: one that no sitting ever reaches

    def _try(file: int, *, shared: bool) -> None:  # noqa: ARG001 - it knows no shared ones
        os.lseek(file, _BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    _TAKEN: type[OSError] = PermissionError
else:
    import fcntl

    def _try(file: int, *, shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    _TAKEN: type[OSError] = BlockingIOError


def hold(file: int, patience_s: float = PATIENCE_S) -> bool:
    """Take the lock until the file is closed; tell whether no other writer holds it."""
    end_s = time.monotonic() + patience_s
    while not _got(file, shared=False):
        if time.monotonic() > end_s:
            return False
        time.sleep(0.001)
    return True


def is_being_written(path: Path) -> bool:
    """Tell whether a program that runs now is writing this sitting."""
    try:
        file = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _got(file, shared=True)
    finally:
        os.close(file)


def _got(file: int, *, shared: bool) -> bool:
    try:
        _try(file, shared=shared)
    except _TAKEN:
        return False
    except OSError:  # a file system without locks
        return True
    return True

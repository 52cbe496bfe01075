"""A reader of other people in a process of its own, under limits of time and memory.

What a damaged file makes of a library (a loop, a gigabyte, a crash of native code) ends there.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from biofeedback.extras import how_to_get
from biofeedback.importers.imported import UnreadableError
from biofeedback.importers.limits import CHILD_BYTES, CHILD_S

Found = TypeVar("Found")


def in_child(
    read: Callable[[bytes], Found], data: bytes, what: str, limit_s: float = CHILD_S
) -> Found:
    """Return what ``read`` makes of a file, read in a process of its own.

    Parameters
    ----------
    read
        A function of a module, and no closure.
    data
        What the file holds.
    what
        The format, in words for a refusal.
    limit_s
        How long it may take, s.

    Raises
    ------
    UnreadableError
        If it takes too long or too much, or cannot be read.
    """
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_work, args=(its, read, what), daemon=True)
    process.start()
    its.close()
    try:
        with contextlib.suppress(OSError):  # it may have ended before it took everything
            ours.send_bytes(data)
        answer: Found | UnreadableError | None = ours.recv() if ours.poll(limit_s) else None
    except (EOFError, OSError):
        answer = UnreadableError(f"it is {what} that is damaged, or too large to be read.")
    finally:
        process.kill()
        process.join()
        ours.close()
    return _taken(answer, what, limit_s)


def _taken(answer: Found | UnreadableError | None, what: str, limit_s: float) -> Found:
    if answer is None:
        raise UnreadableError(f"it is {what} that is not read within {limit_s:g} s: is it damaged?")
    if isinstance(answer, UnreadableError):
        raise answer
    return answer


def _work(pipe: Connection, read: Callable[[bytes], object], what: str) -> None:
    _be_silent()
    _limit_memory()
    answer: object
    try:
        answer = read(pipe.recv_bytes())
    except UnreadableError as error:
        answer = error
    except ImportError:
        answer = UnreadableError(
            f"it is {what}; to read it, install what it needs: {how_to_get('import')}."
        )
    except Exception:  # noqa: BLE001 - whatever a library of others makes of a damaged file
        answer = UnreadableError(f"it is {what} that is damaged: export it once more.")
    pipe.send(answer)


def _be_silent() -> None:
    """Let nothing that a library says of a file reach the terminal: the answer says it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _limit_memory() -> None:
    """Allow so much more than is mapped already, which grows with the machine's cores."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows; there time alone is limited

        pages = Path("/proc/self/statm").read_text(encoding="ascii").partition(" ")[0]
        most = int(pages) * resource.getpagesize() + CHILD_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))

"""Turns every trouble into one sentence, for the commands and for a window that cannot open."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable

from biofeedback.printable import printable
from biofeedback.settings import data_folder
from biofeedback.store.disk import RecordingError
from biofeedback.unexpected import keep_details
from devices.errors import DeviceError

TROUBLE, STOPPED = 1, 130
STOPPED_WORDS = "Stopped."
UNWRITTEN = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF}


class NoWindowError(Exception):
    """The window cannot be opened; ``str()`` is one sentence with the next step."""


def in_a_sentence(run: Callable[[], int]) -> int:
    """Return the exit code of what is run: its own, or 1 for trouble, which is said on stderr."""
    try:
        return run()
    except (NoWindowError, RecordingError, DeviceError) as error:
        return say(str(error), TROUBLE)
    except KeyboardInterrupt:
        return say(STOPPED_WORDS, STOPPED)
    except OSError as error:
        return say(_unwritten(error), TROUBLE)
    except Exception:  # noqa: BLE001 - no traceback reaches a person
        return say(_unexpected(), TROUBLE)


def say(sentence: str, code: int) -> int:
    """Say a sentence on stderr, as far as anybody listens there; return the exit code."""
    with contextlib.suppress(OSError):
        if sentence and sys.stderr:  # a window of Windows has none
            plain = "\n".join(map(printable, sentence.splitlines()))  # it may hold a file's name
            sys.stderr.write(f"biofeedback: {plain}\n")
            sys.stderr.flush()
    return code


def _unwritten(error: OSError) -> str:
    """Say that what was printed reached nobody, and print no more; empty for a closed pipe."""
    if error.filename is not None or error.errno not in UNWRITTEN:
        return _unexpected()
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return ""
    return f"What was to be printed could not be written ({(error.strerror or '').lower()})."


def _unexpected() -> str:
    """Keep the details for whoever mends it, and say where they are."""
    log = keep_details(data_folder(), traceback.format_exc())
    kind = sys.exc_info()[0]
    what = kind.__name__ if kind else "no reason"  # its words may hold what a file holds
    if log is None:
        return f"Something unexpected happened ({what}). What was recorded is kept."
    return (
        f"Something unexpected happened ({what}). What was recorded is kept; "
        f"the details are in {log}, please send them along with what you did."
    )

"""Where the command begins: Ctrl-C is answered from the first moment, while it still imports."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from biofeedback.itself import bundled

STOPPED = 130
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
PYTHON_S_OWN = signal.default_int_handler  # asyncio ends its work gently on this one alone
UNTOUCHED = (signal.SIG_DFL, PYTHON_S_OWN)


def main() -> int:
    """Run the command line; ending the process gently is as good as Ctrl-C.

    While it imports there is nothing to lose yet, and an exception out of nowhere is not safe in
    other people's module code: there it leaves at once.
    """
    if bundled():
        import multiprocessing

        multiprocessing.freeze_support()  # its workers begin here, too
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) in UNTOUCHED]
    for number in ours:
        signal.signal(number, _leave)
    run = _to_run(sys.argv[1:])
    try:
        for number in ours:
            signal.signal(number, _interrupt if number != signal.SIGINT else PYTHON_S_OWN)
        return run()
    except KeyboardInterrupt:
        return STOPPED


def _to_run(arguments: Sequence[str]) -> Callable[[], int]:
    """Import what is asked for: the window opens sooner without what reads commands."""
    if arguments:
        from biofeedback.cli import main as run_command

        return run_command
    from biofeedback.commands.window import open_window
    from biofeedback.troubles import in_a_sentence

    return lambda: in_a_sentence(open_window)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    os._exit(STOPPED)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt

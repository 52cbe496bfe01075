"""Where the command begins: Ctrl-C is answered from the first moment, while it still imports."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

STOPPED = 130


def main() -> int:
    """Run the command line; ending the process gently is as good as Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)
    try:
        from biofeedback.cli import main as run

        return run()
    except KeyboardInterrupt:
        return STOPPED


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt

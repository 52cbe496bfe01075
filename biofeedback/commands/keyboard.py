"""Single keys in a terminal, without Enter, so that a practice there can be paused or stopped."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType
from typing import Any, Self

ESCAPE = "\x1b"
MOST_BYTES = 16  # an arrow key sends three or more at once


class Keyboard:
    """Reads keys inside a ``with``; none where nobody types, as in a pipe."""

    def __init__(self) -> None:
        self.listens = sys.stdin is not None and sys.stdin.isatty() and os.name == "posix"
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        """Let single keys through."""
        if self.listens:
            import termios
            import tty

            self._before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Leave the terminal as it was."""
        if self.listens:
            import termios

            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def pressed(self) -> str:
        """Return the key that was pressed last, in small letters; nothing if none was."""
        if not self.listens or not select.select([sys.stdin], [], [], 0)[0]:
            return ""
        data = os.read(sys.stdin.fileno(), MOST_BYTES).decode(errors="ignore")
        if data.startswith(ESCAPE):
            return ESCAPE if data == ESCAPE else ""
        return data[-1:].lower()

"""Opens the window; says in one sentence why it cannot.

Who only wants the window does not wait for what reads commands.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from biofeedback.troubles import NoWindowError

if TYPE_CHECKING:
    from biofeedback.runs.run import Run
    from biofeedback.runs.session import Show


NO_DISPLAY = (
    "There is no screen to open a window on. `biofeedback practise --no-window` practises in the "
    "terminal, `biofeedback demo --offscreen` makes pictures."
)
QT_LIBRARIES = (
    "On Debian and Ubuntu: "
    "sudo apt-get install libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 "
    "libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
NO_QT = "The window's library cannot be loaded ({error}). " + QT_LIBRARIES


def has_display() -> bool:
    """Tell whether a window can be opened here."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window() -> int:
    """Open the window on the home screen."""
    return _in_window(None)


def show_run(make_run: Callable[[Show], Run]) -> int:
    """Open the window on a sitting or a replay."""
    return _in_window(make_run)


def _in_window(make_run: Callable[[Show], Run] | None) -> int:
    if not has_display():
        raise NoWindowError(NO_DISPLAY)
    gc.disable()  # it only delays the first picture; the window then collects by itself
    load_qt()
    from biofeedback.application import Application
    from biofeedback.ui.app import run_window

    return run_window(Application(), make_run)


def load_qt() -> None:
    """Import the window's library.

    Raises
    ------
    NoWindowError
        If that is impossible here.
    """
    try:
        import biofeedback.ui.app  # noqa: F401
    except ImportError as error:
        raise NoWindowError(NO_QT.format(error=error)) from error

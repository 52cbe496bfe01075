"""The only signal: what other threads tell the window crosses here, queued, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

Receive = Callable[[Any], None]


class _Bridge(QObject):
    """One for the whole program, and never deleted: the other side may hold on to it for long."""

    crossing = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.crossing.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def _arrive(self, receive: Receive, value: object) -> None:
        receive(value)


@cache
def _bridge() -> _Bridge:
    return _Bridge()


def to_window(receive: Receive) -> Receive:
    """Return what hands values over to ``receive``; to be called on the window's thread.

    Parameters
    ----------
    receive
        Called on the window's thread with each value, in order.

    Returns
    -------
    Callable
        Takes a frozen value; safe from any thread, returns at once.
    """
    bridge = _bridge()
    return lambda value: bridge.crossing.emit(receive, value)


def in_background(work: Callable[[], Any], done: Receive) -> None:
    """Run ``work`` on a thread and ``done`` with its result, or its error, on the window's."""
    send = to_window(done)

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - told on the window's thread
            result = error
        send(result)

    threading.Thread(target=run, name="background work", daemon=True).start()

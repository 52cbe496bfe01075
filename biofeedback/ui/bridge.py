"""The only signals: what other threads tell the window crosses here, queued, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """Carries frozen values to the window's thread, in order.

    Parameters
    ----------
    receive
        Called on the window's thread with each value.
    """

    _crossing = Signal(object)

    def __init__(self, receive: Callable[[Any], None]) -> None:
        super().__init__()
        self._receive = receive
        self._crossing.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def send(self, value: object) -> None:
        """Hand a value over; safe from any thread, returns at once."""
        self._crossing.emit(value)

    def _arrive(self, value: object) -> None:
        self._receive(value)


def in_background(work: Callable[[], Any], done: Callable[[Any], None]) -> Bridge:
    """Run ``work`` on a thread and ``done`` with its result, or its error, on the window's.

    The bridge that is returned has to be kept until then.
    """
    bridge = Bridge(done)

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - told on the window's thread
            result = error
        bridge.send(result)

    threading.Thread(target=run, name="background work", daemon=True).start()
    return bridge

"""Looks for straps on a thread of its own, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable

from devices.errors import DeviceError
from devices.events import DeviceEvent, Found
from devices.scan import scan

LOOK_S = 10.0  # one look around for straps; then the next, until the person has chosen


class Look(threading.Thread):
    """Scans again and again until stopped."""

    def __init__(self, found: Callable[[Found], None], trouble: Callable[[str], None]) -> None:
        super().__init__(name="looking for straps")
        self._found, self._trouble = found, trouble
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        self._task: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Scan until stopped."""
        self._task = self._loop.create_task(self._scan())
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._runner.close()  # ends the tasks that libraries left behind, too

    def stop(self) -> None:
        """End the look; returns at once."""
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(lambda: self._task.cancel() if self._task else None)

    async def _scan(self) -> None:
        def tell(event: DeviceEvent) -> None:
            if isinstance(event, Found):
                self._found(event)

        while True:
            try:
                await scan(LOOK_S, clock=time.monotonic, emit=tell)
            except DeviceError as error:
                self._trouble(str(error))
                await asyncio.sleep(LOOK_S / 3)

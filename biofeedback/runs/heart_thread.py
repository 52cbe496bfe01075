"""A thread with one asyncio loop, for the life of one sitting: where the heart is listened to."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)
Work = Callable[[], Coroutine[Any, Any, None]]


class HeartThread:
    """Runs a coroutine on a loop of its own; what is posted runs on that loop.

    Parameters
    ----------
    main
        May be cancelled at any moment.
    after
        Follows in any case and is never cancelled: it lets go of the heart and closes the file.
    """

    def __init__(self, main: Work, after: Work) -> None:
        self._main, self._after = main, after
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        self._task: asyncio.Task[None] | None = None
        self._closing = threading.RLock()
        self._thread = threading.Thread(target=self._run, name="heart")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def post(self, call: Callable[[], object]) -> bool:
        """Run ``call`` on the loop soon; return False, and do nothing, after the end."""
        with self._closing:
            if self._loop.is_closed():
                return False
            self._loop.call_soon_threadsafe(call)
            return True

    def cancel(self) -> None:
        """End ``main``; ``after`` still follows."""
        self.post(lambda: self._task.cancel() if self._task else None)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; tell whether it came."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._main())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            log.debug("the sitting was ended")
        except Exception:
            log.exception("The sitting ended early; what was recorded is kept.")
        finally:
            self._loop.run_until_complete(self._after())
            with self._closing:  # what was posted until now still runs
                self._runner.close()  # ends the tasks that libraries left behind, too

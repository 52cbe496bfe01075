"""Work spread over whatever has ``submit``: a pool of processes, a cluster, or this very thread.

The results come in the order of the items, and only a few chunks are under way at a time, so a
million recordings need no more memory than a hundred.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import BrokenExecutor, CancelledError
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 8  # items a worker is handed at once: fewer, and handing over costs more than the work
AHEAD = 4  # chunks under way for each worker
LOST = (BrokenExecutor, CancelledError)


class Future(Protocol):
    """What a submitted piece of work is known by."""

    def result(self) -> Any:
        """Wait for the result and return it."""


class Executor(Protocol):
    """What can take work: `concurrent.futures` has several, and dask one."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future:
        """Begin a piece of work."""


class WorkerLost(Exception):  # noqa: N818 - it is what happened
    """A worker ended in the middle of its work, and its pool with it."""


def run(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    executor: Executor | None = None,
    *,
    chunk: int = CHUNK,
    workers: int = 1,
) -> Generator[Result, None, None]:
    """Yield ``function(item)`` for each item, in their order.

    Parameters
    ----------
    function
        Importable by its name where the executor's workers run.
    items
        What it is called with.
    executor
        Takes the work; None does it here.
    chunk
        Items handed over at once.
    workers
        How many work at the same time: so many chunks are kept under way, and some more.

    Raises
    ------
    WorkerLost
        If the executor lost its workers. What was yielded until then is right.
    """
    if executor is None:
        yield from map(function, items)
        return
    rest = iter(items)
    chunks = iter(lambda: list(itertools.islice(rest, chunk)), [])
    under_way: deque[Future] = deque()
    try:
        for each in chunks:
            under_way.append(executor.submit(_all, function, each))
            if len(under_way) >= AHEAD * workers:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    except LOST as error:
        raise WorkerLost("A worker ended in the middle of its work.") from error


def _all(function: Callable[[Item], Result], items: list[Item]) -> list[Result]:
    return [function(item) for item in items]

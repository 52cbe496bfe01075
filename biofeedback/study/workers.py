"""Who does the work of a study: this process, processes beside it, or a cluster."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from biofeedback.extras import how_to_get
from biofeedback.printable import as_text
from biofeedback.results.graph import versions
from biofeedback.store.disk import RecordingError
from biofeedback.study.measured import Row, Task, rows_of
from biofeedback.study.spread import CHUNK, WorkerLost, run

Measured = Generator[list[Row], None, None]

ANSWERS_WITHIN_S = 15
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""So many processes are enough; and sums come in the same order whatever the machine."""


def measured_here(tasks: Iterable[Task]) -> Measured:
    """Yield the rows of each recording, measured in this process."""
    return run(rows_of, tasks)


def measured_by_processes(tasks: Sequence[Task], workers: int) -> Measured:
    """Yield the rows of each recording, measured by processes beside this one.

    When one of them ends in the middle (out of memory, killed), the work goes on in new ones: the
    recordings it may have been at are measured one by one, and one that does it again is a row
    that says so.
    """
    left = deque(tasks)
    while left:
        try:
            with _pool(workers) as pool:
                for rows in run(rows_of, tuple(left), pool, workers=workers):
                    left.popleft()
                    yield rows
        except WorkerLost:
            yield from _one_by_one(left, CHUNK)


def _one_by_one(left: deque[Task], count: int) -> Iterator[list[Row]]:
    """Take a few recordings from the left; yield the rows of each."""
    until = max(len(left) - count, 0)
    while len(left) > until:
        try:
            with _pool(1) as pool:
                for rows in run(rows_of, tuple(left)[: len(left) - until], pool, chunk=1):
                    left.popleft()
                    yield rows
        except WorkerLost:
            error = "The process that measured it ended in the middle of it; is it very large?"
            yield [{"file": as_text(left.popleft().file), "error": error}]


@contextlib.contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose processes end with its user, whatever they are in the middle of."""
    fresh = multiprocessing.get_context("spawn")  # a fork of threads and of Qt is no good start
    others = set(multiprocessing.active_children())
    with _environ(ONE_THREAD):
        pool = ProcessPoolExecutor(workers, mp_context=fresh, initializer=_make_ready)
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()  # else Python waits at its end for what nobody will read
            raise
        pool.shutdown(wait=False, cancel_futures=True)


@contextlib.contextmanager
def _environ(changes: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _make_ready() -> None:
    import signal

    from analysis import warm_up

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started them tells them when to stop
    warm_up()


def measured_by_cluster(tasks: Iterable[Task], address: str) -> Measured:
    """Yield the rows of each recording, measured by the workers of a dask scheduler.

    Parameters
    ----------
    tasks
        Their folder has to lie at the same path on every worker.
    address
        Of the scheduler, such as ``tcp://lab:8786``.

    Raises
    ------
    RecordingError
        If dask is not installed, no scheduler answers, it has no workers, or they would compute
        with other versions than this machine.
    """
    client = _client(address)
    try:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise RecordingError(f"The scheduler at {address} has no workers: start some first.")
        _check_versions(client.run(versions))
        yield from run(rows_of, tasks, client.get_executor(pure=False), workers=workers)
    except WorkerLost as error:
        raise RecordingError(f"The cluster at {address} lost its workers: {error}") from error
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise RecordingError(f"A cluster needs more packages: {how_to_get('cluster')}.") from error
    try:
        return Client(address, timeout=ANSWERS_WITHIN_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise RecordingError(
            f"No dask scheduler answers at {address}: is it running, and is this its address?"
        ) from error


def _check_versions(found: dict[str, dict[str, str]]) -> None:
    ours = versions()
    for worker, theirs in found.items():
        other = [f"{name} {theirs.get(name)}" for name in ours if theirs.get(name) != ours[name]]
        if other:
            here = ", ".join(f"{name} {ours[name]}" for name in ours)
            raise RecordingError(
                f"The worker {worker} has {', '.join(other)}, and here it is {here}: install the "
                "same versions, so that the numbers do not depend on who computed them."
            )

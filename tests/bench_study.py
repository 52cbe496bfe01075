"""Whole studies: a thousand recordings of twenty minutes, by one process and by two.

Each core stands beside neurokit2's defaults on the same RR intervals: its correction (Kubios), then
``hrv_time`` and ``hrv_frequency`` with the arguments they have when none is given.
"""

from __future__ import annotations

import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from analysis import _neurokit
from biofeedback.study.measured import Row, Task, rows_of
from biofeedback.study.workers import measured_by_processes
from tests.bench import SEED, Result, at_least, in_turns, seconds
from tests.bench_analysis import with_early_beats
from tests.bench_machine import family_mb
from tests.made_hearts import Floats, resting_rr

RECORDINGS = 1000
HEARTS = 25  # different ones; each begins at another beat in every recording of it
LENGTH_S = 1200
PAIRS = 15
LOOK_S = 0.2


def results(*, quick: bool) -> Iterator[Result]:
    """Yield recordings a second and memory, and the ratio to neurokit2 on one core."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks = write_study(folder, 2 if quick else RECORDINGS, 1 if quick else HEARTS)
        if quick:
            yield from _said(
                len(tasks), 0, seconds(lambda: _check(map(rows_of, tasks))), family_mb()
            )
        for workers in () if quick else (1, 2):
            found = partial(measured_by_processes, tasks, workers)
            yield from _said(len(tasks), workers, *_watched(found))
        _neurokit.warm_up()  # not before: a study's own process has not imported it either
        yield from _beside_neurokit(folder, tasks[: 1 if quick else PAIRS])


def write_study(folder: Path, count: int, hearts: int) -> list[Task]:
    """Write RR intervals as text, one recording a file."""
    made = [with_early_beats(resting_rr(LENGTH_S, SEED + n), 0.005) for n in range(hearts)]
    for n in range(count):
        rr_ms = np.roll(made[n % hearts], 17 * n)
        np.savetxt(folder / f"{n:04}.txt", rr_ms, fmt="%.3f")
    return [Task(str(folder), f"{n:04}.txt") for n in range(count)]


def _beside_neurokit(folder: Path, tasks: list[Task]) -> Iterator[Result]:
    ours, theirs = (iter(tasks), iter(tasks))
    taken_s = in_turns(
        lambda: seconds(partial(rows_of, next(ours))),
        lambda: _neurokit_s(np.loadtxt(folder / next(theirs).file)),
        len(tasks),
    )
    name = "recordings a second on one core, read and measured"
    per_s = [1 / each for each in taken_s]
    note = "neurokit2 is handed the intervals; reading the file is our side's alone"
    bar = at_least(5, "ratio")
    yield Result(name, per_s[0], "/s", bar, per_s[1], "neurokit2's defaults", note)


def _neurokit_s(rr_ms: Floats) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return seconds(partial(by_neurokit, rr_ms))


def by_neurokit(rr_ms: Floats) -> None:
    """Correct and measure by neurokit2's defaults."""
    import neurokit2

    peaks = np.rint(np.r_[0, np.cumsum(rr_ms)]).astype(np.int64)
    _, clean = neurokit2.signal_fixpeaks(peaks, 1000, method="Kubios")
    neurokit2.hrv_time(clean, sampling_rate=1000)
    neurokit2.hrv_frequency(clean, sampling_rate=1000)


def _said(count: int, workers: int, taken_s: float, most_mb: float) -> Iterator[Result]:
    name = f"{count:,} recordings by {workers} worker{'s' * (workers != 1)}"
    note = f"{taken_s:.0f} s in all, with starting the workers"
    yield Result(f"{name}, a second", count / taken_s, "/s", note=note)
    note = "at most, summed over this process and its workers; what they share is counted in each"
    yield Result(f"{name}, memory", most_mb, "MB", note=note)


def _watched(measured: Callable[[], Iterable[list[Row]]]) -> tuple[float, float]:
    """Return the seconds that a study takes, and the most memory that it and its workers use."""
    done, most_mb = threading.Event(), [0.0]

    def look() -> None:
        while not done.wait(LOOK_S):
            most_mb[0] = max(most_mb[0], family_mb())

    watch = threading.Thread(target=look)
    watch.start()
    try:
        taken_s = seconds(lambda: _check(measured()))
    finally:
        done.set()
        watch.join()
    return taken_s, max(most_mb[0], family_mb())


def _check(found: Iterable[list[Row]]) -> None:
    if any("error" in row for rows in found for row in rows):
        raise RuntimeError("A recording of the study could not be measured.")

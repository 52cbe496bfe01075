"""How long a history takes to be listed, from ten sittings to thousands of them.

For the first time, when every file is read; again, from the index; once more by the same program;
and after one more sitting. To list is to look at every file, lest one was changed (decision 26):
how long the system takes for that alone is measured in turns with it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np

from biofeedback.samples import BEGAN, Sample, write_sample
from biofeedback.store.index import FILE_NAME
from biofeedback.store.library import list_sittings
from biofeedback.store.packing import unpacked
from tests.bench import SEED, Result, at_most, in_turns, seconds

MOST = 5000
COUNTS = (10, 100, 1000, MOST)
TRIES, FIRST_TRIES = 15, 3
LOOKS = 2  # to list costs no more beyond the look at each file than that look itself (decision 26)


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the seconds for each length of history, and how they grow."""
    counts = (3, 6) if quick else COUNTS
    again: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = _a_sitting(folder, quick=quick)
        for count in counts:
            sittings = folder / f"of {count}"
            write_history(sittings, text, count)
            first_s = float(np.median([_list_first_s(sittings, count) for _ in range(FIRST_TRIES)]))
            anew = partial(_list_anew_s, sittings, count)
            again_s, look_s = in_turns(anew, partial(seconds, partial(_look, sittings)), TRIES)
            again.append(again_s)
            once_more_s = _median_s(partial(_list, sittings, count))
            first, later = (at_most(1), at_most(LOOKS, "ratio")) if count == MOST else (None, None)
            yield Result(f"{count:,} sittings listed for the first time", first_s, "s", first)
            yield Result(
                f"{count:,} sittings listed again",
                1000 * again_s,
                "ms",
                later,
                1000 * look_s,
                "a bare look at each file",
            )
            yield Result(f"{count:,} sittings listed once more", 1000 * once_more_s, "ms")
        write_history(sittings, text, 1, since=counts[-1])
        one_more_s = seconds(partial(_list, sittings, counts[-1] + 1))
    yield Result(f"{counts[-1]:,} sittings and one more", 1000 * one_more_s, "ms")
    each_us = [1e6 * taken_s / count for taken_s, count in zip(again, counts, strict=True)]
    yield Result(
        f"one of {counts[-1]:,} listed again",
        each_us[-1],
        "µs",
        at_most(1, "ratio"),
        each_us[0],
        f"one of {counts[0]}",
        "grows no faster than the history",
    )


def _a_sitting(folder: Path, *, quick: bool) -> str:
    sample = Sample("one", SEED, *((60, 5, 5) if quick else (180, 120, 30)))
    return write_sample(sample, folder).read_text("utf-8")


def write_history(folder: Path, text: str, count: int, since: int = 0) -> None:
    """Write one sitting a day under ``folder``, by year; all alike but for their dates."""
    for n in range(since, since + count):
        began = BEGAN - timedelta(days=n)
        path = folder / str(began.year) / f"{began:%Y-%m-%d_%H%M%S}_hand-on-heart.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(BEGAN.isoformat(), began.isoformat()), "utf-8")
        os.utime(path, (began.timestamp(), began.timestamp()))


def _median_s(work: Callable[[], object]) -> float:
    return float(np.median([seconds(work) for _ in range(TRIES)]))


def _list_first_s(folder: Path, count: int) -> float:
    """List them without an index, as after it was deleted."""
    (folder / FILE_NAME).unlink(missing_ok=True)
    return seconds(partial(_list, folder, count))


def _list_anew_s(folder: Path, count: int) -> float:
    """List them from the index, as a program does that has listed nothing yet."""
    unpacked.cache_clear()
    return seconds(partial(_list, folder, count))


def _look(folder: Path) -> None:
    """Ask the system about each file, in the quickest way that Python has, and keep nothing."""
    for year in folder.iterdir():
        if year.is_dir():
            held = os.open(year, os.O_RDONLY)
            with os.scandir(held) as entries:
                for entry in entries:
                    entry.stat()
            os.close(held)


def _list(folder: Path, count: int) -> None:
    if len(list_sittings(folder)) != count:
        raise RuntimeError("Not every sitting was listed.")

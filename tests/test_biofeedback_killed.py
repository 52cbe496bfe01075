"""A sitting that is killed at any moment loses no beat that was shown, and is offered again."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from biofeedback.store.afterwards import close_interrupted
from biofeedback.store.library import interrupted, list_sittings
from biofeedback.store.recording import Recording, read_recording
from tests import killed_sitting

KILLS, AT_ONCE, LATEST_S = 100, 2, 0.4
Beats = list[tuple[float, float]]

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def killed(folder: Path, seed: int) -> Beats:
    """Let a sitting begin, kill it at some moment, and return the beats that it had shown."""
    forked = multiprocessing.get_context("forkserver")
    told, telling = forked.Pipe(duplex=False)
    process = forked.Process(target=killed_sitting.sit, args=(str(folder), seed, telling))
    process.start()
    telling.close()
    shown: Beats = [told.recv()]  # it has begun
    time.sleep(float(np.random.default_rng(seed).uniform(0, LATEST_S)))
    process.kill()
    process.join()
    with contextlib.suppress(EOFError, OSError):
        while True:
            shown.append(told.recv())
    told.close()
    process.close()
    return shown


def beats_of(recording: Recording) -> Beats:
    """Return the beats that a recording holds."""
    beats = recording.beats
    return list(zip(beats.time_s.tolist(), beats.rr_ms.tolist(), strict=True))


@posix
def test_a_hundred_kills_lose_no_beat_that_was_shown(tmp_path: Path) -> None:
    """Each file opens, holds all that was shown, is offered as interrupted, and can be closed."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([killed_sitting.__name__])
    folders = [tmp_path / str(number) for number in range(KILLS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        shown = list(pool.map(killed, folders, itertools.count(1)))
    for folder, beats in zip(folders, shown, strict=True):
        (kept,) = interrupted(folder)
        recording = read_recording(kept.path)
        assert recording.sealed is None
        assert recording.left_out == ()
        assert beats_of(recording)[: len(beats)] == beats
        close_interrupted(kept.path)
        closed = read_recording(kept.path)
        assert closed.sealed is True
        assert beats_of(closed) == beats_of(recording)
        assert interrupted(folder) == []
    assert sum(map(len, shown)) > 5 * KILLS


@posix
def test_a_sitting_that_is_under_way_is_not_offered(tmp_path: Path) -> None:
    """It is in the list; only when its program is gone it counts as interrupted."""
    forked = multiprocessing.get_context("forkserver")
    told, telling = forked.Pipe(duplex=False)
    process = forked.Process(target=killed_sitting.sit, args=(str(tmp_path), 1, telling))
    process.start()
    told.recv()
    assert len(list_sittings(tmp_path)) == 1
    assert interrupted(tmp_path) == []
    process.kill()
    process.join()
    assert len(interrupted(tmp_path)) == 1
    for end in (told, telling):
        end.close()
    process.close()

"""How fast a sitting of twenty minutes is replayed at once, every number of it measured anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from analysis import _neurokit
from biofeedback.runs.replay_run import ReplayRun
from biofeedback.samples import Sample, write_sample
from biofeedback.store.recording import Recording, read_recording
from devices.simulated import Disturbances
from tests.bench import SEED, Result, at_most, seconds

TRIES = 2
MOST_S = 3.0
"""For twenty minutes, after import."""
ECTOPIC = Disturbances(ectopics_per_min=2.0)


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the seconds for a calm heart, and for one with two early beats a minute."""
    _neurokit.warm_up()
    lengths_s = (60, 20, 5) if quick else (420, 375, 30)
    calm = Sample("calm heart", SEED, *lengths_s)
    early = Sample("two early beats a minute", SEED, *lengths_s, disturbances=ECTOPIC)
    with tempfile.TemporaryDirectory() as folder:
        for sample in (calm, early):
            recording = read_recording(write_sample(sample, Path(folder)))
            tries = 1 if quick else TRIES
            taken_s = float(np.median([seconds(partial(_replay, recording)) for _ in range(tries)]))
            yield Result(
                f"{recording.end_s / 60:.0f} min replayed at once, {sample.name}",
                taken_s,
                "s",
                None if quick else at_most(MOST_S),
                note=f"{recording.end_s / taken_s:,.0f} times as fast as life",
            )


def _replay(recording: Recording) -> None:
    run = ReplayRun(recording, lambda _: None, speed=None)
    run.start()
    if not run.join(600):
        raise TimeoutError("The replay did not come to its end.")

"""How fast a day that another program recorded is read, and how fast a day of our own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from biofeedback.samples import BEGAN
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from biofeedback.store.rows import FORMAT
from devices.events import Packet
from devices.simulated import SimulatedHeart
from tests.bench import SEED, Result, in_turns, seconds
from tests.bench_analysis import DAY_S, made_hours

PAIRS = 3


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the seconds for RR text beside numpy's reader, and for a sitting as long."""
    length_s = 300 if quick else DAY_S
    pairs = 1 if quick else PAIRS
    hours = f"{length_s / 3600:.2g} h"
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "rr.txt"
        np.savetxt(text, made_hours(length_s), fmt="%.3f")
        ours, theirs = in_turns(
            partial(seconds, lambda: read_recording(text).beats),
            partial(seconds, partial(np.loadtxt, text)),
            pairs,
        )
        note = "ours makes beats with times, and says which line it could not read"
        yield Result(f"{hours} of RR text read", ours, "s", None, theirs, "numpy.loadtxt", note)
        sitting = Path(folder) / "sitting.csv"
        packets = write_sitting(sitting, length_s)
        taken = [seconds(lambda: read_recording(sitting).beats) for _ in range(pairs)]
        name = f"{hours} of a sitting read, its beats placed anew"
        note = f"{packets:,} packets in {sitting.stat().st_size / 1e6:.1f} MB, the seal checked"
        yield Result(name, float(np.median(taken)), "s", note=note)


def write_sitting(path: Path, length_s: float) -> int:
    """Write what a simulated strap sends in this time as a sitting; return its packets."""
    meta = {"format": str(FORMAT), "source": "simulated heart", "simulated": f"seed {SEED}"}
    now_s, packets = [0.0], 0
    recorder = Recorder(path, BEGAN, meta, wall_s=lambda: BEGAN.timestamp() + now_s[0])
    for event in SimulatedHeart(SEED).events():
        if event.time_s > length_s:
            break
        now_s[0] = event.time_s
        recorder.append(event)
        packets += isinstance(event, Packet)
    recorder.close(now_s[0])
    return packets

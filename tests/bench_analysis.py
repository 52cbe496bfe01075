"""What the measures cost: `python3 dev.py bench analysis`.

A beat live, twenty minutes replayed, and a day beside neurokit2's own calls, each in a process of
its own so that its memory can be told. Side by side in one run: machines differ and are noisy.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from analysis import _neurokit
from analysis.live import LiveMeasures
from analysis.odd_peaks import odd_peaks
from analysis.report import measure
from biofeedback.recording import Recording, read_recording
from biofeedback.replay_run import ReplayRun
from biofeedback.samples import Sample, write_sample
from devices.simulated import Disturbances
from tests.made_hearts import Floats, resting_rr, sine_rr

SEED = 20261123
DAY_S = 24 * 3600
TRIES = 3


def with_early_beats(rr_ms: Floats, share: float) -> Floats:
    """Bring a share of the beats a third early, at seeded places."""
    rng = np.random.default_rng(SEED)
    spoilt = rr_ms.copy()
    at = rng.choice(len(rr_ms) - 1, int(share * len(rr_ms)), replace=False)
    shift_ms = 0.33 * spoilt[at]
    spoilt[at] -= shift_ms
    spoilt[at + 1] += shift_ms
    return np.clip(spoilt, 300, 2000)


# ---------------------------------------------------------------- a beat


def beat_ms(rr_ms: Floats, pace_hz: float | None, breaks: float = 0.0) -> Floats:
    """Return what each beat of a full window costs, in ms of processor time."""
    rng = np.random.default_rng(SEED)
    stretch = np.cumsum(rng.random(len(rr_ms)) < breaks)
    live, now_s, cost = LiveMeasures(), 0.0, []
    live.restart(0.0, pace_hz)
    for each, run in zip(rr_ms.tolist(), stretch.tolist(), strict=True):
        now_s += each / 1000
        began = time.thread_time()
        live.add(now_s, each, run)
        cost.append(time.thread_time() - began)
    return 1000 * np.array(cost[150:])


def beats() -> None:
    """Print the cost of every measure at a beat; the budget is 10 ms."""
    rest = resting_rr(1200, SEED)
    ragged = with_early_beats(rest, 0.03)
    print(f"\n{'every measure, one beat':34} {'median':>9} {'p99':>9}")
    for name, cost in {
        "rest": beat_ms(rest, None),
        "4/6 breath": beat_ms(sine_rr(0.1, 60, 1200), 0.1),
        "3 % early beats": beat_ms(ragged, 0.1),
        "3 % early beats, 3 % breaks": beat_ms(ragged, 0.1, 0.03),
    }.items():
        print(f"{name:34} {np.median(cost):6.2f} ms {np.percentile(cost, 99):6.2f} ms")


# ---------------------------------------------------------------- twenty minutes


def replay() -> None:
    """Print how long a sitting of twenty minutes takes to replay at once, every number of it."""
    sample = Sample("twenty", SEED, practice_s=420, rest_s=375, settle_s=30)
    noisy = Sample("noisy", SEED, 420, 375, 30, disturbances=Disturbances(ectopics_per_min=2.0))
    print("\nTwenty minutes replayed at once, after neurokit2's import")
    with tempfile.TemporaryDirectory() as folder:
        for each in (sample, noisy):
            recording = read_recording(write_sample(each, Path(folder)))
            taken = np.median([_timed(partial(_replay, recording)) for _ in range(TRIES)])
            print(f"{each.name:12} {recording.end_s / 60:5.1f} min {taken:6.2f} s")


def _replay(recording: Recording) -> None:
    run = ReplayRun(recording, lambda _: None, speed=None)
    run.start()
    run.join(600)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


# ---------------------------------------------------------------- a day


def a_day() -> Floats:
    """Return a made day with one early beat in a hundred."""
    return with_early_beats(resting_rr(DAY_S, SEED), 0.01)


def day_by_us(rr_ms: Floats) -> None:
    """Correct and measure."""
    measure(rr_ms)


def day_by_neurokit(rr_ms: Floats) -> None:
    """Do the same work by neurokit2's own calls, as its documentation has them."""
    import neurokit2

    peaks = np.rint(np.r_[0, np.cumsum(rr_ms)]).astype(np.int64)
    _, clean = neurokit2.signal_fixpeaks(peaks, 1000, iterative=True, method="Kubios")
    neurokit2.hrv_time(clean, sampling_rate=1000)
    neurokit2.hrv_frequency(clean, sampling_rate=1000, normalize=False, psd_method="welch")


def one_day(name: str) -> None:
    """Measure a day in this process; print the seconds and the memory that it took at most."""
    _neurokit.warm_up()
    rr_ms = a_day()
    before = _most_mb()
    work = {"ours": day_by_us, "neurokit2": day_by_neurokit}[name]
    taken = _timed(partial(work, rr_ms))
    print(json.dumps({"s": taken, "mb": _most_mb(), "more_mb": _most_mb() - before}))


def _most_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def days() -> None:
    """Print a day beside neurokit2's own calls."""
    print(
        f"\n{'24 h, 1 % early beats':20} {'median':>9} {'memory at most':>16} {'of it, data':>16}"
    )
    medians = {}
    for name in ("ours", "neurokit2"):
        tries = [_in_a_process(name) for _ in range(TRIES)]
        medians[name] = float(np.median([each["s"] for each in tries]))
        most, more = (max(each[key] for each in tries) for key in ("mb", "more_mb"))
        print(f"{name:20} {medians[name]:7.2f} s {most:13.0f} MB {more:13.0f} MB")
    print(f"ratio {medians['neurokit2'] / medians['ours']:.0f}")


def _in_a_process(name: str) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench_analysis", name]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# ---------------------------------------------------------------- looking for artefacts


def flags() -> None:
    """Print what a look for artefacts costs, beside neurokit2's; its marks are the same."""
    import neurokit2

    print(f"\n{'one look for artefacts':20} {'ours':>10} {'neurokit2':>10} {'ratio':>6}")
    for length_s in (135, 1200, DAY_S):
        rr_ms = with_early_beats(resting_rr(length_s, SEED), 0.01)
        peaks = np.rint(np.r_[0, np.cumsum(rr_ms)] * 1000).astype(np.int64)
        theirs_too = partial(
            neurokit2.signal_fixpeaks, peaks, 1_000_000, iterative=False, method="Kubios"
        )
        ours, theirs = (
            float(np.median([_timed(look) for _ in range(5)]))
            for look in (partial(odd_peaks, peaks), theirs_too)
        )
        print(
            f"{length_s / 60:7.0f} min          {1000 * ours:7.2f} ms {1000 * theirs:7.2f} ms"
            f" {theirs / ours:6.0f}"
        )


def main() -> None:
    """Print the tables, or one day alone in this process."""
    if sys.argv[1:]:
        one_day(sys.argv[1])
        return
    _neurokit.warm_up()
    beats()
    replay()
    flags()
    days()


if __name__ == "__main__":
    main()

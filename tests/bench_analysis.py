"""What the measures cost: a beat live, and recordings of five minutes to a day.

A day stands beside neurokit2's own calls, each in a process of its own so that its memory can be
told, and in turns: machines differ and are noisy.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from analysis import _neurokit
from analysis.frequency_domain import RATE_HZ, resampled
from analysis.live import LiveMeasures
from analysis.odd_peaks import odd_peaks
from analysis.report import measure
from tests.bench import SEED, Result, at_least, at_most, in_a_process, in_turns, seconds
from tests.made_hearts import Floats, resting_rr, sine_rr

DAY_S = 24 * 3600
PAIRS = 2
Call = Callable[[], object]
THEIRS = "neurokit2's own calls"


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the cost of a beat, of a look for artefacts, of five minutes to a day."""
    _neurokit.warm_up()
    yield from _beats(150 if quick else 1200)
    yield from _calls()
    yield from _looks((135,) if quick else (135, 1200))
    yield from _growth((120, 240) if quick else (300, 3600, 6 * 3600, DAY_S))
    yield from _day(300) if quick else _whole_day()


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


def _beats(length_s: float) -> Iterator[Result]:
    rest = resting_rr(length_s, SEED)
    ragged = with_early_beats(rest, 0.03)
    for name, cost in {
        "rest": beat_ms(rest, None),
        "4/6 breath": beat_ms(sine_rr(0.1, 60, length_s), 0.1),
        "3 % early beats": beat_ms(ragged, 0.1),
        "3 % early beats, 3 % breaks": beat_ms(ragged, 0.1, 0.03),
    }.items():
        for words, percent in (("median", 50), ("p99", 99)):
            ms = float(np.percentile(cost, percent)) if cost.size else None
            note = "" if cost.size else "the made heart was too short for a full window"
            name_ = f"every measure at a beat, {name}, {words}"
            yield Result(name_, ms, "ms", at_most(10), note=note)


def _calls() -> Iterator[Result]:
    """Yield what a beat costs of neurokit2's own calls, beside the ones one would reach for."""
    import neurokit2

    minute, two_minutes = (resting_rr(length_s, SEED) for length_s in (60, 120))
    samples = resampled(two_minutes)
    peaks = np.rint(np.cumsum(two_minutes)).astype(np.int64)
    usual = partial(neurokit2.hrv_frequency, peaks, sampling_rate=1000, silent=True)
    rmssd = partial(_neurokit.rmssd_ms, [minute])
    whole = partial(neurokit2.hrv_time, {"RRI": minute})
    yield _beside("RMSSD of a minute", rmssd, whole, "hrv_time")
    power = partial(_neurokit.periodogram, samples, RATE_HZ)
    yield _beside("spectrum of two minutes", power, usual, "hrv_frequency")


def _beside(name: str, ours: Call, theirs: Call, which: str) -> Result:
    taken = in_turns(partial(seconds, ours), partial(seconds, theirs), 21)
    ours_ms, theirs_ms = (1000 * each for each in taken)
    reference = f"neurokit2.{which}"
    return Result(f"of it neurokit2's, {name}", ours_ms, "ms", None, theirs_ms, reference)


def _looks(lengths_s: tuple[int, ...]) -> Iterator[Result]:
    import neurokit2

    for length_s in lengths_s:
        rr_ms = with_early_beats(resting_rr(length_s, SEED), 0.01)
        peaks = np.rint(np.r_[0, np.cumsum(rr_ms)] * 1000).astype(np.int64)
        look = partial(neurokit2.signal_fixpeaks, peaks, 1_000_000, iterative=False)
        ours, theirs = in_turns(
            partial(seconds, partial(odd_peaks, peaks)),
            partial(seconds, partial(look, method="Kubios")),
            5,
        )
        name = f"one look for artefacts in {length_s} s"
        yield Result(name, 1000 * ours, "ms", None, 1000 * theirs, "neurokit2's, same marks")


# ---------------------------------------------------------------- five minutes to a day


def made_hours(length_s: float) -> Floats:
    """Return a made heart with one early beat in a hundred."""
    return with_early_beats(resting_rr(length_s, SEED), 0.01)


def _growth(lengths_s: tuple[int, ...]) -> Iterator[Result]:
    whole = made_hours(lengths_s[-1])
    beats = [int(np.searchsorted(np.cumsum(whole) / 1000, length_s)) for length_s in lengths_s]
    taken = [
        float(np.median([seconds(partial(measure, whole[:count])) for _ in range(3)]))
        for count in beats
    ]
    for length_s, taken_s in zip(lengths_s, taken, strict=True):
        yield Result(f"corrected and measured: {_spoken(length_s)}", taken_s, "s")
    per_beat = [1e6 * taken_s / count for taken_s, count in zip(taken, beats, strict=True)]
    yield Result(
        f"a beat of {_spoken(lengths_s[-1])}",
        per_beat[-1],
        "µs",
        at_most(1, "ratio"),
        per_beat[0],
        f"a beat of {_spoken(lengths_s[0])}",
        "grows no faster than the recording",
    )


def _spoken(length_s: int) -> str:
    return f"{length_s / 3600:g} h" if length_s >= 3600 else f"{length_s / 60:g} min"


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


def one_day(name: str, length_s: float = DAY_S) -> dict[str, float]:
    """Measure a day in this process; return the seconds, and the memory that it took at most."""
    _neurokit.warm_up()
    rr_ms = made_hours(length_s)
    before_mb = _most_mb()
    work = {"ours": day_by_us, "neurokit2": day_by_neurokit}[name]
    taken_s = seconds(partial(work, rr_ms))
    return {"s": taken_s, "mb": _most_mb(), "more_mb": _most_mb() - before_mb}


def _most_mb() -> float:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def _whole_day() -> Iterator[Result]:
    pairs = [
        [in_a_process("tests.bench_analysis", name) for name in ("ours", "neurokit2")]
        for _ in range(PAIRS)
    ]
    yield from _said([pair[0] for pair in pairs], [pair[1] for pair in pairs])


def _day(length_s: float) -> Iterator[Result]:
    yield from _said([one_day("ours", length_s)], [one_day("neurokit2", length_s)])


def _said(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> Iterator[Result]:
    ours_s, theirs_s = (float(np.median([each["s"] for each in tries])) for tries in (ours, theirs))
    yield Result(
        "24 h corrected and measured", ours_s, "s", at_most(0.1, "ratio"), theirs_s, THEIRS
    )
    yield Result("24 h, times as fast", theirs_s / ours_s, "×", at_least(10), note=THEIRS)
    most = [max(each["more_mb"] for each in tries) for tries in (ours, theirs)]
    name = "24 h, memory on top of data and imports"
    note = "0: never more than importing neurokit2 and making the data took before"
    yield Result(name, most[0], "MB", at_most(1, "ratio"), most[1], THEIRS, note)
    whole = [max(each["mb"] for each in tries) for tries in (ours, theirs)]
    name = "24 h, memory of the whole process, imports and all, no window"
    yield Result(name, whole[0], "MB", at_most(400), whole[1], THEIRS)


if __name__ == "__main__":
    print(json.dumps(one_day(sys.argv[1])))

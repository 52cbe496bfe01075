"""The one door to neurokit2: imported late, called around the traps in its defaults.

Importing neurokit2 takes seconds and 200 MB, so nothing else imports it, and `warm_up` lets a
background thread pay that price before the first number is due.
"""

from __future__ import annotations

import gc
import math
import os
import threading
import warnings
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_warming = threading.Lock()
_warm = threading.Event()


def is_warm() -> bool:
    """Tell whether neurokit2 is imported and has answered once."""
    return _warm.is_set()


def warm_up() -> None:
    """Import neurokit2 and call it once. Safe from any thread; returns at once when already done.

    The garbage collector rests meanwhile and then leaves the new objects alone for good: walking
    a hundred thousand of them would hold up the window. It does not collect here, because what it
    finds may belong to another thread.
    """
    with _warming:
        if not _warm.is_set():
            _import_quietly()
            _warm.set()


def _import_quietly() -> None:
    os.environ.setdefault("MPLBACKEND", "Agg")  # neurokit2 imports pyplot: never open a display
    collecting = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecations in what it imports are not ours to mend
            import neurokit2
        neurokit2.rsp_rav(np.array([800.0, 810.0, 805.0, 790.0]), np.arange(4))
        gc.freeze()
    finally:
        if collecting:
            gc.enable()


def _neurokit() -> Any:
    warm_up()
    import neurokit2

    return neurokit2


def rmssd_ms(runs: list[Floats]) -> float:
    """Return RMSSD over gap-free runs of RR intervals (ms); no pair across two runs counts.

    Each run is laid behind the one before so that the step between them is 0, and the mean is
    taken of the steps inside runs alone (docs/decisions/0016-cheapest-rmssd.md). The runs must hold
    two pairs together, or neurokit2 warns of its other measures.
    """
    joined = _joined(runs)
    with np.errstate(all="ignore"):  # it divides by the mean, which may be 0 once joined
        found = _neurokit().rsp_rav(joined, np.arange(len(joined)))
    steps = len(joined) - len(runs)
    return float(found["RAV_RMSSD"].iloc[0]) * math.sqrt((len(joined) - 1) / steps)


def _joined(runs: list[Floats]) -> Floats:
    if len(runs) == 1:
        return runs[0]
    firsts = np.array([run[0] for run in runs[1:]])
    lasts = np.array([run[-1] for run in runs[:-1]])
    shifts = np.concatenate(([0.0], np.cumsum(lasts - firsts)))
    return np.concatenate([run + shift for run, shift in zip(runs, shifts, strict=True)])


def welch(samples: Floats, rate_hz: float, segment_s: float) -> tuple[Floats, Floats]:
    """Return frequencies (Hz) and Welch's power density, Hann segments that overlap by half.

    neurokit2 shortens segments to half of ``samples`` when they are longer than that, and gives
    twice as many frequencies as a segment has of its own.
    """
    return _density(samples, rate_hz, method="welch", window=segment_s)


def periodogram(samples: Floats, rate_hz: float) -> tuple[Floats, Floats]:
    """Return frequencies (Hz) and power density under one Hann window over all ``samples``."""
    taper = _hann(len(samples))
    frequency_hz, power = _density((samples - samples.mean()) * taper, rate_hz, method="fft")
    return frequency_hz, power * 2 / (rate_hz * np.sum(taper**2))


@lru_cache(maxsize=512)  # of the lengths that live windows have
def _hann(length: int) -> Floats:
    taper = np.hanning(length + 1)[:-1]
    taper.setflags(write=False)
    return taper


def _density(samples: Floats, rate_hz: float, **how: object) -> tuple[Floats, Floats]:
    psd = _neurokit().signal_psd(
        samples,
        sampling_rate=rate_hz,
        normalize=False,  # its default prints shares of the highest peak where ms² are expected
        min_frequency=-1,  # its default drops everything under 4/T, and 0 drops the mean
        max_frequency=0.5,
        silent=True,
        **how,
    )
    return psd["Frequency"].to_numpy(dtype=np.float64), psd["Power"].to_numpy(dtype=np.float64)

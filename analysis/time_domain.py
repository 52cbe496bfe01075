"""Time-domain measures [Task Force 1996], never differencing across a gap.

Each function takes ``runs``, a list of arrays of RR intervals in ms, each of shape (n,): the
gap-free runs of a recording, in order, after its artefacts were corrected. Of one list of intervals
that is ``[np.asarray(rr_ms)]``; `analysis.measure` makes them with `analysis.split` and
`analysis.cleaned`, and asks only for what the runs are long enough for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis import _neurokit
from analysis.stretches import NOTHING_MS2

Floats = NDArray[np.float64]


def mean_rr_ms(runs: list[Floats]) -> float:
    """Return the mean RR interval (ms) over gap-free runs."""
    return float(np.concatenate(runs).mean())


def mean_hr_bpm(runs: list[Floats]) -> float:
    """Return the mean heart rate (bpm): beats per minute of heartbeat, 60 000 / mean RR."""
    return 60_000 / mean_rr_ms(runs)


def sdnn_ms(runs: list[Floats]) -> float:
    """Return the standard deviation of all intervals (ms), with n - 1."""
    return float(np.concatenate(runs).std(ddof=1))


def rmssd_ms(runs: list[Floats]) -> float:
    """Return the root mean square of successive differences (ms), by neurokit2."""
    return _neurokit.rmssd_ms(runs)


def nn50(runs: list[Floats]) -> int:
    """Return how many successive differences exceed 50 ms."""
    return int(np.count_nonzero(np.abs(differences_ms(runs)) > 50))


def pnn50_pct(runs: list[Floats]) -> float:
    """Return NN50 as a percentage of the successive differences.

    neurokit2 divides by the number of beats instead; Kubios and the definition do not.
    """
    return 100 * nn50(runs) / len(differences_ms(runs))


def rmssd_top_fifth_pct(runs: list[Floats]) -> float | None:
    """Return how much of RMSSD's square the largest fifth of the differences makes (%).

    Of a steady breath it is 39, of noise 65 (a normal distribution). Where it is much more, few
    beats make RMSSD: sighs, or what is no heartbeat and looks like breath
    (docs/decisions/0025-an-rmssd-of-few-beats.md). Each square has the error of the unit that the
    intervals came in besides: in coarse ones the steps of a quiet heart are 0 but a few. None where
    no interval differs from the next.
    """
    steps = np.sort(np.abs(differences_ms(runs)))
    if not steps.size or steps.max() ** 2 <= NOTHING_MS2:
        return None
    squares = steps**2 + _unit_ms(steps) ** 2 / 6
    return 100 * float(squares[-max(1, len(squares) // 5) :].sum() / squares.sum())


def _unit_ms(steps: Floats) -> float:
    """Return what the smallest steps are that are any, as a tenth of them is no more; ascending.

    Rounding to it leaves a twelfth of its square in each interval, and a sixth in each step.
    """
    some = steps[np.searchsorted(steps, NOTHING_MS2**0.5, side="right") :]
    return float(some[len(some) // 10])


def differences_ms(runs: list[Floats]) -> Floats:
    """Return the successive differences (ms) inside each run."""
    return np.concatenate([np.diff(run) for run in runs])

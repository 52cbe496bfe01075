"""Across sittings: what changes on average, and which practice settles a person, or silence.

One sitting says little. Many may say something, if they are asked once and with patience: below a
least number nothing is said, and a highlight has to hold against all practices together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.compare import Refusal
from analysis.noise_band import log_ratios

Floats = NDArray[np.float64]

FEWEST_SITTINGS = 6
FEWEST_EACH = 5
CONFIDENCE = 0.95
CHANCE = 0.03  # so that of histories without any difference fewer than 5 % are told one
RESAMPLES = 9999
ALL_SUBSETS_OF = 14  # sittings; there are 16 384
SEED = 20260901  # equal histories give equal words


@dataclass(frozen=True, slots=True)
class Effect:
    """The mean change across sittings.

    Attributes
    ----------
    sittings
        How many.
    ratio
        Geometric mean of after / before.
    p_value
        Of a sign-flip permutation test against no change, two-sided; exact up to 14 sittings.
    low, high
        The 95 % confidence interval of ``ratio`` that inverts this test: 1 lies outside just when
        ``p_value`` is 0.05 or less.
    """

    sittings: int
    ratio: float
    low: float
    high: float
    p_value: float

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Highlight:
    """The practice after which a person's measure rises more than after the others.

    ``p_value`` is that of the best practice among all, so that looking at many makes it no
    smaller.
    """

    practice: str
    ratio: float
    others_ratio: float
    sittings: int
    p_value: float

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return asdict(self)


def mean_effect(ratios: ArrayLike) -> Effect | Refusal:
    """Return the mean change across sittings.

    Test and interval come from the means of all subsets of the sittings [Hartigan 1969]: turning
    the signs of a subset makes the mean as large as it is just when the subset's own mean is 0 or
    less. Only symmetry is assumed, no shape.

    Parameters
    ----------
    ratios
        After / before of one measure, one a sitting, shape (n,), all over 0.

    Returns
    -------
    Effect or Refusal
        A refusal below six sittings.

    Raises
    ------
    ValueError
        If a ratio is not over 0.
    """
    changes = log_ratios(ratios)
    if changes.size < FEWEST_SITTINGS:
        return Refusal(f"needs {FEWEST_SITTINGS} sittings, {changes.size} so far")
    means = _subset_means(changes)
    count = len(means) + 1
    rarer = 1 + min(np.count_nonzero(means <= 0), np.count_nonzero(means >= 0))
    outside = math.floor((1 - CONFIDENCE) / 2 * count)
    return Effect(
        changes.size,
        math.exp(changes.mean()),
        math.exp(means[outside - 1]),
        math.exp(means[-outside]),
        min(1.0, 2 * float(rarer) / count),
    )


def settling_practice(ratios: Mapping[str, ArrayLike]) -> Highlight | Refusal:
    """Return the practice that settles a person, if there is one.

    Of the practices with at least five sittings each, the best is held against all others by a
    permutation test on the greatest difference of means (so that choosing the best of several
    costs what it has to); it is named if it rises at all and chance does so in fewer than 5 %.

    Parameters
    ----------
    ratios
        For each practice after / before of one measure, one a sitting.

    Returns
    -------
    Highlight or Refusal
        A refusal while too little is known, or where nothing stands out.

    Raises
    ------
    ValueError
        If a ratio is not over 0.
    """
    changes = {name: log_ratios(each) for name, each in ratios.items()}
    changes = {name: each for name, each in changes.items() if each.size >= FEWEST_EACH}
    if len(changes) < 2:
        return Refusal(f"needs {FEWEST_EACH} sittings with each of two practices")
    names, groups = list(changes), list(changes.values())
    everything, sizes = np.concatenate(groups), np.array([each.size for each in groups])
    leads = _leads(everything[None, :], sizes)[0]
    best = int(np.argmax(leads))
    rng = np.random.default_rng(SEED)
    shuffled = rng.permuted(np.tile(everything, (RESAMPLES, 1)), axis=1)
    as_far = int(np.count_nonzero(_leads(shuffled, sizes).max(axis=1) >= leads[best] - 1e-12))
    p_value = (as_far + 1) / (RESAMPLES + 1)
    mean = float(groups[best].mean())
    if p_value >= CHANCE or mean <= 0:
        return Refusal("no practice stands out from the others so far")
    others = (everything.sum() - groups[best].sum()) / (everything.size - sizes[best])
    return Highlight(
        names[best], math.exp(mean), math.exp(others), int(sizes[best]), round(p_value, 4)
    )


def _subset_means(changes: Floats) -> Floats:
    """Return, in order, the means of all subsets but the empty one; of very many, a sample."""
    count = changes.size
    if count <= ALL_SUBSETS_OF:
        chosen = np.arange(1, 2**count)[:, None] >> np.arange(count) & 1
    else:
        rows = 2**ALL_SUBSETS_OF - 1
        chosen = np.random.default_rng(SEED).integers(0, 2, (rows, count))
    return np.sort(chosen @ changes / np.maximum(chosen.sum(axis=1), 1))


def _leads(rows: Floats, sizes: NDArray[np.int64]) -> Floats:
    """Return how far each group's mean lies over that of all others, in its standard errors.

    Parameters
    ----------
    rows
        Values of all groups, one after another, shape (m, n).
    sizes
        Of the groups, shape (k,), n in sum.

    Returns
    -------
    ndarray
        Shape (m, k).
    """
    ends = np.cumsum(sizes)
    sums = np.add.reduceat(rows, np.r_[0, ends[:-1]], axis=1)
    total = rows.sum(axis=1, keepdims=True)
    count = sizes.sum()
    lead = sums / sizes - (total - sums) / (count - sizes)
    return np.asarray(lead / np.sqrt(1 / sizes + 1 / (count - sizes)), dtype=np.float64)

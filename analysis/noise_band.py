"""How far two rests lie apart when nothing was done between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_OWN_CHANGES = 6


@dataclass(frozen=True, slots=True)
class NoiseBand:
    """Ratios that are common with no practice at all, and where the band comes from."""

    low: float
    high: float
    source: str

    @classmethod
    def of(cls, sd_ln: float, source: str) -> NoiseBand:
        """Return ±1.96 standard deviations of the change of a measure's logarithm, as ratios."""
        return cls(math.exp(-1.96 * sd_ln), math.exp(1.96 * sd_ln), source)

    def holds(self, ratio: float) -> bool:
        """Tell whether a ratio lies within."""
        return self.low <= ratio <= self.high

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers and text, ready for JSON."""
        return {"low": self.low, "high": self.high, "from": self.source}


_PUBLISHED = "published: 633 pairs of 5-minute windows 10 minutes apart, no practice between"
PUBLISHED_BAND = NoiseBand.of(0.31, _PUBLISHED)
PUBLISHED_HF_BAND = NoiseBand.of(0.86, _PUBLISHED)


def log_ratios(ratios: ArrayLike) -> NDArray[np.float64]:
    """Return the logarithms of ratios of after to before, shape (n,).

    Raises
    ------
    ValueError
        If one is not a finite number over 0.
    """
    given = np.atleast_1d(np.asarray(ratios, dtype=np.float64))
    if not np.all(np.isfinite(given) & (given > 0)):
        raise ValueError("A ratio of after to before has to be over 0; leave out what is missing.")
    return np.asarray(np.log(given))


def own_noise_band(ratios: ArrayLike, published: NoiseBand = PUBLISHED_BAND) -> NoiseBand:
    """Return a person's own band from the ratios of one measure in their quiet-rest sittings.

    Around no change, so that a steady drift between two rests widens the band too. The published
    band of that measure until there are six.

    Raises
    ------
    ValueError
        If a ratio is not a finite number over 0.
    """
    changes = log_ratios(ratios)
    if changes.size < FEWEST_OWN_CHANGES:
        return published
    return NoiseBand.of(float(np.sqrt(np.mean(changes**2))), f"your own {changes.size} quiet rests")

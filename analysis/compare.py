"""Before and after: two rests side by side, or the reason why they may not be compared.

One sitting gives no verdict. It gives two values, their ratio, and how far two rests lie apart
when nothing was done between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.report import ONE_BEAT_S, Measured
from analysis.stretches import checked

SHORTEST_S = 60.0
STANDARD_S = 300.0
MOST_CORRECTED_PCT = 5.0
BREATH_APART_HZ = 0.05
SLOW_BREATH_HZ = 0.15
FEWEST_OWN_CHANGES = 6

_LENGTHS_APART_S = 5.0
_LENGTHS_APART_PART = 0.05
_RATIOS = {
    "rmssd_ms": "rmssd_ratio",
    "sdnn_ms": "sdnn_ratio",
    "hf_ms2": "hf_ratio",
    "lf_ms2": "lf_ratio",
}


@dataclass(frozen=True, slots=True)
class NoiseBand:
    """RMSSD ratios that are common with no practice at all, and where the band comes from."""

    low: float
    high: float
    source: str

    @classmethod
    def of(cls, sd_ln: float, source: str) -> NoiseBand:
        """Return ±1.96 standard deviations of the change of ln RMSSD, as ratios."""
        return cls(math.exp(-1.96 * sd_ln), math.exp(1.96 * sd_ln), source)


PUBLISHED_BAND = NoiseBand.of(
    0.31, "published: 633 pairs of 5-minute windows 10 minutes apart, no practice between"
)


def own_noise_band(rmssd_ratios: ArrayLike) -> NoiseBand:
    """Return a person's own band from the RMSSD ratios of their quiet-rest sittings.

    Around no change, so that a steady drift between two rests widens the band too. The published
    band until there are six.
    """
    changes = np.log(np.asarray(rmssd_ratios, dtype=np.float64))
    if changes.size < FEWEST_OWN_CHANGES:
        return PUBLISHED_BAND
    return NoiseBand.of(float(np.sqrt(np.mean(changes**2))), f"your own {changes.size} quiet rests")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why two stretches may not be compared, in one plain sentence."""

    reason: str

    def as_dict(self) -> dict[str, object]:
        """Return the refusal, ready for JSON."""
        return {"refused": self.reason}


@dataclass(frozen=True, slots=True)
class Change:
    """Two rests side by side.

    Ratios are after / before, so that 1 is no change; ``mean_hr_difference_bpm`` is after minus
    before. A ratio is absent where either rest lacks the measure.
    """

    before: Measured
    after: Measured
    ratios: dict[str, float]
    noise_band: NoiseBand
    within_noise: bool
    warnings: tuple[str, ...]

    @property
    def mean_hr_difference_bpm(self) -> float:
        """Mean heart rate after minus before."""
        after, before = self.after.time_domain, self.before.time_domain
        return after["mean_hr_bpm"] - before["mean_hr_bpm"]

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers, texts and dicts, ready for JSON."""
        band = self.noise_band
        change = {**self.ratios, "mean_hr_difference_bpm": self.mean_hr_difference_bpm}
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "change": change,
            "noise_band": {"low": band.low, "high": band.high, "from": band.source},
            "within_noise": self.within_noise,
            "warnings": list(self.warnings),
        }


def compare(
    before: Measured, after: Measured, *, noise_band: NoiseBand = PUBLISHED_BAND
) -> Change | Refusal:
    """Set two unpaced rests of equal length side by side.

    Parameters
    ----------
    before, after
        Rests with the person's own breath; `equal_rests` makes their lengths equal.
    noise_band
        RMSSD ratios that are common with no practice between.

    Returns
    -------
    Change or Refusal
        A refusal where a difference would not mean what it seems to.
    """
    reason = _lengths(before, after) or _unfit("before", before) or _unfit("after", after)
    if reason:
        return Refusal(reason)
    ratios = _ratios(before, after)
    within = noise_band.low <= ratios["rmssd_ratio"] <= noise_band.high
    return Change(before, after, ratios, noise_band, within, _warnings(before, after))


def equal_rests(before_rr_ms: ArrayLike, after_rr_ms: ArrayLike) -> tuple[slice, slice]:
    """Return the parts of two rests that last equally long.

    The longer one loses beats from its start: there the body is still settling, and the end of
    both rests is what they have in common.

    Returns
    -------
    before, after : slice
        For the RR intervals and everything that goes with them, stretch numbers too.
    """
    before, after = checked(before_rr_ms), checked(after_rr_ms)
    length_ms = min(before.sum(), after.sum())
    return _last(before, length_ms), _last(after, length_ms)


def _last(rr_ms: np.ndarray[tuple[int], np.dtype[np.float64]], length_ms: float) -> slice:
    from_here_ms = np.cumsum(rr_ms[::-1])[::-1]
    return slice(int(np.count_nonzero(from_here_ms > length_ms + 1e-6)), len(rr_ms))


def _lengths(before: Measured, after: Measured) -> str:
    short, long = sorted((before.duration_s, after.duration_s))
    if short < SHORTEST_S - ONE_BEAT_S:
        return f"the shorter rest lasts {int(short)} s: at least {SHORTEST_S:.0f} s are needed"
    if long - short > max(_LENGTHS_APART_S, _LENGTHS_APART_PART * long):
        lengths = f"{before.duration_s:.0f} s and {after.duration_s:.0f} s"
        return f"the rests last {lengths}: give equal lengths"
    return ""


def _unfit(which: str, rest: Measured) -> str:
    if rest.pace_hz is not None:
        return f"the rest {which} was paced: a slow breath moves RMSSD and HF by itself"
    touched_pct = rest.artifacts.corrected_pct + 100 * rest.artifacts.left_out / rest.beats
    if touched_pct > MOST_CORRECTED_PCT:
        return (
            f"{touched_pct:.0f} % of the beats in the rest {which} were unclear: "
            f"at most {MOST_CORRECTED_PCT:.0f} % can be mended honestly"
        )
    if not rest.time_domain.get("rmssd_ms"):
        why = rest.missing.get("rmssd_ms", "its beats are all alike")
        return f"the rest {which} has no RMSSD: {why}"
    return ""


def _ratios(before: Measured, after: Measured) -> dict[str, float]:
    first = {**before.time_domain, **before.frequency_domain}
    second = {**after.time_domain, **after.frequency_domain}
    both = [name for name in _RATIOS if first.get(name, 0) > 0 and second.get(name, 0) > 0]
    return {_RATIOS[name]: second[name] / first[name] for name in both}


def _warnings(before: Measured, after: Measured) -> tuple[str, ...]:
    found = [_breaths(before, after)]
    if min(before.duration_s, after.duration_s) < STANDARD_S - ONE_BEAT_S:
        found.append("ultra-short: rests under 5 minutes vary more by themselves")
    return tuple(warning for warning in found if warning)


def _breaths(before: Measured, after: Measured) -> str:
    first = before.frequency_domain.get("breathing_hz")
    second = after.frequency_domain.get("breathing_hz")
    if first is None or second is None:
        return "the breath could not be read from both rests: HF and RMSSD may differ because of it"
    if min(first, second) < SLOW_BREATH_HZ:
        least = f"{60 * SLOW_BREATH_HZ:.0f} a minute"
        return f"the breath was below {least}: HF and RMSSD do not show it whole"
    if abs(second - first) > BREATH_APART_HZ:
        return (
            f"the breath changed from {60 * first:.0f} to {60 * second:.0f} a minute: "
            "HF and RMSSD may differ because of it"
        )
    return ""

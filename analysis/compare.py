"""Before and after: two rests side by side, or the reason why they may not be compared.

One sitting gives no verdict. It gives two values, their ratio, and how far two rests lie apart
when nothing was done between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analysis.noise_band import PUBLISHED_BAND, PUBLISHED_HF_BAND, NoiseBand
from analysis.report import Measured
from analysis.stretches import checked, edges_s

SHORTEST_S = 60.0
STANDARD_S = 300.0
MOST_CORRECTED_PCT = 5.0
BREATH_APART_HZ = 0.05
SLOW_BREATH_HZ = 0.15
UNLIKELY_RATIO = 3.5
"""Four times the published spread of ln RMSSD (0.31): one pair of rests in ten thousand."""
MUCH_OF_RMSSD_PCT, NEARLY_ALL_OF_RMSSD_PCT = 80.0, 87.5
"""Of what a fifth of its beats may make of RMSSD's square: above, it is said; above, refused. In
three days of ordinary life 5 % of five minutes have more than the one, and 0.5 % than the other."""
PERHAPS_SIGHS = "which may be sighs, or no heartbeats at all"

_LENGTHS_APART_S = 5.0
_LENGTHS_APART_PART = 0.05
RATIOS = {
    "rmssd_ms": "rmssd_ratio",
    "sdnn_ms": "sdnn_ratio",
    "hf_ms2": "hf_ratio",
    "lf_ms2": "lf_ratio",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is said of stretches or sittings: one plain sentence, without its full stop."""

    reason: str

    def as_dict(self) -> dict[str, object]:
        """Return the refusal, ready for JSON."""
        return {"refused": self.reason}


@dataclass(frozen=True, slots=True)
class Change:
    """Two rests side by side.

    Ratios are after / before, so that 1 is no change; ``mean_hr_difference_bpm`` is after minus
    before. A ratio is absent where either rest lacks the measure. ``noise_band`` and
    ``within_noise`` are those of RMSSD.
    """

    before: Measured
    after: Measured
    ratios: dict[str, float]
    noise_band: NoiseBand
    within_noise: bool
    warnings: tuple[str, ...]
    hf_noise_band: NoiseBand = PUBLISHED_HF_BAND

    def beside(self, rmssd_band: NoiseBand, hf_band: NoiseBand) -> Change:
        """Return the same change, judged by these bands: a person's own."""
        within = rmssd_band.holds(self.ratios["rmssd_ratio"])
        return replace(self, noise_band=rmssd_band, within_noise=within, hf_noise_band=hf_band)

    @property
    def mean_hr_difference_bpm(self) -> float:
        """Mean heart rate after minus before."""
        after, before = self.after.time_domain, self.before.time_domain
        return after["mean_hr_bpm"] - before["mean_hr_bpm"]

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers, texts and dicts, ready for JSON."""
        ln_ratios = {f"ln_{name}": math.log(ratio) for name, ratio in self.ratios.items()}
        change = {**self.ratios, **ln_ratios, "mean_hr_difference_bpm": self.mean_hr_difference_bpm}
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "change": change,
            "noise_band": self.noise_band.as_dict(),
            "within_noise": self.within_noise,
            "hf_noise_band": self.hf_noise_band.as_dict(),
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
    within = noise_band.holds(ratios["rmssd_ratio"])
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


def of_few_beats(rest: Measured, most_pct: float = MUCH_OF_RMSSD_PCT) -> bool:
    """Tell whether the largest fifth of the steps makes more than so much of RMSSD's square (%)."""
    return rest.time_domain.get("rmssd_top_fifth_pct", 0.0) > most_pct


def _last(rr_ms: np.ndarray[tuple[int], np.dtype[np.float64]], length_ms: float) -> slice:
    from_the_end_ms = np.cumsum(rr_ms[::-1])
    return slice(int(np.count_nonzero(from_the_end_ms > length_ms + 1e-6)), len(rr_ms))


def _lengths(before: Measured, after: Measured) -> str:
    short, long = sorted((before.duration_s, after.duration_s))
    if short < SHORTEST_S - edges_s(SHORTEST_S):
        return f"the shorter rest lasts {int(short)} s: at least {SHORTEST_S:.0f} s are needed"
    if _apart(short, long):
        lengths = f"{before.duration_s:.0f} s and {after.duration_s:.0f} s"
        return f"the rests last {lengths}: give equal lengths"
    return ""


def _apart(first_s: float, second_s: float) -> bool:
    longer_s = max(first_s, second_s)
    return abs(first_s - second_s) > max(_LENGTHS_APART_S, _LENGTHS_APART_PART * longer_s)


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
    if of_few_beats(rest, NEARLY_ALL_OF_RMSSD_PCT):
        return f"nearly all of RMSSD in the rest {which} comes from a few beats, {PERHAPS_SIGHS}"
    return ""


def _ratios(before: Measured, after: Measured) -> dict[str, float]:
    first = {**before.time_domain, **before.frequency_domain}
    second = {**after.time_domain, **after.frequency_domain}
    both = [name for name in RATIOS if first.get(name, 0) > 0 and second.get(name, 0) > 0]
    if _apart(before.stretch_s, after.stretch_s):
        both = [name for name in both if name not in before.frequency_domain]
    return {RATIOS[name]: second[name] / first[name] for name in both}


def _warnings(before: Measured, after: Measured) -> tuple[str, ...]:
    return (
        *_breaths(before, after),
        *_few_beats(before, after),
        *_far_apart(before, after),
        *_unequal(before, after),
        *_short(before, after),
    )


def _breaths(before: Measured, after: Measured) -> Iterator[str]:
    first = before.frequency_domain.get("breathing_hz")
    second = after.frequency_domain.get("breathing_hz")
    if first is None or second is None:
        yield "the breath could not be read from both rests: HF and RMSSD may differ because of it"
    known = [hz for hz in (first, second) if hz is not None]
    if known and min(known) < SLOW_BREATH_HZ:
        least = f"{60 * SLOW_BREATH_HZ:.0f} a minute"
        yield f"the breath was below {least}: HF and RMSSD do not show it whole"
    if len(known) == 2 and abs(known[1] - known[0]) > BREATH_APART_HZ:
        breaths = f"from {60 * known[0]:.0f} to {60 * known[1]:.0f} a minute"
        yield f"the breath changed {breaths}: HF and RMSSD may differ because of it"


def _few_beats(before: Measured, after: Measured) -> Iterator[str]:
    for which, rest in (("before", before), ("after", after)):
        if of_few_beats(rest):
            yield f"most of RMSSD {which} comes from a few beats, {PERHAPS_SIGHS}"


def _far_apart(before: Measured, after: Measured) -> Iterator[str]:
    ratio = after.time_domain["rmssd_ms"] / before.time_domain["rmssd_ms"]
    if max(ratio, 1 / ratio) > UNLIKELY_RATIO:
        yield (
            "RMSSD differs by more than two rests of one person do: look at both heart curves for "
            "what may be no heartbeats"
        )


def _unequal(before: Measured, after: Measured) -> Iterator[str]:
    if _apart(before.stretch_s, after.stretch_s):
        lengths = f"{before.stretch_s:.0f} s and {after.stretch_s:.0f} s"
        yield f"without a gap the rests last {lengths}: HF and LF are not compared"


def _short(before: Measured, after: Measured) -> Iterator[str]:
    if min(before.duration_s, after.duration_s) < STANDARD_S - edges_s(STANDARD_S):
        yield "ultra-short: rests under 5 minutes vary more by themselves"

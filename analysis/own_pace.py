"""One's own pace: of several slow paces that were tried, which one the heart answers best.

Breathing near 6 a minute, each person's heart swings widest at a pace of their own (Lehrer et al.
2000; Shaffer & Meehan 2020). No single number finds it, so several are looked at together, and how
the breath felt counts as one of them. The answer is a suggestion, with how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.breath_wave import BreathWave, breath_wave
from analysis.compare import Refusal
from analysis.stretches import NO_VARIANCE, varies

Floats = NDArray[np.float64]

WEIGHTS = {"amplitude": 0.4, "share": 0.2, "in_step": 0.2, "comfort": 0.2}
FEWEST_PACES = 3
FEWEST_BREATHS = 6
BREATHS_A_BLOCK = 3  # the least in which the phase of single breaths can be seen
RESAMPLES = 500
SEED = 20260901
CLEAR_FROM = 0.95
"""Of the resamples; with fewer the neighbours are named too. Where all paces are alike, one search
in six still looks this clear: two minutes a pace hold no more."""
AS_GOOD_FROM = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class PaceTrial:
    """Two minutes or so at one pace.

    Attributes
    ----------
    breaths_per_min
        Of the pacer.
    rr_ms
        Corrected RR intervals while it led, shape (n,), gap-free.
    comfort
        How it felt, 0 (forced) to 10 (easy); None when nobody said.
    """

    breaths_per_min: float
    rr_ms: ArrayLike
    comfort: float | None = None


@dataclass(frozen=True, slots=True)
class PaceScore:
    """One pace with what speaks for it; ``score`` is 0 to 1, against the best of each criterion."""

    breaths_per_min: float
    amplitude_ms: float
    share_pct: float
    in_step: float
    comfort: float | None
    score: float


@dataclass(frozen=True, slots=True)
class OwnPace:
    """The suggestion.

    Attributes
    ----------
    breaths_per_min
        The pace with the best score.
    certainty
        In what part of resamples of the breaths this pace won, 0 to 1.
    as_good
        Other paces that won in at least one of twenty, the likelier first.
    scores
        All paces, in the order they were tried.
    """

    breaths_per_min: float
    certainty: float
    as_good: tuple[float, ...]
    scores: tuple[PaceScore, ...]

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers and dicts, ready for JSON."""
        return asdict(self) | {
            "as_good": list(self.as_good),
            "scores": list(map(asdict, self.scores)),
        }

    def explained(self) -> str:
        """Return what was found and how sure it is, in a few plain sentences."""
        felt = all(score.comfort is not None for score in self.scores)
        looked_at = "Your heart and how it felt speak" if felt else "Your heart speaks"
        pace = f"{self.breaths_per_min:.2g} breaths a minute"
        if self.certainty >= CLEAR_FROM or not self.as_good:
            found = f"{looked_at} for {pace}"
        else:
            others = " and ".join(f"{other:.2g}" for other in self.as_good)
            found = f"{looked_at} about equally for {pace} and for {others}"
        sure = (
            f"{self.breaths_per_min:.2g} came first in {100 * self.certainty:.0f} of 100 reshuffles"
        )
        return (
            f"{found} ({sure} of your breaths). It may differ on another day; if another pace "
            "feels easier, that is a good one too."
        )


def suggest_pace(trials: Sequence[PaceTrial]) -> OwnPace | Refusal:
    """Score the paces that were tried and suggest one.

    Four criteria, each against the best of all trials: the peak-to-trough swing at the pacer's
    frequency (weight 0.4), its share of all variance, how constant its phase is, and how it felt
    (0.2 each; left out where nobody said for every pace).

    Parameters
    ----------
    trials
        At least three paces, each with six breaths or more.

    Returns
    -------
    OwnPace or Refusal
        A refusal where too little was tried.
    """
    if len({trial.breaths_per_min for trial in trials}) < FEWEST_PACES:
        return Refusal(f"needs at least {FEWEST_PACES} different paces")
    blocks = [_blocks(trial) for trial in trials]
    for trial, waves in zip(trials, blocks, strict=True):
        if len(waves) * BREATHS_A_BLOCK < FEWEST_BREATHS:
            return Refusal(
                f"the trial at {trial.breaths_per_min:.2g} a minute is too short: "
                f"{FEWEST_BREATHS} breaths are needed"
            )
    if not any(varies(np.asarray(trial.rr_ms, dtype=np.float64)) for trial in trials):
        return Refusal(f"{NO_VARIANCE}: the heart shows no pace")
    comfort = [trial.comfort for trial in trials]
    scores = _scores([_mean(waves) for waves in blocks], comfort)
    wins = _wins(blocks, comfort)
    best = int(np.argmax(scores))
    others = [at for at in np.argsort(-wins) if at != best and wins[at] >= AS_GOOD_FROM]
    return OwnPace(
        trials[best].breaths_per_min,
        float(wins[best]),
        tuple(trials[at].breaths_per_min for at in others),
        tuple(
            PaceScore(trial.breaths_per_min, *_mean(waves), trial.comfort, float(score))
            for trial, waves, score in zip(trials, blocks, scores, strict=True)
        ),
    )


def _blocks(trial: PaceTrial) -> list[BreathWave]:
    """Measure a trial in blocks of three breaths."""
    rr_ms = np.asarray(trial.rr_ms, dtype=np.float64)
    pace_hz, end_s = trial.breaths_per_min / 60, np.cumsum(rr_ms) / 1000
    if not rr_ms.size:
        return []
    block = np.floor(end_s * pace_hz / BREATHS_A_BLOCK).astype(np.int64)
    whole = int((end_s[-1] + rr_ms[-1] / 1000) * pace_hz / BREATHS_A_BLOCK)
    return [breath_wave(end_s[block == k], rr_ms[block == k], pace_hz) for k in range(whole)]


def _mean(waves: Sequence[BreathWave]) -> tuple[float, float, float]:
    shares = [wave.share_pct for wave in waves if wave.share_pct is not None]
    steps = [wave.in_step for wave in waves if wave.in_step is not None]
    return (
        float(np.mean([wave.amplitude_ms for wave in waves])),
        float(np.mean(shares)) if shares else 0.0,
        float(np.mean(steps)) if steps else 0.0,
    )


def _scores(means: Sequence[tuple[float, float, float]], comfort: Sequence[float | None]) -> Floats:
    """Return the weighted score of each trial, shape (n,)."""
    columns = dict(zip(("amplitude", "share", "in_step"), np.transpose(means), strict=True))
    felt = [each for each in comfort if each is not None]
    if len(felt) == len(comfort):
        columns["comfort"] = np.array(felt, dtype=np.float64)
    weight = sum(WEIGHTS[name] for name in columns)
    parts = [WEIGHTS[name] * each / max(each.max(), 1e-9) for name, each in columns.items()]
    return np.asarray(np.sum(parts, axis=0) / weight, dtype=np.float64)


def _wins(blocks: Sequence[Sequence[BreathWave]], comfort: Sequence[float | None]) -> Floats:
    """Return in what part of resamples of its blocks each trial scores best, shape (n,)."""
    rng = np.random.default_rng(SEED)
    wins = np.zeros(len(blocks))
    for _ in range(RESAMPLES):
        drawn = [[waves[k] for k in rng.integers(0, len(waves), len(waves))] for waves in blocks]
        wins[int(np.argmax(_scores([_mean(waves) for waves in drawn], comfort)))] += 1
    return wins / RESAMPLES

"""How often what is said of a person is true: simulated hearts and histories whose truth is known.

The suite holds the same promises with few of each; here are enough to tell the rates.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from analysis.across import Effect, Highlight, mean_effect, settling_practice
from analysis.live import LiveMeasures
from devices.heart_model import FullnessAt, HeartTraits
from tests.bench import SEED, Result, at_least, at_most
from tests.test_analysis_across import SEATED_SD, history
from tests.test_analysis_following import PACER, QUICK, noticed_s

LONG_S = 240.0
LATEST_S = 75.0
GIVEN_UP_S = 120.0


def results(*, quick: bool) -> Iterator[Result]:
    """Yield when a quick breath is noticed, false alarms, and what histories are told."""
    LiveMeasures().add(0.8, 800.0, 0)
    yield from _followings(1 if quick else 20, 65.0 if quick else LONG_S)
    yield from _histories(5 if quick else 400)


def _followings(hearts: int, length_s: float) -> Iterator[Result]:
    for name, breath in {
        "twelve breaths under a pacer of six": lambda time_s: QUICK.at(time_s).fullness,
        "breath of its own under a pacer of six": lambda _: None,
    }.items():
        noticed = _noticed(breath, HeartTraits(), hearts, GIVEN_UP_S)
        latest_s = max(at_s or math.inf for at_s in noticed)
        note = f"the latest of {hearts} hearts" if latest_s < math.inf else "one was not noticed"
        value = latest_s if latest_s < math.inf else None
        yield Result(f"{name}, noticed after", value, "s", at_most(LATEST_S), note=note)
    for name, traits in {
        "who follows": HeartTraits(),
        "who follows halfway": HeartTraits(adherence=0.5),
        "who follows faintly": HeartTraits(breath_ms=15, resonance_ms=5, mayer_ms=6, noise_ms=10),
    }.items():
        alarms = _noticed(lambda time_s: PACER.at(time_s).fullness, traits, hearts, length_s)
        share = 100 * sum(at_s is not None for at_s in alarms) / hearts
        note = f"of {hearts} hearts, {length_s / 60:.0f} min each"
        bar = at_most(0) if traits == HeartTraits() else None
        yield Result(f"{name}, told to be off the pacer", share, "%", bar, note=note)


def _noticed(
    breath: FullnessAt, traits: HeartTraits, hearts: int, until_s: float
) -> list[float | None]:
    return [noticed_s(breath, traits, SEED + seed, until_s) for seed in range(hearts)]


def _histories(count: int) -> Iterator[Result]:
    rng = np.random.default_rng(SEED)
    note = f"of {count} histories, ten sittings each, SD of Δln {SEATED_SD}"
    for practices in (2, 3, 4):
        spared = [_named(rng, practices, 0.0) is None for _ in range(count)]
        name = f"no difference among {practices} practices, none named"
        yield Result(name, 100 * float(np.mean(spared)), "%", at_least(95), note=note)
        found = [_named(rng, practices, math.log(1.4)) == "0" for _ in range(count)]
        name = f"one of {practices} practices better by 40 %, named"
        yield Result(name, 100 * float(np.mean(found)), "%", at_least(80), note=note)
    count *= 10  # these cost little
    held = [_holds_one(rng.normal(0, SEATED_SD, 12)) for _ in range(count)]
    name = "no change over 12 sittings, 1 within the 95 % interval"
    yield Result(name, 100 * float(np.mean(held)), "%", at_least(93), note=f"of {count} histories")


def _named(rng: np.random.Generator, practices: int, effect: float) -> str | None:
    found = settling_practice(history(rng, practices, 10, effect))
    return found.practice if isinstance(found, Highlight) else None


def _holds_one(changes: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    found = mean_effect(np.exp(changes))
    return isinstance(found, Effect) and found.low <= 1 <= found.high

"""A few odd beats in quiet and lively hearts: how far off is a rest that is compared with another.

Correction knows an artefact by what stands out, and these do not stand out enough: too early
without a pause, two or three together, or too long.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from analysis import Refusal, compare, measure
from analysis.compare import of_few_beats
from tests.artefact_trials import RESTS, SERIES, WITHOUT_DATA, parts_of, rmssd
from tests.made_hearts import SHARED, Floats, resting_rr
from tests.measured_page import markdown

EDGE_BEATS = 20
TIMES = (4, 6, 12, 20)
SIZES = (0.08, 0.12, 0.18, 0.25, 0.4)


class Put(NamedTuple):
    """An artefact of so many beats together, each changed by a part of itself."""

    width: int
    sign: int = -1
    pause: float = 0.0


PUTS = {
    f"{name}, {together}": Put(width, sign, pause)
    for name, sign, pause in (
        ("early, no pause", -1, 0.0),
        ("early, half the pause", -1, 0.5),
        ("early, whole pause", -1, 1.0),
        ("too long", 1, 0.0),
    )
    for width, together in ((1, "alone"), (2, "in twos"), (3, "in threes"))
}


class Outcome(NamedTuple):
    """What became of one rest with artefacts: RMSSD over its true one, unless it was refused."""

    times: float | None
    warned: bool


def with_few(rr_ms: Floats, put: Put, size: float, times: int, rng: np.random.Generator) -> Floats:
    """Put an artefact in so many times, spread over all of a rest."""
    spoilt = rr_ms.copy()
    apart = max(3 * put.width + 6, (len(rr_ms) - 2 * EDGE_BEATS) // times)
    free = max(1, apart - 3 * put.width - 4)
    for nth in range(times):
        at = EDGE_BEATS + nth * apart + int(rng.integers(0, free))
        if at < len(rr_ms) - EDGE_BEATS:
            moved_ms = size * spoilt[at : at + put.width]
            spoilt[at : at + put.width] += put.sign * moved_ms
            spoilt[at + put.width] += put.pause * moved_ms.sum()
    return spoilt


def outcome(rr_ms: Floats, spoilt_ms: Floats) -> Outcome:
    """Compare a rest with artefacts with itself."""
    found = measure(spoilt_ms)
    if isinstance(compare(found, found), Refusal):
        return Outcome(None, warned=False)
    return Outcome(found.time_domain["rmssd_ms"] / rmssd(rr_ms), of_few_beats(found))


def hearts() -> Iterator[Floats]:
    """Yield rests, real ones where they are there, and made ones, most of them quiet."""
    if SHARED.is_dir():
        for name in (*RESTS, *SERIES):
            yield from list(parts_of(name, 4))[::2]
    for scale, seed in product((0.1, 0.4, 1.0), range(2)):
        yield resting_rr(300, seed, scale=scale)


def outcomes(put: Put, rng: np.random.Generator) -> Iterator[Outcome]:
    """Yield what becomes of an artefact in every heart, of every size, so often."""
    for rr_ms, size, times in product(list(hearts()), SIZES, TIMES):
        yield outcome(rr_ms, with_few(rr_ms, put, size, times, rng))


def few_beats() -> str:
    """Put a few odd beats into rests; look which are compared, and how far off those are."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    rng = np.random.default_rng(20261127)
    rows = [[name, *_cells(list(outcomes(put, rng)))] for name, put in PUTS.items()]
    head = ["beats", "rests", "refused", "warned of", "worst of these", "neither"]
    head += ["1.6 times or more", "worst of these"]
    return markdown(head, rows)


def _cells(found: list[Outcome]) -> Iterator[str]:
    warned = [times for times, warned in found if times and warned]
    silent = [times for times, warned in found if times and not warned]
    yield from (str(len(found)), str(len(found) - len(warned) - len(silent)))
    yield from (str(len(warned)), _worst(warned), str(len(silent)))
    yield from (str(sum(times >= 1.6 for times in silent)), _worst(silent))


def _worst(times: list[float]) -> str:
    return f"{max(times):.1f}" if times else "–"

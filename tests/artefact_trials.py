"""Artefacts put into real rests whose own RMSSD is known, and rests left as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis import Refusal, compare, measure
from analysis.artifacts import LEFT_OUT, correct
from tests.made_hearts import (
    SHARED,
    Floats,
    missed_in_a_row,
    often_early,
    sine_rr,
    twice_in_a_row,
    within,
)
from tests.measured_page import markdown

Put = Callable[[Floats, int, int], Floats]

WITHOUT_DATA = "Left out here: it needs the recordings in `../shared/data`."
PART_S = 300
ARTEFACTS = 6
EDGE_BEATS = 15
APART_BEATS = 5

RESTS = ("rest/hrvpy_rest_rri.txt", "rest/hrvpy_test_real_rri.txt", "paced/dhyb_polarH10_ibi.csv")
SERIES = tuple(f"kubios/series_{n}.npy" for n in range(1, 6))


def rr_of(name: str) -> Floats:
    """Return the RR intervals in ms of a shared recording, dropouts left out."""
    path = SHARED / name
    if path.suffix == ".npy":
        rr_ms = np.load(path).astype(np.float64).ravel()
    else:
        rr_ms = np.loadtxt(path, delimiter="," if path.suffix == ".csv" else None, ndmin=2)[:, -1]
    return np.asarray(rr_ms[(rr_ms > 300) & (rr_ms < 2000)])


def parts_of(name: str, most: int = 99) -> Iterator[Floats]:
    """Yield the five-minute parts of a shared recording that are whole."""
    rr_ms = rr_of(name)
    for part in range(min(most, int(rr_ms.sum() / 1000 // PART_S))):
        yield within(rr_ms, part * PART_S, (part + 1) * PART_S)


def rmssd(rr_ms: Floats) -> float:
    """Return RMSSD by its definition."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def with_early_beats(rr_ms: Floats, early: float, pause: float, rng: np.random.Generator) -> Floats:
    """Bring six beats early by a part of their interval, and the one after late by ``pause``."""
    spoilt = rr_ms.copy()
    places = np.arange(EDGE_BEATS, len(rr_ms) - EDGE_BEATS, APART_BEATS)
    for at in rng.choice(places, ARTEFACTS, replace=False):
        shift_ms = early * spoilt[at]
        spoilt[at] -= shift_ms
        spoilt[at + 1] += pause * shift_ms
    return spoilt


def deep_breath(amplitude_ms: float) -> Floats:
    """Return five minutes of a perfect 4/6 breath."""
    return sine_rr(0.1, amplitude_ms, PART_S, mean_ms=900)


# ---------------------------------------------------------------- what correction does


def artefacts() -> str:
    """Put early beats into real rests; look how near RMSSD comes to what it was."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    parts = [part for name in (*RESTS, *SERIES) for part in parts_of(name, 4)]
    rng = np.random.default_rng(20261123)
    rows = []
    for early in (0.1, 0.15, 0.2, 0.3, 0.4):
        for pause in (1.0, 0.3):
            spoilt = [with_early_beats(part, early, pause, rng) for part in parts]
            ours = _distances(parts, [correct(each).rr_ms for each in spoilt])
            theirs = _distances(parts, [_corrected_by_neurokit(each) for each in spoilt])
            raw = _distances(parts, spoilt)
            name = f"{100 * early:.0f} % early, {100 * pause:.0f} % of it paused after"
            rows.append([name, *(f"{np.mean(each):.2f}" for each in (raw, theirs, ours))])
    head = ["six in five minutes", "uncorrected", "neurokit2's correction", "ours"]
    return f"Mean |Δ ln RMSSD| over {len(parts)} parts.\n\n" + markdown(head, rows)


def in_a_row() -> str:
    """Lose every other beat for a while, or hear each twice; look how near RMSSD comes."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    parts = [part for name in (*RESTS, *SERIES) for part in parts_of(name, 4)]
    rows = []
    for row in (1, 2, 3, 5, 8, 20):
        cells = [_off_in_a_row(parts, put, row) for put in (missed_in_a_row, twice_in_a_row)]
        rows.append([str(row), *cells[0], *cells[1]])
    head = ["in a row", *(f"{put}, {whose}" for put in ("missed", "twice") for whose in _WHOSE)]
    return f"Mean |Δ ln RMSSD| over {len(parts)} parts.\n\n" + markdown(head, rows)


_WHOSE = ("neurokit2's correction", "ours")


def _off_in_a_row(parts: Sequence[Floats], put: Put, row: int) -> list[str]:
    spoilt = [put(part, len(part) // 3, row) for part in parts]
    theirs = _distances(parts, [_corrected_by_neurokit(each) for each in spoilt])
    ours = [
        abs(np.log(_rmssd_of(each) / rmssd(part))) for each, part in zip(spoilt, parts, strict=True)
    ]
    return [f"{np.mean(each):.2f}" for each in (theirs, ours)]


def many_early() -> str:
    """Bring every so manieth beat of real rests early; look what is left, and how near RMSSD is."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    parts = [part for name in (*RESTS, *SERIES) for part in parts_of(name, 4)]
    rows = [
        [f"every {every}., {100 * early:.0f} % early", *_of_many_early(parts, every, early)]
        for every in (3, 5, 10, 20)
        for early in (0.08, 0.12, 0.16, 0.2, 0.3)
    ]
    head = ["beats", "uncorrected", "compared", "of these, ours", "beats left out"]
    return (
        f"Mean |Δ ln RMSSD| over {len(parts)} parts, and over those of them clean enough to be "
        "compared.\n\n" + markdown(head, rows)
    )


def _of_many_early(parts: Sequence[Floats], every: int, early: float) -> list[str]:
    spoilt = [often_early(part, every, early) for part in parts]
    found = [measure(each) for each in spoilt]
    off = [
        abs(np.log(each.time_domain["rmssd_ms"] / rmssd(part)))
        for part, each in zip(parts, found, strict=True)
        if not isinstance(compare(each, each), Refusal)
    ]
    left_out = np.mean([each.artifacts.left_out / each.beats for each in found])
    ours = f"{np.mean(off):.2f}" if off else "–"
    raw = f"{np.mean(_distances(parts, spoilt)):.2f}"
    return [raw, f"{len(off)}", ours, f"{100 * left_out:.0f} %"]


def _rmssd_of(rr_ms: Floats) -> float:
    """Return RMSSD as a measured recording has it."""
    return measure(rr_ms).time_domain["rmssd_ms"]


def _distances(before: Sequence[Floats], after: Sequence[Floats]) -> list[float]:
    return [abs(np.log(rmssd(b) / rmssd(a))) for a, b in zip(before, after, strict=True)]


def left_alone() -> str:
    """Look what correction does where nothing is to be corrected."""
    rows = [_touched(name, parts) for name, parts in _clean().items()]
    if SHARED.is_dir():
        rows += [_touched(f"`{name}`", list(parts_of(name))) for name in SERIES]
    head = ["heart", "beats changed", "RMSSD, ours", "RMSSD, neurokit2's correction"]
    return f"{_said_of_clean()}\n\n" + markdown(head, rows)


def _clean() -> dict[str, list[Floats]]:
    """Return breath and rest, real and made, in which no beat is to be changed."""
    hearts = {f"made 4/6 breath, ±{ms} ms": [deep_breath(ms)] for ms in (30, 60, 100, 150)}
    if SHARED.is_dir():
        hearts |= {f"`{name}`": list(parts_of(name)) for name in RESTS}
    return hearts


def _said_of_clean() -> str:
    changed, beats = clean_count()
    return (
        f"On clean rest and paced breath {changed} of {beats:,} beats were changed, "
        f"{100 * changed / beats:.2f} %. The recordings named kubios hold a few real early beats."
    )


def clean_count() -> tuple[int, int]:
    """Return how many clean beats were changed, and of how many."""
    kinds = np.concatenate([correct(part).kinds for parts in _clean().values() for part in parts])
    return int(_is_changed(kinds).sum()), len(kinds)


def _is_changed(kinds: NDArray[np.str_]) -> NDArray[np.bool_]:
    changed: NDArray[np.bool_] = (kinds != "") & (kinds != LEFT_OUT)
    return changed


def _touched(name: str, parts: Sequence[Floats]) -> list[str]:
    done = [correct(part) for part in parts]
    changed = 100 * np.mean(_is_changed(np.concatenate([each.kinds for each in done])))
    ours = [rmssd(a.rr_ms) / rmssd(b) - 1 for a, b in zip(done, parts, strict=True)]
    theirs = [rmssd(_corrected_by_neurokit(part)) / rmssd(part) - 1 for part in parts]
    shown = [f"{100 * np.mean(each):+.1f} %" for each in (ours, theirs)]
    return [name, f"{changed:.2f} %", *shown]


def _corrected_by_neurokit(rr_ms: Floats) -> Floats:
    import neurokit2

    peaks = np.rint(np.r_[0, np.cumsum(rr_ms)]).astype(np.int64)
    _, clean = neurokit2.signal_fixpeaks(peaks, 1000, iterative=True, method="Kubios")
    return np.diff(np.asarray(clean, dtype=np.float64))

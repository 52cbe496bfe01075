"""How evenly the window moves in the midst of a sitting, beside a bare Qt window in the same run.

Beats, neurokit2 and the disk are at work meanwhile; each window has a process of its own, in turns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.bench import Result, at_most, in_a_process
from tests.watched_windows import Seen, watch_bare, watch_ours

LENGTH_S = 30.0
PAIRS = 3
MODULE = "tests.watched_windows"
BARE = "bare Qt window"


def results(*, quick: bool) -> Iterator[Result]:
    """Yield gaps between frames, what is on the way to a pixel, processor, memory."""
    if quick:
        bare, ours = [watch_bare(0.6)], [watch_ours(1.2, ready_s=5.0)]
    else:
        pairs = [_pair() for _ in range(PAIRS)]
        bare, ours = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    yield from _moving(ours, bare)
    yield from _costing(ours, bare)


def _pair() -> tuple[Seen, Seen]:
    bare, ours = (in_a_process(MODULE, name, str(LENGTH_S)) for name in ("bare", "ours"))
    return bare, ours


def _median(seen: list[Seen], key: str) -> float:
    return float(np.median([each[key] for each in seen]))


def _moving(ours: list[Seen], bare: list[Seen]) -> Iterator[Result]:
    for name, key, limit in (
        ("gap between frames, median", "gap_p50_ms", None),
        ("gap between frames, p99", "gap_p99_ms", 21),
        ("notification to pixel, median", "latency_p50_ms", 20),
        ("notification to pixel, p95", "latency_p95_ms", 40),
    ):
        bar = at_most(limit) if limit else None
        yield Result(name, _median(ours, key), "ms", bar, _median(bare, key), BARE)
    worst, theirs = (max(each["gap_max_ms"] for each in seen) for seen in (ours, bare))
    yield Result("gap between frames, longest of all", worst, "ms", at_most(50), theirs, BARE)
    yield Result("stop key to the ground", _median(ours, "ground_ms"), "ms", at_most(200))


def _costing(ours: list[Seen], bare: list[Seen]) -> Iterator[Result]:
    yield Result(
        "processor in a practice",
        _median(ours, "cpu_pct"),
        "% of a core",
        at_most(12, "difference"),
        _median(bare, "cpu_pct"),
        BARE,
        "every measure at work; the bare window fills itself with one colour at 60 frames a second",
    )
    yield Result(
        "ready, and no processor was free",
        _median(ours, "waited_pct"),
        "% of the time",
        note="others use the machine: what is late by that is not the window's doing (Linux)",
    )
    yield Result("processor at rest", _median(ours, "rest_cpu_pct"), "% of a core", at_most(1))
    yield Result("memory in a practice", _median(ours, "memory_mb"), "MB", at_most(400))

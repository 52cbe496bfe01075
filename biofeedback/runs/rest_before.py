"""The rest before, measured whole once it is over: what later numbers are held against.

As a summary measures it, so that one rest has one number wherever it is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from analysis import _neurokit
from analysis.report import measure
from biofeedback.sitting import Phase, PhaseStarted
from devices.events import Beat

SHOWN = {"heart_rate_bpm": "mean_hr_bpm", "rmssd_ms": "rmssd_ms", "hf_ms2": "hf_ms2"}
"""What a tile shows, and how it is called where a rest is measured."""


class RestBefore:
    """Gathers the beats of a rest until the first comes that ended after it."""

    def __init__(self) -> None:
        self._start_s = self._end_s = math.inf
        self._beats: list[Beat] = []

    def follow(self, event: PhaseStarted) -> None:
        """Take in that a part of the sitting began."""
        if event.phase is Phase.REST_BEFORE:
            self._start_s, self._end_s, self._beats = event.time_s, math.inf, []
        elif math.isinf(self._end_s):
            self._end_s = event.time_s

    def add(self, beats: Iterable[Beat]) -> dict[str, float] | None:
        """Take beats in; return the measures that there are, once all of them are here."""
        over = False
        for beat in beats:
            if beat.time_s - beat.rr_ms / 1000 >= self._start_s and beat.time_s <= self._end_s:
                self._beats.append(beat)
            over = over or beat.time_s > self._end_s
        if not over or math.isinf(self._start_s):
            return None
        self._start_s = math.inf
        return self._measured()

    def _measured(self) -> dict[str, float]:
        if not _neurokit.is_warm() or not self._beats:
            return {}
        rows = [(beat.rr_ms, beat.stretch, beat.usable) for beat in self._beats]
        rr_ms, stretch, usable = map(np.array, zip(*rows, strict=True))
        found = measure(rr_ms, stretch, usable=usable)
        known = {**found.time_domain, **found.frequency_domain}
        return {tile: known[name] for tile, name in SHOWN.items() if name in known}

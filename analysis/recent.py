"""The last minutes of beats, as gap-free runs on their own time axis, raw and corrected."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from analysis.artifacts import LEFT_OUT, Corrected
from analysis.cleaning import cleaned
from analysis.stretches import USABLE_MS

Floats = NDArray[np.float64]

_ROUNDING_S = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Intervals that follow each other without a gap, and when each ended; both (n,)."""

    ends_s: Floats
    rr_ms: Floats

    @classmethod
    def following(cls, begin_s: float, rr_ms: Floats) -> Intervals:
        """Lay intervals one after the other."""
        return cls(begin_s + np.cumsum(rr_ms) / 1000, rr_ms)

    @property
    def begin_s(self) -> float | None:
        """When the first of them began; None where there is none."""
        return float(self.ends_s[0] - self.rr_ms[0] / 1000) if len(self.rr_ms) else None

    def since(self, start_s: float) -> Intervals:
        """Return those that began at or after ``start_s``."""
        inside = self.ends_s - self.rr_ms / 1000 >= start_s - _ROUNDING_S
        return Intervals(self.ends_s[inside], self.rr_ms[inside])


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRun:
    """One gap-free run: its raw intervals, which of them were changed, and the corrected ones."""

    raw: Intervals
    changed: NDArray[np.bool_]
    clean: Intervals

    @classmethod
    def of(cls, raw: Intervals, done: Corrected) -> JudgedRun:
        """Lay what was corrected on the time axis of what was recorded."""
        begin_s = raw.ends_s[0] - raw.rr_ms[0] / 1000 + done.begins_ms / 1000
        changed = (done.kinds != "") & (done.kinds != LEFT_OUT)
        return cls(raw, changed, Intervals.following(begin_s, done.rr_ms))


def _judged(run: Intervals) -> list[JudgedRun]:
    """Judge a run; an empty one is last where its newest beats are of no use."""
    found = cleaned(run.rr_ms, [slice(0, len(run.rr_ms))])
    judged = [
        JudgedRun.of(Intervals(run.ends_s[part], run.rr_ms[part]), done) for part, done in found
    ]
    ends = found[-1].part.stop if found else 0
    return judged if ends == len(run.rr_ms) else [*judged, NO_RUN]


NO_INTERVALS = Intervals(np.empty(0), np.empty(0))
NO_RUN = JudgedRun(NO_INTERVALS, np.empty(0, dtype=np.bool_), NO_INTERVALS)


class RecentBeats:
    """The beats of one phase, as far back as the longest window reaches.

    Inside a stretch the beat times are the running sum of RR, so that a time that jitters from
    beat to beat moves nothing. A run that has ended is judged once, as it stood then.
    """

    def __init__(self) -> None:
        self._stretch: int | None = None
        self._now_s = 0.0
        self.begin(float("-inf"), 0.0)

    def begin(self, start_s: float, keep_s: float) -> None:
        """Forget every beat; from now on keep those that began after ``start_s``."""
        self._start_s, self._keep_s = start_s, keep_s
        self._ended: deque[Intervals] = deque()
        self._judged: deque[list[JudgedRun]] = deque()
        self._rr_ms: deque[float] = deque()
        self._begin_s = 0.0

    def add(self, time_s: float, rr_ms: float, stretch: int, *, usable: bool) -> float | None:
        """Take in a beat; return when it ended, or None if it began before the phase did."""
        if stretch == self._stretch:
            time_s = self._now_s + rr_ms / 1000
        else:
            self._end_run()
        self._stretch, self._now_s = stretch, time_s
        if time_s - rr_ms / 1000 < self._start_s - _ROUNDING_S:
            return None
        if usable and USABLE_MS[0] <= rr_ms <= USABLE_MS[1]:
            if not self._rr_ms:
                self._begin_s = time_s - rr_ms / 1000
            self._rr_ms.append(rr_ms)
        else:
            self._end_run()
        self._forget()
        return time_s

    def raw(self) -> list[Intervals]:
        """Return the gap-free runs as they came; the last is still going on and may be empty."""
        return [*self._ended, self._going_on()]

    def judged(self) -> list[JudgedRun]:
        """Return the runs after correction; the last is still going on and may be empty.

        Where beats in between are of no use, a run is two.
        """
        self._judged += [_judged(run) for run in list(self._ended)[len(self._judged) :]]
        going_on = _judged(self._going_on()) if self._rr_ms else [NO_RUN]
        return [*chain.from_iterable(self._judged), *going_on]

    def _going_on(self) -> Intervals:
        return Intervals.following(self._begin_s, np.array(self._rr_ms, dtype=np.float64))

    def _end_run(self) -> None:
        if self._rr_ms:
            self._ended.append(self._going_on())
            self._rr_ms.clear()

    def _forget(self) -> None:
        oldest_s = self._now_s - self._keep_s
        while self._ended and self._ended[0].ends_s[-1] < oldest_s:
            self._ended.popleft()
            if self._judged:
                self._judged.popleft()
        while self._rr_ms and self._begin_s + self._rr_ms[0] / 1000 < oldest_s:
            self._begin_s += self._rr_ms.popleft() / 1000

"""Every measure at every beat, by one object, whether the heart is live, replayed or simulated.

It reads no clock: what it says depends on the beats and phases it was told, in their order, and on
nothing else. A window never reaches back over a restart, and no number bridges a gap.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import _neurokit
from analysis import frequency_domain as frequency
from analysis.artifacts import FEWEST_BEATS, LEFT_OUT, correct
from analysis.breath_wave import BREATHS, breath_wave
from analysis.frequency_domain import hf_caveat
from analysis.metrics import LiveMetrics, Reading
from analysis.stretches import USABLE_MS, seconds, split

__all__ = ["LiveMeasures", "hf_caveat"]

Floats = NDArray[np.float64]

HEART_RATE_S = 10.0
FEWEST_RATE_BEATS = 5
RMSSD_S = 60.0
RMSSD_LEAST_S = 30.0
SPECTRUM_S = 120.0
HF_LEAST_S = 60.0
LF_LEAST_S = 100.0
LEAST_BREATHS = 3
LEAST_COVERED_PCT = 80.0
MOST_CORRECTED_PCT = 5.0
ONE_BEAT_S = 2.0
"""A window of 60 s holds up to a beat less than 60 s of whole beats, and is none the shorter."""

GETTING_READY = Reading.missing("getting ready")
UNPACED = Reading.missing("no pace is set")


@dataclass(frozen=True, slots=True)
class _Beat:
    time_s: float
    rr_ms: float
    stretch: int
    usable: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """One gap-free run of the window after correction; ``ends_s`` are the ends of ``rr_ms``."""

    ends_s: Floats
    rr_ms: Floats
    raw_ends_s: Floats
    changed: NDArray[np.bool_]

    def since(self, start_s: float) -> Floats:
        """Return the intervals that begin at or after ``start_s``."""
        return self.rr_ms[self.ends_s - self.rr_ms / 1000 >= start_s - 1e-6]


class LiveMeasures:
    """The live measures of one sitting.

    Parameters
    ----------
    require_warm
        Answer "getting ready" instead of importing neurokit2 on the caller's thread.
    """

    def __init__(self, *, require_warm: bool = False) -> None:
        self._require_warm = require_warm
        self._beats: deque[_Beat] = deque()
        self._start_s = 0.0
        self._pace_hz: float | None = None
        self._latest = LiveMetrics()

    @property
    def latest(self) -> LiveMetrics:
        """The measures at the last beat."""
        return self._latest

    def restart(self, time_s: float, pace_hz: float | None) -> None:
        """Begin anew: a phase of the sitting began.

        Parameters
        ----------
        time_s
            When; no interval that began earlier is measured.
        pace_hz
            Breaths per second of the pacer; None for a natural breath.
        """
        self._beats.clear()
        self._start_s, self._pace_hz = time_s, pace_hz
        self._latest = LiveMetrics(time_s)

    def add(self, time_s: float, rr_ms: float, stretch: int, *, usable: bool = True) -> LiveMetrics:
        """Take one beat in and measure.

        Parameters
        ----------
        time_s
            When the interval ended.
        rr_ms
            The RR interval.
        stretch
            Number of the gap-free stretch it belongs to.
        usable
            False for an interval that keeps its place, and of which no number is made.
        """
        if time_s - rr_ms / 1000 >= self._start_s:
            usable = usable and USABLE_MS[0] <= rr_ms <= USABLE_MS[1]
            self._beats.append(_Beat(time_s, rr_ms, stretch, usable))
            self._forget(time_s)
            self._latest = self._measured(time_s)
        return self._latest

    def _forget(self, now_s: float) -> None:
        longest_s = max(SPECTRUM_S, self._breaths_s) + ONE_BEAT_S
        while self._beats[0].time_s < now_s - longest_s:
            self._beats.popleft()

    @property
    def _breaths_s(self) -> float:
        return BREATHS / self._pace_hz if self._pace_hz else 0.0

    @property
    def _rmssd_s(self) -> float:
        """Return the window of RMSSD: a minute, as whole breaths."""
        if not self._pace_hz:
            return RMSSD_S
        return max(1, round(RMSSD_S * self._pace_hz)) / self._pace_hz

    def _measured(self, now_s: float) -> LiveMetrics:
        rate = self._heart_rate(now_s)
        if self._require_warm and not _neurokit.is_warm():
            return LiveMetrics(now_s, rate, *[GETTING_READY] * 8)
        runs = self._corrected()
        covered_pct = self._covered_pct(now_s, self._rmssd_s)
        wave, share, step = self._breath(now_s, runs)
        return LiveMetrics(
            now_s,
            rate,
            self._rmssd(now_s, runs),
            self._band(now_s, runs, frequency.HF_HZ, HF_LEAST_S),
            self._band(now_s, runs, frequency.LF_HZ, LF_LEAST_S),
            wave,
            share,
            step,
            Reading(covered_pct),
            Reading(_changed_pct(runs, now_s - self._rmssd_s)),
        )

    def _heart_rate(self, now_s: float) -> Reading:
        recent = [b.rr_ms for b in self._beats if b.usable and b.time_s > now_s - HEART_RATE_S]
        if not recent:
            return Reading.missing("waiting for a clear beat")
        rate = float(60_000 * len(recent) / sum(recent))
        return Reading(rate, provisional=len(recent) < FEWEST_RATE_BEATS)

    def _corrected(self) -> list[_Run]:
        beats = list(self._beats)
        rr_ms = np.array([b.rr_ms for b in beats])
        parts = split(rr_ms, [b.stretch for b in beats], [b.usable for b in beats])
        return [_run(beats[part.start : part.stop]) for part in parts]

    def _covered_pct(self, now_s: float, window_s: float) -> float:
        """Return how much of the window, as far as it has come, usable beats cover."""
        start_s = max(self._start_s, now_s - window_s)
        inside_s = (
            b.time_s - max(start_s, b.time_s - b.rr_ms / 1000)
            for b in self._beats
            if b.usable and b.time_s > start_s
        )
        return min(100.0, 100 * sum(inside_s) / max(now_s - start_s, 1e-9))

    def _unfit(self, now_s: float, window_s: float, runs: list[_Run]) -> str:
        """Return why nothing may be measured in this window, or nothing."""
        if self._covered_pct(now_s, window_s) < LEAST_COVERED_PCT:
            return "too few beats came through"
        if _changed_pct(runs, now_s - window_s) > MOST_CORRECTED_PCT:
            return "too many unclear beats"
        return ""

    def _rmssd(self, now_s: float, runs: list[_Run]) -> Reading:
        recent = [run.since(now_s - self._rmssd_s) for run in runs]
        pairs = [rr_ms for rr_ms in recent if len(rr_ms) > 1]
        have_s = sum(map(seconds, pairs))
        if have_s < RMSSD_LEAST_S - ONE_BEAT_S:
            return _not_yet(have_s, RMSSD_LEAST_S)
        if reason := self._unfit(now_s, self._rmssd_s, runs):
            return Reading.missing(reason)
        full = have_s >= self._rmssd_s * LEAST_COVERED_PCT / 100 and self._lasted(
            now_s, self._rmssd_s
        )
        return Reading(_neurokit.rmssd_ms(pairs), provisional=not full)

    def _lasted(self, now_s: float, window_s: float) -> bool:
        return now_s - self._start_s >= window_s - ONE_BEAT_S

    def _band(
        self, now_s: float, runs: list[_Run], band_hz: tuple[float, float], least_s: float
    ) -> Reading:
        """Measure the run that is still going on; a gap starts the wait again."""
        rr_ms = runs[-1].since(now_s - SPECTRUM_S) if runs else np.empty(0)
        have_s = seconds(rr_ms)
        if have_s < least_s - ONE_BEAT_S:
            return _not_yet(have_s, least_s, gap=len(runs) > 1)
        if reason := self._unfit(now_s, have_s, runs):
            return Reading.missing(reason)
        power = frequency.band_power_ms2(*frequency.one_window_spectrum(rr_ms), band_hz)
        return Reading(power, provisional=have_s < SPECTRUM_S - ONE_BEAT_S)

    def _breath(self, now_s: float, runs: list[_Run]) -> tuple[Reading, Reading, Reading]:
        if self._pace_hz is None:
            return UNPACED, UNPACED, UNPACED
        reason, lasted_s = "", now_s - self._start_s
        if lasted_s < LEAST_BREATHS / self._pace_hz:
            reason = f"after {LEAST_BREATHS} breaths"
        if reason := reason or self._unfit(now_s, self._breaths_s, runs):
            return (Reading.missing(reason),) * 3
        start_s = now_s - self._breaths_s
        inside = [run.ends_s - run.rr_ms / 1000 >= start_s - 1e-6 for run in runs]
        rr_ms = np.concatenate([run.rr_ms[i] for run, i in zip(runs, inside, strict=True)])
        ends_s = np.concatenate([run.ends_s[i] for run, i in zip(runs, inside, strict=True)])
        provisional = lasted_s < self._breaths_s - ONE_BEAT_S
        wave = breath_wave(ends_s, rr_ms, self._pace_hz)
        step = (
            Reading.missing("too few beats in a breath")
            if wave.in_step is None
            else Reading(wave.in_step, provisional=provisional)
        )
        return (
            Reading(wave.amplitude_ms, provisional=provisional),
            Reading(wave.share_pct, provisional=provisional),
            step,
        )


def _run(beats: list[_Beat]) -> _Run:
    raw_ms = np.array([b.rr_ms for b in beats])
    raw_ends_s = np.array([b.time_s for b in beats])
    # Too short to be judged: as it came, so that the first seconds have a number to settle from.
    done = correct(raw_ms) if len(beats) >= FEWEST_BEATS else None
    if done is None:
        return _Run(raw_ends_s, raw_ms, raw_ends_s, np.zeros(len(beats), dtype=np.bool_))
    begin_s = raw_ends_s[0] - raw_ms[0] / 1000 + done.begins_ms / 1000
    ends_s = begin_s + np.cumsum(done.rr_ms) / 1000
    return _Run(ends_s, done.rr_ms, raw_ends_s, ~np.isin(done.kinds, ("", LEFT_OUT)))


def _changed_pct(runs: list[_Run], start_s: float) -> float:
    changed = [bool(each) for run in runs for each in run.changed[run.raw_ends_s > start_s]]
    return 100 * sum(changed) / len(changed) if changed else 0.0


def _not_yet(have_s: float, needed_s: float, *, gap: bool = False) -> Reading:
    after = " since the gap" if gap else " so far"
    return Reading.missing(f"needs {needed_s:.0f} s, {int(have_s)} s{after}")

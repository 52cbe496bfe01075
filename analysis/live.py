"""Every measure at every beat, by one object, whether the heart is live, replayed or simulated.

It reads no clock: what it says depends on the beats and phases it was told, in their order, and on
nothing else. A window never reaches back over a restart, and no number bridges a gap.
"""

from __future__ import annotations

import math
from dataclasses import fields
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from analysis import _neurokit
from analysis import frequency_domain as frequency
from analysis.breath_wave import BREATHS, NO_PHASE, breath_wave
from analysis.frequency_domain import hf_caveat
from analysis.metrics import NOT_STARTED, LiveMetrics, Reading
from analysis.recent import Intervals, JudgedRun, RecentBeats
from analysis.stretches import NO_VARIANCE, seconds, varies

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

KEPT_BEYOND_S = 15.0
"""Beats kept before the longest window, so that its first ones are judged with neighbours."""

RATE_WITHIN = 0.3
"""Beats further from the median are left out of the heart rate: a breath's swing is smaller."""

_MEASURES = len(fields(LiveMetrics)) - 1
GETTING_READY = Reading.missing("getting ready")
JUST_BEGUN = Reading.missing("this part has just begun")
UNPACED = Reading.missing("no pace is set")
AFTER_GAP = "settling after a gap"
UNCLEAR = "settling, some beats were unclear"


class LiveMeasures:
    """The live measures of one sitting.

    Parameters
    ----------
    require_warm
        Answer "getting ready" instead of importing neurokit2 on the caller's thread.
    """

    def __init__(self, *, require_warm: bool = False) -> None:
        self._require_warm = require_warm
        self._beats = RecentBeats()
        self._start_s: float | None = None
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
        self._start_s, self._pace_hz = time_s, pace_hz
        self._beats.begin(time_s, max(SPECTRUM_S, self._breaths_s) + KEPT_BEYOND_S)
        heard = self._latest.heart_rate_bpm is not NOT_STARTED
        self._latest = (
            LiveMetrics(time_s, *[JUST_BEGUN] * _MEASURES) if heard else LiveMetrics(time_s)
        )

    def add(self, time_s: float, rr_ms: float, stretch: int, *, usable: bool = True) -> LiveMetrics:
        """Take one beat in and measure. Without a restart before, the first beat is the start.

        Parameters
        ----------
        time_s
            When the interval ended. Inside a stretch the running sum of RR stands for it.
        rr_ms
            The RR interval.
        stretch
            Number of the gap-free stretch it belongs to.
        usable
            False for an interval that keeps its place, and of which no number is made.

        Raises
        ------
        ValueError
            If a time or an interval is no finite number.
        """
        if not (math.isfinite(time_s) and math.isfinite(rr_ms)):
            raise ValueError(f"A beat of {rr_ms} ms at {time_s} s: give finite numbers.")
        if self._start_s is None:
            self.restart(time_s - rr_ms / 1000, None)
        now_s = self._beats.add(time_s, rr_ms, stretch, usable=usable)
        if now_s is not None:
            self._latest = self._measured(time_s, now_s)
        return self._latest

    @property
    def _breaths_s(self) -> float:
        return BREATHS / self._pace_hz if self._pace_hz else 0.0

    @property
    def _rmssd_s(self) -> float:
        """Return the window of RMSSD: a minute, as whole breaths."""
        if not self._pace_hz:
            return RMSSD_S
        return max(1, round(RMSSD_S * self._pace_hz)) / self._pace_hz

    def _measured(self, time_s: float, now_s: float) -> LiveMetrics:
        raw = self._beats.raw()
        rate = _heart_rate([run.since(now_s - HEART_RATE_S) for run in raw])
        if self._require_warm and not _neurokit.is_warm():
            return LiveMetrics(time_s, rate, *[GETTING_READY] * (_MEASURES - 1))
        runs = self._beats.judged()
        minute = _Window(self._since(now_s, self._rmssd_s), now_s, raw, runs)
        breaths = _Window(self._since(now_s, self._breaths_s), now_s, raw, runs)
        wave, share, step = self._breath(breaths)
        interrupted = _interrupted(raw, runs)
        going_on = _Window(now_s - SPECTRUM_S, now_s, raw[-1:], runs[-1:])
        hf, lf = _bands(going_on, interrupted)
        return LiveMetrics(
            time_s=time_s,
            heart_rate_bpm=rate,
            rmssd_ms=self._rmssd(minute, interrupted),
            hf_ms2=hf,
            lf_ms2=lf,
            breath_wave_ms=wave,
            share_pct=share,
            in_step=step,
            coverage_pct=Reading(minute.heard_pct),
            corrected_pct=Reading(minute.corrected_pct),
        )

    def _since(self, now_s: float, window_s: float) -> float:
        return max(self._start_s or 0.0, now_s - window_s)

    def _lasted(self, now_s: float, window_s: float) -> bool:
        return now_s - (self._start_s or 0.0) >= window_s - ONE_BEAT_S

    def _rmssd(self, window: _Window, interrupted: str) -> Reading:
        pairs = [run.rr_ms for run in window.clean if len(run.rr_ms) > 1]
        have_s = sum(map(seconds, pairs))
        if have_s < RMSSD_LEAST_S - ONE_BEAT_S:
            return _not_yet(have_s, RMSSD_LEAST_S, interrupted)
        if reason := window.unfit():
            return Reading.missing(reason)
        full = self._lasted(window.now_s, self._rmssd_s)
        return Reading(_neurokit.rmssd_ms(pairs), provisional=not full)

    def _breath(self, window: _Window) -> tuple[Reading, Reading, Reading]:
        if self._pace_hz is None:
            return UNPACED, UNPACED, UNPACED
        least_s = LEAST_BREATHS / self._pace_hz
        reason = f"needs {LEAST_BREATHS} breaths" if not self._lasted(window.now_s, least_s) else ""
        if reason := reason or window.unfit():
            return (Reading.missing(reason),) * 3
        provisional = not self._lasted(window.now_s, self._breaths_s)
        ends_s = np.concatenate([run.ends_s for run in window.clean])
        rr_ms = np.concatenate([run.rr_ms for run in window.clean])
        wave = breath_wave(ends_s, rr_ms, self._pace_hz)
        known = partial(_known_or, provisional=provisional)
        return (
            known(wave.amplitude_ms, ""),
            known(wave.share_pct, NO_VARIANCE),
            known(wave.in_step, NO_PHASE if varies(rr_ms) else NO_VARIANCE),
        )


def _known_or(value: float | None, reason: str, *, provisional: bool) -> Reading:
    return Reading.missing(reason) if value is None else Reading(value, provisional=provisional)


def _bands(window: _Window, interrupted: str) -> tuple[Reading, Reading]:
    """Measure HF and LF in the run that is still going on; a gap starts the wait again."""
    rr_ms = window.clean[0].rr_ms
    have_s = seconds(rr_ms)
    short = [_not_yet(have_s, least_s, interrupted) for least_s in (HF_LEAST_S, LF_LEAST_S)]
    if have_s < HF_LEAST_S - ONE_BEAT_S:
        return short[0], short[1]
    if window.corrected_pct > MOST_CORRECTED_PCT:
        return Reading.missing(UNCLEAR), Reading.missing(UNCLEAR)
    psd = frequency.one_window_spectrum(rr_ms)
    provisional = have_s < SPECTRUM_S - ONE_BEAT_S
    hf, lf = (
        Reading(frequency.band_power_ms2(*psd, band_hz), provisional=provisional)
        for band_hz in (frequency.HF_HZ, frequency.LF_HZ)
    )
    return hf, lf if have_s >= LF_LEAST_S - ONE_BEAT_S else short[1]


class _Window:
    """The corrected beats between two moments, and whether numbers may be made of them."""

    def __init__(
        self, start_s: float, now_s: float, raw: list[Intervals], runs: list[JudgedRun]
    ) -> None:
        self.start_s, self.now_s = start_s, now_s
        self._raw, self._runs = raw, runs
        self.clean = [run.clean.since(start_s) for run in runs]

    @cached_property
    def heard_pct(self) -> float:
        """How much of the window the recorded beats cover."""
        return _covered_pct(self._raw, self.start_s, self.now_s)

    @property
    def corrected_pct(self) -> float:
        changed = np.concatenate([run.changed[run.raw.ends_s > self.start_s] for run in self._runs])
        return 100 * float(changed.mean()) if changed.size else 0.0

    def unfit(self) -> str:
        """Return why nothing may be measured here, or nothing."""
        if self.heard_pct < LEAST_COVERED_PCT:
            return AFTER_GAP
        if self.corrected_pct > MOST_CORRECTED_PCT:
            return UNCLEAR
        clean = [run.clean for run in self._runs]
        if _covered_pct(clean, self.start_s, self.now_s) >= LEAST_COVERED_PCT:
            return ""
        judged = self._begun([run.raw for run in self._runs])
        gaps_only = len(self._raw) > 1 and judged == self._begun(self._raw)
        return AFTER_GAP if gaps_only else UNCLEAR  # a few beats without a gap cannot be judged yet

    def _begun(self, runs: list[Intervals]) -> int:
        return sum(int(np.count_nonzero(run.ends_s > self.start_s)) for run in runs)


def _interrupted(raw: list[Intervals], runs: list[JudgedRun]) -> str:
    """Return why the wait began again, or nothing: unclear beats begin a run inside another."""
    if len(raw[-1].rr_ms) and raw[-1].begin_s != runs[-1].raw.begin_s:
        return UNCLEAR
    return AFTER_GAP if len(raw) > 1 else ""


def _covered_pct(runs: list[Intervals], start_s: float, now_s: float) -> float:
    ends_s = np.concatenate([run.ends_s for run in runs])
    begins_s = ends_s - np.concatenate([run.rr_ms for run in runs]) / 1000
    inside_s = np.maximum(ends_s, start_s) - np.maximum(begins_s, start_s)
    return float(min(100.0, 100 * inside_s.sum() / (now_s - start_s)))


def _heart_rate(recent: list[Intervals]) -> Reading:
    rr_ms = np.concatenate([run.rr_ms for run in recent])
    if not rr_ms.size:
        return Reading.missing("waiting for a clear beat")
    typical = np.median(rr_ms)
    usual = rr_ms[np.abs(rr_ms - typical) <= RATE_WITHIN * typical]
    if not usual.size:
        return Reading.missing("waiting for a clear beat")
    return Reading(float(60_000 / usual.mean()), provisional=usual.size < FEWEST_RATE_BEATS)


def _not_yet(have_s: float, needed_s: float, interrupted: str) -> Reading:
    if interrupted:
        return Reading.missing(f"{interrupted}, {int(have_s)} of {needed_s:.0f} s")
    return Reading.missing(f"needs {needed_s:.0f} s, {int(have_s)} s so far")

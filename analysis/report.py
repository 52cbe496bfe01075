"""A whole recording, or a part of one, measured: every number, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis import frequency_domain as frequency
from analysis import time_domain as time
from analysis.artifacts import FEWEST_BEATS, KINDS, LEFT_OUT, METHOD, kept
from analysis.breath_wave import BREATHS, NO_PHASE, mean_breath_wave
from analysis.cleaning import Cleaned, cleaned
from analysis.stretches import (
    NO_VARIANCE,
    USABLE_MS,
    checked,
    count_gaps,
    edges_s,
    in_range,
    longest,
    seconds,
    split,
    varies,
)

Floats = NDArray[np.float64]

FEWEST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class TimeMeasure:
    """A measure of the time domain.

    ``function`` is called with the gap-free runs of `analysis.time_domain`, which last ``needed_s``
    together at least; ``from_pairs`` says that it looks from each beat to the next, and wants
    `FEWEST_PAIRS` of them. Where it returns None, ``none_where`` is the reason.
    """

    function: Callable[[list[Floats]], float | None]
    needed_s: float
    from_pairs: bool = False
    none_where: str = "these beats do not tell"


@dataclass(frozen=True, slots=True)
class SpectralMeasure:
    """A measure of the spectrum of the longest gap-free run, as `TimeMeasure` is of all runs."""

    function: Callable[[Floats, Floats], float | None]
    needed_s: float
    none_where: str = "its spectrum does not tell"


TIME_DOMAIN: Mapping[str, TimeMeasure] = {
    "mean_rr_ms": TimeMeasure(time.mean_rr_ms, 5),
    "mean_hr_bpm": TimeMeasure(time.mean_hr_bpm, 5),
    "sdnn_ms": TimeMeasure(time.sdnn_ms, 30),
    "rmssd_ms": TimeMeasure(time.rmssd_ms, 30, from_pairs=True),
    "nn50": TimeMeasure(time.nn50, 30, from_pairs=True),
    "pnn50_pct": TimeMeasure(time.pnn50_pct, 30, from_pairs=True),
    "rmssd_top_fifth_pct": TimeMeasure(
        time.rmssd_top_fifth_pct, 30, from_pairs=True, none_where=NO_VARIANCE
    ),
}

SPECTRUM: Mapping[str, SpectralMeasure] = {
    "vlf_ms2": SpectralMeasure(frequency.vlf_power_ms2, 250),
    "lf_ms2": SpectralMeasure(partial(frequency.band_power_ms2, band_hz=frequency.LF_HZ), 100),
    "hf_ms2": SpectralMeasure(partial(frequency.band_power_ms2, band_hz=frequency.HF_HZ), 60),
    "breathing_hz": SpectralMeasure(
        frequency.breathing_hz, 60, none_where="no clear breath in the heart's rhythm"
    ),
}

NEEDED_S: Mapping[str, float] = {name: each.needed_s for name, each in TIME_DOMAIN.items()} | {
    name: each.needed_s for name, each in SPECTRUM.items()
}
"""Seconds below which a measure is absent: measures rest on them live too. LF and VLF hold ten
waves of 0.1 Hz and of 0.04 Hz in theirs. See `edges_s` for the tolerance."""


@dataclass(frozen=True, slots=True)
class Artifacts:
    """What was done about beats that no sinus rhythm made.

    ``corrected_pct`` is of all beats, counting those that changed; ``left_out`` counts beats
    that no number was made of: out of range, odd at the edge of a gap, or so many in a row on
    another level that what they were cannot be told.
    """

    method: str
    corrected_pct: float
    by_kind: Mapping[str, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one stretch of time; each has a number, or its reason in ``missing``.

    The keys of ``time_domain`` and ``frequency_domain`` are those of `TIME_DOMAIN` and `SPECTRUM`;
    their units are in the names. ``duration_s`` counts heartbeat, not gaps. ``stretch_s`` is the
    longest gap-free run, which the frequency domain and the breath wave come from. ``pace_hz`` None
    means unpaced.
    """

    beats: int
    duration_s: float
    gaps: int
    artifacts: Artifacts
    time_domain: Mapping[str, float]
    frequency_domain: Mapping[str, float]
    stretch_s: float
    breath_wave: Mapping[str, float]
    missing: Mapping[str, str]
    pace_hz: float | None = None

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers, texts and dicts, ready for JSON."""
        found: dict[str, object] = {
            "beats": self.beats,
            "duration_s": self.duration_s,
            "gaps": self.gaps,
            "artifacts": {
                "method": self.artifacts.method,
                "corrected_pct": self.artifacts.corrected_pct,
                "by_kind": dict(self.artifacts.by_kind),
                "left_out": self.artifacts.left_out,
            },
            "time_domain": dict(self.time_domain),
            "frequency_domain": {**self.frequency_domain, "stretch_s": self.stretch_s},
        }
        if self.pace_hz is not None:
            found["breath_wave"] = {"pace_hz": self.pace_hz, **self.breath_wave}
        return {**found, "missing": dict(self.missing)}


def measure(
    rr_ms: ArrayLike,
    stretch: ArrayLike | None = None,
    *,
    usable: ArrayLike | None = None,
    artifacts: Literal["correct", "keep"] = "correct",
    pace_hz: float | None = None,
) -> Measured:
    """Measure RR intervals.

    Parameters
    ----------
    rr_ms
        RR intervals in ms, shape (n,).
    stretch
        Number of the gap-free stretch of each beat, shape (n,); one stretch when absent.
    usable
        False for beats no number may be made of, shape (n,).
    artifacts
        "correct" them (Lipponen & Tarvainen 2019), or "keep" every interval as it was recorded.
    pace_hz
        Breaths per second of the pacer that was followed; None for a natural breath.

    Raises
    ------
    ValueError
        If an array is not usable, or ``artifacts`` or ``pace_hz`` has no meaning.
    """
    if artifacts not in ("correct", "keep"):
        raise ValueError(f'artifacts is {artifacts!r}: give "correct" or "keep"')
    if pace_hz is not None and not 0.01 <= pace_hz <= 0.5:
        raise ValueError(
            f"pace_hz is {pace_hz}: give breaths per second, such as 0.1 for 6 a minute"
        )
    rr = checked(rr_ms)
    runs = split(rr, stretch, usable)
    correcting = artifacts == "correct"
    judged = cleaned(rr, runs) if correcting else [Cleaned(run, kept(rr[run])) for run in runs]
    clean = [done.rr_ms for _, done in judged if len(done.rr_ms)]
    missing: dict[str, str] = {}
    found = Measured(
        beats=len(rr),
        duration_s=seconds(rr),
        gaps=count_gaps(rr, stretch),
        artifacts=_artifacts(len(rr), judged, METHOD if correcting else "none"),
        time_domain=_time_domain(clean, missing),
        frequency_domain=_frequency_domain(longest(clean), missing),
        stretch_s=seconds(longest(clean)),
        breath_wave=_breath_wave(longest(clean), pace_hz, missing),
        missing=missing,
        pace_hz=pace_hz,
    )
    if not clean and (reason := _nothing_left(rr, runs)):
        missing |= dict.fromkeys(missing, reason)
    return found


def _nothing_left(rr_ms: Floats, runs: list[slice]) -> str:
    """Return why no beat is left to measure, where it is not for want of time."""
    if not runs:
        odd = len(rr_ms) and not in_range(rr_ms).any()
        low, high = USABLE_MS
        return f"no interval lies in {low:.0f}-{high:.0f} ms: are they in ms?" if odd else ""
    most = max(part.stop - part.start for part in runs)
    if most >= FEWEST_BEATS:
        return "too many beats are unclear: it cannot be told which of them are heartbeats"
    return f"{most} beats without a gap, {FEWEST_BEATS} needed to judge them"


def _artifacts(beats: int, judged: list[Cleaned], method: str) -> Artifacts:
    by_kind = {kind: sum(done.count(kind) for _, done in judged) for kind in KINDS}
    stayed = sum(len(done.kinds) - done.count(LEFT_OUT) for _, done in judged)
    corrected_pct = 100 * sum(by_kind.values()) / beats if beats else 0.0
    return Artifacts(method, corrected_pct, by_kind, beats - stayed)


def _known(names: Mapping[str, object], have_s: float, missing: dict[str, str]) -> list[str]:
    """Return the measures that ``have_s`` is enough for; say of the others what they lack."""
    short = {name for name in names if have_s < NEEDED_S[name] - edges_s(NEEDED_S[name])}
    missing |= {name: _too_short(have_s, NEEDED_S[name]) for name in names if name in short}
    return [name for name in names if name not in short]


def _too_short(have_s: float, needed_s: float) -> str:
    return f"{int(have_s)} s usable, {needed_s:.0f} s needed"


def _time_domain(runs: list[Floats], missing: dict[str, str]) -> dict[str, float]:
    names = _known(TIME_DOMAIN, sum(map(seconds, runs)), missing)
    pairs = sum(len(run) - 1 for run in runs)
    if pairs < FEWEST_PAIRS:
        reason = f"{pairs} pairs of beats without a gap, {FEWEST_PAIRS} needed"
        missing |= {name: reason for name in names if TIME_DOMAIN[name].from_pairs}
        names = [name for name in names if not TIME_DOMAIN[name].from_pairs]
    values = {name: TIME_DOMAIN[name].function(runs) for name in names}
    return _numbers(values, {name: TIME_DOMAIN[name].none_where for name in names}, missing)


def _frequency_domain(rr_ms: Floats, missing: dict[str, str]) -> dict[str, float]:
    names = _known(SPECTRUM, seconds(rr_ms), missing)
    if not names:
        return {}
    psd = frequency.spectrum(rr_ms)
    values = {name: SPECTRUM[name].function(*psd) for name in names}
    reasons = {name: SPECTRUM[name].none_where if varies(rr_ms) else NO_VARIANCE for name in names}
    return _numbers(values, reasons, missing)


def _numbers(
    values: Mapping[str, float | None], reasons: Mapping[str, str], missing: dict[str, str]
) -> dict[str, float]:
    """Return the values that are there; say of the others why they are not."""
    missing |= {name: reasons[name] for name, value in values.items() if value is None}
    return {name: value for name, value in values.items() if value is not None}


def _breath_wave(rr_ms: Floats, pace_hz: float | None, missing: dict[str, str]) -> dict[str, float]:
    if pace_hz is None:
        return {}
    wave = mean_breath_wave(rr_ms, pace_hz)
    if wave is None:
        reason = _too_short(seconds(rr_ms), BREATHS / pace_hz)
        missing |= dict.fromkeys(("amplitude_ms", "share_pct", "in_step"), reason)
        return {}
    values = {
        "amplitude_ms": wave.amplitude_ms,
        "share_pct": wave.share_pct,
        "in_step": wave.in_step,
    }
    reason = NO_PHASE if varies(rr_ms) else NO_VARIANCE
    return _numbers(values, dict.fromkeys(values, reason), missing)

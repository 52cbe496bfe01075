"""The check whether the heart follows the pacer: soon enough, and never by mistake."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import LiveMeasures
from analysis.following import Following
from analysis.metrics import LiveMetrics, Reading
from biofeedback.heart_track import HeartTrack
from devices.events import Beat
from devices.heart_model import FullnessAt, HeartTraits
from devices.simulated import SimulatedHeart
from practices.breathing import BreathPattern
from tests.made_hearts import SHARED, needs_shared

PACER, QUICK = BreathPattern(4, 6), BreathPattern(2, 3)


def noticed_s(breath: FullnessAt, traits: HeartTraits, seed: int, until_s: float) -> float | None:
    """Return when a simulated heart that breathes so is noticed to be off a pacer of six."""
    live, following, track = LiveMeasures(), Following(), HeartTrack()
    live.restart(0.0, PACER.frequency_hz)
    for event in SimulatedHeart(seed, fullness_at=breath, traits=traits).events():
        for beat in track.add(event):
            if isinstance(beat, Beat):
                live.add(beat.time_s, beat.rr_ms, beat.stretch, usable=beat.usable)
        if following.is_off(live.latest):
            return live.latest.time_s
        if event.time_s > until_s:
            return None
    return None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("own", [True, False], ids=["own breath", "twelve a minute"])
def test_a_quick_breath_under_a_slow_pacer_is_noticed_within_75_s(seed: int, own: bool) -> None:
    """Twelve a minute, or a breath that takes no notice of the pacer."""
    breath: FullnessAt = (lambda _: None) if own else (lambda time_s: QUICK.at(time_s).fullness)
    at_s = noticed_s(breath, HeartTraits(), seed, 90)
    assert at_s is not None
    assert at_s <= 75


@pytest.mark.parametrize("adherence", [1.0, 0.5])
def test_who_follows_is_left_in_peace(adherence: float) -> None:
    """Wholly or halfway, for three minutes."""
    traits = HeartTraits(adherence=adherence)
    assert noticed_s(lambda time_s: PACER.at(time_s).fullness, traits, 5, 180) is None


@pytest.mark.parametrize("seed", range(3))
def test_a_faint_answer_to_the_breath_is_left_in_peace(seed: int) -> None:
    """A heart with a quarter of the usual swing and noise besides, which follows the pacer."""
    faint = HeartTraits(breath_ms=15, resonance_ms=5, mayer_ms=6, noise_ms=10)
    assert noticed_s(lambda time_s: PACER.at(time_s).fullness, faint, seed, 150) is None


@needs_shared
def test_no_false_alarm_on_a_real_slow_breath() -> None:
    """A Polar H10 through minutes of slow breathing at about 0.07 Hz; no beat of it is off."""
    rr_ms = np.loadtxt(SHARED / "paced" / "dhyb_polarH10_ibi.csv", delimiter=",")[:, 1]
    live, following = LiveMeasures(), Following()
    live.restart(70.0, 0.07)
    alarms = [
        following.is_off(live.add(float(end_s), float(rr), 0))
        for end_s, rr in zip(np.cumsum(rr_ms) / 1000, rr_ms, strict=True)
        if 70 < end_s < 480
    ]
    assert len(alarms) > 300
    assert not any(alarms)


def metrics(time_s: float, hf_ms2: float | None, wave_ms: float | None) -> LiveMetrics:
    """Return live measures with nothing but these two."""
    missing = Reading.missing("not known")
    return LiveMetrics(
        time_s,
        hf_ms2=missing if hf_ms2 is None else Reading(hf_ms2),
        breath_wave_ms=missing if wave_ms is None else Reading(wave_ms),
    )


def test_it_takes_a_while_and_begins_again_after_a_moment_in_step() -> None:
    """By hand: a wave of 80 ms has 800 ms² (80² / 8), so two and a half times that is 2000."""
    following = Following()
    off = [following.is_off(metrics(float(second), 2001, 80)) for second in range(10)]
    assert off == [False] * 8 + [True] * 2
    assert not following.is_off(metrics(10.0, 1999, 80))
    assert not following.is_off(metrics(11.0, 2001, 80))


@pytest.mark.parametrize(("hf_ms2", "wave_ms"), [(None, 80.0), (2900.0, None)])
def test_a_heart_that_is_not_heard_well_is_never_off(
    hf_ms2: float | None, wave_ms: float | None
) -> None:
    """What is missing says nothing."""
    following = Following()
    assert not any(following.is_off(metrics(float(s), hf_ms2, wave_ms)) for s in range(60))

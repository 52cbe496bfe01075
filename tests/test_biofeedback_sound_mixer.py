"""What a sitting sounds like, written to a file and measured there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.sitting import LineShown, Paused, Phase, PhaseStarted, Resumed
from biofeedback.sound.bell import Bell
from biofeedback.sound.mixer import Volumes
from practices.breathing import BreathPattern
from tests.sound_card import Samples, SoundCard, heard_fullness, lag_s, loudest_click

CLICK = 5e-4  # a tone that is cut off has 0.03
WITHIN_S = 0.020
PATTERNS = (BreathPattern(4, 6), BreathPattern(5, 5), BreathPattern(4, 4, 4, 4))
halves = st.integers(4, 14).map(lambda n: n / 2)
holds = st.integers(0, 8).map(lambda n: n / 2)
patterns = st.builds(BreathPattern, halves, halves, holds, holds)


def lag_in(
    samples: Samples, card: SoundCard, first_s: float, pattern: BreathPattern, at_s: float
) -> float:
    """Return the lag behind the pacer over a minute that begins at ``at_s``, in time gone by."""
    begin = round(at_s * card.rate_hz)
    heard = heard_fullness(samples[begin : begin + 60 * card.rate_hz], card.rate_hz)[200:-200]
    real_hz = card.time_s and samples.size / card.time_s  # its crystal, not its name
    time_s = (begin + (np.arange(heard.size) + 200) * (card.rate_hz // 100)) / real_hz
    return lag_s(heard, time_s - first_s, lambda one_s: pattern.at(one_s).fullness)


@pytest.mark.parametrize("drift_ppm", [-200.0, 200.0])
def test_half_an_hour_stays_with_the_pacer(tmp_path: Path, drift_ppm: float) -> None:
    """Within 20 ms from the first breath to the last, though its crystal would be 360 ms off."""
    card, pattern = SoundCard(8_000, drift_ppm=drift_ppm, late_s=0.02), BreathPattern()
    card.play(2.0)
    first_s = card.practise(pattern)
    card.play(1800.0, 800)
    samples = card.written(tmp_path / "half-an-hour.wav")
    for at_s in (3.0, 600.0, 1200.0, 1740.0):
        assert abs(lag_in(samples, card, first_s, pattern, at_s)) <= WITHIN_S
    assert loudest_click(samples, card.rate_hz) < CLICK


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patterns, st.integers(100, 3000))
def test_any_breath_in_any_pieces_stays_with_the_pacer(
    tmp_path_factory: pytest.TempPathFactory, pattern: BreathPattern, frames: int
) -> None:
    """Holds or none, short or long, in small buffers or large: within 20 ms, and no click."""
    card = SoundCard(late_s=0.01)
    card.play(2.0)
    first_s = card.practise(pattern)
    card.play(62.0, frames)
    samples = card.written(tmp_path_factory.mktemp("sound") / "a.wav")
    assert abs(lag_in(samples, card, first_s, pattern, first_s + 1.0)) <= WITHIN_S
    assert loudest_click(samples, card.rate_hz) < CLICK


def test_after_a_pause_it_is_with_the_pacer_again(tmp_path: Path) -> None:
    """A pause of 3.7 s is silent; then the breath goes on from where it was held."""
    card, pattern = SoundCard(), BreathPattern()
    card.play(2.0)
    first_s = card.practise(pattern)
    card.play(23.0)
    card.tell(Paused(card.session_s))
    card.play(3.7)
    card.tell(Resumed(card.session_s))
    card.play(64.0)
    samples = card.written(tmp_path / "pause.wav")
    held = samples[round((first_s + 23.5) * card.rate_hz) : round((first_s + 26.7) * card.rate_hz)]
    assert np.abs(held).max() == 0
    assert abs(lag_in(samples, card, first_s + 3.7, pattern, first_s + 28.0)) <= WITHIN_S
    assert loudest_click(samples, card.rate_hz) < CLICK


def test_a_machine_that_slept(tmp_path: Path) -> None:
    """The clock leaps by 12.3 s: the tone fades, and comes back with the pacer."""
    card, pattern = SoundCard(), BreathPattern()
    card.play(2.0)
    first_s = card.practise(pattern)
    card.play(20.0)
    card.sleep(12.3)
    card.play(66.0)
    samples = card.written(tmp_path / "sleep.wav")
    assert abs(lag_in(samples, card, first_s - 12.3, pattern, first_s + 25.0)) <= WITHIN_S
    assert loudest_click(samples, card.rate_hz) < CLICK


@pytest.mark.parametrize("speed", [0.0, 1.5, 2.0, 10.0, 60.0])
def test_a_held_or_hurried_clock_is_silent(tmp_path: Path, speed: float) -> None:
    """A replay that is held, or shown faster, sounds like nothing rather than like a siren."""
    card = SoundCard()
    card.speed = speed
    card.play(2.0)
    card.practise(BreathPattern())
    card.play(30.0)
    assert np.abs(card.written(tmp_path / "replay.wav")).max() == 0


def test_a_clock_that_is_held_while_it_sounds(tmp_path: Path) -> None:
    """The tone ends within a second and without a click; with the clock, it comes back."""
    card = SoundCard()
    card.play(2.0)
    card.practise(BreathPattern())
    card.play(8.0)
    card.speed = 0.0
    card.play(5.0)
    card.speed = 1.0
    card.play(5.0)
    samples = card.written(tmp_path / "held.wav")
    rate_hz = card.rate_hz
    assert np.abs(samples[11 * rate_hz : 15 * rate_hz]).max() == 0
    assert np.abs(samples[18 * rate_hz :]).max() > 0.05
    assert loudest_click(samples, rate_hz) < CLICK


def test_every_phase_but_the_practice_has_no_tone(tmp_path: Path) -> None:
    """A rest is one's own breath; so is a step without a pacer. An offered one is quieter."""
    loud = {}
    for name, phase, breathing in (
        ("paced", Phase.PRACTICE, "paced"),
        ("offered", Phase.PRACTICE, "offered"),
        ("natural", Phase.PRACTICE, "natural"),
        ("rest", Phase.REST_BEFORE, ""),
        ("lead-in", Phase.LEAD_IN, ""),
        ("settle", Phase.SETTLE, ""),
    ):
        card = SoundCard()
        pattern = BreathPattern() if phase in {Phase.PRACTICE, Phase.LEAD_IN} else None
        card.tell(PhaseStarted(0.0, phase, 60.0, pattern))
        if breathing:
            card.tell(LineShown(0.0, "A line.", breathing=breathing))
        card.play(12.0)
        loud[name] = np.std(card.written(tmp_path / "phase.wav"))
    assert 0.05 < loud["offered"] < 0.7 * loud["paced"] < 0.2
    assert loud["natural"] == loud["rest"] == loud["lead-in"] == loud["settle"] == 0


DEEDS = (
    "pause",
    "resume",
    "quieter",
    "louder",
    "mute",
    "unmute",
    "bell",
    "natural",
    "paced",
    "pace",
)


def do(card: SoundCard, deed: str) -> None:
    """Do what a person may do at any moment, or what the practice does."""
    now_s = card.session_s
    match deed:
        case "pause":
            card.tell(Paused(now_s))
        case "resume":
            card.tell(Resumed(now_s))
        case "quieter":
            card.mixer.volumes = Volumes(0.1, 0.1, 0.1)
        case "louder":
            card.mixer.volumes = Volumes(1.0, 1.0, 1.0)
        case "mute" | "unmute":
            card.mixer.on = deed == "unmute"
        case "bell":
            card.mixer.strike(Bell.BEGIN)
        case "natural" | "paced":
            card.tell(LineShown(now_s, "A line.", breathing=deed))
        case _:
            card.practise(BreathPattern(3, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from((0.01, 0.1, 0.7, 2.3)))))
def test_nothing_a_person_does_makes_a_click(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, float]]
) -> None:
    """Whatever happens, however quickly: no click, and loudness stays in bounds."""
    card = SoundCard(late_s=0.005)
    card.play(2.0)
    card.practise(BreathPattern())
    card.play(3.3)
    for deed, wait_s in deeds:
        do(card, deed)
        card.play(wait_s)
    card.play(0.5)
    samples = card.written(tmp_path_factory.mktemp("sound") / "deeds.wav")
    assert loudest_click(samples, card.rate_hz) < CLICK
    assert np.abs(samples).max() < 0.9
    assert np.sqrt(np.mean(samples**2)) < 0.25


@pytest.mark.parametrize("deed", ["pause", "mute"])
def test_silence_comes_soon(tmp_path: Path, deed: str) -> None:
    """The tone has gone 0.3 s after a pause, everything 0.15 s after mute, with a bell ringing."""
    card = SoundCard()
    card.play(2.0)
    card.practise(BreathPattern())
    card.play(6.0)
    if deed == "mute":
        do(card, "bell")
        card.play(0.3)
    do(card, deed)
    until_s = card.time_s + (0.15 if deed == "mute" else 0.3)
    card.play(2.0)
    assert card.mixer.silent
    assert np.abs(card.written(tmp_path / "stop.wav")[round(until_s * card.rate_hz) :]).max() == 0


def test_the_tone_steps_back_while_the_voice_speaks(tmp_path: Path) -> None:
    """A phrase is to be understood: the breath goes on under it, at less than half."""
    loud = []
    for speaking in (False, True):
        card = SoundCard()
        card.speaking = speaking
        card.play(2.0)
        card.practise(BreathPattern())
        card.play(10.0)
        loud.append(np.std(card.written(tmp_path / "voice.wav")))
    assert 0.2 < loud[1] / loud[0] < 0.5


def test_the_tone_comes_and_goes_gently(tmp_path: Path) -> None:
    """No hundredth of a second is louder or softer than the one before by a sixth of the most."""
    card = SoundCard()
    card.play(2.0)
    card.practise(BreathPattern())
    card.play(5.0)
    for deed in ("pause", "resume", "natural", "paced"):
        do(card, deed)
        card.play(2.0)
    samples = card.written(tmp_path / "gently.wav")
    loud = np.std(samples[: samples.size // 160 * 160].reshape(-1, 160), axis=1)
    assert np.abs(np.diff(loud)).max() < loud.max() / 6


def test_bells_never_pile_up(tmp_path: Path) -> None:
    """Someone who hurries through a sitting rings twenty bells a second, and hears a few."""
    card = SoundCard()
    card.play(2.0)
    card.practise(BreathPattern())
    for _ in range(100):
        do(card, "bell")
        card.play(0.05)
    samples = card.written(tmp_path / "bells.wav")
    assert np.abs(samples).max() < 0.9
    assert loudest_click(samples, card.rate_hz) < CLICK

"""Fills the sound card's buffers: breath and bells together, without a seam or a click.

`Mixer.fill` is called on the sound card's thread, everything else on the window's; what crosses
between them is frozen and replaced whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biofeedback.sitting import Sitting
from biofeedback.sound.bell import Bell, ring
from biofeedback.sound.stream_time import StreamTime
from biofeedback.sound.tone import RATE_HZ, Samples, breath_tone, trace_fullness

FADE_S = 0.25  # a tone comes and goes
HUSH_S = 0.12  # everything ends: quick, and yet no click
VOLUME_S = 0.4  # from silent to full
SPACING_S = 1.0  # bells never pile up, however quickly one goes on
SAME_BREATH = 0.02  # nearer than this the breath may change under a tone that is heard
WHILE_SPEAKING = 0.4
LOUDNESS = {"paced": 1.0, "offered": 0.55, "natural": 0.0}  # by what the pacer does in a step


@dataclass(frozen=True, slots=True)
class Volumes:
    """How loud each is, from 0 (off) to 1."""

    breath: float = 0.6
    bell: float = 0.6
    voice: float = 0.6


class Ramp:
    """A value that never jumps; ``full_s`` is how long it takes from 0 to 1."""

    def __init__(self, value: float, full_s: float) -> None:
        self.value = value
        self._full_s = full_s

    def toward(self, target: float, frames: int, rate_hz: int) -> Samples:
        """Return the next values, one for each sample."""
        way = target - self.value
        steps = np.arange(1, frames + 1) / (rate_hz * self._full_s)
        values = self.value + np.sign(way) * np.minimum(steps, abs(way))
        if frames:
            self.value = target if steps[-1] >= abs(way) else float(values[-1])
        return np.asarray(values)


class Mixer:
    """Turns where a sitting stands into samples.

    Parameters
    ----------
    clock
        The session's clock.
    speaking
        Whether a voice is to be understood now.
    rate_hz
        Samples a second.
    lead_s
        How long before it is heard a sample is asked for.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        speaking: Callable[[], bool] = lambda: False,
        *,
        rate_hz: int = RATE_HZ,
        lead_s: float = 0.0,
    ) -> None:
        self.on = True
        self.volumes = Volumes()
        self.wanted = Sitting()  # what is to be heard
        self._clock, self._speaking = clock, speaking
        self._rate_hz, self._lead_s = rate_hz, lead_s
        self._time = StreamTime()
        self._playing = Sitting()  # what is heard, until it has faded
        self._cycles = 0.0
        self._presence, self._master = Ramp(0.0, FADE_S), Ramp(1.0, HUSH_S)
        self._breath, self._bell = Ramp(0.0, VOLUME_S), Ramp(self.volumes.bell, VOLUME_S)
        self._strikes: deque[Bell] = deque()
        self._ringing: list[tuple[Samples, int]] = []
        self._since_strike = rate_hz * SPACING_S

    def strike(self, bell: Bell) -> None:
        """Ring a bell, with the next samples."""
        self._strikes.append(bell)

    @property
    def silent(self) -> bool:
        """Whether nothing is heard, and nothing is about to be."""
        still = not (self._presence.value or self._ringing or self._strikes)
        return still or not (self.on or self._master.value)

    def fill(self, frames: int) -> NDArray[np.float32]:
        """Return the next samples, within ±1."""
        heard_s = self._clock() + self._lead_s
        length_s, hidden = frames / self._rate_hz, not self._presence.value
        start_s, end_s = self._time.take(heard_s, length_s, silent=hidden)
        mixed = self._tone(start_s, end_s, frames) + self._bells(frames)
        master = _soft(self._master.toward(float(self.on), frames, self._rate_hz))
        if not self._master.value:
            self._ringing.clear()
        return (mixed * master).astype(np.float32)

    def _tone(self, start_s: float, end_s: float, frames: int) -> Samples:
        loudness = self._next_loudness(start_s)
        duck = WHILE_SPEAKING if self._speaking() else 1.0
        volume = self._breath.toward(self.volumes.breath * loudness * duck, frames, self._rate_hz)
        hidden = not self._presence.value
        presence = _soft(self._presence.toward(float(loudness > 0), frames, self._rate_hz))
        if hidden and not self._presence.value:
            self._cycles = 0.0
            return np.zeros(frames)
        playing = self._playing
        fullness = trace_fullness(lambda at_s: _fullness(playing, at_s), start_s, end_s, frames)
        tone, self._cycles = breath_tone(fullness, rate_hz=self._rate_hz, cycles=self._cycles)
        return tone * presence * volume

    def _next_loudness(self, time_s: float) -> float:
        """Go over to what is wanted, if it can be done unheard; return how loud it is."""
        wanted, loudness = self.wanted, _loudness(self.wanted)
        if not self._presence.value:
            self._playing = wanted
        elif loudness and wanted is not self._playing:
            apart = _fullness(wanted, time_s) - _fullness(self._playing, time_s)
            if abs(apart) < SAME_BREATH:
                self._playing = wanted
        return loudness if self._playing is wanted and self._time.steady else 0.0

    def _bells(self, frames: int) -> Samples:
        self._since_strike += frames
        while self._strikes:
            bell = self._strikes.popleft()
            if self._since_strike >= SPACING_S * self._rate_hz:
                self._since_strike = 0
                self._ringing.append((ring(bell, self._rate_hz), 0))
        mixed = np.zeros(frames)
        for samples, at in self._ringing:
            piece = samples[at : at + frames]
            mixed[: piece.size] += piece
        self._ringing = [(s, at + frames) for s, at in self._ringing if at + frames < s.size]
        return mixed * self._bell.toward(self.volumes.bell, frames, self._rate_hz)


def _loudness(sitting: Sitting) -> float:
    if sitting.pace_hz is None or sitting.paused:
        return 0.0
    return LOUDNESS.get(sitting.line.breathing, 1.0) if sitting.line else 1.0


def _fullness(sitting: Sitting, time_s: float) -> float:
    moment = sitting.breath(time_s)
    return moment.fullness if moment else 0.0


def _soft(values: Samples) -> Samples:
    """Round the corners of a ramp between 0 and 1."""
    return values * values * (3 - 2 * values)

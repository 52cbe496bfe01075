"""A sound card that writes to a file, with a crystal and habits of its own; and ears to measure it.

What is measured is read back from the file, with scipy: nothing of the synthesis is asked.
"""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from biofeedback.sitting import LineShown, Phase, PhaseStarted, Sitting, SittingEvent
from biofeedback.sound.mixer import Mixer, Volumes
from practices.breathing import BreathPattern

Samples = NDArray[np.float64]
LOW_HZ, HIGH_HZ = 220.0, 330.0  # what empty and full lungs are to sound like


class SoundCard:
    """Asks a mixer for samples as time goes by, and keeps them.

    Parameters
    ----------
    rate_hz
        Samples a second, by its own crystal.
    drift_ppm
        How much faster that crystal runs than the computer's clock.
    late_s
        Up to so much later than due it asks, differently each time.
    """

    def __init__(
        self, rate_hz: int = 16_000, *, drift_ppm: float = 0.0, late_s: float = 0.0
    ) -> None:
        self.rate_hz = rate_hz
        self.speed = 1.0  # of the sitting's clock
        self.sitting = Sitting()
        self.speaking = False  # whether a voice is
        self.mixer = Mixer(self._clock, lambda: self.speaking, rate_hz=rate_hz)
        self.mixer.volumes = Volumes(1.0, 1.0, 1.0)
        self._real_hz = rate_hz * (1 + drift_ppm / 1e6)
        self._late_s, self._random = late_s, np.random.default_rng(4)
        self._skew_s = 0.0  # the sitting's clock less the time that has gone by
        self._asked_s = 0.0
        self._pieces: list[NDArray[np.float32]] = []
        self._frames = 0

    @property
    def time_s(self) -> float:
        """How much time has gone by."""
        return self._frames / self._real_hz

    @property
    def session_s(self) -> float:
        """The sitting's clock, now."""
        return self.time_s + self._skew_s

    def _clock(self) -> float:
        return round(self._asked_s + self._skew_s, 3)  # the session's clock knows milliseconds

    def sleep(self, seconds: float) -> None:
        """Let the sitting's clock jump, as it does when the machine slept."""
        self._skew_s += seconds

    def tell(self, *events: SittingEvent) -> None:
        """Let the sitting go on."""
        for event in events:
            self.sitting = self.sitting.after(event)
        self.mixer.wanted = self.sitting

    def practise(self, pattern: BreathPattern, breathing: str = "paced") -> float:
        """Begin to practise; return when the first breath begins, in time gone by."""
        now_s = self.session_s
        self.tell(
            PhaseStarted(now_s, Phase.PRACTICE, 7200.0, pattern),
            LineShown(now_s, "Breathe.", breathing=breathing),
        )
        return self.time_s

    def play(self, seconds: float, frames: int | None = None) -> None:
        """Let time go by."""
        frames = frames or self.rate_hz // 25
        end = self._frames + round(seconds * self._real_hz)
        while self._frames < end:
            self._asked_s = self.time_s + self._random.uniform(0, self._late_s)
            self._pieces.append(self.mixer.fill(min(frames, end - self._frames)))
            self._frames += self._pieces[-1].size
            self._skew_s += self._pieces[-1].size / self._real_hz * (self.speed - 1)

    def written(self, path: Path) -> Samples:
        """Write all to a file as 16-bit sound, and read it back."""
        whole = np.concatenate(self._pieces)
        assert np.abs(whole).max() <= 1
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, self.rate_hz, whole.size, "NONE", ""))
            file.writeframes(np.round(whole * 32767).astype("<i2").tobytes())
        with wave.open(str(path), "rb") as file:
            return np.frombuffer(file.readframes(whole.size), "<i2") / 32767


def heard_pitch_hz(samples: Samples, rate_hz: int) -> Samples:
    """Estimate the pitch at each sample, from the turning of the analytic signal."""
    band = signal.butter(2, [150, 400], "band", fs=rate_hz, output="sos")
    analytic = signal.hilbert(signal.sosfiltfilt(band, samples))
    turned = np.diff(np.unwrap(np.angle(analytic)), prepend=0.0)
    smooth = np.ones(rate_hz // 50) / (rate_hz // 50)
    return np.asarray(np.convolve(turned * rate_hz / (2 * np.pi), smooth, "same"))


def heard_fullness(samples: Samples, rate_hz: int) -> Samples:
    """Estimate how full the lungs sound, 100 times a second."""
    pitch_hz = np.clip(heard_pitch_hz(samples, rate_hz)[:: rate_hz // 100], 1, None)
    return np.asarray(np.log(pitch_hz / LOW_HZ) / np.log(HIGH_HZ / LOW_HZ))


def lag_s(heard: Samples, time_s: Samples, fullness_at: Callable[[float], float]) -> float:
    """Return by how much what was heard comes after the pacer, by least squares."""
    tried_s = np.arange(-0.1, 0.1001, 0.001)
    asked_s = np.arange(time_s[0] - 0.2, time_s[-1] + 0.2, 0.005)
    drawn = [fullness_at(at_s) for at_s in asked_s.tolist()]
    apart = [np.mean((heard - np.interp(time_s - lag, asked_s, drawn)) ** 2) for lag in tried_s]
    return float(tried_s[int(np.argmin(apart))])


def loudest_click(samples: Samples, rate_hz: int) -> float:
    """Return the peak of what sounds above 3 kHz, where neither tone nor bell has anything."""
    high = signal.butter(6, 3000, "high", fs=rate_hz, output="sos")
    return float(np.abs(signal.sosfilt(high, samples)).max())

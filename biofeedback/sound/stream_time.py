"""Which moment of the sitting the next samples belong to.

A sound card counts samples by a crystal of its own. That may run 100 parts in a million apart from
the computer's clock, which is 180 ms in half an hour; so the stream keeps looking at the clock and
bends its own time a little, less than an ear can tell.
"""

from __future__ import annotations

BEND = 0.005  # 9 cents: the most by which a tone may go faster or slower
CORRECT_S = 4.0  # how gently a lag is made good while a tone can be heard
SMOOTH_S = 1.5  # sound cards ask for samples in bursts: look at the mean
SILENT_S = 0.7  # how quickly while nothing is heard
LOST_S = 0.25  # farther apart than this: the machine slept, or the clock was held
TRUST_S = 1.0  # a clock is followed aloud once it ran evenly for so long


class StreamTime:
    """Turns counted samples into session time."""

    def __init__(self) -> None:
        self._next_s: float | None = None
        self._lag_s = 0.0
        self._even_s = 0.0

    @property
    def steady(self) -> bool:
        """Whether the clock runs as time does; not while it is held, or runs faster."""
        return self._even_s >= TRUST_S

    def take(self, now_s: float, length_s: float, *, silent: bool) -> tuple[float, float]:
        """Return when the next piece begins and ends.

        Parameters
        ----------
        now_s
            The session time at which its first sample will be heard, by the clock.
        length_s
            How long the piece is.
        silent
            Whether nothing is heard, so that time may be set as one likes.
        """
        start_s = now_s if self._next_s is None else self._next_s
        lag_s = now_s - start_s
        if abs(lag_s) > LOST_S:
            self._even_s = 0.0
            if silent:
                start_s, lag_s = now_s, 0.0
        else:
            self._even_s += length_s
        self._next_s = start_s + length_s + self._made_good(lag_s, length_s, silent=silent)
        return start_s, self._next_s

    def _made_good(self, lag_s: float, length_s: float, *, silent: bool) -> float:
        if silent:
            self._lag_s = 0.0
            return lag_s * min(1.0, length_s / SILENT_S)
        self._lag_s += (lag_s - self._lag_s) * min(1.0, length_s / SMOOTH_S)
        bend = self._lag_s / CORRECT_S
        return length_s * max(-BEND, min(BEND, bend))

"""A sitting under way, live or replayed: what a window or a terminal may ask of it.

Only frozen snapshots leave the heart's thread, so that nothing a window does can delay a beat, and
no radio or computing can make the pacer stutter. Every call returns at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from biofeedback.results.summary import Summary
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.heart_thread import HeartThread
from biofeedback.runs.session import Session
from biofeedback.sitting import Phase, Said


class Run(ABC):
    """A sitting under way; safe from the window's thread.

    Attributes
    ----------
    simulated
        A simulated heart always says so on the screen.
    measured
        False: practising without a heart.
    path
        Where it is being written, None when it is not.
    searches_pace
        Whether the person looks for a pace of their own.
    rests_after
        Whether a rest follows the practice.
    """

    searches_pace = False
    rests_after = True

    replayed: bool
    simulated: bool
    measured: bool
    practice_name: str
    path: Path | None

    def __init__(self, clock: SessionClock, session: Session) -> None:
        self.session = session
        self._clock = clock
        self._thread = HeartThread(self._main, self._after)

    def now_s(self) -> float:
        """Return the session time."""
        return self._clock.now_s()

    @property
    def speed(self) -> float:
        """Session seconds for each second on the wall (1 but in demos and replays)."""
        return self._clock.speed

    @property
    def rests_from_a_pace(self) -> bool:
        """Whether now is the moment to ask how the last pace felt: then `record` a `Felt`."""
        return self.searches_pace and self.session.sitting.phase is Phase.SETTLE

    def start(self) -> None:
        """Begin; snapshots arrive at the callback given when the run was made."""
        self._thread.start()

    def end(self) -> None:
        """End gently, at once: the sitting closes where it stands; ``Phase.ENDED`` follows."""
        self._thread.cancel()

    def leave(self) -> None:
        """End because the program does: what is being written may be gone on with later."""
        self.end()

    def join(self, timeout_s: float = 10.0) -> bool:
        """Wait until the heart is let go and the file closed; tell whether that is so."""
        return self._thread.join(timeout_s)

    @abstractmethod
    def begin_anyway(self) -> None:
        """Leave READY without waiting for the heart."""

    @abstractmethod
    def pause(self) -> None:
        """Hold the phase (a replay: hold time)."""

    @abstractmethod
    def resume(self) -> None:
        """Go on."""

    @abstractmethod
    def skip(self) -> None:
        """Go to the next part of the sitting."""

    @abstractmethod
    def extend(self) -> None:
        """Stay a little longer in the practice; does nothing in a replay."""

    @abstractmethod
    def ease(self, *, fully: bool = False) -> None:
        """Go on at a gentler pace, or ``fully`` in one's own rhythm; does nothing in a replay."""

    @abstractmethod
    def shorten(self) -> None:
        """Take back a minute that `extend` added; does nothing in a replay."""

    @abstractmethod
    def take_first_pace(self) -> None:
        """Go back to the pace the practice began with; does nothing in a replay."""

    @abstractmethod
    def set_speed(self, speed: float) -> None:
        """Change the speed of a replay; does nothing in a live sitting."""

    @abstractmethod
    def record(self, said: Said) -> None:
        """Write down what the person says of themselves; does nothing in a replay.

        Raises
        ------
        RecordingError
            If the sitting has ended and its file cannot be written.
        """

    @abstractmethod
    def keep_copy(self, path: Path) -> None:
        """Write a sitting that its disk did not take into another file.

        Raises
        ------
        RecordingError
            If that cannot be written, or is there already.
        """

    @abstractmethod
    def note(self, text: str) -> None:
        """Write a note into the recording.

        Raises
        ------
        RecordingError
            If the sitting has ended and its file cannot be written.
        """

    @abstractmethod
    def summary(self) -> Summary:
        """Return the summary (may take a second: call it off the window's thread)."""

    @abstractmethod
    async def _main(self) -> None:
        """Do what the run does; may be cancelled at any moment."""

    @abstractmethod
    async def _after(self) -> None:
        """Clean up; follows in any case and is never cancelled."""

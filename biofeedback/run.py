"""What a window (or a terminal) may ask of a sitting that is under way, live or replayed."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from biofeedback.summary import Summary


class Run(Protocol):
    """A sitting under way. Every call returns at once and is safe from the window's thread."""

    simulated: bool  # a simulated heart always says so on the screen
    measured: bool  # False: practising without a strap
    replayed: bool
    practice_name: str
    path: Path | None  # where it is being written, None when it is not

    def now_s(self) -> float:
        """Return the session time."""

    @property
    def speed(self) -> float:
        """Session seconds for each second on the wall (1 but in demos and replays)."""

    def start(self) -> None:
        """Begin; snapshots arrive at the callback given when the run was made."""

    def begin_anyway(self) -> None:
        """Leave READY without waiting for the heart."""

    def pause(self) -> None:
        """Hold the phase (a replay: hold time)."""

    def resume(self) -> None:
        """Go on."""

    def skip(self) -> None:
        """Go to the next part of the sitting."""

    def end(self) -> None:
        """End gently: the sitting closes where it stands; ``Phase.ENDED`` follows."""

    def set_speed(self, speed: float) -> None:
        """Change the speed of a replay; does nothing in a live sitting."""

    def note(self, text: str) -> None:
        """Write a note into the recording."""

    def join(self, timeout_s: float = 10.0) -> bool:
        """Wait until the heart is let go and the file closed; tell whether that is so."""

    def summary(self) -> Summary:
        """Return the summary after the end (may take a second: call it off the window's thread)."""

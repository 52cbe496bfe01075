"""A sitting of the past as a summary screen asks for it: read, summed up, and noted on."""

from __future__ import annotations

from pathlib import Path

from biofeedback.results.history import judged_by_own
from biofeedback.results.summary import Summary, summarise
from biofeedback.sitting import Noted
from biofeedback.store.recorder import append_note
from biofeedback.store.recording import read_recording


class KeptSitting:
    """One kept sitting.

    Parameters
    ----------
    path
        Its file; read when the summary is asked for.
    folder
        That holds the person's other sittings, for their own bands.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        self.path: Path | None = path
        self._path, self._folder = path, folder
        self._end_s = 0.0

    def join(self, timeout_s: float = 10.0) -> bool:
        """Tell that it has long ended."""
        return timeout_s >= 0

    def summary(self) -> Summary:
        """Read it and return what it comes to.

        Raises
        ------
        RecordingError
            If it cannot be read.
        """
        recording = read_recording(self._path)
        self._end_s = recording.end_s
        return judged_by_own(summarise(recording), self._folder)

    def keep_copy(self, path: Path) -> None:
        """Do nothing: it was read from its disk."""

    def note(self, text: str) -> None:
        """Write a note into it.

        Raises
        ------
        RecordingError
            If its file cannot be written.
        """
        append_note(self._path, Noted(self._end_s, text))

"""The sittings that are kept: found by looking at the files, which alone hold the truth."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from biofeedback.recorder import RecordingError
from biofeedback.recording import read_recording
from biofeedback.settings import DATA_VARIABLE
from biofeedback.sitting import Phase


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept sitting, as a list shows it."""

    path: Path
    began: datetime
    length_s: float
    practised_s: float
    practice_name: str
    simulated: bool
    closed: bool  # False: the sitting was interrupted; all that was written is there

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "file": str(self.path),
            "began": self.began.isoformat(),
            "length_s": self.length_s,
            "practised_s": self.practised_s,
            "practice": self.practice_name,
            "simulated": self.simulated,
            "closed": self.closed,
        }


def list_sittings(folder: Path) -> list[Kept]:
    """Return the sittings under ``folder``, the newest first; what cannot be read is left out.

    Raises
    ------
    RecordingError
        If the folder is there and cannot be looked into.
    """
    return sorted(_kept(sitting_paths(folder)), key=lambda kept: kept.began, reverse=True)


def sitting_paths(folder: Path) -> list[Path]:
    """Return the files of the sittings under ``folder``, in order; none if it is not there.

    Raises
    ------
    RecordingError
        If the folder is there and cannot be looked into.
    """
    try:
        with os.scandir(folder):
            pass
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecordingError(
            f"The sittings in {folder} cannot be read ({(error.strerror or str(error)).lower()}): "
            f"check its permissions, or name another folder in {DATA_VARIABLE}."
        ) from error
    return sorted(folder.glob("*/*.csv"))


def _kept(paths: Iterable[Path]) -> Iterator[Kept]:
    for path in paths:
        with contextlib.suppress(RecordingError):
            recording = read_recording(path)
            practice = recording.part(Phase.PRACTICE)
            yield Kept(
                path,
                recording.began,
                recording.end_s,
                practice.end_s - practice.start_s if practice else 0.0,
                recording.meta.get("practice_name", "Recording"),
                recording.simulated,
                recording.sealed is not None,
            )

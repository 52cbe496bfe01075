"""One kept sitting as a list shows it, read from a few rows of its file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from biofeedback.checkin import UNRATED, Ratings, experiment_of, ratings_of
from biofeedback.notes import notes_of
from biofeedback.sitting import practised
from biofeedback.store.disk import RecordingError
from biofeedback.store.labels import KINDS, composed, labels_of
from biofeedback.store.row_file import (
    DAY_UNKNOWN,
    began,
    is_sitting,
    last_time_s,
    meta_of,
    pick_rows,
    read_bytes,
)
from biofeedback.store.rows import Event, Row, decode

ROWS = {
    *("session", "meta", "phase", "pause", "resume", "extend", "end"),
    *("note", "unnote", "rating", "experiment", "outcome", *KINDS),
}


class Kept(NamedTuple):
    """One kept sitting.

    A tuple, for thousands are listed at once and it is made in half the time of a dataclass; the
    path is a text for the same reason.
    """

    file: str
    began: datetime
    length_s: float
    practised_s: float  # pauses left out
    practice: str  # its id; empty for a recording without guidance
    practice_name: str
    simulated: bool
    closed: bool  # False: interrupted, or still being written; all that was written is there
    name: str = ""  # that the person gave it
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ratings: Ratings = UNRATED
    experiment: str = ""  # that the person meant to try afterwards
    outcome: str | None = None  # how that went; None: not told, nor passed over
    day_known: bool = True  # False: its original does not tell, and ``began`` is that file's date

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.file)

    @property
    def title(self) -> str:
        """The person's own name for it, or the practice's."""
        return self.name or self.practice_name

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        told = self._asdict()
        del told["day_known"]
        return told | {
            **when(self.began.isoformat(), day_known=self.day_known),
            "tags": list(self.tags),
            "notes": list(self.notes),
            "ratings": self.ratings.as_dict(),
        }

    def holds(self, word: str) -> bool:
        """Tell whether a word stands in its name, practice, tags or notes, in whatever case."""
        texts = (self.name, self.practice, self.practice_name, *self.tags, *self.notes)
        wanted = composed(word).casefold()
        return any(wanted in composed(text).casefold() for text in texts)


def when(began: str, *, day_known: bool) -> dict[str, str | None]:
    """Return for JSON when a sitting began, or else the date that its file bore."""
    return {"began": began if day_known else None, "file_date": None if day_known else began}


def read_kept(path: Path) -> Kept:
    """Read what a list shows of a sitting.

    Raises
    ------
    RecordingError
        If the file is no sitting, or cannot be read.
    """
    data = read_bytes(path)
    if not is_sitting(data):
        raise RecordingError(f"{path.name} is no sitting of this program.")
    rows = pick_rows(data, ROWS)
    meta, labels = meta_of(rows), labels_of(rows)
    events, length_s = tuple(_events(rows)), last_time_s(data)
    experiment, outcome = experiment_of(events)
    return Kept(
        file=str(path),
        began=began(path, rows),
        length_s=length_s,
        practised_s=practised(events, length_s)[0],
        practice=meta.get("practice", ""),
        practice_name=meta.get("practice_name", "Recording"),
        simulated="simulated" in meta,
        closed=any(row.kind == "end" for row in rows),
        name=labels.name,
        tags=labels.tags,
        notes=tuple(note.text for note in notes_of(events)),
        ratings=ratings_of(events),
        experiment=experiment,
        outcome=outcome,
        day_known=DAY_UNKNOWN not in meta,
    )


def _events(rows: Iterable[Row]) -> Iterator[Event]:
    for row in rows:
        with contextlib.suppress(ValueError, KeyError):
            if event := decode(row):
                yield event

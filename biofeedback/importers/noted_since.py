"""Notes that a sitting was given on another computer: added behind those it was given here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from biofeedback.importers.text import plain_line
from biofeedback.sitting import Noted
from biofeedback.store.afterwards import append_note
from biofeedback.store.row_file import pick_rows, read_bytes


def add_missing(path: Path, notes: Iterable[Noted], *, dry_run: bool = False) -> str:
    """Add the notes that a kept sitting lacks; return a sentence on them, empty if there are none.

    Parameters
    ----------
    path
        Of the sitting.
    notes
        That another file of the same sitting holds.
    dry_run
        Only look; add nothing.

    Raises
    ------
    RecordingError
        If it cannot be written, or is being written just now.
    """
    here = {plain_line(row.text) for row in pick_rows(read_bytes(path), {"note"})}
    missing = {text: note for note in notes if (text := plain_line(note.text)) not in here}
    if missing and not dry_run:
        append_note(path, *missing.values())
    return _told(len(missing), "would be" if dry_run else "were") if missing else ""


def _told(count: int, how: str) -> str:
    if count == 1:
        return f"A note that it did not have {how.replace('were', 'was')} added to it."
    return f"{count} notes that it did not have {how} added to it."

"""Notes that a sitting was given on another computer: added behind those it was given here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from biofeedback.importers.text import plain_line
from biofeedback.notes import Noted, Unnoted
from biofeedback.store.afterwards import append_note
from biofeedback.store.row_file import pick_rows, read_bytes
from biofeedback.store.rows import Row, encode


def add_missing(path: Path, notes: Iterable[Noted | Unnoted], *, dry_run: bool = False) -> str:
    """Add the notes that a kept sitting lacks; return a sentence on them, empty if there are none.

    One that was changed or taken back there is, here, too.

    Parameters
    ----------
    path
        Of the sitting.
    notes
        That another file of the same sitting holds, and those taken back in it, in order.
    dry_run
        Only look; add nothing.

    Raises
    ------
    RecordingError
        If it cannot be written, or is being written just now.
    """
    here = Counter(map(_words, pick_rows(read_bytes(path), {"note", "unnote"})))
    missing = list(_missing(notes, here))
    if missing and not dry_run:
        append_note(path, *missing)
    added = sum(isinstance(each, Noted) for each in missing)
    return _told(added, "would be" if dry_run else "were") if missing else ""


def _missing(
    notes: Iterable[Noted | Unnoted], here: Counter[tuple[str, str]]
) -> Iterator[Noted | Unnoted]:
    for note in notes:
        words = _words(encode(note))
        if here[words]:
            here[words] -= 1
        else:
            yield note


def _words(row: Row) -> tuple[str, str]:
    return row.kind, plain_line(row.text)


def _told(count: int, how: str) -> str:
    if not count:
        return f"What was taken back of its notes {how} taken back in it."
    if count == 1:
        return f"A note that it did not have {how.replace('were', 'was')} added to it."
    return f"{count} notes that it did not have {how} added to it."

"""Notes that a sitting was given on another computer: added behind those it was given here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from biofeedback.importers.text import plain_line
from biofeedback.notes import Noted, Unnoted, notes_of
from biofeedback.store.afterwards import append_note
from biofeedback.store.row_file import pick_rows, read_bytes
from biofeedback.store.rows import Row, decode, encode

_MANY = "{} notes that it did not have {}"


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
    here = pick_rows(read_bytes(path), {"note", "unnote"})
    missing = list(_missing(notes, Counter(map(_words, here))))
    if missing and not dry_run:
        append_note(path, *missing)
    rows = [*here, *map(encode, missing)]
    before, after = (Counter(notes_of(map(decode, each))) for each in (here, rows))
    return _told((after - before).total(), (before - after).total(), "would be" if dry_run else "")


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


def _told(added: int, taken: int, how: str) -> str:
    """Return what holds of the notes now, or would: those that came and went are not counted."""
    one, more = how or "was", how or "were"
    told = []
    if added:
        notes = f"A note that it did not have {one}" if added == 1 else _MANY.format(added, more)
        told.append(f"{notes} added to it.")
    if taken:
        notes = f"One of its notes {one}" if taken == 1 else f"{taken} of its notes {more}"
        told.append(f"{notes} taken back, as in the other file.")
    return " ".join(told)

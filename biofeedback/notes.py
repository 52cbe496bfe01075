"""What a person writes down of a sitting: notes, which may be changed or taken back later.

A recording is only ever added to, so what is taken back stays in its file and is shown no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noted:
    """The person wrote something down."""

    time_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Unnoted:
    """The person took back the note that has this time and these words."""

    time_s: float
    text: str


def notes_of(events: Iterable[object]) -> tuple[Noted, ...]:
    """Return the notes that hold at the end of some events, in the order they were written."""
    notes: list[Noted] = []
    for event in events:
        if isinstance(event, Noted):
            notes.append(event)
        elif isinstance(event, Unnoted) and (gone := Noted(event.time_s, event.text)) in notes:
            notes.remove(gone)
    return tuple(notes)

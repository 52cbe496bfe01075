"""OpenHRV's table of events: intervals, annotations and much else; its commas are not quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from biofeedback.importers import rr_text
from biofeedback.importers.imported import Imported, Source, UnreadableError
from biofeedback.importers.moments import moment
from biofeedback.importers.table import Table
from biofeedback.importers.text import decode, lines_of, plain_line
from biofeedback.sitting import Noted

NAME = "OpenHRV"
_HEADER = "event,value,timestamp"


def recognises(head: str) -> bool:
    """Take the names of its three columns."""
    return head.partition("\n")[0].strip().lower() == _HEADER


def read(source: Source) -> Imported:
    """Return the intervals, and annotations as notes."""
    source.require("ms", NAME)
    rows = list(_rows(decode(source.data)))
    beats = [(at, [stamp, value]) for at, kind, value, stamp in rows if kind == "InterBeatInterval"]
    if not beats:
        raise UnreadableError("it is a table of OpenHRV without a single InterBeatInterval.")
    table = Table(("timestamp", "ibi"), [row for _, row in beats], [at for at, _ in beats])
    made = rr_text.read_rows(replace(source, unit="ms"), table, NAME)
    return replace(made, marks=tuple(_notes(rows, made)))


def _rows(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, kind, value and stamp; what stands between first and last comma is the value."""
    for at, line in enumerate(lines_of(text), start=1):
        kind, _, rest = line.strip().partition(",")
        value, _, stamp = rest.rpartition(",")
        if stamp and kind != "event":
            yield at, kind, value, stamp


def _notes(rows: list[tuple[int, str, str, str]], made: Imported) -> Iterator[Noted]:
    for _, kind, value, stamp in rows:
        at = moment(stamp) if kind == "Annotation" else None
        if at and made.began and (at.tzinfo is None) == (made.began.tzinfo is None):
            at_s = (at - made.began).total_seconds()
            if 0 <= at_s < 1e6:
                yield Noted(at_s, plain_line(value))

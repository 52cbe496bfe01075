"""HRV Logger's pair of tables, in its three dialects: beats, and what was noted beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from biofeedback.importers import rr_text
from biofeedback.importers.imported import CompanionError, Imported, Source, UnreadableError
from biofeedback.importers.table import Table, read_table
from biofeedback.importers.text import number, plain_line
from biofeedback.sitting import Noted

NAME = "HRV Logger"
_OF_2013 = ("date", "timestamp", "rr", "since start")  # four names, three columns
_BEATS = ("date,rr,sincestart", "date,timestamp,rr,sincestart")
_BEATS_OF_PHONES = "timestamp,relative_time,rr_sincestart,rr"
_EVENTS = "date,timestamp,annotation,manual"


def _names(head: str) -> str:
    return head.partition("\n")[0].strip().lower().replace(" ", "")


def recognises(head: str) -> bool:
    """Take a table of beats, and the table of events that belongs to it."""
    return _names(head) in (*_BEATS, _BEATS_OF_PHONES, _EVENTS)


def read(source: Source) -> Imported:
    """Return the recording, with the events that lie beside it."""
    source.require("ms", NAME)
    table = read_table(source.data)
    if table.find("annotation") is not None:
        raise CompanionError("it holds the events of HRV Logger, read along with its RR file.")
    if table.names == _OF_2013 and table.width == 3:
        table = replace(table, names=("date", "rr", "since start"))
    table, doubled = _once(table)
    made = rr_text.read_rows(replace(source, unit="ms"), table, NAME)
    repairs = (f"Rows that stood twice, taken once: {doubled}.",) if doubled else ()
    return replace(made, repairs=repairs, marks=tuple(_events(source)))


def _once(table: Table) -> tuple[Table, int]:
    """Return the table without rows that repeat another to the letter."""
    first: dict[tuple[str, ...], int] = {}
    for i, row in enumerate(table.rows):
        first.setdefault(tuple(row), i)
    at = list(first.values())
    rows, numbers = [table.rows[i] for i in at], [table.numbers[i] for i in at]
    return replace(table, rows=rows, numbers=numbers), len(table.rows) - len(at)


def _events(source: Source) -> Iterator[Noted]:
    """Yield what a person noted; a table of events that cannot be read costs no beat."""
    name = source.name.replace("_RR_", "_Events_")
    data = source.beside(name) if name != source.name else None
    try:
        rows = read_table(data).rows if data else []
    except UnreadableError:
        return
    for row in rows:
        at_s = number(row[1]) if len(row) > 2 else None
        if at_s is not None and 0 <= at_s < 1e6:
            yield Noted(at_s, plain_line(row[2]))

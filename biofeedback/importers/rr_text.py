"""RR intervals in a text: one column, or one with times beside it; what every program can write.

Where neither a person nor a name says it, the unit is told from the values (`rr_unit`).
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from biofeedback.exporters import SIMULATED
from biofeedback.importers import timeline
from biofeedback.importers.beside import is_clock, left_out
from biofeedback.importers.clock import Clock, odd_cell, read_clock, unix_moment
from biofeedback.importers.imported import (
    AS_TOLD,
    Bools,
    Floats,
    Imported,
    Source,
    UnreadableError,
)
from biofeedback.importers.moments import believable, earlier, moment_in_name
from biofeedback.importers.rr_unit import (
    exact_ms,
    refuse_rate,
    refuse_unit,
    scale_of_times,
    unit_of,
)
from biofeedback.importers.table import Table, read_table
from biofeedback.importers.text import number, shown
from biofeedback.importers.told import NAME_TICKS

NAME = "RR intervals"
ONE = "one RR interval, in ms or s, a line"
_IN = r"[-_ ]?[\[(]?(?:ms|s|sec)?[\])]?"  # the unit behind a name
_INTERVAL = r"interval(?:s|l|le|les|o|os|lo|li)?"  # as other languages have it
RR = (
    rf"(?:(?:r-?r|nn|ibi|rr?i|inter[- ]?beat)[-_ ]?(?:{_INTERVAL}|values?)?"
    rf"|{_INTERVAL}[-_ ]r-?r){_IN}"
)
_STAMP = r"(?:phone |sensor |unix )?time[-_ ]?(?:stamp)?"
_TIME = rf"(?:{_STAMP}|t|onset|elapsed|since start|date(?:time)?|zeit|temps|tiempo|tempo){_IN}"
_RATE = r"(?:hr|heart[-_ ]?rate|bpm|pulse)(?:[-_ ]?[\[(]?(?:bpm|1/min)?[\])]?)"
_ELITE = re.compile(r"\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.txt", re.ASCII)
_TICKS = (
    "Whole numbers may also be 1/1024 s, as straps send them; the heart rate would then be 2.4 % "
    f"higher. If you know that they are, {NAME_TICKS}."
)


def recognises(_: str) -> bool:
    """Take what no other reader knows."""
    return True


def read(source: Source) -> Imported:
    """Return the recording in a text of one or two columns, or of columns with names."""
    table = read_table(source.data)
    made = read_rows(source, table)
    return replace(made, simulated=AS_TOLD) if _is_simulated(source.data, table) else made


def _is_simulated(data: bytes, table: Table) -> bool:
    """Tell whether an export of our own says that nobody's heart beat: in a column, or above."""
    column = table.find("heart")
    said = table.column(column)[0] if column is not None and table.rows else ""
    return said == SIMULATED or data.lstrip().startswith(f"# {SIMULATED}".encode())


def read_rows(source: Source, table: Table, name: str = "") -> Imported:
    """Return the recording in a table; ``name`` is of its format, if that is known."""
    if not table.rows:
        raise UnreadableError(
            "there is no RR interval in it; expected one number a line, in ms or s."
        )
    at = _rr_column(table)
    values = values_of(table, at)
    if source.unit and not name:
        refuse_unit(values, source.unit)
    if table.width == 1:
        _refuse_counted(table)
        whole = not any(map(_is_fraction, table.column(0)))
        return _one_column(source, values, name, table.name(0), whole=whole)
    unit = source.unit or unit_of(values, table.name(at))
    name = name or _program(table, tabs=b"\t" in source.data[:64])
    rr_ms = exact_ms(values, unit)
    clock = _clock(table, at, rr_ms)
    stamps = clock.beside(rr_ms) if clock else None
    beats = timeline.assemble(rr_ms, stamps, breaks=_stretches(table), unit=unit)
    refuse_rate(beats.rr_ms, unit)
    if clock and clock.began:
        return Imported(name, unit, beats, earlier(clock.began, beats.rr_ms[0] / 1000)).noting(
            clock.note
        )
    began, doubt = believable(moment_in_name(source.name))
    note = clock.note if clock else _left_out(table, at)
    return Imported(name, unit, beats, began).noting(note, doubt)


def _program(table: Table, *, tabs: bool) -> str:
    """Return which program writes such a table."""
    if table.find("phone timestamp") is not None:
        return "Polar Sensor Logger"
    first = table.rows[:2]
    if tabs and not table.names and list(map(len, first)) == [2, 2] and _two_units(first):
        return "Polar Flow"
    return "Times and RR intervals"


def _two_units(rows: list[list[str]]) -> bool:
    """Tell seconds that pass as the intervals beside them do, which are in ms."""
    (first_s, _), (second_s, rr_ms) = ([number(cell) or 0.0 for cell in row] for row in rows)
    return 200 <= rr_ms <= 3000 and abs((second_s - first_s) * 1000 - rr_ms) < 50


def _one_column(source: Source, values: Floats, name: str, column: str, *, whole: bool) -> Imported:
    if not name:
        name = "Elite HRV text" if _ELITE.fullmatch(source.name) else NAME
    began, doubt = believable(moment_in_name(source.name))
    may_be_times = source.unit is None and not _is_named(RR, column)
    if may_be_times and (scale := scale_of_times(values, named=_is_named(_TIME, column))):
        known = values[np.isfinite(values)]
        if unix := unix_moment(known[0], scale):
            known = np.round(known - known[0], 6)  # so large a number is no finer
        beats = timeline.of_times(known * scale)
        unit = "s" if scale == 1 else "ms"
        return Imported("Times of beats", unit, beats, began or unix).noting(doubt)
    unit = source.unit or unit_of(values, column)
    beats = timeline.assemble(exact_ms(values, unit), unit=unit)
    refuse_rate(beats.rr_ms, unit)
    ticks = _TICKS if whole and unit == "ms" and source.unit is None else ""
    made = Imported(name, unit, beats, began, question=ticks)
    return made.noting(doubt)


def _refuse_counted(table: Table) -> None:
    """Raise where a comma may part a running number from an interval, as it may be a decimal one.

    Taken for decimals, 1,800 and 2,812 would be times of beats, and wrong ones.
    """
    parted = [cell.partition(",") for cell in table.column(0)]
    counts = [int(count) for count, comma, _ in parted if comma and count.isdecimal()]
    if 2 < len(counts) == len(parted) and counts == [counts[0] + i for i in range(len(counts))]:
        raise UnreadableError(
            f"its lines, {shown(table.rows[0])} the first, may be a running number and an interval "
            "or one number with a decimal comma: part the columns by a semicolon, or name them in "
            "a first line."
        )


def _is_fraction(cell: str) -> bool:
    return "." in cell or "," in cell


def values_of(table: Table, column: int, expected: str = ONE) -> Floats:
    """Return the numbers of a column, NaN for those that are absent.

    Raises
    ------
    UnreadableError
        If a cell is no number, or a row has more cells than the first.
    """
    cells = table.column(column)
    values = list(map(number, cells))
    if None in values:
        raise table.odd(values.index(None), expected)
    widths = list(map(len, table.rows))
    if table.width < 3 and max(widths) > table.width:
        raise table.odd(widths.index(max(widths)), expected)
    found = np.array(values, dtype=np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def _is_named(pattern: str, column: str) -> bool:
    return re.fullmatch(pattern, column, re.IGNORECASE) is not None


def _rr_column(table: Table) -> int:
    """Return the column that holds the RR intervals."""
    if table.width == 1:
        return 0
    if (named := table.find(RR)) is not None:
        return named
    if table.width > 2:
        raise table.odd(0, f"{ONE}, or a header that names the column rr")
    return 1


def _left_out(table: Table, rr_column: int) -> str:
    """Return what to say of the only other column where it is no clock."""
    named = table.width == 2 and table.find(RR) is not None
    return left_out(table.name(1 - rr_column)) if named else ""


def _clock_column(table: Table, rr_column: int, rr_ms: Floats) -> int | None:
    """Return the column of times, if there is one."""
    if (at := table.find(_TIME)) is not None or table.width != 2:
        return at
    other = 1 - rr_column
    if _is_named(_RATE, table.name(other)):
        return None
    cells = [row[other] if other < len(row) else "" for row in table.rows]
    known = table.find(RR) is None or is_clock(table.name(other), cells, rr_ms)
    return other if known else None


def _clock(table: Table, rr_column: int, rr_ms: Floats) -> Clock | None:
    """Return the times in the column beside; a running number or a heart rate is none."""
    at = _clock_column(table, rr_column, rr_ms)
    if at is None:
        return None
    cells = table.column(at)
    clock = read_clock(cells)
    if clock is None:
        odd, usual = odd_cell(cells)
        raise table.odd(odd, f"{usual} in column {1 + at}, as most lines have")
    counted = not clock.unit_known and bool(np.all(np.diff(clock.times_s) == 1))
    return None if counted else clock


def _stretches(table: Table) -> Bools | None:
    """Return where a column tells that a new stretch begins, as our own tables do."""
    at = table.find("stretch")
    if at is None:
        return None
    cells = np.array(table.column(at))
    breaks: Bools = np.r_[False, cells[1:] != cells[:-1]]
    return breaks

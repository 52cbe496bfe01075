"""A text of lines and columns: what is a comment, a header, a delimiter and a decimal comma."""

from __future__ import annotations

import re
from dataclasses import dataclass

from biofeedback.importers.imported import UnreadableError
from biofeedback.importers.limits import MOST_COLUMNS
from biofeedback.importers.text import cells_of, decode, is_number, lines_of, shown

_COMMENTS = ("#", "%")
_PARTED = re.compile(r"[ \t\"]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each with its line's number; ``names`` is empty without a header."""

    names: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]

    @property
    def width(self) -> int:
        """How many columns the first row has."""
        return len(self.rows[0]) if self.rows else 0

    def column(self, index: int) -> list[str]:
        """Return the cells of one column.

        Raises
        ------
        UnreadableError
            If a row is shorter.
        """
        try:
            return [row[index] for row in self.rows]
        except IndexError:
            at = next(i for i, row in enumerate(self.rows) if len(row) <= index)
            raise self.odd(at, f"{index + 1} columns") from None

    def name(self, index: int) -> str:
        """Return the name of a column; "" where the header has none for it."""
        return self.names[index] if index < len(self.names) else ""

    def find(self, pattern: str) -> int | None:
        """Return the first column whose whole name fits, in whatever case; else None."""
        fits = (
            i for i, name in enumerate(self.names) if re.fullmatch(pattern, name, re.IGNORECASE)
        )
        return next(fits, None)

    def odd(self, at: int, expected: str) -> UnreadableError:
        """Return what to say of a row that is not as the others."""
        return UnreadableError(
            f"line {self.numbers[at]} holds {shown(self.rows[at])}; expected {expected}."
        )


def read_table(data: bytes) -> Table:
    """Return the rows of a text, comments and blank lines left out.

    Raises
    ------
    UnreadableError
        If it is no text, or has too many lines or columns.
    """
    lines = [
        (number, line)
        for number, line in enumerate(map(str.strip, lines_of(decode(data))), start=1)
        if line and not line.startswith(_COMMENTS)
    ]
    if not lines:
        return Table((), [], [])
    delimiter, names = _layout([line for _, line in lines[:2]])
    lines = lines[bool(names) :]
    if delimiter is None and not any(map(_PARTED.search, (line for _, line in lines))):
        rows = [[line] for _, line in lines]
    else:
        rows = [cells_of(line, delimiter) for _, line in lines]
    if rows and max(map(len, rows)) > MOST_COLUMNS:
        raise UnreadableError(
            f"it has more than {MOST_COLUMNS} columns; expected RR intervals in one."
        )
    width = max(len(_trimmed([*row], 1)) for row in (names, *rows[:1]))
    return Table(names, [_trimmed(row, width) for row in rows], [number for number, _ in lines])


def _trimmed(row: list[str], width: int) -> list[str]:
    """Leave empty cells behind a row out; inside its width, one says that a value is absent."""
    while len(row) > width and not row[-1]:
        row.pop()
    return row


def _layout(first: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the delimiter and the names of the columns, from the first lines."""
    named = not _starts_as_number(first[0])
    delimiter = _delimiter(first[-1] if named else first[0], first[0] if named else "")
    return delimiter, tuple(cells_of(first[0], delimiter)) if named else ()


def _starts_as_number(line: str) -> bool:
    """Tell a row of values, even absurd ones, from the names of columns."""
    cell, *others = (each.strip().strip('"') for each in re.split(r"[\t;,]|\s+", line))
    if not cell and others:  # a table of pandas leaves the name of its index out
        return all(map(is_number, others))
    return line[:1].isdigit() or is_number(line) or is_number(cell)


def _delimiter(row: str, header: str) -> str | None:
    for each in ("\t", ";", ","):
        if 1 < len(cells_of(header, each)) == len(cells_of(row, each)):
            return each
    for each in ("\t", ";"):
        if each in row or each in header:
            return each
    if "," in header or row.count(",") > 1 or ("," in row and "." in row):
        return ","
    return None  # blanks; a lone comma is a decimal one

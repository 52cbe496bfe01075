"""Text of whatever program: its encoding, its lines, its numbers. Every text reader begins here."""

from __future__ import annotations

import codecs
import csv
import math
import re
from collections.abc import Sequence

from biofeedback.importers.imported import UnreadableError
from biofeedback.importers.limits import LONGEST_LINE, LONGEST_NUMBER, MOST_LINES
from biofeedback.printable import is_harmless

NOT_TEXT = "it is not a text file; expected RR intervals, one number a line."
BINARY = re.compile(rb"[\0-\x08\x0e-\x1f]")
CUT = "Its end is empty, as a power cut leaves it; what stands before that is read."
HEAD_CHARS = 4096  # by which a text is told from others
_CHAR_BYTES = 4  # at most, in each of these encodings
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_LARGEST = 1e18  # beyond it nothing is counted in a recording: it is as infinite as 1e400
_COARSEST = 300  # as a power of ten; a number beyond it is infinite
_ABSENT = frozenset(("", "nan", "-nan", "inf", "+inf", "-inf", "infinity", "n/a", "na", "null"))


def decode(data: bytes) -> str:
    """Return the text, without what a power cut leaves at its end.

    Raises
    ------
    UnreadableError
        If it is none.
    """
    return _decoded(data, whole=True)


def is_cut(data: bytes) -> bool:
    """Tell whether a text ends in bytes that were never written; UTF-16 has fewer in a row."""
    return data.endswith(bytes(4))


def head_of(data: bytes) -> str:
    """Return how the text begins, `HEAD_CHARS` of it, whichever character a cut would part.

    Raises
    ------
    UnreadableError
        If it is none.
    """
    first = data[: _CHAR_BYTES * HEAD_CHARS]
    return _decoded(first, whole=len(first) == len(data))[:HEAD_CHARS]


def refuse_rich(head: str) -> None:
    """Raise if a text is one with fonts and sizes in it, which a word processor shows as plain."""
    if head.lstrip().startswith("{\\rtf"):
        raise UnreadableError(
            "it is a document of a word processor (RTF): save it there as plain text, then import "
            "that."
        )


def _decoded(data: bytes, *, whole: bool) -> str:
    """Return the text of a file, or of its first bytes; these may end within a character."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _wide(data, "utf-16", whole=whole)
    data = data.rstrip(b"\0\x1a")
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return _wide(data + b"\0" * (len(data) % 2), "utf-16-le", whole=whole)
    if data[:1] == b"\0" and data[2:3] == b"\0":
        return _wide(data, "utf-16-be", whole=whole)
    if BINARY.search(data):
        raise UnreadableError(NOT_TEXT)
    # A mark of UTF-8 in front holds for all of it, even where its last character was cut.
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return _strict(data, "utf-8-sig", whole=whole)
    except UnicodeDecodeError:
        return data.decode("utf-8-sig" if marked else "cp1252", errors="replace")


def _wide(data: bytes, encoding: str, *, whole: bool) -> str:
    try:
        return _strict(data, encoding, whole=whole).rstrip("\0").lstrip("\ufeff")
    except UnicodeDecodeError:
        raise UnreadableError(NOT_TEXT) from None


def _strict(data: bytes, encoding: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(data, final=whole)


def lines_of(text: str) -> list[str]:
    """Return the lines, whatever they end in.

    Raises
    ------
    UnreadableError
        If there are too many, or one is too long.
    """
    ends = text.count("\n") + text.count("\r")
    if len(text) > LONGEST_LINE * (ends + 1):
        raise UnreadableError(_too_long())
    if ends - text.count("\r\n") > MOST_LINES:
        raise UnreadableError(
            f"it has more than {MOST_LINES:,} lines, one for each beat of more than a week: "
            "cut it in parts."
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise UnreadableError(_too_long())
    return lines


def _too_long() -> str:
    return (
        f"it has lines of more than {LONGEST_LINE:,} characters; expected one RR interval a line."
    )


def cells_of(line: str, delimiter: str | None) -> list[str]:
    """Return the cells of a line; a pair of quotes around one is taken off."""
    if delimiter and line.count('"') % 2 == 0 and '"' in line:  # one may hold the delimiter
        rows = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
        return [cell.strip() for cell in next(rows)]
    return [_bare(cell.strip()) for cell in line.split(delimiter)]


def _bare(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].strip()
    return cell


def is_number(cell: str) -> bool:
    """Tell whether a cell holds a number, or a word that stands for one that is absent."""
    return number(cell) is not None


def number(cell: str) -> float | None:
    """Return the number a cell holds, NaN for an absent one; None if it holds none at all."""
    if len(cell) <= LONGEST_NUMBER:
        if _NUMBER.fullmatch(cell):
            value = float(cell.replace(",", "."))
            return value if abs(value) < _LARGEST else math.inf
        if cell.lower() in _ABSENT:
            return math.nan
    return None


def resolution(cell: str) -> float:
    """Return the step in which a number was written: 0.01 for 3.14, 10 for 1.23e+03."""
    digits, _, power = cell.lower().replace(",", ".").partition("e")
    decimals = len(digits.partition(".")[2])
    return float(10.0 ** min(int(power or 0) - decimals, _COARSEST))


def shown(cells: Sequence[str] | str) -> str:
    """Return some of a line, as it may be shown on a screen."""
    text = cells if isinstance(cells, str) else " ".join(cells)
    return repr("".join(c if is_harmless(c) else "?" for c in text[:40]))


def plain_line(text: str) -> str:
    """Return a note of another program on one line, without what cannot be shown."""
    return "".join(filter(is_harmless, " ".join(text.split())))[:1000]

"""The rows of a sitting's file, as far as they are whole: read all of them, or a few kinds quickly.

A file that was cut, or whose tail the disk never got, gives all its whole rows; what had to be
left out is counted and said. It needs no numpy, so a history is listed before the window is there.
"""

from __future__ import annotations

import codecs
import hashlib
import math
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from biofeedback.printable import printable
from biofeedback.store.disk import RecordingError, opened
from biofeedback.store.folders import moment_of_name
from biofeedback.store.rows import COLUMNS, HEADER, KINDS, Row, from_line

DAY_UNKNOWN = "start"  # stands in a sitting whose original does not tell when it began
CHANGED = "It was changed after it was closed: its seal does not match what it holds."
BY_NAME = "when it began, which its name tells"
TOLD = "original_told"  # what an import told of a file: a row for each sentence
MOST_BYTES = 256 * 2**20  # an 8-h sitting has 2 MB; beyond this it is no recording of one
_NOTHING_HAPPENED = {  # they may stand behind the end
    *("note", "unnote", "rating", "experiment", "outcome"),
    *("name", "tag", "untag", "clock", "end"),
}
_HAPPENED = KINDS - _NOTHING_HAPPENED  # what is known, and may not
_FIRST, _MOST_ODD = HEADER.encode(), 2
_COLUMNS = re.compile(rf"{HEADER}(?:,\w+)*\r?\n?", re.ASCII)
_MOST_LINES = ("rr", "packet")  # of a sitting; each beat has both
_TAIL_BYTES = 1024  # a beat may stand behind a later packet, but never so far


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds.

    ``sealed``: True, the digest of its end row is right; False, it was changed since; None, there
    is no end row.
    """

    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    sealed: bool | None


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    RecordingError
        If it cannot be read, or cannot be a recording.
    """
    with opened(path) as file, open(file, "rb", closefd=False) as whole:
        if os.fstat(file).st_size > MOST_BYTES:
            raise RecordingError(f"{path} is larger than any recording: is it the right file?")
        return whole.read()


def is_sitting(data: bytes) -> bool:
    """Tell whether a file is a sitting of ours, of any format; a letter or two may be damaged."""
    first = data.removeprefix(codecs.BOM_UTF8)[: len(_FIRST)]
    if first == _FIRST:
        return True
    odd = sum(one != other for one, other in zip(first, _FIRST, strict=False))
    return len(first) == len(_FIRST) and odd <= _MOST_ODD


def _as_written(data: bytes) -> bytes:
    """Return a sitting as this program wrote it: editors put a mark before it, or other line ends.

    Its seal holds then, for what it holds is the same.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    first = data[: data.find(b"\n") + 1]
    return data.replace(b"\r\n", b"\n") if first.endswith(b"\r\n") else data


def read_rows(data: bytes) -> Rows:
    """Return every whole row of a sitting, and whether its seal holds."""
    data = _as_written(data)
    rows: list[Row] = []
    left_out: list[str] = []
    sealed: bool | None = None
    columns, at = _header(data)
    for number, raw in enumerate(data[at:].splitlines(keepends=True), start=2):
        try:
            if not raw.endswith(b"\n"):
                raise ValueError("it was cut")
            row = from_line(raw.decode().rstrip("\n"), columns)
        except ValueError as error:
            left_out.append(f"line {number} ({error})" if raw.strip(b"\0") else "an empty tail")
        else:
            rows.append(row)
            if row.kind == "end":
                sealed = row.text.endswith("sha256=" + hashlib.sha256(data[:at]).hexdigest())
            elif sealed and row.kind in _HAPPENED:
                sealed = False
        at += len(raw)
    return Rows(tuple(rows), tuple(left_out), sealed)


def pick_rows(data: bytes, kinds: Collection[str]) -> list[Row]:
    """Return the whole rows of a few kinds, without looking into the others."""
    data = _as_written(data)
    columns, _ = _header(data)
    picked = _lines_of(frozenset(kinds)).findall(data)
    return list(_whole((line[line.rfind(b"\n") + 1 :] for line in picked), columns))


@cache
def _lines_of(kinds: frozenset[str]) -> re.Pattern[bytes]:
    """Return what finds the whole lines of a few kinds, four times as fast as reading each.

    It sees no line's end before the first comma, which is what makes it fast: lines without one,
    which are no rows, may stand before what is found. What most lines are is passed over first.
    """
    names = "|".join(sorted(map(re.escape, kinds)))
    others = "|".join(sorted({*_MOST_LINES} - kinds)) or "(?!)"
    return re.compile(rf"\n([^,]*+,(?!(?:{others}),)(?:{names}),[^\n]*+)(?=\n)".encode())


def last_time_s(data: bytes) -> float:
    """Return the time of the last thing that happened; later additions do not count."""
    data = _as_written(data)
    columns, at = _header(data)
    for first in (max(at, len(data) - _TAIL_BYTES), at):
        lines = data[first:].split(b"\n")[first > at : -1]  # within the file it is half a row
        latest = sorted(lines, key=_stated_time_s, reverse=True)
        happened = (row for row in _whole(latest, columns) if row.kind not in _NOTHING_HAPPENED)
        if row := next(happened, None):
            return row.t_s
    return 0.0


def _stated_time_s(line: bytes) -> float:
    try:
        stated = float(line.partition(b",")[0])
    except ValueError:
        return -math.inf
    return -math.inf if math.isnan(stated) else stated


def began(path: Path, rows: Sequence[Row]) -> datetime:
    """Return when a sitting began; where its rows do not tell, what its file is called does.

    Raises
    ------
    RecordingError
        If neither tells.
    """
    if moment := began_of(rows) or moment_of_name(path.name):
        return moment
    raise RecordingError(
        f"{path.name} has no readable 'session' row: it is not a whole recording of ours."
    )


def began_of(rows: Sequence[Row]) -> datetime | None:
    """Return when a sitting began by its rows; None if they do not tell."""
    text = next((row.text for row in rows if row.kind == "session"), "")
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.astimezone()  # as if it were written here
    except (ValueError, OverflowError):
        return None


def meta_of(rows: Sequence[Row]) -> dict[str, str]:
    """Return what the header rows tell, each by its name; `told_of` has what stands many times."""
    return {name: text for name, text in _told(rows) if name != TOLD}


def told_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what was mended or noticed when this was imported, as sentences."""
    return tuple(printable(text) for name, text in _told(rows) if name == TOLD)


def _told(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.kind == "meta" and "=" in row.text:
            name, _, text = row.text.partition("=")
            yield name, text


def _header(data: bytes) -> tuple[int, int]:
    """Return how many columns there are, and where the first row begins.

    A newer format names some behind ours; where the line is damaged, it tells nothing.
    """
    ends = data.find(b"\n") + 1 or len(data)
    line = data[:ends].decode("ascii", "replace")
    return line.count(",") + 1 if _COLUMNS.fullmatch(line) else COLUMNS, ends


def _whole(lines: Iterable[bytes], columns: int) -> Iterator[Row]:
    for line in lines:
        try:
            yield from_line(line.decode(), columns)
        except ValueError:  # it was cut
            continue

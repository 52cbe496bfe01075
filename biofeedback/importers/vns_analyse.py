"""VNS Analyse: German text, often in Windows-1252, with the intervals as recorded and corrected.

The recorded ones are taken: correction is done here, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from biofeedback.importers import timeline
from biofeedback.importers.imported import Floats, Imported, Source, UnreadableError
from biofeedback.importers.moments import believable, moment_in_name
from biofeedback.importers.text import decode, lines_of, number, plain_line, shown
from biofeedback.sitting import Noted

NAME = "VNS Analyse"
_RECORDED = re.compile(r"RR-Intervalle\s*-\s*Rohwerte")
_NOTE = "Notiz:"


def recognises(head: str) -> bool:
    """Take what names the program, or the intervals as it does."""
    return "VNS Analyse" in head or _RECORDED.search(head) is not None


def read(source: Source) -> Imported:
    """Return the intervals as they were recorded."""
    source.require("s", NAME)
    lines = list(map(str.strip, lines_of(decode(source.data))))
    start = next((i for i, line in enumerate(lines) if _RECORDED.match(line)), None)
    if start is None:
        raise UnreadableError("it has no section “RR-Intervalle - Rohwerte”: export these, too.")
    values, notes = _values(lines, start + 1)
    rr_ms = np.round(np.array(values, dtype=np.float64) * 1000, 6)
    beats = timeline.assemble(rr_ms, unit="s")
    began, doubt = believable(moment_in_name(source.name))
    marks = tuple(_marks(notes, rr_ms))
    return Imported(NAME, "s", beats, began, marks=marks).noting(doubt)


def _values(lines: list[str], start: int) -> tuple[list[float], list[tuple[int, str]]]:
    """Return the intervals of a section, and notes with the place of the interval each is at."""
    values: list[float] = []
    notes: list[tuple[int, str]] = []
    for at, line in enumerate(lines[start:], start=start + 1):
        cell, _, note = line.partition("\t")
        value = number(cell.strip()) if cell else None
        if value is not None:
            values.append(value)
        elif cell[:1].isalpha():
            break  # the next section
        elif cell:
            raise UnreadableError(f"line {at} holds {shown(line)}; expected an RR interval in s.")
        if note.startswith(_NOTE):
            notes.append((len(values) - 1, note.removeprefix(_NOTE)))
    return values, notes


def _marks(notes: list[tuple[int, str]], rr_ms: Floats) -> Iterator[Noted]:
    ends_s = np.cumsum(np.nan_to_num(rr_ms, posinf=0.0, neginf=0.0)) / 1000
    for index, text in notes:
        if 0 <= index < ends_s.size and 0 <= ends_s[index] < 1e6:
            yield Noted(float(ends_s[index]), plain_line(text))

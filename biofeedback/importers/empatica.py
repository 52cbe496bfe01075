"""Empatica's IBI.csv: when it began in Unix time, then times since then and intervals, in s."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from biofeedback.importers import rr_text
from biofeedback.importers.imported import Imported, Source, UnreadableError
from biofeedback.importers.moments import believable, here
from biofeedback.importers.table import read_table
from biofeedback.importers.text import decode, is_number, lines_of, shown

NAME = "Empatica IBI"
_FIRST = re.compile(r"\s*(\S+?)\s*,\s*IBI\s*$", re.IGNORECASE | re.ASCII)
_UNIX_S = re.compile(r"\d{9,10}(?:\.\d*)?", re.ASCII)


def recognises(head: str) -> bool:
    """Take what opens with a number, even one that is no Unix time, and the word IBI."""
    found = _FIRST.match(head.partition("\n")[0])
    return found is not None and is_number(found[1])


def read(source: Source) -> Imported:
    """Return the recording."""
    source.require("s", NAME)
    first, *rest = lines_of(decode(source.data))
    began, doubt = believable(here(datetime.fromtimestamp(_began_s(first), UTC)))
    below = "\n".join(["", *rest])  # the first line stays one, to count them right
    table = replace(read_table(below.encode()), names=("time_s", "ibi_s"))
    made = rr_text.read_rows(replace(source, unit="s"), table, NAME)
    return replace(made, began=began).noting(doubt)


def _began_s(line: str) -> float:
    found = _FIRST.match(line)
    if found is None or not _UNIX_S.fullmatch(found[1]):
        raise UnreadableError(
            f"line 1 holds {shown([line.strip()])}; expected when it began in Unix time, and IBI."
        )
    return float(found[1])

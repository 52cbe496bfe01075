"""Empatica's IBI.csv: when it began in Unix time, then times since then and intervals, in s."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from biofeedback.importers import rr_text
from biofeedback.importers.imported import Imported, Source
from biofeedback.importers.moments import believable
from biofeedback.importers.table import read_table

NAME = "Empatica IBI"
_FIRST = re.compile(r"\s*(\d{9,10}(?:\.\d*)?)\s*,\s*IBI\s*$", re.IGNORECASE | re.ASCII)


def recognises(head: str) -> bool:
    """Take what opens with a Unix time and the word IBI."""
    return _FIRST.match(head.partition("\n")[0]) is not None


def read(source: Source) -> Imported:
    """Return the recording."""
    source.require("s", NAME)
    first, _, rest = source.data.partition(b"\n")
    table = replace(read_table(rest), names=("time_s", "ibi_s"))
    made = rr_text.read_rows(replace(source, unit="s"), table, NAME)
    found = _FIRST.match(first.decode("utf-8-sig", "replace"))
    at_s = float(found[1]) if found else 0.0
    began, doubt = believable(datetime.fromtimestamp(at_s, UTC))
    return replace(made, began=began).noting(doubt)

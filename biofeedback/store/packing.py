"""Thousands of kept sittings as one text, column by column: unpacked in a few milliseconds.

A column of texts in JSON, and one of numbers as they lie in memory, cost a third of what the rows
of a database do. Both are plain data: whatever stands there, nothing of it is run.
"""

from __future__ import annotations

import itertools
import json
import os
from array import array
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from biofeedback.checkin import Ratings
from biofeedback.store.kept import Kept

Stamp = tuple[int, int]
"""When a file was changed, in ns, and its size in bytes."""

UNSAID = tuple(Kept._field_defaults.values())
_FIRST_SAID = len(Kept._fields) - len(UNSAID)


class Pack(NamedTuple):
    """Kept sittings, and of each its file, relative to the folder of all, and its stamp."""

    files: list[str]
    stamps: list[Stamp]
    sittings: list[Kept]


def packed(pack: Pack) -> bytes:
    """Return sittings as a text."""
    _, began, lengths_s, practised_s, *others = _columns(pack.sittings)
    said = {n: each[_FIRST_SAID:] for n, each in enumerate(pack.sittings)}
    columns = {
        "files": pack.files,
        "mtimes_ns": _hex("q", [mtime_ns for mtime_ns, _ in pack.stamps]),
        "sizes": _hex("q", [size for _, size in pack.stamps]),
        "began": [each.isoformat() for each in began],
        "numbers": [_hex("d", lengths_s), _hex("d", practised_s)],
        "others": others,
        "said": {n: words for n, words in said.items() if words != UNSAID},
    }
    return json.dumps(columns).encode()


def unpacked(text: bytes, folder: Path) -> Pack:
    """Return what `packed` was given; `folder` is that of all."""
    found = json.loads(text)
    stamps = zip(_of_hex("q", found["mtimes_ns"]), _of_hex("q", found["sizes"]), strict=True)
    before = f"{folder}{os.sep}"
    paths = [before + file for file in found["files"]]
    began = map(datetime.fromisoformat, found["began"])
    numbers = (_of_hex("d", column) for column in found["numbers"])
    unsaid = map(itertools.repeat, UNSAID)
    rows = zip(paths, began, *numbers, *found["others"], *unsaid, strict=False)
    sittings = list(map(partial(tuple.__new__, Kept), rows))  # sooner than by its own
    for n, words in found["said"].items():
        sittings[int(n)] = _with(sittings[int(n)], *words)
    return Pack(found["files"], list(stamps), sittings)


def _columns(sittings: Sequence[Kept]) -> list[list[Any]]:
    return [[each[n] for each in sittings] for n in range(_FIRST_SAID)]


def _hex(kind: str, numbers: Sequence[float]) -> str:
    return array(kind, numbers).tobytes().hex()


def _of_hex(kind: str, text: str) -> list[Any]:
    return array(kind, bytes.fromhex(text)).tolist()


def _with(kept: Kept, *said: Any) -> Kept:
    """Return a sitting with what the person said of it: seldom anything."""
    name, tags, notes, ratings, experiment, outcome, day_known = said
    return kept._replace(
        name=name,
        tags=tuple(tags),
        notes=tuple(notes),
        ratings=Ratings(*ratings),
        experiment=experiment,
        outcome=outcome,
        day_known=day_known,
    )

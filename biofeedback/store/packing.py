"""Thousands of kept sittings as one text, column by column: unpacked in a few milliseconds.

A column of texts in JSON, and one of numbers as they lie in memory, cost a third of what the rows
of a database do. Both are plain data: whatever stands there, nothing of it is run.
"""

from __future__ import annotations

import itertools
import json
import os
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from biofeedback.checkin import Ratings
from biofeedback.store.kept import Kept

UNSAID = tuple(Kept._field_defaults.values())
MOST_NS = 2**63 - 1  # a disk may tell of the year 2400
_FIRST_SAID = len(Kept._fields) - len(UNSAID)


class Found(NamedTuple):
    """The files of a folder, relative to it, and of each when it was changed and its size.

    ``stamps`` holds ns and bytes in turns: a tuple for each file costs more than all else here.
    """

    files: list[str]
    stamps: array[int]

    def by_file(self) -> dict[str, tuple[int, int]]:
        """Return the stamps by their files."""
        pairs = zip(self.stamps[::2], self.stamps[1::2], strict=True)
        return dict(zip(self.files, pairs, strict=True))

    def only(self, files: Collection[str]) -> Found:
        """Return those of some files, in the same order."""
        kept = [(file, pair) for file, pair in self.by_file().items() if file in files]
        flat = itertools.chain.from_iterable(pair for _, pair in kept)
        return Found([file for file, _ in kept], array("q", flat))


def nothing_found() -> Found:
    """Return no files."""
    return Found([], array("q"))


def packed(found: Found, sittings: Mapping[str, Kept]) -> bytes:
    """Return sittings as a text.

    Parameters
    ----------
    found
        Their files, in the order in which the disk tells them.
    sittings
        By their files, in an order of their own.
    """
    places = {file: n for n, file in enumerate(found.files)}
    _, began, lengths_s, practised_s, *others = _columns(list(sittings.values()))
    said = {n: each[_FIRST_SAID:] for n, each in enumerate(sittings.values())}
    columns = {
        "files": found.files,
        "stamps": _hex("q", found.stamps),
        "places": _hex("q", [places[file] for file in sittings]),
        "began": [each.isoformat() for each in began],
        "numbers": [_hex("d", lengths_s), _hex("d", practised_s)],
        "others": others,
        "said": {n: words for n, words in said.items() if words != UNSAID},
    }
    return json.dumps(columns).encode()


def unpacked(text: bytes, folder: Path) -> tuple[Found, list[Kept]]:
    """Return what `packed` was given, the sittings in their own order; they lie in ``folder``."""
    whole = json.loads(text)
    found = Found(whole["files"], _of_hex("q", whole["stamps"]))
    before = f"{folder}{os.sep}"
    paths = [before + found.files[place] for place in _of_hex("q", whole["places"])]
    began = map(datetime.fromisoformat, whole["began"])
    numbers = (_of_hex("d", column) for column in whole["numbers"])
    unsaid = map(itertools.repeat, UNSAID)
    rows = zip(paths, began, *numbers, *whole["others"], *unsaid, strict=False)
    sittings = list(map(partial(tuple.__new__, Kept), rows))  # sooner than by its own
    for n, words in whole["said"].items():
        sittings[int(n)] = _with(sittings[int(n)], *words)
    return found, sittings


def _columns(sittings: Sequence[Kept]) -> list[list[Any]]:
    return [[each[n] for each in sittings] for n in range(_FIRST_SAID)]


def _hex(kind: str, numbers: Iterable[float]) -> str:
    return array(kind, numbers).tobytes().hex()


def _of_hex(kind: str, text: str) -> array[Any]:
    return array(kind, bytes.fromhex(text))


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

"""Thousands of kept sittings as one text, column by column: unpacked in a few milliseconds.

Each column is one text in JSON: names in a row, numbers as they lie in memory, and what many
sittings share once. Half the letters are read in half the time, and all of it is
plain data: whatever stands there, nothing of it is run.
"""

from __future__ import annotations

import itertools
import json
import operator
import os
from array import array
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from biofeedback.checkin import Ratings
from biofeedback.store.kept import Kept

UNSAID = tuple(Kept._field_defaults.values())
MOST_NS = 2**63 - 1  # a disk may tell of the year 2400
_BETWEEN = "//"  # stands in no file's name
_OWN = Kept._fields.index("practice")  # what comes before is each sitting's own
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
    kept = sittings.values()
    shared = [each[_OWN:_FIRST_SAID] for each in kept]
    kinds = {kind: n for n, kind in enumerate(dict.fromkeys(shared))}
    said = {n: each[_FIRST_SAID:] for n, each in enumerate(kept)}
    columns = {
        "files": _BETWEEN.join(found.files),
        "stamps": _digits("q", found.stamps),
        "places": _digits("I", [places[file] for file in sittings]),
        "began": _BETWEEN.join(each.began.isoformat() for each in kept),
        "lengths_s": _digits("d", [each.length_s for each in kept]),
        "practised_s": _digits("d", [each.practised_s for each in kept]),
        "kinds": list(kinds),
        "of_kind": _digits("I", [kinds[kind] for kind in shared]),
        "said": {n: words for n, words in said.items() if words != UNSAID},
    }
    return json.dumps(columns).encode()


@lru_cache(maxsize=1)  # a window lists at each look back, mostly what it listed before
def unpacked(text: str, folder: Path) -> tuple[Found, tuple[Kept, ...]]:
    """Return what `packed` was given, the sittings in their own order; they lie in ``folder``."""
    whole = json.loads(text)
    found = Found(_parts(whole["files"]), _numbers("q", whole["stamps"]))
    before = f"{folder}{os.sep}"
    paths = [before + found.files[place] for place in _numbers("I", whole["places"])]
    began = map(datetime.fromisoformat, _parts(whole["began"]))
    numbers = (_numbers("d", whole[column]) for column in ("lengths_s", "practised_s"))
    kinds = [(*kind, *UNSAID) for kind in whole["kinds"]]
    of_kind = map(kinds.__getitem__, _numbers("I", whole["of_kind"]))
    rows = map(operator.add, zip(paths, began, *numbers, strict=False), of_kind)
    sittings = list(map(partial(tuple.__new__, Kept), rows))  # sooner than by its own
    for n, words in whole["said"].items():
        sittings[int(n)] = _with(sittings[int(n)], *words)
    return found, tuple(sittings)


def _parts(text: str) -> list[str]:
    return text.split(_BETWEEN) if text else []


def _digits(kind: str, numbers: Iterable[float]) -> str:
    return array(kind, numbers).tobytes().hex()


def _numbers(kind: str, digits: str) -> array[Any]:
    return array(kind, bytes.fromhex(digits))


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

"""What a person calls a sitting: a name and tags, each a row that was added when it was over."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from biofeedback.store.rows import Row

LONGEST_NAME = 120  # letters
KINDS = ("name", "tag", "untag")


@dataclass(frozen=True, slots=True)
class Labels:
    """The name a sitting was given last, empty for none, and its tags in the order they came."""

    name: str = ""
    tags: tuple[str, ...] = ()


UNLABELLED = Labels()


def composed(text: str) -> str:
    """Return a text with each letter as one character: a macOS keyboard may make two of an ü."""
    return unicodedata.normalize("NFC", text)


def labels_of(rows: Iterable[Row]) -> Labels:
    """Return the name and tags that the rows of a sitting come to."""
    name = ""
    tags: dict[str, None] = {}
    for row in rows:
        if row.kind == "name":
            name = composed(row.text)
        elif row.kind == "tag":
            tags[composed(row.text)] = None
        elif row.kind == "untag":
            tags.pop(composed(row.text), None)
    return Labels(name, tuple(tags))

"""Texts in sections with [names], as Polar's and Suunto's programs write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from biofeedback.importers.imported import Floats, UnreadableError
from biofeedback.importers.text import decode, lines_of, number, shown

Sections = dict[str, list[tuple[int, str]]]


def sections_of(data: bytes, once: str) -> Sections:
    """Return the lines below each name, with their numbers; names are in capitals.

    Raises
    ------
    UnreadableError
        If the section with the beats, ``once``, stands there twice.
    """
    found: Sections = {}
    lines: list[tuple[int, str]] = []
    for at, line in enumerate(map(str.strip, lines_of(decode(data))), start=1):
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1].upper()
            if name == once and name in found:
                raise UnreadableError(
                    f"it has {line} twice (line {at} once more), as if two recordings stood in "
                    "it: make a file of each."
                )
            lines = found.setdefault(name, [])
        elif line:
            lines.append((at, line))
    return found


def settings_of(lines: Iterable[tuple[int, str]]) -> dict[str, str]:
    """Return what lines of ``name=value`` say; names are in capitals."""
    pairs = (line.partition("=") for _, line in lines)
    return {name.strip().upper(): value.strip() for name, _, value in pairs}


def values_of(lines: Sequence[tuple[int, str]]) -> Floats:
    """Return the number each line begins with.

    Raises
    ------
    UnreadableError
        If one begins with something else.
    """
    values: list[float] = []
    for at, line in lines:
        value = number(line.split("\t", 1)[0].strip())
        if value is None:
            raise UnreadableError(f"line {at} holds {shown(line)}; expected one RR interval in ms.")
        values.append(value)
    return np.array(values, dtype=np.float64)

"""Words from elsewhere (the air, a file, a disk), as they may stand on a screen."""

from __future__ import annotations

import unicodedata

_JOINS = "\u200c\u200d"  # Persian, several scripts of India, and emoji are written with these


def as_text(name: object) -> str:
    """Return a path or a name as text that can be written: a file's name need not be UTF-8."""
    return str(name).encode("utf-8", "replace").decode()


def is_harmless(character: str) -> bool:
    """Tell whether a character steers no terminal, turns no reading direction and is a character.

    Every line's end and the tabulator steer, too.
    """
    return character.isprintable() or character in _JOINS or unicodedata.category(character) == "Zs"


def printable(name: str) -> str:
    """Return a name on one line, without what would steer a terminal or turn its direction."""
    return "".join(filter(is_harmless, name)).strip()


def harmless(text: str) -> str:
    """Return lines without what would steer a terminal or turn their direction."""
    return "".join(each for each in text if each == "\n" or is_harmless(each))


def shortened(name: str, most: int) -> str:
    """Return the beginning and the end of a name that has more letters than ``most``."""
    return name if len(name) <= most else f"{name[: most - 11]}…{name[-10:]}"

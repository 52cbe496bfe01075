"""Names from elsewhere (the air, a file, a disk), as they may stand on a screen."""

from __future__ import annotations


def as_text(name: object) -> str:
    """Return a path or a name as text that can be written: a file's name need not be UTF-8."""
    return str(name).encode("utf-8", "replace").decode()


def printable(name: str) -> str:
    """Return a name without what would steer a terminal or turn its reading direction."""
    return "".join(each for each in name if each.isprintable()).strip()

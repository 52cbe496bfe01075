"""Names from elsewhere (the air, a file, a disk), as they may stand on a screen."""

from __future__ import annotations


def printable(name: str) -> str:
    """Return a name without what would steer a terminal or turn its reading direction."""
    return "".join(each for each in name if each.isprintable()).strip()

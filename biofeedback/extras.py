"""How to get what a feature needs beyond the program itself: said in one way everywhere."""

from __future__ import annotations


def how_to_get(extra: str) -> str:
    """Return what to type for an extra of the program, such as ``import``."""
    return f"in the program's folder, pipx install --force '.[{extra}]'"

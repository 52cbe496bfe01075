"""Text of a person, made harmless for whoever opens an export: no formula, no hidden direction."""

from __future__ import annotations

import unicodedata

RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, bidi and other invisible characters
_JOINS = "\u200c\u200d"  # several scripts, and emoji, are written with these


def plain(text: str) -> str:
    """Return a text on one line, without control characters and those that turn its direction."""
    spaced = " ".join(text.split())
    kept = (c for c in spaced if c in _JOINS or unicodedata.category(c) not in _HIDDEN)
    return "".join(kept)


def cell(text: str) -> str:
    """Return a text for a cell of a table: plain, and taken for a formula by no spreadsheet."""
    cleaned = plain(text)
    return f"'{cleaned}" if cleaned.startswith(RISKY) else cleaned

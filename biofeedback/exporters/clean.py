"""Text of a person, made harmless for whoever opens an export: no formula, no hidden direction."""

from __future__ import annotations

from biofeedback.printable import is_harmless

RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula


def plain(text: str) -> str:
    """Return a text on one line, without control characters and those that turn its direction."""
    spaced = " ".join(text.split())
    return "".join(filter(is_harmless, spaced))


def cell(text: str) -> str:
    """Return a text for a cell of a table: plain, and taken for a formula by no spreadsheet."""
    cleaned = plain(text)
    return f"'{cleaned}" if cleaned.startswith(RISKY) else cleaned

"""The one page as rows of cells, each with texts and pictures: all that HTML and PDF need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from biofeedback.exporters.clean import plain

NO_HEADING = '<p class="h2">&nbsp;</p>'  # beside one, so that what is below stands level


@dataclass(frozen=True, slots=True)
class Cell:
    """Texts and pictures below each other; ``share`` is of the row's width.

    Each piece is markup, or an SVG.
    """

    pieces: tuple[str, ...]
    share: float = 1.0
    boxed: bool = False

    @classmethod
    def of(cls, *pieces: str, share: float = 1.0, boxed: bool = False) -> Cell:
        """Return a cell of these pieces, leaving out what is empty."""
        return cls(tuple(filter(None, pieces)), share, boxed)


def is_picture(piece: str) -> bool:
    """Tell a picture from a text."""
    return piece.startswith("<svg")


@dataclass(frozen=True, slots=True)
class Page:
    """One page; the last row lies at its foot."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


def title(text: str) -> str:
    """Return the title of the page."""
    return f"<h1>{escape(text)}</h1>"


def heading(text: str) -> str:
    """Return a heading."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str, role: str = "", *, markup: bool = False) -> str:
    """Return a paragraph of a class of the style; empty for no text."""
    if not text:
        return ""
    of = f' class="{role}"' if role else ""
    return f"<p{of}>{text if markup else escape(text)}</p>"


def facts_table(rows: Iterable[tuple[str, str]]) -> str:
    """Return names with what is said of each."""
    head = '<th class="name" align="left">'
    cells = "".join(
        f"<tr>{head}{name}&nbsp;&nbsp;</th><td>{escape(plain(text))}</td></tr>"
        for name, text in rows
    )
    return f'<table class="facts" cellspacing="0">{cells}</table>'

"""The page as HTML that stands alone: no script, nothing from elsewhere, A4 when it is printed."""

from __future__ import annotations

from html import escape

from biofeedback.report.page import Cell, Page
from biofeedback.report.style import BROWSER, SHARED

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(page: Page) -> bytes:
    """Return the whole document."""
    *rows, foot = map(_row, page.rows)
    main = "\n".join(rows)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(page.title)}</title>
<style>{SHARED}{BROWSER}</style>
</head>
<body>
{main}
<footer>{foot}</footer>
</body>
</html>
""".encode()


def _row(row: tuple[Cell, ...]) -> str:
    cells = (
        f'<div{" class=boxed" if cell.boxed else ""} style="flex: {cell.share:g} 1 0">'
        f"{''.join(cell.pieces)}</div>"
        for cell in row
    )
    return f"<section>{''.join(cells)}</section>"

"""The look of a report: dark ink on white, two families of type, few sizes, and small pictures.

Sizes are points and A4 is the page, so that the screen, the printer and the PDF agree. Everything
that has a colour has a shape or a word of its own, too.
"""

from __future__ import annotations

from html import escape

PAGE_WIDTH_PT, PAGE_HEIGHT_PT, MARGIN_PT = 595.28, 841.89, 45.0
WIDTH_PT = PAGE_WIDTH_PT - 2 * MARGIN_PT
GUTTER_PT, ROWS_APART_PT, BOX_PT = 24.0, 12.0, 6.0

INK, MUTED, HAIRLINE, WHITE = "#1f272d", "#586670", "#d3d8da", "#ffffff"
BREATH, REST, BREATH_INK = "#d9ece7", "#f1f2f0", "#1c6a5f"
HEART, RMSSD, HF = "#7d4f0b", "#1d3f66", "#8d3587"

SANS = "Inter, 'Segoe UI', 'SF Pro Text', 'Helvetica Neue', Cantarell, 'Noto Sans', 'DejaVu Sans'"
SERIF = "'Iowan Old Style', Charter, 'Palatino Linotype', Georgia, 'Noto Serif', 'DejaVu Serif'"

SHARED = f"""
body, p, td, th {{ color: {INK}; font-size: 8.4pt; }}
p {{ margin-top: 0px; margin-bottom: 4px; line-height: 128%; }}
h1, .h1 {{ font-family: {SERIF}; font-size: 20pt; font-weight: 400; line-height: 115%;
  margin-top: 0px; margin-bottom: 4px; }}
h2, .h2 {{ font-size: 8.4pt; font-weight: 600; color: {MUTED}; line-height: 120%;
  margin-top: 0px; margin-bottom: 4px; }}
.verdict {{ font-family: {SERIF}; font-size: 11.5pt; line-height: 135%; margin-bottom: 0px; }}
.muted {{ color: {MUTED}; }}
.apart {{ margin-top: 7px; }}
.note, .note b {{ font-size: 7.5pt; }}
.small, .small b {{ color: {MUTED}; font-size: 6.6pt; }}
.small {{ line-height: 122%; margin-bottom: 2px; }}
.notice {{ font-weight: 600; margin-bottom: 0px; }}
.number {{ font-size: 11pt; }}
td, th {{ padding-top: 3px; padding-bottom: 3px; vertical-align: middle; }}
th {{ font-weight: 400; color: {MUTED}; }}
.facts td, .facts th {{ padding-top: 1px; padding-bottom: 1px; }}
"""
"""Of what a browser and a `QTextDocument` both understand; this knows margins in px only."""

BROWSER = f"""
@page {{ size: A4; margin: 0; }}
html {{ background: {WHITE}; -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
body {{ font-family: {SANS}, sans-serif; font-variant-numeric: tabular-nums; margin: 0 auto;
  box-sizing: border-box; width: 210mm; max-width: 100%; min-height: 296mm;
  padding: {MARGIN_PT - 11}pt {MARGIN_PT}pt; display: flex; flex-direction: column;
  gap: {ROWS_APART_PT}pt; }}
@media print {{ body {{ gap: {ROWS_APART_PT - 3}pt; }} }}
section {{ display: flex; gap: {GUTTER_PT}pt; align-items: flex-start; }}
section > div {{ min-width: 0; }}
section > .boxed {{ border: 1pt solid {INK}; border-radius: 5pt; padding: {BOX_PT}pt; }}
footer {{ margin-top: auto; }}
h1, .verdict {{ text-wrap: balance; }}
table {{ border-collapse: collapse; }}
table.wide {{ width: 100%; }}
td, th {{ padding-left: 0; padding-right: 0; text-align: left; }}
.wide td:not(:first-child), .wide th:not(:first-child) {{ text-align: right; }}
th.name {{ padding-right: 9pt; white-space: nowrap; vertical-align: top; }}
svg {{ display: block; width: 100%; height: auto; }}
svg + p, h2 + svg {{ margin-top: 4pt; }}
p, h1, td {{ overflow-wrap: anywhere; }}
@media screen and (max-width: 700px) {{
  body {{ padding: 18pt; }}
  section {{ flex-direction: column; }}
  section > div {{ width: 100%; flex: none !important; }}
}}
"""


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Return an SVG element; numbers are rounded to 0.01 pt and texts escaped.

    Parameters
    ----------
    name, inside
        What it is and holds, as markup.
    attributes
        With ``_`` for ``-``.
    """
    written = "".join(f' {key.replace("_", "-")}="{_value(v)}"' for key, v in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """Return a text of an SVG, in the small size unless another is given."""
    given = {"font_size": 7.2, "fill": MUTED} | attributes
    return tag("text", escape(text), x=x, y=y, **given)


def picture(width_pt: float, height_pt: float, title: str, *inside: str) -> str:
    """Return a whole SVG; the title is what is read aloud."""
    return tag(
        "svg",
        tag("title", escape(title)),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width_pt:g} {height_pt:g}",
        width=width_pt,
        height=height_pt,
        role="img",
        font_family=SANS.replace("'", ""),
    )


def _value(value: object) -> str:
    return (
        f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else escape(str(value))
    )

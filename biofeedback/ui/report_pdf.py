"""A report as PDF: the page's own text and pictures, laid out by Qt, sharp at any size."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextDocument,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from biofeedback.report.page import Cell, Page, is_picture
from biofeedback.report.style import (
    BOX_PT,
    GUTTER_PT,
    INK,
    MARGIN_PT,
    PAGE_HEIGHT_PT,
    ROWS_APART_PT,
    SANS,
    SHARED,
    WIDTH_PT,
)

DPI = 1200  # letters lie where the type wants them, not on a coarse grid
LAID_DPI = 96  # what Qt lays text out at: its margins are pixels of this size
PX = LAID_DPI / 72
APART_PT = 4.0  # a picture from a text
SMALLEST = 0.62  # of full size; a page that is fuller still would be no page to read
_HEADING = re.compile(r"<(/?)(h[12])>")
_HEIGHT_PT = PAGE_HEIGHT_PT - 2 * MARGIN_PT


def pdf_page(page: Page) -> bytes:
    """Return the page as PDF; a display is not needed."""
    _application()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(page.title)
    writer.setCreator("biofeedback")
    writer.setResolution(DPI)
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    portrait = QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(a4, portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.scale(DPI / LAID_DPI, DPI / LAID_DPI)
    paint_page(page, painter)
    painter.end()
    buffer.close()
    return bytes(data.data())


def paint_page(page: Page, painter: QPainter) -> None:
    """Paint the page, 96 units an inch, as large as it goes on one sheet."""
    scale = 1.0
    rows = _laid(page, scale)
    while _height(rows) * scale > _HEIGHT_PT and scale > SMALLEST:
        scale -= 0.02
        rows = _laid(page, scale)
    painter.translate(MARGIN_PT * PX, MARGIN_PT * PX)
    painter.scale(scale, scale)
    y = 0.0
    for row in rows[:-1]:
        _paint(row, painter, y)
        y += row.height_pt + ROWS_APART_PT
    _paint(rows[-1], painter, max(y, _HEIGHT_PT / scale - rows[-1].height_pt))


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of the page at its place; x and y from the left and the top of its row."""

    place: QRectF
    content: QTextDocument | QSvgRenderer


@dataclass(frozen=True, slots=True)
class _Row:
    blocks: tuple[_Block, ...]
    boxes: tuple[QRectF, ...]

    @property
    def height_pt(self) -> float:
        places = (*self.boxes, *(block.place for block in self.blocks))
        return max(place.bottom() for place in places)


def _application() -> None:
    """See to it that there is a Qt application, for its fonts; it shows nothing."""
    if QApplication.instance() is None:
        elsewhere = [] if sys.platform in ("win32", "darwin") else ["-platform", "offscreen"]
        _KEPT.append(QApplication(["biofeedback", *elsewhere]))


_KEPT: list[QApplication] = []  # or it would go as soon as it was made


@cache
def _paper() -> QImage:
    """Return a device as fine as text is laid out for, whatever the screen is like."""
    paper = QImage(1, 1, QImage.Format.Format_RGB32)
    paper.setDotsPerMeterX(round(LAID_DPI / 0.0254))
    paper.setDotsPerMeterY(round(LAID_DPI / 0.0254))
    return paper


def _laid(page: Page, scale: float) -> list[_Row]:
    return [_row(row, WIDTH_PT / scale) for row in page.rows]


def _height(rows: Sequence[_Row]) -> float:
    return sum(row.height_pt for row in rows) + ROWS_APART_PT * (len(rows) - 1)


def _row(cells: Sequence[Cell], width_pt: float) -> _Row:
    free_pt = width_pt - GUTTER_PT * (len(cells) - 1)
    whole = sum(cell.share for cell in cells)
    blocks: list[_Block] = []
    boxes: list[QRectF] = []
    x_pt = 0.0
    for cell in cells:
        cell_pt = free_pt * cell.share / whole
        inset_pt = BOX_PT if cell.boxed else 0.0
        found = list(_blocks(cell, x_pt + inset_pt, inset_pt, cell_pt - 2 * inset_pt))
        blocks += found
        if cell.boxed:
            boxes.append(QRectF(x_pt, 0, cell_pt, found[-1].place.bottom() + inset_pt))
        x_pt += cell_pt + GUTTER_PT
    return _Row(tuple(blocks), tuple(boxes))


def _blocks(cell: Cell, x_pt: float, y_pt: float, width_pt: float) -> Iterator[_Block]:
    for drawn, pieces in groupby(cell.pieces, is_picture):
        for piece in pieces if drawn else ["".join(pieces)]:
            content = QSvgRenderer(QByteArray(piece.encode())) if drawn else _text(piece, width_pt)
            height_pt = _height_of(content, width_pt)
            yield _Block(QRectF(x_pt, y_pt, width_pt, height_pt), content)
            y_pt += height_pt + APART_PT


def _height_of(content: QTextDocument | QSvgRenderer, width_pt: float) -> float:
    if isinstance(content, QTextDocument):
        return content.size().height() / PX
    size = content.viewBoxF().size()
    return width_pt * size.height() / size.width()


def _text(markup: str, width_pt: float) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(_paper())
    type_ = QFont()
    type_.setFamilies([name.strip(" '") for name in SANS.split(",")])
    type_.setPointSizeF(8.4)
    type_.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(type_)
    document.setDocumentMargin(0)
    fine = QTextOption()
    fine.setUseDesignMetrics(True)
    fine.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(fine)
    document.setDefaultStyleSheet(SHARED)
    document.setHtml(_HEADING.sub(_as_paragraph, markup))
    document.setTextWidth(width_pt * PX)
    return document


def _as_paragraph(heading: re.Match[str]) -> str:
    """Return a heading as a paragraph of its look: Qt gives headings sizes of its own."""
    return "</p>" if heading[1] else f'<p class="{heading[2]}">'


def _paint(row: _Row, painter: QPainter, y_pt: float) -> None:
    painter.save()
    painter.translate(0, y_pt * PX)
    painter.setPen(QPen(QColor(INK), PX))
    for box in row.boxes:
        painter.drawRoundedRect(_in_px(box), 5 * PX, 5 * PX)
    for block in row.blocks:
        place = _in_px(block.place)
        painter.save()
        if isinstance(block.content, QSvgRenderer):
            block.content.render(painter, place)
        else:
            painter.translate(place.topLeft())
            layout = block.content.documentLayout()
            layout.draw(painter, QAbstractTextDocumentLayout.PaintContext())
        painter.restore()
    painter.restore()


def _in_px(place: QRectF) -> QRectF:
    return QRectF(place.x() * PX, place.y() * PX, place.width() * PX, place.height() * PX)

"""The list of kept sittings: one row each, painted, so that a history of years scrolls at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from biofeedback.ui.sitting_row import Row
from biofeedback.ui.theme import GAP, Theme, font
from biofeedback.words import texts_back as texts

Index = QModelIndex | QPersistentModelIndex
AIR_PX = 11  # above and below the words of a row
PILL_PX = 8
LEAST_EM = 34  # below it what changed has no room beside what and when
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Rows(QAbstractListModel):
    """The rows that the search leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the same sittings in the same order keep their place."""
        same = [row.kept for row in rows] == [row.kept for row in self._rows]
        if same and rows:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """Return the row at an index; None where there is none."""
        return self._rows[index.row()] if index.isValid() else None

    def place(self, path: Path) -> int:
        """Return where a sitting stands; -1 if it is not shown."""
        paths = [row.kept.path for row in self._rows]
        return paths.index(path) if path in paths else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's name, or all of it in a sentence."""
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return row.spoken if role in spoken else None


class SittingList(QListView):
    """The list. Enter opens; other keys are handed to ``keys``.

    Parameters
    ----------
    chosen
        Called whenever another row, or none, is the current one.
    keys
        What a key does with the row that is current.
    """

    def __init__(
        self, theme: Theme, chosen: Callable[[], None], keys: Mapping[Qt.Key, Callable[[], None]]
    ) -> None:
        super().__init__()
        self._keys = keys
        self._chosen: Callable[[], None] = lambda: None  # setting the model tells already
        self.rows = Rows(self)
        self.setModel(self.rows)
        self._paint = _PaintRow(self, theme)
        self.setItemDelegate(self._paint)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # a narrow one has higher rows
        self.setMouseTracking(True)
        self.setAccessibleName(texts.LIST)
        self.setAccessibleDescription(texts.LIST_KEYS)
        self._chosen = chosen
        self.doubleClicked.connect(lambda _: self._act(Qt.Key.Key_Return))

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._paint.theme = theme
        self.viewport().update()

    @property
    def row(self) -> Row | None:
        """The row that is current."""
        return self.rows.row(self.currentIndex())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the current one stays so if it is among them, else the first is."""
        was = self.row
        self.rows.show_rows(rows)
        at = max(0, self.rows.place(was.kept.path)) if was else 0
        if at != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(at))

    def choose(self, path: Path) -> None:
        """Make the row of a sitting the current one, if it is shown."""
        at = self.rows.place(path)
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        self._chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Act on the row, or move."""
        if self.row is None or not self._act(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _act(self, key: Qt.Key) -> bool:
        act = self._keys.get(Qt.Key.Key_Return if key in ENTER else key)
        if act:
            act()
        return act is not None


def _elided(painter: QPainter, words: str, box: QRect) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())


def _pill_px(measure: QFontMetrics, mark: str) -> int:
    return measure.horizontalAdvance(mark) + 2 * PILL_PX


class _PaintRow(QStyledItemDelegate):
    """Paints a row: what and when to the left, how the heart changed to the right."""

    def __init__(self, view: SittingList, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        """Return two lines of words with air around them, or four where two have no room."""
        return QSize(200, self._two_lines_px * (2 if self._narrow else 1) + 2 * AIR_PX)

    @property
    def _two_lines_px(self) -> int:
        return sum(QFontMetrics(each).height() for each in (font(), font(0.85)))

    @property
    def _narrow(self) -> bool:
        """Whether what changed has no room beside what and when."""
        least = LEAST_EM * QFontMetrics(font()).horizontalAdvance("m")
        return self._view.viewport().width() < least

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = self._view.rows.row(index)
        if row is None:
            return
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, QRectF(box), option.state)
        inside = box.adjusted(GAP + 4, AIR_PX, -GAP - 4, -AIR_PX)
        left = self._write_change(painter, inside, row.told)
        room = sum(_pill_px(QFontMetrics(font(0.78)), mark) + GAP for mark in row.marks[:1])
        told = (row.title, row.when)
        end = self._write(painter, left, told, Qt.AlignmentFlag.AlignLeft, spare_px=room)
        self._paint_marks(painter, left, end + GAP, row.marks)
        painter.restore()

    def _write_change(self, painter: QPainter, inside: QRect, told: tuple[str, str]) -> QRect:
        """Write how the heart changed; return the room for the rest."""
        if self._narrow:
            below = inside.adjusted(0, self._two_lines_px, 0, 0)
            self._write(painter, below, told, Qt.AlignmentFlag.AlignLeft)
            return inside.adjusted(0, 0, 0, -self._two_lines_px)
        self._write(painter, inside, told, Qt.AlignmentFlag.AlignRight)
        both = zip((font(), font(0.85)), told, strict=True)
        taken = max(QFontMetrics(type_).horizontalAdvance(words) for type_, words in both)
        return inside.adjusted(0, 0, -taken - GAP, 0)

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        theme = self.theme
        current = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = current and self._view.hasFocus()
        edge = theme.focus if focused else theme.breath if current else theme.ground
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(theme.surface if current or hovered else theme.ground))
        painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), 12, 12)

    def _write(
        self,
        painter: QPainter,
        box: QRect,
        lines: tuple[str, str],
        side: Qt.AlignmentFlag,
        spare_px: int = 0,
    ) -> int:
        """Write a line, that leaves room, and a softer one below; return how far it reaches."""
        first, second = QRect(box), QRect(box)
        painter.setFont(font())
        first.setHeight(painter.fontMetrics().height())
        second.setTop(first.bottom() + 1)
        painter.setPen(QColor(self.theme.text if lines[1] else self.theme.muted))
        words = _elided(painter, lines[0], box.adjusted(0, 0, -spare_px, 0))
        painter.drawText(first, side | Qt.AlignmentFlag.AlignVCenter, words)
        reaches = first.left() + painter.fontMetrics().horizontalAdvance(words)
        painter.setFont(font(0.85))
        painter.setPen(QColor(self.theme.muted))
        words = _elided(painter, lines[1], box)
        painter.drawText(second, side | Qt.AlignmentFlag.AlignVCenter, words)
        return reaches

    def _paint_marks(self, painter: QPainter, box: QRect, left: int, marks: Sequence[str]) -> None:
        """Paint each mark as a word in a thin outline."""
        painter.setFont(font(0.78))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        measure = painter.fontMetrics()
        for mark in marks:
            wide = _pill_px(measure, mark)
            if left + wide > box.right():
                return
            pill = QRectF(left, box.top() - 1, wide, measure.height() + 3)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.drawRoundedRect(pill, 8, 8)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, mark)
            left += wide + PILL_PX

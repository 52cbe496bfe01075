"""The list of kept sittings: one row each, painted, so that a history of years scrolls at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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

from biofeedback.results.history import PastChange
from biofeedback.store.library import Kept
from biofeedback.store.writing_lock import is_being_written
from biofeedback.ui.theme import GAP, Theme, font
from biofeedback.words import texts_back as texts
from biofeedback.words import texts_plan

Index = QModelIndex | QPersistentModelIndex
AIR_PX = 11  # above and below the words of a row
PILL_PX = 8
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Row:
    """One sitting in words.

    ``told`` is how RMSSD changed from rest to rest, in two parts; the second may be empty.
    """

    kept: Kept
    title: str
    when: str
    marks: tuple[str, ...]
    told: tuple[str, str]

    @property
    def spoken(self) -> str:
        """The row as one sentence."""
        told = ", ".join(filter(None, self.told)).replace("→", "to")
        return f"{', '.join((self.title, self.when, *self.marks))}. {told}"

    def matches(self, words: str) -> bool:
        """Tell whether each of these words occurs in the row."""
        kept = self.kept
        own = (kept.practice_name, *kept.tags, *kept.notes)
        everything = " ".join((self.title, self.when, *self.marks, *own)).casefold()
        return all(word in everything for word in words.casefold().split())


def row_of(
    kept: Kept, known: Mapping[Path, PastChange | None], *, hide_numbers: bool = False
) -> Row:
    """Return a sitting in words; its change may not be known yet, or may not be asked for."""
    marks = (*_states(kept), *kept.tags)
    lasted = texts.lasted(kept.practised_s or kept.length_s)
    when = "  ·  ".join(
        (texts.moment(kept.began, day_known=kept.day_known), lasted, *_felt(kept), *_noted(kept))
    )
    told = _told(known[kept.path]) if kept.path in known else (texts.MEASURING, "")
    told = ("", "") if hide_numbers else told
    return Row(kept, kept.title, when, marks, told)


def _states(kept: Kept) -> Iterator[str]:
    if kept.simulated:
        yield texts.SIMULATED
    if not kept.closed:
        yield texts.WRITING if is_being_written(kept.path) else texts.INTERRUPTED


def _felt(kept: Kept) -> Iterator[str]:
    """Yield how the person said it was, before and after."""
    for feeling, name in texts_plan.FEELINGS.items():
        before, after = kept.ratings.of(feeling)
        if before is not None and after is not None:
            yield f"{name.lower()} {before} → {after}"


def _noted(kept: Kept) -> Iterator[str]:
    if kept.notes:
        yield texts.NOTE.format(kept.notes[-1])


def _told(past: PastChange | None) -> tuple[str, str]:
    ratio = past.change.ratios.get("rmssd_ratio") if past else None
    if past is None or ratio is None:
        return texts.NOT_COMPARED, ""
    change = past.change
    before, after = (m.time_domain["rmssd_ms"] for m in (change.before, change.after))
    words = texts.RMSSD_WITHIN if change.within_noise else texts.RMSSD_BEYOND
    return texts.RMSSD_CHANGE.format(before=before, after=after), words.format(ratio)


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
        paths = [row.kept.path for row in rows]
        at = paths.index(was.kept.path) if was and was.kept.path in paths else 0
        if at != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(at))

    def choose(self, path: Path) -> None:
        """Make the row of a sitting the current one, if it is shown."""
        paths = [self.rows.row(self.rows.index(at)) for at in range(self.rows.rowCount())]
        for at, row in enumerate(paths):
            if row and row.kept.path == path:
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


class _PaintRow(QStyledItemDelegate):
    """Paints a row: what and when to the left, how the heart changed to the right."""

    def __init__(self, view: SittingList, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        """Return two lines of words with air around them."""
        high = sum(QFontMetrics(each).height() for each in (font(), font(0.85)))
        return QSize(200, high + 2 * AIR_PX)

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
        self._write(painter, inside, row.told, Qt.AlignmentFlag.AlignRight)
        both = zip((font(), font(0.85)), row.told, strict=True)
        taken = max(QFontMetrics(type_).horizontalAdvance(words) for type_, words in both)
        left = inside.adjusted(0, 0, -taken - GAP, 0)
        end = self._write(painter, left, (row.title, row.when), Qt.AlignmentFlag.AlignLeft)
        self._paint_marks(painter, left, end + GAP, row.marks)
        painter.restore()

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
    ) -> int:
        """Write a line and a softer one below; return how far the first reaches."""
        first, second = QRect(box), QRect(box)
        painter.setFont(font())
        first.setHeight(painter.fontMetrics().height())
        second.setTop(first.bottom() + 1)
        painter.setPen(QColor(self.theme.text if lines[1] else self.theme.muted))
        words = _elided(painter, lines[0], box)
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
            wide = measure.horizontalAdvance(mark) + 2 * PILL_PX
            if left + wide > box.right():
                return
            pill = QRectF(left, box.top() - 1, wide, measure.height() + 3)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.drawRoundedRect(pill, 8, 8)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, mark)
            left += wide + PILL_PX

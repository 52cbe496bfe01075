"""A row that goes on in the next line where it has no room, as words in a paragraph do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays its widgets out from the left, ``gap`` apart, in as many lines as they need.

    ``right`` aligns each line to the right.
    """

    def __init__(self, parent: QWidget | None, gap: int, *, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right = right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return one of them; None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Give one of them away; None beyond the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Take no more room than is given."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Tell that a narrow row is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return how high it is at this width."""
        places = self._places(QRect(0, 0, width, 0))
        return max((place.bottom() + 1 for _, place in places), default=0)

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of the widest alone."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of them all in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Place them."""
        super().setGeometry(rect)
        for item, place in self._places(rect):
            item.setGeometry(place)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, rect: QRect) -> list[tuple[QLayoutItem, QRect]]:
        lines: list[list[tuple[QLayoutItem, QRect]]] = [[]]
        at = rect.topLeft()
        for item in self._shown():
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(rect.width(), 1)))
            if lines[-1] and at.x() + size.width() > rect.right() + 1:
                lowest = max(place.bottom() for _, place in lines[-1])
                at = QPoint(rect.left(), lowest + 1 + self.spacing())
                lines.append([])
            lines[-1].append((item, QRect(at, size)))
            at = QPoint(at.x() + size.width() + self.spacing(), at.y())
        return [each for line in lines for each in self._aligned(line, rect)]

    def _aligned(
        self, line: list[tuple[QLayoutItem, QRect]], rect: QRect
    ) -> list[tuple[QLayoutItem, QRect]]:
        """Return a line with each in the middle of its height, and all of it at its side."""
        if not line:
            return line
        high = max(place.height() for _, place in line)
        aside = rect.right() - line[-1][1].right() if self._right else 0
        return [
            (item, place.translated(aside, (high - place.height()) // 2)) for item, place in line
        ]

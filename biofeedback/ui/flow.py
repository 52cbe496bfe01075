"""A row that goes on in the next line where it has no room, as words in a paragraph do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QWidget
from shiboken6 import isValid

ANYWHERE = Qt.AlignmentFlag(0)
Placed = list[tuple[QWidget, QRect]]


class Flow(QHBoxLayout):
    """Lays its widgets out from the left, ``gap`` apart, in as many lines as they need.

    ``right`` aligns each line to the right, `part` what is added from then on. The layout's items
    are Qt's own, which deletes them when a widget moves out and does not tell Python; only widgets
    are held here, which tell.
    """

    def __init__(self, parent: QWidget | None, gap: int, *, right: bool = False) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}  # by width: Qt asks for the same ones many times
        self._sizes: list[tuple[QWidget, QSize]] | None = None  # and for many widths
        if parent is not None:
            parent.setLayout(self)
        self._widgets: list[QWidget] = []
        self._right: list[QWidget] = []
        self._parted = right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addWidget(  # noqa: N802 - Qt's name
        self, widget: QWidget, /, stretch: int | None = 0, alignment: Qt.AlignmentFlag = ANYWHERE
    ) -> None:
        """Take one more."""
        super().addWidget(widget, stretch or 0, alignment)
        self._widgets = [each for each in self._here() if each is not widget] + [widget]
        if self._parted:
            self._right.append(widget)

    def part(self) -> None:
        """Let what is added from now on stand at the right end of its line."""
        self._parted = True

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Take no more room than is given."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Tell that a narrow row is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return how high it is at this width."""
        if width not in self._heights:
            places = self._places(QRect(0, 0, width, 0))
            self._heights[width] = max((place.bottom() + 1 for _, place in places), default=0)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was reckoned: something in it is another size now, or hidden."""
        self._heights.clear()
        self._sizes = None
        super().invalidate()

    def minimumHeightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the same: no line of it can be left out."""
        return self.heightForWidth(width)

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of the widest alone."""
        size = QSize(0, 0)
        for each in self._shown():
            size = size.expandedTo(each.minimumSizeHint()).expandedTo(each.minimumSize())
        return size

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of them all in one line."""
        sizes = [size for _, size in self._liked()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Place them."""
        QLayout.setGeometry(self, rect)  # a row's own would lay them all in one line
        for each, place in self._places(rect):
            if self._holds(each):  # placing the one before may have led it away
                each.setGeometry(place)

    def _holds(self, widget: QWidget) -> bool:
        """Tell whether it was neither deleted nor moved elsewhere since it was added."""
        return isValid(widget) and self.indexOf(widget) >= 0

    def _here(self) -> Iterator[QWidget]:
        return filter(self._holds, self._widgets)

    def _shown(self) -> list[QWidget]:
        return [each for each in self._here() if not each.isHidden()]

    def _liked(self) -> list[tuple[QWidget, QSize]]:
        """Return what is shown, with the size it likes best."""
        if self._sizes is None:
            self._sizes = [(each, _size(each)) for each in self._shown()]
        return self._sizes

    def _places(self, rect: QRect) -> Placed:
        lines: list[Placed] = [[]]
        at = rect.topLeft()
        for each, liked in self._liked():
            size = _within(each, liked, max(rect.width(), 1))
            if lines[-1] and at.x() + size.width() > rect.right() + 1:
                lowest = max(place.bottom() for _, place in lines[-1])
                at = QPoint(rect.left(), lowest + 1 + self.spacing())
                lines.append([])
            lines[-1].append((each, QRect(at, size)))
            at = QPoint(at.x() + size.width() + self.spacing(), at.y())
        return [each for line in lines for each in self._aligned(line, rect)]

    def _aligned(self, line: Placed, rect: QRect) -> Placed:
        """Return a line with each in the middle of its height, and at its side."""
        if not line:
            return line
        high = max(place.height() for _, place in line)
        spare = rect.right() - line[-1][1].right()
        aside = [spare if each in self._right else 0 for each, _ in line]
        return [
            (each, place.translated(by, (high - place.height()) // 2))
            for (each, place), by in zip(line, aside, strict=True)
        ]


def _size(widget: QWidget) -> QSize:
    """Return the size a widget likes best, within its own limits: of words that of one line."""
    liked = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    if isinstance(widget, QLabel) and widget.wordWrap():
        liked = _of_one_line(widget)
    return liked.boundedTo(widget.maximumSize()).expandedTo(widget.minimumSize())


def _of_one_line(words: QLabel) -> QSize:
    words.ensurePolished()  # or the size of its type is not yet known
    wide = words.fontMetrics().size(0, words.text()).width() + 1
    return QSize(wide, words.heightForWidth(wide))


def _within(widget: QWidget, liked: QSize, width: int) -> QSize:
    """Return the size it takes in a line of this width: in less than it likes it is higher."""
    if liked.width() <= width:
        return liked
    high = widget.heightForWidth(width) if widget.hasHeightForWidth() else liked.height()
    return QSize(width, high)

"""A practice as a card: chosen by a press, at the length that was answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from biofeedback.ui.parts import Pressed, label
from biofeedback.ui.theme import SPACE, scaled
from biofeedback.words import texts
from practices.practice import Practice

LEAST_CARD_PX, MOST_CARD_PX = 136, 200
APART_PX = 18
COLUMN_EM = 24  # below it a card is too narrow to be read with ease


class Card(Pressed):
    """One practice; its length follows the answer to *how long?*."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._name, self._summary = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self.setProperty("role", "card")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._minutes = label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, 18, SPACE, 18)
        column.setSpacing(6)
        column.addWidget(self._name)
        column.addWidget(self._summary)
        column.addStretch(1)
        column.addWidget(self._minutes)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_practice(practice)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin by the first click of one's own, not by the second of one on another page."""
        event.ignore()

    def fit(self) -> None:
        """Take the height that the type needs."""
        self.setMinimumHeight(scaled(LEAST_CARD_PX))
        self.setMaximumHeight(scaled(MOST_CARD_PX))

    def show_practice(self, practice: Practice) -> None:
        """Show this practice, such as the same one in another language."""
        self.practice, self.length_s = practice, practice.shortest_s
        self._name.setText(practice.name)
        self._summary.setText(practice.summary)

    def set_length(self, answer: int) -> None:
        """Take the moment (micro form), short, middle or long form."""
        p = self.practice
        middle_s = max(p.shortest_s, 30 * ((p.shortest_s + p.longest_s) // 60))
        self.length_s = (p.micro_s or p.shortest_s, p.shortest_s, middle_s, p.longest_s)[answer]
        minutes = texts.MINUTES.format(self.length_s / 60)
        self._minutes.setText(minutes)
        self.setAccessibleName(f"{p.name}, {minutes}. {p.summary}")


class CardGrid(QWidget):
    """Practices as cards, in as many columns as have room; more than four in three, if they can."""

    def __init__(self, cards: Sequence[Card]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(APART_PX)
        self._cards: list[Card] = []
        self.hold(cards)

    def hold(self, cards: Sequence[Card]) -> None:
        """Show these cards, in their order."""
        for card in self._cards:
            self._grid.removeWidget(card)
        self._cards, self._columns = list(cards), 0
        self.fit()

    def fit(self) -> None:
        """Take the height that the type needs, and the columns that have room."""
        least = COLUMN_EM * self.fontMetrics().horizontalAdvance("m")
        room = max(1, self.width() // least) if self.isVisible() else 2
        columns = min(room, 3 if len(self._cards) > 4 else 2)
        if columns != self._columns:
            self._columns = columns
            for column in range(3):
                self._grid.setColumnStretch(column, int(column < columns))
            for index, card in enumerate(self._cards):
                self._grid.addWidget(card, index // columns, index % columns)
        for card in self._cards:
            card.fit()
        rows = -(-len(self._cards) // columns)
        self.setMaximumHeight(rows * scaled(MOST_CARD_PX) + APART_PX * (rows - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold, or unfold."""
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fold where there is little room: what was known before was no width of its own."""
        super().showEvent(event)
        self.fit()

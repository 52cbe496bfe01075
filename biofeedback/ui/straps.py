"""Choosing a heart: straps in reach, the nearest first; a simulated heart; or none."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from biofeedback.application import Application, HeartChoice
from biofeedback.ui.bridge import to_window
from biofeedback.ui.parts import back_button, button, label, screen
from biofeedback.ui.theme import GAP, SPACE, scaled
from biofeedback.words import texts

if TYPE_CHECKING:
    from devices.events import Found

LEAST_PX = 84
ONE_STRAP_PX = 90  # with a name of two lines
PATIENCE_MS = 8000  # after so long without one, what else could be done is said


class Straps(QWidget):
    """Looks around while it is shown; calls ``chosen`` when a heart was chosen."""

    def __init__(
        self, app: Application, chosen: Callable[[], None], back: Callable[[], None]
    ) -> None:
        super().__init__()
        self._app, self._chosen = app, chosen
        self._tell = to_window(self._arrived)
        self._stop: Callable[[], None] | None = None
        self._found: dict[str, tuple[Found, QPushButton]] = {}
        self._rows: list[QPushButton] = []  # as they stand: Qt's items would outlive their rows
        self._status = label(texts.STRAPS_LOOKING, "muted", wrap=True)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._say(texts.STRAPS_NONE, again=True))
        self._again = button(texts.LOOK_AGAIN, self._look_again)
        self._list = QVBoxLayout()
        self._lay_out(back)

    def _lay_out(self, back: Callable[[], None]) -> None:
        column = screen(self)
        column.addWidget(label(texts.STRAPS_TITLE, "title", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self._status, 1)
        row.addWidget(self._again, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        inside = QWidget()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP)
        self._list.addStretch(1)
        inside.setLayout(self._list)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        others = QHBoxLayout()
        others.setSpacing(GAP)
        why = texts.STRAP_SIMULATED_WHY
        self._simulated = _Choice(texts.STRAP_SIMULATED, why, self._take("simulated"))
        others.addWidget(self._simulated)
        others.addWidget(_Choice(texts.STRAP_NONE, texts.STRAP_NONE_WHY, self._take("none")))
        column.addLayout(others)
        column.addWidget(label(texts.STRAPS_OPEN, "small", wrap=True))
        foot = QHBoxLayout()
        foot.addWidget(back_button(self, texts.BACK, back))
        foot.addStretch(1)
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to look around, with an empty list: a strap may be gone since."""
        super().showEvent(event)
        self._area.setMinimumHeight(scaled(ONE_STRAP_PX))
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop looking."""
        super().hideEvent(event)
        self._leave()

    def _look(self) -> None:
        if self._stop is None:
            self._forget()
            self._patience.start()
            self._stop = self._app.look_for_straps(self._tell, self._tell)

    def _leave(self) -> None:
        self._patience.stop()
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _look_again(self) -> None:
        """Look at once: the next look would come by itself, some seconds later."""
        self._leave()
        self._look()
        self._say(texts.STRAPS_LOOKING, again=True)
        self._again.setFocus()

    def _forget(self) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._found.clear()
        self._say(texts.STRAPS_LOOKING)

    def _say(self, words: str, *, again: bool = False) -> None:
        self._status.setText(words)
        self._again.setVisible(again)

    def _arrived(self, news: Found | str) -> None:
        self._patience.stop()
        if isinstance(news, str):
            self._say(texts.STRAPS_TROUBLE.format(news), again=True)
            return
        self._say(texts.STRAPS_FOUND)
        known = self._found.get(news.address)
        if known is None:
            row = _Choice(_name(news), _nearness(news), lambda: self._take_strap(news))
            self._list.insertWidget(self._place(news), row)
            self._rows.insert(self._place(news), row)
            self._found[news.address] = (news, row)
            self._put_in_order()
            if len(self._found) == 1 and self._simulated.hasFocus():  # where nobody moved it
                row.setFocus()

    def _put_in_order(self) -> None:
        """Let Tab go through the straps as they stand, then to the other choices."""
        for one, following in itertools.pairwise((*self._rows, self._simulated)):
            QWidget.setTabOrder(one, following)

    def _place(self, news: Found) -> int:
        """Return the row for a new strap: the nearest first, and no row moves under a finger."""
        signal = news.rssi_dbm or 0
        return sum(1 for found, _ in self._found.values() if (found.rssi_dbm or 0) >= signal)

    def _take_strap(self, strap: Found) -> None:
        self._app.choose_heart(HeartChoice("strap", strap.address, strap.name))
        self._chosen()

    def _take(self, kind: str) -> Callable[[], None]:
        def take() -> None:
            self._app.choose_heart(HeartChoice(kind))
            self._chosen()

        return take


def _name(strap: Found) -> str:
    return strap.name or f"Strap {strap.address[-5:]}"


def _nearness(strap: Found) -> str:
    if strap.rssi_dbm is None:
        return texts.CONNECTED_ALREADY
    return next(words for least, words in texts.NEARNESS if strap.rssi_dbm >= least)


class _Choice(QPushButton):
    """A wide button with a title and a line below it, as tall as its words need."""

    def __init__(self, title: str, why: str, chosen: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        self.clicked.connect(lambda _checked: chosen())
        self.setAccessibleName(f"{title}. {why}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE, 14, SPACE, 14)
        self._column.setSpacing(2)
        for text, role in ((title, "heading"), (why, "muted")):
            words = label(text, role, wrap=True)
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(words)
        self.setMinimumHeight(LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

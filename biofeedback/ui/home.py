"""Home: what would feel kind right now? Two actions from here to a practice."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from biofeedback.application import Application, HeartChoice
from biofeedback.ui.breath_choice import BreathChoice
from biofeedback.ui.flow import Flow
from biofeedback.ui.interrupted import Interrupted
from biofeedback.ui.parts import Chips, apart, button, label, screen
from biofeedback.ui.practice_card import Card, CardGrid
from biofeedback.ui.room import fold
from biofeedback.ui.theme import GAP, SPACE, scaled
from biofeedback.words import texts, texts_keys, texts_plan, texts_settings
from practices.library import load_practices
from practices.practice import Practice

if TYPE_CHECKING:
    from biofeedback.store.kept import Kept

Begin = Callable[[Practice, float, float], None]
FOLD_EM = 48
HEART_PX = 200  # a longer name of a strap is shortened


class Home(QWidget):
    """The first screen."""

    def __init__(
        self,
        app: Application,
        begin: Begin,
        choose_heart: Callable[[], None],
        change_theme: Callable[[], None],
        look_back: Callable[[], None],
        keep_up: Callable[[], None],
        go_on: Callable[[Kept], None],
        settings: Callable[[], None],
        keys: Callable[[], None],
    ) -> None:
        super().__init__()
        self._app, self._begin = app, begin
        self._length = _among(texts.LENGTHS, app.settings.length)
        self._rest = _among(texts.RESTS_S, app.settings.rest)
        self.rest_s = texts.RESTS_S[self._rest][0]
        self._language = app.settings.language
        practices = load_practices(self._language)
        self.cards = [self._make(p) for p in practices if p.kind == "compassion"]
        self._given = len(self.cards)
        self._speak = button("", self._other_language, "chip")
        self._breath = BreathChoice(app)
        self._grid = CardGrid(self.cards)
        self._trouble = label("", "small", wrap=True)
        self.interrupted = Interrupted(app, go_on)
        self._heart = button("", choose_heart)
        self._theme = button("", change_theme, "chip")
        self._look_back = button(texts.LOOK_BACK, look_back, "chip", key="H")
        self._settings = button(texts_settings.SETTINGS, settings, "chip", key="Ctrl+,")
        self._plain_breath = button("", self._just_breathe)
        self._search = button("", self._find_pace)
        self._keys = button(texts_keys.KEYS_CHIP, keys, "chip", key="F1")
        self._keep_up = button(texts_plan.KEEP_UP, keep_up, key="K")
        self._lay_out()
        self._show_length()
        self.refresh("dark")

    def refresh(self, theme_name: str) -> None:
        """Show the heart that is chosen now, the person's own practices, and the other theme."""
        self._show_language()
        self._show_own()
        self._breath.refresh()
        self._theme.setText(texts.THEME_BUTTON[theme_name])
        match self._app.heart:
            case None:
                words = texts.CHOOSE_HEART
            case HeartChoice("strap", _, name):
                words = name or texts.HEART_REMEMBERED
            case HeartChoice("simulated"):
                words = texts.HEART_SIMULATED
            case _:
                words = texts.HEART_NONE
        shown = self._heart.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, scaled(HEART_PX)
        )
        self._heart.setText(f"♥  {shown}")
        self._heart.setToolTip(texts.HEART_WHY)
        self._heart.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """H looks back, K leads to what is kept up, Ctrl and the comma to the settings."""
        ways = {
            Qt.Key.Key_H: self._look_back,
            Qt.Key.Key_K: self._keep_up,
            Qt.Key.Key_Comma: self._settings,
        }
        way = ways.get(Qt.Key(event.key()))
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if way and ctrl is (way is self._settings):
            way.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = screen(self)
        column.addLayout(apart(label(texts.HOME_TITLE, "title", wrap=True), self._heart))
        column.addWidget(self.interrupted)
        column.addStretch(1)
        column.addWidget(self._grid, 7)
        column.addWidget(self._trouble)
        column.addSpacing(SPACE // 2)
        column.addLayout(self._answers())
        for one, following in itertools.pairwise(self._in_turn):
            self.setTabOrder(one, following)
        column.addStretch(2)
        self._foot = QHBoxLayout()
        self._foot.addWidget(label(texts.HOME_FOOT, "muted", wrap=True), 1)
        ways = Flow(None, GAP - 4, right=True)
        for each in (self._look_back, self._settings, self._keys, self._speak, self._theme):
            ways.addWidget(each)
        self._foot.addLayout(ways, 1)
        column.addLayout(self._foot)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the cards to another size of the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._grid.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the answers and the foot below each other where they have no room."""
        super().resizeEvent(event)
        narrow = self.width() < FOLD_EM * self.fontMetrics().horizontalAdvance("m")
        for row in (self._both, self._foot):
            fold(row, narrow=narrow)

    def _make(self, practice: Practice) -> Card:
        card = Card(practice)
        card.clicked.connect(lambda: self._start(card))
        return card

    def _show_own(self) -> None:
        """Read the person's own scripts again; one that cannot be used is said, with its line."""
        own, troubles = self._app.own_practices()
        self._trouble.setText("\n".join(map(str, troubles)))
        self._trouble.setVisible(bool(troubles))
        if [card.practice for card in self.cards[self._given :]] == list(own):
            return
        for card in self.cards[self._given :]:
            card.hide()
            card.deleteLater()
        self.cards[self._given :] = map(self._make, own)
        for card in self.cards[self._given :]:
            card.set_length(self._length)
        self._grid.hold(self.cards)
        for one, following in itertools.pairwise(self.cards):
            self.setTabOrder(one, following)

    def _answers(self) -> QHBoxLayout:
        rests = [words for _, words in texts.RESTS_S]
        questions = (
            Chips(texts.LENGTH, texts.LENGTHS, self._length, self._set_length),
            Chips(texts.REST, rests, self._rest, self._set_rest),
            self._breath,
        )
        ways = (
            self._plain_breath,
            self._search,
            self._keep_up,
        )
        both = self._both = QHBoxLayout()
        self._in_turn: list[QPushButton] = []
        both.setSpacing(SPACE)
        for widgets, stretch in ((questions, 1), (ways, 0)):
            column = QVBoxLayout()
            column.setSpacing(GAP)
            for each in widgets:
                column.addWidget(each, 1)
                self._in_turn += [each] if each in ways else each.findChildren(QPushButton)
            both.addLayout(column, stretch)
        return both

    def _set_length(self, answer: int) -> None:
        self._length = answer
        self._app.change(length=answer)
        self._show_length()

    def _show_length(self) -> None:
        for card in self.cards:
            card.set_length(self._length)

    def _set_rest(self, answer: int) -> None:
        self.rest_s = texts.RESTS_S[answer][0]
        self._app.change(rest=answer)

    def _start(self, card: Card) -> None:
        self._begin(card.practice, card.length_s, self.rest_s)

    def _just_breathe(self) -> None:
        length_s = (60.0, 180.0, 300.0, 600.0)[self._length]
        self._begin(self._plain("breathing"), length_s, self.rest_s)

    def _find_pace(self) -> None:
        search = self._plain("search")
        self._begin(search, search.shortest_s, 0.0)

    def _plain(self, kind: str) -> Practice:
        return next(p for p in load_practices(self._app.settings.language) if p.kind == kind)

    def _other_language(self) -> None:
        self._app.change(language=_next_language(self._app.settings.language))
        self._show_language()

    def _show_language(self) -> None:
        language = self._app.settings.language
        other = _next_language(language)
        self._speak.setText(texts.SPEAK[other])
        self._speak.setToolTip(texts.SPEAK_WHY)
        self._plain_breath.setText(self._plain("breathing").name)
        search = self._plain("search")
        minutes = texts.MINUTES.format(search.shortest_s / 60)
        self._search.setText(f"{search.name}  ·  {minutes}")
        if language != self._language:
            self._language = language
            practices = [p for p in load_practices(language) if p.kind == "compassion"]
            for card, practice in zip(self.cards[: self._given], practices, strict=True):
                card.show_practice(practice)
                card.set_length(self._length)


def _among(answers: Sequence[object], chosen: int) -> int:
    """Return an answer that was kept, or the nearest there is."""
    return max(0, min(len(answers) - 1, chosen))


def _next_language(language: str) -> str:
    """Return the language that the button leads to."""
    known = list(texts.SPEAK)
    at = known.index(language) if language in known else 0
    return known[(at + 1) % len(known)]

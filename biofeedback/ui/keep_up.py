"""Keeping it up: what there is so far, a path, a minute before an event, and cues.

All of it is an invitation. What is told counts from the very first sitting and never falls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from biofeedback.application import Application
from biofeedback.checkin import Feeling
from biofeedback.keeping_up.plan import (
    AWAY_DAYS,
    PLANS,
    Offer,
    Standing,
    away_days,
    shift,
    standing,
    totals,
    waiting_experiment,
)
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept
from biofeedback.store.library import list_sittings
from biofeedback.ui.before_event import BeforeEvent
from biofeedback.ui.bridge import in_background
from biofeedback.ui.cues import Cues
from biofeedback.ui.flow import ANYWHERE
from biofeedback.ui.own_phrases import OwnPhrases
from biofeedback.ui.parts import apart, back_button, button, label, screen
from biofeedback.ui.room import Columns, Scrolling
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_plan as texts
from practices.library import find_practice, load_practices
from practices.practice import Practice


@dataclass(frozen=True, slots=True)
class KeepUpWays:
    """Where the screen leads: home, to a practice, for so many minutes, to a minute before."""

    home: Callable[[], None]
    begin: Callable[[Practice, float], None]
    before_event: Callable[[str], None]


class KeepUp(QWidget):
    """Shows where a person stands; reads the kept sittings off the window's thread."""

    def __init__(self, app: Application, ways: KeepUpWays) -> None:
        super().__init__()
        self._app, self._ways = app, ways
        self.sittings: Sequence[Kept] = ()
        self._so_far = label("", "muted", wrap=True)
        self._path = QVBoxLayout()
        self._in_path: list[QWidget] = []
        self.event_card = BeforeEvent(ways.before_event)
        self.cues = Cues(app)
        self.phrases = OwnPhrases(app, ways.begin)
        column = screen(self)
        column.setSpacing(GAP)
        self._back = back_button(self, texts.BACK, self.leave, "chip")
        column.addLayout(apart(label(texts.KEEP_UP_TITLE, "title", wrap=True), self._back))
        column.addWidget(self._so_far)
        column.addWidget(self._cards(), 1)

    def refresh(self) -> None:
        """Read the sittings again, and show them."""
        in_background(lambda: list_sittings(self._app.sessions), self._arrived)

    def leave(self) -> None:
        """Keep what was written, and go home."""
        self.cues.keep()
        self._ways.home()

    def _cards(self) -> Scrolling:
        card = QFrame()
        card.setProperty("role", "card")
        card.setLayout(self._path)
        self._path.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._path.setSpacing(GAP)
        return Scrolling(Columns((card, self.phrases), (self.event_card, self.cues)))

    def _arrived(self, found: Any) -> None:
        unread = isinstance(found, RecordingError)
        if isinstance(found, Exception) and not unread:
            raise found
        self.sittings = () if unread else found
        told = [str(found)] if unread else so_far(self.sittings, _today())
        self._so_far.setText("  ".join(told))
        self.event_card.ask(waiting_experiment(self.sittings))
        self._show_path()

    def _choose(self, plan: str) -> None:
        since = _today().isoformat() if plan else ""
        self._app.change(plan=plan, plan_since=since)
        self._show_path()

    def _show_path(self) -> None:
        for each in self._in_path:
            self._path.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._in_path.clear()
        self._fill_path()
        in_path = (each for each in self._in_path if isinstance(each, QPushButton))
        for one, following in pairwise((self._back, *in_path, self.phrases.lines)):
            QWidget.setTabOrder(one, following)

    def _add(self, widget: QWidget, at: Qt.AlignmentFlag = ANYWHERE) -> None:
        self._path.addWidget(widget, alignment=at)
        self._in_path.append(widget)

    def _fill_path(self) -> None:
        plan = PLANS.get(self._app.settings.plan)
        if plan is None:
            self._offer_paths()
            return
        since = _day(self._app.settings.plan_since)
        where = standing(plan, since, self.sittings, _today())
        self._add(label(_heading(where), "heading", wrap=True))
        if not where.whole:
            self._add_offers(where)
            self._add(label(texts.PATH_WAITS, "small", wrap=True))
        aside = button(texts.ASIDE, lambda: self._choose(""), "chip")
        self._add(aside, Qt.AlignmentFlag.AlignLeft)

    def _offer_paths(self) -> None:
        self._add(label(texts.PATHS, "heading"))
        for plan in PLANS:
            self._add(button(texts.PATH[plan], partial(self._choose, plan)))
            self._add(label(texts.PATH_WHY[plan], "muted", wrap=True))
        self._add(label(texts.PATH_WAITS, "small", wrap=True))

    def _add_offers(self, where: Standing) -> None:
        words = texts.TODAY if where.open_offers else texts.TODAY_DONE
        self._add(label(words, "muted", wrap=True))
        for offer in where.open_offers:
            self._add(self._button(offer))
        if where.longer:
            self._add(label(texts.THIS_WEEK, "muted"))
            for offer in where.longer:
                self._add(self._button(offer))

    def _button(self, offer: Offer) -> QWidget:
        practice = find_practice(offer.practice, load_practices(self._app.settings.language))
        words = texts.OFFER.format(name=practice.name, minutes=offer.minutes)
        return button(words, lambda: self._ways.begin(practice, offer.minutes))


def so_far(sittings: Sequence[Kept], today: date) -> list[str]:
    """Return what there is since the beginning, as sentences."""
    whole, away = totals(sittings), away_days(sittings, today)
    told = [texts.WELCOME_BACK] if away is not None and away >= AWAY_DAYS else []
    nothing = texts.NOT_YET_SIMULATED if any(s.simulated for s in sittings) else texts.NOT_YET
    told.append(texts.minutes_on_days(whole.minutes, whole.days) if whole.days else nothing)
    if moved := shift(sittings, Feeling.CRITIC):
        told.append(texts.SHIFT.format(first=moved[0], late=moved[1]))
    return [*told, texts.DOSE]


def _heading(where: Standing) -> str:
    path = texts.PATH[where.plan.id]
    if where.whole:
        return texts.WHOLE.format(path=path)
    return texts.STANDING.format(path=path, day=where.day, days=where.plan.days)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _today() -> date:
    """Return the day by the person's own calendar."""
    return datetime.now().astimezone().date()

"""The settings: each takes hold at once, and is kept. Below them, what this program is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from biofeedback import __version__
from biofeedback.application import Application
from biofeedback.settings import settings_trouble
from biofeedback.ui.everything import Everything
from biofeedback.ui.parts import Chips, apart, back_button, label, screen
from biofeedback.ui.room import Columns, Scrolling
from biofeedback.ui.theme import GAP, SPACE, TEXT_PERCENT
from biofeedback.words import texts_settings as texts
from practices.safety import LONGEST_REACH_OUT, REGIONS

Answer = tuple[object, str]


class SettingsScreen(QWidget):
    """Everything that a person may choose once and for all.

    Parameters
    ----------
    home
        Leads back.
    changed
        Called after each change, so that the window follows it.
    """

    def __init__(
        self, app: Application, home: Callable[[], None], changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._app, self._changed = app, changed
        self.everything = Everything(app)
        self._back = back_button(self, texts.BACK, home, "chip")
        column = screen(self)
        column.setSpacing(GAP)
        column.addLayout(apart(label(texts.TITLE, "title", wrap=True), self._back))
        self._trouble = label("", "small", wrap=True)
        column.addWidget(self._trouble)
        self._area = Scrolling()
        column.addWidget(self._area, 1)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen now, and what of the file is not used."""
        trouble = settings_trouble(self._app.folder)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.everything = Everything(self._app)
        cards = (
            (self._look(), self._around(), self._heavy()),
            (self._heard(), self.everything, self._about()),
        )
        self._area.setWidget(Columns(*cards))
        self.everything.refresh()
        self._back.setFocus()

    def _look(self) -> QFrame:
        sizes = [(percent, texts.PERCENT.format(percent)) for percent in TEXT_PERCENT]
        return card(
            texts.LOOK,
            self._one_of(texts.THEME, "theme", texts.THEMES),
            self._one_of(texts.TEXT_SIZE, "text_percent", sizes),
            self._switch(texts.LESS_MOTION, "reduced_motion"),
            self._switch(texts.ONE_THING, "one_thing"),
            self._switch(texts.HIDE_NUMBERS, "hide_numbers"),
        )

    def _heard(self) -> QFrame:
        return card(
            texts.HEARD,
            self._switch(texts.SOUND, "sound"),
            self._one_of(texts.TONES, "breath_volume", texts.VOLUMES),
            self._one_of(texts.BELLS, "bell_volume", texts.VOLUMES),
            self._one_of(texts.VOICE, "voice_volume", texts.VOLUMES),
        )

    def _around(self) -> QFrame:
        return card(
            texts.AROUND,
            self._switch(texts.CHECK_IN, "check_in"),
            self._one_of(texts.LOST, "pause_when_lost", texts.WHEN_LOST),
            self._one_of(texts.WORDS_IN, "language", texts.LANGUAGES),
            label(texts.WORDS_ELSE, "muted", wrap=True),
        )

    def _heavy(self) -> QFrame:
        where = [(each, texts.REGION_NAMES[each]) for each in REGIONS]
        self._help = [label(line, "muted", wrap=True) for line in self._help_lines()]
        self._full = label(texts.REACH_OUT_FULL.format(LONGEST_REACH_OUT), "small", wrap=True)
        return card(
            texts.HEAVY,
            *self._help,
            self._one_of(texts.REGION, "region", where),
            label(texts.REACH_OUT, "muted", wrap=True),
            self._reach_out(),
            self._full,
        )

    def _reach_out(self) -> QLineEdit:
        field = QLineEdit(self._app.settings.reach_out)
        field.setPlaceholderText(texts.REACH_OUT_HINT)
        field.setAccessibleName(texts.REACH_OUT)
        field.setMaxLength(LONGEST_REACH_OUT)
        field.textChanged.connect(self._reach)
        if len(field.text()) < LONGEST_REACH_OUT:
            self._full.hide()
        return field

    def _reach(self, words: str) -> None:
        """Keep it with each letter: the ground may be wanted before the entry is done."""
        self._app.change(reach_out=words.strip())
        self._full.setVisible(len(words) == LONGEST_REACH_OUT)

    def _help_lines(self) -> tuple[str, ...]:
        return self._app.settings.having(reach_out="").care.support.lines

    def _about(self) -> QFrame:
        told = self._app.settings.care.not_a_medical_device
        lines = (texts.VERSION.format(__version__), told, texts.PRIVATE)
        return card(texts.ABOUT, *(label(line, "muted", wrap=True) for line in lines))

    def _switch(self, question: str, name: str) -> Chips:
        return self._one_of(question, name, tuple(enumerate(texts.SWITCH)))

    def _one_of(self, question: str, name: str, answers: Sequence[Answer]) -> Chips:
        """Return a question whose answer is a setting; one between two answers is not marked."""
        now = getattr(self._app.settings, name)
        kind = type(now)
        values = [kind(value) for value, _ in answers]
        chosen = values.index(now) if now in values else -1
        words = [words for _, words in answers]
        return Chips(question, words, chosen, partial(self._choose, name, values))

    def _choose(self, name: str, values: Sequence[object], at: int) -> None:
        self._app.change(**{name: values[at]})
        for shown, line in zip(self._help, self._help_lines(), strict=True):
            shown.setText(line)  # by the region and the language that are chosen now
        self._changed()


def card(title: str, *rows: QWidget) -> QFrame:
    """Return a card with a title and its rows."""
    made = QFrame()
    made.setProperty("role", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
    column.setSpacing(GAP)
    column.addWidget(label(title, "heading", wrap=True))
    for row in rows:
        column.addWidget(row)
    return made

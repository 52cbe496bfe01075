"""After a sitting: before and after side by side, the whole heart curve, in words that are kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLineEdit, QPushButton, QWidget

from analysis.compare import Change as Compared
from biofeedback.results.summary import Summary
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept, read_kept
from biofeedback.store.labels import Labels
from biofeedback.ui import summary_words as words
from biofeedback.ui.bridge import in_background
from biofeedback.ui.flow import Flow
from biofeedback.ui.keep_copy import keep_copy
from biofeedback.ui.one_sitting import OneSitting
from biofeedback.ui.pace_found import PaceFound
from biofeedback.ui.parts import back_button, button, label, screen_with_foot
from biofeedback.ui.save_report import save_report
from biofeedback.ui.side_by_side import Cards
from biofeedback.ui.theme import GAP, Theme, scaled
from biofeedback.ui.trace import sitting_curve
from biofeedback.words import texts, texts_one_sitting
from practices.breathing import BreathPattern

LEAST_CURVE_PX = 120


class Ended(Protocol):
    """A sitting that has ended, just now or long ago."""

    path: Path | None

    def join(self, timeout_s: float = ...) -> bool:
        """Wait until its file is closed."""

    def summary(self) -> Summary:
        """Return what it comes to; may take a second."""

    def note(self, text: str) -> None:
        """Write a note into it; raises RecordingError where that cannot be."""

    def keep_copy(self, path: Path) -> None:
        """Write what its disk did not take elsewhere; raises RecordingError as well."""


class SummaryScreen(QWidget):
    """Shows a sitting's summary as soon as it is there; computing it never holds up the window."""

    def __init__(
        self,
        run: Ended,
        theme: Theme,
        done: Callable[[], None],
        play_again: Callable[[Path], None],
        use_pace: Callable[[BreathPattern], None] = lambda _: None,
        *,
        hide_numbers: bool = False,
        on_hide: Callable[[bool], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._run, self._theme, self._done, self._play_again = run, theme, done, play_again
        self._use_pace = use_pace
        self._hidden, self._on_hide = hide_numbers, on_hide
        self.ready = False
        self._column, self._foot = screen_with_foot(self)
        for column in (self._column, self._foot):
            column.setSpacing(GAP)
        self._loading = label(texts.SUMMARY_LOADING, "title")
        self._column.addStretch(1)
        self._column.addWidget(self._loading, alignment=Qt.AlignmentFlag.AlignCenter)
        self._column.addStretch(1)
        self._note = QLineEdit()
        self._kept = label("", "small", wrap=True)
        self._finish_button = back_button(self, texts.DONE, self._finish, "primary")
        for later in (self._note, self._kept, self._finish_button):
            later.setParent(self)
            later.hide()
        self._left = self._warned = False
        self._just_noted: list[str] = []
        self._summary: Summary | None = None
        in_background(self._gather, self._arrived)

    def _gather(self) -> Summary:
        self._run.join()
        return self._run.summary()

    def leave(self) -> None:
        """Keep what was written down; the summary, if it is still to come, has nowhere to go."""
        self._left = True
        if self.ready:
            self.keep_note()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours: what was painted in the old ones is made anew."""
        self._theme = theme
        self._tell_anew()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """H hides the numbers, or shows them."""
        if event.key() == Qt.Key.Key_H:
            self.toggle_numbers()
        else:
            super().keyPressEvent(event)

    def toggle_numbers(self) -> None:
        """Hide the numbers, or show them; it stays so."""
        self._hidden = not self._hidden
        self._on_hide(self._hidden)
        self._tell_anew()

    def _tell_anew(self) -> None:
        if self._summary and not self._left:
            self._clear()
            self._tell(self._summary)

    def _clear(self) -> None:
        """Take everything off the screen but the note, which may be half written."""
        kept = (self._note, self._kept, self._finish_button)
        for each in kept:
            each.setParent(self)
        _empty(self._column)
        _empty(self._foot)

    def _arrived(self, summary: Summary | Exception) -> None:
        if self._left:
            return
        self._clear()
        self.ready = True
        if isinstance(summary, RecordingError):
            self._tell_trouble(str(summary))
            return
        if isinstance(summary, Exception):
            self._tell_trouble(texts.SUMMARY_TROUBLE)
            raise summary
        self._summary = summary
        self._note.setPlaceholderText(texts.NOTE_HINT)
        self._note.setAccessibleName(texts.NOTE_HINT)
        self._note.returnPressed.connect(self.keep_note)
        self._note.textEdited.connect(self._written)
        self._tell(summary)

    def _tell_trouble(self, sentence: str) -> None:
        self._column.addWidget(label(sentence, "heading", wrap=True))
        self._column.addStretch(1)
        self._foot.addWidget(self._finish_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._finish_button.show()
        self._finish_button.setFocus()

    def _tell(self, summary: Summary) -> None:
        self._column.addWidget(label(words.title(summary), "title", wrap=True))
        self._column.addWidget(label(words.subtitle(summary), "muted", wrap=True))
        if summary.pace is not None:
            found = PaceFound(summary.pace, self._use_pace, measured=summary.measured)
            self._column.addWidget(found)
        quiet = self._hidden and summary.measured
        if quiet:
            self._column.addWidget(label(texts.NUMBERS_KEPT, wrap=True))
            self._column.addStretch(3)
        else:
            self._add_numbers(summary)
        if own := "   ".join(words.own_words(summary)):
            self._column.addWidget(label(own, "muted", wrap=True))
        for said in words.remarks(summary) if quiet else words.all_small_print(summary):
            self._column.addWidget(label(said, "small", wrap=True))
        if summary.path:
            self._column.addWidget(self._note)
            self._note.show()
        self._foot.addWidget(self._kept)
        self._kept.setVisible(bool(self._kept.text()))
        self._lead_on([self._finish_button, *self._ways(summary)])
        self._finish_button.setFocus()

    def _add_numbers(self, summary: Summary) -> None:
        if isinstance(summary.comparison, Compared):
            self._column.addWidget(Cards(summary.comparison, self._theme), 3)
        for said in words.outcome(summary):
            self._column.addWidget(label(said, wrap=True))
        if np.isfinite(summary.curve_bpm).sum() > 1:
            self._add_curve(summary)
        else:
            self._column.addStretch(3)

    def _add_curve(self, summary: Summary) -> None:
        curve = sitting_curve(self._theme, summary.curve_time_s, summary.curve_bpm, summary.parts)
        curve.setAccessibleName(texts.SUMMARY_CURVE)
        curve.setMinimumHeight(scaled(LEAST_CURVE_PX))
        self._column.addWidget(label(texts.SUMMARY_CURVE, "muted"))
        self._column.addWidget(curve, 4)

    def _lead_on(self, ways: Sequence[QPushButton]) -> None:
        """Lay the ways on in a row; the tabulator leads from the note along it."""
        row = Flow(None, GAP)
        self._foot.addLayout(row)  # empty: PySide holds an item of each that is there already
        for way in ways:
            row.addWidget(way)
        self._finish_button.show()
        for one, following in pairwise((self._note, *ways)):
            self.setTabOrder(one, following)

    def _ways(self, summary: Summary) -> Iterator[QPushButton]:
        path = summary.path
        if summary.unkept:
            yield button(texts.KEEP_COPY, self._keep_copy)
        if path and summary.measured:
            yield button(texts.PLAY_AGAIN, lambda: self._again(path))
            yield button(texts.SAVE_REPORT, lambda: self._save_report(path, summary))
            yield button(texts.SHOW if self._hidden else texts.HIDE, self.toggle_numbers, key="H")
        if path:
            yield button(texts_one_sitting.MORE_OF_IT, lambda: self._name_it(path))

    def keep_note(self) -> bool:
        """Write the note into the recording; an unwritable disk is said, the words stay there."""
        text = self._note.text().strip()
        if not text:
            return True
        try:
            self._run.note(text)
        except RecordingError as error:
            self._say(str(error))
            return False
        self._note.clear()
        self._just_noted.append(text)
        self._say("  ".join(texts.NOTE_KEPT.format(each) for each in self._just_noted))
        return True

    def _name_it(self, path: Path) -> None:
        """Let its name, tags and notes be changed, the one that was just kept, too."""
        self.keep_note()
        if kept := self._kept_now(path):
            asked = OneSitting(self, kept)
            asked.accepted.connect(lambda: self._noted_anew(path))
            asked.finished.connect(asked.deleteLater)
            asked.open()

    def _noted_anew(self, path: Path) -> None:
        kept = self._kept_now(path)
        if kept and self._summary:
            labels = Labels(kept.name, kept.tags)
            self._summary = replace(self._summary, notes=kept.notes, labels=labels)
            self._just_noted = []
            self._say("")
            self._tell_anew()

    def _kept_now(self, path: Path) -> Kept | None:
        try:
            return read_kept(path)
        except RecordingError as error:
            self._say(str(error))
            return None

    def _say(self, sentence: str) -> None:
        self._kept.setText(sentence)
        self._kept.setVisible(bool(sentence))

    def _save_report(self, path: Path, summary: Summary) -> None:
        self._say(save_report(self, path, summary))

    def _keep_copy(self) -> None:
        if not self._summary:
            return
        name = (self._run.path or Path(texts.COPY_NAME.format(self._summary.began))).name
        try:
            path = keep_copy(self, self._run, name)
        except RecordingError as error:
            self._say(str(error))
            return
        if path:
            self._summary = replace(self._summary, path=path, unkept="")
            self._tell_anew()
            self._say(texts.COPY_KEPT.format(path))

    def may_leave(self) -> bool:
        """Say once what is lost by leaving; tell whether there is nothing, or it was said."""
        if self._warned or not self.holds():
            return True
        self._warned = True
        noted = not self._note.text().strip()
        self._say(texts.LEAVE_UNKEPT if noted else f"{self._kept.text()} {texts.LEAVE_UNNOTED}")
        return False

    def holds(self) -> bool:
        """Tell whether there is anything that no disk has taken: the sitting, or a note."""
        return self.ready and (not self.keep_note() or bool(self._summary and self._summary.unkept))

    def _written(self) -> None:
        self._warned = False

    def _again(self, path: Path) -> None:
        if self.may_leave():
            self._play_again(path)

    def _finish(self) -> None:
        if self.may_leave():
            self.leave()
            self._done()


def _empty(layout: QLayout) -> None:
    """Take everything out of a layout; widgets in it are deleted, unless they have moved out."""
    while item := layout.takeAt(0):
        widget, inner = item.widget(), item.layout()
        if widget:
            widget.hide()
            widget.deleteLater()
        elif inner:
            _empty(inner)
            inner.deleteLater()

"""Two stretches of any recordings, chosen on their curves, side by side or kindly refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from analysis.compare import Change as Compared
from analysis.compare import Refusal
from analysis.stretches import seconds
from biofeedback.results.history import beside_own_bands
from biofeedback.results.summary import equally_long
from biofeedback.results.two_stretches import FEWEST_BEATS, Stretch, compare_stretches, first_choice
from biofeedback.store.recorder import RecordingError
from biofeedback.store.recording import Recording, read_recording
from biofeedback.ui.bridge import in_background
from biofeedback.ui.chosen_stretch import ChosenStretch
from biofeedback.ui.flow import Flow
from biofeedback.ui.parts import apart, back_button, button, label, screen
from biofeedback.ui.side_by_side import Cards, small_print, verdict
from biofeedback.ui.theme import GAP, Theme
from biofeedback.words import texts, texts_replay

SETTLED_MS = 250  # a hand that moves on has not chosen yet
LENGTHS_STEP_S = 10.0
SHORTEST_S = 10.0


Judged = tuple[Compared | Refusal, tuple[float, ...]]


def used_s(before: Stretch, after: Stretch) -> tuple[float, ...]:
    """Return how long the beats of both last that are compared (s); none without beats.

    The longer one is cut at its start, and what reaches over an edge is left out.
    """
    if min(before.beats.rr_ms.size, after.beats.rr_ms.size) < FEWEST_BEATS:
        return ()
    return tuple(seconds(beats.rr_ms) for beats in equally_long(before.beats, after.beats))


class CompareScreen(QWidget):
    """Begins with the two rests of ``recording``; ``folder`` gives the person's own bands."""

    def __init__(
        self,
        recording: Recording,
        folder: Path,
        theme: Theme,
        back: Callable[[], None],
        *,
        hide_numbers: bool = False,
        on_hide: Callable[[bool], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._hidden, self._on_hide = hide_numbers, on_hide
        shown = texts.SHOW if hide_numbers else texts.HIDE
        self._hide = button(shown, self.toggle_numbers, "chip", key="H")
        self._folder, self._theme, self._back = folder, theme, back
        self._asked = 0
        self.ready = False
        self.result: Compared | Refusal | None = None
        pair = zip(first_choice(recording), (texts.BEFORE, texts.AFTER), (True, False), strict=True)
        self.strips = [
            ChosenStretch(name, stretch, theme, self._changed, ring=ring)
            for stretch, name, ring in pair
        ]
        self._places = [label("", "muted", wrap=True) for _ in self.strips]
        self._length = label("", "muted")
        self._told = QWidget()
        self._timer = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._timer.timeout.connect(self._measure)
        self._lay_out()
        self._changed()

    def _lay_out(self) -> None:
        column = screen(self)
        column.setSpacing(GAP)
        column.addLayout(apart(label(texts_replay.COMPARE_TITLE, "title", wrap=True), self._hide))
        for strip, place, name in zip(
            self.strips, self._places, (texts.BEFORE, texts.AFTER), strict=True
        ):
            row = Flow(None, GAP)
            row.addWidget(label(name.capitalize(), "heading"))
            row.addWidget(place)
            row.part()
            other = button(texts_replay.OTHER, partial(self.choose_other, strip), "chip")
            other.setAccessibleName(texts_replay.OTHER_FOR.format(name))
            row.addWidget(other)
            column.addLayout(row)
            column.addWidget(strip)
        self._room = QVBoxLayout()
        self._room.addWidget(self._told)
        column.addLayout(self._room, 1)
        column.addLayout(self._foot())

    def _foot(self) -> Flow:
        lengths: list[QWidget] = [self._length]
        for words, name, by_s in texts_replay.LENGTHS:
            made = button(words, partial(self.lengthen, by_s), "chip")
            made.setAccessibleName(name)
            lengths.append(made)
        return apart(back_button(self, texts.BACK, self._back), *lengths)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        for strip in self.strips:
            strip.set_theme(theme)
        if self.result is not None:
            self._tell(self.result)

    def toggle_numbers(self) -> None:
        """Hide the numbers, or show them; it stays so."""
        self._hidden = not self._hidden
        self._on_hide(self._hidden)
        if self.result is not None:
            self._tell(self.result)

    def leave(self) -> None:
        """Wait for nothing any more."""
        self._timer.stop()
        self._asked += 1

    def lengthen(self, by_s: float) -> None:
        """Make both stretches longer or shorter: they stay equally long."""
        longest_s = min(strip.stretch.recording.end_s for strip in self.strips)
        length_s = self.strips[0].stretch.length_s + by_s
        length_s = min(max(length_s, SHORTEST_S), max(longest_s, SHORTEST_S))
        for strip in self.strips:
            strip.show_stretch(strip.stretch.moved(strip.stretch.start_s, length_s))
        self._changed()

    def choose_other(self, strip: ChosenStretch) -> None:
        """Ask for another recording for one of the two."""
        name, _ = QFileDialog.getOpenFileName(self, texts_replay.OTHER, str(self._folder))
        if not name:
            return
        try:
            self.take(strip, read_recording(Path(name)))
        except RecordingError as error:
            self._say(str(error))

    def take(self, strip: ChosenStretch, recording: Recording) -> None:
        """Show another recording for one of the two."""
        strip.show_stretch(Stretch(recording, 0.0, strip.stretch.length_s))
        self.lengthen(0.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Plus and minus change the length of both; H hides the numbers, or shows them."""
        by_s = {Qt.Key.Key_Plus: LENGTHS_STEP_S, Qt.Key.Key_Minus: -LENGTHS_STEP_S}
        if Qt.Key(event.key()) in by_s:
            self.lengthen(by_s[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_H:
            self.toggle_numbers()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        for strip, place in zip(self.strips, self._places, strict=True):
            place.setText(strip.told)
        whole = texts.clock_time(self.strips[0].stretch.length_s)
        self._length.setText(texts_replay.LENGTH.format(whole))
        self.ready = False
        self._timer.start()

    def _measure(self) -> None:
        self._asked += 1
        asked = self._asked
        before, after = (strip.stretch for strip in self.strips)
        in_background(
            lambda: self._judged(before, after), lambda found: self._arrived(asked, found)
        )

    def _judged(self, before: Stretch, after: Stretch) -> Judged:
        recording, folder = before.recording, self._folder
        found = compare_stretches(before, after)
        own = beside_own_bands(found, recording.path, folder, simulated=recording.simulated)
        return own, used_s(before, after)

    def _arrived(self, asked: int, judged: Judged | Exception) -> None:
        if asked != self._asked:
            return  # the hand has moved on
        found, used = (judged, ()) if isinstance(judged, Exception) else judged
        for place, strip, used_part_s in zip(self._places, self.strips, used, strict=False):
            place.setText(texts_replay.USED.format(strip.told, used_part_s))
        if isinstance(found, Exception):
            self._say(texts.SUMMARY_TROUBLE)
            raise found
        self.ready, self.result = True, found
        self._tell(found)

    def _tell(self, found: Compared | Refusal) -> None:
        column = self._emptied()
        self._hide.setText(texts.SHOW if self._hidden else texts.HIDE)
        if self._hidden and isinstance(found, Compared):
            column.addWidget(label(texts_replay.NUMBERS_HIDDEN, wrap=True))
            column.addStretch(1)
            return
        if isinstance(found, Compared):
            column.addWidget(Cards(found, self._theme), 1)
        column.addWidget(label(verdict(found), wrap=True))
        if isinstance(found, Compared):
            column.addWidget(label(small_print(found), "small", wrap=True))
        else:
            column.addWidget(label(texts_replay.REFUSED_NEXT, "muted", wrap=True))
            column.addStretch(1)

    def _say(self, sentence: str) -> None:
        column = self._emptied()
        column.addWidget(label(sentence, wrap=True))
        column.addStretch(1)

    def _emptied(self) -> QVBoxLayout:
        """Return the room for the result, empty."""
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        self._room.replaceWidget(self._told, fresh)
        self._told.deleteLater()
        self._told = fresh
        return column

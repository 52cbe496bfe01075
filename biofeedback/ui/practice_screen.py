"""A sitting on the screen: pacer and phrase on the left, heart and numbers on the right.

The pacer is asked for each frame where the breath is; everything else changes when something
happened. One screen serves finding the heart, both rests, the practice, and a replay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from biofeedback.runs.run import Run
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase, Sitting
from biofeedback.ui.closed_eyes import ClosedEyes
from biofeedback.ui.flow import Flow
from biofeedback.ui.numbers import LOW_PX, Numbers
from biofeedback.ui.offers import Offers
from biofeedback.ui.pacer import Pacer
from biofeedback.ui.parts import button, height_of, keep_room, label, wherever
from biofeedback.ui.phrase import Phrase
from biofeedback.ui.practice_words import badges, gist, phase_words, skip_words, troubles
from biofeedback.ui.replay_bar import Replay, ReplayBar
from biofeedback.ui.room import Beside, Least
from biofeedback.ui.sound import SoundControl
from biofeedback.ui.theme import GAP, SPACE, Theme, scaled
from biofeedback.words import texts
from biofeedback.words.guidance import guidance

MOST_PX = 2**24 - 1  # Qt's own: no limit
PROGRESS_STEPS = 1000
HURRIED = 4.0  # faster than this, a fade is longer than what it shows


class PracticeScreen(Least):
    """Shows one run. `show_snapshot` takes what happened, `tick` draws a frame."""

    def __init__(
        self,
        run: Run,
        theme: Theme,
        *,
        hide_numbers: bool,
        on_hide: Callable[[bool], None],
        sound: SoundControl | None = None,
        language: str = "en",
    ) -> None:
        super().__init__()
        self.run = run
        self.snapshot = Snapshot()
        self.sound = sound
        self._on_hide = on_hide
        self._hidden = hide_numbers
        self._second = -1
        self.pacer = Pacer(theme, language)
        self.numbers = Numbers(theme)
        self.replay = ReplayBar(run, theme, self._replayed) if isinstance(run, Replay) else None
        self._title = label("", "heading", wrap=True)
        self._words = label("", "muted", wrap=True)
        self._guidance = guidance(language)
        self.offers = Offers(run, theme, self._guidance)
        self.phrase = Phrase(at_once=run.speed > HURRIED)
        self._said = QWidget()
        self._time, self._progress = label("", "muted"), QProgressBar()
        self._trouble = label("", "small", wrap=True)
        self._pause = button(texts.PAUSE, self.toggle_pause, key="Space")
        self._hide = button(texts.HIDE, self.toggle_numbers, key="H")
        self._skip = button(texts.BEGIN_ANYWAY, self.skip, key="N")
        self._end = button(texts.END, run.end, key="Q")
        self.eyes = ClosedEyes(self, self._guidance.eyes_closed)
        self._eyes = button(texts.EYES, self.eyes.toggle, "chip", key="E")
        self._still = self._one_thing = False
        wherever(self, Qt.Key.Key_Space, self.toggle_pause)  # a focused button takes Return
        self._lay_out()
        self._show_numbers()
        self.show_snapshot(self.snapshot)

    def _lay_out(self) -> None:
        self.setObjectName("ground")
        self.setAccessibleName(self.run.practice_name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE + GAP, SPACE, SPACE + GAP, SPACE)
        column.setSpacing(GAP)
        column.addWidget(Beside(SPACE * 2, (self._left(), 11), (self.numbers, 10)), 1)
        column.addWidget(self._trouble)
        self._trouble.hide()
        if self.replay:
            column.addWidget(self.replay)
        column.addWidget(self._bottom())

    def _left(self) -> QWidget:
        left = Least()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._eyes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        marks = Flow(None, GAP - 4)
        if self.sound:
            marks.addWidget(self.sound)
        marks.addWidget(self._eyes)
        for text in badges(self.run):
            marks.addWidget(label(text, "badge"))
        column.addLayout(marks)
        column.addWidget(self.pacer, 1)
        column.addWidget(self._said)
        said = QVBoxLayout(self._said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(GAP)
        for words in (self._title, self._words):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for each in (self._title, self.phrase, self.offers.felt, self._words):
            said.addWidget(each)
        said.addStretch(1)
        return left

    def _replayed(self) -> None:
        """Take in that a replay was held, let run, or hurried."""
        if self.replay:
            self._let_phrase_fade()
            self._pause.setText(texts.RESUME if self.replay.held else texts.PAUSE)

    def _bottom(self) -> Beside:
        time, ways = QWidget(), QWidget()
        row = QHBoxLayout(time)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._progress.setRange(0, PROGRESS_STEPS)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Progress of this part")
        keep_room(self._progress)  # or the buttons would spread over the whole row
        row.addWidget(self._time)
        row.addWidget(self._progress, 1)
        buttons = Flow(ways, GAP, right=True)
        for each in (*self.offers.buttons, self._pause, self._hide, self._skip, self._end):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the pause
            buttons.addWidget(each)
        return Beside(GAP, (time, 1), (ways, 0))

    def simplify(self, *, still: bool, one_thing: bool) -> None:
        """Reduce motion, and show one thing at a time, or all of it again."""
        self._still, self._one_thing = still, one_thing
        self.pacer.set_still(still=still)
        self._let_phrase_fade()
        self._show_numbers()
        self._show_phase(self.snapshot)

    def _let_phrase_fade(self) -> None:
        self.phrase.set_at_once(at_once=self._still or self.run.speed > HURRIED)

    @property
    def recorded(self) -> bool:
        """Whether a sitting is being written down."""
        return self.replay is None and self.run.path is not None

    @property
    def unwritable(self) -> bool:
        """Whether something of it waits for a disk that does not take it."""
        return self.recorded and bool(self.snapshot.recording_trouble)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.pacer.set_theme(theme)
        self.numbers.set_theme(theme)
        self.offers.set_theme(theme)
        if self.replay:
            self.replay.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take in what happened."""
        before, self.snapshot = self.snapshot, snapshot
        now_s = self.run.now_s()
        self.numbers.show_snapshot(snapshot, now_s)
        if self.sound:
            self.sound.attend(snapshot.sitting)
        paced_anew = self.offers.look(snapshot.sitting, now_s)
        if paced_anew or gist(snapshot) != gist(before) or not before.time_s:
            self._show_phase(snapshot)
        self.eyes.show_paused(paused=snapshot.sitting.paused)
        trouble = troubles(self.run, snapshot)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def tick(self) -> None:
        """Draw one frame."""
        now_s, sitting = self.run.now_s(), self.snapshot.sitting
        if self.replay:
            self.replay.show_time(now_s)
            sitting = replace(sitting, paused_at_s=now_s) if self.replay.held else sitting
        if self.eyes.isHidden():
            self.pacer.show_moment(sitting, now_s)
        if self.numbers.isVisible():
            self.numbers.trace.move(now_s)
        second = int(sitting.phase_time_s(now_s) * 4)
        if second != self._second:
            self._second = second
            self._show_progress(sitting, now_s)

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self.replay:
            self.replay.hold(held=not self.replay.held)
        elif self.snapshot.sitting.paused:
            self.run.resume()
        else:
            self.run.pause()

    def toggle_numbers(self) -> None:
        """Hide the numbers, or show them; everything is recorded either way."""
        self._hidden = not self._hidden
        self._on_hide(self._hidden)
        self._show_numbers()

    def skip(self) -> None:
        """Go on to the next part."""
        if self.snapshot.sitting.phase is Phase.READY:
            self.run.begin_anyway()
        else:
            self.run.skip()

    def leave(self, *, hushed: bool = False) -> None:
        """Let the last bell ring out, or be silent at once."""
        if self.sound:
            self.sound.hush() if hushed else self.sound.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """E is for closed eyes, H hides, N goes on, Q ends; Esc is the window's."""
        keys = {
            Qt.Key.Key_H: self.toggle_numbers,
            Qt.Key.Key_N: self.skip,
            Qt.Key.Key_E: self.eyes.toggle,
            Qt.Key.Key_Q: self.run.end,
        }
        if self.sound:
            keys[Qt.Key.Key_M] = self.sound.toggle
            if event.key() != Qt.Key.Key_M:
                self.sound.card.hide()
        if (self.replay and self.replay.act(event)) or self.offers.act(event):
            return
        act = keys.get(Qt.Key(event.key()))
        if act and event.isAutoRepeat():
            return
        if act:
            act()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the same room for words in every part, so that the pacer never moves."""
        self.phrase.keep_two_rows()
        most = height_of(self._words, self._guidance.off_pacer, self.pacer.width())
        waiting = max(2 * self._words.fontMetrics().lineSpacing(), most)
        both = self.phrase.height() + GAP + waiting
        low = self.height() < scaled(LOW_PX)  # the pacer needs the room more, and may move
        self._said.setMinimumHeight(max(self.phrase.height(), waiting) if low else both)
        self._said.setMaximumHeight(MOST_PX if low else both)
        self.eyes.cover()
        super().resizeEvent(event)

    def _show_numbers(self) -> None:
        quiet = self._hidden or self._one_thing
        self.numbers.setVisible(self.run.measured and not quiet)
        self._hide.setVisible(self.run.measured and not self._one_thing)
        self._hide.setText(texts.SHOW if self._hidden else texts.HIDE)
        self._time.setVisible(not quiet and not self.replay)  # quiet: no digits at all
        if self.replay:
            self.replay.show_digits(shown=not quiet)

    def _show_phase(self, snapshot: Snapshot) -> None:
        sitting = snapshot.sitting
        practising = sitting.phase is Phase.PRACTICE
        self.offers.show_snapshot(snapshot)
        asked = self._guidance.felt if self.offers.asks else ""
        self._title.setText(asked or self._guidance.title[sitting.phase])
        asks, hint = self.offers.asks, self.offers.hint
        told = phase_words(self.run, snapshot, self._guidance, asks=asks, hint=hint)
        self._words.setText(told)
        self._title.setVisible(not practising)
        self._words.setVisible(not practising or bool(told))
        self.phrase.setVisible(practising)
        leapt = snapshot.recent is not None
        self.phrase.say(sitting.line.text if sitting.line and practising else "", at_once=leapt)
        self._skip.setText(skip_words(self.run, sitting.phase, asks=self.offers.asks))
        offering = not self.offers.gentler.isHidden()  # it needs the room; N and H go on
        few = offering or self._one_thing
        self._skip.setVisible(not few)
        self._eyes.setVisible(not self._one_thing)
        self._hide.setVisible(self.run.measured and not few)
        self._pause.setVisible(sitting.phase is not Phase.READY or self.run.replayed)
        self._progress.setVisible(
            bool(sitting.length_s) and not self.replay and not self._one_thing
        )
        if not self.run.replayed:
            self._pause.setText(texts.RESUME if sitting.paused else texts.PAUSE)

    def _show_progress(self, sitting: Sitting, now_s: float) -> None:
        if not sitting.length_s:
            self._time.setText("")
            return
        spent_s = min(sitting.phase_time_s(now_s), sitting.length_s)
        whole = texts.clock_time(round(sitting.length_s))
        self._time.setText(texts.OF.format(texts.clock_time(spent_s), whole))
        self._progress.setValue(round(PROGRESS_STEPS * spent_s / sitting.length_s))

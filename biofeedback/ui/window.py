"""The window: which screen is shown and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from biofeedback.application import Application
from biofeedback.phase import Phase
from biofeedback.store.disk import RecordingError
from biofeedback.ui.around import Around
from biofeedback.ui.aside import Aside
from biofeedback.ui.bridge import to_window
from biofeedback.ui.ease import Ease
from biofeedback.ui.home import Home
from biofeedback.ui.key_card import KeyCard
from biofeedback.ui.looking_back import LookingBack
from biofeedback.ui.pages import Pages
from biofeedback.ui.theme import set_text_percent, style_sheet, theme_for
from biofeedback.words import texts
from practices.breathing import write_pattern

if TYPE_CHECKING:  # the home screen is shown before numpy and pyqtgraph are imported
    from biofeedback.runs.run import Run
    from biofeedback.runs.session import Show
    from biofeedback.runs.snapshot import Snapshot
    from biofeedback.store.kept import Kept
    from biofeedback.ui.grounding import Grounding
    from biofeedback.ui.practice_screen import PracticeScreen
    from biofeedback.ui.straps import Straps
    from biofeedback.ui.summary_screen import Ended, SummaryScreen
    from practices.practice import Practice

MakeRun = Callable[["Show"], "Run"]


class Window(Pages):
    """Everything a person sees."""

    def __init__(self, app: Application) -> None:
        super().__init__()
        self._app = app
        self._waiting: tuple[Practice, float, float] | None = None
        self._grounded = False
        self._closed = False
        self._then: Callable[[], None] = self.go_home
        self._unkept: Run | None = None  # left for the ground while its disk took nothing
        self.practice: PracticeScreen | None = None
        self.summary: SummaryScreen | None = None
        self.looking_back = LookingBack(app, self)
        self.around = Around(app, self)
        self.aside = Aside(app, self)
        self.keys = KeyCard(self, self.ground)
        self.home = Home(
            app,
            self.begin,
            self.choose_heart,
            self.change_theme,
            self.looking_back.show_history,
            self.around.show_keep_up,
            self.go_on,
            self.aside.show_settings,
            self.keys.toggle,
        )
        self.add_page(self.home)
        self._lay_out()
        self.home.cards[0].setFocus()
        self.setWindowTitle(texts.APP)
        self.ease = Ease(app, self)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.dress)
        self.dress()

    @cached_property
    def straps(self) -> Straps:
        """Where a heart is chosen."""
        from biofeedback.ui.straps import Straps

        page = Straps(self._app, self._heart_chosen, self.go_home)
        self.add_page(page)
        return page

    @cached_property
    def grounding(self) -> Grounding:
        """The ground."""
        from biofeedback.ui.grounding import Grounding

        page = Grounding(self.leave_ground, self._app.settings.care)
        self.add_page(page)
        return page

    def dress(self) -> None:
        """Put the theme on, again whenever the desktop changes its own.

        On the window, not on the application: Qt then dresses nothing but what the window owns.
        Dressing every widget there is ends the process if one of them, owned by Python alone, is
        collected meanwhile.
        """
        self.theme = theme_for(self._app.settings.theme)
        set_text_percent(self._app.settings.text_percent)
        self.setStyleSheet(style_sheet(self.theme))
        self.home.refresh(self.theme.name)
        for screen in (self.practice, self.summary, self.looking_back, self.around):
            if screen:
                screen.set_theme(self.theme)

    def change_theme(self) -> None:
        """Go from dark to light, or back."""
        self._app.change(theme="light" if self.theme.name == "dark" else "dark")
        self.dress()

    def go_home(self) -> None:
        """Show the home screen."""
        self._waiting = None
        self.around.drop()
        self.home.refresh(self.theme.name)
        self.home.interrupted.look()
        self.show_page(self.home)
        self.home.cards[0].setFocus()

    def choose_heart(self) -> None:
        """Show the straps in reach."""
        self.show_page(self.straps)

    def begin(self, practice: Practice, length_s: float, rest_s: float) -> None:
        """Begin a practice; the first time, ask for the heart."""
        if self._app.heart is None:
            self._waiting = (practice, length_s, rest_s)
            self.choose_heart()
            return
        trouble = self._app.trouble()
        if trouble:
            from biofeedback.ui.boxes import practise_unrecorded

            if not practise_unrecorded(self, trouble):
                return
        recorded = not trouble
        self.around.check_in(
            lambda: self.start(
                lambda show: self._app.begin(practice, length_s, rest_s, show, recorded=recorded)
            ),
            f"{practice.name}, {texts.MINUTES.format(length_s / 60)}",
        )

    def go_on(self, kept: Kept) -> None:
        """Go on with a sitting that was interrupted; it waits until the person is there."""
        self.start(lambda show: self._app.go_on(kept, show))

    def _heart_chosen(self) -> None:
        waiting, intended = self._waiting, self.around.intended
        self.go_home()
        self.around.intended = intended
        if waiting:
            self.begin(*waiting)

    def start(self, make_run: MakeRun, then: Callable[[], None] | None = None) -> None:
        """Show and start a run, live or replayed; its end leads on to ``then``, or home."""
        from biofeedback.ui.practice_screen import PracticeScreen
        from biofeedback.ui.sound import SoundControl

        if self._closed:
            return
        show = to_window(lambda snapshot: self._arrived(run, snapshot))
        try:
            run = make_run(show)
        except RecordingError as error:
            self.say(str(error))
            return
        self._grounded = False
        self._then = then or self.go_home
        if self.practice:  # an earlier sitting is still letting its heart go
            self.practice.leave(hushed=True)
            self.practice.run.end()
            self.drop_page(self.practice)
        sound = SoundControl(run, self._app)
        self.practice = PracticeScreen(
            run,
            self.theme,
            hide_numbers=self._app.settings.hide_numbers,
            on_hide=lambda hidden: self._app.change(hide_numbers=hidden),
            sound=sound,
            language=self._app.settings.language,
        )
        sound.tell_closed(self.practice.eyes)
        self.ease.simplify()
        self.add_page(self.practice)
        self.show_page(self.practice)
        self.practice.setFocus()
        run.start()
        self.around.begun(run)

    def _arrived(self, run: Run, snapshot: Snapshot) -> None:
        if self.practice is None or self.practice.run is not run:
            return  # an earlier sitting is still letting its heart go
        began = self.practice.snapshot.sitting.phase is not Phase.READY
        self.practice.show_snapshot(snapshot)
        if snapshot.sitting.phase is Phase.ENDED:
            self._ended(self.practice, began=began)

    def _ended(self, practice: PracticeScreen, *, began: bool) -> None:
        """Leave the practice screen: to the summary, or home if there is nothing to sum up."""
        self.practice = None
        practice.leave()
        if not self._grounded and began:
            run = practice.run
            self.around.check_out(run, lambda: self.summarise(run, self._then))
        elif not self._grounded:
            self._then()
        self.drop_page(practice)

    def summarise(self, sitting: Ended, done: Callable[[], None]) -> None:
        """Show what a sitting came to, just ended or long ago; then lead on to ``done``."""
        from biofeedback.ui.summary_screen import SummaryScreen

        self._leave_summary()
        self.summary = SummaryScreen(
            sitting,
            self.theme,
            lambda: self._summary_done(done),
            lambda path: self._play_again(path, done),
            lambda pattern: self._app.change(breath=write_pattern(pattern)),
            hide_numbers=self._app.settings.hide_numbers,
            on_hide=lambda hidden: self._app.change(hide_numbers=hidden),
        )
        self.add_page(self.summary)
        self.show_page(self.summary)

    def _summary_done(self, then: Callable[[], None]) -> None:
        then()
        self._leave_summary()

    def _leave_summary(self) -> None:
        summary, self.summary = self.summary, None
        if summary:
            summary.leave()
            self.drop_page(summary)

    def _play_again(self, path: Path, then: Callable[[], None]) -> None:
        self._summary_done(then)
        self.looking_back.replay(path, then)

    def ground(self) -> None:
        """Stop everything at once and land on the ground, and from there go home.

        Nothing that was recorded is lost.
        """
        if self.page is self.grounding:
            self.leave_ground()
            return
        practice = self.practice
        if practice:
            self._grounded = True
            practice.leave(hushed=True)
            practice.run.end()
            self._unkept = practice.run if practice.unwritable else None
        self.around.drop()
        self.grounding.speak(self._app.settings.care, self._app.settings.language)
        kept = practice is not None and practice.recorded and not practice.unwritable
        self.grounding.arrive(recorded=kept)
        self.show_page(self.grounding)
        if self.summary and not self.summary.holds():
            self._leave_summary()

    def leave_ground(self) -> None:
        """Go where something waits to be kept, or home."""
        unkept, self._unkept = self._unkept, None
        if self.summary:
            self.show_page(self.summary)
        elif unkept:
            self.summarise(unkept, self.go_home)
        else:
            self.aside.leave_ground()

    def show_page(self, page: QWidget) -> None:
        """Show one of the screens, without the card of keys."""
        self.keys.hide()
        super().show_page(page)

    def _moves(self) -> bool:
        return self.practice is not None and self.page is self.practice

    def _tick(self) -> None:
        if self.practice:
            self.practice.tick()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the heart go and close the file, then the window."""
        if self._unkept:
            self.leave_ground()
            event.ignore()
            return
        if self.summary and not self.summary.may_leave():
            event.ignore()
            return
        self._closed = True
        self._frames.stop()
        self._stack.hide()  # whoever looks for straps stops
        self.looking_back.leave()
        self._leave_summary()
        if practice := self.practice:
            self.practice = None  # its end leads nowhere any more
            practice.leave(hushed=True)
            practice.run.leave()  # it is offered at the next start
            practice.run.join()
        super().closeEvent(event)

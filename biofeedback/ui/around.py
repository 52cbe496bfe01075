"""What surrounds a sitting: the questions before and after it, and what is kept up over weeks.

Each screen is made when it is first asked for, and a practice begins as fast without them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from biofeedback.checkin import Intended, Rated, Ratings, When, ratings_of
from biofeedback.store.disk import RecordingError
from practices.library import find_practice, load_practices

if TYPE_CHECKING:  # the home screen comes before numpy and pyqtgraph
    from biofeedback.application import Application
    from biofeedback.runs.run import Run
    from biofeedback.ui.check_in import Answers, CheckIn
    from biofeedback.ui.keep_up import KeepUp
    from biofeedback.ui.theme import Theme
    from biofeedback.ui.window import Window
    from practices.practice import Practice

EVENT_PRACTICE, EVENT_S = "hand-on-heart", 60.0  # before something feared
Go = Callable[[], None]


class Around:
    """Leads through a check-in to a sitting, and from its end through a check-out."""

    def __init__(self, app: Application, window: Window) -> None:
        self._app, self._window = app, window
        self.page: CheckIn | None = None  # the question that is asked now
        self.intended = ""  # what the person means to try after the next sitting
        self._keep_up: KeepUp | None = None
        self._said: list[Rated | Intended] = []  # for the sitting that is about to begin
        self._asked: tuple[Run, Ratings] | None = None  # who checked in, and how

    def check_in(self, then: Go, what: str = "") -> None:
        """Ask how it is, if the person likes to be asked; then go on, to ``what`` is said."""
        self._said = [Intended(0.0, self.intended)] if self.intended else []
        self.intended = ""
        if not self._app.settings.check_in:
            then()
            return

        def answered(answers: Answers) -> None:
            self._said += [Rated(0.0, each, When.BEFORE, given) for each, given in answers.items()]
            self._go(then)

        self._ask(When.BEFORE, answered, what=what)

    def begun(self, run: Run) -> None:
        """Write down what was said before this sitting."""
        said, self._said = self._said, []
        for each in said:
            self._record(run, each)
        if self._keep_up and any(isinstance(each, Intended) for each in said):
            self._keep_up.event_card.experiment.clear()
        ratings = ratings_of(said)
        self._asked = (run, ratings) if any(r is not None for r in ratings) else None

    def check_out(self, run: Run, then: Go) -> None:
        """Ask again whoever answered before; then go on."""
        asked, self._asked = self._asked, None
        if asked is None or asked[0] is not run:
            then()
            return

        def answered(answers: Answers) -> None:
            for feeling, rating in answers.items():
                self._record(run, Rated(run.now_s(), feeling, When.AFTER, rating))
            self._go(then)

        self._ask(When.AFTER, answered, asked[1])

    def drop(self) -> None:
        """Ask no more: the person went elsewhere."""
        self._said, self._asked, self.intended = [], None, ""
        self._leave()

    def show_keep_up(self) -> None:
        """Show what is kept up over weeks."""
        if self._keep_up is None:
            from biofeedback.ui.keep_up import KeepUp, KeepUpWays

            ways = KeepUpWays(self._window.go_home, self._begin, self._before_event)
            self._keep_up = KeepUp(self._app, ways)
            self._window.add_page(self._keep_up)
        self._keep_up.refresh()
        self._window.show_page(self._keep_up)

    def _begin(self, practice: Practice, minutes: float) -> None:
        self._window.begin(practice, minutes * 60, self._window.home.rest_s)

    def _before_event(self, experiment: str) -> None:
        self.intended = experiment
        practice = find_practice(EVENT_PRACTICE, load_practices(self._app.settings.language))
        self._window.begin(practice, EVENT_S, 0.0)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours of what is there."""
        if self.page:
            self.page.set_theme(theme)

    def _ask(
        self,
        when: When,
        answered: Callable[[Answers], None],
        earlier: Ratings | None = None,
        *,
        what: str = "",
    ) -> None:
        from biofeedback.ui.check_in import CheckIn

        self._leave()
        back = self._window.go_home if when is When.BEFORE else None
        page = CheckIn(
            when,
            self._window.theme,
            answered,
            self._never,
            earlier or Ratings(),
            back=back,
            what=what,
        )
        self.page = page
        self._window.add_page(page)
        self._window.show_page(page)
        page.arrive()

    def _never(self) -> None:
        self._app.change(check_in=False)

    def _record(self, run: Run, said: Rated | Intended) -> None:
        """Write down what was said; the practice goes on without, on a disk that takes nothing."""
        try:
            run.record(said)
        except RecordingError as error:
            self._window.say(str(error))

    def _go(self, then: Go) -> None:
        """Go on, and home if that leads nowhere."""
        asked = self.page
        then()
        if self._window.page is asked:
            self._window.go_home()
        self._leave()

    def _leave(self) -> None:
        page, self.page = self.page, None
        if page:
            self._window.drop_page(page)

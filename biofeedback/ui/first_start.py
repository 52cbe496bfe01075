"""Leads through the first start: numbers, sound, and a strap; each may be left as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from biofeedback.ui.welcome import Trial, Welcome
from biofeedback.words import texts_settings as texts

if TYPE_CHECKING:
    from biofeedback.application import Application
    from biofeedback.ui.sound_sample import SoundSample
    from biofeedback.ui.window import Window


class FirstStart:
    """Shows one question after the other; ``page`` is the one that waits, None at the end."""

    def __init__(self, app: Application, window: Window) -> None:
        self._app, self._window = app, window
        self.page: Welcome | None = None
        self._sample: SoundSample | None = None

    def begin(self) -> None:
        """Greet, and ask the first."""
        quietly, numbers = (partial(self._numbers, hidden=hidden) for hidden in (True, False))
        self._ask(Welcome(texts.GREET_NUMBERS, (quietly, numbers)))

    def show(self) -> None:
        """Show the question that waits."""
        if self.page:
            self._window.show_page(self.page)
            self.page.answers[0].setFocus()

    def _numbers(self, *, hidden: bool) -> None:
        self._app.change(welcomed=True, hide_numbers=hidden)  # who goes now is not asked again
        trial = Trial(texts.HEAR_IT, self._hear, self._hush)
        answers = (partial(self._sound, on=False), partial(self._sound, on=True))
        self._ask(Welcome(texts.GREET_SOUND, answers, trial))

    def _sound(self, *, on: bool) -> None:
        self._app.change(sound=on)
        if self._app.heart is None:
            self._ask(Welcome(texts.GREET_STRAP, (self._end, self._look_for_strap)))
        else:
            self._end()

    def _look_for_strap(self) -> None:
        self._end()
        self._window.choose_heart()

    def _end(self) -> None:
        self._window.go_home()
        self._drop()

    def _ask(self, page: Welcome) -> None:
        self._window.add_page(page)
        self._drop()
        self.page = page
        self.show()

    def _drop(self) -> None:
        page, self.page = self.page, None
        if page:
            self._window.drop_page(page)

    def _hear(self, tell: Callable[[str], None]) -> None:
        from biofeedback.ui.sound_sample import SoundSample

        self._hush()
        self._sample = SoundSample(self._app.settings, tell)

    def _hush(self) -> None:
        if self._sample:
            self._sample.hush()
            self._sample = None

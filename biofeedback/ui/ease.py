"""What is easier on eyes and head: larger type, less motion, one thing, a full screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from biofeedback.ui.brief import Brief
from biofeedback.ui.theme import TEXT_PERCENT
from biofeedback.words import texts_keys as texts

if TYPE_CHECKING:
    from biofeedback.application import Application
    from biofeedback.ui.window import Window


class Ease:
    """The keys for it, which work on every screen; what was chosen is kept."""

    def __init__(self, app: Application, window: Window) -> None:
        self._app, self._window = app, window
        self.brief = Brief(window)
        keys = {
            "Ctrl++": self.larger,
            "Ctrl+=": self.larger,
            "Ctrl+-": self.smaller,
            "F6": self.toggle_motion,
            "F7": self.toggle_one_thing,
            "F11": self.toggle_full_screen,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), window, act)

    def larger(self) -> None:
        """Make all type larger."""
        self._resize(next((p for p in TEXT_PERCENT if p > self._percent), TEXT_PERCENT[-1]))

    def smaller(self) -> None:
        """Make all type smaller again."""
        self._resize(next((p for p in TEXT_PERCENT[::-1] if p < self._percent), TEXT_PERCENT[0]))

    def toggle_motion(self) -> None:
        """Let nothing grow, move or fade; or let it again."""
        less = not self._app.settings.reduced_motion
        self._app.change(reduced_motion=less)
        self.simplify()
        self._tell(texts.LESS_MOTION if less else texts.ALL_MOTION)

    def toggle_one_thing(self) -> None:
        """Show the pacer and the phrase alone, or everything."""
        one = not self._app.settings.one_thing
        self._app.change(one_thing=one)
        self.simplify()
        self._tell(texts.ONE_THING if one else texts.ALL_THINGS)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def simplify(self) -> None:
        """Have the practice screen follow what was chosen."""
        chosen = self._app.settings
        if self._window.practice:
            self._window.practice.simplify(still=chosen.reduced_motion, one_thing=chosen.one_thing)

    @property
    def _percent(self) -> int:
        return self._app.settings.text_percent

    def _resize(self, percent: int) -> None:
        self._app.change(text_percent=percent)
        self._window.dress()
        self._tell(texts.TYPE_SIZE.format(percent))

    def _tell(self, words: str) -> None:
        """Say what was chosen; in a practice it is seen, and nothing should lie over it."""
        if self._window.page is not self._window.practice:
            self.brief.tell(words)

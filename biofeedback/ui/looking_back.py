"""The ways among the screens that look back; each is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from biofeedback.settings import absent_folder
from biofeedback.ui.theme import Theme

if TYPE_CHECKING:  # the home screen comes before numpy and pyqtgraph
    from biofeedback.application import Application
    from biofeedback.ui.bring_in import BringIn
    from biofeedback.ui.compare_screen import CompareScreen
    from biofeedback.ui.history_screen import HistoryScreen
    from biofeedback.ui.window import Window


class LookingBack:
    """Leads from the window to its history and back."""

    def __init__(self, app: Application, window: Window) -> None:
        self._app, self._window = app, window
        self.history: HistoryScreen | None = None
        self.comparison: CompareScreen | None = None
        self.incoming: BringIn | None = None

    def show_history(self) -> None:
        """Show the kept sittings."""
        self.leave_comparison()
        self._leave_bring_in()
        if self.history is not None and self.history.folder != self._app.sessions:
            self.history.gathering.stop()
            self._window.drop_page(self.history)
            self.history = None
        if self.history is None:
            from biofeedback.ui.history_screen import HistoryScreen, Ways

            home = self._window.go_home
            ways = Ways(home, self.open, self.replay, self.compare, self.bring_in)
            self.history = HistoryScreen(
                self._app.sessions,
                self._window.theme,
                ways,
                lambda: absent_folder(self._app.folder),
            )
            self._window.add_page(self.history)
        self.history.hide_numbers(hidden=self._app.settings.hide_numbers)
        self._window.show_page(self.history)

    def bring_in(self, paths: list[Path]) -> None:
        """Show what is in files of other programs, and bring them in."""
        from biofeedback.ui.bring_in import BringIn

        self._leave_bring_in()
        self.incoming = BringIn(self._app.sessions, paths, self.show_history)
        self._window.add_page(self.incoming)
        self._window.show_page(self.incoming)

    def _leave_bring_in(self) -> None:
        if self.incoming is not None:
            self.incoming.leave()
            self._window.drop_page(self.incoming)
            self.incoming = None

    def open(self, path: Path) -> None:
        """Show what a kept sitting came to; its end leads back to the list."""
        from biofeedback.results.kept_sitting import KeptSitting

        self._window.summarise(KeptSitting(path, self._app.sessions), self.show_history)

    def replay(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Play a kept sitting again; its end leads on to ``then``, or back to the list."""
        self._window.start(lambda show: self._app.replay(path, show), then or self.show_history)

    def compare(self, path: Path) -> None:
        """Choose two stretches, to begin with in this sitting."""
        from biofeedback.store.recorder import RecordingError
        from biofeedback.store.recording import read_recording
        from biofeedback.ui.compare_screen import CompareScreen

        self.leave_comparison()
        window = self._window
        try:
            recording = read_recording(path)
        except RecordingError as error:
            window.say(str(error))
            return
        back = self.show_history
        self.comparison = CompareScreen(
            recording,
            self._app.sessions,
            window.theme,
            back,
            hide_numbers=self._app.settings.hide_numbers,
            on_hide=lambda hidden: self._app.change(hide_numbers=hidden),
        )
        window.add_page(self.comparison)
        window.show_page(self.comparison)
        self.comparison.strips[0].setFocus()

    def leave_comparison(self) -> None:
        """Let go of the two stretches."""
        if self.comparison:
            self.comparison.leave()
            self._window.drop_page(self.comparison)
        self.comparison = None

    def set_theme(self, theme: Theme) -> None:
        """Change the colours of what is there."""
        for screen in (self.history, self.comparison):
            if screen:
                screen.set_theme(theme)

    def leave(self) -> None:
        """Let go of what is still being read: the window closes."""
        self.leave_comparison()
        self._leave_bring_in()
        if self.history:
            self.history.gathering.stop()

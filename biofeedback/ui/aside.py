"""What lies aside of the practices: the very first start, and the settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biofeedback.application import Application
    from biofeedback.ui.settings_screen import SettingsScreen
    from biofeedback.ui.welcome import Welcome
    from biofeedback.ui.window import Window


class Aside:
    """Leads there and back; each screen is made when it is first asked for."""

    def __init__(self, app: Application, window: Window) -> None:
        self._app, self._window = app, window
        self._settings: SettingsScreen | None = None
        self._greeting: Welcome | None = None  # until it is answered

    def show_settings(self) -> None:
        """Show the settings, as they are now."""
        if self._settings is None:
            from biofeedback.ui.settings_screen import SettingsScreen

            window = self._window
            self._settings = SettingsScreen(self._app, window.go_home, window.dress)
            window.add_page(self._settings)
        self._window.show_page(self._settings)
        self._settings.refresh()

    def welcome(self) -> None:
        """Greet whoever is here for the first time; anybody else is at home already."""
        if self._app.settings.welcomed:
            return
        from biofeedback.ui.welcome import Welcome

        def answered(quietly: bool) -> None:
            self._app.change(welcomed=True, hide_numbers=quietly)
            self._greeting = None
            self._window.go_home()
            self._window.drop_page(page)

        page = Welcome(partial(answered, quietly=True), partial(answered, quietly=False))
        self._greeting = page
        self._window.add_page(page)
        self._greet(page)

    def leave_ground(self) -> None:
        """Go home, or to the greeting while nobody has answered it."""
        if self._greeting is None:
            self._window.go_home()
        else:
            self._greet(self._greeting)

    def _greet(self, page: Welcome) -> None:
        self._window.show_page(page)
        page.quietly.setFocus()

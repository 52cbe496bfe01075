"""What lies aside of the practices: the very first start, and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biofeedback.application import Application
    from biofeedback.ui.first_start import FirstStart
    from biofeedback.ui.settings_screen import SettingsScreen
    from biofeedback.ui.window import Window


class Aside:
    """Leads there and back; each screen is made when it is first asked for."""

    def __init__(self, app: Application, window: Window) -> None:
        self._app, self._window = app, window
        self._settings: SettingsScreen | None = None
        self._greeting: FirstStart | None = None

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
        from biofeedback.ui.first_start import FirstStart

        self._greeting = FirstStart(self._app, self._window)
        self._greeting.begin()

    def leave_ground(self) -> None:
        """Go home, or to the question of the first start that waits."""
        if self._greeting and self._greeting.page:
            self._greeting.show()
        else:
            self._window.go_home()

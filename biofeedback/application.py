"""What the window may ask for: sittings, straps in reach, and what the person chose."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biofeedback.settings import PRACTICES, Settings, data_folder, folder_trouble, sessions_folder
from practices.library import own_practices

if TYPE_CHECKING:  # the home screen comes before numpy and bleak
    from biofeedback.runs.hearts import Heart
    from biofeedback.runs.run import Run
    from biofeedback.runs.session import Show
    from biofeedback.store.kept import Kept
    from devices.events import Found
    from practices.practice import Practice
    from practices.script import ScriptError


@dataclass(frozen=True, slots=True)
class HeartChoice:
    """Whose heart the next sitting listens to; ``kind`` is "strap", "simulated" or "none"."""

    kind: str
    address: str = ""
    name: str = ""


class Application:
    """The program behind the window.

    Parameters
    ----------
    folder
        Where everything is kept; this person's data folder when absent.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder()
        self.settings = Settings.load(self.folder)
        self.heart: HeartChoice | None = None  # not chosen yet
        if self.settings.strap_address:
            remembered = self.settings
            self.heart = HeartChoice("strap", remembered.strap_address, remembered.strap_name)

    @property
    def sessions(self) -> Path:
        """Where sittings are kept."""
        return sessions_folder(self.folder)

    @property
    def cues(self) -> str:
        """The cues to remind of; none unless the person asked for it."""
        return self.settings.cues if self.settings.reminders else ""

    def own_practices(self) -> tuple[tuple[Practice, ...], tuple[ScriptError, ...]]:
        """Return the practices that the person wrote, and why other scripts cannot be used."""
        return own_practices(self.folder / PRACTICES)

    def trouble(self) -> str:
        """Return why no sitting can be written down now; empty when all is well."""
        return folder_trouble(self.sessions)

    def change(self, **changes: Any) -> None:
        """Change settings and keep these alone, as far as the disk allows."""
        self.settings = self.settings.having(**changes)
        with contextlib.suppress(OSError):
            self.settings.save(self.folder, *changes)

    def choose_heart(self, choice: HeartChoice) -> None:
        """Take a heart for the next sittings; a strap is remembered on this machine."""
        self.heart = choice
        if choice.kind == "strap":
            self.change(strap_address=choice.address, strap_name=choice.name)

    def begin(
        self, practice: Practice, length_s: float, rest_s: float, show: Show, *, recorded: bool
    ) -> Run:
        """Return a sitting that is ready to start.

        Raises
        ------
        RecordingError
            If it cannot be written down.
        """
        from biofeedback.runs.begin import begin_sitting, plan_for

        plan = plan_for(practice, length_s, rest_s, self.settings.pace)
        folder = self.sessions if recorded else None
        hold = self.settings.pause_when_lost
        return begin_sitting(plan, self._chosen(), show, folder=folder, pause_when_lost=hold)

    def interrupted(self) -> Kept | None:
        """Return the newest sitting that was interrupted and may go on; None if there is none."""
        from biofeedback.store.disk import RecordingError
        from biofeedback.store.library import interrupted, may_go_on

        try:
            return next(filter(may_go_on, interrupted(self.sessions)), None)
        except RecordingError:  # who opens the history is told why
            return None

    def close_interrupted(self, kept: Kept) -> None:
        """Give an interrupted sitting its end, as far as the disk allows."""
        from biofeedback.store.afterwards import close_interrupted
        from biofeedback.store.disk import RecordingError

        with contextlib.suppress(RecordingError):  # it is usable without, and offered again
            close_interrupted(kept.path)

    def go_on(self, kept: Kept, show: Show) -> Run:
        """Return an interrupted sitting, ready to go on, paused; with the heart it began with.

        Raises
        ------
        RecordingError
            If it cannot go on.
        """
        from biofeedback.runs.going_on import go_on

        heart = self._simulated() if kept.simulated else self._chosen()
        chosen = self.settings
        return go_on(
            kept.path,
            heart,
            show,
            language=chosen.language,
            pause_when_lost=chosen.pause_when_lost,
        )

    def replay(self, path: Path, show: Show) -> Run:
        """Return a recorded sitting, ready to play again.

        Raises
        ------
        RecordingError
            If it cannot be read.
        """
        from biofeedback.runs.replay_run import ReplayRun
        from biofeedback.store.recording import read_recording

        return ReplayRun(read_recording(path), show)

    def look_for_straps(
        self, found: Callable[[Found], None], trouble: Callable[[str], None]
    ) -> Callable[[], None]:
        """Look around on a thread until the returned call; tell of each strap and each trouble."""
        from biofeedback.runs.look import Look

        look = Look(found, trouble)
        look.start()
        return look.stop

    def _chosen(self) -> Heart | None:
        from biofeedback.runs import hearts

        match self.heart:
            case HeartChoice("strap", address):
                return hearts.strap(self.settings, address)
            case HeartChoice("simulated"):
                return self._simulated()
        return None

    @staticmethod
    def _simulated() -> Heart:
        import secrets

        from biofeedback.runs.hearts import simulated

        return simulated(secrets.randbelow(2**31))

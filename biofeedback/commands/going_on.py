"""``sessions go-on``: an interrupted sitting goes on where it stopped, in the same file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from biofeedback.commands.options import AS_JSON, LANGUAGE, STRAP
from biofeedback.settings import Settings, sessions_folder

if TYPE_CHECKING:
    from biofeedback.runs.run import Run
    from biofeedback.runs.session import Show
    from biofeedback.store.kept import Kept


@click.command("go-on")
@click.argument("name", default="last", metavar="[SITTING]")
@STRAP
@click.option("--simulate", is_flag=True, help="A simulated heart, if it began with one.")
@LANGUAGE
@click.option("--no-window", is_flag=True, help="Go on in the terminal, at once.")
@AS_JSON
def go_on(
    name: str, strap: str | None, simulate: bool, language: str, no_window: bool, as_json: bool
) -> int:
    """Go on with an interrupted sitting, the last if none is named, where it stopped.

    The time away counts as a pause. In the window it waits until you go on.

    \b
    Examples:
      biofeedback sessions go-on
      biofeedback sessions go-on 2026-11-23T0800 --no-window
    """
    from biofeedback.commands.sitting import chosen_heart, in_terminal
    from biofeedback.commands.window import show_run
    from biofeedback.runs.going_on import go_on as going_on
    from biofeedback.store.library import find_sitting

    kept = _interrupted() if name == "last" else find_sitting(sessions_folder(), name)
    heart = chosen_heart(strap, simulate, None)
    terminal = no_window or as_json
    hold = Settings.load().pause_when_lost
    make_run: Callable[[Show], Run] = partial(
        going_on, kept.path, heart, language=language, wait=not terminal, pause_when_lost=hold
    )
    return in_terminal(make_run, as_json, language) if terminal else show_run(make_run)


def _interrupted() -> Kept:
    """Return the newest sitting that was interrupted."""
    from biofeedback.store.disk import RecordingError
    from biofeedback.store.library import interrupted

    found = interrupted(sessions_folder())
    if not found:
        raise RecordingError("No sitting is interrupted: there is nothing to go on with.")
    return found[0]

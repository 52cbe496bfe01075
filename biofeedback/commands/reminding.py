"""``remind``: cues as notifications of the desktop, also while the window is closed."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

import click

from biofeedback.commands.printing import tell
from biofeedback.troubles import TROUBLE, say

if TYPE_CHECKING:
    from biofeedback.keeping_up.reminders import Reminding


@click.command()
@click.argument("cues", nargs=-1, metavar="[CUE]...")
@click.option("--now", is_flag=True, help="Show one invitation now, to see that it works.")
def remind(cues: tuple[str, ...], now: bool) -> None:
    """Invite to a practice after what you do anyway, until Ctrl-C; the window does it by itself.

    A CUE is a time and what you are doing then. Without one, those chosen in the window are used.

    \b
    Examples:
      biofeedback remind "08:30 after making coffee" "22:00 after brushing teeth"
      biofeedback remind --now
    """
    from biofeedback.keeping_up.notices import NoticeError, notify
    from biofeedback.keeping_up.reminders import ALONE, TITLE, Reminding, read_cues
    from biofeedback.settings import Settings

    text = "\n".join(cues) or Settings.load().cues
    found, troubles = read_cues(text)
    if now:
        try:
            notify(TITLE, found[0].invitation if found else ALONE)
        except NoticeError as error:
            raise click.ClickException(str(error)) from error
        return
    if troubles:
        where = "" if cues else "In the cues that were chosen in the window: "
        raise click.UsageError(where + troubles[0])
    if not found:
        raise click.UsageError('No cue was chosen yet: give one, such as "08:30 after coffee".')
    tell("Reminding at " + "; ".join(map(str, found)) + ". Ctrl-C ends it.")
    reminding = Reminding(lambda: text)
    reminding.start()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            _tell_troubles(reminding)
    finally:
        reminding.stop()


def _tell_troubles(reminding: Reminding) -> None:
    """Say what could not be shown, for as long as it goes on: it would be lost in silence."""
    said, pause = "", threading.Event()
    while not pause.wait(1):
        if reminding.trouble not in ("", said):
            say(reminding.trouble, TROUBLE)
        said = reminding.trouble

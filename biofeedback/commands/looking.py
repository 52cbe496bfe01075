"""``sessions``: what is kept, and found again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from biofeedback.commands.exporting import export
from biofeedback.commands.going_on import go_on
from biofeedback.commands.keeping import SITTING, close, delete, heading, note, rename, tag
from biofeedback.commands.options import AS_JSON, wrapped
from biofeedback.commands.printing import print_json, tell
from biofeedback.settings import absent_folder, sessions_folder
from biofeedback.store.kept import Kept


class Day(click.ParamType[date]):
    """A day such as 2026-11-23."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day: write it like 2026-11-23.", param, ctx)


@click.group()
def sessions() -> None:
    """Look at the sittings that are kept, name them, export or delete them.

    A SITTING is "last", the name you gave it, the beginning of its file's name, or its file.
    """


for command in (rename, tag, note, go_on, close, delete, export):
    sessions.add_command(command)


@sessions.command("list")
@click.option("--search", default="", metavar="WORD", help="In names, practices, tags and notes.")
@click.option("--since", type=Day(), help="Leave out what came before this day.")
@click.option("--practice", default="", metavar="NAME", help="Of this practice only.")
@AS_JSON
def list_(search: str, since: date | None, practice: str, as_json: bool) -> None:
    """List the sittings, the newest first.

    \b
    Examples:
      biofeedback sessions list --since 2026-11-01
      biofeedback sessions list --search calmer --practice hand-on-heart --json
    """
    from biofeedback.store.library import chosen, list_sittings, unread

    folder = sessions_folder()
    kept = list_sittings(folder)
    found = chosen(kept, word=search, since=since, practice=practice)
    _tell_unread(unread(folder, kept))
    if as_json:
        print_json([sitting.as_dict() for sitting in found])
        return
    for sitting in found:
        tell(f"{heading(sitting)}\n    {sitting.path}")
    if not kept:
        none = "No sitting is kept yet; `biofeedback demo` shows what one is like."
        tell(absent_folder() or none)
    elif not found:
        tell(f"None of the {len(kept)} sittings fits.")
    _tell_interrupted(found)


def _tell_unread(paths: Sequence[Path]) -> None:
    if paths:
        more = f", nor {len(paths) - 1} more" if len(paths) > 1 else ""
        tell(
            f"{paths[0].name} cannot be read{more}: it is damaged beyond its first row, or no "
            "sitting. It stays where it is until you delete it.",
            err=True,
        )


def _tell_interrupted(sittings: Sequence[Kept]) -> None:
    from biofeedback.store.library import are_interrupted

    cut = are_interrupted(sittings)
    if cut:
        tell(
            f"Interrupted, and usable as it is: {', '.join(each.path.stem for each in cut[:3])}"
            f"{' and others' if len(cut) > 3 else ''}. "
            "`biofeedback sessions go-on` goes on with the last, if that was today; "
            "`biofeedback sessions close SITTING` gives one its end.",
            err=True,
        )


@sessions.command()
@SITTING
@AS_JSON
def show(name: str, as_json: bool) -> None:
    """Show one sitting: what was done, before and after, notes and tags.

    \b
    Examples:
      biofeedback sessions show last
      biofeedback sessions show 2026-11-23T0800 --json
    """
    from biofeedback.commands.terminal import as_dict, told
    from biofeedback.results.history import judged_by_own
    from biofeedback.results.summary import summarise
    from biofeedback.store.library import find_sitting
    from biofeedback.store.recording import read_recording

    folder = sessions_folder()
    kept = find_sitting(folder, name)
    summary = judged_by_own(summarise(read_recording(kept.path)), folder)
    if as_json:
        print_json(kept.as_dict() | as_dict(summary))
        return
    tell(heading(kept))
    for text in kept.notes:
        tell(wrapped(f"Note: {text}", "  ", "    "))
    tell(told(summary))


@sessions.command()
@AS_JSON
def trends(as_json: bool) -> None:
    """Say what your sittings show together: the usual change, and which practice settles you.

    Nothing is said of fewer than 6 sittings, nor of a practice with fewer than 5. Simulated
    hearts are left out.
    """
    from biofeedback.commands.comparing import trends_in_words
    from biofeedback.results.history import past_changes, trends
    from biofeedback.store.library import sitting_paths

    paths = sitting_paths(sessions_folder())
    hidden = not sys.stderr.isatty()
    with click.progressbar(paths, label="Reading", file=sys.stderr, hidden=hidden) as bar:
        found = trends([past for past in past_changes(bar) if not past.simulated])
    if as_json:
        print_json(found)
    else:
        tell(trends_in_words(found))


@sessions.command()
@click.argument("name", default="", metavar="[SITTING]")
def path(name: str) -> None:
    """Print the folder that holds the sittings, or the file of one."""
    from biofeedback.store.library import find_sitting

    folder = sessions_folder()
    tell(str(find_sitting(folder, name).path if name else folder))

"""``sessions``: what is kept."""

from __future__ import annotations

import sys

import click

from biofeedback.commands.exporting import export
from biofeedback.commands.options import AS_JSON, minutes_and_seconds, print_json
from biofeedback.settings import sessions_folder


@click.group()
def sessions() -> None:
    """Look at the sittings that are kept."""


sessions.add_command(export)


@sessions.command("list")
@AS_JSON
def list_(as_json: bool) -> None:
    """List the sittings, the newest first."""
    from biofeedback.library import list_sittings

    sittings = list_sittings(sessions_folder())
    if as_json:
        print_json([sitting.as_dict() for sitting in sittings])
        return
    for sitting in sittings:
        length = minutes_and_seconds(sitting.length_s)
        simulated = "  (simulated heart)" if sitting.simulated else ""
        click.echo(
            f"{sitting.began:%Y-%m-%d %H:%M}  {length:>6}  {sitting.practice_name}{simulated}"
            f"\n    {sitting.path}"
        )
    if not sittings:
        click.echo("No sitting is kept yet; `biofeedback demo` shows what one is like.")


@sessions.command()
@AS_JSON
def trends(as_json: bool) -> None:
    """Say what your sittings show together: the usual change, and which practice settles you.

    Nothing is said of fewer than 6 sittings, nor of a practice with fewer than 5. Simulated
    hearts are left out.
    """
    from biofeedback.commands.comparing import trends_in_words
    from biofeedback.history import past_changes, trends
    from biofeedback.library import sitting_paths

    paths = sitting_paths(sessions_folder())
    hidden = not sys.stderr.isatty()
    with click.progressbar(paths, label="Reading", file=sys.stderr, hidden=hidden) as bar:
        found = trends([past for past in past_changes(bar) if not past.simulated])
    if as_json:
        print_json(found)
    else:
        click.echo(trends_in_words(found))


@sessions.command()
def path() -> None:
    """Print the folder that holds the sittings."""
    click.echo(str(sessions_folder()))

"""``sessions``: what is kept."""

from __future__ import annotations

import click

from biofeedback.commands.options import AS_JSON, minutes_and_seconds, print_json
from biofeedback.settings import sessions_folder


@click.group()
def sessions() -> None:
    """Look at the sittings that are kept."""


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
def path() -> None:
    """Print the folder that holds the sittings."""
    click.echo(str(sessions_folder()))

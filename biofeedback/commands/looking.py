"""``sessions`` and ``practices``: what is there."""

from __future__ import annotations

from pathlib import Path

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


@click.group()
def practices() -> None:
    """Look at the practices."""


@practices.command("list")
@AS_JSON
def list_practices(as_json: bool) -> None:
    """List the practices and how long each may last."""
    from practices.library import load_practices

    found = load_practices()
    if as_json:
        print_json(
            [
                {
                    "id": practice.id,
                    "name": practice.name,
                    "summary": practice.summary,
                    "shortest_s": practice.shortest_s,
                    "longest_s": practice.longest_s,
                    "micro_s": practice.micro_s,
                }
                for practice in found
            ]
        )
        return
    for practice in found:
        micro = f", or {practice.micro_s / 60:g}" if practice.micro_s else ""
        minutes = f"{practice.shortest_s / 60:g}-{practice.longest_s / 60:g}{micro} min"
        click.echo(f"{practice.id:<24}{minutes:<16}{practice.summary}")


@practices.command()
@click.argument("script", type=click.Path(path_type=Path))
def check(script: Path) -> None:
    """Check a script that you wrote yourself, before you practise with it.

    A script is a TOML file; those that come with the program show what can stand in one.
    """
    from practices.library import ScriptError, read_script

    try:
        practice = read_script(script)
    except ScriptError as error:
        raise click.ClickException(str(error)) from error
    lines = sum(len(step.lines) + len(step.phrases) for step in practice.steps)
    click.echo(
        f"{script}: {practice.name} is whole, with {len(practice.steps)} steps and {lines} lines, "
        f"for {practice.shortest_s / 60:g} to {practice.longest_s / 60:g} minutes."
    )


@practices.command()
@click.argument("name")
def show(name: str) -> None:
    """Show the steps and lines of one practice."""
    from practices.library import find_practice

    try:
        practice = find_practice(name)
    except LookupError as error:
        raise click.ClickException(str(error.args[0])) from error
    click.echo(f"{practice.name}: {practice.summary}")
    for step in practice.steps:
        click.echo(f"\n{step.name} ({step.element})")
        for line in (*step.lines, *step.phrases):
            click.echo(f"  {line.text}")

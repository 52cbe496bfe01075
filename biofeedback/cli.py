"""The one command, ``biofeedback``: finds the subcommand, and says what was wrong with it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import import_module

import click

from biofeedback import __version__
from biofeedback.settings import data_folder, settings_trouble
from biofeedback.troubles import STOPPED, STOPPED_WORDS, TROUBLE, in_a_sentence, say

USAGE = 2
COMMANDS = {
    "demo": "sitting:demo",
    "scan": "strap:scan",
    "record": "strap:record",
    "practise": "sitting:practise",
    "replay": "sitting:replay",
    "analyse": "measuring:analyse",
    "compare": "compare:compare",
    "import": "importing:import_",
    "sessions": "looking:sessions",
    "practices": "practices:practices",
    "remind": "reminding:remind",
    "study": "study:study",
    "doctor": "doctor:examine",
    "start-qt": "doctor:start_qt",
}
"""Where each subcommand is, in the order in which help tells of them."""


class Lazily(click.Group):
    """Imports a subcommand when it is asked for: the window needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the subcommand of this name; None if there is none."""
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        if not module:
            return None
        command = getattr(import_module(f"biofeedback.commands.{module}"), name)
        return command if isinstance(command, click.Command) else None


@click.group(
    cls=Lazily,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="biofeedback")
@click.pass_context
def cli(context: click.Context) -> None:
    """See in your own heart the calming shift that kindness brings.

    Without a command the window opens. Not a medical device; nothing leaves this computer.

    \b
    Examples:
      biofeedback                                    open the window
      biofeedback demo                               a whole sitting with a simulated heart
      biofeedback practise hand-on-heart --simulate  a sitting, straight away
      biofeedback analyse FILE --json                RMSSD, HF power and more, of a recording
    """
    if context.invoked_subcommand != "doctor" and (odd := settings_trouble(data_folder())):
        say(odd, 0)
    if context.invoked_subcommand is None:
        from biofeedback.commands.window import open_window

        context.exit(open_window())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 for trouble, 2 for wrong usage."""
    return in_a_sentence(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(args=arguments, prog_name="biofeedback", standalone_mode=False)
    except click.UsageError as error:
        return _usage(error)
    except click.ClickException as error:
        return say(str(error), TROUBLE)
    except click.Abort:
        return say(STOPPED_WORDS, STOPPED)
    return int(code or 0)


def _usage(error: click.UsageError) -> int:
    """Say how a command is used; its arguments may be names that a pattern stood for."""
    from biofeedback.commands.printing import tell

    said = io.StringIO()
    error.show(said)
    tell(said.getvalue().rstrip(), err=True)
    return USAGE

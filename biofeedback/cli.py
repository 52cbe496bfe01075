"""The one command, ``biofeedback``: finds the subcommand, turns every trouble into one sentence."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import click

from biofeedback import __version__
from biofeedback.printable import printable
from biofeedback.settings import data_folder
from biofeedback.store.disk import RecordingError
from biofeedback.unexpected import keep_details
from devices.errors import DeviceError

USAGE, TROUBLE, STOPPED = 2, 1, 130
UNWRITTEN = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF}


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
    if context.invoked_subcommand is None:
        from biofeedback.commands.window import open_window

        context.exit(open_window())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 for trouble, 2 for wrong usage."""
    try:
        code = cli.main(args=arguments, prog_name="biofeedback", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return USAGE
    except (click.ClickException, RecordingError, DeviceError) as error:
        return _say(str(error), TROUBLE)
    except (click.Abort, KeyboardInterrupt):
        return _say("Stopped.", STOPPED)
    except OSError as error:
        return _say(_unwritten(error), TROUBLE)
    except Exception:  # noqa: BLE001 - no traceback reaches a person
        return _say(_unexpected(), TROUBLE)
    return int(code or 0)


def _say(sentence: str, code: int) -> int:
    with contextlib.suppress(OSError):
        if sentence:
            plain = "\n".join(map(printable, sentence.splitlines()))  # it may hold a file's name
            click.echo(f"biofeedback: {plain}", err=True)
    return code


def _unwritten(error: OSError) -> str:
    """Say that what was printed reached nobody, and print no more; empty for a closed pipe."""
    if error.filename is not None or error.errno not in UNWRITTEN:
        return _unexpected()
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return ""
    return f"What was to be printed could not be written ({(error.strerror or '').lower()})."


def _unexpected() -> str:
    """Keep the details for whoever mends it, and say where they are."""
    log = keep_details(data_folder(), traceback.format_exc())
    kind = sys.exc_info()[0]
    what = kind.__name__ if kind else "no reason"  # its words may hold what a file holds
    if log is None:
        return f"Something unexpected happened ({what}). What was recorded is kept."
    return (
        f"Something unexpected happened ({what}). What was recorded is kept; "
        f"the details are in {log}, please send them along with what you did."
    )

"""What several subcommands share: arguments, printing, and waiting with a sign of life."""

from __future__ import annotations

import math
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biofeedback.printable import as_text
from practices.library import LANGUAGES

if TYPE_CHECKING:  # the home screen comes before numpy
    from biofeedback.importers.imported import Unit


class Address(click.ParamType[str]):
    """A strap's address: of Bluetooth, or on macOS a UUID of this machine."""

    name = "ADDRESS"
    _forms = re.compile(
        r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    )

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address, or say where to find it."""
        if not self._forms.fullmatch(value.casefold()):
            self.fail(f"{value!r} is no strap's address: `biofeedback scan` prints it.", param, ctx)
        return value


class Number(click.FloatRange):
    """A number in a range; what is no number (nan) or has no end (inf) lies in none."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number, or say what is expected."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number to count with.", param, ctx)
        return number


def _chosen_language() -> str:
    """Return the language that was chosen for the practices."""
    from biofeedback.settings import Settings
    from practices.library import LANGUAGES

    chosen = Settings.load().language
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


class Words(click.ParamType[str]):
    """Words of a person, to be written down."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return them, or say what is wrong with them."""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{as_text(value)!r} is no UTF-8 text: type it anew.", param, ctx)
        return value


class Named(click.Path):
    """A path with a name; an empty one, as of a variable that is not set, is no folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, or say that there is none."""
        if not os.fspath(value):
            self.fail("an empty name is no file: name one, or a folder.", param, ctx)
        return super().convert(value, param, ctx)


class InUnit(click.Choice[str]):
    """What RR intervals are in, named as one types it."""

    units: Mapping[str, Unit] = {"s": "s", "ms": "ms", "1/1024": "1/1024 s"}

    def __init__(self) -> None:
        super().__init__(list(self.units))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Unit:
        """Return the unit."""
        return self.units[super().convert(value, param, ctx)]


UNIT = click.option(
    "--unit",
    type=InUnit(),
    help="What the RR intervals of a text file are in, if it was taken for another.  "
    "[default: as it looks]",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
AS_CSV = click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of text.")
STRAP = click.option("--strap", type=Address(), help="The strap to connect to, as scan prints it.")
LANGUAGE = click.option(
    "--language",
    default=_chosen_language,
    show_default="as in the window",
    type=click.Choice(LANGUAGES),
    help="Of the practice's words.",
)
RECORDING = Named(path_type=Path)


def only_one(as_json: bool, as_csv: bool) -> None:
    """Hold that one of two is asked for."""
    if as_json and as_csv:
        raise click.UsageError("Choose --json or --csv, not both.")


def wrapped(text: str, first: str = "", others: str = "") -> str:
    """Return a sentence in lines no wider than the terminal, each begun with its indent."""
    width = min(shutil.get_terminal_size().columns, 100)
    return click.wrap_text(text, width, initial_indent=first, subsequent_indent=others)


def minutes_and_seconds(seconds: float) -> str:
    """Return ``4:05`` for 245 s."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def meant(name: Path) -> Path:
    """Return the file a person means: a path, or a kept sitting by its name."""
    if name.exists() or name.suffix or len(name.parts) > 1:
        return name
    from biofeedback.settings import sessions_folder
    from biofeedback.store.library import NoSittingError, find_sitting

    try:
        return find_sitting(sessions_folder(), str(name)).path
    except NoSittingError as error:
        if str(name) == "last":
            raise
        raise NoSittingError(
            f"There is no file {str(name)!r} here, and no sitting is called so: `biofeedback "
            "sessions list` shows those that are kept."
        ) from error

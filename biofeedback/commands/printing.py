"""What reaches the terminal passes here: what stands in a file or came by air never steers it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import click

from biofeedback.printable import harmless, is_harmless

_UNUSUAL = re.compile(r"[^\n -~]")


def tell(text: str, *, err: bool = False, bold: bool = False) -> None:
    """Print lines of text, without the characters that would steer a terminal."""
    shown = harmless(text)
    click.echo(click.style(shown, bold=True) if bold else shown, err=err)


def redraw(line: str) -> None:
    """Print a line over the one that stands there."""
    click.echo(f"\r{harmless(line)}", nl=False)


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print plain JSON; a number that is not finite would be an error of ours.

    JSON escapes fewer characters than steer a terminal: the others are escaped here.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    click.echo(_UNUSUAL.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    """Return a character of a JSON text, as an escape if it would steer a terminal."""
    return found[0] if is_harmless(found[0]) else json.dumps(found[0])[1:-1]

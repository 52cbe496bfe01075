"""What several subcommands share: arguments, printing, and waiting with a sign of life."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
RECORDING = click.Path(path_type=Path)


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print plain JSON; a number that is not finite would be an error of ours."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def minutes_and_seconds(seconds: float) -> str:
    """Return ``4:05`` for 245 s."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"

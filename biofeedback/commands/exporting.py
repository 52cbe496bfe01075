"""``sessions export``: kept sittings as files for other programs, or all of them in one go."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from biofeedback.commands.options import AS_JSON
from biofeedback.commands.printing import print_json, tell
from biofeedback.exporters import FORMATS
from biofeedback.settings import absent_folder, sessions_folder
from biofeedback.troubles import TROUBLE, say

ALL_ZIP = Path("biofeedback-sittings.zip")


@click.command()
@click.argument("sittings", nargs=-1, metavar="[SITTING...]")
@click.option("--all", "every", is_flag=True, help="Everything that is kept, with a README.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="original",
    show_default=True,
    help="What it becomes; see below.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A file, a folder, or a name that ends in .zip.  [default: here, named by date]",
)
@click.option(
    "--with-device", is_flag=True, help="Add what your strap told: maker, model, battery."
)
@click.option("--force", is_flag=True, help="Replace what is there already.")
@AS_JSON
def export(
    sittings: tuple[str, ...],
    every: bool,
    format_name: str,
    out: Path | None,
    with_device: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Export sittings: for Kubios, a spreadsheet, a laboratory, or to keep them elsewhere.

    A SITTING is "last", its name, the beginning of its file's name, or a file.

    \b
    original  the file as it is, beat by beat, with notes and tags
    kubios    one column of RR intervals in ms
    csv       a row for each beat: RR, stretch, artefact, corrected RR, phase, phrase
    json      the whole sitting with every measure
    bids      a BIDS data set (physio, physioevents, events)
    edf       EDF+ annotations: QRS, phases, phrases

    \b
    Examples:
      biofeedback sessions export last --format kubios --out rest.txt
      biofeedback sessions export --all --out my-sittings.zip
      biofeedback sessions export --all --format bids --out study
      biofeedback sessions export last --format json --json
    """
    if every == bool(sittings):
        raise click.UsageError("Name the sittings to export, or all of them with --all.")
    paths = _every() if every else _named(sittings)
    one = len(paths) == 1 and not every and format_name != "bids"
    if one and not (out and out.suffix.lower() == ".zip"):
        target = _one(paths[0], format_name, out, device=with_device, force=force)
        refused: list[str] = []
    else:
        target = out or ALL_ZIP
        refused = _many(paths, format_name, target, device=with_device, force=force)
    for reason in refused:
        say(reason, TROUBLE)
    if as_json:
        exported = len(paths) - len(refused)
        told = {"out": str(target), "format": format_name, "sittings": exported}
        print_json(told | {"refused": refused})
    else:
        tell(str(target))
    return int(bool(refused))


def _every() -> list[Path]:
    from biofeedback.store.disk import RecordingError
    from biofeedback.store.library import sitting_paths

    paths = sitting_paths(sessions_folder())
    if not paths:
        none = f"No sitting is kept in {sessions_folder()} yet."
        raise RecordingError(absent_folder() or none)
    return paths


def _named(names: Sequence[str]) -> list[Path]:
    from biofeedback.store.library import find_sitting

    return list(dict.fromkeys(find_sitting(sessions_folder(), name).path for name in names))


def _one(path: Path, format_name: str, out: Path | None, *, device: bool, force: bool) -> Path:
    from biofeedback.exporters.delivery import default_name, write_one
    from biofeedback.exporters.formats import ending

    target = out or Path()
    if target.is_dir():
        target /= default_name(path) + ending(format_name)
    write_one(target, path, format_name, device=device, force=force)
    return target


def _many(
    paths: Sequence[Path], format_name: str, out: Path, *, device: bool, force: bool
) -> list[str]:
    from biofeedback.exporters.delivery import write_many

    hidden = len(paths) < 2 or not sys.stderr.isatty()
    with click.progressbar(paths, label="Exporting", file=sys.stderr, hidden=hidden) as bar:
        return write_many(out, bar, format_name, device=device, force=force)

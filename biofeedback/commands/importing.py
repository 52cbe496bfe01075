"""``import``: recordings of other programs become sittings of ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biofeedback.commands.options import AS_JSON, RECORDING, UNIT, wrapped
from biofeedback.commands.printing import print_json, tell
from biofeedback.importers.told import in_words, remarks
from biofeedback.printable import printable
from biofeedback.settings import sessions_folder
from biofeedback.store.folders import files_of
from biofeedback.troubles import TROUBLE, say

if TYPE_CHECKING:  # the home screen comes before numpy
    from biofeedback.importers.imported import Unit


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=RECORDING, metavar="FILE...")
@UNIT
@click.option("--dry-run", is_flag=True, help="Say what is in them; keep nothing.")
@AS_JSON
def import_(files: tuple[Path, ...], unit: Unit | None, dry_run: bool, as_json: bool) -> int:
    """Import recordings of other programs and devices as sittings.

    A FILE is told by what it holds, not by how it is called; a folder stands for the files in it,
    a zip for its members. What was recognised is said: please look whether the heart rate is
    yours. The original stays as it is, and a file that was imported before is not taken twice.

    Known are RR intervals as text (Kubios, HRV4Training and most others), Elite HRV, HRV Logger,
    Polar Sensor Logger, Polar Flow, Polar .hrm, Suunto, Garmin FIT, EDF+, PhysioNet (WFDB), BIDS,
    XDF, Empatica (IBI), VNS Analyse, OpenHRV, and what this program exports: a sitting itself, or
    as JSON, CSV and others.

    \b
    Examples:
      biofeedback import morning.txt
      biofeedback import export.zip --dry-run
      biofeedback import *.csv old-recordings --json
      biofeedback import intervals.txt --unit 1/1024
    """
    outcomes = list(_outcomes(files_of(files), unit, keep=not dry_run))
    if as_json:
        print_json(outcomes)
    if not outcomes:
        say(f"{files[0]} holds no recordings.", TROUBLE)
    for outcome in outcomes:
        if not as_json:
            _say(outcome)
        if "error" in outcome:
            say(outcome["error"], TROUBLE)
    return int(not outcomes or any("error" in outcome for outcome in outcomes))


def _outcomes(paths: list[Path], unit: Unit | None, *, keep: bool) -> Iterator[dict[str, Any]]:
    from biofeedback.importers.importing import Import

    run = Import(sessions_folder(), unit, dry_run=not keep)
    hidden = len(paths) < 2 or not sys.stderr.isatty()
    with click.progressbar(paths, label="Importing", file=sys.stderr, hidden=hidden) as bar:
        for path in bar:
            yield from run.outcomes(path)


def _say(outcome: dict[str, Any]) -> None:
    if "error" in outcome:
        return
    tell(printable(outcome["file"]), bold=True)
    if words := in_words(outcome):
        tell(wrapped(words, "  ", "    "))
    for remark in remarks(outcome):
        tell(wrapped(remark, "  ", "    "))
    if outcome["sitting"]:
        kept = "Kept before as" if outcome["already"] else "Kept as"
        tell(f"  {kept} {outcome['sitting']}")

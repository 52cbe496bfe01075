"""``analyse``: numbers of recordings, without a window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biofeedback.commands.measured_words import print_measured
from biofeedback.commands.options import (
    AS_CSV,
    AS_JSON,
    RECORDING,
    UNIT,
    Number,
    meant,
    only_one,
)
from biofeedback.commands.printing import print_json
from biofeedback.commands.tables import (
    OF_A_RECORDING,
    print_csv,
)
from biofeedback.store.disk import BesideError, RecordingError
from biofeedback.store.folders import recordings_in
from biofeedback.troubles import TROUBLE, say

if TYPE_CHECKING:  # the home screen comes before numpy
    from biofeedback.importers.imported import Unit


@click.command()
@click.argument("recordings", nargs=-1, required=True, type=RECORDING, metavar="RECORDING...")
@click.option("--start", "start_s", type=Number(0), help="Leave out what comes before, in seconds.")
@click.option("--end", "end_s", type=Number(0), help="Leave out what comes after, in seconds.")
@click.option(
    "--artifacts",
    type=click.Choice(["correct", "keep"]),
    default="correct",
    show_default=True,
    help="Correct missed, extra and ectopic beats, or measure the beats as they are; intervals "
    "outside 300-2000 ms are left out either way.",
)
@click.option(
    "--pace",
    "breaths_per_min",
    type=Number(2, 30),
    help="Breaths a minute of the pacer: adds the breath wave.",
)
@UNIT
@AS_JSON
@AS_CSV
@click.option(
    "--marks",
    "each_mark",
    is_flag=True,
    help="Add each beat that was corrected or left out, and why.",
)
@click.option("--methods", is_flag=True, help="Add what a report has to state (GRAPH checklist).")
def analyse(
    recordings: tuple[Path, ...],
    start_s: float | None,
    end_s: float | None,
    artifacts: str,
    breaths_per_min: float | None,
    unit: Unit | None,
    as_json: bool,
    as_csv: bool,
    each_mark: bool,
    methods: bool,
) -> int:
    """Measure recordings: RMSSD, HF power and more, each a number or the reason why not.

    A RECORDING is a sitting of this program ("last", its name, or its file), a text file of RR
    intervals, one a line, in ms or s, or a folder of such files. Bands: VLF below 0.04,
    LF 0.04-0.15, HF 0.15-0.40 Hz.

    \b
    Examples:
      biofeedback analyse sitting.csv
      biofeedback analyse *.txt --json
      biofeedback analyse recordings --csv > results.csv
      biofeedback analyse sitting.csv --start 120 --end 420 --pace 6
      biofeedback analyse sitting.csv --marks
    """
    only_one(as_json, as_csv)
    if as_csv and each_mark:
        raise click.UsageError("--marks goes with --json or with plain text, not with --csv.")
    if start_s is not None and end_s is not None and end_s <= start_s:
        raise click.UsageError("--end has to come after --start.")
    options: dict[str, Any] = {"start_s": start_s, "end_s": end_s, "artifacts": artifacts}
    pace_hz = breaths_per_min / 60 if breaths_per_min else None
    options |= {"pace_hz": pace_hz, "each_mark": each_mark}
    results = _measured(recordings, unit, **options)
    if as_json:
        print_json(results)
    elif as_csv:
        print_csv(results, OF_A_RECORDING)
    else:
        for result in results:
            if "error" not in result:
                print_measured(result, methods=methods)
    return say_errors(results)


def files_of(named: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named, those in a folder, those that a pattern stands for, and sittings."""
    for path in named:
        found = [path]
        if path.is_dir():
            found = list(recordings_in(path))
            if not found:
                raise RecordingError(f"{path} holds no recordings.")
        elif not path.exists():  # a pattern that no shell has resolved
            found = sorted(path.parent.glob(path.name)) or [meant(path)]
        yield from found  # whoever reads one says why it cannot


def _measured(named: Sequence[Path], unit: Unit | None, **options: Any) -> list[dict[str, Any]]:
    from biofeedback.results.reading import analyse_recording
    from biofeedback.store.recording import read_recording

    def one(path: Path) -> dict[str, Any]:
        return analyse_recording(read_recording(path, unit), **options)

    return for_each(named, "Measuring", one)


def for_each(
    named: Sequence[Path], label: str, result_of: Callable[[Path], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return a result for each file that `files_of` gives, or its error.

    In a folder, what only belongs to the recordings beside it is passed over. Of many it is said
    how far one is.
    """
    paths = list(files_of(named))
    results = []
    hidden = len(paths) < 2 or not sys.stderr.isatty()
    with click.progressbar(paths, label=label, file=sys.stderr, hidden=hidden) as bar:
        for path in bar:
            try:
                results.append(result_of(path))
            except RecordingError as error:
                if path in named or not isinstance(error, BesideError):
                    results.append({"file": str(path), "error": str(error)})
    if not results:
        raise RecordingError(f"{named[0]} holds no recordings.")
    return results


def say_errors(results: Sequence[Mapping[str, Any]]) -> int:
    """Say what could not be read; return the exit code."""
    errors = [result["error"] for result in results if "error" in result]
    for error in errors:
        say(error, TROUBLE)
    return TROUBLE if errors else 0

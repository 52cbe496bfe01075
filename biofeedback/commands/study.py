"""``study``: many recordings at once, into one table."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biofeedback.commands.options import AS_JSON, Named
from biofeedback.commands.printing import print_json, tell
from biofeedback.store.disk import RecordingError
from biofeedback.store.folders import recordings_in

if TYPE_CHECKING:
    from biofeedback.study.measured import Row, Task

ENDINGS = (".parquet", ".csv")


@click.command()
@click.argument("folder", type=Named(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The table: RESULTS.parquet or RESULTS.csv.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 512),
    help="Processes that measure at the same time; as many as there are cores if not given.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Let a dask cluster measure instead.")
@click.option("--force", is_flag=True, help="Write over a table that is there.")
@AS_JSON
def study(
    folder: Path,
    out: Path,
    workers: int | None,
    scheduler: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Measure all recordings in a folder and the folders in it, into one table.

    One row for each recording as a whole, for each phase of a sitting, and for each gap-free
    stretch where there are gaps. All that `analyse` knows is in it: every measure, or why it is
    missing; artefacts; what a report has to state (GRAPH); versions. What cannot be read is a row
    with its reason in the column `error`. The rows are the same whoever does the work.

    \b
    Examples:
      biofeedback study recordings --out results.parquet
      biofeedback study recordings --out results.csv --workers 4
      biofeedback study /shared/recordings --out results.parquet --scheduler tcp://lab:8786
    """
    if workers and scheduler:
        raise click.UsageError("Choose --workers or --scheduler, not both.")
    _check_table(out, force=force)
    files = sorted(each.relative_to(folder).as_posix() for each in recordings_in(folder))
    files = [file for file in files if (folder / file).resolve() != out.resolve()]
    if not files:
        raise RecordingError(f"There is no recording in {folder}.")
    found = _measure(folder, files, out, workers or os.cpu_count() or 1, scheduler)
    _tell(found | {"out": str(out)}, as_json=as_json)
    return 0


def _check_table(out: Path, *, force: bool) -> None:
    if out.suffix not in ENDINGS:
        raise click.UsageError(f"--out has to end in {' or '.join(ENDINGS)}.")
    if out.exists() and not force:
        raise click.UsageError(f"{out} is there already: give another name, or --force.")
    if not out.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder {out.absolute().parent}.")


def _measure(
    folder: Path, files: list[str], out: Path, workers: int, scheduler: str | None
) -> dict[str, int]:
    from biofeedback.study.measured import Task
    from biofeedback.study.table import Table

    tasks = [Task(str(folder.resolve()), file) for file in files]
    found = {"recordings": 0, "rows": 0, "errors": 0}
    hidden = not sys.stderr.isatty()
    try:
        with (
            Table(out) as table,
            click.progressbar(
                length=len(tasks), label="Measuring", file=sys.stderr, hidden=hidden
            ) as bar,
            contextlib.closing(_by(tasks, workers, scheduler)) as measured,
        ):
            for rows in measured:
                table.add(rows)
                found["recordings"] += bool(rows)
                found["rows"] += len(rows)
                found["errors"] += sum("error" in row for row in rows)
                bar.update(1)
    except KeyboardInterrupt:
        if found["rows"]:
            done = f"{found['recordings']} recordings done are in {table.interrupted}"
            tell(f"\nThe {done}.", err=True)
        raise
    return found


def _by(tasks: list[Task], workers: int, scheduler: str | None) -> Generator[list[Row], None, None]:
    from biofeedback.study import workers as who

    if scheduler:
        return who.measured_by_cluster(tasks, scheduler)
    if workers == 1 or len(tasks) == 1:
        return who.measured_here(tasks)
    return who.measured_by_processes(tasks, workers)


def _tell(found: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    tell(f"{found['recordings']} recordings, {found['rows']} rows: {found['out']}")
    if found["errors"]:
        tell(f"{found['errors']} could not be measured: the column 'error' says why.")

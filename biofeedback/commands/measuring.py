"""``analyse`` and ``compare``: numbers of recordings, without a window."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biofeedback.commands.measured_words import print_measured
from biofeedback.commands.options import (
    AS_CSV,
    AS_JSON,
    RECORDING,
    Number,
    print_json,
)
from biofeedback.commands.tables import (
    OF_A_COMPARISON,
    OF_A_RECORDING,
    print_csv,
)
from biofeedback.folders import recordings_in
from biofeedback.recorder import RecordingError

if TYPE_CHECKING:  # numpy takes a while to import
    from analysis.compare import Change, Refusal
    from biofeedback.recording import Recording


@click.command()
@click.argument("recordings", nargs=-1, required=True, type=RECORDING, metavar="RECORDING...")
@click.option("--start", "start_s", type=Number(0), help="Leave out what comes before, in seconds.")
@click.option("--end", "end_s", type=Number(0), help="Leave out what comes after, in seconds.")
@click.option(
    "--artifacts",
    type=click.Choice(["correct", "keep"]),
    default="correct",
    show_default=True,
    help="Correct missed, extra and ectopic beats, or measure the beats as they are.",
)
@click.option(
    "--pace",
    "breaths_per_min",
    type=Number(2, 30),
    help="Breaths a minute of the pacer: adds the breath wave.",
)
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
    as_json: bool,
    as_csv: bool,
    each_mark: bool,
    methods: bool,
) -> int:
    """Measure recordings: RMSSD, HF power and more, each a number or the reason why not.

    A RECORDING is a sitting of this program, a text file of RR intervals, one a line, in ms
    or s, or a folder of such files. Bands: VLF below 0.04, LF 0.04-0.15, HF 0.15-0.40 Hz.

    \b
    Examples:
      biofeedback analyse sitting.csv
      biofeedback analyse *.txt --json
      biofeedback analyse recordings --csv > results.csv
      biofeedback analyse sitting.csv --start 120 --end 420 --pace 6
      biofeedback analyse sitting.csv --marks
    """
    _only_one(as_json, as_csv)
    if as_csv and each_mark:
        raise click.UsageError("--marks goes with --json or with plain text, not with --csv.")
    options: dict[str, Any] = {"start_s": start_s, "end_s": end_s, "artifacts": artifacts}
    pace_hz = breaths_per_min / 60 if breaths_per_min else None
    options |= {"pace_hz": pace_hz, "each_mark": each_mark}
    results = _measured(list(_files(recordings)), **options)
    if as_json:
        print_json(results)
    elif as_csv:
        print_csv(results, OF_A_RECORDING)
    else:
        for result in results:
            if "error" not in result:
                print_measured(result, methods=methods)
    for result in results:
        if "error" in result:
            click.echo(f"biofeedback: {result['error']}", err=True)
    return int(any("error" in result for result in results))


def _only_one(as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise click.UsageError("Choose --json or --csv, not both.")


def _files(named: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named, those in a folder, and those that a pattern stands for."""
    for path in named:
        found = [path]
        if path.is_dir():
            found = list(recordings_in(path))
        elif not path.exists():  # a pattern that no shell has resolved
            found = sorted(path.parent.glob(path.name))
        yield from found or [path]  # whoever reads it says why it cannot


def _measured(recordings: Sequence[Path], **options: Any) -> list[dict[str, Any]]:
    from biofeedback.reading import analyse_recording
    from biofeedback.recording import read_recording

    results = []
    hidden = len(recordings) < 2 or not sys.stderr.isatty()
    with click.progressbar(recordings, label="Measuring", file=sys.stderr, hidden=hidden) as bar:
        for path in bar:
            try:
                results.append(analyse_recording(read_recording(path), **options))
            except RecordingError as error:
                results.append({"file": str(path), "error": str(error)})
    return results


@click.command()
@click.argument(
    "recordings", nargs=-1, required=True, type=RECORDING, metavar="SESSION | BEFORE AFTER"
)
@AS_JSON
@AS_CSV
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write one page to show, too: FILE.html or FILE.pdf.",
)
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
def compare(
    recordings: tuple[Path, ...], as_json: bool, as_csv: bool, report: Path | None, force: bool
) -> int:
    """Compare the rest before with the rest after: of one sitting, or of two recordings.

    Only unpaced rests with few artefacts are compared, the longer one cut at its start to equal
    length; otherwise the reason is said. One sitting gives no verdict: the change is shown beside
    the band within which two rests differ anyway. From six quiet-rest sittings on, that band is
    your own. A SESSION is a file, or a name that `biofeedback sessions export` understands.

    \b
    Examples:
      biofeedback compare sitting.csv
      biofeedback compare morning.txt evening.txt --json
      biofeedback compare last --report sitting.pdf
    """
    from biofeedback.commands.comparing import as_result, compared, in_words
    from biofeedback.recording import read_recording

    if len(recordings) > 2:
        raise click.UsageError("Name one sitting, or one recording before and one after.")
    _only_one(as_json, as_csv)
    read = [read_recording(_meant(path)) for path in recordings]
    for recording in read:
        for remark in recording.remarks:
            click.echo(f"{recording.path}: {remark}", err=True)
    found = compared(read)
    result = as_result(read, found)
    if report:
        _write_report(report, read, found, force=force)
    if as_json:
        print_json(result)
    elif as_csv:
        print_csv([{"files": [str(path) for path in recordings], **result}], OF_A_COMPARISON)
    elif "refused" not in result:
        click.echo(in_words(result))
    else:
        click.echo(f"biofeedback: These cannot be compared: {result['refused']}", err=True)
    return int("refused" in result)


def _meant(name: Path) -> Path:
    """Return the file a person means: a path, or a kept sitting by its name."""
    if name.exists() or name.suffix or len(name.parts) > 1:
        return name
    from biofeedback.library import find_sitting
    from biofeedback.settings import sessions_folder

    return find_sitting(sessions_folder(), str(name)).path


def _write_report(
    path: Path, recordings: list[Recording], found: Change | Refusal, *, force: bool
) -> None:
    from biofeedback.report.write import write_report

    write_report(path, recordings, found, force=force)
    click.echo(f"The report is in {path}.", err=True)

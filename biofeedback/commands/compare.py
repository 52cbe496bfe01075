"""``compare``: two rests side by side, of one sitting, of two recordings, or of a whole folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biofeedback.commands.measuring import for_each, say_errors
from biofeedback.commands.options import (
    AS_CSV,
    AS_JSON,
    RECORDING,
    UNIT,
    Number,
    meant,
    only_one,
)
from biofeedback.commands.printing import print_json, tell
from biofeedback.commands.tables import OF_A_COMPARISON, print_csv
from biofeedback.printable import printable
from biofeedback.troubles import TROUBLE, say

if TYPE_CHECKING:  # numpy takes a while to import
    from analysis.compare import Change, Refusal
    from biofeedback.importers.imported import Unit
    from biofeedback.store.recording import Recording

Span = tuple[float, float] | None


@click.command()
@click.argument(
    "recordings", nargs=-1, required=True, type=RECORDING, metavar="SESSION | BEFORE AFTER"
)
@click.option(
    "--before",
    "before_s",
    nargs=2,
    type=Number(0),
    metavar="START END",
    help="Compare this part of the (first) recording, in seconds.",
)
@click.option(
    "--after",
    "after_s",
    nargs=2,
    type=Number(0),
    metavar="START END",
    help="With this part of it, or of the second recording.",
)
@UNIT
@AS_JSON
@AS_CSV
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write one page to show, too: FILE.html or FILE.pdf.",
)
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
def compare(
    recordings: tuple[Path, ...],
    before_s: Span,
    after_s: Span,
    unit: Unit | None,
    as_json: bool,
    as_csv: bool,
    report: Path | None,
    force: bool,
) -> int:
    """Compare the rest before with the rest after: of one sitting, or of two recordings.

    Only unpaced rests with few artefacts are compared, the longer one cut at its start to equal
    length; otherwise the reason is said. One sitting gives no verdict: the change is shown beside
    the band within which two rests differ anyway. From six quiet-rest sittings on, that band is
    your own. A SESSION is a file, a name that `biofeedback sessions export` understands, or a
    folder: then each sitting in it is compared by itself.

    \b
    Examples:
      biofeedback compare sitting.csv
      biofeedback compare morning.txt evening.txt --json
      biofeedback compare night.txt --before 0 300 --after 7200 7500
      biofeedback compare last --report sitting.pdf
      biofeedback compare sittings --csv > changes.csv
    """
    only_one(as_json, as_csv)
    if len(recordings) > 2:
        raise click.UsageError(
            "Name one sitting, one recording before and one after, or a folder of sittings."
        )
    if len(recordings) == 1 and recordings[0].is_dir():
        _hold_to_folders(before_s, after_s, report, unit)
        return _each_in(recordings[0], as_json=as_json, as_csv=as_csv)
    read = _parts([_read(path, unit) for path in recordings], before_s, after_s)
    result, found = _result(read)
    if report:
        _write_report(report, read, found, force=force)
    if as_json:
        print_json(result)
    elif as_csv:
        named = zip(("file", "file_after"), map(str, recordings), strict=False)
        print_csv([{**dict(named), **result}], OF_A_COMPARISON)
    elif "refused" not in result:
        _print(result)
    else:
        say(f"These cannot be compared: {result['refused']}.", TROUBLE)
    return int("refused" in result)


def _hold_to_folders(*given: object) -> None:
    if any(given):
        raise click.UsageError(
            "--before, --after, --unit and --report go with single recordings, not with a folder."
        )


def _each_in(folder: Path, *, as_json: bool, as_csv: bool) -> int:
    from biofeedback.store.recording import read_recording

    def one(path: Path) -> dict[str, Any]:
        return {"file": str(path), **_result([read_recording(path)])[0]}

    results = for_each([folder], "Comparing", one)
    if as_json:
        print_json(results)
    elif as_csv:
        print_csv(results, OF_A_COMPARISON)
    else:
        for each in results:
            if "error" not in each:
                tell(printable(each["file"]), bold=True)
                _print(each)
    return say_errors(results)


def _result(read: Sequence[Recording]) -> tuple[dict[str, Any], Change | Refusal]:
    from biofeedback.commands.comparing import as_result, compared

    found = compared(read)
    return as_result(read, found), found


def _print(result: Mapping[str, Any]) -> None:
    from biofeedback.commands.comparing import in_words

    tell(in_words(result))


def _read(name: Path, unit: Unit | None) -> Recording:
    from biofeedback.store.recording import read_recording

    recording = read_recording(meant(name), unit)
    for remark in recording.remarks:
        tell(printable(f"{recording.path}: {remark}"), err=True)
    return recording


def _parts(read: Sequence[Recording], before_s: Span, after_s: Span) -> list[Recording]:
    """Return the parts that are to be compared; two parts of one recording are two."""
    if not before_s and not after_s:
        return list(read)
    if len(read) == 1 and not (before_s and after_s):
        raise click.UsageError("Give both --before and --after, two parts of this recording.")
    from biofeedback.results.reading import part_of

    spans = (before_s, after_s)
    both = zip((read[0], read[-1]), spans, strict=True)
    return [part_of(each, *span_s) if span_s else each for each, span_s in both]


def _write_report(
    path: Path, recordings: list[Recording], found: Change | Refusal, *, force: bool
) -> None:
    from biofeedback.report.write import write_report

    write_report(path, recordings, found, force=force)
    tell(f"The report is in {path}.", err=True)

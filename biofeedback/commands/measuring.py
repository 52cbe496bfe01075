"""``analyse`` and ``compare``: numbers of recordings, without a window."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import click

from biofeedback.commands.options import AS_JSON, RECORDING, Number, print_json
from biofeedback.recorder import RecordingError

MEASURES = {
    "mean_rr_ms": ("mean RR", "ms"),
    "mean_hr_bpm": ("mean heart rate", "bpm"),
    "sdnn_ms": ("SDNN", "ms"),
    "rmssd_ms": ("RMSSD", "ms"),
    "nn50": ("NN50", ""),
    "pnn50_pct": ("pNN50", "%"),
    "vlf_ms2": ("VLF power", "ms²"),
    "lf_ms2": ("LF power", "ms²"),
    "hf_ms2": ("HF power", "ms²"),
    "breathing_hz": ("breathing", "Hz"),
    "amplitude_ms": ("breath wave", "ms"),
    "share_pct": ("share of the breath", "%"),
    "in_step": ("in step (0 to 1)", ""),
}
KINDS = {
    "missed": "missed",
    "extra": "extra",
    "ectopic": "ectopic",
    "long_short": "too long or short",
}

GRAPH = (
    *("device", "resolution", "length", "posture", "instructions", "breathing", "artefacts"),
    *("software", "measures", "spectrum", "bands", "transforms"),
)
IN_GROUPS = {
    "artifacts": ("method", "corrected_pct", *(f"by_kind.{kind}" for kind in KINDS), "left_out"),
    "time_domain": ("mean_rr_ms", "mean_hr_bpm", "sdnn_ms", "rmssd_ms", "nn50", "pnn50_pct"),
    "frequency_domain": ("vlf_ms2", "lf_ms2", "hf_ms2", "breathing_hz", "stretch_s"),
    "breath_wave": ("pace_hz", "amplitude_ms", "share_pct", "in_step"),
    "missing": tuple(MEASURES),
    "versions": ("biofeedback", "neurokit2", "numpy", "scipy"),
    "graph": GRAPH,
}
COLUMNS = (  # the same for every file, whatever is missing in it
    *("file", "source", "beats", "duration_s", "gaps"),
    *(f"{group}.{name}" for group, names in IN_GROUPS.items() for name in names),
    *("notes", "error"),
)


@click.command()
@click.argument("recordings", nargs=-1, required=True, type=RECORDING, metavar="RECORDING...")
@click.option("--start", "start_s", type=Number(), help="Leave out what comes before, in seconds.")
@click.option("--end", "end_s", type=Number(), help="Leave out what comes after, in seconds.")
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
@click.option("--csv", "as_csv", is_flag=True, help="Print one CSV row for each recording.")
def analyse(
    recordings: tuple[Path, ...],
    start_s: float | None,
    end_s: float | None,
    artifacts: str,
    breaths_per_min: float | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Measure recordings: RMSSD, HF power and more, each a number or the reason why not.

    A RECORDING is a sitting of this program or a text file of RR intervals, one a line, in ms
    or s. Bands: VLF below 0.04, LF 0.04-0.15, HF 0.15-0.40 Hz.

    \b
    Examples:
      biofeedback analyse sitting.csv
      biofeedback analyse *.txt --json
      biofeedback analyse sitting.csv --start 120 --end 420 --pace 6
    """
    if as_json and as_csv:
        raise click.UsageError("Choose --json or --csv, not both.")
    options = {"start_s": start_s, "end_s": end_s, "artifacts": artifacts}
    pace_hz = breaths_per_min / 60 if breaths_per_min else None
    results = _measured(recordings, pace_hz=pace_hz, **options)
    if as_json:
        print_json(results)
    elif as_csv:
        _print_csv(results)
    else:
        _print_text(results)
    return int(any("error" in result for result in results))


def _measured(recordings: tuple[Path, ...], **options: Any) -> list[dict[str, Any]]:
    from biofeedback.reading import analyse_recording
    from biofeedback.recording import read_recording

    results = []
    hidden = len(recordings) < 2 or not sys.stderr.isatty()
    with click.progressbar(recordings, label="Measuring", file=sys.stderr, hidden=hidden) as bar:
        for path in bar:
            try:
                results.append(analyse_recording(read_recording(path), **options))
            except RecordingError as error:
                click.echo(f"biofeedback: {error}", err=True)
                results.append({"file": str(path), "error": str(error)})
    return results


def _flat(result: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in result.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = " ".join(value) if isinstance(value, list) else value
    return flat


def _print_csv(results: list[dict[str, Any]]) -> None:
    rows = [_flat(result) for result in results]
    writer = csv.DictWriter(sys.stdout, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)


def _guarded(value: Any) -> Any:
    """Keep a spreadsheet from taking a file's name for a formula."""
    risky = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if risky else value


def _print_text(results: list[dict[str, Any]]) -> None:
    for result in results:
        if "error" in result:
            continue
        click.echo(click.style(result["file"], bold=True))
        click.echo(f"  {result['beats']} beats, {result['duration_s']:.0f} s, {result['source']}")
        click.echo(f"  {_artifacts_in_words(result)}")
        known = {**result["time_domain"], **result["frequency_domain"]}
        known |= result.get("breath_wave", {})
        for name, (label, unit) in MEASURES.items():
            if name in known:
                click.echo(f"  {label:<20}{known[name]:>10.4g} {unit}".rstrip())
            elif name in result["missing"]:
                click.echo(f"  {label:<20}{'–':>10} ({result['missing'][name]})")
        for note in result["notes"]:
            click.echo(f"  Note: {note}")


def _artifacts_in_words(result: dict[str, Any]) -> str:
    artifacts = result["artifacts"]
    count = result["gaps"]
    gaps = f", {count} gap{'' if count == 1 else 's'}" if count else ""
    if artifacts["method"] == "none":
        return f"nothing corrected{gaps}"
    kinds = [f"{many} {KINDS[kind]}" for kind, many in artifacts["by_kind"].items() if many]
    which = f" ({', '.join(kinds)})" if kinds else ""
    return f"{artifacts['corrected_pct']:.1f} % of the beats corrected{which}{gaps}"


@click.command()
@click.argument(
    "recordings", nargs=-1, required=True, type=RECORDING, metavar="SESSION | BEFORE AFTER"
)
@AS_JSON
def compare(recordings: tuple[Path, ...], as_json: bool) -> int:
    """Compare the rest before with the rest after: of one sitting, or of two recordings.

    Only unpaced rests with few artefacts are compared, the longer one cut at its start to equal
    length; otherwise the reason is said. One sitting gives no verdict: the change is shown beside
    the band within which two rests differ anyway.

    \b
    Examples:
      biofeedback compare sitting.csv
      biofeedback compare morning.txt evening.txt --json
    """
    from biofeedback.commands.comparing import comparison_of, in_words
    from biofeedback.recording import read_recording

    if len(recordings) > 2:
        raise click.UsageError("Name one sitting, or one recording before and one after.")
    found = [read_recording(path) for path in recordings]
    for recording in found:
        for remark in recording.remarks:
            click.echo(f"{recording.path}: {remark}", err=True)
    result = comparison_of(found).as_dict()
    if as_json:
        print_json(result)
    elif "refused" not in result:
        click.echo(in_words(result))
    else:
        click.echo(f"biofeedback: These cannot be compared: {result['refused']}", err=True)
    return int("refused" in result)

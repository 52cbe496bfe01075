"""What lies in an export, in plain words, for whoever opens it in ten years."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from biofeedback import __version__
from biofeedback.exporters import SIMULATED_EQUIPMENT

_COMMON = "Times are seconds since the sitting began; RR intervals are milliseconds."
_SIMULATED = "Where nobody's heart beat, but a simulated one, it says so in"
_OF_SIMULATED = {
    "original": f"{_SIMULATED} its `meta` rows (simulated=…).",
    "kubios": f"{_SIMULATED} its first line, which begins with #.",
    "csv": f"{_SIMULATED} the column heart.",
    "json": f"{_SIMULATED} `simulated`.",
    "bids": f"{_SIMULATED} `Simulated` of the .json files.",
    "edf": f"{_SIMULATED} its header, as the equipment ({SIMULATED_EQUIPMENT}).",
}
_WORDS = {
    "original": (
        "Each file is a sitting as it was written down, unchanged: CSV rows of time, kind, value "
        "and text. `rr` rows are RR intervals, `packet` rows are what the strap sent (hex), "
        "`phase` and `line` rows are the parts of the sitting and the phrases that were shown, "
        "`note`, `rating`, `name` and `tag` rows are your own words, and `unnote` and `untag` rows "
        "what of them you took back. `biofeedback import` puts them back, as they are."
    ),
    "kubios": (
        "Each file is one column of RR intervals in ms, two decimals, as Kubios HRV and most other "
        "programs read it. Gaps, phases and phrases are not in this format."
    ),
    "csv": (
        "Each file is a table with a row for each heartbeat: time_s; rr_ms, the interval that ends "
        "there; stretch, the number of the gap-free stretch (never take a difference across two); "
        "artefact, what no sinus rhythm made (missed, extra, ectopic, long_short, left_out); "
        "corrected_rr_ms, the interval or intervals after correction (Lipponen & Tarvainen 2019); "
        "phase; phrase; heart. A text that a spreadsheet would take for a formula begins with '."
    ),
    "json": (
        "Each file is a whole sitting as one JSON object: what was done, phases, phrases, notes, "
        "gaps, every beat raw and corrected, and every measure with the reason where there is none."
    ),
    "bids": (
        "A BIDS data set with one subject and a session for each sitting. The exact heartbeats are "
        "in *_physioevents.tsv.gz, the interval under way, four times a second, in "
        "*_physio.tsv.gz, phases and phrases in *_events.tsv; the .json beside each names its "
        "columns."
    ),
    "edf": (
        "Each file is EDF+ with annotations alone: QRS for each heartbeat, gap, phase and phrase "
        "as they happened. A QRS opens each gap-free stretch."
    ),
}


def readme(format_name: str, sittings: int, refused: Sequence[str], *, device: bool) -> str:
    """Return the text.

    Parameters
    ----------
    format_name
        Of the sittings.
    sittings
        How many there are.
    refused
        Why others are not among them.
    device
        Whether it holds what the strap told of itself.
    """
    many = f"{sittings} sitting{'' if sittings == 1 else 's'}"
    paragraphs = [
        f"{many} of HRV biofeedback, exported by biofeedback {__version__} as {format_name}.",
        _WORDS[format_name],
        _COMMON,
        _OF_SIMULATED[format_name],
        "This is health data, and it is yours: keep it where only those can read it who may. "
        + _of_device(format_name, device=device),
        "Not a medical device; it diagnoses nothing.",
        *(f"Not exported: {reason}" for reason in refused),
    ]
    return "\n\n".join(textwrap.fill(each, 90) for each in paragraphs) + "\n"


def _of_device(format_name: str, *, device: bool) -> str:
    if format_name in ("kubios", "csv", "edf"):
        return "Nothing in it names you or your strap."
    if format_name == "original":
        return (
            "It names the maker and the model of your strap, as it told them, never its name, "
            "serial number or address."
        )
    if device:
        return "It names the maker and the model of your strap, as you asked."
    return "It does not name your strap."

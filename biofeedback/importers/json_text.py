"""JSON under limits: our own sittings as JSON, and what BIDS says of the table beside it."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any, NoReturn

import numpy as np

from biofeedback.exporters import JSON_FORMAT
from biofeedback.importers import timeline
from biofeedback.importers.imported import CompanionError, Floats, Imported, Source, UnreadableError
from biofeedback.importers.moments import believable
from biofeedback.importers.text import decode, plain_line
from biofeedback.sitting import Noted

NAME = "Sitting as JSON"
_OF_BIDS = ("Columns", "BIDSVersion", "TaskName", "trial_type", "SamplingFrequency")


def recognises(head: str) -> bool:
    """Take what opens as an object or a list does."""
    return head.lstrip()[:1] in ("{", "[") and not head.lstrip()[1:2].isalpha()


def parsed(data: bytes) -> Any:
    """Return what JSON holds.

    Raises
    ------
    UnreadableError
        If it is none, holds what is no number, or is nested without measure.
    """
    try:
        return json.loads(decode(data), parse_constant=_refuse)
    except RecursionError:
        raise UnreadableError("it is JSON nested deeper than any recording.") from None
    except ValueError as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("it is JSON that is damaged, or cut off: export it again.") from None


def _refuse(constant: str) -> NoReturn:
    raise UnreadableError(f"it is JSON with {constant} for a number, which JSON does not know.")


def read(source: Source) -> Imported:
    """Return the sitting."""
    whole = parsed(source.data)
    if not isinstance(whole, dict):
        raise UnreadableError("it is JSON, and no sitting that this program exported.")
    if whole.get("format") != JSON_FORMAT:
        if any(key in whole for key in _OF_BIDS):
            raise CompanionError("it describes the files of BIDS beside it.")
        raise UnreadableError("it is JSON, and no sitting that this program exported.")
    source.require("ms", "a sitting as JSON")
    times_s, rr_ms, stretch = (_column(whole, name) for name in ("time_s", "rr_ms", "stretch"))
    if not len(times_s) == len(rr_ms) == len(stretch):
        raise UnreadableError("its beats have columns of different length: export it once more.")
    breaks = np.diff(stretch, prepend=stretch[:1]) != 0
    beats = timeline.assemble(rr_ms, timeline.Stamps(times_s), breaks=breaks)
    began, doubt = believable(_began(whole.get("began")))
    made = "as the export says" if whole.get("simulated") is True else ""
    notes = _notes(whole.get("notes"))
    return Imported(NAME, "ms", beats, began, marks=notes, simulated=made).noting(doubt)


def _column(whole: dict[str, Any], name: str) -> Floats:
    beats = whole.get("beats")
    values = beats.get(name) if isinstance(beats, dict) else None
    if not isinstance(values, list) or not all(map(_is_number, values)):
        raise UnreadableError(f"its beats have no column {name} of numbers: export it once more.")
    return np.array(values, dtype=np.float64)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e12 and math.isfinite(value)


def _began(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _notes(notes: object) -> tuple[Noted, ...]:
    """Return what the person wrote; a note that is none costs no beat."""
    found = notes if isinstance(notes, list) else []
    return tuple(
        Noted(float(each["time_s"]), plain_line(each["text"]))
        for each in found
        if isinstance(each, dict)
        and _is_number(each.get("time_s"))
        and isinstance(each.get("text"), str)
        and 0 <= each["time_s"] < 1e6
    )

"""JSON under limits: our own sittings as JSON, and what BIDS says of the table beside it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import datetime
from typing import Any, NoReturn

import numpy as np

from biofeedback.exporters import JSON_FORMAT
from biofeedback.importers import timeline
from biofeedback.importers.imported import (
    AS_TOLD,
    CompanionError,
    Floats,
    Imported,
    Source,
    UnreadableError,
)
from biofeedback.importers.limits import MOST_VALUES
from biofeedback.importers.moments import believable
from biofeedback.importers.text import decode, plain_line
from biofeedback.sitting import Noted, SittingEvent
from biofeedback.store.labels import Labels
from biofeedback.store.rows import Row
from biofeedback.store.rows import decode as decode_row

NAME = "Sitting as JSON"
_META = ("practice", "practice_name", "source", "language")
_OF_THE_HEART = ("gap", "link")  # the one is told by the beats, the other is of the strap
_HAPPENS = (
    *("phase", "line", "pause", "resume", "extend", "pace", "jump"),
    *("rating", "felt", "experiment", "outcome"),
)
_LONGEST_S, _MOST_EVENTS, _MOST_TAGS, _MOST_REMARKS = 1e6, 50_000, 100, 100
_OWN = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"kind-heart-biofeedback sitting, ')
_OF_BIDS = ("Columns", "BIDSVersion", "TaskName", "trial_type", "SamplingFrequency")


def recognises(head: str) -> bool:
    """Take what opens as an object or a list does."""
    first, second = (head.lstrip()[at : at + 1] for at in (0, 1))
    return first in ("{", "[") and not second.isalpha() and second != "\\"  # as RTF has it


def is_own(head: bytes) -> bool:
    """Tell whether a file that begins so is a sitting as this program exports it."""
    return _OWN.match(head) is not None


def parsed(data: bytes) -> Any:
    """Return what JSON holds.

    Raises
    ------
    UnreadableError
        If it is none, holds what is no number or too many values, or is nested without measure.
    """
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise UnreadableError("it is JSON with more values than any recording has.")
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
        if _is_newer(whole.get("format")):
            raise UnreadableError(
                "it is a sitting that a newer version of this program exported: update this one."
            )
        raise UnreadableError("it is JSON, and no sitting that this program exported.")
    source.require("ms", "a sitting as JSON")
    times_s, rr_ms, stretch = (_column(whole, name) for name in ("time_s", "rr_ms", "stretch"))
    if not len(times_s) == len(rr_ms) == len(stretch):
        raise UnreadableError("its beats have columns of different length: export it once more.")
    breaks = np.diff(stretch, prepend=stretch[:1]) != 0
    beats = timeline.assemble(rr_ms, timeline.Stamps(times_s), breaks=breaks)
    if len(beats.time_s) == len(times_s) and np.all(np.diff(times_s) > 0):
        # nothing was left out, and none goes back: each is when it was told to be
        beats = replace(beats, time_s=times_s)
    began, doubt = believable(_began(whole.get("began")))
    happened, lost = _happened(whole.get("events"))
    return Imported(
        NAME,
        "ms",
        beats,
        began,
        marks=_notes(whole.get("notes")),
        happened=happened,
        simulated=AS_TOLD if whole.get("simulated") is True else "",
        meta=_meta(whole.get("meta")),
        labels=_labels(whole.get("name"), whole.get("tags")),
    ).noting(doubt, lost, *_remarks(whole.get("remarks")))


def _is_newer(told: object) -> bool:
    """Tell whether a sitting is in a later format than this program knows."""
    name, _, known = JSON_FORMAT.rpartition(" ")
    found = re.fullmatch(rf"{name} (\d{{1,9}})", told, re.ASCII) if isinstance(told, str) else None
    return found is not None and int(found[1]) > int(known)


def _column(whole: dict[str, Any], name: str) -> Floats:
    beats = whole.get("beats")
    values = beats.get(name) if isinstance(beats, dict) else None
    if not isinstance(values, list) or not all(map(_is_number, values)):
        raise UnreadableError(f"its beats have no column {name} of numbers: export it once more.")
    return np.array(values, dtype=np.float64)


def _is_moment(value: Any) -> bool:
    return _is_number(value) and 0 <= value < _LONGEST_S


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e12 and math.isfinite(value)


def _began(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _meta(meta: object) -> dict[str, str]:
    found = meta if isinstance(meta, dict) else {}
    texts = {key: found.get(key) for key in _META}
    return {key: line for key, text in texts.items() if (line := _line(text))}


def _labels(name: object, tags: object) -> Labels:
    told = tags if isinstance(tags, list) else []
    return Labels(_line(name), tuple(line for tag in told[:_MOST_TAGS] if (line := _line(tag))))


def _line(text: object) -> str:
    return plain_line(text) if isinstance(text, str) else ""


def _remarks(remarks: object) -> list[str]:
    """Return what was told of the sitting before it was exported."""
    told = remarks if isinstance(remarks, list) else []
    return list(map(_line, told[:_MOST_REMARKS]))


def _happened(events: object) -> tuple[tuple[SittingEvent, ...], str]:
    """Return what happened beside the beats, and a sentence on what of it is none."""
    told = events if isinstance(events, list) else []
    kinds = [each.get("kind") if isinstance(each, dict) else None for each in told]
    chosen = [each for each, kind in zip(told, kinds, strict=True) if kind in _HAPPENS]
    found = [event for each in chosen[:_MOST_EVENTS] if (event := _event(each))]
    lost = len(told) - len(found) - sum(kind in _OF_THE_HEART for kind in kinds)
    return tuple(found), f"{lost} of its events cannot be read, and are left out." if lost else ""


def _event(told: dict[str, Any]) -> SittingEvent | None:
    time_s, value, text = told.get("time_s"), told.get("value", ""), told.get("text", "")
    if not isinstance(value, str) or not isinstance(text, str) or not _is_moment(time_s):
        return None
    try:
        event = decode_row(
            Row(float(time_s or 0), told["kind"], plain_line(value), plain_line(text))
        )
    except (ValueError, KeyError):
        return None
    return event if isinstance(event, SittingEvent) else None


def _notes(notes: object) -> tuple[Noted, ...]:
    """Return what the person wrote; a note that is none costs no beat."""
    found = notes if isinstance(notes, list) else []
    return tuple(
        Noted(float(each["time_s"]), plain_line(each["text"]))
        for each in found
        if isinstance(each, dict)
        and _is_moment(each.get("time_s"))
        and isinstance(each.get("text"), str)
    )

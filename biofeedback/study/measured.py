"""One recording as rows of a study: the whole, its phases, its gap-free stretches.

A recording that cannot be read is a row with the reason, so no file is missing from a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from biofeedback.printable import as_text
from biofeedback.results.graph import graph_of, versions
from biofeedback.results.summary import measure_beats
from biofeedback.sitting import PhaseStarted
from biofeedback.store.disk import BesideError, RecordingError
from biofeedback.store.recording import BeatArrays, Recording, read_recording

Row = dict[str, Any]
BARE = {"time_domain", "frequency_domain", "breath_wave", "by_kind"}
"""Groups whose names say enough by themselves."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording that becomes a row; ``stretch`` numbers the gap-free runs."""

    part: str
    start_s: float
    end_s: float
    stretch: int | None = None
    pace_hz: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One file of a study.

    ``folder`` is where this machine finds the study; ``file`` is what the table calls it, with /.
    """

    folder: str
    file: str


def rows_of(task: Task) -> list[Row]:
    """Return the rows of one recording; one row with ``error`` if it has none.

    A file that only belongs to the recordings beside it has no row.
    """
    try:
        recording = read_recording(Path(task.folder) / task.file)
        if not recording.beats.rr_ms.size:
            raise RecordingError("It holds no heartbeats.")
        return list(_measured(as_text(task.file), recording))
    except BesideError:
        return []
    except RecordingError as error:
        return [{"file": as_text(task.file), "error": as_text(error)}]
    except Exception as error:  # noqa: BLE001 - one file must not end a night of work
        return [{"file": as_text(task.file), "error": f"It could not be measured ({error!r})."}]


def _measured(file: str, recording: Recording) -> Iterator[Row]:
    about = {
        "file": file,
        "source": recording.source,
        "practice": recording.meta.get("practice"),
        "simulated": recording.simulated,
        "began": recording.began.isoformat() if recording.day_known else None,
        "sealed": recording.sealed,
        "remarks": " ".join(recording.remarks) or None,
    }
    for span in _spans(recording):
        beats = _within(recording.beats, span)
        if beats.rr_ms.size:
            measured = measure_beats(beats, pace_hz=span.pace_hz)
            where = {"part": span.part, "stretch": span.stretch}
            times = {"start_s": span.start_s, "end_s": span.end_s}
            graph = graph_of(recording, measured, (span.start_s, span.end_s))
            found = flat({**measured.as_dict(), "graph": graph})
            yield about | where | times | found | flat({"version": versions()})


def _spans(recording: Recording) -> Iterator[Span]:
    beats = recording.beats
    whole = Span("whole", float(beats.time_s[0] - beats.rr_ms[0] / 1000), float(beats.time_s[-1]))
    yield whole
    patterns = {
        event.time_s: event.pattern for event in recording.events if isinstance(event, PhaseStarted)
    }
    for part in recording.parts:
        pattern = patterns.get(part.start_s)
        pace_hz = pattern.frequency_hz if pattern else None
        yield Span(str(part.phase), part.start_s, part.end_s, None, pace_hz)
    numbers = np.unique(beats.stretch)
    for number in numbers.tolist() if len(numbers) > 1 else ():
        inside = beats[beats.stretch == number]
        start_s = float(inside.time_s[0] - inside.rr_ms[0] / 1000)
        yield replace(
            whole, part="stretch", start_s=start_s, end_s=float(inside.time_s[-1]), stretch=number
        )


def _within(beats: BeatArrays, span: Span) -> BeatArrays:
    if span.stretch is not None:
        return beats[beats.stretch == span.stretch]
    return beats if span.part == "whole" else beats.between(span.start_s, span.end_s)


def flat(found: dict[str, Any], prefix: str = "") -> Row:
    """Return one level of names: groups that say nothing go, the others come before, with _."""
    row: Row = {}
    for name, value in found.items():
        if isinstance(value, dict):
            row |= flat(value, prefix if name in BARE else f"{prefix}{name}_")
        else:
            row[prefix + name] = value
    return row

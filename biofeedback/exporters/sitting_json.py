"""A whole sitting as one JSON object: what happened, every beat, and every measure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from biofeedback import __version__
from biofeedback.exporters import JSON_FORMAT
from biofeedback.exporters.beat_rows import beat_rows
from biofeedback.exporters.clean import plain
from biofeedback.notes import Noted, Unnoted, notes_of
from biofeedback.results.graph import graph_of
from biofeedback.results.reading import analyse_recording
from biofeedback.results.summary import compare_rests, measure_beats
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.kept import when
from biofeedback.store.recording import Recording
from biofeedback.store.rows import encode
from devices.events import About, Battery, Beat, Gap, Link, Packet

# Told under names of their own, or of the device; what was taken back is not told.
_ELSEWHERE = (About, Battery, Beat, Link, Noted, Packet, Unnoted)


def sitting_json(recording: Recording) -> bytes:
    """Return the sitting as JSON; a number that is not known is absent, never NaN."""
    whole = json.dumps(_plain(_whole(recording)), indent=1, ensure_ascii=False, allow_nan=False)
    return f"{whole}\n".encode()


def _plain(value: Any) -> Any:
    """Return the same with every text plain."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(str(name)): _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _whole(recording: Recording) -> dict[str, Any]:
    return {
        "format": JSON_FORMAT,
        "exported_by": f"biofeedback {__version__}",
        **when(recording.began.isoformat(timespec="milliseconds"), day_known=recording.day_known),
        "meta": recording.meta,
        "simulated": recording.simulated,
        "sealed": recording.sealed,
        "remarks": list(recording.remarks),
        "name": recording.labels.name,
        "tags": recording.labels.tags,
        "notes": [
            {"time_s": note.time_s, "text": note.text} for note in notes_of(recording.events)
        ],
        **_device(recording),
        "phases": [asdict(part) for part in recording.parts],
        "events": [
            _event(event) for event in recording.events if not isinstance(event, _ELSEWHERE)
        ],
        "gaps": [asdict(gap) for gap in recording.heart if isinstance(gap, Gap)],
        "beats": _beats(recording),
        "measures": _measures(recording),
    }


def _device(recording: Recording) -> dict[str, Any]:
    """Return what the strap told of itself; nothing where that was left out."""
    told = [event for event in recording.events if isinstance(event, About | Battery)]
    rows = [encode(event) for event in told]
    return (
        {"device": [_texts(row.t_s, row.kind, row.value, row.text) for row in rows]} if rows else {}
    )


def _event(event: Any) -> dict[str, Any]:
    return _texts(*encode(event))


def _texts(time_s: float, kind: str, value: str, text: str) -> dict[str, Any]:
    return {"time_s": time_s, "kind": kind, "value": value, "text": text}


def _beats(recording: Recording) -> dict[str, list[Any]]:
    rows = beat_rows(recording)
    usable = recording.beats.usable.tolist()
    return {
        "time_s": [row.time_s for row in rows],
        "rr_ms": [row.rr_ms for row in rows],
        "stretch": [row.stretch for row in rows],
        "usable": usable,
        "artefact": [row.artefact for row in rows],
        "corrected_rr_ms": [list(row.corrected_ms) for row in rows],
    }


def _measures(recording: Recording) -> dict[str, Any]:
    if not recording.beats.rr_ms.size:
        return {}
    whole = analyse_recording(recording)
    whole.pop("file")  # a path may name a person
    found: dict[str, Any] = {"whole": whole} | _of_phases(recording)
    comparison = compare_rests(recording)[2]
    return found | ({"comparison": comparison.as_dict()} if comparison else {})


def _of_phases(recording: Recording) -> dict[str, Any]:
    paces = {e.phase: e.pattern for e in recording.events if isinstance(e, PhaseStarted)}
    found = {}
    for part in recording.parts:
        beats = recording.beats.between(part.start_s, part.end_s)
        if part.phase in (Phase.REST_BEFORE, Phase.PRACTICE, Phase.REST_AFTER) and beats.rr_ms.size:
            pattern = paces[part.phase]
            measured = measure_beats(beats, pace_hz=pattern.frequency_hz if pattern else None)
            graph = graph_of(recording, measured, (part.start_s, part.end_s))
            found[str(part.phase)] = {**measured.as_dict(), "graph": graph}
    return found

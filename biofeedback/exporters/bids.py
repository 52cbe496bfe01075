"""BIDS: a small data set with one subject, a session for each sitting.

BIDS keeps regularly sampled signals (``_physio``) apart from what happens when it happens
(``_physioevents``). Heartbeats happen: each is a row of the events, exact, and the sampled file
holds, four times a second, the RR interval that was under way. Phases and phrases are ``_events``.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from biofeedback import __version__
from biofeedback.exporters.beat_rows import beat_rows
from biofeedback.exporters.clean import cell
from biofeedback.sitting import LineShown, PhaseStarted
from biofeedback.store.recording import Recording
from devices.events import About

VERSION = "1.11.0"
RATE_HZ = 4
NONE = "n/a"
_RR = {"Units": "ms"}


def bids_session(recording: Recording, session: str) -> dict[str, bytes]:
    """Return the files of one sitting by their places in the data set."""
    session = _label(session)
    label = "practice" if recording.parts else "recording"  # a practice's own name may tell of whom
    stem = f"sub-01/ses-{session}/beh/sub-01_ses-{session}_task-{label}"
    name = cell(recording.meta.get("practice_name", "Recording"))
    task = {"TaskName": label, "TaskDescription": name}
    return {
        f"{stem}_recording-cardiac_physio.tsv.gz": _packed(_sampled(recording)),
        f"{stem}_recording-cardiac_physio.json": _json(_about_samples(recording)),
        f"{stem}_recording-cardiac_physioevents.tsv.gz": _packed(_beats(recording)),
        f"{stem}_recording-cardiac_physioevents.json": _json(_ABOUT_BEATS | _simulated(recording)),
        f"{stem}_events.tsv": _tsv(
            [["onset", "duration", "trial_type", "text"], *_told(recording)]
        ),
        f"{stem}_events.json": _json(task | _ABOUT_EVENTS),
    }


def bids_root() -> dict[str, bytes]:
    """Return the files that every BIDS data set has at its top."""
    about = {
        "Name": "HRV biofeedback sittings",
        "BIDSVersion": VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": "biofeedback", "Version": __version__}],
    }
    return {
        "dataset_description.json": _json(about),
        "participants.tsv": _tsv([["participant_id"], ["sub-01"]]),
    }


def _sampled(recording: Recording) -> list[list[str]]:
    """Return the interval under way at each moment; none in a gap."""
    beats = recording.beats
    if not beats.time_s.size:
        return []
    times_s = np.arange(0, beats.time_s[-1], 1 / RATE_HZ)
    at = np.searchsorted(beats.time_s, times_s)
    inside = times_s >= (beats.time_s - beats.rr_ms / 1000)[at]
    values = np.where(inside, beats.rr_ms[at], np.nan)
    return [
        [f"{at_s:.2f}", NONE if np.isnan(rr) else repr(float(rr))]
        for at_s, rr in zip(times_s, values, strict=True)
    ]


def _beats(recording: Recording) -> list[list[str]]:
    return [
        [
            f"{row.time_s:.6f}",
            repr(row.rr_ms),
            str(row.stretch),
            row.artefact or NONE,
            " ".join(map(repr, row.corrected_ms)) or NONE,
        ]
        for row in beat_rows(recording)
    ]


def _told(recording: Recording) -> list[list[str]]:
    """Return phases and phrases with how long each lasted."""
    ends = [part.end_s for part in recording.parts]
    lengths = {part.start_s: part.end_s - part.start_s for part in recording.parts}
    lines = recording.lines
    next_s = [*(line.time_s for line in lines[1:]), recording.end_s]
    rows = [
        (event.time_s, lengths.get(event.time_s, 0.0), str(event.phase), NONE)
        for event in recording.events
        if isinstance(event, PhaseStarted)
    ]
    rows += [
        (line.time_s, _shown_s(line, until_s, ends), "phrase", cell(line.text) or NONE)
        for line, until_s in zip(lines, next_s, strict=False)  # no line, nothing to come after
    ]
    return [
        [f"{at_s:.3f}", f"{length_s:.3f}", kind, text]
        for at_s, length_s, kind, text in sorted(rows)
    ]


def _shown_s(line: LineShown, until_s: float, ends: Sequence[float]) -> float:
    return min([until_s, *(end_s for end_s in ends if end_s > line.time_s)]) - line.time_s


def _about_samples(recording: Recording) -> dict[str, Any]:
    about = next((event for event in recording.events if isinstance(event, About)), None)
    maker = {"Manufacturer": cell(about.maker)} if about else {}
    model = {"ManufacturersModelName": cell(about.model)} if about else {}
    return {
        "SamplingFrequency": float(RATE_HZ),
        "StartTime": 0.0,
        "Columns": ["timestamp", "rr_under_way"],
        "PhysioType": "generic",
        **{name: text for name, text in (maker | model).items() if text},
        "SoftwareVersions": f"biofeedback {__version__}",
        "timestamp": {"Description": "Time since the sitting began", "Units": "s"},
        "rr_under_way": {
            "Description": "RR interval that holds this moment, not interpolated; n/a in a gap. "
            "The exact beats are in the physioevents file.",
            **_RR,
        },
        **_simulated(recording),
    }


def _simulated(recording: Recording) -> dict[str, str]:
    return {"Simulated": cell(recording.meta["simulated"])} if recording.simulated else {}


_ABOUT_BEATS = {
    "Columns": ["onset", "rr", "stretch", "artefact", "corrected_rr"],
    "Description": "Heartbeats; the RR interval ends at the onset.",
    "OnsetSource": "timestamp",
    "onset": {"Description": "The heartbeat that ends the RR interval", "Units": "s"},
    "rr": {"Description": "RR interval as recorded", **_RR},
    "stretch": {
        "Description": "Number of the gap-free stretch; never take a difference across two"
    },
    "artefact": {"Description": "What no sinus rhythm made, and how: Lipponen & Tarvainen 2019"},
    "corrected_rr": {
        "Description": "RR intervals after correction, none or several where beats were extra or "
        "missed",
        **_RR,
    },
}
_ABOUT_EVENTS = {
    "trial_type": {"Description": "The part of the sitting that began, or a phrase that was shown"},
    "text": {"Description": "The words of a phrase"},
}


def _label(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isalnum())


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _tsv(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _packed(rows: Iterable[Sequence[str]]) -> bytes:
    return gzip.compress(_tsv(rows), mtime=0)  # no clock in it: the same sitting, the same file

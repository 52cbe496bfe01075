"""The formats of an export by name, and the files that one sitting becomes in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from biofeedback.exporters.bids import bids_root, bids_session
from biofeedback.exporters.edf import edf_plus
from biofeedback.exporters.sitting_json import sitting_json
from biofeedback.exporters.text_formats import csv_table, kubios_text
from biofeedback.store.recording import Recording, read_recording
from biofeedback.store.row_file import read_bytes
from devices.events import About, Battery, Link

ORIGINAL, BIDS = "original", "bids"
_ONE_FILE: dict[str, tuple[str, Callable[[Recording], bytes]]] = {
    "kubios": (".txt", kubios_text),
    "csv": (".csv", csv_table),
    "json": (".json", sitting_json),
    "edf": (".edf", edf_plus),
}


def ending(name: str) -> str:
    """Return how the name of a file of this format ends."""
    return _ONE_FILE[name][0] if name in _ONE_FILE else ".csv"


def files_of(path: Path, stem: str, format_name: str, *, with_device: bool) -> dict[str, bytes]:
    """Return what one sitting becomes, by the name of each file.

    Parameters
    ----------
    path
        The sitting.
    stem
        Of the names.
    format_name
        One of `biofeedback.exporters.FORMATS`.
    with_device
        Whether what the strap told of itself goes along.

    Raises
    ------
    RecordingError
        If the sitting cannot be read.
    """
    if format_name == ORIGINAL:
        return {f"{stem}{path.suffix}": read_bytes(path)}
    recording = read_recording(path)
    if not with_device:
        recording = without_device(recording)
    if format_name == BIDS:
        return bids_session(recording, stem)
    suffix, make = _ONE_FILE[format_name]
    return {f"{stem}{suffix}": make(recording)}


def files_beside(format_name: str) -> dict[str, bytes]:
    """Return what an export of this format holds besides its sittings."""
    return bids_root() if format_name == BIDS else {}


def without_device(recording: Recording) -> Recording:
    """Return the recording without a word of the strap."""
    kept = [
        replace(event, detail="") if isinstance(event, Link) else event
        for event in recording.events
        if not isinstance(event, About | Battery)
    ]
    return replace(recording, events=tuple(kept))

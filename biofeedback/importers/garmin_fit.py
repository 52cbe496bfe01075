"""Garmin's FIT: ``hrv`` messages with up to five intervals each; when they came is not told."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np

from biofeedback.importers import timeline
from biofeedback.importers.child import in_child
from biofeedback.importers.imported import Imported, Source, UnreadableError
from biofeedback.importers.moments import believable, here

NAME = "Garmin FIT"
_PAD = 65535
_Found = tuple[list[float], datetime | None]


def recognises(data: bytes) -> bool:
    """Take the mark in its header."""
    return data[8:12] == b".FIT"


def read(source: Source) -> Imported:
    """Return the recording."""
    source.require("s", NAME)
    rr_ms, at = in_child(_parse, source.data, "a FIT file")
    if not rr_ms:
        raise UnreadableError(
            "it is a FIT file without heartbeats: switch “log HRV” on in the watch."
        )
    began, doubt = believable(at and here(at))
    return Imported(NAME, "s", timeline.assemble(np.array(rr_ms)), began).noting(doubt)


def _parse(data: bytes) -> _Found:
    """Return the RR intervals in ms and when the file began; all five of each message."""
    import fitdecode

    rr_ms: list[float] = []
    began: datetime | None = None
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as frames:
        for frame in frames:
            if not isinstance(frame, fitdecode.FitDataMessage):
                continue
            if frame.name == "file_id" and frame.has_field("time_created"):
                began = frame.get_value("time_created", raw_value=False)
            elif frame.name == "hrv":
                rr_ms += _intervals(frame.get_raw_value("time"))
    return rr_ms, began if isinstance(began, datetime) else None


def _intervals(times: object) -> list[float]:
    values = times if isinstance(times, tuple | list) else [times]
    return [float(each) for each in values if isinstance(each, int) and each != _PAD]

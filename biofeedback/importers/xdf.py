"""XDF, which the recorder of the Lab Streaming Layer writes: a stream of RR intervals in it."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np

from biofeedback.importers import timeline
from biofeedback.importers.child import in_child
from biofeedback.importers.imported import MS, Floats, Imported, Source, UnreadableError
from biofeedback.importers.rr_unit import refuse_unit, unit_of

NAME = "XDF"
_RR = re.compile(r"(?:^|\W)(?:r-?r(?:i|_?ms)?|ibi|nn)(?:$|\W)|r-?r[ _-]?interval", re.IGNORECASE)
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def recognises(data: bytes) -> bool:
    """Take its first word."""
    return data[:4] == b"XDF:"


def read(source: Source) -> Imported:
    """Return the recording; stamps tell when a packet came, so two of one may share it."""
    if _DECLARED.search(source.data):
        raise UnreadableError("it is XDF that declares XML entities, so it is not read.")
    values, ends_s = in_child(_parse, source.data, "an XDF file")
    if not values.size:
        raise UnreadableError("it is an XDF file without a stream that is named RR.")
    if source.unit:
        refuse_unit(values, source.unit)
    unit = source.unit or unit_of(values)
    rr_ms = np.round(values * MS[unit], 6)
    stamps = timeline.fitting(ends_s - ends_s[0], rr_ms)
    return Imported(NAME, unit, timeline.assemble(rr_ms, stamps, unit=unit))


def _parse(data: bytes) -> tuple[Floats, Floats]:
    """Return the RR intervals and their stamps, s, of the first stream that holds them."""
    import pyxdf

    streams, _ = pyxdf.load_xdf(io.BytesIO(data), verbose=False)
    for stream in filter(_holds_rr, streams):
        values = np.asarray(stream["time_series"], dtype=np.float64)
        stamps_s = np.asarray(stream["time_stamps"], dtype=np.float64)
        if values.size and len(values) == len(stamps_s):
            return values.reshape(len(values), -1)[:, 0], stamps_s
    return np.empty(0), np.empty(0)


def _holds_rr(stream: Any) -> bool:
    info = stream["info"]
    return any(_RR.search(str(text)) for key in ("name", "type") for text in info.get(key, ()))

"""EDF+ and BDF+ whose annotations mark the heartbeats, as our own export does."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from biofeedback.exporters import SIMULATED_EQUIPMENT
from biofeedback.importers import timeline
from biofeedback.importers.child import in_child
from biofeedback.importers.imported import AS_TOLD, Bools, Imported, Source, UnreadableError
from biofeedback.importers.moments import believable
from biofeedback.importers.text import plain_line
from biofeedback.sitting import Noted

NAME = "EDF+ annotations"
_BEATS = frozenset(("qrs", "r", "r-peak", "rpeak", "r peak", "n", "beat", "heartbeat"))
_GAP = "gap"  # what our own export says where beats are missing
_RECORDS = slice(236, 244)  # where the header tells how many there are; -1 is "not known"
_SAME_S = 0.002  # a gap begins with a beat, told in thousandths
_MOST_MARKS = 10_000
_Found = tuple[list[tuple[float, str]], datetime | None, bool]


def recognises(data: bytes) -> bool:
    """Take the header of EDF, and of its kin with 24 bits."""
    return data[:8] == b"0       " or data[:8] == b"\xffBIOSEMI"


def read(source: Source) -> Imported:
    """Return the recording."""
    found, at, simulated = in_child(_parse, source.data, "an EDF file")
    beats_s = [time_s for time_s, text in found if text.lower() in _BEATS]
    if not beats_s:
        raise UnreadableError(
            "it is an EDF file whose annotations mark no heartbeats (QRS): mark them first."
        )
    gaps_s = [time_s for time_s, text in found if text.lower().startswith(_GAP)]
    beats = timeline.of_times(beats_s, _broken(beats_s, gaps_s))
    began, doubt = believable(at)
    marks = _marks(found)
    made = AS_TOLD if simulated else ""
    return Imported(NAME, "s", beats, began, marks=marks, simulated=made).noting(doubt)


def _broken(beats_s: Sequence[float], gaps_s: Sequence[float]) -> Bools:
    """Return which interval is none, for the file says that there beats are missing.

    It is the one that the gap lies in or opens; where two beats are at the gap, the one between
    them.
    """
    beats, gaps = np.array(beats_s), np.array(gaps_s)
    first = np.searchsorted(beats, gaps - _SAME_S, side="left")
    ends = np.searchsorted(beats, gaps + _SAME_S, side="right")
    ends = np.where(ends - first > 1, first + 1, ends)
    broken: Bools = np.zeros(len(beats_s) - 1, dtype=np.bool_)
    broken[ends[(ends > 0) & (ends < len(beats_s))] - 1] = True
    return broken


def _marks(found: Sequence[tuple[float, str]]) -> tuple[Noted, ...]:
    told = [
        Noted(time_s, plain_line(text))
        for time_s, text in found
        if text.lower() not in _BEATS and not text.lower().startswith(_GAP) and 0 <= time_s < 1e6
    ]
    return tuple(told[:_MOST_MARKS])


def _parse(data: bytes) -> _Found:
    """Return the annotations in their order, when it began if told, and if nobody's heart beat."""
    import edfio

    file = edfio.read_bdf(data) if data[:1] == b"\xff" else edfio.read_edf(data)
    if file.num_data_records < int(data[_RECORDS]):  # which edfio leaves at a warning
        raise UnreadableError("it is an EDF file that is cut off: copy it once more.")
    began: datetime | None = None
    with contextlib.suppress(ValueError):  # the date may be left out, for the person's sake
        began = file.startdatetime
    simulated = SIMULATED_EQUIPMENT in file.local_recording_identification
    return [(float(each.onset), str(each.text)) for each in file.annotations], began, simulated

"""EDF+ with annotations alone: every heartbeat as ``QRS``, phases and phrases as they began.

After Kemp & Olivan (2003), European data format 'plus', doi:10.1016/s1388-2457(03)00123-8. A
small writer of our own, so that an export needs nothing to be installed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from biofeedback.exporters import SIMULATED_EQUIPMENT
from biofeedback.exporters.clean import plain
from biofeedback.store.recording import Recording
from devices.events import Beat, Gap

RECORD_S = 10
_LABEL = "EDF Annotations"
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_GAP = "gap"

Annotation = tuple[float, str]


def edf_plus(recording: Recording) -> bytes:
    """Return the sitting as an EDF+C file without signals.

    A peak opens every stretch and one ends every interval, so differences inside a stretch are
    the RR intervals. Onsets have ten decimals, as 1/1024 s has.
    """
    fraction_s = recording.began.microsecond / 1e6 if recording.day_known else 0.0
    annotations = sorted(_annotations(recording))
    records = max(1, math.ceil(max((at_s for at_s, _ in annotations), default=0.0) / RECORD_S))
    bodies = [_list(fraction_s + index * RECORD_S, "") for index in range(records)]
    for at_s, text in annotations:
        index = min(max(int(at_s // RECORD_S), 0), records - 1)
        bodies[index] += _list(fraction_s + at_s, text)
    size = max(map(len, bodies))
    size += size % 2
    data = b"".join(body.ljust(size, b"\0") for body in bodies)
    return _header(recording, records, size // 2) + data


def _annotations(recording: Recording) -> Iterator[Annotation]:
    yield from _of_heart(recording.heart)
    yield from ((part.start_s, f"phase: {part.phase}") for part in recording.parts)
    yield from ((line.time_s, f"phrase: {plain(line.text)}") for line in recording.lines)


def _of_heart(heart: Iterable[Beat | Gap]) -> Iterator[Annotation]:
    """Yield the beats, and each gap where the stretch before it ended.

    It was told when it was noticed, a beat or more after it began.
    """
    stretch, begins_s, passed_ms, gap = None, 0.0, 0.0, _GAP
    for each in heart:
        if isinstance(each, Gap):
            gap = f"{_GAP}: {plain(each.reason)}"
            continue
        if each.stretch != stretch:
            ended_s = begins_s + passed_ms / 1000
            begins_s, passed_ms = round(each.time_s - each.rr_ms / 1000, 6), 0.0
            if stretch is not None:
                begins_s = max(begins_s, ended_s)
                yield ended_s, gap
            stretch, gap = each.stretch, _GAP
            yield begins_s, "QRS"
        passed_ms += each.rr_ms  # ticks of 1/1024 s add up without rounding
        yield begins_s + passed_ms / 1000, "QRS"
    if gap != _GAP:
        yield begins_s + passed_ms / 1000, gap


def _list(onset_s: float, text: str) -> bytes:
    """Return one time-stamped annotations list; without a text it only keeps the time."""
    onset = f"{onset_s:+.10f}".rstrip("0").rstrip(".")
    return f"{onset}\x14{text}\x14\0".encode()


def _header(recording: Recording, records: int, samples: int) -> bytes:
    startdate, date, time = _start(recording)
    equipment = SIMULATED_EQUIPMENT if recording.simulated else "X"
    whole = (
        ("0", 8),
        ("X X X X", 80),
        (f"Startdate {startdate} X X {equipment}", 80),
        (date, 8),
        (time, 8),
        ("512", 8),
        ("EDF+C", 44),
        (str(records), 8),
        (str(RECORD_S), 8),
        ("1", 4),
    )
    signal = (
        (_LABEL, 16),
        ("", 80),
        ("", 8),
        ("-1", 8),
        ("1", 8),
        ("-32768", 8),
        ("32767", 8),
        ("", 80),
        (str(samples), 8),
        ("", 32),
    )
    return _fields(whole) + _fields(signal)


def _start(recording: Recording) -> tuple[str, str, str]:
    """Return when it began, as EDF+ has it and as EDF does; unknown is X, and the first of 1985."""
    began = recording.began
    if not recording.day_known:
        return "X", "01.01.85", "00.00.00"
    month = _MONTHS[began.month - 1]
    return f"{began.day:02d}-{month}-{began.year}", f"{began:%d.%m.%y}", f"{began:%H.%M.%S}"


def _fields(fields: Sequence[tuple[str, int]] | Iterable[tuple[str, int]]) -> bytes:
    return b"".join(text.encode("ascii").ljust(width) for text, width in fields)

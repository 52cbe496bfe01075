"""PhysioNet's WFDB annotations: words of 16 bits, a kind of event and the samples since the last.

A small reader of our own: the format fits on a page, and a reader that follows addresses in a file
is not for files of others. After https://www.physionet.org/physiotools/wag/annot-5.htm
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from biofeedback.importers import timeline
from biofeedback.importers.imported import Imported, Source, UnreadableError
from biofeedback.importers.limits import MOST_BEATS
from biofeedback.importers.text import BINARY

NAME = "WFDB annotations"
_BEATS = frozenset((*range(1, 14), 25, 30, 34, 35, 38, 41))
_SKIP, _NUM, _SUB, _CHN, _AUX = 59, 60, 61, 62, 63
_NOTE = (22 << 10).to_bytes(2, "little")  # with which a file tells its own rate
FEWEST_BEATS = 8  # fewer may be any bytes at all: a picture's first words read as two
_LAST = 49  # the highest kind that means an event
_RESOLUTION = re.compile(rb"## time resolution: (\d{1,6}(?:\.\d{1,6})?)")
_RATE = re.compile(rb"^\S+ +\d+ +(\d{1,6}(?:\.\d{1,6})?)", re.MULTILINE)


def recognises(data: bytes) -> bool:
    """Take what says so, or reads as annotations from the first word to the last."""
    if data[:2] == _NOTE and _RESOLUTION.match(data, 4):
        return True
    if data[-2:] != b"\0\0" or not BINARY.search(data[:-2]):
        return False
    try:
        kinds = [kind for kind, _ in _events(data)]
    except UnreadableError:
        return False
    return sum(kind in _BEATS for kind in kinds) >= FEWEST_BEATS


def read(source: Source) -> Imported:
    """Return the recording."""
    rate_hz = _rate_hz(source)
    beats_at = [at for kind, at in _events(source.data) if kind in _BEATS]
    if len(beats_at) > MOST_BEATS:
        raise UnreadableError(f"it marks more than {MOST_BEATS:,} beats: cut it in parts.")
    beats = timeline.of_times([at / rate_hz for at in beats_at])
    return Imported(NAME, f"1/{rate_hz:g} s", beats)


def _rate_hz(source: Source) -> float:
    """Return the samples a second, from the file itself or the header beside it."""
    found = _RESOLUTION.search(source.data)
    if found is None:
        header = source.beside(source.name.rpartition(".")[0] + ".hea") or b""
        found = _RATE.search(header)
    if found is None or not 1 <= float(found[1]) <= 100_000:
        raise UnreadableError(
            "it holds WFDB annotations and does not tell how many samples make a second: put its "
            ".hea file beside it."
        )
    return float(found[1])


def _events(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the kind and the sample of each annotation.

    Raises
    ------
    UnreadableError
        If a word means nothing, or the end is missing.
    """
    at = sample = 0
    while at + 2 <= len(data):
        word = int.from_bytes(data[at : at + 2], "little")
        kind, count = word >> 10, word & 0x3FF
        at += 2
        if word == 0:
            if at == len(data):
                return
            break
        if kind == _SKIP:
            high, low = data[at : at + 2], data[at + 2 : at + 4]
            sample += int.from_bytes(low + high, "little", signed=True)
            at += 4
        elif kind == _AUX:
            at += count + count % 2
        elif kind <= _LAST:
            sample += count
            yield kind, sample
        elif kind not in (_NUM, _SUB, _CHN):
            break
    raise UnreadableError("it is a file of WFDB annotations that is damaged.")

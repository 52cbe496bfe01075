"""The one door of all readers: what a file is, is told from what it holds."""

from __future__ import annotations

from biofeedback.importers import rr_text
from biofeedback.importers.imported import Imported, Source
from biofeedback.importers.text import decode

HEAD_BYTES = 4096
_BINARY: tuple = ()
_TEXT = (rr_text,)


def read_source(source: Source) -> Imported:
    """Return the recording that a file holds.

    Raises
    ------
    UnreadableError
        If it holds none; one sentence that says why.
    """
    head = source.data[:HEAD_BYTES]
    if not head.strip(b"\0 \r\n\t"):
        pass
    for reader in _BINARY:
        if reader.recognises(head):
            return reader.read(source)
    text = _head_text(source.data)
    reader = next(each for each in _TEXT if each.recognises(text))
    return reader.read(source)


def _head_text(data: bytes) -> str:
    return decode(data[:HEAD_BYTES])

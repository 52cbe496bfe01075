"""The one door of all readers: what a file is, is told from what it holds."""

from __future__ import annotations

from typing import Protocol

from biofeedback.importers import rr_text
from biofeedback.importers.imported import Imported, Source
from biofeedback.importers.text import decode


class TextReader(Protocol):
    """A module that reads one kind of text."""

    def recognises(self, head: str, /) -> bool:
        """Tell whether a text that begins so is of this kind."""

    def read(self, source: Source, /) -> Imported:
        """Return the recording in it."""


HEAD_BYTES = 4096
_TEXT: tuple[TextReader, ...] = (rr_text,)


def read_source(source: Source) -> Imported:
    """Return the recording that a file holds.

    Raises
    ------
    UnreadableError
        If it holds none; one sentence that says why.
    """
    head = decode(source.data[:HEAD_BYTES])
    return next(reader for reader in _TEXT if reader.recognises(head)).read(source)

"""The one door of all readers: what a file is, is told from what it holds."""

from __future__ import annotations

from typing import Protocol

from biofeedback.importers import (
    empatica,
    hrv4training,
    hrv_logger,
    openhrv,
    polar_hrm,
    rr_text,
    suunto,
    vns_analyse,
)
from biofeedback.importers.imported import Imported, Source
from biofeedback.importers.text import decode


class TextReader(Protocol):
    """A module that reads one kind of text."""

    def recognises(self, head: str, /) -> bool:
        """Tell whether a text that begins so is of this kind."""

    def read(self, source: Source, /) -> Imported:
        """Return the recording in it."""


HEAD_BYTES = 4096
_TEXT: tuple[TextReader, ...] = (
    hrv_logger,
    polar_hrm,
    suunto,
    empatica,
    openhrv,
    vns_analyse,
    hrv4training,
    rr_text,  # takes what no other knows
)


def read_source(source: Source) -> Imported:
    """Return the recording that a file holds.

    Raises
    ------
    UnreadableError
        If it holds none; one sentence that says why.
    """
    head = decode(source.data[:HEAD_BYTES])
    return next(reader for reader in _TEXT if reader.recognises(head)).read(source)

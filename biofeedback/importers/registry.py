"""The one door of all readers: what a file is, is told from what it holds."""

from __future__ import annotations

from typing import Protocol

from biofeedback.importers import (
    bids_tables,
    edf_annotations,
    empatica,
    garmin_fit,
    hrv4training,
    hrv_logger,
    json_text,
    openhrv,
    packed,
    polar_hrm,
    rr_text,
    suunto,
    vns_analyse,
    wfdb,
    xdf,
)
from biofeedback.importers.archive import refuse_hidden
from biofeedback.importers.imported import Imported, Source
from biofeedback.importers.text import CUT, head_of, is_cut, refuse_rich


class TextReader(Protocol):
    """A module that reads one kind of text; ``NAME`` is what help and documentation call it."""

    NAME: str

    def recognises(self, head: str, /) -> bool:
        """Tell whether a text that begins so is of this kind."""

    def read(self, source: Source, /) -> Imported:
        """Return the recording in it."""


class BinaryReader(Protocol):
    """A module that reads one kind of file that is no text; ``NAME`` as above."""

    NAME: str

    def recognises(self, data: bytes, /) -> bool:
        """Tell whether the whole file is of this kind."""

    def read(self, source: Source, /) -> Imported:
        """Return the recording in it."""


BINARY: tuple[BinaryReader, ...] = (garmin_fit, edf_annotations, xdf, wfdb)
TEXT: tuple[TextReader, ...] = (
    json_text,  # first: a note in it may name any program
    hrv_logger,
    polar_hrm,
    suunto,
    empatica,
    openhrv,
    vns_analyse,
    hrv4training,
    bids_tables,
    rr_text,  # takes what no other knows
)


def read_source(source: Source) -> Imported:
    """Return the recording that a file holds.

    Raises
    ------
    UnreadableError
        If it holds none; one sentence that says why.
    """
    source = packed.inside(source)
    if about := packed.description(source):
        return packed.read_bids(source, about)
    for reader in BINARY:
        if reader.recognises(source.data):
            return reader.read(source)
    refuse_hidden(source.data)
    head = head_of(source.data)
    refuse_rich(head)
    found = next(each for each in TEXT if each.recognises(head)).read(source)
    return found.noting(CUT if is_cut(source.data) else "")

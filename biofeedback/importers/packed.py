"""What is packed with gzip: a table of BIDS with its description beside it, or any other file."""

from __future__ import annotations

import zlib
from dataclasses import replace

from biofeedback.importers import limits, rr_text, rr_unit
from biofeedback.importers.archive import ZIP
from biofeedback.importers.imported import (
    AS_TOLD,
    CompanionError,
    Imported,
    Source,
    Unit,
    UnreadableError,
)
from biofeedback.importers.json_text import parsed
from biofeedback.importers.table import read_table
from biofeedback.importers.text import shown

GZIP = b"\x1f\x8b"
BIDS = "BIDS physio"
_PIECE_BYTES = 2**16
_UNITS: dict[object, Unit] = {"ms": "ms", "s": "s"}


def unpacked(data: bytes) -> bytes:
    """Return what is in it.

    Raises
    ------
    UnreadableError
        If it is damaged, or more than any recording.
    """
    found, at = bytearray(), 0
    try:
        for _ in range(limits.MOST_MEMBERS):  # several may stand in a row
            if not data.startswith(GZIP, at):
                return bytes(found)
            at = _unpack_one(data, at, found)
    except zlib.error:
        raise UnreadableError("it is packed with gzip and damaged: copy it once more.") from None
    raise UnreadableError(
        f"it is packed with gzip in more than {limits.MOST_MEMBERS:,} pieces: unpack it first."
    )


def _unpack_one(data: bytes, at: int, found: bytearray) -> int:
    """Append to ``found`` what is packed at a place; return where that ends."""
    stream = zlib.decompressobj(31)
    while not stream.eof:
        piece = data[at : at + _PIECE_BYTES]
        if not piece:
            raise UnreadableError("it is packed with gzip and cut off: copy it once more.")
        found += stream.decompress(piece, limits.MOST_BYTES + 1 - len(found))
        if len(found) > limits.MOST_BYTES:
            raise UnreadableError(
                f"it unpacks to more than {limits.MOST_BYTES // 2**20} MB: import parts."
            )
        at += len(piece) - len(stream.unused_data)
    return at


def inside(source: Source) -> Source:
    """Return the file that was packed, or the same if it was not.

    Raises
    ------
    UnreadableError
        If there is an archive in it.
    """
    if source.data.startswith(GZIP):
        name = source.name.removesuffix(".gz")
        source = replace(source, name=name, data=unpacked(source.data))
    if source.data.startswith((GZIP, *ZIP)):
        raise UnreadableError("it is an archive in an archive: unpack it first.")
    return source


def description(source: Source) -> dict[str, object] | None:
    """Return what BIDS says of a table; None where nothing lies beside it."""
    data = source.beside(source.name.removesuffix(".tsv") + ".json")
    found = parsed(data) if data else None
    return found if isinstance(found, dict) and "Columns" in found else None


def read_bids(source: Source, about: dict[str, object]) -> Imported:
    """Return the recording in a table without a header, whose columns the description names."""
    columns = about["Columns"]
    if not isinstance(columns, list) or not all(isinstance(each, str) for each in columns):
        raise UnreadableError("the description beside it names no columns.")
    if "rr_under_way" in columns:
        raise CompanionError("its beats are in the physioevents file beside it.")
    table = replace(read_table(source.data), names=tuple(columns))
    if (at := table.find(rr_text.RR)) is None:
        named = shown(", ".join(columns))
        raise UnreadableError(
            f"it is a table of BIDS whose columns are {named}; expected one named rr, "
            "with RR intervals."
        )
    if told := _unit(about):
        source.require(told, BIDS)
    elif source.unit:
        rr_unit.refuse_unit(rr_text.values_of(table, at), source.unit)
    made = rr_text.read_rows(replace(source, unit=told or source.unit), table, BIDS)
    return replace(made, simulated=AS_TOLD if about.get("Simulated") else "")


def _unit(about: dict[str, object]) -> Unit | None:
    """Return the unit that is told for the RR intervals."""
    told = (about.get(name) for name in ("rr", "RR", "ibi", "rr_ms"))
    return next((_UNITS.get(each.get("Units")) for each in told if isinstance(each, dict)), None)

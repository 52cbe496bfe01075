"""The members of a zip, read in memory under limits; nothing is ever unpacked onto the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from biofeedback.importers import limits
from biofeedback.importers.imported import Source, Unit, UnreadableError
from biofeedback.printable import printable

ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the other begins a zip that is empty
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_SYMLINK = 0o120000
_KNOWN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def members(data: bytes, unit: Unit | None = None) -> Iterator[Source]:
    """Yield the files in a zip that may be recordings.

    Raises
    ------
    UnreadableError
        If it is damaged, or is not what its table of contents says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if _may_be_recording(info)]
            _refuse_lies(archive.infolist(), data)
            _refuse_doubles(list(map(_place, infos)))
            contents = {_place(info): _content(archive, info) for info in infos}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        IndexError,
        struct.error,
        ValueError,
        OSError,
    ) as e:
        if isinstance(e, UnreadableError):
            raise
        raise UnreadableError("it is a zip that is damaged: export it once more.") from e
    if not contents:
        raise UnreadableError("it is a zip without a recording in it.")
    for place, content in contents.items():
        yield Source(place[1], content, unit, _beside(contents, place[0]))


def refuse_hidden(data: bytes) -> None:
    """Raise if there is a zip behind something else, as in one that unpacks itself."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise UnreadableError(
            "it is a zip with something before it: unpack it first, then import the files."
        )


Place = tuple[str, str]


def _place(info: zipfile.ZipInfo) -> Place:
    """Return the folder of a member, and its name: two folders may hold the same name."""
    return info.filename.replace("\\", "/").rpartition("/")[0], _name(info)


def _beside(contents: Mapping[Place, bytes], folder: str) -> Callable[[str], bytes | None]:
    return lambda name: contents.get((folder, name))


def _may_be_recording(info: zipfile.ZipInfo) -> bool:
    """Leave out folders, what a Mac adds, links, and what is written for the reader."""
    name = _name(info)
    link = (info.external_attr >> 16) & 0o170000 == _SYMLINK
    beside = name.startswith((".", "README")) or "__MACOSX" in info.filename
    return not (info.is_dir() or link or beside)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name without its folders, in characters that can be shown."""
    last = info.filename.replace("\\", "/").rpartition("/")[2]
    return printable(last)[:200]


def _refuse_lies(infos: list[zipfile.ZipInfo], data: bytes) -> None:
    """Raise if there are too many members, too much in them, or two of them share their bytes."""
    if len(infos) > limits.MOST_MEMBERS:
        raise UnreadableError(
            f"it is a zip with more than {limits.MOST_MEMBERS:,} files: import parts."
        )
    if sum(info.file_size for info in infos) > limits.MOST_BYTES:
        raise UnreadableError(
            f"it is a zip that unpacks to more than {limits.MOST_BYTES // 2**20} MB: import parts."
        )
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise UnreadableError("it is a zip whose files overlap, as no program makes it.")
        end = info.header_offset + _LOCAL_HEADER + len(info.orig_filename) + info.compress_size
    if end > len(data):
        raise UnreadableError("it is a zip that is cut off: export it once more.")


def _refuse_doubles(places: list[Place]) -> None:
    """Raise if two members have the same name: one of them would be lost."""
    (place, count), *_ = Counter(places).most_common(1) or [(("", ""), 0)]
    if count > 1:
        raise UnreadableError(
            f"it is a zip with {count} files named {place[1]!r} in one folder: rename them first."
        )


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError(
            "it is a zip with a password: unpack it first, then import the files."
        )
    if info.compress_type not in _KNOWN:
        raise UnreadableError(
            "it is a zip of an unusual kind: unpack it first, then import the files."
        )
    with archive.open(info) as member:
        content = member.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise UnreadableError("it is a zip whose sizes are not as it says: export it once more.")
    return content

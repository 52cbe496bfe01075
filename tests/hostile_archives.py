"""Archives that are damaged, absurd or meant to harm, each with what is to be said of it."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.hostile_case import MB, TEXT, Case, no, yes


def archives() -> Iterator[Case]:
    """Yield every case."""
    yield from _packed()
    yield from _zips()


def _packed() -> Iterator[Case]:
    packed = gzip.compress(TEXT.encode())
    yield yes("text.gz", packed, 12)
    yield yes("two.gz", packed + packed, 24)
    yield no("cut.gz", packed[:-12], "cut off")
    yield no("flipped.gz", packed[:-6] + b"\0\0" + packed[-4:], "damaged")
    yield no("bomb.gz", gzip.compress(bytes(200 * MB), 1), "unpacks to more than 64 MB")
    yield no("twice.gz", gzip.compress(packed), "archive in an archive")
    yield no("pieces.gz", gzip.compress(b"") * 300_000, "more than 2,000 pieces")
    many = gzip.compress(b"8\n" * (MB // 2)) * 80
    yield no("rows-of.gz", many, "unpacks to more than 64 MB|lines")


def _zip(*members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = 8) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def _zips() -> Iterator[Case]:
    good = _zip(("rr.txt", TEXT))
    for name in ("../../up.txt", "/etc/rr.txt", "C:\\rr.txt", "..\\..\\up.txt"):
        yield yes(f"path-{abs(zlib.crc32(name.encode()))}.zip", _zip((name, TEXT)), 12)
    for number, name in enumerate(("\u202etxt.rr", "\x1b[2J.txt", "a\nb.txt", "n" * 300 + ".txt")):
        yield yes(f"name-{number}.zip", _zip((name, TEXT)), 12)
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    yield no("link.zip", _zip((link, "/etc/passwd")), "without a recording")
    yield no("empty.zip", b"PK\x05\x06" + bytes(18), "a zip without a recording")
    yield no("unpacks-itself.zip", b"MZ\0\0" + good, "a zip with something before it")
    yield no("empty-inside.gz", gzip.compress(b"PK\x05\x06" + bytes(18)), "archive in an archive")
    yield no("nothing.zip", _zip(("a/", "")), "without a recording")
    yield no("bomb.zip", _zip(("rr.txt", bytes(200 * MB))), "unpacks to more than 64 MB")
    yield no(
        "many.zip", _zip(*((f"{i}.txt", "") for i in range(60_000)), method=0), "60|2,000 files"
    )
    yield no("doubles.zip", _doubled(), "2 files named 'rr.txt'")
    yield no("nested.zip", _zip(("inner.zip", good)), "archive in an archive")
    yield no("nested-gz.zip", _zip(("inner.gz", gzip.compress(good))), "archive in an archive")
    yield no("cut.zip", good[: len(good) - 30], "damaged")
    yield no(
        "crc.zip", good.replace(struct.pack("<I", zlib.crc32(TEXT.encode())), b"abcd"), "damaged"
    )
    yield no("overlap.zip", _overlapping(good), "overlap|damaged")
    yield no("lying.zip", _lying(good), "sizes are not as|damaged|cut off")
    encrypted = bytearray(good)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[good.index(sign) + offset] |= 1
    yield no("locked.zip", bytes(encrypted), "with a password")
    yield no("lzma.zip", _zip(("rr.txt", TEXT), method=14), "unusual kind")


def _doubled() -> bytes:
    """Return an archive with two members of one name, which no unpacker keeps apart."""
    return _zip(("rr.txt", TEXT), ("ss.txt", TEXT + TEXT)).replace(b"ss.txt", b"rr.txt")


def _overlapping(good: bytes) -> bytes:
    """Return an archive whose table names the same bytes twice."""
    start, end = good.index(b"PK\x01\x02"), good.index(b"PK\x05\x06")
    entry = good[start:end]
    last = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2, 2, 2 * len(entry), start, 0)
    return good[:start] + entry + entry.replace(b"rr.txt", b"ss.txt") + last


def _lying(good: bytes) -> bytes:
    """Return an archive whose table says that a member is smaller than it is."""
    at = good.index(b"PK\x01\x02") + 24
    return good[:at] + struct.pack("<I", 5) + good[at + 4 :]

"""Files that are damaged, absurd or meant to harm, each with what is to be said of it.

A case is a refusal (what its sentence says), or beats that are read and what of them is told.
"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tests.foreign_files import fit, wfdb, xdf

RR = [812, 797, 843, 905, 921, 874, 820, 788, 801, 866, 930, 947]
TEXT = "\n".join(map(str, RR)) + "\n"
MB = 2**20


@dataclass(frozen=True, slots=True)
class Case:
    """A file; ``refused`` is what its refusal says, else ``beats`` are read and ``told`` said."""

    name: str
    data: bytes
    refused: str = ""
    beats: int = 0
    told: str = ""


def no(name: str, data: str | bytes, refused: str) -> Case:
    """Return a file that is refused."""
    return Case(name, data.encode() if isinstance(data, str) else data, refused)


def yes(name: str, data: str | bytes, beats: int, told: str = "") -> Case:
    """Return a file that is read."""
    return Case(name, data.encode() if isinstance(data, str) else data, "", beats, told)


def corpus() -> Iterator[Case]:
    """Yield every case."""
    for part in (_empty, _numbers, _sizes, _encodings, _tables, _strangers):
        yield from part()
    for part in (_json, _packed, _zips, _xml, _binary, _dates):
        yield from part()


def _empty() -> Iterator[Case]:
    yield no("empty.txt", "", "no RR interval")
    yield no("blank.txt", "\n \n\t\n", "no RR interval")
    yield no("comments.txt", "# a\n# b\n", "no RR interval")
    yield no("header.csv", "time,rr\n", "no RR interval")
    yield no("one.txt", "812\n", "only one RR interval")
    yield yes("two.txt", "812\n797\n", 2)


def _numbers() -> Iterator[Case]:
    yield yes("nan.txt", TEXT + "NaN\n812\n", 13, "1 value that is no interval left out")
    yield yes("inf.txt", TEXT + "inf\n812\n", 13, "1 value that is no interval left out")
    yield yes("huge.txt", TEXT + "1e400\n812\n", 13, "1 value that is no interval left out")
    yield yes("zero.txt", TEXT + "0\n812\n", 13, "1 value that is no interval left out")
    yield yes("negative.txt", TEXT + "-812\n812\n", 13, "1 value that is no interval left out")
    yield yes("pad.txt", TEXT + "65535\n812\n", 13, "1 value that is no interval left out")
    yield yes("dropout.txt", TEXT + "9000\n812\n", 13, "longer than 5 s kept as a gap")
    yield yes("short.txt", TEXT + "250\n812\n", 14, "keeps its place in time")
    yield no("zeros.txt", "0\n" * 50, "no RR interval")
    yield no("negatives.txt", "-812\n-797\n" * 20, "no RR interval")
    yield no("digits.txt", "8" * 5_000_000, "characters")
    yield no("long-number.txt", TEXT + "8" * 400 + "\n", "line 13")
    yield no("mixed.txt", TEXT + "0.812\n0.797\n" * 9, "make no heartbeat")
    yield no("bpm.txt", "72\n71\n70\n73\n" * 5, "look like heart rates")
    yield no("rising-bpm.txt", "60\n61\n62\n63\n64\n65\n66\n67\n", "heart rates")
    yield no("words.txt", TEXT + "hello\n", "line 13")
    yield no("letter-first.txt", "Dear diary\nI sat today\n", "line")
    yield no("arabic-digits.txt", "٨١٢\n٧٩٧\n", "line")


def _sizes() -> Iterator[Case]:
    yield no("one-line.txt", b"812 " * (10 * MB), "characters")
    yield no("many-beats.txt", b"812\n" * 2_100_000, "more than 1,010,000 lines")
    yield yes("holter.txt", TEXT * 9_000, 108_000)
    yield no("columns.csv", ",".join(["1"] * 20_000) + "\n812\n", "characters")
    yield no("hundred-columns.csv", (",".join(["812"] * 100) + "\n") * 3, "columns")
    yield no("empty-lines.txt", "\n" * 2_000_000, "lines")


def _encodings() -> Iterator[Case]:
    yield yes("nul-tail.txt", TEXT.encode() + b"\0" * 4096, 12, "Its end is empty")
    yield yes("utf-16.txt", TEXT.encode("utf-16"), 12)
    yield yes("cut-mid-number.txt", TEXT + "8", 13, "1 interval outside 300-2000 ms")
    yield no("cut-mid-row.csv", "time,rr\n0.8,812\n1.6,797\n2.4", "line 4")
    yield yes("utf-16-bare.txt", TEXT.encode("utf-16-le"), 12)
    yield yes("utf-16-be.txt", b"\xfe\xff" + TEXT.encode("utf-16-be"), 12)
    yield yes("latin-1.txt", "# Größe\n".encode("latin-1") + TEXT.encode(), 12)
    yield yes("comma.txt", TEXT.replace("8", "0,8", 0).replace("\n", ",5\n"), 12)
    yield yes("old-mac.txt", TEXT.replace("\n", "\r"), 12)
    yield no("nul-inside.txt", TEXT.encode() + b"\0\0\0" + TEXT.encode(), "not a text file")
    yield no("cut.hrm", "[Params]\nVersion=106\nInterval=238\n", "cut off")
    yield no("half-utf-16.txt", b"\xff\xfe8\x001", "RR interval|not a text file")
    yield no("escape.txt", b"\x1b[2J812\n797\n", "not a text file")


def _tables() -> Iterator[Case]:
    yield no("quotes.csv", 'time,rr\n1,"812\n2,797\n', "line 2")
    yield no("ragged.csv", "time,rr\n1,812\n2\n3,797\n", "line 3")
    times = "time,rr\n9,812\n3,797\n8,843\n1,905\n6,921\n0,874\n"
    yield no("times-back.csv", times, "rows in their order")
    yield no(
        "times-far.csv",
        "time,rr\n0.8,812\n1.6,797\n2.4,800\n9000000.8,800\n",
        "days, so a clock was set|fit",
    )
    yield no("counted.txt", "1,800\n2,812\n3,797\n4,843\n", "running number")
    yield yes("pandas.csv", ",rr_ms\n0,812\n1,797\n2,843\n3,905\n", 4)
    yield yes("rate-beside.csv", "rr,hr\n812,74\n797,75\n843,71\n905,66\n921,65\n", 5)
    yield yes("zeros.csv", "0.8\t812\n1.6\t0\n2.4\t797\n3.2\t812\n4.0\t800\n", 4, "left out")
    yield yes("exponents.csv", "1e999\t812\n1e999\t797\n", 2)
    yield yes("tiny.txt", TEXT + "1e-300\n812\n", 13, "1 value that is no interval left out")
    yield no("formula.csv", "time,rr\n=cmd|' /C calc'!A0,812\n1,797\n", "line 2")


def _strangers() -> Iterator[Case]:
    yield no("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "not a text file")
    yield no(
        "program.txt", b"\x7fELF\x02\x01\x01" + bytes(9) + bytes(range(256)), "not a text file"
    )
    array = io.BytesIO()
    np.save(array, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    yield no("pickled.npy", array.getvalue(), "not a text file")
    plain = io.BytesIO()
    np.save(plain, np.arange(300.0))
    yield no("array.npy", plain.getvalue(), "not a text file")
    base = sqlite3.connect(":memory:")
    base.execute("create table rr (ms)")
    yield no("base.txt", base.serialize(), "not a text file")
    base.close()
    yield no("daily.csv", "date,HR,rMSSD\n2026-11-23,61,42\n", "one value a day")


def _json() -> Iterator[Case]:
    ours = {"format": "kind-heart-biofeedback sitting, 1", "began": "2026-11-23T08:00:00+00:00"}
    ends = np.cumsum(RR) / 1000
    good = {"time_s": ends.tolist(), "rr_ms": RR, "stretch": [0] * 12}
    yield yes("ours.json", json.dumps(ours | {"beats": good}), 12)
    yield no("deep.json", "[\n" * 100_000, "nested|damaged")
    yield no("deep-line.json", '{"a":' * 100_000, "nested|damaged")
    text = json.dumps(ours | {"beats": good})
    yield no("nan.json", text.replace("[812", "[NaN", 1), "NaN for a number")
    yield no("infinity.json", text.replace("[812", "[-Infinity", 1), "Infinity for a number")
    yield no("digits.json", text.replace("[812", "[" + "8" * 4000, 1), "column rr_ms")
    yield no("more-digits.json", text.replace("[812", "[" + "8" * 9000, 1), "damaged")
    yield no("cut.json", text[: len(text) // 2], "damaged, or cut off")
    yield no("list.json", "[812, 797]", "no sitting")
    yield no("other.json", '{"rr": [812, 797]}', "no sitting")
    yield no("no-beats.json", json.dumps(ours), "no column time_s")
    uneven = json.dumps(ours | {"beats": good | {"rr_ms": RR[:5]}})
    yield no("uneven.json", uneven, "different length")
    words = json.dumps(ours | {"beats": good | {"rr_ms": ["812"] * 12}})
    yield no("words.json", words, "column rr_ms")


def _packed() -> Iterator[Case]:
    packed = gzip.compress(TEXT.encode())
    yield yes("text.gz", packed, 12)
    yield yes("two.gz", packed + packed, 24)
    yield no("cut.gz", packed[:-12], "cut off")
    yield no("flipped.gz", packed[:-6] + b"\0\0" + packed[-4:], "damaged")
    yield no("bomb.gz", gzip.compress(bytes(200 * MB), 1), "unpacks to more than 64 MB")
    yield no("twice.gz", gzip.compress(packed), "archive in an archive")
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
    yield no("empty.zip", b"PK\x05\x06" + bytes(18), "RR interval|recording|not a text file")
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


def _xml() -> Iterator[Case]:
    entities = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(12))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><IBI>&a12;</IBI>'
    yield no("laughs.xml", laughs, "declares entities")
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><IBI>&a; 812</IBI>'
    yield no("outside.xml", outside, "declares entities")
    yield no(
        "laughs.xdf", xdf(RR, np.cumsum(RR).tolist()) + laughs.encode(), "declares XML entities"
    )
    yield no("open.xml", "<IBI>" * 100_000, "without the RR intervals")
    yield no("words.xml", "<IBI>812 hello 797</IBI>", "hello")


def _binary() -> Iterator[Case]:
    yield yes("good.fit", fit(RR), 12)
    yield no("none.fit", fit([]), "without heartbeats")
    yield no("cut.fit", fit(RR)[:40], "FIT file")
    yield no("crc.fit", fit(RR)[:-3] + b"\1\2\3", "FIT file")
    yield no("cut.xdf", xdf(RR, RR)[:150], "XDF file")
    yield no("other.xdf", xdf(RR, RR, "Weather"), "named RR")
    yield no("length.xdf", b"XDF:" + b"\x08" + b"\xff" * 8 + b"abc", "XDF file")
    header = b"0       " + b"X X X X".ljust(80) + b"Startdate X X X X".ljust(80)
    header += b"01.01.8500.00.00" + b"512".ljust(8) + b"EDF+C".ljust(44)
    records = header + b"99999999" + b"1".ljust(8) + b"1".ljust(4)
    yield no("lying.edf", records + b"EDF Annotations ".ljust(256), "EDF file")
    yield no("signals.edf", header + b"1".ljust(8) + b"1".ljust(8) + b"9999", "EDF file")
    yield no("loop.rr", wfdb(RR)[:-2] + struct.pack("<HHH", 59 << 10, 0xFFFF, 0) * 500, "damaged")
    back = wfdb(RR)[:-2] + struct.pack("<HHH", 59 << 10, 0xFFFF, 0x8000)
    yield no("back.rr", back + struct.pack("<HH", 1 << 10, 0), "do not follow each other")


def _dates() -> Iterator[Case]:
    rows = ["phone timestamp;rr"]
    for year, told in ((1970, "began in 1970"), (9999, "began in 9999")):
        lines = [f"{year}-03-05T08:00:0{i}.000;1000" for i in range(9)]
        yield yes(f"year-{year}.csv", "\n".join(rows + lines), 9, told)
    night = [f"23:59:5{i}.000;1000" for i in range(5, 10)] + [
        f"00:00:0{i}.000;1000" for i in range(5)
    ]
    yield yes("midnight.csv", "\n".join(rows + night), 10)
    fold = [f"2026-10-25T02:59:5{i}.000;1000" for i in range(5, 10)]
    fold += [f"2026-10-25T02:00:0{i}.000;1000" for i in range(5)]
    yield yes("fold.csv", "\n".join(rows + fold), 10, "summer time")
    yield no("no-month.csv", "phone timestamp;rr\n2026-13-40T08:00:00;1000\n", "line 2|RR interval")

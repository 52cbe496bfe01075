"""Files that are damaged, absurd or meant to harm, each with what is to be said of it.

A case is a refusal (what its sentence says), or beats that are read and what of them is told.
"""

from __future__ import annotations

import io
import json
import sqlite3
import struct
from collections.abc import Iterator

import numpy as np

from tests.foreign_files import edf, fit, fit_sealed, wfdb, xdf
from tests.hostile_archives import archives
from tests.hostile_case import MB, RR, TEXT, Case, no, yes


def corpus() -> Iterator[Case]:
    """Yield every case."""
    for part in (_empty, _numbers, _sizes, _encodings, _tables, _units, _strangers):
        yield from part()
    for part in (_json, archives, _xml, _binary, _dates):
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
    yield no("many.xml", "<IBI>812</IBI>" * 3_000_000, "more than a week of them")
    yield no("many-in-one.xml", f"<IBI>{'812 ' * 1_100_000}</IBI>", "more than a week of them")
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
    settings = "[Params]\nInterval=238\n[HRData]\n"
    yield no("twice.hrm", f"{settings}{TEXT}{settings}{TEXT}", r"\[HRData\] twice \(line 18")
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

    yield no("newline-in-quotes.csv", 'time,rr,note\n0.8,812,"a\nb"\n1.6,797,"c"\n', "line 3")
    rows = '0.812,812,"a, b; c"\n1.609,797,x\n2.452,843,""\n'
    yield yes("delimiter-in-quotes.csv", "time,rr,note\n" + rows, 3)
    yield yes("french.csv", "Temps (s);Intervalle RR (ms)\n0,812;812\n1,609;797\n2,452;843\n", 3)
    yield yes("german.csv", "Zeit;RR-Intervall [ms];HF\n0,812;812;74\n1,609;797;75\n", 2)
    yield no("seconds-that-are-none.csv", "rr_s\n" + TEXT, "'rr_s' is of seconds")
    yield no("differences.txt", "15\n-46\n62\n16\n-47\n54\n" * 9, "neither in ms nor in s")
    yield no("wave.txt", "".join(f"{np.sin(i / 9):.4f}\n" for i in range(900)), "no heartbeat in s")
    yield no("page.html", f"<!DOCTYPE html><table>{TEXT}</table>", "it is a web page")
    yield no("sdf-in-s.sdf", "[HEADER]\n[CUSTOM1]\n" + "0,812\n0,797\n" * 9, "no heartbeat in ms")


def _units() -> Iterator[Case]:
    thousands = [each + 400 for each in RR]
    yield yes("thousands.txt", "\n".join(f"{each:,}" for each in thousands), 12)  # 1,212 is 1.212 s
    yield no(
        "thousands-apart.txt", "\n".join(f"{each:,}" for each in (RR + thousands)), "no heartbeat"
    )
    yield no("swiss.txt", "\n".join(f"{each:,}".replace(",", "'") for each in thousands), "line 1")
    yield no("microseconds.txt", "".join(f"{each}000\n" for each in RR), "neither in ms nor in s")
    yield no("hex.txt", "".join(f"{each:#x}\n" for each in RR), "line 1")
    yield no("with-units.txt", TEXT.replace("\n", "ms\n"), "line 1")
    yield no("rates.txt", "".join(f"{60_000 / each:.2f}\n" for each in RR), "look like heart rates")
    yield no("ms-for-s.csv", "1795420800.0, IBI\n0.812,812\n1.609,797\n", "no heartbeat in s")


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
    rich = "{\\rtf1\\ansi\\deff0\n812\\par\n797\\par\n}"
    yield no("rich.rtf", rich, "word processor .RTF.: save it there as plain text")
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
    newer = text.replace("sitting, 1", "sitting, 12", 1)
    yield no("newer.json", newer, "a newer version of this program exported: update")
    yield no("no-version.json", text.replace("sitting, 1", "sitting, x", 1), "no sitting")
    yield no("version-0.json", text.replace("sitting, 1", "sitting, 0", 1), "no sitting")
    yield no("list.json", "[812, 797]", "no sitting")
    yield no("other.json", '{"rr": [812, 797]}', "no sitting")
    yield no("no-beats.json", json.dumps(ours), "no column time_s")
    uneven = json.dumps(ours | {"beats": good | {"rr_ms": RR[:5]}})
    yield no("uneven.json", uneven, "different length")
    back = json.dumps(ours | {"beats": good | {"time_s": good["time_s"][::-1]}})
    yield no("backwards.json", back, "rows in their order")
    words = json.dumps(ours | {"beats": good | {"rr_ms": ["812"] * 12}})
    yield no("words.json", words, "column rr_ms")


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
    yield no("cut-and-sealed.fit", fit_sealed(fit(RR)[:-20]), "FIT file")
    yield no("cut.xdf", xdf(RR, RR)[:150], "XDF file")
    yield no("other.xdf", xdf(RR, RR, "Weather"), "named RR")
    lying = xdf(RR, RR).replace(b"\x04" + struct.pack("<I", 12), b"\x04\xf0\xff\xff\xff", 1)
    yield no("count.xdf", lying, "named RR|damaged")
    yield no("wide.xdf", xdf(RR, RR).replace(b"count>1<", b"count>99999999<"), "damaged")
    yield no("nothing.xdf", b"XDF:" + b"\x04" + bytes(2_000), "named RR|damaged")
    yield no("length.xdf", b"XDF:" + b"\x08" + b"\xff" * 8 + b"abc", "XDF file")
    ends_s = (np.cumsum(RR) / 1000).tolist()
    yield yes("negative.edf", edf([at_s - 5 for at_s in ends_s]), 11)
    yield yes("unsorted.edf", edf(ends_s[::-1]), 11)
    yield no("doubled.edf", edf(sorted(ends_s * 2)), "no heartbeat in s")
    yield no("far.edf", edf([1, 2, 1e30, 3]), "no heartbeat in s|EDF file")
    header = b"0       " + b"X X X X".ljust(80) + b"Startdate X X X X".ljust(80)
    header += b"01.01.8500.00.00" + b"512".ljust(8) + b"EDF+C".ljust(44)
    records = header + b"99999999" + b"1".ljust(8) + b"1".ljust(4)
    yield no("lying.edf", records + b"EDF Annotations ".ljust(256), "EDF file")
    yield no("signals.edf", header + b"1".ljust(8) + b"1".ljust(8) + b"9999", "EDF file")
    yield no("pause.rr", wfdb([800, 9_000]), "expected three beats or more in a row")
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

"""Files of other programs' binary formats, built byte by byte after their specifications."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_FIT_EPOCH = 631_065_600  # 1989-12-31T00:00:00Z, in Unix time


def fit(rr_ms: Sequence[int], began_unix: int = 1_795_420_800) -> bytes:
    """Return a FIT file: file_id with its date, and ``hrv`` messages of up to five intervals."""
    body = struct.pack("<BBBHBBBB", 0x40, 0, 0, 0, 1, 4, 4, 0x86)  # file_id: time_created, uint32
    body += struct.pack("<BI", 0, began_unix - _FIT_EPOCH)
    body += struct.pack("<BBBHBBBB", 0x41, 0, 0, 78, 1, 0, 10, 0x84)  # hrv: time, five uint16
    for at in range(0, len(rr_ms), 5):
        five = [*rr_ms[at : at + 5], *[65535] * 5][:5]
        body += struct.pack("<B5H", 1, *five)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    head += struct.pack("<H", _fit_crc(head))
    return head + body + struct.pack("<H", _fit_crc(head + body))


def _fit_crc(data: bytes) -> int:
    low = (0, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401)
    table = (*low, 0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)
    crc = 0
    for byte in data:
        for nibble in (byte & 15, byte >> 4):
            crc = (crc >> 4) ^ table[crc & 15] ^ table[nibble]
    return crc


def fit_sealed(data: bytes) -> bytes:
    """Return a FIT file with a checksum that fits what it holds, whatever that is."""
    return data + struct.pack("<H", _fit_crc(data))


def edf(onsets_s: Sequence[float]) -> bytes:
    """Return an EDF+ file with a QRS at each moment, in the order given."""
    lists = b"+0\x14\x14\0" + b"".join(
        f"{at_s:+.3f}\x14QRS\x14".encode() + b"\0" for at_s in onsets_s
    )
    whole = ("0", "X X X X", "Startdate X X X X", "01.01.85", "00.00.00", "512", "EDF+C", "1", "60")
    signal = ("1", "EDF Annotations", "", "", "-1", "1", "-32768", "32767", "", "2000", "")
    widths = (8, 80, 80, 8, 8, 8, 44, 8, 8, 4, 16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
    fields = zip((*whole, *signal), widths, strict=True)
    return "".join(text.ljust(width) for text, width in fields).encode() + lists.ljust(4000, b"\0")


def wfdb(rr_samples: Sequence[int], rate_hz: int | None = 1000) -> bytes:
    """Return annotations: the rate as text, a beat at 0, and one after each interval."""
    data = b""
    if rate_hz:
        text = f"## time resolution: {rate_hz}".encode()
        data = struct.pack("<HH", 22 << 10, 63 << 10 | len(text)) + text + b"\0" * (len(text) % 2)
    data += struct.pack("<H", 1 << 10)
    for samples in rr_samples:
        if samples > 1023:
            data += struct.pack("<HHH", 59 << 10, samples >> 16, samples & 0xFFFF)
        data += struct.pack("<H", 1 << 10 | (samples if samples <= 1023 else 0))
    return data + b"\0\0"


def xdf(rr_ms: Sequence[float], ends_s: Sequence[float], name: str = "RR") -> bytes:
    """Return a recording of one stream of single floats."""
    about = (
        f"<?xml version='1.0'?><info><name>{name}</name><type>{name}</type>"
        "<channel_count>1</channel_count><nominal_srate>0</nominal_srate>"
        "<channel_format>float32</channel_format></info>"
    ).encode()
    samples = b"".join(
        struct.pack("<Bdf", 8, at_s, rr) for at_s, rr in zip(ends_s, rr_ms, strict=True)
    )
    number = struct.pack("<I", 1)
    return (
        b"XDF:"
        + _chunk(1, b"<?xml version='1.0'?><info><version>1.0</version></info>")
        + _chunk(2, number + about)
        + _chunk(3, number + b"\x04" + struct.pack("<I", len(rr_ms)) + samples)
        + _chunk(6, number + b"<?xml version='1.0'?><info></info>")
    )


def _chunk(tag: int, content: bytes) -> bytes:
    return b"\x04" + struct.pack("<IH", len(content) + 2, tag) + content

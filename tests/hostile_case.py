"""What is to become of a file that is damaged, absurd or meant to harm."""

from __future__ import annotations

from dataclasses import dataclass

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

"""When a practice brings up too much: back to the ground, and who can help."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from practices.library import read_text


@dataclass(frozen=True, slots=True)
class Words:
    """A few plain lines under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """The way back to the ground, and who can help; no number is named, they differ by place."""

    grounding: Words
    support: Words
    not_a_medical_device: str


@cache
def care(language: str = "en") -> Care:
    """Return it in a language; one that is not there is as good as English."""
    told = tomllib.loads(read_text("care", language))
    return Care(_words(told["grounding"]), _words(told["support"]), told["not_a_medical_device"])


def _words(told: dict[str, Any]) -> Words:
    return Words(told["title"], tuple(told["lines"]))

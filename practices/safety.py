"""When a practice brings up too much: back to the ground, and who can help."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from practices.library import read_text


@dataclass(frozen=True, slots=True)
class Words:
    """A few plain lines under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """The way back to the ground, and who can help."""

    grounding: Words
    support: Words
    not_a_medical_device: str


REGIONS = ("", "eu", "gb", "us-ca", "au", "nz")
LONGEST_REACH_OUT = 300


@cache
def care(language: str = "en", region: str = "", reach_out: str = "") -> Care:
    """Return it in a language; one that is not there is as good as English.

    Parameters
    ----------
    language
        One of `practices.library.LANGUAGES`.
    region
        One of `REGIONS`, as the person chose it. It is never guessed: a desktop's language says
        little of where one sits, and a number that is wrong there helps nobody. Any other names
        no number.
    reach_out
        Whom the person would call, in their own words.
    """
    told = tomllib.loads(read_text("care", language))
    support = told["support"]
    number = support["emergency"].get(region, support["emergency"]["anywhere"])
    own = reach_out[:LONGEST_REACH_OUT].strip()
    lines = (
        *support["lines"],
        *([support["reach_out"].format(own)] if own else []),
        support["danger"].format(number),
    )
    return Care(
        Words(told["grounding"]["title"], tuple(told["grounding"]["lines"])),
        Words(support["title"], lines),
        told["not_a_medical_device"],
    )

"""Each value of a script as it has to be: a reader raises ValueError, and says what it found."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from practices.parts import Line
from practices.slips import seen

LONGEST_LINE = 120  # letters: two rows of the screen
_ENTRY = 'a text, or {text = "a text", weight = 2}'
_Kind = TypeVar("_Kind", bound=StrEnum)


class EntryError(ValueError):
    """One entry of a list makes no sense; ``number`` counts from 1."""

    def __init__(self, says: str, number: int) -> None:
        super().__init__(says)
        self.number = number


def id_for(name: str) -> str:
    """Return the id of a practice with this name: small letters, digits and hyphens.

    Raises
    ------
    ValueError
        If nothing is left of the name.
    """
    made = re.sub(r"[^\w]+", "-", name.casefold(), flags=re.UNICODE).strip("-_")
    if not made or not name.isprintable() or len(made) > 60:
        raise ValueError(f"{name!r} cannot name a practice: use a few words of letters.")
    return made


def named(kinds: type[StrEnum]) -> str:
    """Return the choices there are, in words."""
    return " or ".join(map(repr, map(str, kinds)))


def one_of(kinds: type[_Kind]) -> Callable[[Any], _Kind]:
    """Return what reads one of these kinds."""

    def read(value: object) -> _Kind:
        found = next((kind for kind in kinds if kind == value), None)
        if found is None:
            raise ValueError(f"found {seen(value)}")
        return found

    return read


def a_text(value: object) -> str:
    """Return a text on one line."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"found {seen(value)}")
    if not value.isprintable():
        raise ValueError(f"found {seen(value)}, which holds more than one line of plain text")
    return value.strip()


def an_id(value: object) -> str:
    """Return what a practice is known by."""
    text = a_text(value)
    if text != id_for(text):
        raise ValueError(f"found {seen(value)}; such as {id_for(text)!r}")
    return text


def a_number(value: object) -> float:
    """Return a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e6:
        raise ValueError(f"found {seen(value)}")
    return float(value)


def minutes_in_s(value: object) -> float | None:
    """Return minutes, in seconds."""
    return a_number(value) * 60


def a_range(value: object) -> tuple[float, float]:
    """Return the shortest and the longest, in minutes."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"found {seen(value)}")
    shortest, longest = map(a_number, value)
    if not 0 < shortest <= longest:
        raise ValueError(f"found {seen(value)}")
    return shortest, longest


def tables_in(value: object) -> list[dict[str, Any]]:
    """Return a list of tables."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"found {seen(value)}")
    return value


def lines_in(value: object) -> tuple[Line, ...]:
    """Return the lines of a step."""
    if not isinstance(value, list):
        raise ValueError(f"found {seen(value)}")
    return tuple(_line(entry, number) for number, entry in enumerate(value, start=1))


def _line(value: object, number: int) -> Line:
    try:
        if isinstance(value, str):
            return Line(_shown(value))
        if not isinstance(value, dict):
            raise ValueError(f"found {seen(value)}; expected {_ENTRY}")
        for key in value:
            if key not in ("text", "weight"):
                raise ValueError(f"{key!r} is not known; expected {_ENTRY}")
        if "text" not in value:
            raise ValueError(f"'text' is missing; expected {_ENTRY}")
        return Line(_shown(value["text"]), _weight(value.get("weight", 1.0)))
    except ValueError as error:
        raise EntryError(str(error).rstrip("."), number) from error


def _weight(value: object) -> float:
    try:
        return a_number(value)
    except ValueError as error:
        raise ValueError(f"'weight' is not a number: {error}") from error


def nth(number: int) -> str:
    """Return ``3rd`` for 3."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number // 10 % 10 == 1 else ends.get(number % 10, 'th')}"


def _shown(value: object) -> str:
    """Return a text that has room on the screen."""
    text = a_text(value)
    if len(text) > LONGEST_LINE:
        raise ValueError(f"{text[:20]!r} … has {len(text)} letters; {LONGEST_LINE} have room")
    return text

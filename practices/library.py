"""The practices, read from their scripts: the words stand apart from the code."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from practices.breathing import BreathPattern, parse_pattern
from practices.practice import Element, Guidance, Line, Practice, Step

ORDER = (
    "self-compassion-break",
    "hand-on-heart",
    "loving-kindness",
    "compassionate-friend",
    "just-breathe",
)
_T = TypeVar("_T")


class ScriptError(ValueError):
    """A script cannot be used; ``str()`` says in which file, at which key, what was expected."""


class UnknownPracticeError(LookupError):
    """There is no such practice; ``str()`` lists the choices."""


@cache
def load_practices(language: str = "en") -> tuple[Practice, ...]:
    """Return the practices that come with the program, the plain pacer last."""
    folder = files("practices") / "scripts" / language
    return tuple(
        parse_script((folder / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
        for name in ORDER
    )


def find_practice(name: str) -> Practice:
    """Return the practice with this id or name, or the only one that begins so.

    Raises
    ------
    UnknownPracticeError
        If none or several do.
    """
    asked = name.strip().casefold()
    known = load_practices()
    exact = [p for p in known if asked in (p.id, p.name.casefold())]
    begins = [p for p in known if asked and (p.id + "\n" + p.name.casefold()).find(asked) == 0]
    for found in (exact, begins):
        if len(found) == 1:
            return found[0]
    choices = ", ".join(practice.id for practice in known)
    raise UnknownPracticeError(f"There is no practice {name!r}: choose one of {choices}.")


def read_script(path: Path) -> Practice:
    """Read a person's own script.

    Raises
    ------
    ScriptError
        If it cannot be read or used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: it cannot be read ({error}).") from error
    return parse_script(text, str(path))


def parse_script(text: str, file: str) -> Practice:
    """Return the practice that a script describes; ``file`` is named in errors.

    Raises
    ------
    ScriptError
        If the text is no TOML, a key is missing or unknown, or a value makes no sense.
    """
    try:
        script = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScriptError(f"{file}: it is no TOML ({error}).") from error
    try:
        return _Reader(file, "", script).practice()
    except ScriptError:
        raise
    except ValueError as error:
        raise ScriptError(f"{file}: {error}") from error


class _Reader:
    """Takes values out of one table of a script and says where one is not as expected."""

    def __init__(self, file: str, where: str, table: dict[str, Any]) -> None:
        self._file, self._where, self._table = file, where, dict(table)

    def practice(self) -> Practice:
        shortest, longest = self._take("minutes", _range, "[shortest, longest], such as [3, 7]")
        made = Practice(
            id=self._take("id", _text, "a text"),
            name=self._take("name", _text, "a text"),
            summary=self._take("summary", _text, "a text"),
            kind=self._take("kind", _text, "a text", "compassion"),
            shortest_s=shortest * 60,
            longest_s=longest * 60,
            micro_s=self._take("micro_minutes", _minutes, "a number of minutes", None),
            pattern=self._take("breath", parse_pattern, 'such as "4/6"', BreathPattern()),
            steps=tuple(self._steps()),
        )
        self._nothing_left()
        return made

    def _steps(self) -> list[Step]:
        tables = self._take("step", _tables, "one [[step]] table or more")
        return [
            _Reader(self._file, f" in step {number}", table).step()
            for number, table in enumerate(tables, start=1)
        ]

    def step(self) -> Step:
        made = Step(
            name=self._take("name", _text, "a text"),
            element=self._take("element", Element, " or ".join(map(repr, map(str, Element)))),
            lines=self._take("lines", _lines, "a list of texts"),
            phrases=self._take("phrases", _lines, "a list of texts", ()),
            weight=self._take("weight", _number, "a number", 1.0),
            breathing=self._take(
                "breathing", Guidance, " or ".join(map(repr, map(str, Guidance))), Guidance.NATURAL
            ),
            touch=self._take("touch", _text, "a text", ""),
        )
        self._nothing_left()
        return made

    def _take(
        self, key: str, read: Callable[[Any], _T], expected: str, default: _T | object = ...
    ) -> _T:
        if key not in self._table and default is not ...:
            return default  # type: ignore[return-value]
        try:
            return read(self._table.pop(key))
        except KeyError:
            raise ScriptError(
                f"{self._file}{self._where}: {key!r} is missing; expected {expected}."
            ) from None
        except (ValueError, TypeError) as error:
            raise ScriptError(
                f"{self._file}{self._where}: {key!r} is not {expected} ({error})."
            ) from error

    def _nothing_left(self) -> None:
        for key in self._table:
            raise ScriptError(f"{self._file}{self._where}: {key!r} is not known; is it misspelt?")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"found {value!r}")
    return value.strip()


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"found {value!r}")
    return float(value)


def _minutes(value: object) -> float | None:
    return _number(value) * 60


def _range(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"found {value!r}")
    return _number(value[0]), _number(value[1])


def _tables(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"found {value!r}")
    return value


def _lines(value: object) -> tuple[Line, ...]:
    if not isinstance(value, list):
        raise ValueError(f"found {value!r}")
    return tuple(Line(_text(one)) for one in value)

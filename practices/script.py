"""Reads and begins scripts: the TOML files that hold a practice's words.

A therapist or a person writes these by hand, so every refusal says in which file, at which line,
what was expected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from practices.breathing import BreathPattern, parse_pattern
from practices.practice import Element, Guidance, Line, PartError, Practice, Step

LONGEST_LINE = 120  # letters: two rows of the screen
LARGEST_BYTES = 200_000  # the longest of ours has 1,500
_T = TypeVar("_T")
_Kind = TypeVar("_Kind", bound=StrEnum)


class ScriptError(ValueError):
    """A script cannot be used; ``str()`` says in which file, at which line, what was expected."""


def read_script(path: Path) -> Practice:
    """Read a script from a file.

    Raises
    ------
    ScriptError
        If it cannot be read or used.
    """
    try:
        if path.exists() and not path.is_file():
            raise ScriptError(f"{path}: it is no file; name a script.")
        if path.stat().st_size > LARGEST_BYTES:
            raise ScriptError(f"{path}: it is too long for a script; is it another file?")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ScriptError(f"{path}: it cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise ScriptError(f"{path}: it is no UTF-8 text; save it as UTF-8.") from error
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
    except (ValueError, RecursionError) as error:  # of numbers, too, that are too long to be some
        raise ScriptError(f"{file}: it is no TOML ({error}).") from error
    return _Table(_Source(text, file), 0, script).practice()


def begin_script(source: str, name: str) -> str:
    """Return a script for a practice of this name, begun as a copy of another script's text.

    Parameters
    ----------
    source
        The text of the script that is copied.
    name
        What the new practice is called; its id is made from it.

    Raises
    ------
    ValueError
        If no id can be made from the name.
    """
    return HOW_TO + _having(_having(source, "id", id_for(name)), "name", name.strip())


def _having(source: str, key: str, value: str) -> str:
    """Return a script whose first line with this key has another value."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    line = f'{key} = "{escaped}"'
    return re.sub(rf"(?m)^{key} = .*$", lambda _: line, source, count=1)


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


HOW_TO = """\
# A practice in your own words. Change what you like, then try it with `practices check`.
#
# minutes   the shortest and the longest; micro_minutes, a short form, may be left out
# breath    in/out, or in/hold/out/hold, in steps of 0.5 s
# element   mindfulness, common humanity or self-kindness
# breathing paced (the pacer leads), offered (it is there if wanted) or natural (no pacer)
# weight    how much of the whole a step has, beside the others
# lines     are said once; phrases come back for as long as the step lasts
# A line or a phrase may have a weight too, to stay twice as long as the others:
#           lines = [{text = "Take your time.", weight = 2}]

"""


class _Source:
    """The text of a script, to find the line that an error is about."""

    def __init__(self, text: str, file: str) -> None:
        self._lines, self._file = text.splitlines(), file

    def place(self, step: int, key: str = "") -> str:
        """Return ``file, line 7 (step 2)`` for a key, or for its step when the key is not there."""
        number = self._line(step, key)
        line = f", line {number}" if number else ""
        return self._file + line + (f" (step {step})" if step else "")

    def _line(self, step: int, key: str) -> int:
        """Return the line of a key in a step (0: before the steps), or of the step's own head."""
        at, head = 0, 0
        for number, line in enumerate(self._lines, start=1):
            if line.strip().startswith("[["):
                at += 1
                head = number if at == step else head
            if at == step and key and re.match(rf"\s*['\"]?{re.escape(key)}['\"]?\s*=", line):
                return number
        return head


class _Table:
    """Takes values out of one table of a script and says where one is not as expected."""

    def __init__(self, source: _Source, number: int, table: dict[str, Any]) -> None:
        self._source, self._number, self._table = source, number, dict(table)

    def practice(self) -> Practice:
        shortest, longest = self._take("minutes", _range, "[shortest, longest], such as [3, 7]")
        steps = self._steps()
        values: dict[str, Any] = {
            "id": self._take("id", _id, "small letters, digits and hyphens"),
            "name": self._take("name", _text, "a text"),
            "summary": self._take("summary", _text, "a text"),
            "kind": self._take("kind", _text, "a text", "compassion"),
            "shortest_s": shortest * 60,
            "longest_s": longest * 60,
            "micro_s": self._take("micro_minutes", _seconds, "a number of minutes", None),
            "pattern": self._take("breath", parse_pattern, 'such as "4/6"', BreathPattern()),
        }
        self._nothing_left()
        return self._made(Practice, steps=steps, **values)

    def _steps(self) -> tuple[Step, ...]:
        tables = self._take("step", _tables, "one [[step]] table or more")
        return tuple(
            _Table(self._source, number, table).step()
            for number, table in enumerate(tables, start=1)
        )

    def step(self) -> Step:
        values: dict[str, Any] = {
            "name": self._take("name", _text, "a text"),
            "element": self._take("element", _one_of(Element), _named(Element)),
            "lines": self._take("lines", _lines, "a list of texts"),
            "phrases": self._take("phrases", _lines, "a list of texts", ()),
            "weight": self._take("weight", _number, "a number", 1.0),
            "breathing": self._take(
                "breathing", _one_of(Guidance), _named(Guidance), Guidance.NATURAL
            ),
            "touch": self._take("touch", _text, "a text", ""),
        }
        self._nothing_left()
        return self._made(Step, **values)

    def _made(self, make: Callable[..., _T], /, **values: Any) -> _T:
        try:
            return make(**values)
        except PartError as error:
            place = self._source.place(error.step or self._number, error.key)
            raise ScriptError(f"{place}: {error}") from error
        except ValueError as error:
            raise ScriptError(f"{self._source.place(self._number)}: {error}") from error

    def _take(
        self, key: str, read: Callable[[Any], _T], expected: str, default: _T | object = ...
    ) -> _T:
        if key not in self._table and default is not ...:
            return default  # type: ignore[return-value]
        place = self._source.place(self._number, key)
        try:
            return read(self._table.pop(key))
        except KeyError:
            raise ScriptError(f"{place}: {key!r} is missing; expected {expected}.") from None
        except (ValueError, TypeError, AttributeError) as error:
            raise ScriptError(f"{place}: {key!r} is not {expected} ({error}).") from error

    def _nothing_left(self) -> None:
        for key in self._table:
            place = self._source.place(self._number, key)
            raise ScriptError(f"{place}: {key!r} is not known; is it misspelt?")


def _named(kinds: type[StrEnum]) -> str:
    return " or ".join(map(repr, map(str, kinds)))


def _one_of(kinds: type[_Kind]) -> Callable[[Any], _Kind]:
    def read(value: object) -> _Kind:
        found = next((kind for kind in kinds if kind == value), None)
        if found is None:
            raise ValueError(f"found {value!r}")
        return found

    return read


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"found {value!r}")
    if not value.isprintable():
        raise ValueError(f"found {value!r}, which holds more than one line of plain text")
    return value.strip()


def _id(value: object) -> str:
    text = _text(value)
    if text != id_for(text):
        raise ValueError(f"found {value!r}; such as {id_for(text)!r}")
    return text


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e6:
        raise ValueError(f"found {value!r}")
    return float(value)


def _seconds(value: object) -> float | None:
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
    return tuple(map(_line, value))


def _line(value: object) -> Line:
    if not isinstance(value, dict):
        return Line(_shown(value))
    if not {"text"} <= set(value) <= {"text", "weight"}:
        raise ValueError(f"found {value!r} where text and weight may stand")
    return Line(_shown(value["text"]), _number(value.get("weight", 1.0)))


def _shown(value: object) -> str:
    """Return a text that has room on the screen."""
    text = _text(value)
    if len(text) > LONGEST_LINE:
        raise ValueError(f"{text[:20]!r} … has {len(text)} letters; {LONGEST_LINE} have room")
    return text

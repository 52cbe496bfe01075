"""Reads and begins scripts: the TOML files that hold a practice's words.

A therapist or a person writes these by hand, so every refusal says in which file, at which line,
what was expected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from practices import values
from practices.breathing import BreathPattern, parse_pattern
from practices.parts import Element, Guidance, Kind, PartError, Step
from practices.practice import Practice
from practices.slips import TWO_BRACKETS, Source, meant

LARGEST_BYTES = 200_000  # the longest of ours has 1,500
_FOR_PRACTICE = ("id", "name", "summary", "kind", "minutes", "micro_minutes", "breath", "step")
_FOR_STEP = ("name", "element", "weight", "breathing", "touch", "lines", "phrases")
_LENGTHS = "two numbers of minutes over 0, the shorter first, such as [3, 7]"
_T = TypeVar("_T")


class ScriptError(ValueError):
    """A script cannot be used; ``str()`` says in which file, at which line, what was expected."""


def read_script(
    path: Path, taken: Mapping[str, str] | None = None, *, given: bool = False
) -> Practice:
    """Read a script from a file.

    Parameters
    ----------
    taken, given
        As for `parse_script`.

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
    return parse_script(text, str(path), taken, given=given)


def parse_script(
    text: str, file: str, taken: Mapping[str, str] | None = None, *, given: bool = False
) -> Practice:
    """Return the practice that a script describes.

    Parameters
    ----------
    file
        Is named in errors.
    taken
        The ids that other practices have, and in words who has each.
    given
        It comes with the program, and may be of another kind than compassion.

    Raises
    ------
    ScriptError
        If the text is no TOML, a key is missing or unknown, or a value makes no sense.
    """
    source = Source(text, file)
    try:
        script = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of numbers, too, that are too long to be some
        raise ScriptError(source.not_toml(error)) from error
    return _Table(source, 0, script).practice(taken or {}, given=given)


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
    plain = re.sub(r"(?m)^kind = .*\n", "", source, count=1)
    return HOW_TO + _having(_having(plain, "id", values.id_for(name)), "name", name.strip())


def _having(source: str, key: str, value: str) -> str:
    """Return a script whose first line with this key has another value."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    line = f'{key} = "{escaped}"'
    return re.sub(rf"(?m)^{key} = .*$", lambda _: line, source, count=1)


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


class _Table:
    """Takes values out of one table of a script and says where one is not as expected."""

    def __init__(self, source: Source, number: int, table: dict[str, Any]) -> None:
        self._source, self._number, self._table = source, number, dict(table)

    def practice(self, taken: Mapping[str, str], *, given: bool) -> Practice:
        self._nothing_else(_FOR_PRACTICE if given else [k for k in _FOR_PRACTICE if k != "kind"])
        shortest, longest = self._take("minutes", values.a_range, _LENGTHS)
        steps = self._steps()
        made: dict[str, Any] = {
            "id": self._take("id", values.an_id, "small letters, digits and hyphens"),
            "name": self._take("name", values.a_text, "a text"),
            "summary": self._take("summary", values.a_text, "a text"),
            "kind": self._take("kind", values.one_of(Kind), values.named(Kind), Kind.COMPASSION),
            "shortest_s": shortest * 60,
            "longest_s": longest * 60,
            "micro_s": self._take(
                "micro_minutes", values.minutes_in_s, "a number of minutes", None
            ),
            "pattern": self._take("breath", parse_pattern, 'such as "4/6"', BreathPattern()),
        }
        if made["id"] in taken:
            raise ScriptError(
                f"{self._source.place(key='id')}: the id {made['id']!r} is taken by "
                f"{taken[made['id']]}; choose another."
            )
        return self._made(Practice, steps=steps, **made)

    def _steps(self) -> tuple[Step, ...]:
        if isinstance(self._table.get("step"), dict) and self._source.one_bracket():
            raise ScriptError(f"{self._source.one_bracket()}: {TWO_BRACKETS}.")
        tables = self._take("step", values.tables_in, "one [[step]] table or more")
        return tuple(
            _Table(self._source, number, table).step()
            for number, table in enumerate(tables, start=1)
        )

    def step(self) -> Step:
        self._nothing_else(_FOR_STEP)
        made: dict[str, Any] = {
            "name": self._take("name", values.a_text, "a text"),
            "element": self._take("element", values.one_of(Element), values.named(Element)),
            "lines": self._take("lines", values.lines_in, "a list of texts"),
            "phrases": self._take("phrases", values.lines_in, "a list of texts", ()),
            "weight": self._take("weight", values.a_number, "a number", 1.0),
            "breathing": self._take(
                "breathing", values.one_of(Guidance), values.named(Guidance), Guidance.NATURAL
            ),
            "touch": self._take("touch", values.a_text, "a text", ""),
        }
        return self._made(Step, **made)

    def _made(self, make: Callable[..., _T], /, **fields: Any) -> _T:
        try:
            return make(**fields)
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
        try:
            return read(self._table.pop(key))
        except KeyError:
            raise self._error(key, f"{key!r} is missing; expected {expected}.") from None
        except values.EntryError as error:
            what = f"in {key!r} the {values.nth(error.number)} is not as expected ({error})."
            raise self._error(key, what, error.number) from error
        except (ValueError, TypeError, AttributeError) as error:
            raise self._error(key, f"{key!r} is not {expected} ({error}).") from error

    def _error(self, key: str, what: str, entry: int = 0) -> ScriptError:
        return ScriptError(f"{self._source.place(self._number, key, entry)}: {what}")

    def _nothing_else(self, known: Sequence[str]) -> None:
        """Refuse a key that does not belong here, before a missing one: it is what was meant."""
        for key in self._table:
            if key not in known:
                raise self._error(key, f"{key!r} {self._why_not(key, known)}")

    def _why_not(self, key: str, known: Sequence[str]) -> str:
        if key == "kind":
            return "is for the practices that come with the program; leave the line out."
        if self._number and key in _FOR_PRACTICE:
            return "belongs to the whole practice: write it above the first [[step]]."
        if not self._number and key in _FOR_STEP:
            return "belongs to a step: write it below a line with [[step]]."
        return f"is not known; {meant(key, [each for each in known if each not in self._table])}"

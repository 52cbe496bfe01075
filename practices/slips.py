"""Says where in a script a slip is, and what was meant.

Whoever writes a script by hand knows neither TOML's grammar nor Python's names: so it says the
line first, then what to do, for the slips that people make most.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

TWO_BRACKETS = "a step begins with two brackets on each side: write [[step]]"
LONGEST_SEEN = 40  # letters of what was found
_CURLY = "“”„‟«»‘’‚‹›"
_PART = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:\\.|[^"\\])*"|' + r"'[^']*'|#[^\n]*|.",
    re.DOTALL,
)
_ONE_BRACKET = re.compile(r"\s*\[\s*step\s*\]")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HALF_CURLY = re.compile(rf'"[^"{_CURLY}]*[{_CURLY}]\s*(?:[,\]}}]|$)')  # begun with a straight one
_NEXT = re.compile(r"\[\[|step\s*\]|[\w-]+\s*=")  # what begins after a list
_COMMA = re.compile(r"=\s*\d+,\d+\s*$")


class Source:
    """The text of a script, to find the line that an error is about."""

    def __init__(self, text: str, file: str) -> None:
        self._lines, self._file = text.split("\n"), file

    def place(self, step: int = 0, key: str = "", entry: int = 0) -> str:
        """Return ``file, line 7 (step 2)`` for a key, or for its step when the key is not there.

        Parameters
        ----------
        step
            Counts from 1; 0 is what stands before the steps.
        entry
            Which one of the key's list, from 1; 0 for the key itself.
        """
        return self._at(self._entry(self._line(step, key), entry), step)

    def not_toml(self, error: Exception) -> str:
        """Return the sentence for a text that is no TOML, its line first."""
        found = _AT.search(str(error))
        says = str(error)[: found.start()] if found else "it has a number or brackets without end"
        number, column = (int(part or 0) for part in found.groups()) if found else (0, 0)
        if says.startswith("Cannot") and self.one_bracket():
            return f"{self.one_bracket()}: {TWO_BRACKETS}."
        if found and not number:
            number = len("\n".join(self._lines).rstrip().split("\n"))
        line = self._lines[number - 1] if number else ""
        return f"{self._at(number)}: it is no TOML ({_slip(says, line, column) or says})."

    def one_bracket(self) -> str:
        """Return where the first ``[step]`` stands that should be ``[[step]]``; empty without."""
        heads = (n for n, line in enumerate(self._lines, start=1) if _ONE_BRACKET.match(line))
        return next(map(self._at, heads), "")

    def _at(self, number: int, step: int = 0) -> str:
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

    def _entry(self, line: int, entry: int) -> int:
        """Return the line on which an entry of the list begins that itself begins on ``line``."""
        if not line or not entry:
            return line
        _, _, rest = "\n".join(self._lines[line - 1 :]).partition("=")
        begins = itertools.islice(_entries(rest), entry - 1, None)
        return line + next(begins, 0)


def _entries(text: str) -> Iterator[int]:
    """Yield, for each entry of the list at the beginning, after how many line ends it begins."""
    depth, line, awaited = 0, 0, False
    for part in _PART.findall(text):
        if depth == 1 and awaited and not part.isspace() and part[0] not in "#]":
            yield line
            awaited = False
        depth += (part in ("[", "{")) - (part in ("]", "}"))
        awaited = awaited or (depth == 1 and part in ("[", ","))
        if part == "]" and not depth:
            return
        line += part.count("\n")


def meant(key: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'summary'?``, or a question when nothing known is like it."""
    import difflib  # for a slip alone

    like = difflib.get_close_matches(key.casefold(), list(known), n=1)
    return f"did you mean {like[0]!r}?" if like else "is it misspelt?"


def seen(value: object) -> str:
    """Return a value as its writer wrote it, or what kind of thing it is."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "a table"
        case list() if all(isinstance(one, int | float | str) for one in value):
            return _short(f"[{', '.join(map(seen, value))}]")
        case list():
            return "a list"
        case str():
            return _short(repr(value))
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SEEN else f"{text[:LONGEST_SEEN]} …"


def _slip(says: str, line: str, column: int) -> str:
    """Return the slip that stopped TOML's reader in words; empty if nobody can know.

    ``column`` counts from 1, and is 0 at the end of the file.
    """
    rest, before = (line[column - 1 :].strip(), line[: column - 1]) if column else ("", "")
    at, word = rest[:1], says.split()[0]
    next_key = _NEXT.match(rest) and not before.strip("[ \t")
    slips = (
        (
            at in tuple(_CURLY) or _HALF_CURLY.search(line),
            'a text stands in straight quotes, such as "so", not in curly ones',
        ),
        (
            word in ("Unclosed", "Invalid") and next_key,
            "the list before this line has no ] at its end",
        ),
        (word == "Unclosed" and not at, "a list has no ] at its end"),
        (word == "Unclosed", f"a comma is missing before {_short(rest.rstrip(' ,]}'))}"),
        (word == "Unterminated" or "character '\\n'" in says, 'a text has no " at its end'),
        (word == "Invalid" and at.isalpha(), 'a text stands in quotes, such as "so"'),
        (word == "Invalid" and "key" in says, "what stands in { } belongs on one line"),
        (word == "Invalid" and at in ("", ","), "a value is missing"),
        (word == "Unescaped", "in a text a backslash is written twice"),
        ("']]'" in says, TWO_BRACKETS),
        ("newline" in says and _COMMA.search(line), "a number has a point, such as 2.5"),
        ("newline" in says, f"behind the value stands something more: {_short(rest)}"),
        ("'='" in says, "here belongs: key = value"),
        (says == "Cannot overwrite a value", "this key stands there twice"),
    )
    return next((words for is_it, words in slips if is_it), "")

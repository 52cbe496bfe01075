"""Where a person's own practices lie, and every practice that one can choose."""

from __future__ import annotations

from pathlib import Path

from biofeedback.settings import PRACTICES, data_folder
from practices.library import find_practice, load_practices, own_practices
from practices.practice import Practice
from practices.script import read_script


def practices_folder() -> Path:
    """Return the folder that holds the person's own scripts; it need not exist yet."""
    return data_folder() / PRACTICES


def known_practices(language: str = "en") -> tuple[Practice, ...]:
    """Return the practices that come with the program, then the person's own."""
    return (*load_practices(language), *own_practices(practices_folder())[0])


def choose_practice(name: str, language: str = "en") -> Practice:
    """Return a practice by its id, name or beginning, or from a script file that is named.

    Raises
    ------
    ScriptError
        If it is a file that cannot be used.
    UnknownPracticeError
        If there is no such practice.
    """
    if name.endswith(".toml"):
        return read_script(Path(name))
    return find_practice(name, known_practices(language))

"""Where a person's own practices lie, and every practice that one can choose."""

from __future__ import annotations

from pathlib import Path

from biofeedback.settings import PRACTICES, data_folder
from practices.library import (
    UnknownPracticeError,
    find_practice,
    load_practices,
    own_practices,
    trouble_with,
)
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
        If it is a file that cannot be used, or one of the person's own that cannot.
    UnknownPracticeError
        If there is no such practice.
    """
    if name.endswith(".toml"):
        return read_script(script_path(name))
    try:
        return find_practice(name, known_practices(language))
    except UnknownPracticeError:
        if trouble := trouble_with(practices_folder(), name):
            raise trouble from None
        raise


def script_path(name: str) -> Path:
    """Return the file of a script that is named; one of the person's own where there is no other.

    Its name may be that of the file, with or without ``.toml``, or of the practice.
    """
    path = Path(name)
    stem = path.name.removesuffix(".toml")
    for each in (stem, stem.casefold().replace(" ", "-")):
        own = practices_folder() / f"{each}.toml"
        if not path.exists() and own.exists():
            return own
    return path

"""The practices there are: those that come with the program, and a person's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from practices.practice import Practice
from practices.script import ScriptError, begin_script, id_for, parse_script, read_script

LANGUAGES = ("en", "de")
ORDER = (
    "self-compassion-break",
    "hand-on-heart",
    "loving-kindness",
    "compassionate-friend",
    "just-breathe",
    "own-pace",
    "quiet-rest",
)


class UnknownPracticeError(LookupError):
    """There is no such practice; ``str()`` lists the choices."""


@cache
def load_practices(language: str = "en") -> tuple[Practice, ...]:
    """Return the practices that come with the program, the plain pacer and the rest last.

    A language that is not among `LANGUAGES` is as good as English.
    """
    return tuple(
        parse_script(read_text(practice_id, language), f"{practice_id}.toml", given=True)
        for practice_id in ORDER
    )


def own_practices(folder: Path) -> tuple[tuple[Practice, ...], tuple[ScriptError, ...]]:
    """Return the practices that a person wrote, by name, and why the other scripts are unusable.

    Parameters
    ----------
    folder
        Holds one ``.toml`` file each; need not exist.
    """
    found: dict[str, Practice] = {}
    troubles: list[ScriptError] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            practice = read_script(path)
            if practice.id in ORDER or practice.id in found:
                raise ScriptError(f"{path}: the id {practice.id!r} is taken; choose another.")
        except ScriptError as error:
            troubles.append(error)
        else:
            found[practice.id] = practice
    return tuple(sorted(found.values(), key=lambda p: p.name.casefold())), tuple(troubles)


def find_practice(name: str, known: Sequence[Practice] | None = None) -> Practice:
    """Return the practice with this id or name, or the only one that begins so.

    Parameters
    ----------
    name
        However a person writes it.
    known
        Where to look; the practices that come with the program when absent.

    Raises
    ------
    UnknownPracticeError
        If none or several are called so.
    """
    known = load_practices() if known is None else known
    asked = name.strip().casefold()
    exact = [p for p in known if asked in (p.id, p.name.casefold())]
    begins = [
        p for p in known if asked and any(s.startswith(asked) for s in (p.id, p.name.casefold()))
    ]
    for found in (exact, begins):
        if len(found) == 1:
            return found[0]
    choices = ", ".join(practice.id for practice in known)
    raise UnknownPracticeError(f"There is no practice {name!r}: choose one of {choices}.")


def new_script(folder: Path, name: str, like: str, language: str = "en") -> Path:
    """Write a script to begin with: a copy of one that comes with the program.

    Parameters
    ----------
    folder
        Has to exist.
    name
        What the new practice is called.
    like
        The id of the practice whose script is copied.
    language
        One of `LANGUAGES`.

    Raises
    ------
    ValueError
        If the name cannot be used.
    FileExistsError
        If there is such a script; it is left as it is.
    OSError
        If it cannot be written.
    """
    path = folder / f"{free_id(name)}.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(begin_script(read_text(like, language), name))
    return path


def free_id(name: str) -> str:
    """Return the id of a practice of one's own with this name.

    Raises
    ------
    ValueError
        If the name cannot be used, or one that comes with the program is called so.
    """
    if id_for(name) in ORDER:
        raise ValueError(f"{name!r} is the name of a practice that is there: choose another.")
    return id_for(name)


def read_text(name: str, language: str) -> str:
    """Return the text of a script that comes with the program, in a language or in English."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return (files("practices") / "scripts" / known / f"{name}.toml").read_text(encoding="utf-8")

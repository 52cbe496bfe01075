"""The practices there are: those that come with the program, and a person's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from practices.practice import Practice
from practices.script import ScriptError, begin_script, parse_script, read_script
from practices.values import id_for

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


SCRIPTS = Path(__file__).with_name("scripts")
_OURS = "a practice that comes with the program"


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
    read = [each for _, each in _own(folder)]
    usable = (each for each in read if isinstance(each, Practice))
    troubles = tuple(each for each in read if isinstance(each, ScriptError))
    return tuple(sorted(usable, key=lambda p: p.name.casefold())), troubles


def trouble_with(folder: Path, name: str) -> ScriptError | None:
    """Return why a person's own script of this name, or the only one that begins so, is unusable.

    None when there is no such script, or nothing is wrong with it.
    """
    asked = name.strip().casefold().replace(" ", "-")
    begins = [
        (path.stem.casefold(), each)
        for path, each in _own(folder)
        if asked and path.stem.casefold().startswith(asked)
    ]
    found = dict(begins).get(asked, begins[0][1] if len(begins) == 1 else None)
    return found if isinstance(found, ScriptError) else None


def check_script(path: Path, folder: Path) -> Practice:
    """Return the practice in a script, if it has all that makes it one of those to choose.

    Parameters
    ----------
    path
        One of a person's own, or one of those that come with the program.
    folder
        Holds the person's own ones.

    Raises
    ------
    ScriptError
        If it cannot be used; if another practice has its id; or if it is to come with the program,
        and its place in `ORDER` or another language is missing.
    """
    whole, scripts = path.resolve(), SCRIPTS.resolve()
    if whole.parent.parent == scripts:
        return _check_ours(path, scripts)
    taken = dict.fromkeys(ORDER, _OURS)
    for other, each in _own(folder):
        if other.resolve() == whole:
            break
        if isinstance(each, Practice) and other.name != path.name:
            taken[each.id] = other.name
    return read_script(path, taken)


def _check_ours(path: Path, scripts: Path) -> Practice:
    practice = read_script(path, given=True)
    todo = [] if practice.id == path.stem else [f"call it {practice.id}.toml, as its id is"]
    if practice.id not in ORDER:
        todo.append(f"write {practice.id!r} into ORDER in practices/library.py")
    there = [language for language in LANGUAGES if (scripts / language / path.name).exists()]
    todo += [f"write it in practices/scripts/{each} too" for each in LANGUAGES if each not in there]
    if todo:
        raise ScriptError(f"{path}: it is whole, but cannot be chosen yet: {'; '.join(todo)}.")
    return practice


def _own(folder: Path) -> Iterator[tuple[Path, Practice | ScriptError]]:
    """Yield every script in a folder with its practice, or why it cannot be used."""
    taken = dict.fromkeys(ORDER, _OURS)
    for path in sorted(folder.glob("*.toml")):
        try:
            practice = read_script(path, taken)
        except ScriptError as error:
            yield path, error
        else:
            taken[practice.id] = path.name
            yield path, practice


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
        if found:
            choices = ", ".join(practice.id for practice in found)
            raise UnknownPracticeError(
                f"Several practices begin with {name!r}: give one of {choices}."
            )
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
    return (SCRIPTS / known / f"{name}.toml").read_text(encoding="utf-8")

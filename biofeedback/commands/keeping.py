"""``sessions rename``, ``tag``, ``note``, ``close`` and ``delete``: what changes a kept sitting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from biofeedback.commands.options import Words, minutes_and_seconds
from biofeedback.commands.printing import tell
from biofeedback.printable import printable
from biofeedback.settings import absent_folder, sessions_folder
from biofeedback.store.kept import Kept
from biofeedback.store.labels import LONGEST_NAME
from biofeedback.words.texts_back import DAY_UNKNOWN

SITTING = click.argument("name", metavar="SITTING")


def heading(kept: Kept) -> str:
    """Return a sitting as one line."""
    length = minutes_and_seconds(kept.length_s)
    marks = ["(simulated heart)"] if kept.simulated else []
    marks += [f"[{printable(tag)}]" for tag in kept.tags]
    when = kept.began.isoformat(" ", "minutes")[:16]
    if not kept.day_known:
        when = DAY_UNKNOWN.format(kept.began.date().isoformat())
    return f"{when}  {length:>6}  {printable(kept.title)}  {' '.join(marks)}".rstrip()


@click.command()
@SITTING
@click.argument("new_name", type=Words(), metavar="NEW_NAME")
def rename(name: str, new_name: str) -> None:
    """Give a sitting a name of yours; "" takes it back. Its file keeps its own.

    \b
    Example:
      biofeedback sessions rename last "After the talk with Ana"
    """
    from biofeedback.store import afterwards
    from biofeedback.store.library import find_sitting

    new_name = _one_line(new_name)
    if new_name.casefold() == "last" or len(new_name) > LONGEST_NAME:
        raise click.UsageError(f'Choose another name: at most {LONGEST_NAME} letters, not "last".')
    kept = find_sitting(sessions_folder(), name)
    afterwards.rename(kept.path, new_name)
    tell(f"{kept.path.name} is now called {new_name.strip() or kept.practice_name}.")


@click.command()
@SITTING
@click.argument("tags", nargs=-1, required=True, type=Words(), metavar="TAG...")
@click.option("--remove", is_flag=True, help="Take these tags away.")
def tag(name: str, tags: tuple[str, ...], remove: bool) -> None:
    """Add tags to a sitting, or take them away.

    \b
    Examples:
      biofeedback sessions tag last morning outdoors
      biofeedback sessions tag last outdoors --remove
    """
    from biofeedback.store import afterwards
    from biofeedback.store.library import find_sitting

    folder = sessions_folder()
    kept = find_sitting(folder, name)
    change = afterwards.untag if remove else afterwards.tag
    change(kept.path, *map(_something, tags))
    now = find_sitting(folder, str(kept.path)).tags
    tell(f"{kept.path.name}: {', '.join(now) or 'no tags'}")


@click.command()
@SITTING
@click.argument("text", type=Words())
@click.option(
    "--instead",
    type=Words(),
    metavar="NOTE",
    help="The note it takes the place of, or how that begins.",
)
def note(name: str, text: str, instead: str | None) -> None:
    """Add a note to a sitting that is over, or change one; "" takes it back.

    \b
    Examples:
      biofeedback sessions note last "It felt odd at first, then warm."
      biofeedback sessions note last "It felt warm." --instead "It felt odd"
    """
    from biofeedback.sitting import Noted
    from biofeedback.store.afterwards import append_note, change_note
    from biofeedback.store.library import find_sitting

    kept = find_sitting(sessions_folder(), name)
    if instead is not None:
        change_note(kept.path, _note_like(kept, instead), _one_line(text))
    else:
        append_note(kept.path, Noted(kept.length_s, _something(text)))
    tell(f"{kept.path.name} has your note." if text.strip() else f"{kept.path.name}: taken back.")


def _note_like(kept: Kept, beginning: str) -> str:
    """Return the one note that begins so."""
    found = [note for note in kept.notes if note == beginning]
    found = found or [note for note in kept.notes if beginning and note.startswith(beginning)]
    if len(set(found)) == 1:
        return found[0]
    many = f"{len(found)} notes begin" if found else "no note begins"
    raise click.UsageError(f"In {kept.path.name} {many} with {beginning!r}.")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _something(text: str) -> str:
    """Return a text on one line; there has to be one."""
    if not text.strip():
        raise click.UsageError("There is nothing in it: write a word or more.")
    return _one_line(text)


@click.command()
@SITTING
def close(name: str) -> None:
    """Give an interrupted sitting its end, and its seal. It is usable without, too."""
    from biofeedback.store.afterwards import close_interrupted
    from biofeedback.store.library import find_sitting

    kept = find_sitting(sessions_folder(), name)
    close_interrupted(kept.path)
    has = "has its end already" if kept.closed else "has its end now"
    tell(f"{kept.path.name} {has}.")


@click.command()
@click.argument("names", nargs=-1, metavar="SITTING...")
@click.option("--all", "everything", is_flag=True, help="All sittings there are.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(names: tuple[str, ...], everything: bool, yes: bool) -> None:
    """Delete sittings for good: nothing of them stays, and nothing brings them back.

    \b
    Examples:
      biofeedback sessions delete 2026-11-23T0800
      biofeedback sessions delete --all
    """
    from biofeedback.store.library import delete_sittings, list_sittings, unread

    if bool(names) == everything:
        raise click.UsageError("Name the sittings to delete, or say --all.")
    folder = sessions_folder()
    kept = list_sittings(folder)
    lost = unread(folder, kept)
    found: list[Kept | Path] = [*kept, *lost]
    if not everything:
        found = [_meant(folder, lost, name) for name in names]
    found = list(dict.fromkeys(found))
    paths = [each if isinstance(each, Path) else each.path for each in found]
    if not paths:
        tell(absent_folder() or "No sitting is kept; there is nothing to delete.")
    elif yes or _sure(found):
        delete_sittings(folder, paths)
        tell(f"{_count(len(paths))} deleted.")
    else:
        tell("Nothing was deleted.")


def _meant(folder: Path, lost: Sequence[Path], name: str) -> Kept | Path:
    """Return the sitting of a name, or the file of one that cannot be read any more."""
    from biofeedback.store.library import NoSittingError, find_sitting

    for each in lost:
        if name in (each.name, each.stem) or Path(name).absolute() == each.absolute():
            return each
    try:
        return find_sitting(folder, name)
    except NoSittingError:
        begun = [each for each in lost if name and each.name.startswith(name)]
        if len(begun) != 1:
            raise
        return begun[0]


def _sure(sittings: Sequence[Kept | Path]) -> bool:
    """Ask, on standard error; no answer is no."""
    for each in sittings[:10]:
        shown = f"{each.name} (cannot be read)" if isinstance(each, Path) else heading(each)
        tell(shown, err=True)
    if len(sittings) > 10:
        tell(f"and {len(sittings) - 10} more", err=True)
    try:
        return click.confirm(f"Delete {_count(len(sittings))} for good?", err=True)
    except click.Abort:
        return False


def _count(number: int) -> str:
    return f"{number} sitting{'' if number == 1 else 's'}"

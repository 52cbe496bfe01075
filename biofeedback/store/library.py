"""The sittings that are kept: listed, found by a name, deleted for good."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from biofeedback.settings import ELSEWHERE, absent_folder
from biofeedback.store.disk import RecordingError
from biofeedback.store.folders import is_named_as_sitting
from biofeedback.store.index import FILE_NAME, Index, look_into
from biofeedback.store.kept import Kept, read_kept
from biofeedback.store.labels import composed
from biofeedback.store.taking_turns import FILE_NAME as TURNS
from biofeedback.store.writing_lock import is_being_written

LATEST_S = 3 * 3600.0  # later, posture and day are others: such a sitting is closed as it is

__all__ = [
    "Kept",
    "are_interrupted",
    "chosen",
    "delete_sittings",
    "find_sitting",
    "interrupted",
    "list_sittings",
    "may_go_on",
    "own_paths",
    "sitting_paths",
    "unread",
]


def list_sittings(folder: Path) -> list[Kept]:
    """Return the sittings under ``folder``, the newest first; what cannot be read is left out.

    Raises
    ------
    RecordingError
        If the folder is there and cannot be looked into.
    """
    try:
        with Index(folder) as index:
            return index.sittings()
    except OSError as error:
        raise RecordingError(_unreadable(folder, error)) from error


def sitting_paths(folder: Path) -> list[Path]:
    """Return the files of the sittings under ``folder``, in order; none if it is not there.

    Raises
    ------
    RecordingError
        If the folder is there and cannot be looked into.
    """
    try:
        return [folder / file for file in sorted(look_into(folder).files)]
    except OSError as error:
        raise RecordingError(_unreadable(folder, error)) from error


def own_paths(folder: Path) -> list[Path]:
    """Return the files of all sittings, of those that cannot be read, too, and of nothing else.

    Raises
    ------
    RecordingError
        If the folder is there and cannot be looked into.
    """
    kept = list_sittings(folder)
    return [*(each.path for each in kept), *unread(folder, kept)]


def unread(folder: Path, listed: Iterable[Kept]) -> list[Path]:
    """Return the files that are called as sittings are, and of which no list can tell anything.

    Raises
    ------
    RecordingError
        If the folder is there and cannot be looked into.
    """
    read = {kept.path for kept in listed}
    named = (each for each in sitting_paths(folder) if is_named_as_sitting(each.name))
    return [each for each in named if each not in read and each.is_file()]


def interrupted(folder: Path) -> list[Kept]:
    """Return the sittings that have no end, but those that are still being written."""
    return are_interrupted(list_sittings(folder))


def are_interrupted(sittings: Iterable[Kept]) -> list[Kept]:
    """Return those of the sittings that have no end, but those that are still being written."""
    return [kept for kept in sittings if not kept.closed and not is_being_written(kept.path)]


def may_go_on(kept: Kept, now: datetime | None = None) -> bool:
    """Tell whether an interrupted sitting is recent enough, and of a practice."""
    away_s = ((now or datetime.now(UTC)) - kept.began).total_seconds() - kept.length_s
    return bool(kept.practice) and not kept.closed and away_s < LATEST_S


def chosen(
    sittings: Iterable[Kept], *, word: str = "", since: date | None = None, practice: str = ""
) -> list[Kept]:
    """Return those of the sittings that fit.

    Parameters
    ----------
    word
        Stands in the name, the practice, a tag or a note.
    since
        The first day.
    practice
        Its id or name, or a part of it.
    """
    wanted = practice.casefold()
    return [
        kept
        for kept in sittings
        if (not word or kept.holds(word))
        and (since is None or kept.began.date() >= since)
        and (wanted in kept.practice.casefold() or wanted in kept.practice_name.casefold())
    ]


class NoSittingError(RecordingError):
    """No sitting is called as was said."""


def find_sitting(folder: Path, name: str) -> Kept:
    """Return the sitting that a person means.

    Parameters
    ----------
    name
        A path, a file name or the beginning of one, the name it was given, or "last".

    Raises
    ------
    RecordingError
        If there is none, or more than one; the sentence says which.
    """
    path = Path(name)
    if path.suffix == ".csv" and path.is_file():
        return read_kept(path)
    sittings = list_sittings(folder)
    if not sittings:
        raise NoSittingError(absent_folder() or f"No sitting is kept in {folder} yet.")
    if name == "last":
        return sittings[0]
    names = {name, composed(name)} - {""}
    found = [
        kept
        for kept in sittings
        if not names.isdisjoint((kept.path.name, kept.path.stem, kept.name))
    ]
    found = found or [kept for kept in sittings if name and kept.path.name.startswith(name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSittingError(
            f"No sitting is called {name!r}: `biofeedback sessions list` shows them."
        )
    some = ", ".join(kept.path.stem for kept in found[:3]) + (", ..." if len(found) > 3 else "")
    raise RecordingError(
        f"{len(found)} sittings are called {name!r} ({some}): give more of the name."
    )


def delete_sittings(folder: Path, paths: Sequence[Path]) -> None:
    """Delete sittings for good: their files, and what the index of ``folder`` holds of them.

    Raises
    ------
    RecordingError
        If one is still being written or lies elsewhere (then none is deleted), or the disk does
        not let it go.
    """
    for path in paths:
        if folder.resolve() not in path.resolve().parents:
            raise RecordingError(
                f"{path} is none of the sittings in {folder}: nothing was deleted. A file of "
                "yours elsewhere is yours to delete."
            )
        if is_being_written(path):
            raise RecordingError(
                f"{path.name} is being written just now: end that sitting first, then delete it."
            )
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise RecordingError(
            f"{error.filename} cannot be deleted ({what}): check its permissions."
        ) from error
    finally:
        _tidy(folder, {path.parent for path in paths})


def _tidy(folder: Path, years: Iterable[Path]) -> None:
    """Leave no empty year behind, and without a sitting nothing at all."""
    for year in years:
        if year.parent == folder:
            with contextlib.suppress(OSError):
                year.rmdir()
    if not list_sittings(folder):
        for name in (FILE_NAME, TURNS):
            with contextlib.suppress(OSError):
                (folder / name).unlink(missing_ok=True)


def _unreadable(folder: Path, error: OSError) -> str:
    what = (error.strerror or str(error)).lower()
    return (
        f"The sittings in {folder} cannot be read ({what}): check its permissions, or {ELSEWHERE}."
    )

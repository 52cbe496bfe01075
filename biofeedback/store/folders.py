"""How files and folders are named after a moment, and which files may be recordings.

Whether they are, only reading them tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

DOCUMENTS = {".md", ".html", ".pdf", ".png", ".jpg", ".svg", ".toml", ".parquet", ".sqlite3"}
"""What often lies beside recordings in a folder and is none."""
BESIDE = {"README", "CHANGES", "LICENSE", "LICENCE"}
"""So do these, whatever they end in; BIDS wants the first without an end."""


_NAMED = re.compile(r"\d{4}-\d\d-\d\dT\d{6}_[\w-]{1,80}\.csv", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d{6})(?:_[\w-]{1,80}|-\d{1,9})?\.csv", re.ASCII)


def is_named_as_sitting(name: str) -> bool:
    """Tell whether a file is called as this program calls sittings."""
    return _NAMED.fullmatch(name) is not None


def moment_of_name(name: str) -> datetime | None:
    """Return when a sitting began by the name of its file, kept or exported; None if by none."""
    found = _MOMENT.fullmatch(name)
    try:
        return datetime.fromisoformat(found[1]).astimezone() if found else None
    except (ValueError, OverflowError, OSError):  # the last on Windows, before 1970
        return None


def year_of(began: datetime) -> str:
    """Return the name of the folder for a year; not each system fills up ``%Y`` with zeros."""
    return f"{began.year:04}"


def stamp(began: datetime) -> str:
    """Return a moment as a file's name can hold it."""
    return f"{year_of(began)}-{began:%m-%dT%H%M%S}"


def recordings_in(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and the folders in it, but hidden ones and documents."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        document = path.suffix.lower() in DOCUMENTS or path.stem in BESIDE
        if path.is_file() and not hidden and not document:
            yield path


def files_of(named: Sequence[Path]) -> list[Path]:
    """Return the files named, those in a folder, and those that a pattern stands for, each once."""
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            found += recordings_in(path)
        elif path.is_symlink() or path.exists():
            found.append(path)
        else:  # a pattern that no shell has resolved, or a name that is not there
            found += sorted(path.parent.glob(path.name)) or [path]
    return list(dict.fromkeys(found))

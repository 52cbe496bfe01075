"""Puts exported sittings where a person wants them: one file, a folder, or one zip of them all."""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from biofeedback.exporters.formats import BIDS, files_beside, files_of
from biofeedback.exporters.readme import readme
from biofeedback.exporters.writing import make_folder, refuse_existing, write_whole
from biofeedback.store.disk import RecordingError
from biofeedback.store.folders import stamp
from biofeedback.store.kept import Kept, read_kept

README = "README.txt"
_STAMP = (1980, 1, 1, 0, 0, 0)  # a zip wants a date; when it was made says nothing of the sittings


def write_one(path: Path, sitting: Path, format_name: str, *, device: bool, force: bool) -> None:
    """Write one sitting as one file.

    Raises
    ------
    RecordingError
        If it cannot be read, or the file cannot be written.
    """
    refuse_existing(path, force=force)
    ((_, data),) = files_of(sitting, path.stem, format_name, with_device=device).items()
    write_whole(path, lambda file: file.write(data), force=force)


def write_many(
    out: Path, sittings: Iterable[Path], format_name: str, *, device: bool, force: bool
) -> list[str]:
    """Write sittings and a README into a folder, or into one file if ``out`` ends in .zip.

    Returns
    -------
    list of str
        Why a sitting could not be exported, a sentence for each; the README says so too.

    Raises
    ------
    RecordingError
        If something is there already, or cannot be written.
    """
    refused: list[str] = []
    files = _all_files(sittings, format_name, refused, device=device)
    if out.suffix.lower() == ".zip":
        write_whole(out, lambda file: _zip(file, files), force=force)
        return refused
    make_folder(out)
    refuse_existing(out / README, force=force)
    _write_each(out, files, force=force)
    return refused


def _write_each(out: Path, files: Iterable[tuple[str, bytes]], *, force: bool) -> None:
    """Write files below a folder; when one fails, none is left that was not there before."""
    made: list[Path] = []
    try:
        for name, data in files:
            path = out / name
            new = not os.path.lexists(path)
            make_folder(path.parent)
            write_whole(path, _writer(data), force=force)
            made += [path] if new else []
    except BaseException:
        for path in made:
            _take_back(path, out)
        raise


def _take_back(path: Path, out: Path) -> None:
    """Delete a file, and the folders below ``out`` that are empty without it."""
    with contextlib.suppress(OSError):
        path.unlink()
        for folder in path.parents[: len(path.relative_to(out).parts) - 1]:
            folder.rmdir()


def _all_files(
    sittings: Iterable[Path], format_name: str, refused: list[str], *, device: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of an export, one sitting after the other; the README at the end."""
    taken: set[str] = set()
    for path in sittings:
        try:
            stem = _free(_stem(path), taken)
            found = files_of(path, stem, format_name, with_device=device)
        except RecordingError as error:
            refused.append(str(error))
        else:
            yield from found.items()
    yield from files_beside(format_name).items()
    name = "README" if format_name == BIDS else README
    yield name, readme(format_name, len(taken), refused, device=device).encode()


def default_name(path: Path) -> str:
    """Return how an exported sitting is called: by when it began, and by nothing of the person."""
    return _stem(path)


def _stem(path: Path) -> str:
    kept: Kept | None = None
    with contextlib.suppress(RecordingError):
        kept = read_kept(path)
    if kept and not kept.day_known:
        return "day-unknown"  # a date in its name would be taken for the day by whoever reads it
    return stamp(kept.began) if kept else "damaged-sitting"


def _free(stem: str, taken: set[str]) -> str:
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name


def _writer(data: bytes) -> Callable[[IO[bytes]], object]:
    return lambda file: file.write(data)


def _zip(file: IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files:
            about = zipfile.ZipInfo(name, _STAMP)
            about.external_attr = 0o600 << 16
            packed.writestr(about, data, zipfile.ZIP_DEFLATED)


__all__: Sequence[str] = ("default_name", "stamp", "write_many", "write_one")

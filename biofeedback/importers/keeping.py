"""Writes a recording of another program into the store, as a sitting of our own, and only once."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from biofeedback import __version__
from biofeedback.importers.imported import Floats, Imported, UnreadableError
from biofeedback.importers.moments import in_this_zone
from biofeedback.printable import shortened
from biofeedback.store.afterwards import complete, end_line
from biofeedback.store.disk import RecordingError, write_new
from biofeedback.store.folders import is_named_as_sitting, year_of
from biofeedback.store.library import list_sittings, sitting_paths
from biofeedback.store.recorder import new_path
from biofeedback.store.recording import Recording, read_recording
from biofeedback.store.row_file import DAY_UNKNOWN, TOLD, began, meta_of, pick_rows, read_bytes
from biofeedback.store.rows import FORMAT, HEADER, Row, encode, to_line

SLUG = "imported"
DIGEST = "original_sha256"
LONGEST_NAME = 48  # letters of a file's name: what a row of the list holds beside its numbers
_PLAIN = re.compile(r"[\w-]{1,60}", re.ASCII)
_HEAD_BYTES = 4096
_DIGITS = 5  # of a ms; no format that tells when it began holds fewer
_DIGEST_ROW = re.compile(
    rb"^0\.000,meta,,\"?" + DIGEST.encode() + rb"=([0-9a-f]{64})", re.MULTILINE
)


class Originals:
    """The files that were imported before, by their SHA-256."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = dict(_digests(sitting_paths(folder)))
        self._seen = set(self._kept.values())  # of the others one may be half written just now

    def look_again(self) -> None:
        """Take in what others have imported since, while none of them does."""
        fresh = [path for path in sitting_paths(self._folder) if path not in self._seen]
        self._seen.update(fresh)
        self._kept |= _digests(fresh)

    def find(self, digest: str) -> Path | None:
        """Return the sitting that was made of a file; None if there is none."""
        return self._kept.get(digest)

    def add(self, digest: str, path: Path) -> None:
        """Remember a sitting that was just made."""
        self._seen.add(path)
        self._kept[digest] = path


def _digests(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for path in paths:
        try:
            with path.open("rb") as file:
                found = _DIGEST_ROW.search(file.read(_HEAD_BYTES))
        except OSError:
            continue
        if found:
            yield found[1].decode(), path


def digest_of(data: bytes) -> str:
    """Return what a file is known by."""
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, imported: Imported, *, name: str, digest: str, modified: datetime) -> Path:
    """Write it as a new sitting and return where it lies.

    Parameters
    ----------
    folder
        Of the sittings.
    name
        Of the original file, without its folder.
    digest
        Its SHA-256.
    modified
        The date it bears, used where it does not tell when it began.

    Raises
    ------
    RecordingError
        If it cannot be written; nothing is left behind.
    """
    began, note = in_this_zone(imported.began) if imported.began else (modified, "")
    imported = imported.noting(note)
    path = new_path(folder, began, SLUG)
    write_new(path, b"".join(_lines(imported, began, _meta(imported, name, digest))))
    return path


class OwnSittings:
    """Sittings of our own, put back to the last byte as they are, such as those of an export."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[datetime, list[Path]] = {}
        for kept in list_sittings(folder):
            self._kept.setdefault(kept.began, []).append(kept.path)

    def find(self, name: str, data: bytes) -> Path | None:
        """Return where one lies already, with all that this one holds; else None.

        Raises
        ------
        UnreadableError
            If it does not tell when it began.
        """
        alike = self._kept.get(_began(name, data), ())
        return next((path for path in alike if read_bytes(path).startswith(data)), None)

    def same(self, imported: Imported) -> Path | None:
        """Return where the same beats lie that began at the same moment; None if they do not."""
        if not imported.began:
            return None
        return self._of_beats(in_this_zone(imported.began)[0], imported.beats.rr_ms)

    def told_otherwise(self, sitting: Recording) -> Path | None:
        """Return where a sitting lies of which something else was told since; None if nowhere."""
        return self._of_beats(sitting.began, sitting.beats.rr_ms)

    def _of_beats(self, began_at: datetime, rr_ms: Floats) -> Path | None:
        if not rr_ms.size:
            return None  # nothing that could be known again
        rounded_ms = np.round(rr_ms, _DIGITS)
        for path in self._kept.get(began_at, ()):
            with contextlib.suppress(RecordingError):
                if np.array_equal(np.round(read_recording(path).beats.rr_ms, _DIGITS), rounded_ms):
                    return path
        return None

    def add(self, imported: Imported, path: Path) -> None:
        """Remember a sitting that was just made."""
        if imported.began:
            self._kept.setdefault(in_this_zone(imported.began)[0], []).append(path)

    def part_of(self, name: str, data: bytes) -> Path | None:
        """Return where one lies that was copied in part, or without later notes; else None."""
        alike = self._kept.get(_began(name, data), ())
        return next((path for path in alike if data.startswith(read_bytes(path))), None)

    def put_back(self, name: str, data: bytes) -> Path:
        """Keep one, or complete what is there of it, and return where it lies.

        Raises
        ------
        UnreadableError
            If it does not tell when it began.
        RecordingError
            If it cannot be written; nothing is left behind.
        """
        if part := self.part_of(name, data):
            complete(part, data)
            return part
        began_at = _began(name, data)
        path = self._folder / year_of(began_at) / name
        if not is_named_as_sitting(name) or path.exists():
            practice = meta_of(pick_rows(data, {"meta"})).get("practice", "")
            path = new_path(
                self._folder, began_at, practice if _PLAIN.fullmatch(practice) else SLUG
            )
        write_new(path, data)
        self._kept.setdefault(began_at, []).append(path)
        return path


def _began(name: str, data: bytes) -> datetime:
    try:
        return began(Path(name), pick_rows(data, {"session"}))
    except RecordingError:
        raise UnreadableError(
            "it is a sitting of this program that does not tell when it began: is it damaged?"
        ) from None


def _meta(imported: Imported, name: str, digest: str) -> dict[str, str]:
    return {
        "format": str(FORMAT),
        "biofeedback": __version__,
        DIGEST: digest,  # before what may be long: it is looked for in the first bytes only
        "practice_name": _title(name),
        **imported.as_meta(),
        "original_format": imported.format,
        "original_unit": imported.unit,
        "original_name": name,
        "imported": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        **({} if imported.began else {DAY_UNKNOWN: "unknown; the date of the file stands for it"}),
    }


def _title(name: str) -> str:
    """Return what a list shows: two recordings of one day are told apart by their files."""
    own = name.rpartition("/")[2]
    return f"Imported: {shortened(own, LONGEST_NAME)}"


def _lines(imported: Imported, began: datetime, meta: dict[str, str]) -> Iterator[bytes]:
    """Yield the file in parts, as a sitting that was recorded would stand there."""
    rows = [Row(0.0, "session", "1", began.isoformat(timespec="milliseconds"))]
    rows += [Row(0.0, "meta", "", f"{key}={value}") for key, value in meta.items()]
    rows += [Row(0.0, "meta", "", f"{TOLD}={sentence}") for sentence in imported.told]
    text = HEADER + "\n" + "".join(map(to_line, rows))
    text += "".join(to_line(encode(event)) for event in imported.everything())
    text += "".join(map(to_line, _labels(imported)))
    data = text.encode()
    yield data
    digest = hashlib.sha256(data).hexdigest()
    yield end_line(imported.length_s, imported.beats.rr_ms.size, digest).encode()


def _labels(imported: Imported) -> Iterator[Row]:
    if imported.labels.name:
        yield Row(imported.length_s, "name", "", imported.labels.name)
    for tag in imported.labels.tags:
        yield Row(imported.length_s, "tag", "", tag)

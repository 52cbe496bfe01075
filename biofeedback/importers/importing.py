"""What becomes of each file that is to be imported, as a dict for JSON or a screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from biofeedback.importers.imported import CompanionError, Imported, Source, Unit, UnreadableError
from biofeedback.importers.keeping import Originals, OwnSittings, digest_of, keep
from biofeedback.importers.moments import in_this_zone
from biofeedback.importers.opening import File, open_file, sources_of
from biofeedback.importers.registry import read_source
from biofeedback.importers.told import sentence
from biofeedback.printable import as_text, printable
from biofeedback.store.disk import RecordingError
from biofeedback.store.row_file import is_sitting

Outcome = dict[str, Any]
OWN = "Sitting of this program"
OTHER_UNIT = "To read it in another unit, delete that sitting first; then import it once more."
PUT_BACK = "It is a sitting of this program, and is kept as it is."


class Import:
    """One run over some files.

    Parameters
    ----------
    folder
        Where sittings are kept.
    unit
        What a person says the intervals are in.
    dry_run
        Only look; keep nothing.
    """

    def __init__(self, folder: Path, unit: Unit | None = None, *, dry_run: bool = False) -> None:
        self._folder, self._unit, self._dry_run = folder, unit, dry_run
        self._originals = Originals(folder)

    def outcomes(self, path: Path) -> Iterator[Outcome]:
        """Yield what becomes of a file, or of each recording in an archive."""
        try:
            file = open_file(path)
            for source in sources_of(path, file.data, self._unit):
                yield self._outcome(file, source)
        except UnreadableError as error:
            yield {"file": as_text(path), "error": f"{printable(path.name)}: {error}"}
        except RecordingError as error:
            yield {"file": as_text(path), "error": printable(str(error))}

    def _outcome(self, file: File, source: Source) -> Outcome:
        inside = "" if source.data is file.data else f" ({source.name})"
        shown = f"{as_text(file.path)}{inside}"
        digest = digest_of(source.data)
        told: Outcome = {"file": shown, "repairs": [], "notes": [], "sitting": None}
        told["already"] = False
        if kept := self._originals.find(digest):
            notes = [OTHER_UNIT] if self._unit else []
            return told | {"sitting": str(kept), "already": True, "notes": notes}
        try:
            if is_sitting(source.data):
                return told | self._put_back(source)
            imported = read_source(source)
            told |= describe(imported)
            if not self._dry_run:
                path = keep(
                    self._folder,
                    imported,
                    name=printable(source.name),
                    digest=digest,
                    modified=file.modified,
                )
                self._originals.add(digest, path)
                told["sitting"] = str(path)
        except CompanionError as note:
            told["notes"] = [sentence(str(note))]
        except UnreadableError as error:
            return {"file": shown, "error": f"{printable(file.path.name)}{inside}: {error}"}
        except RecordingError as error:
            return {"file": shown, "error": str(error)}
        return told

    def _put_back(self, source: Source) -> Outcome:
        """Take a sitting of our own as it is, unless it is there."""
        found: Outcome = {"format": OWN, "notes": [PUT_BACK]}
        if there := self._own.find(source.name, source.data):
            return found | {"notes": [], "sitting": str(there), "already": True}
        if self._dry_run:
            return found
        return found | {"sitting": str(self._own.put_back(source.name, source.data))}

    @cached_property
    def _own(self) -> OwnSittings:
        return OwnSittings(self._folder)


def describe(imported: Imported) -> Outcome:
    """Return what was recognised, so that a person can tell whether it is right."""
    began, note = in_this_zone(imported.began) if imported.began else (None, "")
    return {
        "format": imported.format,
        "unit": imported.unit,
        "beats": int(imported.beats.rr_ms.size),
        "length_s": round(imported.length_s, 3),
        "mean_hr_bpm": round(imported.mean_hr_bpm, 1),
        "began": began.isoformat(timespec="seconds") if began else None,
        "gaps": imported.gaps,
        "repairs": [*imported.beats.repairs, *imported.repairs],
        "notes": [each for each in (*imported.notes, note, imported.question) if each],
    }

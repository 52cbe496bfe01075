"""What becomes of each file that is to be imported, as a dict for JSON or a screen."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from biofeedback.importers.imported import CompanionError, Imported, Source, Unit, UnreadableError
from biofeedback.importers.json_text import NAME as OWN_JSON
from biofeedback.importers.keeping import Originals, OwnSittings, digest_of, keep
from biofeedback.importers.moments import in_this_zone
from biofeedback.importers.noted_since import add_missing
from biofeedback.importers.opening import File, open_file, sources_of
from biofeedback.importers.registry import read_source
from biofeedback.importers.told import sentence
from biofeedback.notes import Noted, Unnoted
from biofeedback.printable import as_text, printable
from biofeedback.store.disk import RecordingError
from biofeedback.store.recording import read_sitting
from biofeedback.store.row_file import CHANGED, is_sitting
from biofeedback.store.taking_turns import Turns

Outcome = dict[str, Any]
OWN = "Sitting of this program"
OTHER_UNIT = "To read it in another unit, delete that sitting first; then import it once more."
SAME_BEATS = (
    "These beats, begun at the same moment, are kept already; what this file alone tells beside "
    "them, such as a name, is not taken over."
)
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
        self._turns = Turns(folder)

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
        try:
            if there := self._kept_before(digest):
                return told | there
            if is_sitting(source.data):
                return told | self._put_back(source)
            imported = read_source(source)
            if self._dry_run:
                return told | (self._same(imported) or describe(imported))
            with self._turn():
                if there := self._kept_before(digest) or self._same(imported):
                    return told | there
                path = keep(
                    self._folder,
                    imported,
                    name=printable(source.name),
                    digest=digest,
                    modified=file.modified,
                )
                self._originals.add(digest, path)
                self._own.add(imported, path)
            return told | describe(imported) | {"sitting": str(path)}
        except CompanionError as note:
            return told | {"notes": [sentence(str(note))]}
        except UnreadableError as error:
            return {"file": shown, "error": f"{printable(file.path.name)}{inside}: {error}"}
        except RecordingError as error:
            return {"file": shown, "error": str(error)}

    def _kept_before(self, digest: str) -> Outcome:
        """Return what to say of a file that was imported before; nothing of another."""
        kept = self._originals.find(digest)
        notes = [OTHER_UNIT] if self._unit else []
        return {"sitting": str(kept), "already": True, "notes": notes} if kept else {}

    def _same(self, imported: Imported) -> Outcome:
        """Return what to say of beats that are kept, from another file; nothing of others."""
        notes = imported.marks if imported.format == OWN_JSON else ()  # of others, no person's
        kept = self._own.same(imported)
        return self._known(kept, notes) if kept else {}

    def _known(self, kept: Path, notes: Iterable[Noted | Unnoted]) -> Outcome:
        """Return what to say of a sitting that is here; its notes that are not are added."""
        added = add_missing(kept, notes, dry_run=self._dry_run)
        told = [added, SAME_BEATS] if added else [SAME_BEATS]
        return {"sitting": str(kept), "already": True, "notes": told}

    def _put_back(self, source: Source) -> Outcome:
        """Take a sitting of our own as it is, unless it is there."""
        if there := self._own.find(source.name, source.data):
            return {"format": OWN, "sitting": str(there), "already": True}
        with contextlib.nullcontext() if self._dry_run else self._turn():
            return {"format": OWN, **self._taken(source.name, source.data)}

    def _taken(self, name: str, data: bytes) -> Outcome:
        """Keep or complete a sitting, or add to the one that is here the notes it lacks."""
        if there := self._own.find(name, data):
            return {"sitting": str(there), "already": True}
        sitting = read_sitting(Path(name), data)
        whole = not self._own.part_of(name, data)
        if whole and (kept := self._own.told_otherwise(sitting)):
            return self._known(kept, [e for e in sitting.events if isinstance(e, Noted | Unnoted)])
        notes = [PUT_BACK, *[CHANGED] * (sitting.sealed is False)]
        kept = None if self._dry_run else self._own.put_back(name, data)
        return {"notes": notes, "sitting": str(kept) if kept else None}

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Look and keep while no other import does, knowing what others have kept."""
        with self._turns.take() as others:
            if others:
                self._originals.look_again()
                vars(self).pop("_own", None)
            yield

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

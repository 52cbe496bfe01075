"""Reads a recording: whatever a file still holds, in the order it happened.

A row of a kind that is not known (yet) is passed over; one that cannot be understood is left out
and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from biofeedback.heart_track import HeartTrack
from biofeedback.importers.imported import Unit
from biofeedback.importers.moments import in_this_zone
from biofeedback.importers.opening import read_foreign
from biofeedback.sitting import LineShown, Phase, PhaseStarted, Said
from biofeedback.store.labels import UNLABELLED, Labels, labels_of
from biofeedback.store.row_file import (
    BY_NAME,
    CHANGED,
    DAY_UNKNOWN,
    began,
    began_of,
    is_sitting,
    meta_of,
    read_bytes,
    read_rows,
    told_of,
)
from biofeedback.store.rows import FORMAT, Event, decode
from biofeedback.store.writing_lock import is_being_written
from devices.events import Beat, Gap, Packet


@dataclass(frozen=True, slots=True)
class Part:
    """One phase of a sitting as it happened."""

    phase: Phase
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class BeatArrays:
    """Beats as plain arrays, all of shape (n,), oldest first."""

    time_s: NDArray[np.float64]
    rr_ms: NDArray[np.float64]
    stretch: NDArray[np.int64]
    usable: NDArray[np.bool_]

    def between(self, start_s: float, end_s: float) -> BeatArrays:
        """Return the beats whose RR interval lies inside, from its first to its last moment."""
        return self[(self.time_s - self.rr_ms / 1000 >= start_s) & (self.time_s <= end_s)]

    def __getitem__(self, chosen: slice | NDArray[np.bool_]) -> BeatArrays:
        return BeatArrays(
            self.time_s[chosen], self.rr_ms[chosen], self.stretch[chosen], self.usable[chosen]
        )


@dataclass(frozen=True, eq=False)
class Recording:
    """One recording.

    ``sealed`` tells whether the file ends as it was closed: True (digest right), False (it was
    changed since), None (the sitting was interrupted, or the format has no seal). ``told`` is
    what was mended or noticed while reading another program's file, now or when it was imported;
    ``question`` what only a person can know of it, which who imported it has answered. Without
    ``day_known``, the original does not tell when it began, and ``began`` is that file's date.
    """

    events: tuple[Event, ...]
    began: datetime
    meta: dict[str, str] = field(default_factory=dict)
    path: Path | None = None
    sealed: bool | None = None
    left_out: tuple[str, ...] = ()
    labels: Labels = UNLABELLED
    told: tuple[str, ...] = ()
    question: str = ""
    day_known: bool = True

    @property
    def simulated(self) -> bool:
        """Whether a simulated heart made it."""
        return "simulated" in self.meta

    @property
    def source(self) -> str:
        """What the beats came from, in words."""
        return self.meta.get("source", "unknown")

    @cached_property
    def heart(self) -> tuple[Beat | Gap, ...]:
        """Beats and gaps, made from the packets where there are any."""
        track = HeartTrack()
        return tuple(each for event in self.events for each in track.add(event))

    @cached_property
    def beats(self) -> BeatArrays:
        """All beats."""
        return _arrays([each for each in self.heart if isinstance(each, Beat)])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The phases, in order; empty for a recording without guidance."""
        starts = [event for event in self.events if isinstance(event, PhaseStarted)]
        ends = [event.time_s for event in starts[1:]] + [self.end_s]
        return tuple(
            Part(event.phase, event.time_s, end_s)
            for event, end_s in zip(starts, ends, strict=False)
            if event.phase is not Phase.ENDED
        )

    @property
    def end_s(self) -> float:
        """The time of the last event; a note or a rating may be written long after it."""
        happened = (event.time_s for event in self.events if not isinstance(event, Said))
        return max(happened, default=0.0)

    @property
    def lines(self) -> tuple[LineShown, ...]:
        """The lines that were shown."""
        return tuple(event for event in self.events if isinstance(event, LineShown))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person has to know of the file, as sentences; most have none."""
        return tuple(_remarks(self))

    def part(self, phase: Phase) -> Part | None:
        """Return the phase as it happened; None if it did not."""
        return next((part for part in self.parts if part.phase is phase), None)


def _remarks(recording: Recording) -> Iterator[str]:
    version = recording.meta.get("format", str(FORMAT))
    if version != str(FORMAT):
        yield (
            f"It is of format {version}, and this program knows format {FORMAT}: what is new in "
            "it is passed over. A newer program reads it whole."
        )
    if recording.sealed is False:
        yield CHANGED
    elif recording.sealed is None and "format" in recording.meta:
        if recording.path and is_being_written(recording.path):
            yield "The sitting is still going on; this is what there is until now."
        else:
            yield "The sitting was interrupted; everything until then is here."
    if recording.left_out:
        first, *others = recording.left_out
        more = f", and {len(others)} more" if others else ""
        yield f"What cannot be read in it is left out: {first}{more}."
    yield from recording.told


def read_recording(path: Path, unit: Unit | None = None) -> Recording:
    """Read a sitting of ours, or a recording of another program.

    Parameters
    ----------
    path
        The file.
    unit
        What the intervals of another program's file are in; None takes them for what they look.

    Raises
    ------
    RecordingError
        If the file cannot be read or holds no heartbeat recording; one sentence.
    """
    data = read_bytes(path)
    if is_sitting(data):
        return read_sitting(path, data)
    return _read_foreign(path, data, unit)


def read_sitting(path: Path, data: bytes) -> Recording:
    """Read a sitting of ours from what its file holds. Raises as `read_recording`."""
    found = read_rows(data)
    left_out = list(found.left_out)
    left_out += [] if began_of(found.rows) else [BY_NAME]
    events: list[Event] = []
    for row in found.rows:
        try:
            event = decode(row)
        except (ValueError, KeyError) as error:
            left_out.append(f"a {row.kind} row at {row.t_s:.3f} s ({error})")
        else:
            events += [event] if event is not None else []
    if any(isinstance(event, Packet) for event in events):  # beats are derived from the raw data
        events = [event for event in events if not isinstance(event, Beat | Gap)]
    meta = meta_of(found.rows)
    return Recording(
        tuple(events),
        began(path, found.rows),
        meta,
        path,
        found.sealed,
        tuple(left_out),
        labels_of(found.rows),
        told_of(found.rows),
        day_known=DAY_UNKNOWN not in meta,
    )


def _read_foreign(path: Path, data: bytes, unit: Unit | None) -> Recording:
    """Read what another program recorded; an import keeps the same beats."""
    imported = read_foreign(path, data, unit)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    began, note = in_this_zone(imported.began or modified)
    return Recording(
        tuple(imported.everything()),
        began,
        imported.as_meta(),
        path,
        labels=imported.labels,
        told=imported.noting(note).told,
        question=imported.question,
        day_known=imported.began is not None,
    )


def _arrays(beats: Sequence[Beat]) -> BeatArrays:
    return BeatArrays(
        np.array([beat.time_s for beat in beats], dtype=np.float64),
        np.array([beat.rr_ms for beat in beats], dtype=np.float64),
        np.array([beat.stretch for beat in beats], dtype=np.int64),
        np.array([beat.usable for beat in beats], dtype=np.bool_),
    )

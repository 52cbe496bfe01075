"""What a reader hands over: where it was found, and the beats of one recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from biofeedback.importers.limits import USABLE_MS
from biofeedback.importers.told import LEAVE_OUT
from biofeedback.sitting import Noted, SittingEvent
from biofeedback.store.labels import UNLABELLED, Labels
from biofeedback.store.rows import Event
from devices.events import Beat, Gap

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Unit = Literal["ms", "s", "1/1024 s"]
AS_TOLD = "as the export says"  # by what a heart was simulated
MS = {"ms": 1.0, "s": 1000.0, "1/1024 s": 1000 / 1024}


class UnreadableError(ValueError):
    """A file holds no recording that can be read; ``str()`` says why and what to do.

    It begins in lower case, for the file's name comes before it.
    """


class CompanionError(UnreadableError):
    """A file is no recording itself but belongs to one, and is read along with it."""


def _nothing_beside(_: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one member of an archive.

    ``beside`` gives what lies beside it under another name; ``unit`` is what a person says the
    intervals are in.
    """

    name: str
    data: bytes
    unit: Unit | None = None
    beside: Callable[[str], bytes | None] = field(default=_nothing_beside)

    def require(self, unit: Unit, what: str) -> None:
        """Raise if a person named another unit than this format has."""
        if self.unit not in (None, unit):
            raise UnreadableError(
                f"it is {what}, whose intervals are in {unit}, not in {self.unit}: {LEAVE_OUT}."
            )


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """RR intervals in their order, and where their row is broken.

    ``time_s``, ``rr_ms``, ``missing_s`` and ``opens`` have shape (n,): when each interval ends,
    its length, how much time is missing before it, and whether it opens a new stretch. Where one
    opens and nothing tells for how long beats are missing, ``missing_s`` is 0: its time then
    follows on, and is too early by as much.
    """

    time_s: Floats
    rr_ms: Floats
    missing_s: Floats
    opens: Bools
    repairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("time_s", "rr_ms", "missing_s", "opens"):
            array = np.array(getattr(self, name))
            array.setflags(write=False)
            object.__setattr__(self, name, array)


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """One recording of another program.

    ``began`` has no zone where the file names none; None when the file does not tell it.
    ``marks`` are notes beside the beats; ``happened``, ``meta`` and ``labels`` are what our own
    export tells of the sitting.

    What is said of it, each a whole sentence, stands in three places:

    ``repairs``
        What was mended or left out, counted: "Rows that stood twice, taken once: 2." `assemble`
        says those of the intervals, in ``beats.repairs``; a reader adds its own.
    ``notes``
        What was noticed and not mended, such as a start that cannot be, or an end that is missing.
        `noting` adds them, and passes over empty ones, as `believable` returns where all is well.
    ``question``
        What only a person can answer, such as the unit of whole numbers. It is asked until the
        file is imported; the two others are kept in the sitting.
    """

    format: str
    unit: str
    beats: Beats
    began: datetime | None = None
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    marks: tuple[Noted, ...] = ()
    question: str = ""
    simulated: str = ""  # by what, if nobody's heart beat here
    happened: tuple[SittingEvent, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    labels: Labels = UNLABELLED

    @property
    def source(self) -> str:
        """What the beats came from, in words."""
        return f"{self.format} in {self.unit}"

    @property
    def told(self) -> tuple[str, ...]:
        """What was mended or noticed, as sentences."""
        return (*self.beats.repairs, *self.repairs, *self.notes)

    @property
    def gaps(self) -> int:
        """How often the row of beats was broken."""
        return int(np.count_nonzero(self.beats.opens[1:]))

    @property
    def mean_hr_bpm(self) -> float:
        """Beats a minute, while beats were measured."""
        return 60_000 / float(self.beats.rr_ms.mean())

    @property
    def length_s(self) -> float:
        """From the first moment to the last, gaps included."""
        return float(self.beats.time_s[-1])

    def noting(self, *notes: str) -> Imported:
        """Return it with more to be told."""
        return replace(self, notes=(*self.notes, *(note for note in notes if note)))

    def as_meta(self) -> dict[str, str]:
        """Return what is told of the recording as a whole."""
        simulated = {"simulated": self.simulated} if self.simulated else {}
        return {"source": self.source, **self.meta, **simulated}

    def everything(self) -> list[Event]:
        """Return beats, gaps and marks as they happened."""
        events: list[Event] = [*self.events(), *self.happened, *self.marks]
        if self.happened or self.marks:
            events.sort(key=lambda event: (event.time_s, not isinstance(event, Beat)))
        return events

    def events(self) -> Iterator[Beat | Gap]:
        """Yield its beats and gaps, in order."""
        beats, stretch = self.beats, 0
        end_s = 0.0
        low, high = USABLE_MS
        rows = zip(*(a.tolist() for a in (beats.time_s, beats.rr_ms)), strict=True)
        opened = dict.fromkeys(np.flatnonzero(beats.opens).tolist())
        for index, (time_s, rr_ms) in enumerate(rows):
            if index in opened:
                stretch += index > 0
                yield Gap(end_s, "missing", round(float(beats.missing_s[index]), 3))
            yield Beat(time_s, rr_ms, stretch, usable=low <= rr_ms <= high)
            end_s = time_s

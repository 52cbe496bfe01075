"""Every moment of a recorded sitting, measured once and kept, so that one can go back to any.

The events are handled by the same `Session` in their order, and never again: what is seen at a
moment cannot depend on the way that led there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields
from itertools import accumulate

from analysis.live import LiveMeasures
from analysis.metrics import LiveMetrics, Reading
from biofeedback.runs.session import Session
from biofeedback.runs.snapshot import Snapshot
from biofeedback.store.rows import Event

BEING_MEASURED = Reading.missing("being measured …")


class _Unmeasured(LiveMeasures):
    """Takes no time, and says of each measure that it is still to come."""

    def __init__(self) -> None:
        super().__init__()
        self._latest = LiveMetrics(0.0, *[BEING_MEASURED] * (len(fields(LiveMetrics)) - 1))

    def restart(self, time_s: float, pace_hz: float | None) -> None:
        """Do nothing."""

    def add(self, *_beat: object, **_usable: object) -> LiveMetrics:
        """Measure nothing."""
        return self._latest


class Reel:
    """The snapshots of a sitting, in order; each is made when it is first needed.

    A place is a count of events: at place n the first n events have happened.

    Parameters
    ----------
    events
        In recorded order; a time may step back a little (a beat is older than its packet).
    measured
        False: a quick look, with everything but the measures.
    """

    def __init__(self, events: Sequence[Event], *, measured: bool = True) -> None:
        self._events = events
        self._due_s = list(accumulate((event.time_s for event in events), max))
        self._snapshots: list[Snapshot] = []
        measures = LiveMeasures() if measured else _Unmeasured()
        self.session = Session(measures, None, self._snapshots.append)

    def __len__(self) -> int:
        """Return how many events there are."""
        return len(self._events)

    @property
    def made(self) -> int:
        """Up to which place the snapshots are there."""
        return len(self._snapshots)

    def make_one(self) -> None:
        """Make the next snapshot."""
        self.session.handle(self._events[self.made])

    def due_s(self, place: int) -> float:
        """Return when the event after this place happened."""
        return self._due_s[place]

    def place_at(self, time_s: float) -> int:
        """Return the place that a straight replay has reached at this time."""
        return bisect_right(self._due_s, time_s)

    def at(self, place: int) -> Snapshot:
        """Return the snapshot at a place, which has been made; before the first event, an empty."""
        return self._snapshots[place - 1] if place else Snapshot()

    def beat_beside(self, place: int, beats: int) -> int:
        """Return the place at which the beat before (-1) or after (1) a place was heard.

        Beats that came in one packet were heard as one. Without a beat on that side, the place.
        """
        beside = place + beats
        while 0 < beside <= len(self):
            while self.made < beside:
                self.make_one()
            if self.at(beside).beats:
                return beside
            beside += beats
        return place

    def before(self, place: int, span_s: float) -> tuple[Snapshot, ...]:
        """Return the snapshots of a span of time up to the one at a place, without that."""
        if not place:
            return ()
        first = self.place_at(self._due_s[place - 1] - span_s)
        return tuple(self._snapshots[first : place - 1])

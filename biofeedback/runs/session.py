"""One sitting: every event, in one order: written down, turned into beats, measured, shown.

The same object serves a strap, a simulated heart and a replay, and depends on nothing but the
events it is given; so a replay equals the live sitting to the last digit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from analysis.following import Following
from analysis.live import LiveMeasures
from biofeedback.heart_track import HeartTrack
from biofeedback.runs.rest_before import RestBefore
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import PhaseStarted, Sitting
from biofeedback.store.recorder import Recorder
from biofeedback.store.rows import Event
from devices.events import About, Battery, Beat, Found, Gap, Link

log = logging.getLogger(__name__)
Show = Callable[[Snapshot], None]


class Session:
    """Handles the events of one sitting.

    Parameters
    ----------
    measures
        The live measures.
    recorder
        Where it is written down; None for a replay or an unrecorded sitting.
    show
        Called with each `Snapshot`, on the thread that calls `handle`.
    """

    def __init__(
        self, measures: LiveMeasures, recorder: Recorder | None = None, show: Show | None = None
    ) -> None:
        self.latest = Snapshot()
        self.events: list[Event] = []  # all that was handled: a summary needs no disk
        self.recalled_s = 0.0  # until when it went before an interruption
        self._measures = measures
        self._recorder = recorder
        self._show = show
        self._track = HeartTrack()
        self._following = Following()
        self._rest = RestBefore()
        self._off_pacer = False

    @property
    def sitting(self) -> Sitting:
        """Where the sitting stands."""
        return self.latest.sitting

    def recall(self, past: Iterable[Event]) -> None:
        """Take in what happened before an interruption: nothing of it is written or shown again."""
        recorder, show = self._recorder, self._show
        self._recorder = self._show = None
        for event in past:
            self.handle(event)
            self.recalled_s = max(self.recalled_s, event.time_s)
        self._recorder, self._show = recorder, show

    def handle(self, event: Event) -> None:
        """Take one event in: write it, count it, measure it, show it, in this order."""
        if isinstance(event, Found):
            return  # other people's straps are none of this sitting's business
        was_hz = self.sitting.pace_hz
        self._write(event)
        self.events.append(event)
        derived = self._track.add(event)
        beats = tuple(e for e in derived if isinstance(e, Beat))
        gaps = tuple(e for e in derived if isinstance(e, Gap))
        if not isinstance(event, Beat | Gap):
            for each in derived:
                self._write(each)
        if isinstance(event, PhaseStarted) or self.sitting.after(event).pace_hz != was_hz:
            self._begin(event)
        if (rest := self._rest.add(beats)) is not None:
            self.latest = replace(self.latest, rest_before=rest)
        for beat in beats:
            self._measures.add(beat.time_s, beat.rr_ms, beat.stretch, usable=beat.usable)
            self._off_pacer = self._following.is_off(self._measures.latest)
        self._tell(self._after(event, beats, gaps))

    def _write(self, event: Event) -> None:
        if self._recorder:
            self._recorder.append(event)

    def _begin(self, event: Event) -> None:
        """Start the measures anew: no window reaches back into another phase, or another pace."""
        if isinstance(event, PhaseStarted):
            self._rest.follow(event)
        self._following, self._off_pacer = Following(), False
        self._measures.restart(event.time_s, self.sitting.after(event).pace_hz)

    def _after(self, event: Event, beats: tuple[Beat, ...], gaps: tuple[Gap, ...]) -> Snapshot:
        was = self.latest
        return replace(
            was,
            time_s=event.time_s,
            link=event if isinstance(event, Link) else was.link,
            sitting=was.sitting.after(event),
            beats=beats,
            gaps=gaps,
            beat_count=was.beat_count + len(beats),
            metrics=self._measures.latest,
            battery_percent=event.percent if isinstance(event, Battery) else was.battery_percent,
            strap=event if isinstance(event, About) else was.strap,
            rate_only_bpm=self._track.rate_only_bpm,
            off_pacer=self._off_pacer and was.sitting.after(event).leads,
            in_contact=self._track.in_contact,
            coverage=self._track.coverage,
            recording_trouble=self._recorder.trouble if self._recorder else "",
        )

    def _tell(self, snapshot: Snapshot) -> None:
        self.latest = snapshot
        if self._show:
            try:
                self._show(snapshot)
            except Exception:
                log.exception("A display could not take a snapshot; the recording goes on.")

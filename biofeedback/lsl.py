"""Beats, measures and phrases for other programs of a laboratory, while they come (LSL).

It opens network sockets, and only when it is asked for: whoever is in the same network can listen.
LSL adds the computer's name to each stream by itself.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from analysis.metrics import LiveMetrics
from biofeedback import __version__
from biofeedback.extras import how_to_get
from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.store.disk import RecordingError

MEASURES = tuple(field.name for field in fields(LiveMetrics) if field.name != "time_s")
UNITS = {"bpm": "beats/min", "ms": "ms", "ms2": "ms^2", "pct": "percent"}
NAMES = ("biofeedback RR", "biofeedback measures", "biofeedback practice")


class Outlets:
    """Three outlets: RR intervals, the measures at each beat, what the practice says.

    Each beat has the time at which it beat, not at which its packet came, on LSL's own clock. A
    measure that cannot be known is NaN, for LSL has no other way to leave one out.

    Raises
    ------
    RecordingError
        If pylsl, or the library it needs, is not installed.
    """

    def __init__(self) -> None:
        self._lsl = _pylsl()
        self.id = secrets.token_hex(4)  # tells neither machine nor person
        beats = self._outlet(NAMES[0], "RR", ["rr_ms"], "double64")
        measures = self._outlet(NAMES[1], "HRV", MEASURES, "double64")
        practice = self._outlet(NAMES[2], "Markers", ["marker"], "string")
        self._beats, self._measures, self._practice = beats, measures, practice
        self._said: tuple[object, object] = (None, None)

    def push(self, snapshot: Snapshot, now_s: float, speed: float = 1.0) -> None:
        """Send what is new in a snapshot.

        Parameters
        ----------
        snapshot
            Each of a sitting, in order.
        now_s
            The session time at this moment.
        speed
            Session seconds for each second on the wall.
        """
        zero = self._lsl.local_clock() - now_s / speed
        for beat in snapshot.beats:
            self._beats.push_sample([beat.rr_ms], zero + beat.time_s / speed)
        if snapshot.beats:
            known = snapshot.metrics.values()
            at = zero + snapshot.beats[-1].time_s / speed
            self._measures.push_sample([known.get(name, math.nan) for name in MEASURES], at)
        self._tell(snapshot, zero + snapshot.time_s / speed)

    def _tell(self, snapshot: Snapshot, at: float) -> None:
        phase, line = snapshot.sitting.phase, snapshot.sitting.line
        was_phase, was_line = self._said
        if phase is not was_phase:
            self._practice.push_sample([f"phase: {phase}"], at)
        if line is not was_line and line is not None:
            self._practice.push_sample([f"line: {line.text}"], at)
        self._said = (phase, line)

    def _outlet(self, name: str, kind: str, channels: Sequence[str], form: str) -> Any:
        info = self._lsl.StreamInfo(
            name, kind, len(channels), self._lsl.IRREGULAR_RATE, form, f"{self.id} {kind}"
        )
        about = info.desc()
        about.append_child_value("manufacturer", f"kind-heart-biofeedback {__version__}")
        listed = about.append_child("channels")
        for channel in channels:
            each = listed.append_child("channel")
            each.append_child_value("label", channel)
            each.append_child_value("unit", UNITS.get(channel.rpartition("_")[2], ""))
        return self._lsl.StreamOutlet(info)


def sent_to_lsl(make_run: Callable[[Show], Run]) -> Callable[[Show], Run]:
    """Return the same maker, whose runs also send what they show."""

    def made(show: Show) -> Run:
        outlets = Outlets()

        def both(snapshot: Snapshot) -> None:
            """Send what is to be shown, then show it."""
            outlets.push(snapshot, run.now_s(), run.speed)
            show(snapshot)

        run = make_run(both)
        return run

    return made


def _pylsl() -> Any:
    try:
        import pylsl
    except (ImportError, RuntimeError, OSError) as error:  # its library may be missing
        raise RecordingError(f"LSL needs one more package: {how_to_get('lsl')}.") from error
    return pylsl

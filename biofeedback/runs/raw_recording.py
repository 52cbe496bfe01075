"""A recording without guidance: what a heart sends, written down raw until the person ends it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.live import LiveMeasures
from biofeedback import __version__
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.clock_watch import ClockWatch
from biofeedback.runs.hearts import Heart
from biofeedback.runs.session import Session, Show
from biofeedback.store.recorder import Recorder, RecordingError, new_path
from biofeedback.store.rows import FORMAT, Event
from devices.events import About, Gap, Link, LinkState, Packet
from devices.heart_rate import has_rr


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording came to.

    ``coverage`` is None where it is too short to tell; ``strap`` where it told nothing of itself.
    ``trouble`` says why the end of it could not be written; empty when all of it is there.
    """

    path: Path | None
    began: datetime
    length_s: float
    packets: int
    rr_packets: int
    beats: int
    gaps: int
    coverage: float | None
    simulated: bool
    strap: About | None = None
    battery_percent: int | None = None
    trouble: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "file": str(self.path) if self.path else None,
            "began": self.began.isoformat(),
            "length_s": self.length_s,
            "packets": self.packets,
            "packets_with_rr": self.rr_packets,
            "beats": self.beats,
            "gaps": self.gaps,
            "coverage": self.coverage,
            "simulated": self.simulated,
            "strap": self._strap(),
            "battery_percent": self.battery_percent,
        }

    def _strap(self) -> dict[str, Any] | None:
        """Return what the strap told of itself; never its name, which may hold a serial number."""
        if self.strap is None:
            return None
        about = self.strap
        return {"maker": about.maker, "model": about.model, "location": about.location}


class RawRecording:
    """A heart and a file, and nothing between them but the session's beats.

    Parameters
    ----------
    folder
        Where recordings are kept.
    out
        The file to write instead of a new one in ``folder``.
    speed
        Recorded seconds for each second on the wall: tests hurry a simulated heart.

    Attributes
    ----------
    blocked
        What the person has to do before any heart can be heard, once that shows; else empty.

    Raises
    ------
    RecordingError
        If the file cannot be created, or is there already.
    """

    def __init__(
        self,
        heart: Heart,
        show: Show,
        *,
        folder: Path,
        out: Path | None = None,
        speed: float = 1.0,
        clock_watch: ClockWatch | None = None,
    ) -> None:
        self.blocked = ""
        self._began = datetime.now(UTC).astimezone()
        meta = {"format": str(FORMAT), "biofeedback": __version__, **heart.meta}
        if out and not out.parent.is_dir():
            raise RecordingError(f"There is no folder {out.parent}: make it, or name another.")
        path = out or new_path(folder, self._began, "recording")
        what = f"The recording {out.name}" if out else "The recording"
        self._recorder = Recorder(path, self._began, meta, what=what)
        # Never warmed up: these measures stay with the heart rate, which needs no neurokit2.
        self._session = Session(LiveMeasures(require_warm=True), self._recorder, show)
        self._heart, self._clock = heart, SessionClock(speed)
        self._watch = clock_watch or ClockWatch()
        self._wait_s: float | None = None
        self._limit = asyncio.Timeout(None)
        self._gaps = self._packets = self._rr_packets = 0

    async def run(self, length_s: float | None = None) -> Recorded:
        """Record until cancelled, or for ``length_s``; the file is closed in any case.

        The time counts from the first packet; a strap that does not show itself is waited for
        equally long. A file without any sign of a strap is not kept.
        """
        self._wait_s = length_s / self._clock.speed if length_s else None
        self._limit = asyncio.timeout(self._wait_s)
        try:
            async with self._limit:
                await self._heart.make(self._session, self._clock).run(self._hear)
        except TimeoutError:
            if not self._limit.expired():
                raise
        finally:
            self._close()
        return self.recorded

    @property
    def recorded(self) -> Recorded:
        """What was recorded until now."""
        latest = self._session.latest
        return Recorded(
            path=self._recorder.path if self._found else None,
            began=self._began,
            length_s=latest.time_s,
            packets=self._packets,
            rr_packets=self._rr_packets,
            beats=latest.beat_count,
            gaps=self._gaps,
            coverage=latest.coverage,
            simulated=self._heart.simulated,
            strap=latest.strap,
            battery_percent=latest.battery_percent,
            trouble=self._trouble,
        )

    @property
    def _trouble(self) -> str:
        path, trouble = self._recorder.path, self._recorder.trouble
        kept = f" What came before is kept in {path}." if trouble and path.exists() else ""
        return trouble + kept

    def _hear(self, event: Event) -> None:
        if isinstance(event, Link) and event.state is LinkState.BLOCKED and not self._packets:
            self.blocked = event.detail  # nothing was heard: nothing to write down
            self._end_in(0.0)
            return
        if jump := self._watch.look(event.time_s):
            self._handle(jump)
        self._handle(event)
        if isinstance(event, Packet):
            self._packets += 1
            self._rr_packets += has_rr(event.data)
            if self._packets == 1 and self._wait_s is not None:
                self._end_in(self._wait_s)

    def _handle(self, event: Event) -> None:
        self._session.handle(event)
        self._gaps += sum(isinstance(each, Gap) for each in self._session.latest.gaps)

    def _end_in(self, seconds: float) -> None:
        if not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time() + seconds)

    @property
    def _found(self) -> bool:
        """Whether a strap was seen: also its refusal to connect is worth keeping."""
        return any(
            isinstance(event, Packet)
            or (isinstance(event, Link) and event.state is LinkState.CONNECTING)
            for event in self._session.events
        )

    def _close(self) -> None:
        self._recorder.close(self._clock.now_s())
        if not self._found:
            self._recorder.path.unlink(missing_ok=True)

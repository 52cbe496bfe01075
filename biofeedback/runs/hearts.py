"""The hearts a sitting can have: a strap, a simulated one, or one that was recorded before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from biofeedback.runs.clock import SessionClock
from biofeedback.runs.session import Session
from biofeedback.settings import Settings
from biofeedback.sitting import ClockJumped
from biofeedback.store.recorder import RecordingError
from biofeedback.store.recording import read_recording
from biofeedback.store.rows import Event
from devices.events import About, Battery, Beat, Gap, Link, Packet
from devices.replay import Replay
from devices.simulated import SimulatedHeart
from devices.strap import Strap

HEART_EVENTS = (About, Battery, Beat, ClockJumped, Gap, Link, Packet)


class HeartSource(Protocol):
    """A source of `devices`, or a recording, which also tells of clocks that jumped."""

    async def run(self, emit: Callable[[Event], None]) -> None:
        """Emit until cancelled or at the end."""


@dataclass(frozen=True, slots=True)
class Heart:
    """What a sitting listens to; ``meta`` goes into the recording's header."""

    make: Callable[[Session, SessionClock], HeartSource]
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def simulated(self) -> bool:
        """Whether nobody's heart is beating here."""
        return "simulated" in self.meta


def strap(settings: Settings, address: str | None = None) -> Heart | None:
    """Return the strap with this address, else the one chosen before; None without either.

    The address itself is not recorded.
    """
    chosen = address or settings.strap_address
    if not chosen:
        return None
    return Heart(
        lambda _, clock: Strap(chosen, clock=clock.now_s, pair=settings.strap_pair),
        {"source": "Bluetooth heart-rate strap"},
    )


def simulated(seed: int) -> Heart:
    """Return a simulated heart that breathes with the pacer of its sitting."""

    def make(session: Session, clock: SessionClock) -> HeartSource:
        begins_s = session.recalled_s  # where a sitting that was interrupted goes on

        def fullness_at(time_s: float) -> float | None:
            """Tell the pacer's breath at a time of the heart's own, which begins at 0."""
            sitting = session.sitting
            moment = sitting.breath(begins_s + time_s) if sitting.leads else None
            return moment.fullness if moment else None

        return SimulatedHeart(
            seed,
            fullness_at=fullness_at,
            clock=clock.now_s,
            speed=clock.speed,
            begins_s=begins_s,
        )

    return Heart(make, {"source": "simulated heart", "simulated": f"seed {seed}"})


def recorded(path: Path) -> Heart:
    """Return the heart of an older recording, to practise with again.

    Raises
    ------
    RecordingError
        If the file cannot be read, or holds no beats.
    """
    recording = read_recording(path)
    events = [event for event in recording.events if isinstance(event, HEART_EVENTS)]
    if not recording.beats.rr_ms.size:
        raise RecordingError(f"{path.name} holds no heartbeats: choose another recording.")
    meta = {"source": f"replayed: {recording.source}"}
    if recording.simulated:
        meta["simulated"] = recording.meta["simulated"]
    return Heart(lambda _, clock: Replay(events, clock=clock.now_s, speed=clock.speed), meta)

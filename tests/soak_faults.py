"""What goes amiss in a soak: a heart heard through bad air, a disk that fills, clocks that jump.

All of it is decided by a seed, so that whatever is found can be had again.
"""

from __future__ import annotations

import asyncio
import errno
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from biofeedback.runs.clock import SessionClock
from biofeedback.runs.session import Session
from biofeedback.store.rows import Event
from devices.events import DeviceEvent, Packet
from devices.simulated import Disturbances, SimulatedHeart, Spans

FULL_AFTER_BYTES = 40  # a full disk still takes so much, in the middle of a row
SITTING_S = 3600.0  # no sitting takes longer


@dataclass
class Disk:
    """Stands before the system call that writes; full, it takes a part of a row and then none."""

    full: bool = False
    refused: int = 0
    _room: int = 0
    _write: Callable[[int, bytes], int] = os.write

    def fill(self) -> None:
        """Leave room for half a row."""
        self.full, self._room = True, FULL_AFTER_BYTES

    def write(self, file: int, data: bytes) -> int:
        """Write as much as there is room for."""
        if not self.full:
            return self._write(file, data)
        taken, self._room = data[: self._room], max(0, self._room - len(data))
        if data and not taken:
            self.refused += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._write(file, taken)


@dataclass(slots=True)
class Wall:
    """A wall clock that is set, and that runs on while the machine sleeps."""

    monotonic_s: Callable[[], float]
    offset_s: float = 1.8e9

    def now_s(self) -> float:
        """Return what it shows."""
        return self.monotonic_s() + self.offset_s


@dataclass(slots=True)
class TroubledHeart:
    """A simulated heart whose packets are garbled, sent twice, or held back and come in a burst.

    Attributes
    ----------
    sent
        Every packet that did arrive, as it arrived: each has to be in the file.
    """

    rng: random.Random
    session: Session
    clock: SessionClock
    counts: Counter[str]
    stalled: bool = False
    sent: list[bytes] = field(default_factory=list)
    _held: list[DeviceEvent] = field(default_factory=list)

    async def run(self, emit: Callable[[Event], None]) -> None:
        """Emit until cancelled; times are those of the arrival."""
        seed = self.rng.randrange(2**31)
        heart = SimulatedHeart(
            seed, fullness_at=self._fullness, disturbances=disturbances(self.rng)
        )
        for event in heart.events():
            await asyncio.sleep(event.time_s - self.clock.now_s())
            self._held += self._through_the_air(event)
            if self.stalled:
                self.counts["held back in a stall"] += isinstance(event, Packet)
                continue
            for each in self._held:
                if isinstance(each, Packet):
                    self.sent.append(each.data)
                emit(replace(each, time_s=self.clock.now_s()))
            self._held = []

    def _fullness(self, time_s: float) -> float | None:
        sitting = self.session.sitting
        moment = sitting.breath(time_s) if sitting.leads else None
        return moment.fullness if moment else None

    def _through_the_air(self, event: DeviceEvent) -> Iterator[DeviceEvent]:
        chance = self.rng.random()
        if not isinstance(event, Packet) or chance > 0.02:
            yield event
        elif chance < 0.01:
            self.counts["garbage"] += 1
            yield replace(event, data=self.rng.randbytes(self.rng.randrange(20)))
        else:
            self.counts["sent twice"] += 1
            yield from (event, event)


def disturbances(rng: random.Random) -> Disturbances:
    """Return odd beats, and times off the skin or out of reach, for one sitting."""
    dropouts, contact_losses = _spans(rng, 300.0, 60.0), _spans(rng, 500.0, 20.0)
    return Disturbances(
        ectopics_per_min=rng.uniform(0, 2),
        missed_per_min=rng.uniform(0, 1),
        extra_per_min=rng.uniform(0, 1),
        dropouts=dropouts,
        contact_losses=contact_losses,
    )


def _spans(rng: random.Random, apart_s: float, longest_s: float) -> Spans:
    found, at_s = [], 0.0
    while at_s < SITTING_S:
        at_s += rng.uniform(0.1, 2) * apart_s
        length_s = rng.uniform(1, longest_s)
        found.append((at_s, length_s))
        at_s += length_s
    return tuple(found)

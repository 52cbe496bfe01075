"""What the heart's thread hands to whoever looks: one frozen picture after each event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.metrics import LiveMetrics
from biofeedback.sitting import Sitting
from devices.events import About, Beat, Gap, Link, LinkState

NO_LINK = Link(0.0, LinkState.SCANNING)
NOT_BEGUN = Sitting()
NO_METRICS = LiveMetrics()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a screen needs, as it stood right after one event was handled.

    ``beats`` and ``gaps`` are the new ones only, oldest first; every snapshot is delivered, so
    a curve adds them up. ``rest_before`` holds the measures of the first rest, once it is over.
    ``recent`` is set after a leap in a replay: what came in the minutes before, oldest first, so
    that a curve can begin anew.
    """

    time_s: float = 0.0
    link: Link = NO_LINK
    sitting: Sitting = NOT_BEGUN
    beats: tuple[Beat, ...] = ()
    gaps: tuple[Gap, ...] = ()
    beat_count: int = 0
    metrics: LiveMetrics = NO_METRICS
    rest_before: Mapping[str, float] | None = None
    battery_percent: int | None = None
    strap: About | None = None  # what the strap told of itself
    rate_only_bpm: int | None = None  # heart rate of a device that sends no RR intervals
    off_pacer: bool = False  # the heart keeps a quicker rhythm than the pacer's
    in_contact: bool | None = None  # None: the strap does not tell
    coverage: float | None = None  # RR time over elapsed time: 1 when every beat came once
    recent: tuple[Snapshot, ...] | None = None
    recording_trouble: str = ""  # one sentence with the next step, while rows wait to be saved

    @property
    def heard(self) -> bool:
        """Whether the heart is heard now: only then may a number be shown."""
        return self.link.state is LinkState.STREAMING and self.in_contact is not False

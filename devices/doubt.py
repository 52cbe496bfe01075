"""A doubt whether beats are missing: raised by one packet, settled by those that follow.

A lost packet leaves the axis short by the beats it held. From then on every packet *lags*: its
newest beat seems to have been under way for at least that long. A packet that was merely delayed
is followed by others that do not lag. So a doubt

* is dispelled by one packet that lags less than any lost packet would make it lag;
* is confirmed by two packets, some time apart, that *contradict* the axis: their first beat would
  have been over before the previous packet left, and so would have been in that one;
* is settled, where neither comes (heart and strap in step: each packet equally old), by the
  typical lag since, against the usual one before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

WITNESS_S = 0.6  # two arrivals this far apart must contradict: not one delayed packet or burst
PATIENCE_S = 4.5  # beats are held no longer without a proof: the typical lag decides then
DISPELS = 0.6  # of the least that is lost: a packet that lags less shows that nothing is
CONFIRMS = 0.5  # of the least that is lost: the typical lag has grown by more if something is


@dataclass(slots=True)
class Doubt:
    """What is known since the first suspicious packet.

    Parameters
    ----------
    at
        Index, among the runs that are held back, of the first after the possible loss.
    since_s
        Its arrival.
    late
        Whether it came late; else it contradicts the axis, and the next that does not dispels.
    usual_lag_s
        How far packets lagged before.
    least_s
        Length of the shortest packet that may have been lost.
    """

    at: int
    since_s: float
    late: bool
    usual_lag_s: float
    least_s: float
    missing: bool | None = None  # the verdict; None while it is open
    _lags_s: list[float] = field(default_factory=list)
    _witness_s: float | None = None  # the first arrival that the axis contradicts

    def hear(self, arrival_s: float, previous_s: float, lag_s: float, *, contradicts: bool) -> None:
        """Hear one packet: its arrival, the one before it, how far it lags."""
        self._lags_s.append(lag_s)
        if lag_s < DISPELS * self.least_s or not (contradicts or self.late):
            self.missing = False
        elif contradicts and self._is_witness(previous_s):
            self.missing = True
        elif arrival_s - self.since_s >= PATIENCE_S:
            self.missing = median(self._lags_s) - self.usual_lag_s > CONFIRMS * self.least_s

    def _is_witness(self, previous_s: float) -> bool:
        self._witness_s = previous_s if self._witness_s is None else self._witness_s
        return previous_s - self._witness_s >= WITNESS_S

"""While the heart is lost a practice goes on, or waits for it: as the person chose."""

from __future__ import annotations

from biofeedback.runs.guide import Guide
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from devices.events import LinkState

NO_RETURN = (LinkState.BLOCKED, LinkState.ENDED)  # nothing looks for the heart any more


class HeldForHeart:
    """Pauses a sitting when its heart is lost, and lets it go on when it is heard again.

    A person's own pause is theirs: it ends only when they end it.
    """

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._heard = self._holds = False

    def look(self, now: Snapshot) -> None:
        """Take in how it stands; to be called on the heart's loop."""
        if not now.sitting.paused:
            self._holds = False
        if self._heard and not now.heard and self._may_hold(now):
            self._guide.pause()
            self._holds = True
        elif now.heard and self._holds:
            self._holds = False
            self._guide.resume()
        self._heard = now.heard

    @staticmethod
    def _may_hold(now: Snapshot) -> bool:
        under_way = now.sitting.phase not in (Phase.READY, Phase.ENDED)
        return under_way and not now.sitting.paused and now.link.state not in NO_RETURN

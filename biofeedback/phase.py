"""The parts of a sitting by name: words on the screen need no more of it than that."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """The parts of a sitting, in order."""

    READY = "ready"  # finding the heart; nothing has begun
    REST_BEFORE = "rest before"
    LEAD_IN = "lead-in"
    PRACTICE = "practice"
    SETTLE = "settle"  # not measured: the heart finds back to its own breath
    REST_AFTER = "rest after"
    ENDED = "ended"
    LISTENING = "listening"  # a recording without guidance, played again

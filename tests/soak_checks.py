"""What has to hold in a soak, and what has to have happened in it."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from unittest import mock

import numpy as np

from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import ClockJumped, Extended, PaceChanged, Paused, Resumed
from biofeedback.store.recording import Recording
from devices.events import Gap, Link, LinkState

HAPPENS = {
    *("strap out of reach", "off the skin", "garbage", "sent twice", "held back in a stall"),
    *("write refused", "room on the disk again", "clock jump noticed", "look the window missed"),
    *("theme", "scale", "sittings", "stopped early", "paused", "resumed", "longer", "gentler"),
}
"""What a soak is for: each is counted where it took effect, not where it was meant to."""


def never(counts: Counter[str]) -> list[str]:
    """Return what did not happen, a sentence each."""
    return [f"never in it: {what}" for what in sorted(HAPPENS) if not counts[what]]


def seen_in(recording: Recording) -> Counter[str]:
    """Count what a file tells of that was amiss, or wished for."""
    kinds = Counter(type(event) for event in recording.events)
    links = (event.state for event in recording.events if isinstance(event, Link))
    reasons = (each.reason for each in recording.heart if isinstance(each, Gap))
    return Counter(
        {
            "strap out of reach": sum(state is LinkState.WAITING for state in links),
            "off the skin": sum(reason == "no contact" for reason in reasons),
            "clock jump noticed": kinds[ClockJumped],
            "paused": kinds[Paused],
            "resumed": kinds[Resumed],
            "longer": kinds[Extended],
            "gentler": kinds[PaceChanged],
        }
    )


def differences(replayed: Snapshot, live: Snapshot) -> list[str]:
    """Return what a replay shows otherwise: not the disk's trouble, nor whose strap it was."""
    strap = live.strap and replace(live.strap, name="")
    live = replace(live, strap=strap, recording_trouble="")
    pairs = [(each.name, getattr(live, each.name)) for each in fields(Snapshot)]
    others = [(name, was, getattr(replayed, name)) for name, was in pairs]
    return [f"{name} was {was}, is {now}" for name, was, now in others if was != now]


class _Errors(logging.Handler):
    """Takes down what is logged as an error."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(f"logged: {self.format(record)}")


def growth_mb_per_h(memory_mb: Sequence[tuple[float, float]]) -> float:
    """Return what an hour adds, once the first quarter has passed."""
    hours, used = np.array(memory_mb[len(memory_mb) // 4 :]).T
    return float(np.polyfit(hours, used, 1)[0])


@contextlib.contextmanager
def watched(found: list[str]) -> Iterator[None]:
    """Take down every exception, also those that Qt and Python swallow."""
    log = _Errors(found)
    logging.getLogger().addHandler(log)

    def unexpected(_kind: object, error: BaseException, _trace: object) -> None:
        found.append(f"an exception: {error!r}")

    def unraisable(about: sys.UnraisableHookArgs) -> None:
        found.append(f"an exception nobody could catch: {about.exc_value!r}")

    try:
        with (
            mock.patch("sys.excepthook", unexpected),
            mock.patch("sys.unraisablehook", unraisable),
        ):
            yield
    finally:
        logging.getLogger().removeHandler(log)

"""Gathers the kept sittings off the window's thread: the list at once, their changes as they come.

Measuring two rests takes tens of milliseconds, so a history of years is told little by little;
what was measured once is not measured again while the program runs.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from biofeedback.results.history import PastChange, own_bands, past_changes, trends
from biofeedback.store.disk import RecordingError
from biofeedback.store.library import Kept, list_sittings, unread
from biofeedback.ui.bridge import in_background, to_window

TELL_EVERY_S = 0.3

Changes = Mapping[Path, PastChange | None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known so far.

    ``changes`` are judged by the person's own bands; None where a sitting has no two rests that
    can be compared. ``together`` is what the sittings with a real heart say together
    (`biofeedback.results.history.trends`), and ``unread`` the files of sittings of which nothing
    can be told, once all are measured.
    """

    changes: Changes = field(default_factory=dict)
    together: Mapping[str, Any] | None = None
    unread: Sequence[Path] = ()


Receive = Callable[[list[Kept] | Exception], None]


class Gathering:
    """Reads the sittings of a folder again and again, whenever the screen is opened.

    Parameters
    ----------
    folder
        That holds the sittings.
    listed
        Called on the window's thread with the sittings, the newest first, or an error.
    measured
        Called there with what is known so far, and last with all of it.
    """

    def __init__(
        self,
        folder: Path,
        listed: Receive,
        measured: Callable[[Gathered], None],
    ) -> None:
        self._folder, self._listed, self._measured = folder, listed, measured
        self._known: dict[tuple[Path, int], PastChange | None] = {}
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin; an earlier look that is still going on is forgotten."""
        self.stop()
        self._stop = stop = threading.Event()
        in_background(lambda: list_sittings(self._folder), lambda found: self._arrived(found, stop))

    def stop(self) -> None:
        """Tell nothing any more."""
        self._stop.set()

    def _arrived(self, found: list[Kept] | Exception, stop: threading.Event) -> None:
        if stop.is_set():
            return
        self._listed(found)
        if isinstance(found, list):
            tell = to_window(lambda news: None if stop.is_set() else self._measured(news))
            in_background(lambda: self._measure(found, tell, stop), lambda _: None)

    def _measure(
        self, kept: list[Kept], tell: Callable[[Gathered], None], stop: threading.Event
    ) -> None:
        found: dict[Path, PastChange | None] = {}
        told_s = time.monotonic()
        for each in kept:
            if stop.is_set():
                return
            found[each.path] = self._change(each.path)
            if time.monotonic() - told_s > TELL_EVERY_S:
                tell(Gathered(judged(found)))
                told_s = time.monotonic()
        real = [past for past in found.values() if past and not past.simulated]
        tell(Gathered(judged(found), trends(real), self._unread(kept)))

    def _unread(self, kept: list[Kept]) -> list[Path]:
        with contextlib.suppress(RecordingError):
            return unread(self._folder, kept)
        return []

    def _change(self, path: Path) -> PastChange | None:
        try:
            key = path, path.stat().st_mtime_ns
        except OSError:
            return None
        if key not in self._known:
            self._known[key] = next(past_changes([path]), None)
        return self._known[key]


def judged(changes: Changes) -> Changes:
    """Return changes beside the bands that this person's quiet rests give.

    A simulated heart is judged by simulated quiet rests only.
    """
    known = [past for past in changes.values() if past]
    bands = {s: own_bands(p for p in known if p.simulated == s) for s in (True, False)}
    return {path: past and past.beside(*bands[past.simulated]) for path, past in changes.items()}

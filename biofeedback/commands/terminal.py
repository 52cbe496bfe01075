"""A sitting in a terminal: words as they come, the numbers now and then, the summary at the end."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from analysis.compare import Refusal
from biofeedback.commands.comparing import in_words
from biofeedback.commands.keyboard import Keyboard
from biofeedback.commands.keys import KEYS, Keys
from biofeedback.commands.options import minutes_and_seconds
from biofeedback.commands.printing import print_json, redraw, tell
from biofeedback.printable import printable
from biofeedback.results.history import judged_by_own
from biofeedback.results.summary import Summary
from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.settings import sessions_folder
from biofeedback.sitting import Phase, Sitting
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import when
from biofeedback.troubles import TROUBLE, say
from biofeedback.words import texts_pace
from biofeedback.words.texts import (
    BREATH_WORDS,
    OFF_PACER,
    STRAP_WHY,
    low_battery,
    of_strap,
    slow_breaths,
)
from devices.events import About, LinkState
from practices.safety import Care

TELL_EVERY_S = 10.0
HEADINGS = {
    Phase.READY: "Looking for your heart ...",
    Phase.REST_BEFORE: "Rest, and breathe as it comes.",
    Phase.LEAD_IN: "Settle in.",
    Phase.PRACTICE: "The practice begins.",
    Phase.SETTLE: "Let the breath find its own way again.",
    Phase.REST_AFTER: "Rest once more, and breathe as it comes.",
    Phase.ENDED: "",
    Phase.LISTENING: "The recording plays, without guidance.",
}


class Timeline:
    """Collects the measures of every beat, for JSON and for holding a replay against it."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []

    def take(self, snapshot: Snapshot) -> None:
        """Keep the measures if a beat came."""
        if snapshot.beats:
            self.rows.append({"time_s": snapshot.time_s, **snapshot.metrics.values()})


class Teller:
    """Prints what happens, a line at a time."""

    def __init__(self) -> None:
        self._was = Snapshot()
        self._told_s = 0.0

    def take(self, snapshot: Snapshot) -> None:
        """Print what is new."""
        was, self._was = self._was, snapshot
        now = snapshot.sitting
        tell_changes(was, snapshot)
        if now.phase is not was.sitting.phase and HEADINGS[now.phase]:
            tell(f"\n{HEADINGS[now.phase]}")
            if now.pattern:
                tell(f"Breathe {now.pattern.describe()}, as far as it feels good.")
        if now.line is not None and now.line != was.sitting.line:
            tell(f"    {now.line.text}")
        if snapshot.off_pacer and not was.off_pacer:
            tell(f"  {OFF_PACER}")
        heard = snapshot.beats or snapshot.rate_only_bpm is not None
        numbers = _numbers(snapshot)
        if heard and numbers and snapshot.time_s - self._told_s >= TELL_EVERY_S:
            self._told_s = snapshot.time_s
            tell(f"  {minutes_and_seconds(snapshot.time_s):>6}  {numbers}")


def tell_changes(was: Snapshot, now: Snapshot) -> None:
    """Print what changed with the strap or with the disk."""
    if now.link.detail not in ("", was.link.detail):
        tell(f"  {now.link.detail}", err=True)
    if now.recording_trouble not in ("", was.recording_trouble):
        tell(f"  {now.recording_trouble}", err=True)
    if now.strap not in (None, was.strap):
        _tell_strap(now.strap, now.battery_percent)


def _tell_strap(strap: About, battery_percent: int | None) -> None:
    """Print what the strap says of itself; its name, which may hold a serial number, stays out."""
    if told := of_strap(strap, battery_percent):
        tell(f"  {STRAP_WHY.format(told)}", err=True)
    if low := low_battery(battery_percent):
        tell(f"  {low}", err=True)


def _numbers(snapshot: Snapshot) -> str:
    if snapshot.rate_only_bpm is not None:
        return f"heart rate {snapshot.rate_only_bpm} bpm, as the device tells it"
    metrics = snapshot.metrics
    named = (
        ("heart rate", metrics.heart_rate_bpm, "bpm"),
        ("RMSSD", metrics.rmssd_ms, "ms"),
        ("HF", metrics.hf_ms2, "ms²"),
        ("breath wave", metrics.breath_wave_ms, "ms"),
    )
    return ", ".join(
        f"{name} {reading.value:.0f} {unit}" for name, reading, unit in named if reading.value
    )


class BreathLine:
    """The pacer of the terminal: one line that fills and empties, where lines can be redrawn."""

    WIDTH = 24

    def __init__(self) -> None:
        self._alive = sys.stdout.isatty()
        self._shown = False

    def draw(self, sitting: Sitting, now_s: float) -> None:
        """Show where the breath is."""
        moment = sitting.breath(now_s) if self._alive and sitting.leads else None
        if moment is None or sitting.paused:
            return
        full = "●" * round(self.WIDTH * moment.fullness)
        redraw(f"  {BREATH_WORDS[moment.phase]:<12}{full:<{self.WIDTH}}")
        self._shown = True

    def clear(self) -> None:
        """Make room for another line."""
        if self._shown:
            self._shown = False
            redraw(" " * (self.WIDTH + 16))
            redraw("")


class Follower:
    """Shows a run in the terminal until it ends, or until nobody listens any more."""

    def __init__(self, *, as_json: bool, words: Care) -> None:
        self._words = words
        self.timeline = Timeline()
        self.trouble: Exception | None = None
        self._teller = None if as_json else Teller()
        self._breath = BreathLine()
        self._over = threading.Event()
        self._writing = threading.Lock()

    def show(self, snapshot: Snapshot) -> None:
        """Take in what happened; called on the heart's thread."""
        self.timeline.take(snapshot)
        try:
            if _blocked_at_the_start(snapshot):
                raise click.ClickException(snapshot.link.detail)
            if self._teller and not self.trouble:
                with self._writing:
                    self._breath.clear()
                    self._teller.take(snapshot)
        except (OSError, click.ClickException) as error:
            self.trouble = error
        if self.trouble:
            self._over.set()

    def wait(self, run: Run) -> None:
        """Wait until all has been shown, beats after the end too, and pace the breath meanwhile.

        Keys act on the run; Esc ends it, and leads back to the ground.
        """
        with Keyboard() as keyboard:
            keys = Keys(run, self._words)
            self._say(KEYS if self._teller and keyboard.listens else "")
            while not self._over.wait(0.1) and not run.join(0):
                if said := keys.press(keyboard.pressed()):
                    self._say(said)
                if self._teller:
                    with self._writing:
                        self._breath.draw(run.session.sitting, run.now_s())

    def _say(self, words: str) -> None:
        if words:
            with self._writing:
                self._breath.clear()
                tell(words)


def follow(make_run: Callable[[Show], Run], *, as_json: bool, words: Care) -> int:
    """Run a sitting to its end in the terminal; Ctrl-C ends it gently, Esc leads to ``words``."""
    follower = Follower(as_json=as_json, words=words)
    run = make_run(follower.show)
    run.start()
    with contextlib.suppress(KeyboardInterrupt):
        follower.wait(run)
    run.end()
    run.join()
    if follower.trouble:
        raise follower.trouble
    summary = judged_by_own(run.summary(), sessions_folder())
    if as_json:
        print_json(as_dict(summary) | {"timeline": follower.timeline.rows})
    else:
        tell(told(summary))
    if not summary.unkept:
        return 0
    return say(f"{summary.unkept} {_kept_elsewhere(run)}", TROUBLE)


def _kept_elsewhere(run: Run) -> str:
    """Write a sitting that its disk did not take where there is room, and say where."""
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        path = folder / (run.path.name if run.path else "sitting.csv")
        with contextlib.suppress(RecordingError):
            run.keep_copy(path)
            return f"All of it lies in {path}: import it when there is room."
    return "There was room for it nowhere else."


def _blocked_at_the_start(snapshot: Snapshot) -> bool:
    """Tell whether the person must do something before the heart can be heard at all."""
    ready = snapshot.sitting.phase is Phase.READY
    return ready and snapshot.link.state is LinkState.BLOCKED


def as_dict(summary: Summary) -> dict[str, Any]:
    """Return a summary for JSON; ``comparison`` is None where there were no two rests."""
    return {
        "file": str(summary.path) if summary.path else None,
        "unkept": summary.unkept or None,
        "practice": summary.practice,
        "practice_name": summary.practice_name,
        **when(summary.began.isoformat(), day_known=summary.day_known),
        "simulated": summary.simulated,
        "measured": summary.measured,
        "practised_s": summary.practised_s,
        "breaths": summary.breaths,
        "ratings": summary.ratings.as_dict(),
        "own_pace": summary.pace.as_dict() if summary.pace else None,
        "parts": [
            {"phase": part.phase, "start_s": part.start_s, "end_s": part.end_s}
            for part in summary.parts
        ],
        "comparison": summary.comparison.as_dict() if summary.comparison else None,
    }


def told(summary: Summary) -> str:
    """Return a summary as a person reads it."""
    lines = ["", f"{printable(summary.practice_name)}: {_practised(summary)}."]
    if summary.simulated:
        lines.append("The heart was a simulated one.")
    if not summary.measured:
        lines.append("Nothing was measured; the practice itself is the point.")
    elif summary.comparison is not None:
        lines.append(in_words(summary.comparison.as_dict()))
    lines += _own_pace(summary)
    lines += summary.remarks
    if summary.path and not summary.unkept:
        lines.append(f"Kept in {summary.path}")
    return "\n".join(lines)


def _practised(summary: Summary) -> str:
    if not summary.parts:
        return "no practice was guided in it"
    breaths = f", {slow_breaths(summary.breaths)}" if summary.breaths else ""
    return f"{minutes_and_seconds(summary.practised_s)} of practice{breaths}"


def _own_pace(summary: Summary) -> list[str]:
    if summary.pace is None:
        return []
    said = texts_pace.told(summary.pace, measured=summary.measured)
    if isinstance(summary.pace, Refusal):
        return [said]
    return [*texts_pace.each_pace(summary.pace), said, texts_pace.how_to_use(summary.pace)]

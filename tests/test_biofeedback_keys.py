"""A practice in the terminal: one key pauses it, eases it, or stops it at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from biofeedback.checkin import Felt
from biofeedback.commands.keyboard import Keyboard
from biofeedback.commands.keys import KEYS, Keys
from biofeedback.commands.terminal import follow
from biofeedback.runs.begin import begin_sitting, plan_for
from biofeedback.runs.live_run import LiveRun
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Extended, PaceChanged, Paused, Phase, PhaseStarted, Resumed
from biofeedback.store.recording import read_recording
from practices.breathing import BreathPattern
from practices.library import find_practice
from practices.safety import care

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
Printed = pytest.CaptureFixture[str]
Press = Callable[[str], None]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """Type into a terminal of its own that is this process's standard input."""
    ours, theirs = os.openpty()
    with open(theirs, encoding="utf-8") as stdin:  # noqa: PTH123 - it has no path
        monkeypatch.setattr("sys.stdin", stdin)
        yield lambda keys: void(os.write(ours, keys.encode()))
    os.close(ours)


def void(_: object) -> None:
    """Return nothing."""


def test_keys_come_one_by_one_and_the_terminal_is_left_as_it_was(press: Press) -> None:
    """No Enter is needed; an arrow is no Esc."""
    import sys
    import termios

    before = termios.tcgetattr(sys.stdin)
    with Keyboard() as keyboard:
        assert keyboard.pressed() == ""
        for typed, key in (("E", "e"), ("\x1b[A", ""), ("\x1b", "\x1b"), (" ", " ")):
            press(typed)
            assert keyboard.pressed() == key
    assert termios.tcgetattr(sys.stdin) == before


def test_nobody_types_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, and no trouble."""
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123 - for its file descriptor
        monkeypatch.setattr("sys.stdin", nothing)
        with Keyboard() as keyboard:
            assert keyboard.pressed() == ""


def led(practice: str, folder: Path, show: Show = void, speed: float = 1.0) -> LiveRun:
    """Return a practice without a heart and without rests."""
    chosen = find_practice(practice)
    plan = plan_for(chosen, chosen.micro_s or chosen.shortest_s, 0.0)
    return begin_sitting(plan, None, show, folder=folder, speed=speed)


def test_each_key_does_what_it_says(tmp_path: Path) -> None:
    """Pause, go on, longer, gentler, next part, end: all of it stands in the file."""
    run = led("hand-on-heart", tmp_path)
    keys = Keys(run, care())
    run.start()
    for key in "nlgo  ":
        press_and_wait(run, keys, key)
    keys.press("q")
    assert run.join()
    assert run.path is not None
    events = read_recording(run.path).events
    for kind in (Extended, Paused, Resumed):
        assert sum(isinstance(event, kind) for event in events) == 1
    paces = [event.pattern for event in events if isinstance(event, PaceChanged)]
    assert paces == [BreathPattern(3.0, 4.5), None]
    assert isinstance(events[-1], PhaseStarted)
    assert events[-1].phase is Phase.ENDED


def press_and_wait(run: LiveRun, keys: Keys, key: str) -> None:
    """Press a key, and wait until something happened."""
    until = time.monotonic() + 5
    while key == "n" and run.session.sitting.phase is not Phase.LEAD_IN:
        assert time.monotonic() < until
        time.sleep(0.001)
    count = len(run.session.events)
    keys.press(key)
    while len(run.session.events) <= count:
        assert time.monotonic() < until
        time.sleep(0.001)


@pytest.mark.parametrize("practice", ["hand-on-heart", "own-pace", "quiet-rest"])
def test_esc_stops_within_200_ms_on_the_ground_and_all_is_kept(
    practice: str, tmp_path: Path, press: Press, capsys: Printed
) -> None:
    """From the key to the end of the sitting, in the middle of a practice, with a busy screen."""
    pressed_s: list[float] = []
    ended_s: list[float] = []
    runs: list[LiveRun] = []

    def make_run(show: Show) -> LiveRun:
        def shown(snapshot: Snapshot) -> None:
            show(snapshot)
            if snapshot.sitting.line and not pressed_s:
                pressed_s.append(time.monotonic())
                press("\x1b")
            if snapshot.sitting.phase is Phase.ENDED:
                ended_s.append(time.monotonic())

        runs.append(led(practice, tmp_path, shown, speed=20.0))
        return runs[0]

    assert follow(make_run, as_json=False, words=care()) == 0
    assert ended_s[0] - pressed_s[0] < 0.2
    printed = capsys.readouterr().out
    assert KEYS in printed
    for line in (*care().grounding.lines, *care().support.lines):
        assert line in printed
    assert runs[0].path is not None
    recording = read_recording(runs[0].path)
    assert recording.sealed
    assert recording.parts[-1].phase is Phase.PRACTICE


def test_a_pace_is_rated_in_the_rest_after_it(tmp_path: Path) -> None:
    """0 after 1 makes it 10; at any other time a digit is nothing."""
    run = led("own-pace", tmp_path, speed=100.0)
    keys = Keys(run, care())
    run.start()
    until = time.monotonic() + 10
    while run.session.sitting.phase is not Phase.SETTLE and time.monotonic() < until:
        assert keys.press("7") == ""
        time.sleep(0.001)
    assert [keys.press(digit)[2:14] for digit in "710"] == [
        "Noted: 7 of ",
        "Noted: 1 of ",
        "Noted: 10 of",
    ]
    run.end()
    assert run.join()
    felt = [event.rating for event in run.session.events if isinstance(event, Felt)]
    assert felt == [7, 1, 10]


def test_a_chosen_breath_leads(tmp_path: Path) -> None:
    """It stands in the header and in the phase, where a replay finds it."""
    pattern = BreathPattern(5.0, 5.0)
    plan = plan_for(find_practice("just-breathe"), 60.0, 0.0, pattern)
    run = begin_sitting(plan, None, void, folder=tmp_path, speed=60.0)
    run.start()
    assert run.join(10)
    assert run.path is not None
    recording = read_recording(run.path)
    assert recording.meta["pattern"] == "5 s in · 5 s out"
    led_by = [e.pattern for e in recording.events if isinstance(e, PhaseStarted) and e.pattern]
    assert set(led_by) == {pattern}

"""Every screen of the window, brought up as a test needs it: what is checked of all, uses these."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from biofeedback.application import HeartChoice
from biofeedback.sitting import Phase
from biofeedback.ui.window import Window
from biofeedback.words import texts_back, texts_settings
from devices.events import About, Found, Link, LinkState
from tests.ui_fakes import FakeApplication, a_search, press, read
from tests.ui_window import begun, settled

SAMPLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
LONG_NAME = "HRM-Pro Plus of somebody with a long name 0123456789"
Go = Callable[[Window, FakeApplication, QtBot], None]


def home(window: Window, app: FakeApplication, _qtbot: QtBot) -> None:
    """Show home, with a strap whose name is long."""
    app.choose_heart(HeartChoice("strap", "00:11", LONG_NAME))
    app.change(breath="3.5/5.5")
    window.go_home()


def straps(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show five straps."""
    window.choose_heart()
    for number in range(5):
        app.found(Found(0.0, f"00:{number}", LONG_NAME, -60 - number))
    settled(qtbot)


def ground(window: Window, _app: FakeApplication, _qtbot: QtBot) -> None:
    """Show the ground."""
    window.ground()


def practice(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show the practice with a long line and all its numbers."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.say(
        "Imagine a caring person saying these words to you, then gently turn them inward, "
        "in your own time."
    )
    run.beat(strap=About(0.0, "", "", LONG_NAME), battery_percent=100)
    settled(qtbot)


def ready(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show the search for a heart."""
    begun(window, app)
    settled(qtbot)


def summary(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show the summary."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.end()
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready)


def offered(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show the offer of a gentler pace."""
    practice(window, app, qtbot)
    app.runs[-1].beat(off_pacer=True)
    settled(qtbot)


def asked(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show the question how a pace felt."""
    run = begun(window, app)
    run.searches_pace = True
    run.enter(Phase.SETTLE)
    settled(qtbot)


def found(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show what a search for one's own pace came to."""
    run = begun(window, app)
    run.outcome = a_search()
    run.enter(Phase.PRACTICE)
    run.end()
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready)


def keep_up(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show what is kept up, on a path."""
    app.change(plan="eight-weeks", plan_since="2026-01-01", cues="at noon")
    window.around.show_keep_up()
    qtbot.waitUntil(lambda: "Eight weeks" in read(window))
    settled(qtbot)


def settings(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Show the settings."""
    window.aside.show_settings()
    settled(qtbot)


def welcome(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Show the first start."""
    window.aside.welcome()
    settled(qtbot)


def welcome_sound(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Show the second question of the first start."""
    window.aside.welcome()
    press(window, texts_settings.QUIETLY)
    settled(qtbot)


def welcome_strap(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Show the third."""
    window.aside.welcome()
    press(window, texts_settings.QUIETLY)
    press(window, texts_settings.IN_SILENCE)
    settled(qtbot)


def lost(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Show a practice whose strap is lost, on a disk that is full."""
    practice(window, app, qtbot)
    looking = Link(9.0, LinkState.WAITING, "Your strap is not in reach. Looking again in 5 s.")
    full = "The disk is full: free some space. What is recorded waits in memory until then."
    app.runs[-1].tell(link=looking, recording_trouble=full)
    settled(qtbot)


def check_in(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Ask how it is inside."""
    app.change(check_in=True)
    window.around.check_in(window.go_home)
    settled(qtbot)


def kept(app: FakeApplication) -> Path:
    """Keep the sample sitting; return its file."""
    year = app.sessions / "2026"
    year.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(SAMPLE, year / "2026-11-23T080000_hand-on-heart_aaaa.csv"))


def history(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Look back at one sitting."""
    kept(app)
    window.looking_back.show_history()
    shown = window.looking_back.history
    assert shown
    qtbot.waitUntil(
        lambda: shown.list.row is not None and "RMSSD" in shown.list.row.told[0], timeout=20_000
    )
    settled(qtbot)


def history_empty(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Look back at nothing yet."""
    window.looking_back.show_history()
    qtbot.waitUntil(lambda: "will gather here" in read(window))


def over_time(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Look back over time."""
    history(window, app, qtbot)
    assert window.looking_back.history
    press(window.looking_back.history, texts_back.VIEWS[1])
    settled(qtbot)


def comparison(window: Window, _app: FakeApplication, qtbot: QtBot) -> None:
    """Compare two stretches."""
    window.looking_back.compare(SAMPLE)
    shown = window.looking_back.comparison
    assert shown
    qtbot.waitUntil(lambda: shown.ready, timeout=20_000)


def bring_in(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Look what is in three files."""
    app.folder.mkdir(exist_ok=True)
    paths = [app.folder / f"{name}.txt" for name in ("a morning", "rates", LONG_NAME)]
    for path, text in zip(paths, ("800\n810\n", "72\n71\n", "0.8\n0.9\n"), strict=True):
        path.write_text(30 * text, encoding="utf-8")
    window.looking_back.bring_in(paths)
    shown = window.looking_back.incoming
    assert shown
    qtbot.waitUntil(lambda: shown.ready, timeout=20_000)


ALL = [
    home,
    welcome,
    welcome_sound,
    welcome_strap,
    straps,
    check_in,
    ready,
    practice,
    lost,
    offered,
    asked,
    ground,
    summary,
    found,
    history,
    history_empty,
    over_time,
    comparison,
    bring_in,
    keep_up,
    settings,
]
EVERY_SCREEN = pytest.mark.parametrize("go", ALL, ids=lambda go: go.__name__)

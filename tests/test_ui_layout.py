"""Nothing is cut off: every word has the room it needs, on small windows and with large type."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from biofeedback.application import HeartChoice
from biofeedback.sitting import Phase
from biofeedback.ui.window import Window
from devices.events import About, Found
from tests.ui_fakes import FakeApplication, a_search, read
from tests.ui_window import app, begun, settled, window

__all__ = ["app", "window"]  # fixtures

LONG_NAME = "HRM-Pro Plus of somebody with a long name 0123456789"
SIZES = pytest.mark.parametrize(
    "size", [(960, 640), (1024, 700), (1280, 800), (1920, 1080)], ids=str
)
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


SCREENS = pytest.mark.parametrize(
    "go",
    [
        home,
        straps,
        ground,
        ready,
        practice,
        summary,
        offered,
        asked,
        found,
        keep_up,
        settings,
        welcome,
    ],
    ids=lambda go: go.__name__,
)


def cut_off(screen: QWidget) -> Iterator[str]:
    """Yield the words that have less room than they need."""
    for shown in screen.findChildren(QLabel):
        if not shown.isVisible() or not shown.text().strip():
            continue
        wraps = shown.wordWrap()
        tall = shown.heightForWidth(shown.width()) if wraps else shown.sizeHint().height()
        wide = 0 if wraps else shown.sizeHint().width()
        if shown.height() < tall - 1 or shown.width() < wide - 1:
            yield shown.text()
    for button in screen.findChildren(QPushButton):
        if button.isVisible() and button.text() and button.width() < button.sizeHint().width() - 1:
            yield button.text()


def overlapping(screen: QWidget) -> Iterator[tuple[str, str]]:
    """Yield the pairs of labels with the same parent that lie over one another."""
    shown = [w for w in screen.findChildren(QLabel) if w.isVisible() and w.text().strip()]
    for index, one in enumerate(shown):
        for other in shown[index + 1 :]:
            same = one.parent() is other.parent()
            if same and one.geometry().intersects(other.geometry()):
                yield one.text(), other.text()


@SIZES
@SCREENS
def test_no_word_is_cut_off(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go, size: tuple[int, int]
) -> None:
    """On every screen, at 960 × 640 and more."""
    window.resize(*size)
    go(window, app, qtbot)
    qtbot.wait(20)
    assert window.width() == size[0]
    assert list(cut_off(window)) == []
    assert list(overlapping(window)) == []


@pytest.mark.parametrize("percent", [150, 200])
@SCREENS
def test_no_word_is_cut_off_in_large_type(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go, percent: int
) -> None:
    """What has no room scrolls, and nothing is squeezed."""
    window.resize(1280, 800)
    app.change(text_percent=percent)
    window.dress()
    go(window, app, qtbot)
    qtbot.wait(50)
    assert list(cut_off(window)) == []
    assert list(overlapping(window)) == []


@SIZES
def test_every_why_has_its_room(
    window: Window, app: FakeApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """The words of each tile, told by the keyboard, are whole."""
    window.resize(*size)
    practice(window, app, qtbot)
    assert window.practice
    qtbot.wait(50)  # layouts follow what was hidden
    for tile in window.practice.numbers.tiles:
        if not tile.isVisible():
            continue
        tile.setFocus()
        assert tile.accessibleDescription() in read(window)
        assert list(cut_off(window.practice.numbers)) == []
        tile.clearFocus()


@SCREENS
def test_the_smallest_window_holds_every_screen(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go
) -> None:
    """No screen asks for more than 1024 × 700."""
    go(window, app, qtbot)
    qtbot.wait(50)  # layouts follow what was hidden
    needed = window.minimumSizeHint()
    assert needed.width() <= 1024
    assert needed.height() <= 700

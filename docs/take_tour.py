"""Takes the pictures of the tour, every screen in both themes: `python3 dev.py docs tour`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest  # noqa: E402 - the platform first

from analysis import warm_up  # noqa: E402
from biofeedback.application import Application, HeartChoice  # noqa: E402
from biofeedback.ui.app import qt_application  # noqa: E402
from biofeedback.ui.window import Window  # noqa: E402

TARGET = ROOT / "docs" / "pictures" / "tour"
SAMPLE = ROOT / "sample_recordings" / "whole-sitting.csv"
KEPT = "2026-01-01T080000_hand-on-heart_aaaa.csv"
NUMBERS = {"heart_rate_bpm", "rmssd_ms", "hf_ms2"}
REST_S, PRACTICE_S, NEAR_S = 60.0, 230.0, 3.0
LONGEST_MS, LOOK_MS, FADE_MS = 20_000, 20, 800
MEASURED_MS = 1500  # what is measured in the background comes a little later


def wait(done: Callable[[], bool]) -> None:
    """Wait until something is there; then let fades end."""
    for _ in range(LONGEST_MS // LOOK_MS):
        if done():
            break
        QTest.qWait(LOOK_MS)
    else:
        raise SystemExit("A screen of the tour did not come.")
    let_go_on(FADE_MS)


def let_go_on(ms: int) -> None:
    """Let the window and the other threads go on: one long `qWait` would stop the threads."""
    for _ in range(ms // LOOK_MS):
        QTest.qWait(LOOK_MS)


def screens(window: Window, kept: Path) -> Iterator[str]:
    """Lead from screen to screen; yield the name of each once it stands there."""
    let_go_on(FADE_MS)
    yield "home"
    window.keys.toggle()
    let_go_on(FADE_MS)
    yield "keys"
    window.keys.toggle()
    window.choose_heart()
    let_go_on(FADE_MS)
    yield "straps"
    window.aside.show_settings()
    let_go_on(FADE_MS)
    yield "settings"
    window.go_home()
    window.around.check_in(window.go_home)
    wait(lambda: window.page is not window.home)
    yield "check-in"
    window.go_home()
    window.around.show_keep_up()
    wait(lambda: window.page is not window.home)
    yield "keeping-it-up"
    window.go_home()
    yield from practice(window, kept)
    window.looking_back.open(kept)
    wait(lambda: window.summary is not None and window.summary.ready)
    yield "summary"
    window.looking_back.show_history()
    let_go_on(MEASURED_MS)
    wait(lambda: True)
    yield "history"
    window.looking_back.bring_in([SAMPLE.with_name("rest.csv"), SAMPLE.with_name("README.md")])
    wait(lambda: window.looking_back.incoming is not None and window.looking_back.incoming.ready)
    yield "import"
    window.looking_back.show_history()
    yield from comparison(window, kept)
    window.ground()
    let_go_on(FADE_MS)
    yield "grounding"


def practice(window: Window, kept: Path) -> Iterator[str]:
    """Stand still in a rest and in the practice of a recorded sitting."""
    window.looking_back.replay(kept)
    screen = window.practice
    if screen is None or screen.replay is None:
        raise SystemExit("The sample cannot be played.")
    screen.replay.hold(held=True)
    for name, moment_s in (("rest", REST_S), ("practice", PRACTICE_S)):
        screen.replay.go_to(moment_s)
        wait(lambda at_s=moment_s: abs(screen.snapshot.time_s - at_s) < NEAR_S)
        wait(lambda: set(screen.snapshot.metrics.values()) >= NUMBERS)
        yield name
    window.ease.toggle_one_thing()
    wait(lambda: True)
    yield "one-thing"
    window.ease.toggle_one_thing()
    screen.eyes.toggle()
    wait(lambda: True)
    yield "eyes-closed"
    screen.run.end()
    wait(lambda: window.practice is None)


def comparison(window: Window, kept: Path) -> Iterator[str]:
    """Set the two rests side by side."""
    window.looking_back.compare(kept)
    screen = window.looking_back.comparison
    if screen is None:
        raise SystemExit("The sample cannot be compared.")
    wait(lambda: screen.ready)
    yield "compare"


def take(theme: str) -> None:
    """Take the pictures of one theme, in a folder of their own that is gone afterwards."""
    folder = Path(tempfile.gettempdir()) / "biofeedback-tour"  # a picture names it
    shutil.rmtree(folder, ignore_errors=True)
    try:
        app = Application(folder)
        app.change(theme=theme)
        app.choose_heart(HeartChoice("simulated"))
        year = app.sessions / KEPT[:4]
        year.mkdir(parents=True)
        window = Window(app)
        window.show()
        kept = Path(shutil.copy(SAMPLE, year / KEPT))
        for name in screens(window, kept):
            window.grab().save(str(TARGET / f"{name}-{theme}.png"), quality=0)  # smallest
        window.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Take all pictures."""
    qt_application()
    warm_up()  # or the first numbers come after their picture
    TARGET.mkdir(parents=True, exist_ok=True)
    for theme in ("dark", "light"):
        take(theme)


if __name__ == "__main__":
    main()

"""What the window costs where nothing happens: no paint, no frame, no memory."""

from __future__ import annotations

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from biofeedback.sitting import Phase
from biofeedback.ui.pacer import Pacer
from biofeedback.ui.window import Window
from tests.ui_fakes import FakeApplication, counted_paints
from tests.ui_window import SIMULATED, app, begun, settled, window

__all__ = ["app", "window"]  # fixtures


def test_home_at_rest_paints_nothing(window: Window, qtbot: QtBot) -> None:
    """No timer runs where nothing moves."""
    qtbot.wait(100)
    with counted_paints(window.home) as painted:
        qtbot.wait(300)
        assert painted() == 0


def test_nothing_is_drawn_while_minimised(
    window: Window, app: FakeApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And again when the window is back."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    frames: list[object] = []
    monkeypatch.setattr(Pacer, "show_moment", lambda *args: frames.append(args[-1]))
    window.showMinimized()
    qtbot.wait(60)
    frames.clear()
    qtbot.wait(60)
    assert frames == []
    window.showNormal()
    qtbot.waitUntil(lambda: len(frames) > 1)


def test_no_widget_of_a_sitting_is_owned_by_python_alone(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """All belong to the window, so none is deleted by chance, late, or on another thread."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.beat()
    settled(qtbot)
    run.end()
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready)
    gc.collect()
    hanging = window.findChildren(QWidget)
    assert len(hanging) > 20
    assert [type(w).__name__ for w in hanging if shiboken6.ownedByPython(w)] == []


def test_120_sittings_leave_nothing_behind(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Opened and left 120 times: as many widgets as after the twentieth, and no screen kept."""
    app.choose_heart(SIMULATED)
    screens: list[weakref.ref[object]] = []
    counts: list[int] = []
    for turn in range(120):
        run = begun(window, app)
        assert window.practice
        screens.append(weakref.ref(window.practice))
        run.enter(Phase.PRACTICE)
        run.beat()
        window.ground()
        settled(qtbot)
        window.go_home()
        app.runs.clear()
        if turn in (19, 119):
            gc.collect()
            settled(qtbot)
            counts.append(len(QApplication.allWidgets()))
    assert counts[1] <= counts[0]
    assert sum(screen() is not None for screen in screens) <= 1

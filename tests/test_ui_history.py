"""The list of sittings: what can be done is offered, and a search is taken back by Esc."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from analysis.noise_band import NoiseBand
from biofeedback.store.kept import Kept
from biofeedback.store.recorder import Recorder
from biofeedback.store.writing_lock import hold
from biofeedback.ui import boxes
from biofeedback.ui.gather import Gathered
from biofeedback.ui.history_screen import HistoryScreen
from biofeedback.ui.over_time import OverTime
from biofeedback.ui.sitting_row import row_of
from biofeedback.ui.theme import DARK, font, set_text_percent
from biofeedback.ui.trends import MEASURES, Measure, TrendPlot
from biofeedback.ui.window import Window
from biofeedback.words import texts, texts_back, texts_bring_in
from tests.ui_fakes import FakeApplication, read, strike
from tests.ui_screens import kept
from tests.ui_window import app, settled, window

__all__ = ["app", "window"]  # fixtures

ACTS = (texts_back.DELETE, texts_back.COMPARE, texts_back.REPLAY, texts_back.OPEN)


@pytest.fixture
def history(window: Window, app: FakeApplication, qtbot: QtBot) -> HistoryScreen:
    """Return the history with one sitting, and the search under the hand."""
    kept(app)
    window.looking_back.show_history()
    shown = window.looking_back.history
    assert shown
    qtbot.waitUntil(lambda: shown.list.row is not None)
    strike(shown, Qt.Key.Key_Slash)
    assert shown.search.hasFocus()
    return shown


def ground_of(made: QPushButton) -> QColor:
    """Return the colour that a button's words stand on."""
    return made.grab().toImage().pixelColor(8, made.height() // 2)


def test_nothing_that_does_nothing_stays_bright(history: HistoryScreen) -> None:
    """Without a match, *Open* too is as quiet as the others."""
    acts = {b.text(): b for b in history.findChildren(QPushButton) if b.text() in ACTS}
    assert ground_of(acts[texts_back.OPEN]) != ground_of(acts[texts_back.REPLAY])
    QTest.keyClicks(history.search, "nowhere")
    assert not any(made.isEnabled() for made in acts.values())
    assert all(ground_of(one) == ground_of(other) for one, other in pairwise(acts.values()))


def test_coming_back_the_list_has_the_keyboard_and_nothing_is_sought(
    history: HistoryScreen, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sought last hid what was new, R did nothing, and the list swallowed I."""
    QTest.keyClicks(history.search, "i/nowhere")
    assert history.search.text() == "i/nowhere"
    window.go_home()
    window.looking_back.show_history()
    qtbot.waitUntil(history.list.hasFocus)
    assert history.search.text() == ""
    assert history.list.row is not None
    asked: list[str] = []

    def none_chosen(*_: object) -> tuple[list[str], str]:
        asked.append("files")
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", none_chosen)
    strike(history.list, Qt.Key.Key_I)
    assert asked == ["files"]


def test_a_recording_just_brought_in_is_the_current_one(
    history: HistoryScreen, app: FakeApplication, qtbot: QtBot
) -> None:
    """It was kept somewhere in the list, at the day of its own."""
    first = history.list.row
    path = app.sessions / "2020" / "2020-01-01T080000_kind_00000000.csv"
    recorder = Recorder(path, datetime(2020, 1, 1, 8, tzinfo=UTC), {"practice_name": "Old"})
    recorder.close(60.0)
    history.gathering.start()
    qtbot.waitUntil(lambda: history.list.row not in (None, first))
    assert history.list.row
    assert history.list.row.kept.path == path


def test_the_first_escape_takes_the_search_back(history: HistoryScreen, window: Window) -> None:
    """Every sitting is there again; the next one leads to the ground, as from everywhere."""
    QTest.keyClicks(history.search, "nowhere")
    assert texts_back.NO_MATCH.format("nowhere") in read(history)
    strike(history.search, Qt.Key.Key_Escape)
    assert history.isVisible()
    assert history.search.text() == ""
    assert history.list.row is not None
    strike(history.search, Qt.Key.Key_Escape)
    assert window.grounding.isVisible()


TODAY = datetime.now().astimezone()


def practised(days_ago: int, *, simulated: bool) -> Kept:
    """Return three minutes of practice."""
    began = TODAY - timedelta(days=days_ago)
    return Kept(
        "s.csv", began, 180.0, 180.0, "hand-on-heart", "Hand", simulated=simulated, closed=True
    )


@pytest.mark.parametrize(
    ("sittings", "said"),
    [
        ([], texts_back.CALENDAR_NOT_YET),
        ([practised(0, simulated=True)], texts_back.CALENDAR_SIMULATED.format(16)),
        ([practised(200, simulated=False)], texts_back.CALENDAR_NONE.format(16)),
        ([practised(0, simulated=False)], "Three minutes in the last 16 weeks, on one day."),
    ],
)
def test_only_who_was_here_before_is_welcomed_back(
    qtbot: QtBot, sittings: list[Kept], said: str
) -> None:
    """Minutes with a simulated heart are said to be left out, also to a screen reader."""
    page = OverTime(DARK)
    qtbot.addWidget(page)
    page.show_sittings(sittings, Gathered())
    page.show()
    assert said in read(page)
    assert said in page.calendar.accessibleName()


def agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mean it, whenever a screen asks whether to delete."""
    monkeypatch.setattr(boxes, "means_to_delete", lambda _screen, _sitting: True)


def test_what_another_window_records_now_is_not_deleted(
    window: Window, app: FakeApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is called so, not interrupted, and the refusal is the same sentence as in the terminal."""
    agree(monkeypatch)
    path = kept(app)
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[: len(rows) // 2]))  # no end yet
    with path.open("ab") as writer:
        assert hold(writer.fileno())
        shown = looking_back(window, qtbot)
        assert shown.list.row
        assert texts_back.WRITING in shown.list.row.marks
        assert texts_back.INTERRUPTED not in shown.list.row.marks
        shown.delete()
        assert "is being written just now" in read(shown)
    assert path.exists()
    shown.delete()
    assert not path.exists()


def looking_back(window: Window, qtbot: QtBot) -> HistoryScreen:
    """Return the history once it lists something."""
    window.looking_back.show_history()
    shown = window.looking_back.history
    assert shown
    qtbot.waitUntil(lambda: shown.list.row is not None)
    return shown


def test_the_arrow_down_leads_from_the_search_to_what_was_found(history: HistoryScreen) -> None:
    """As Enter does."""
    strike(history.search, Qt.Key.Key_Down)
    assert history.list.hasFocus()
    assert history.list.row is not None


def test_another_folder_of_sittings_is_another_history(
    history: HistoryScreen, window: Window, app: FakeApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    """The folder was chosen in the settings after the first look back."""
    app.change(sessions_folder=str(tmp_path / "elsewhere"))
    window.go_home()
    window.looking_back.show_history()
    shown = window.looking_back.history
    assert shown is not None
    assert shown is not history
    assert shown.folder == tmp_path / "elsewhere"
    settled(qtbot)
    assert shown.list.row is None


def test_back_is_as_wide_as_its_word_where_there_is_nothing_to_choose(
    window: Window, qtbot: QtBot
) -> None:
    """In an empty history, and over time."""
    window.looking_back.show_history()
    settled(qtbot)
    shown = window.looking_back.history
    assert shown
    back = next(b for b in shown.findChildren(QPushButton) if b.text() == texts.BACK)
    qtbot.waitUntil(lambda: 0 < back.width() < shown.width() / 6)


def test_a_sitting_that_cannot_be_read_is_told(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Beside those that can be, and where there is no other."""
    year = app.sessions / "2026"
    year.mkdir(parents=True)
    lost = year / "2026-11-24T080000_just-breathe_bbbbbbbb.csv"
    lost.write_bytes(bytes(100))
    window.looking_back.show_history()
    told = texts_back.UNREAD.format(lost.name)
    qtbot.waitUntil(lambda: told in read(window))
    window.go_home()
    kept(app)
    window.looking_back.show_history()
    shown = window.looking_back.history
    assert shown
    qtbot.waitUntil(lambda: shown.list.row is not None)
    qtbot.waitUntil(lambda: told in read(window))


def test_a_row_tells_the_minutes_that_the_summary_tells(tmp_path: Path) -> None:
    """Of the practice, however long the rest before; of a recording alone, its length."""
    began = datetime(2026, 11, 23, 8, tzinfo=UTC)
    rested = Kept(
        str(tmp_path / "s.csv"), began, 300.0, 0.0, "hand", "Hand", simulated=False, closed=True
    )
    assert texts_back.MOMENT in row_of(rested, {}).when
    assert "5 min" in row_of(rested._replace(practice=""), {}).when
    assert "2 min" in row_of(rested._replace(practised_s=120.0), {}).when


@pytest.mark.usefixtures("window")  # which gives the type back its size
@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("height", [0, 600])
@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.name)
def test_the_levels_beside_a_trend_do_not_touch(
    qtbot: QtBot, measure: Measure, height: int, percent: int
) -> None:
    """In the least height, too, which grows with the type; no change is always named."""
    set_text_percent(percent)
    plot = TrendPlot(DARK)
    qtbot.addWidget(plot)
    plot.resize(800, max(height, plot.minimumHeight()))
    plot.show()
    plot.show_changes(measure, [], [], NoiseBand(0.1, 10.0, "a test") if measure.ratio else None)
    settled(qtbot)
    (levels,) = plot.left._tickLevels
    _, (low, high) = plot.box.viewRange()
    line_px = QFontMetricsF(font(0.82)).height()
    places = sorted(level * plot.box.height() / (high - low) for level, _ in levels)
    assert 0.0 in places
    assert all(above - below >= line_px for below, above in pairwise(places))
    assert plot.box.height() >= 3 * line_px
    assert len(places) > 2 or not measure.ratio


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize("percent", [100, 200])
def test_the_calendar_has_room_for_its_days_and_stays_beside_its_words(
    qtbot: QtBot, percent: int
) -> None:
    """Also on a large screen without a plot."""
    set_text_percent(percent)
    page = OverTime(DARK)
    qtbot.addWidget(page)
    page.resize(1800, 950)
    page.show_sittings([], Gathered())
    page.show()
    settled(qtbot)
    calendar = page.calendar
    words = next(w for w in page.findChildren(QLabel) if w.text() == texts_back.CALENDAR_TITLE)
    assert abs(words.y() - calendar.y()) < words.height()
    monday = calendar._at(calendar._first).x() - calendar._cell / 2
    assert monday >= QFontMetricsF(font(0.75)).horizontalAdvance("Wed")


def test_where_there_is_no_list_the_focus_is_on_what_can_be_done(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """To import where nothing is kept, to try again where nothing can be read."""
    window.looking_back.show_history()
    qtbot.waitUntil(lambda: texts_back.EMPTY_TITLE in read(window))
    at = QApplication.focusWidget()
    assert isinstance(at, QPushButton)
    assert at.text() == texts_bring_in.BRING_IN
    window.go_home()
    app.sessions.write_text("no folder", "utf-8")
    window.looking_back.show_history()
    qtbot.waitUntil(lambda: texts_back.UNREADABLE in read(window))
    at = QApplication.focusWidget()
    assert isinstance(at, QPushButton)
    assert at.text() == texts_back.TRY_AGAIN


def test_a_search_that_is_taken_back_leads_to_the_list(history: HistoryScreen) -> None:
    """Or the next letter would be sought instead of done."""
    QTest.keyClicks(history.search, "nowhere")
    strike(history.search, Qt.Key.Key_Escape)
    assert history.search.text() == ""
    assert history.list.hasFocus()


def test_a_narrow_list_tells_what_and_when_above_what_changed(
    history: HistoryScreen, window: Window, qtbot: QtBot
) -> None:
    """A row is then twice as high, and back again in a wide one."""
    view = history.list

    def high() -> int:
        return view.visualRect(view.currentIndex()).height()

    wide_px = high()
    window.setMinimumSize(100, 100)
    window.resize(640, 480)
    qtbot.waitUntil(lambda: high() > 1.5 * wide_px)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: high() == wide_px)

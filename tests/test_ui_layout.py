"""Nothing is cut off: every word has the room it needs, on small windows and with large type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from biofeedback.notes import Noted
from biofeedback.results.kept_sitting import KeptSitting
from biofeedback.store.afterwards import append_note
from biofeedback.store.disk import RecordingError
from biofeedback.ui.parts import height_of
from biofeedback.ui.room import Scrolling
from biofeedback.ui.theme import PHRASE, base_pt
from biofeedback.ui.window import Window
from biofeedback.words import texts
from tests.ui_fakes import FakeApplication, read, strike
from tests.ui_screens import EVERY_SCREEN, LONG_NAME, Go, kept, practice, straps
from tests.ui_window import app, settled, window

__all__ = ["app", "window"]  # fixtures

USUAL = [(960, 640), (1024, 700), (1280, 800), (1920, 1080)]
LARGE_TYPE = [(640, 480), (960, 640), (1280, 800)]
MOST_RESIZES = 40  # at one size of the window; eight areas find theirs in a few each
WITH_A_BAR = ("found", "keep_up")  # a button there is wider than 640 pixels can hold at 200 %
SIZES = pytest.mark.parametrize("size", USUAL, ids=str)
DOWN_TO_SMALL = pytest.mark.parametrize("size", [(640, 400), (960, 540), *USUAL[1:]], ids=str)
"""1280 × 800 and 1920 × 1080 are as small when a desktop draws all twice as large."""


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


def sideways(screen: QWidget) -> Iterator[str]:
    """Yield what could be scrolled to the side."""
    for area in screen.findChildren(Scrolling):
        inside = area.widget()
        if area.isVisible() and inside and inside.minimumSizeHint().width() > area.width():
            yield type(inside).__name__


def has_a_bar(screen: QWidget) -> bool:
    """Tell whether what is too wide can be reached."""
    areas = [area for area in screen.findChildren(Scrolling) if area.isVisible()]
    return any(area.horizontalScrollBar().isVisible() for area in areas)


def _whole(screen: QWidget) -> None:
    assert list(cut_off(screen)) == []
    assert list(overlapping(screen)) == []


@DOWN_TO_SMALL
@EVERY_SCREEN
def test_no_word_is_cut_off(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go, size: tuple[int, int]
) -> None:
    """On every screen, from 640 × 400 on."""
    window.setMinimumSize(0, 0)  # as on a screen that is no larger
    window.resize(*size)
    go(window, app, qtbot)
    qtbot.waitUntil(lambda: _whole(window), timeout=2000)  # layouts take turns
    assert window.width() == size[0]
    assert list(sideways(window)) == []


@pytest.mark.parametrize("percent", [150, 200])
@pytest.mark.parametrize("size", LARGE_TYPE, ids=str)
@EVERY_SCREEN
def test_no_word_is_cut_off_in_large_type(
    window: Window,
    app: FakeApplication,
    qtbot: QtBot,
    go: Go,
    size: tuple[int, int],
    percent: int,
) -> None:
    """What has no room scrolls, none of it to the side, and nothing is squeezed."""
    window.setMinimumSize(0, 0)
    window.resize(*size)
    app.change(text_percent=percent)
    window.dress()
    go(window, app, qtbot)
    qtbot.waitUntil(lambda: _whole(window), timeout=2000)
    if (size[0], percent) == (640, 200) and go.__name__ in WITH_A_BAR:
        qtbot.waitUntil(lambda: has_a_bar(window))
    else:
        assert list(sideways(window)) == []


@SIZES
@pytest.mark.parametrize("percent", [100, 200])
def test_a_long_line_fits_into_its_two_rows(
    window: Window, app: FakeApplication, qtbot: QtBot, size: tuple[int, int], percent: int
) -> None:
    """In smaller type if need be; a short one after it is as large as ever."""
    app.change(text_percent=percent, reduced_motion=True)
    window.dress()
    window.resize(*size)
    practice(window, app, qtbot)
    qtbot.wait(50)
    assert window.practice
    phrase = window.practice.phrase
    assert height_of(phrase, phrase.text(), phrase.width()) <= phrase.height()
    app.runs[-1].say("I am here.")
    settled(qtbot)
    assert phrase.fontInfo().pointSizeF() == pytest.approx(base_pt() * PHRASE, rel=0.05)


@SIZES
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("word", ["Selbstmitgefühlsgedankenübung", "Rind" * 17], ids=len)
def test_a_long_word_moves_nothing(
    window: Window,
    app: FakeApplication,
    qtbot: QtBot,
    size: tuple[int, int],
    percent: int,
    word: str,
) -> None:
    """It takes smaller type, and is broken where that does not help."""
    app.change(text_percent=percent, reduced_motion=True)
    window.dress()
    window.resize(*size)
    practice(window, app, qtbot)
    assert window.practice
    phrase, pacer = window.practice.phrase, window.practice.pacer
    app.runs[-1].say("I am here.")
    qtbot.wait(50)  # layouts take turns
    before = (phrase.geometry(), pacer.geometry(), window.practice.width())
    app.runs[-1].say(word)
    qtbot.wait(50)
    assert (phrase.geometry(), pacer.geometry(), window.practice.width()) == before
    assert phrase.text().replace("\u200b", "") == word
    room = phrase.contentsRect()
    needed = phrase.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, phrase.text())
    assert needed.width() <= room.width()
    assert needed.height() <= room.height()


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


@EVERY_SCREEN
def test_the_smallest_window_holds_every_screen(
    window: Window, app: FakeApplication, qtbot: QtBot, go: Go
) -> None:
    """No screen asks for more than 1024 × 700."""
    go(window, app, qtbot)
    qtbot.wait(50)  # layouts follow what was hidden
    needed = window.minimumSizeHint()
    assert needed.width() <= 1024
    assert needed.height() <= 700


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_help_is_seen_without_scrolling(
    window: Window, app: FakeApplication, qtbot: QtBot, percent: int
) -> None:
    """The last line of the ground names whom to call; who needs it does not look for it."""
    app.change(text_percent=percent, region="gb", reach_out="Ida, next door")
    window.dress()
    window.resize(1280, 800)
    window.ground()
    qtbot.wait(50)
    (area,) = window.grounding.findChildren(Scrolling)
    assert area.verticalScrollBar().maximum() == 0


def test_the_card_of_keys_is_seen_whole(window: Window, qtbot: QtBot) -> None:
    """At 1280 × 800, to its last line."""
    window.resize(1280, 800)
    window.keys.toggle()
    qtbot.wait(50)
    area = window.keys.findChild(Scrolling)
    assert area is not None
    assert area.verticalScrollBar().maximum() == 0


def test_all_tiles_are_seen_in_the_largest_type(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """At 1280 × 800, without scrolling."""
    window.resize(1280, 800)
    app.change(text_percent=200)
    window.dress()
    practice(window, app, qtbot)
    qtbot.wait(50)
    assert window.practice
    numbers = window.practice.numbers
    shown = [tile for tile in numbers.tiles if not tile.isHidden()]
    assert len(shown) == 3
    assert all(tile.visibleRegion().boundingRect() == tile.rect() for tile in shown)


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)], ids=str)
def test_every_button_of_the_practice_lies_within_its_row(
    window: Window, app: FakeApplication, qtbot: QtBot, size: tuple[int, int], percent: int
) -> None:
    """In as many lines as they need."""
    window.resize(*size)
    app.change(text_percent=percent)
    window.dress()
    practice(window, app, qtbot)
    shown = [b for b in window.findChildren(QPushButton) if b.isVisible()]
    assert texts.END in [b.text() for b in shown]

    def within() -> bool:
        rows = ((b, b.parentWidget()) for b in shown)
        return all(row and row.rect().contains(b.geometry()) for b, row in rows)

    qtbot.waitUntil(within, timeout=2000)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("size", [(640, 400), (1280, 800), (1920, 1080)], ids=str)
def test_the_word_of_the_breath_lies_within_the_smallest_disc(
    window: Window, app: FakeApplication, qtbot: QtBot, size: tuple[int, int], percent: int
) -> None:
    """A larger disc makes room for larger type, and still breathes."""
    window.setMinimumSize(0, 0)
    window.resize(*size)
    app.change(text_percent=percent)
    window.dress()
    practice(window, app, qtbot)
    assert window.practice
    pacer = window.practice.pacer
    wide = QFontMetricsF(pacer.type_).horizontalAdvance("Breathe out")
    assert wide < pacer.least * min(pacer.width(), pacer.height())
    assert 0.42 <= pacer.least <= 0.62


@pytest.mark.parametrize("height", [760, 800])
def test_the_nearest_strap_is_whole_in_large_type(
    window: Window, app: FakeApplication, qtbot: QtBot, height: int
) -> None:
    """Its name takes two lines there; what lies below scrolls."""
    app.change(text_percent=200)
    window.dress()
    window.resize(1280, height)
    straps(window, app, qtbot)

    def whole() -> bool:
        nearest = window.focusWidget()
        assert nearest
        return nearest.visibleRegion().boundingRect() == nearest.rect()

    qtbot.waitUntil(lambda: _whole(window), timeout=2000)
    qtbot.waitUntil(lambda: LONG_NAME in read(window) and whole())


def in_sight(shown: QWidget) -> bool:
    """Tell whether all of something can be seen, and none of it is squeezed."""
    whole = shown.visibleRegion().boundingRect() == shown.rect()
    return shown.isVisible() and whole and shown.height() >= shown.sizeHint().height() - 1


@pytest.mark.parametrize("height", [700, 760, 800])
@pytest.mark.parametrize("said", ["", "A folder of a long name cannot be written. " * 8])
def test_done_and_the_note_are_whole_whatever_is_said(
    window: Window,
    app: FakeApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    height: int,
    said: str,
) -> None:
    """With two rests and notes, on a screen whose title bar takes some of it."""

    def refuse(_kept: KeptSitting, _text: str) -> None:
        raise RecordingError(said)

    path = kept(app)
    append_note(path, Noted(455.0, "It felt odd, then warm. " * 4), Noted(455.0, "Rain."))
    window.resize(1280, height)
    window.summarise(KeptSitting(path, app.sessions), window.go_home)
    qtbot.waitUntil(lambda: window.summary is not None and window.summary.ready, timeout=20_000)
    assert window.summary
    (note,) = window.summary.findChildren(QLineEdit)
    qtbot.wait(50)  # layouts take turns
    note.setFocus()
    if said:
        monkeypatch.setattr(KeptSitting, "note", refuse)
        note.setText("warm")
        strike(note, Qt.Key.Key_Return)
    done = next(b for b in window.findChildren(QPushButton) if b.text() == texts.DONE)
    qtbot.waitUntil(lambda: in_sight(done) and in_sight(note))
    assert said.strip() in read(window)


@pytest.mark.parametrize("percent", [100, 200])
def test_every_size_of_the_window_comes_to_rest(
    window: Window, app: FakeApplication, qtbot: QtBot, percent: int
) -> None:
    """A bar that comes or goes may fold a row, and not for ever: once it did until a crash."""
    app.change(text_percent=percent)
    practice(window, app, qtbot)
    settled(qtbot)
    watched = _Resizes(window.findChildren(Scrolling))
    window.setMinimumSize(50, 50)
    for width in range(320, 1280, 41):
        for height in (280, 300, 480, 640):
            watched.count = 0
            window.resize(width, height)
            QApplication.processEvents()
            assert watched.count <= MOST_RESIZES, (width, height)


class _Resizes(QObject):
    """Counts how often what is in some areas takes another size."""

    def __init__(self, areas: Sequence[Scrolling]) -> None:
        super().__init__()
        self.count = 0
        self._watched = [inside for area in areas if (inside := area.widget()) is not None]
        for each in self._watched:
            each.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Resize
        return False

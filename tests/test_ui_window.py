"""Whole ways through the window, by keyboard and by mouse, with a sitting that a test leads."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from biofeedback.application import HeartChoice
from biofeedback.runs.session import Show
from biofeedback.settings import Settings
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.kept import Kept
from biofeedback.ui.theme import DARK, LIGHT
from biofeedback.ui.window import Window
from biofeedback.words import texts
from devices.events import Found
from practices.library import new_script
from tests import ui_screens as screens
from tests.ui_fakes import FakeApplication, FakeRun, press, read, strike
from tests.ui_window import SIMULATED, app, begun, card, settled, window

__all__ = ["app", "window"]  # fixtures


def test_the_whole_way_by_keyboard(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """Home, a heart, the practice, its end, the summary, home: no mouse anywhere."""

    def key(pressed: Qt.Key) -> None:
        strike(QApplication.focusWidget(), pressed)

    def go_to(words: str) -> None:
        for _ in range(40):
            at = QApplication.focusWidget()
            if isinstance(at, QPushButton) and words in (at.text() or at.accessibleName()):
                return
            key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {words!r}")

    assert texts.HOME_TITLE in read(window)
    go_to("Loving-Kindness")
    key(Qt.Key.Key_Return)
    assert texts.STRAPS_TITLE in read(window)
    go_to(texts.STRAP_SIMULATED)
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.practice is not None)
    assert app.begun[0][0] == "loving-kindness"
    assert app.looks == 0  # nobody goes on scanning
    settled(qtbot)
    key(Qt.Key.Key_N)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Q)
    assert app.runs[0].asked == ["start", "begin anyway", "pause", "end"]
    qtbot.waitUntil(lambda: "You took five minutes for yourself" in read(window))
    key(Qt.Key.Key_Return)  # Done has the focus
    assert texts.HOME_TITLE in read(window)


def test_two_clicks_from_start_to_practice(window: Window, app: FakeApplication) -> None:
    """With a remembered strap: how long, and which; the answers are kept to."""
    app.choose_heart(HeartChoice("strap", "A0:9E:1A:00:00:00", "Polar H10"))
    window.go_home()
    assert "Polar H10" in read(window)

    def click(words: str) -> None:
        found = [b for b in window.findChildren(QPushButton) if b.isVisible()]
        target = next(b for b in found if words in (b.accessibleName(), b.text()))
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))

    click(f"{texts.LENGTH} {texts.LENGTHS[0]}")
    chosen = card(window, "Hand-on-Heart Soothing")
    assert "1 min" in chosen.accessibleName()
    QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)
    assert app.begun == [("hand-on-heart", 60.0, 120.0, True)]
    assert app.runs[0].asked == ["start"]


@pytest.mark.parametrize("answer", range(len(texts.LENGTHS)))
def test_every_answer_is_a_length_that_the_practice_has(window: Window, answer: int) -> None:
    """`lasting` refuses a length outside the range; no card ever offers one."""
    window.home._set_length(answer)
    for each in window.home.cards:
        assert each.practice.lasting(each.length_s).length_s == each.length_s


def test_own_practices_stand_below_the_others(window: Window, app: FakeApplication) -> None:
    """As soon as one comes home; a script with a slip is said with its line, and goes again."""
    folder = app.folder / "practices"
    folder.mkdir()
    given = len(window.home.cards)
    script = new_script(folder, "My kind words", "hand-on-heart")
    window.go_home()
    assert [card.practice.name for card in window.home.cards[given:]] == ["My kind words"]
    app.choose_heart(SIMULATED)
    window.home._set_length(0)
    card(window, "My kind words").click()
    assert app.begun[-1][:2] == ("my-kind-words", 60.0)
    window.ground()
    script.write_text("minutes = 3", encoding="utf-8")
    window.go_home()
    assert len(window.home.cards) == given
    assert "my-kind-words.toml, line 1: 'minutes' is not" in read(window)
    script.unlink()
    window.go_home()
    assert "minutes" not in read(window)


def test_straps_are_listed_the_nearest_first(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """As they are found, once each; and the chosen one is remembered."""
    window.choose_heart()
    assert app.looks == 1
    for name, rssi in (("Far", -88), ("Near", -50), ("Middle", -70), ("Near", -51)):
        app.found(Found(0.0, f"00:{name}", name, rssi))
    settled(qtbot)
    names = {"Far", "Near", "Middle"}
    rows = [b for b in window.straps.findChildren(QPushButton) if b.isVisible()]
    told = [(b.mapToGlobal(QPoint()).y(), b.accessibleName().split(".")[0]) for b in rows]
    assert [name for _, name in sorted(told) if name in names] == ["Near", "Middle", "Far"]
    press(window.straps, "Near")
    assert app.settings.strap_address == "00:Near"
    assert app.looks == 0


def test_trouble_with_the_radio_is_said_where_straps_are_chosen(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """One sentence with the next step, and that it looks on; the other choices stay."""
    window.choose_heart()
    off = "Bluetooth is off: switch it on, and this list fills by itself."
    app.troubled(off)
    settled(qtbot)
    assert texts.STRAPS_TROUBLE.format(off) in read(window)
    assert texts.STRAP_NONE in read(window)


def test_one_may_look_again_for_straps(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """At once, by keyboard, as often as one likes; with straps in the list there is no need."""
    window.choose_heart()
    assert texts.LOOK_AGAIN not in read(window)
    for _ in range(2):
        app.troubled("The system's Bluetooth service does not answer.")
        settled(qtbot)
        telling, app.found = app.found, lambda _: None
        press(window.straps, texts.LOOK_AGAIN)
        assert app.found is telling  # a new look
        assert app.looks == 1
        assert texts.STRAPS_LOOKING in read(window)
        assert QApplication.focusWidget() is window.straps._again
    app.found(Found(0.0, "00:11", "Polar H10", -60))
    settled(qtbot)
    assert texts.LOOK_AGAIN not in read(window)


def test_enter_takes_the_first_strap_found_unless_the_keyboard_went_elsewhere(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """The focus stayed on the simulated heart, and Enter took that."""
    window.choose_heart()
    settled(qtbot)
    for name, rssi in (("Polar H10", -60), ("Nearer", -40)):
        app.found(Found(0.0, f"00:{name}", name, rssi))
        settled(qtbot)
        at = QApplication.focusWidget()
        assert at
        assert at.accessibleName().startswith("Polar H10")


def test_tab_goes_through_the_straps_before_the_other_choices(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """In the order in which they stand, also those that were found last."""
    window.choose_heart()
    for name, rssi in (("Far", -88), ("Near", -50), ("Middle", -70)):
        app.found(Found(0.0, f"00:{name}", name, rssi))
    settled(qtbot)
    heard: list[str] = []
    for _ in range(12):
        strike(QApplication.focusWidget(), Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        heard.append(at.accessibleName().split(".")[0] if at else "")
    start = heard.index("Near")
    assert heard[start : start + 4] == ["Near", "Middle", "Far", texts.STRAP_SIMULATED]


def test_after_a_while_without_a_strap_more_is_said(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Other apps may hold it; and a strap that is found later changes the words."""
    window.straps._patience.setInterval(10)
    window.choose_heart()
    assert texts.STRAPS_LOOKING in read(window)
    qtbot.waitUntil(lambda: texts.STRAPS_NONE in read(window))
    app.found(Found(0.0, "00:11", "Polar H10", -60))
    qtbot.waitUntil(lambda: texts.STRAPS_FOUND in read(window))


@pytest.mark.parametrize(
    "where", ["home", "straps", "keep up", "summary", *Phase.__members__.values()], ids=str
)
def test_escape_lands_on_the_ground_at_once(
    window: Window, app: FakeApplication, qtbot: QtBot, where: str
) -> None:
    """From every screen and every part, within 200 ms; a sitting is ended and its end is said."""
    run = None
    if where == "straps":
        window.choose_heart()
    elif where == "keep up":
        window.around.show_keep_up()
    elif where != "home":
        run = begun(window, app)
        if where == "summary":
            run.enter(Phase.PRACTICE)
        run.enter(Phase.ENDED if where == "summary" else Phase(where))
        settled(qtbot)
    pressed = time.perf_counter()
    strike(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert time.perf_counter() - pressed < 0.2
    assert window.grounding.isVisible()
    assert "Feel your feet on the floor." in read(window)
    settled(qtbot)
    assert window.grounding.isVisible()  # what comes after the end does not lead away
    if run and where not in ("summary", Phase.ENDED):
        assert run.asked[-1] == "end"
        assert texts.GROUNDING_SAVED in read(window)
    strike(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert texts.HOME_TITLE in read(window)


def test_a_late_word_of_an_ended_sitting_does_not_end_the_next(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """A strap takes seconds to be let go; a person who begins anew is not interrupted."""
    first = begun(window, app)
    window.ground()
    settled(qtbot)
    window.go_home()
    second = begun(window, app)
    second.enter(Phase.REST_BEFORE)
    first.tell(PhaseStarted(first.time_s, Phase.ENDED))
    settled(qtbot)
    assert window.practice is not None
    assert window.practice.run is second
    assert window.practice.isVisible()


def test_sittings_begun_in_a_hurry_leave_no_screens_behind(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Esc and Enter in turn, faster than any heart lets go."""
    window.ground()  # it is made when it is first asked for
    pages = window._stack.count()
    for _ in range(12):
        begun(window, app)
        window.ground()
        window.go_home()
    for run in app.runs:
        run.tell(PhaseStarted(run.time_s, Phase.ENDED))
    settled(qtbot)
    assert window._stack.count() == pages
    assert window.home.isVisible()


def test_nothing_begins_behind_a_closed_window(window: Window, app: FakeApplication) -> None:
    """A click that was still on its way."""
    app.choose_heart(SIMULATED)
    window.close()
    card(window, "Hand-on-Heart Soothing").click()
    assert app.runs == []


def test_a_message_is_dressed_like_the_window(window: Window, app: FakeApplication) -> None:
    """Light words on dark ground, or dark on light."""
    for theme in (DARK, LIGHT):
        app.change(theme=theme.name)
        window.dress()
        box = QMessageBox(window)
        box.setText("Something to say.")
        box.open()
        assert box.grab().toImage().pixelColor(3, 3).name() == QColor(theme.ground).name()
        box.close()


def test_ended_before_it_began_there_is_nothing_to_sum_up(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """While the heart is still looked for, ending leads back home."""
    begun(window, app).end()
    settled(qtbot)
    assert window.home.isVisible()
    assert window.summary is None
    assert window.practice is None


def test_a_summary_that_is_left_before_it_is_there_disturbs_nobody(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Esc while it is gathered: the ground stays, and no error comes."""
    run = begun(window, app)
    run.summary_takes_s = 0.1
    run.enter(Phase.PRACTICE)
    run.end()
    qtbot.waitUntil(lambda: window.summary is not None)
    window.ground()
    settled(qtbot)
    qtbot.wait(150)
    assert window.grounding.isVisible()
    assert window.summary is None


@pytest.mark.parametrize("anyway", [True, False])
def test_an_unwritable_folder_is_said_before_the_practice(
    window: Window, app: FakeApplication, anyway: bool
) -> None:
    """The person chooses: unrecorded, or not now."""
    app.choose_heart(SIMULATED)
    app.unwritable = "Sittings cannot be kept in that folder: make it writable."
    said: list[str] = []

    def answer() -> None:
        box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
        said.append(box.informativeText())
        press(box, texts.FOLDER_ANYWAY if anyway else texts.BACK)

    QTimer.singleShot(0, answer)
    card(window, "Self-Compassion Break").click()
    assert said == [app.unwritable]
    assert [recorded for *_, recorded in app.begun] == ([False] if anyway else [])


def test_quiet_and_the_theme_are_remembered(window: Window, app: FakeApplication) -> None:
    """For the next sitting, and the next start."""
    begun(window, app)
    strike(window.practice, Qt.Key.Key_H)
    window.change_theme()
    kept = Settings.load(app.folder)
    assert kept.hide_numbers is True
    assert kept.theme == "light"


def test_closing_the_window_leaves_a_sitting_to_be_gone_on_with_and_waits_for_its_file(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Leave, then join; nothing is asked, and no summary opens behind the closed window."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    window.close()
    settled(qtbot)
    assert run.asked == ["start", "leave", "join"]
    assert window.summary is None


def test_everything_one_can_reach_has_a_name(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """A screen reader says something for each button, tile and field of every screen."""

    def nameless() -> list[str]:
        reachable = (
            w
            for w in window.findChildren(QPushButton)
            if w.isVisible() and w.focusPolicy() is not Qt.FocusPolicy.NoFocus
        )
        return [type(w).__name__ for w in reachable if not (w.text() or w.accessibleName())]

    assert nameless() == []
    window.choose_heart()
    app.found(Found(0.0, "00:11:22:33:44:55", "", -60))
    settled(qtbot)
    assert nameless() == []
    window.go_home()
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.beat()
    settled(qtbot)
    assert nameless() == []
    assert window.practice
    assert all(t.accessibleName() for t in window.practice.numbers.tiles)
    assert window.practice.pacer.accessibleName()
    assert window.practice.numbers.trace.widget.accessibleName()


def test_an_interrupted_sitting_is_offered_at_home(
    window: Window, app: FakeApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going on leads to it; leaving it closes it, and the offer goes; nothing is offered later."""
    sitting = app.sessions / "2026" / "sitting.csv"
    sitting.parent.mkdir(parents=True)
    began = datetime.now().astimezone().isoformat()
    rows = ("session,1," + began, "meta,,practice=hand-on-heart", "meta,,practice_name=Warm hand")
    sitting.write_text("t_s,kind,value,text\n" + "".join(f"0.000,{row}\n" for row in rows))
    assert not window.home.interrupted.isVisible()
    window.home.interrupted.look()
    assert "“Warm hand”" in read(window.home)
    asked: list[Path] = []

    def go_on(kept: Kept, show: Show) -> FakeRun:
        asked.append(kept.path)
        return FakeRun(show)

    monkeypatch.setattr(app, "go_on", go_on)
    press(window.home, texts.GO_ON)
    assert asked == [sitting]
    assert window.page is window.practice
    window.go_home()
    press(window.home, texts.CLOSE_IT)
    assert not window.home.interrupted.isVisible()
    assert ",end," in sitting.read_text()
    window.go_home()
    assert texts.GO_ON not in read(window.home)


@pytest.mark.parametrize(
    "go", [screens.history, screens.comparison, screens.straps, screens.keep_up]
)
def test_backspace_leads_back(
    window: Window, app: FakeApplication, qtbot: QtBot, go: screens.Go
) -> None:
    """From every screen that looks elsewhere, wherever the focus is."""
    go(window, app, qtbot)
    left = window.page
    strike(QApplication.focusWidget() or left, Qt.Key.Key_Backspace)
    assert window.page is not left


def test_backspace_in_a_text_takes_a_letter(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """Whoever searches stays."""
    screens.history(window, app, qtbot)
    shown = window.looking_back.history
    assert shown
    shown.search.setText("warm")
    shown.search.setFocus()
    strike(shown.search, Qt.Key.Key_Backspace)
    assert shown.search.text() == "war"
    assert window.page is shown


def test_the_second_click_on_the_way_home_begins_nothing(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """A practice lies where “Back to the start” was."""
    app.choose_heart(SIMULATED)
    made = card(window, "Hand-on-Heart Soothing")
    QTest.mouseDClick(made, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert app.runs == []


def test_a_held_key_presses_one_button(window: Window, app: FakeApplication) -> None:
    """What it repeats begins nothing on the page that came by the first press."""
    app.choose_heart(SIMULATED)
    card = window.home.cards[0]
    held = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True
    )
    QApplication.sendEvent(card, held)
    assert app.begun == []
    strike(card, Qt.Key.Key_Return)
    assert len(app.begun) == 1

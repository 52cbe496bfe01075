"""The practice screen: no ghost of a number, words for what is missing, and quiet when asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from analysis.metrics import Reading
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import PaceChanged, Paused, Phase, Resumed
from biofeedback.ui.practice_screen import PracticeScreen
from biofeedback.ui.theme import DARK
from biofeedback.ui.tiles import TREND_BEATS, Tile, Trend
from biofeedback.ui.window import Window
from biofeedback.words import texts, texts_keys
from devices.events import About, Beat, Link, LinkState
from practices.breathing import BreathPattern, Moment
from tests.ui_fakes import (
    METRICS,
    FakeApplication,
    FakeRun,
    button_names,
    counted_paints,
    read,
    strike,
)
from tests.ui_window import app, begun, settled, window

__all__ = ["app", "window"]  # fixtures

Open = Callable[..., tuple[PracticeScreen, FakeRun]]
PARTS = (Phase.REST_BEFORE, Phase.LEAD_IN, Phase.PRACTICE, Phase.SETTLE, Phase.REST_AFTER)


@pytest.fixture
def open_screen(qtbot: QtBot) -> Open:
    """Open the screen of a sitting that a test leads."""

    def opened(*, hide: bool = False, **kind: bool) -> tuple[PracticeScreen, FakeRun]:
        waiting: list[Snapshot] = []
        run = FakeRun(waiting.append, **kind)
        screen = PracticeScreen(run, DARK, hide_numbers=hide, on_hide=lambda _: None)
        run._show = screen.show_snapshot
        qtbot.addWidget(screen)
        screen.resize(1280, 800)
        screen.show()
        screen.setFocus()
        return screen, run

    return opened


def settle_layout(screen: PracticeScreen) -> None:
    """Lay the screen out now rather than at the next event."""
    layout = screen.layout()
    assert layout is not None
    layout.activate()


def tile(screen: PracticeScreen, name: str) -> Tile:
    """Return the tile of a measure."""
    return next(t for t in screen.numbers.tiles if t.accessibleName().startswith(name))


def test_an_absent_number_says_why_in_words(open_screen: Open) -> None:
    """A dash and the reason, to the eye and to a screen reader."""
    screen, run = open_screen()
    run.enter(Phase.REST_BEFORE)
    run.beat(metrics=METRICS)
    assert "250" in read(tile(screen, texts.HF))
    reason = "41 s usable, 60 s needed"
    run.beat(metrics=run.snapshot.metrics.__class__(hf_ms2=Reading.missing(reason)))
    shown = read(tile(screen, texts.HF))
    assert reason in shown
    assert "–" in shown
    assert not re.search(r"\b250\b", shown)
    assert reason in tile(screen, texts.HF).accessibleName()


def test_a_provisional_number_says_that_it_settles(open_screen: Open) -> None:
    """HF is provisional and says so; RMSSD is not and does not."""
    screen, run = open_screen()
    run.enter(Phase.REST_BEFORE)
    run.beat()
    assert texts.SETTLING in read(tile(screen, texts.HF))
    assert texts.SETTLING not in read(tile(screen, texts.RMSSD))


def test_a_heart_off_the_pacer_is_told_so_kindly(open_screen: Open) -> None:
    """The phrase stays, the words stand below it, and they go again; the pacer does not move."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE)
    run.say("May I be gentle with myself.")
    run.beat()
    settle_layout(screen)
    place = screen.pacer.geometry()
    run.tell(off_pacer=True)
    settle_layout(screen)
    assert texts.OFF_PACER in read(screen)
    assert "May I be gentle with myself." in read(screen)
    assert screen.pacer.geometry() == place
    run.tell(off_pacer=False)
    assert texts.OFF_PACER not in read(screen)


@pytest.mark.parametrize("phase", [Phase.REST_BEFORE, Phase.PRACTICE])
def test_a_device_without_rr_intervals_shows_its_heart_rate_alone(
    open_screen: Open, phase: Phase
) -> None:
    """And says what is missing and why; nothing of a rhythm is shown."""
    screen, run = open_screen()
    run.enter(phase)
    run.tell(rate_only_bpm=72, link=Link(1.0, LinkState.STREAMING))
    assert "72" in read(tile(screen, texts.HEART_RATE))
    assert tile(screen, texts.HEART_RATE).isVisible()
    for name in (texts.RMSSD, texts.HF):
        assert texts.NO_RR in read(tile(screen, name))
    assert texts.NO_RR_WORDS in read(screen)
    run.tell(rate_only_bpm=None)
    assert texts.NO_RR_WORDS not in read(screen)


@pytest.mark.parametrize("phase", [Phase.REST_BEFORE, Phase.PRACTICE])
@pytest.mark.parametrize(
    "lost",
    [{"in_contact": False}, {"link": Link(1.0, LinkState.QUIET)}],
    ids=["no contact", "silence"],
)
def test_a_lost_heart_is_waited_for_and_leaves_no_number(
    open_screen: Open, phase: Phase, lost: dict[str, Any]
) -> None:
    """At once, in words and in every tile; and the words go when the heart is back."""
    screen, run = open_screen()
    run.enter(phase)
    run.beat(in_contact=True)
    assert texts.WAITING not in read(screen).lower()
    run.tell(**lost)
    assert f"{texts.WAITING.capitalize()}." in read(screen)
    assert all("–" in read(t) for t in screen.numbers.tiles if t.isVisible())
    run.beat(in_contact=True, link=Link(2.0, LinkState.STREAMING))
    assert texts.WAITING not in read(screen).lower()


def test_what_the_person_can_do_about_the_link_is_said(open_screen: Open) -> None:
    """While Bluetooth is off its own sentence stands there."""
    screen, run = open_screen()
    sentence = "Bluetooth is off: switch it on in the settings."
    run.tell(link=Link(0.5, LinkState.BLOCKED, sentence))
    assert sentence in read(screen)
    assert texts.BEGIN_ANYWAY in read(screen)


def test_a_simulated_heart_says_so_in_every_part(open_screen: Open) -> None:
    """Also while the numbers are hidden."""
    screen, run = open_screen(simulated=True, hide=True)
    for phase in PARTS:
        run.enter(phase)
        assert texts.SIMULATED in read(screen)


def test_a_hurried_sitting_says_how_fast_it_is(qtbot: QtBot) -> None:
    """Nobody takes twelve times the speed for a heart."""
    run = FakeRun(lambda _: None)
    run.speed = 12.0
    screen = PracticeScreen(run, DARK, hide_numbers=False, on_hide=lambda _: None)
    qtbot.addWidget(screen)
    screen.show()
    assert "12×" in read(screen)


def test_quiet_means_no_digit_at_all(open_screen: Open) -> None:
    """H hides every digit in every part, and brings them back."""
    screen, run = open_screen()
    strike(screen, Qt.Key.Key_H)
    for phase in PARTS:
        run.enter(phase)
        run.beat()
        screen.tick()
        assert not re.search(r"\d", read(screen)), phase
    strike(screen, Qt.Key.Key_H)
    assert "41" in read(screen)


def test_without_a_strap_nothing_is_measured_and_it_says_so(open_screen: Open) -> None:
    """No tiles, no button for them; the practice has its pacer and its words."""
    screen, run = open_screen(measured=False)
    run.enter(Phase.REST_BEFORE)
    assert texts.UNMEASURED in read(screen)
    run.enter(Phase.PRACTICE)
    assert "May I be gentle with myself." in screen.phrase.accessibleName()
    assert not screen.numbers.isVisible()
    assert texts.HIDE not in read(screen)


def test_the_caveat_of_hf_stands_there_while_the_breath_is_slow(open_screen: Open) -> None:
    """Paced at 0.1 Hz, below the HF band; neither in a rest nor in a natural step."""
    screen, run = open_screen()

    def caveat() -> bool:
        return "9–24 breaths" in read(screen) or "9 to 24 breaths" in read(screen)

    run.enter(Phase.REST_BEFORE)
    run.beat()
    assert not caveat()
    run.enter(Phase.PRACTICE)
    run.beat()
    assert caveat()
    run.say("Picture someone who cares.", "natural")
    assert not caveat()


def test_the_breath_wave_is_shown_while_the_pacer_leads(open_screen: Open) -> None:
    """In a rest and in natural steps the heart rate has its place."""
    screen, run = open_screen()
    for phase, breathing, wave in (
        (Phase.REST_BEFORE, "", False),
        (Phase.PRACTICE, "paced", True),
        (Phase.PRACTICE, "natural", False),
    ):
        run.enter(phase)
        if breathing:
            run.say("a line", breathing)
        run.beat()
        assert tile(screen, texts.WAVE).isVisible() is wave
        assert tile(screen, texts.HEART_RATE).isVisible() is not wave


def test_the_breath_wave_waits_for_its_first_beat(open_screen: Open) -> None:
    """What was so in the rest before is not told of it: no pace was set there."""
    screen, run = open_screen()
    run.enter(Phase.REST_BEFORE)
    run.beat(metrics=METRICS.__class__(breath_wave_ms=Reading.missing("no pace is set")))
    run.enter(Phase.PRACTICE)
    assert texts.NEXT_BEAT in tile(screen, texts.WAVE).accessibleName()
    run.beat(metrics=METRICS.__class__(breath_wave_ms=Reading(99.0)))
    assert texts.NEXT_BEAT not in tile(screen, texts.WAVE).accessibleName()


@pytest.mark.parametrize(("in_step", "said"), [(0.90, True), (0.70, False), (None, False)])
def test_in_step_is_said_above_chance_only(
    open_screen: Open, in_step: float | None, said: bool
) -> None:
    """Six breaths reach 0.71 by chance (measures.md, section 1)."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE)
    reading = Reading(in_step) if in_step else Reading.missing("3 breaths, 6 needed")
    run.beat(metrics=METRICS.__class__(breath_wave_ms=Reading(99.0), in_step=reading))
    assert (texts.IN_STEP in read(screen)) is said


def test_a_focused_tile_tells_its_why(open_screen: Open, qtbot: QtBot) -> None:
    """By the keyboard alone, and the words go with the focus."""
    screen, run = open_screen()
    run.enter(Phase.REST_BEFORE)
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    tile(screen, texts.RMSSD).setFocus(Qt.FocusReason.TabFocusReason)
    assert texts.WHY[texts.RMSSD] in read(screen)
    screen.setFocus()
    assert texts.WHY[texts.RMSSD] not in read(screen)


def test_a_recording_that_has_to_wait_is_said_quietly(open_screen: Open) -> None:
    """While rows wait for the disk, and no longer."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE)
    run.tell(recording_trouble="The disk is full: free some space.")
    assert "The disk is full: free some space." in read(screen)
    run.tell(recording_trouble="")
    assert "disk" not in read(screen)


def test_keys_do_what_the_buttons_do(open_screen: Open, qtbot: QtBot) -> None:
    """Space, N and Q; and Space still pauses after a click on another button."""
    screen, run = open_screen()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    run.enter(Phase.PRACTICE)
    strike(screen, Qt.Key.Key_Space)
    run.tell(Paused(run.time_s))
    strike(screen, Qt.Key.Key_Space)
    run.tell(Resumed(run.time_s))
    hide = next(b for b in screen.findChildren(QPushButton) if b.text() == texts.HIDE)
    QTest.mouseClick(hide, Qt.MouseButton.LeftButton)
    strike(QApplication.focusWidget(), Qt.Key.Key_Space)
    strike(screen, Qt.Key.Key_N)
    strike(screen, Qt.Key.Key_Q)
    assert run.asked == ["pause", "resume", "pause", "skip", "end"]


def test_a_frame_paints_pacer_and_curve_at_most_once(open_screen: Open, qtbot: QtBot) -> None:
    """Sixty frames with a beat every fifteenth: the pacer paints 60 times, the curve fewer."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE)
    run.beat()
    qtbot.wait(50)
    viewport = screen.numbers.trace.widget.viewport()
    with counted_paints(screen.pacer) as pacer, counted_paints(viewport) as curve:
        for frame in range(60):
            run.time_s += 1 / 60
            if frame % 15 == 0:
                run.beat()
            screen.tick()
            qtbot.wait(2)
        assert 55 <= pacer() <= 60
        assert 1 <= curve() <= 20


def test_the_pacer_never_moves_when_the_words_change(open_screen: Open) -> None:
    """The same place and size in every part, with short words and with long ones."""
    screen, run = open_screen()
    places = set()
    for phase in PARTS:
        run.enter(phase)
        run.beat()
        settle_layout(screen)
        places.add(screen.pacer.geometry().getRect())
        run.tell(link=Link(run.time_s, LinkState.WAITING, "The strap is out of reach. " * 3))
        settle_layout(screen)
        places.add(screen.pacer.geometry().getRect())
        run.tell(link=Link(run.time_s, LinkState.STREAMING))
    assert len(places) == 1


def test_a_pause_leaves_the_breath_that_was_drawn_where_it_was(open_screen: Open) -> None:
    """The wave before the pause is the same before, during and after it; the pause has none."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE, 300.0)

    def wave_at(*times_s: float) -> list[float]:
        time_s, level = screen.numbers.trace._ghost.getData()
        return [float(np.interp(at_s, time_s, level)) for at_s in times_s]

    began_s = run.snapshot.sitting.began_s
    past = (began_s + 2.0, began_s + 4.0, began_s + 8.0)
    beat = (Beat(began_s + 14, 850.0, 0),)
    run.tell(at_s=began_s + 14, beats=beat)
    drawn = wave_at(*past)
    assert max(drawn) > min(drawn) + 1
    run.tell(Paused(began_s + 15), at_s=began_s + 15)
    run.tell(at_s=began_s + 20, beats=beat)
    assert wave_at(*past) == pytest.approx(drawn, abs=0.3)
    assert np.isnan(wave_at(began_s + 18)).all()
    run.tell(Resumed(began_s + 22), at_s=began_s + 22)
    run.tell(at_s=began_s + 25, beats=beat)
    assert wave_at(*past) == pytest.approx(drawn, abs=0.3)
    assert np.isnan(wave_at(began_s + 18)).all()


def test_the_drawn_breath_goes_on_at_the_pace_that_was_taken(open_screen: Open) -> None:
    """Of the breaths before nothing changes; after, the wave is the pacer's own again."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE, 300.0)
    began_s = run.snapshot.sitting.began_s
    beat = (Beat(began_s + 14, 850.0, 0),)

    def wave(start_s: float, end_s: float) -> tuple[list[float], list[float]]:
        time_s, level = screen.numbers.trace._ghost.getData()
        there = (time_s > began_s + start_s) & (time_s < began_s + end_s)
        return time_s[there].tolist(), level[there].tolist()

    run.tell(at_s=began_s + 14, beats=beat)
    before = wave(0, 14)
    run.tell(PaceChanged(began_s + 14, BreathPattern(2.0, 4.0)), at_s=began_s + 14)
    run.tell(at_s=began_s + 15, beats=beat)
    assert wave(0, 14) == before
    times_s, level = wave(20, 23)
    moments = [run.snapshot.sitting.breath(at_s) for at_s in times_s]
    led = [moment.fullness for moment in moments if moment]
    assert np.ptp(led) > 0.2
    assert np.corrcoef(led, level)[0, 1] == pytest.approx(1.0)


def test_a_beat_reckons_only_what_is_new_of_the_drawn_breath(
    open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the two minutes that are drawn already: others wait for its pixels."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE, 300.0)
    run.beat()
    asked: list[float] = []
    at = BreathPattern.at

    def counted(pattern: BreathPattern, time_s: float) -> Moment:
        asked.append(time_s)
        return at(pattern, time_s)

    monkeypatch.setattr(BreathPattern, "at", counted)
    run.time_s += 1.0
    run.beat()
    assert 1 <= len(asked) <= 10
    assert screen.numbers.trace._ghost.getData()[0].size > 40


def test_a_trend_leaves_a_gap_where_nothing_was_known(qtbot: QtBot) -> None:
    """Its line joins neighbours only."""
    trend = Trend()
    qtbot.addWidget(trend)
    trend.colour = QColor("#ff0000")
    trend.resize(TREND_BEATS - 1, 40)
    trend.values.extend([50.0] * 100 + [None] * 40 + [50.0] * 100)
    seen = trend.grab().toImage()
    middle = [seen.pixelColor(x, seen.height() // 2) for x in range(seen.width())]
    red = {x for x, colour in enumerate(middle) if colour.red() > 2 * colour.green()}
    assert {20, 80, 160, 220} <= red
    assert not red & set(range(102, 138))


def test_a_strap_shows_its_model_and_battery_and_the_rest_to_who_asks(open_screen: Open) -> None:
    """Nothing before it tells; never its name, which may hold a serial number."""
    screen, run = open_screen()
    run.enter(Phase.REST_BEFORE)
    assert "%" not in read(screen)
    about = About(1.0, "Polar H10 0A1B2C3D", "Polar Electro Oy", "H10", 1)
    run.tell(strap=about, battery_percent=87)
    assert "H10  87 %" in read(screen)
    whys = [label.toolTip() for label in screen.findChildren(QLabel)]
    assert texts.STRAP_WHY.format("Polar Electro Oy H10, on the chest, battery 87 %") in whys
    assert texts.BATTERY_LOW not in read(screen)
    screen.toggle_numbers()
    assert "87" not in read(screen)  # quiet: no digits


def test_a_battery_that_is_nearly_empty_is_told_before_it_ends(open_screen: Open) -> None:
    """In words without digits, also when numbers are hidden."""
    screen, run = open_screen(hide=True)
    run.enter(Phase.REST_BEFORE)
    run.tell(battery_percent=texts.BATTERY_LOW_PERCENT)
    assert texts.BATTERY_LOW in read(screen)
    run.tell(battery_percent=90)
    assert texts.BATTERY_LOW not in read(screen)


def test_space_pauses_whatever_has_the_focus(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """A button takes Return, and Space stays the pause."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    assert window.practice
    end = next(b for b in window.practice.findChildren(QPushButton) if b.text() == texts.END)
    end.setFocus()
    strike(end, Qt.Key.Key_Space)
    assert run.asked[-1] == "pause"
    strike(end, Qt.Key.Key_Return)
    assert run.asked[-1] == "end"


def test_another_pace_is_said_and_an_own_rhythm_stays_said(
    window: Window, app: FakeApplication, qtbot: QtBot
) -> None:
    """For some seconds what the pacer does now; for as long as it rests, that it does."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    run.tell(PaceChanged(run.time_s, BreathPattern(4.0, 7.0)))
    settled(qtbot)
    assert window.practice
    assert "The pacer’s breath from here on: 4 in, 7 out." in read(window.practice)
    run.beat(at_s=run.time_s + 9)
    settled(qtbot)
    assert "from here on" not in read(window.practice)
    run.tell(PaceChanged(run.time_s, None))
    run.beat(at_s=run.time_s + 60)
    settled(qtbot)
    assert "Your own rhythm, as it comes." in read(window.practice)


def test_all_keys_stand_on_one_card(window: Window, app: FakeApplication, qtbot: QtBot) -> None:
    """F1 brings it over any screen, any key takes it away; the next Esc leads to the ground."""
    run = begun(window, app)
    run.enter(Phase.PRACTICE)
    settled(qtbot)
    strike(window.practice, Qt.Key.Key_F1)
    assert window.keys.isVisible()
    for key, words in (pair for group in texts_keys.KEYS.values() for pair in group):
        assert key in read(window.keys)
        assert words in read(window.keys)
    strike(window.keys, Qt.Key.Key_N)
    assert not window.keys.isVisible()
    assert "skip" not in run.asked  # the key was for the card
    strike(window.practice, Qt.Key.Key_F1)
    strike(window.keys, Qt.Key.Key_Escape)
    assert not window.keys.isVisible()
    assert window.practice
    assert window.practice.isVisible()
    strike(window.practice, Qt.Key.Key_Escape)
    assert window.grounding.isVisible()


def test_the_button_that_leads_on_names_a_rest_only_where_there_is_one(open_screen: Open) -> None:
    """Without rests the practice is the last part."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE)
    assert texts.SKIP_PRACTICE in button_names(screen)
    run.rests_after = False
    run.say("a line")
    assert texts.SKIP_LAST in button_names(screen)
    assert texts.SKIP_PRACTICE not in button_names(screen)


def test_who_opens_the_eyes_sees_that_all_waits(open_screen: Open) -> None:
    """Space pauses behind closed eyes, too."""
    screen, run = open_screen()
    run.enter(Phase.PRACTICE)
    strike(screen, Qt.Key.Key_E)
    assert texts.PAUSED not in read(screen.eyes)
    run.tell(Paused(run.time_s))
    assert texts.PAUSED in read(screen.eyes)

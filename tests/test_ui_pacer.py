"""The pacer on the screen: what it shows at a moment depends on that moment alone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from biofeedback.sitting import LineShown, Paused, Phase, PhaseStarted, Sitting
from biofeedback.ui.pacer import EMPTY, STILL, Pacer, over
from biofeedback.ui.theme import DARK, LIGHT, set_text_percent
from tests.ui_fakes import PATTERN, counted_paints

SIDE = 400
FULL_PX = SIDE / 2 - 6
BEGAN_S = 100.0
PRACTICE = Sitting().after(PhaseStarted(BEGAN_S, Phase.PRACTICE, 300.0, PATTERN))


@pytest.fixture
def pacer(qtbot: QtBot) -> Pacer:
    """Return a square pacer on the screen."""
    made = Pacer(DARK)
    qtbot.addWidget(made)
    made.setStyleSheet(f"background: {DARK.ground};")
    made.resize(SIDE, SIDE)
    made.show()
    return made


def look(pacer: Pacer, sitting: Sitting, now_s: float) -> QImage:
    """Return the picture at one moment."""
    pacer.show_moment(sitting, now_s)
    return pacer.grab().toImage()


def radius_px(picture: QImage) -> int:
    """Return how far the disc reaches down from the centre: below the word, its fill is even."""
    fill = picture.pixelColor(SIDE // 2, SIDE // 2 + 40)
    column = range(SIDE // 2 + 40, SIDE)
    return next(y for y in column if picture.pixelColor(SIDE // 2, y) != fill) - SIDE // 2


@pytest.mark.parametrize(
    ("into_s", "fullness"),
    [(0.0, 0.0), (2.0, 0.5), (4.0, 1.0), (7.0, 0.5), (10.0, 0.0)],
    ids=["empty", "half in", "full", "half out", "empty again"],
)
def test_the_disc_is_as_full_as_the_breath(pacer: Pacer, into_s: float, fullness: float) -> None:
    """4 s in, 6 s out: half a cosine is at its half in the middle of each (by hand)."""
    expected = FULL_PX * (EMPTY + (1 - EMPTY) * fullness)
    assert radius_px(look(pacer, PRACTICE, BEGAN_S + into_s)) == pytest.approx(expected, abs=3)


def test_the_picture_depends_on_the_time_alone(pacer: Pacer) -> None:
    """Any order of moments, forwards or backwards, gives the same pictures."""
    times_s = [BEGAN_S + step * 0.37 for step in range(40)]
    forwards = {time_s: look(pacer, PRACTICE, time_s) for time_s in times_s}
    shuffled = [*times_s[::-1], *times_s[::7], *times_s[::3]]
    assert all(look(pacer, PRACTICE, time_s) == forwards[time_s] for time_s in shuffled)


def test_nothing_is_painted_where_nothing_changed(pacer: Pacer, qtbot: QtBot) -> None:
    """A rest costs no paint at all, however often the pacer is asked."""
    rest = Sitting().after(PhaseStarted(0.0, Phase.REST_BEFORE, 120.0))
    look(pacer, rest, 1.0)
    qtbot.wait(20)
    with counted_paints(pacer) as painted:
        for frame in range(60):
            pacer.show_moment(rest, 1.0 + frame / 60)
        qtbot.wait(20)
        assert painted() == 0


def test_a_rest_has_a_still_circle_of_its_own_size(pacer: Pacer) -> None:
    """Nothing to follow: the same picture throughout."""
    rest = Sitting().after(PhaseStarted(0.0, Phase.REST_BEFORE, 120.0))
    first = look(pacer, rest, 1.0)
    assert radius_px(first) == pytest.approx(FULL_PX * STILL, abs=3)
    assert look(pacer, rest, 77.7) == first


def test_the_lead_in_counts_down(pacer: Pacer) -> None:
    """Each second of the lead-in has its own word, and within a second nothing changes."""
    lead_in = Sitting().after(PhaseStarted(0.0, Phase.LEAD_IN, 3.0, PATTERN))
    early, later, next_one = (look(pacer, lead_in, time_s) for time_s in (0.1, 0.9, 1.1))
    assert early == later
    assert early != next_one


def test_an_offered_pacer_is_fainter_and_a_natural_step_has_none(pacer: Pacer) -> None:
    """Offered: the same breath in a paler colour. Natural: a still circle."""
    pictures = {}
    for breathing in ("paced", "offered", "natural"):
        sitting = PRACTICE.after(LineShown(BEGAN_S, "a line", breathing=breathing))
        pictures[breathing] = [look(pacer, sitting, BEGAN_S + into_s) for into_s in (1.0, 4.0)]
    below = (SIDE // 2, SIDE // 2 + 50)
    paced, offered = (pictures[kind][1].pixelColor(*below) for kind in ("paced", "offered"))
    assert radius_px(pictures["offered"][1]) == radius_px(pictures["paced"][1])
    assert offered.lightness() < paced.lightness()
    assert pictures["natural"][0] == pictures["natural"][1]


def test_a_pause_holds_the_breath_where_it_is(pacer: Pacer) -> None:
    """While paused the picture stands still."""
    paused = PRACTICE.after(Paused(BEGAN_S + 2.0))
    picture = look(pacer, paused, BEGAN_S + 3.0)
    assert radius_px(picture) == radius_px(look(pacer, PRACTICE, BEGAN_S + 2.0))
    assert look(pacer, paused, BEGAN_S + 300.0) == picture


def test_what_stays_from_frame_to_frame_follows_theme_size_and_type(pacer: Pacer) -> None:
    """After each change the picture is that of a pacer that was made so."""
    look(pacer, PRACTICE, BEGAN_S + 4.0)
    pacer.set_theme(LIGHT)
    light = look(pacer, PRACTICE, BEGAN_S + 4.0)
    assert light.pixelColor(1, 1) == QColor(LIGHT.ground)
    set_text_percent(200)
    try:
        assert look(pacer, PRACTICE, BEGAN_S + 4.0) != light
    finally:
        set_text_percent(100)
    assert look(pacer, PRACTICE, BEGAN_S + 4.0) == light
    pacer.resize(SIDE + 61, SIDE + 61)
    larger = look(pacer, PRACTICE, BEGAN_S + 4.0)
    assert larger.pixelColor(SIDE + 60, SIDE + 60) == QColor(LIGHT.ground)


@pytest.mark.parametrize("strength", [1.0, 0.5, 0.0])
def test_a_fainter_colour_is_what_a_painter_makes_of_it(strength: float) -> None:
    """The same as Qt's own blending of a colour that is let through in part."""
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(QColor(DARK.ground))
    colour = QColor(DARK.breath)
    colour.setAlphaF(strength)
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), colour)
    painter.end()
    expected, found = picture.pixelColor(1, 1), over(DARK.ground, DARK.breath, strength)
    assert abs(expected.red() - found.red()) <= 1
    assert abs(expected.green() - found.green()) <= 1
    assert abs(expected.blue() - found.blue()) <= 1


def test_the_lead_in_counts_in_the_language_of_the_practice(qtbot: QtBot) -> None:
    """Vier, drei, zwei, eins; beyond ten nothing is said."""
    made = Pacer(DARK, "de")
    qtbot.addWidget(made)
    lead_in = Sitting().after(PhaseStarted(0.0, Phase.LEAD_IN, 12.0, PATTERN))
    said = []
    for into_s in (0.5, 8.5, 9.5, 10.5, 11.5):
        made.show_moment(lead_in, into_s)
        said.append(made.word)
    assert said == ["", "Vier", "Drei", "Zwei", "Eins"]

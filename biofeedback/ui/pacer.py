"""The pacer: a flat disc that breathes. It draws what it is told and remembers nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.sitting import Phase, Sitting
from biofeedback.ui.theme import Theme, base_pt, font
from biofeedback.words import texts
from practices.breathing import Moment

EMPTY = 0.42  # the disc's radius when the lungs are empty, as a part of the full one
STILL = 0.62  # and while nothing is paced
FAINT = {"offered": 0.55}
ROOM_FOR_WORD = 0.9  # of the smallest disc
ROOMIEST = STILL  # the smallest disc, where large type needs a larger one
LARGE_PX = 150  # from this radius on, the word is larger, too
LIGHT = 0.8  # the radius of a pacer that glows instead of moving
RIM_PX = 2.0


@dataclass(frozen=True, slots=True)
class _Still:
    """What is the same in every frame of one size: laid out once, not sixty times a second."""

    made_for: tuple[object, ...]
    least: float
    type_: QFont
    ground: QPixmap


class Pacer(QWidget):
    """Shows the breath of a sitting at one moment; `show_moment` is called for each frame."""

    def __init__(self, theme: Theme, language: str = "en") -> None:
        super().__init__()
        self._theme, self._language = theme, language
        self._words, self._rest, self._paused = texts.PACER_WORDS.get(
            language, texts.PACER_WORDS["en"]
        )
        self._radius = STILL
        self.word = ""
        self._strength = 1.0
        self._paced = self._still = False
        self._laid: _Still | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # it paints its own ground
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 180)
        self.setAccessibleName("Breathing pacer")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a generous square."""
        return QSize(520, 520)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.update()

    def set_still(self, *, still: bool) -> None:
        """Let the breath be a light that brightens and fades in place, or a disc."""
        self._still = still
        self.update()

    def show_moment(self, sitting: Sitting, now_s: float) -> None:
        """Show where the breath of the sitting is; paints only if something changed."""
        shown = (self._radius, self.word, self._strength, self._paced)
        self._look(sitting, sitting.breath(now_s), now_s)
        if shown != (self._radius, self.word, self._strength, self._paced):
            self.update()

    def _look(self, sitting: Sitting, moment: Moment | None, now_s: float) -> None:
        breathing = sitting.line.breathing if sitting.line else "paced"
        self._strength = FAINT.get(breathing, 1.0) if moment else 1.0
        self._paced = sitting.leads
        self.word = self._said(sitting, moment, now_s)
        if moment and self._paced and self._still:
            self._radius, self._strength = LIGHT, self._strength * moment.fullness
        elif moment and self._paced:
            self._radius = EMPTY + (1 - EMPTY) * moment.fullness
        else:
            self._radius = EMPTY if sitting.phase is Phase.LEAD_IN else STILL

    def _said(self, sitting: Sitting, moment: Moment | None, now_s: float) -> str:
        if sitting.paused:
            return self._paused
        if moment and self._paced:
            return self._words[moment.phase]
        if sitting.phase is Phase.LEAD_IN:
            return texts.count_down(sitting.remaining_s(now_s), self._language)
        resting = sitting.phase in {Phase.REST_BEFORE, Phase.REST_AFTER}
        return self._rest if resting else ""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw disc, rim and word."""
        laid = self._lay_out()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, laid.ground)
        beyond = (self._radius - EMPTY) / (1 - EMPTY)
        self._draw_disc(painter, self._full * (laid.least + beyond * (1 - laid.least)))
        painter.setPen(QColor(self._theme.text))
        painter.setFont(laid.type_)
        around = QRectF(0, 0, self.width(), self.height())
        painter.drawText(around, Qt.AlignmentFlag.AlignCenter, self.word)

    def _lay_out(self) -> _Still:
        """Return what stays, made anew only where something that it depends on has changed."""
        pixels, names = self.devicePixelRatioF(), self._theme.name
        made_for = (self.width(), self.height(), pixels, base_pt(), names, self._paced)
        if self._laid is None or self._laid.made_for != made_for:
            self._laid = _Still(made_for, self.least, self.type_, self._ground())
        return self._laid

    def _ground(self) -> QPixmap:
        """Draw what lies behind the disc: the ground, and the line up to which it will grow."""
        pixels = self.devicePixelRatioF()
        ground = QPixmap(math.ceil(self.width() * pixels), math.ceil(self.height() * pixels))
        ground.setDevicePixelRatio(pixels)
        ground.fill(QColor(self._theme.ground))
        if self._paced:
            painter = QPainter(ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.line), 1.5))
            painter.drawEllipse(self._centre, self._full, self._full)
            painter.end()
        return ground

    @property
    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    @property
    def _full(self) -> float:
        """The largest radius, in pixels."""
        return min(self.width(), self.height()) / 2 - 6

    @property
    def least(self) -> float:
        """The smallest disc's radius, as a part of the largest: room for every word of the breath.

        It is larger than usual where large type needs it.
        """
        needed = self._longest(font()) / (2 * self._full * ROOM_FOR_WORD)
        return min(max(EMPTY, needed), ROOMIEST)

    @property
    def type_(self) -> QFont:
        """The type in which every word of the breath lies within the smallest disc."""
        made = font(2.0 if self._full > LARGE_PX else 1.5, QFont.Weight.Light)
        room = 2 * self._full * self.least * ROOM_FOR_WORD
        made.setPointSizeF(made.pointSizeF() * min(1.0, room / self._longest(made)))
        return made

    def _longest(self, type_: QFont) -> float:
        words = QFontMetricsF(type_)
        return max(words.horizontalAdvance(word) for word in self._words.values())

    def _draw_disc(self, painter: QPainter, radius: float) -> None:
        """Draw it as two discs, one within the other: a third of what a stroked rim costs."""
        theme, centre = self._theme, self._centre
        rim, fill = (
            (theme.breath, theme.breath_soft) if self._paced else (theme.line, theme.surface)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, beyond_px in ((rim, RIM_PX / 2), (fill, -RIM_PX / 2)):
            painter.setBrush(over(theme.ground, colour, 0.35 + 0.65 * self._strength))
            painter.drawEllipse(centre, radius + beyond_px, radius + beyond_px)


def over(ground: str, colour: str, part: float) -> QColor:
    """Return what a colour that is let through in part looks like on a ground."""
    below, above = QColor(ground), QColor(colour)
    return QColor(
        round(below.red() + part * (above.red() - below.red())),
        round(below.green() + part * (above.green() - below.green())),
        round(below.blue() + part * (above.blue() - below.blue())),
    )

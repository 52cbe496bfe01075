"""What the sittings show together: a trend, the minutes, and the practice that settles, if any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from biofeedback.results.history import PastChange, own_bands
from biofeedback.store.library import Kept
from biofeedback.ui.gather import Gathered
from biofeedback.ui.minutes_calendar import MinutesCalendar, minutes_by_day
from biofeedback.ui.parts import Chips, apart, label
from biofeedback.ui.room import Beside, Least
from biofeedback.ui.theme import GAP, SPACE, Theme
from biofeedback.ui.trends import MEASURES, TrendPlot
from biofeedback.words import texts_back as texts


class OverTime(Least):
    """Trend and calendar of all sittings that the list holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._measure = 0
        self._when: list[datetime] = []
        self._past: list[PastChange] = []
        self.plot = TrendPlot(theme)
        self._said = label("", wrap=True)
        self._small = label("", "small", wrap=True)
        self._minutes, self._day = label("", wrap=True), label(" ", "small", wrap=True)
        today = datetime.now().astimezone().date()
        self.calendar = MinutesCalendar(theme, today, lambda day: self._day.setText(day or " "))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        names = [measure.name for measure in MEASURES]
        self._chips = Chips(texts.MEASURE, names, 0, self._choose)
        column.addLayout(apart(label(texts.TRENDS_TITLE, "heading", wrap=True), self._chips))
        column.addWidget(self.plot, 1)
        for words in (self._said, self._small):
            column.addWidget(words)
        column.addSpacing(GAP)
        column.addWidget(self._calendar())
        column.addStretch()  # takes the room where there is no plot

    def _calendar(self) -> Beside:
        beside = Least()
        words = QVBoxLayout(beside)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(GAP // 2)
        words.addWidget(label(texts.CALENDAR_TITLE, "heading", wrap=True))
        words.addWidget(self._minutes)
        words.addWidget(label(texts.CALENDAR_INVITE, "muted", wrap=True))
        words.addStretch(1)
        words.addWidget(self._day)
        return Beside(SPACE, (beside, 5), (self.calendar, 6), at=Qt.AlignmentFlag.AlignTop)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.plot.set_theme(theme)
        self.calendar.set_theme(theme)
        self._draw()

    def show_sittings(self, kept: Sequence[Kept], gathered: Gathered) -> None:
        """Show these sittings, the newest first; a simulated heart has no part in it."""
        left_out = any(each.simulated for each in kept)
        minutes = minutes_by_day(each for each in kept if not each.simulated)
        self.calendar.show_minutes(minutes, left_out=left_out)
        self._minutes.setText(self.calendar.in_words())
        oldest_first = [(each.began, gathered.changes.get(each.path)) for each in reversed(kept)]
        real = [(when, past) for when, past in oldest_first if past and not past.simulated]
        self._when, self._past = [when for when, _ in real], [past for _, past in real]
        self._say(gathered.together, left_out=left_out)
        self._draw()

    def _choose(self, measure: int) -> None:
        self._measure = measure
        self._draw()

    def _draw(self) -> None:
        measure = MEASURES[self._measure]
        bands = dict(zip(("rmssd_ratio", "hf_ratio"), own_bands(self._past), strict=True))
        self.plot.setVisible(bool(self._past))  # an axis without a sitting would tell dates of none
        self.plot.show_changes(measure, self._when, self._past, bands.get(measure.ratio))

    def _say(self, together: Mapping[str, Any] | None, *, left_out: bool) -> None:
        said = [texts.TREND_EMPTY]
        small = [texts.TREND_KEY]
        if together is None:
            said = [texts.LOADING]
        elif self._past:
            said = [_effect(together["rmssd"]), *_settling(together["settling_practice"])]
            small.append(texts.BAND_OWN.format(together["noise_band"]["from"]))
        self._said.setText("  ".join(said))
        small += [texts.TREND_SIMULATED] if left_out else []
        self._small.setText("   ".join(small))


def _settling(found: Mapping[str, Any]) -> list[str]:
    """Return the practice that settles; nothing while nothing may be said."""
    return [] if "refused" in found else [texts.SETTLES.format_map(found)]


def _effect(found: Mapping[str, Any]) -> str:
    if "refused" in found:
        return texts.EFFECT_YET.format(found["refused"])
    chance = found["low"] <= 1 <= found["high"]
    words = texts.EFFECT.format(measure="RMSSD", **found)
    return words + (texts.EFFECT_CHANCE if chance else ".")

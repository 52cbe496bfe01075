"""How two rests are told: a card for each measure, the verdict, and the small print."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from analysis.compare import RATIOS, Refusal
from analysis.compare import Change as Compared
from analysis.report import Measured
from biofeedback.ui.change import TALLEST, Change
from biofeedback.ui.room import fold
from biofeedback.ui.theme import Theme, scaled
from biofeedback.words import texts

MEASURES = (
    (texts.HEART_RATE, "bpm", "heart", "mean_hr_bpm"),
    (texts.RMSSD, "ms", "rmssd", "rmssd_ms"),
    (texts.HF, "ms²", "hf", "hf_ms2"),
)


BETWEEN_PX = 18
LEAST_EM = 34  # below it the numbers of a card have no room beside each other


class Cards(QWidget):
    """A card for each measure, in a row, or below each other where a row has no room."""

    def __init__(self, compared: Compared, theme: Theme) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(BETWEEN_PX)
        self._cards = [_card(compared, theme, *measure) for measure in MEASURES]
        for card in self._cards:
            self._row.addWidget(card, 1)
        self._fold()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least width of one card: it folds before it would widen the screen."""
        widest = max(card.minimumSizeHint().width() for card in self._cards)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold, or unfold."""
        self._fold()
        super().resizeEvent(event)

    def _fold(self) -> None:
        narrow = self.width() < LEAST_EM * self.fontMetrics().horizontalAdvance("m")
        fold(self._row, narrow=narrow)
        rows = len(MEASURES) if narrow else 1
        self.setMaximumHeight(rows * scaled(TALLEST) + (rows - 1) * BETWEEN_PX)


def _card(compared: Compared, theme: Theme, name: str, unit: str, colour: str, key: str) -> Change:
    return Change(
        name,
        unit,
        colour,
        theme,
        before=_value(compared.before, key),
        after=_value(compared.after, key),
        change=_change(compared, key, unit),
        usual=_usual(compared, key),
    )


def verdict(compared: Compared | Refusal) -> str:
    """Return what may be said of the two, or why they are not compared."""
    if isinstance(compared, Refusal):
        return texts.NOT_COMPARED.format(f"{compared.reason}.")
    band = compared.noise_band
    words = texts.RATIO_WITHIN if compared.within_noise else texts.RATIO_OUTSIDE
    return words.format(ratio=compared.ratios["rmssd_ratio"], low=band.low, high=band.high)


def small_print(compared: Compared) -> str:
    """Return what to know of the numbers."""
    shares = (m.artifacts.corrected_pct for m in (compared.before, compared.after))
    artefacts = texts.ARTEFACTS.format(before=next(shares), after=next(shares))
    notes = [f"{warning[0].upper()}{warning[1:]}." for warning in compared.warnings]
    band = texts.BAND_FROM.format(compared.noise_band.source)
    return "  ".join([*notes, artefacts, band, texts.SUMMARY_FOOT])


def _value(measured: Measured, key: str) -> float | None:
    return measured.time_domain.get(key, measured.frequency_domain.get(key))


def _usual(compared: Compared, key: str) -> str:
    """Return by how much a measure differs anyway, where it is compared."""
    bands = {"rmssd_ms": compared.noise_band, "hf_ms2": compared.hf_noise_band}
    band = bands.get(key)
    told = band is not None and RATIOS[key] in compared.ratios
    return texts.USUAL_BAND.format(band.low, band.high) if band and told else ""


def _change(compared: Compared, key: str, unit: str) -> str:
    """Return how the measure changed, or why that cannot be said."""
    if key == "mean_hr_bpm":
        whole = round(compared.mean_hr_difference_bpm)
        sign = "±" if whole == 0 else "+" if whole > 0 else "−"
        return f"{sign}{abs(whole)} {unit}"
    ratio = compared.ratios.get(RATIOS[key])
    if ratio is not None:
        return texts.CHANGE_RATIO.format(ratio)
    return compared.before.missing.get(key) or compared.after.missing.get(key, "")

"""How far a change lies from no change, beside the band within which two rests differ anyway."""

from __future__ import annotations

import math
from collections.abc import Iterator

from analysis.compare import Change
from analysis.noise_band import NoiseBand
from biofeedback.report.style import (
    BREATH,
    HF,
    INK,
    MUTED,
    RMSSD,
    picture,
    tag,
    words,
)

WIDTH_PT, ROW_PT, TOP_PT, LEFT_PT = 236.0, 21.0, 15.0, 44.0
_TICKS = (0.25, 0.5, 1.0, 2.0, 4.0)


def wobble_svg(change: Change) -> str:
    """Return the ratios of RMSSD and HF power, each over its own band, on one scale."""
    rows = [
        ("RMSSD", change.ratios.get("rmssd_ratio"), change.noise_band, RMSSD),
        ("HF power", change.ratios.get("hf_ratio"), change.hf_noise_band, HF),
    ]
    known = [(name, ratio, band, ink) for name, ratio, band, ink in rows if ratio is not None]
    widest = max(max(abs(math.log(v)) for v in (r, b.low, b.high)) for _, r, b, _ in known)
    scale = (WIDTH_PT - LEFT_PT) / 2 / (widest * 1.35)
    height = TOP_PT + ROW_PT * len(known) + 12
    drawn = [part for row, each in enumerate(known) for part in _row(row, *each, scale)]
    spoken = "; ".join(f"{name} {ratio:.2f} times" for name, ratio, *_ in known)
    title = f"After, compared with before: {spoken}. {words_of(change.noise_band)}"
    return picture(WIDTH_PT, height, title, *_axis(scale, height), *drawn)


def words_of(band: NoiseBand) -> str:
    """Return the band as a sentence."""
    return f"The usual wobble of RMSSD is {band.low:.2f} to {band.high:.2f} times."


def _x(ratio: float, scale: float) -> float:
    return LEFT_PT + (WIDTH_PT - LEFT_PT) / 2 + math.log(ratio) * scale


def _axis(scale: float, height: float) -> Iterator[str]:
    for ratio in _TICKS:
        x = _x(ratio, scale)
        if LEFT_PT <= x <= WIDTH_PT - 6:
            top = TOP_PT - 3 if ratio == 1 else height - 14
            span = {"x1": x, "x2": x, "y1": top, "y2": height - 11}
            yield tag("line", **span, stroke=MUTED, stroke_width=0.6)
            yield words(f"{ratio:g}×", x, height - 2, text_anchor="middle")
    yield words("no change", _x(1, scale), 7, text_anchor="middle")
    yield tag("rect", x=0, y=2, width=12, height=5, rx=2.5, fill=BREATH)
    yield words("usual wobble", 15, 7)


def _row(
    row: int, name: str, ratio: float, band: NoiseBand, ink: str, scale: float
) -> Iterator[str]:
    middle = TOP_PT + ROW_PT * (row + 0.5)
    left, right = _x(band.low, scale), _x(band.high, scale)
    shape = {"x": left, "y": middle - 5, "width": right - left, "height": 10.0, "rx": 5.0}
    yield tag("rect", **shape, fill=BREATH)
    yield words(name, 0, middle + 2.6, fill=INK)
    ends = {"y": middle + 2.3, "font_size": 6.4}
    yield words(f"{band.low:.2f}", left - 3, text_anchor="end", **ends)
    yield words(f"{band.high:.2f}", right + 3, **ends)
    yield tag("circle", cx=_x(ratio, scale), cy=middle, r=3.4, fill=ink)

"""The pictures of a report: gaps stay gaps, extremes stay, every letter and shade has its word."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare import Change
from biofeedback.report.curve import Band, HeartCurve
from biofeedback.report.wobble import wobble_svg
from biofeedback.results.summary import compare_rests
from biofeedback.sitting import LineShown
from biofeedback.store.recording import read_recording

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
SVG = "{http://www.w3.org/2000/svg}"


def curve_tree(
    time_s: np.ndarray[tuple[int], np.dtype[np.float64]],
    bpm: np.ndarray[tuple[int], np.dtype[np.float64]],
    lines: tuple[LineShown, ...] = (),
) -> ET.Element:
    """Return the picture of a curve."""
    span = (0.0, float(np.nanmax(time_s)))
    svg = HeartCurve(time_s, bpm, span, [Band(0, span[1], "rest", "#eeeeee")], lines, 150.0).svg()
    return ET.fromstring(svg)  # noqa: S314 - our own


def test_a_gap_is_drawn_as_a_gap() -> None:
    """Two lines and nothing between them; by hand, 60 to 120 s of 180 are empty."""
    time_s = np.array([*range(1, 61), np.nan, *range(120, 181)], dtype=float)
    bpm = np.where(np.isnan(time_s), np.nan, 60 + np.sin(time_s))
    tree = curve_tree(time_s, bpm)
    lines = [line.get("points", "").split() for line in tree.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [60, 61]
    ends = [float(lines[0][-1].split(",")[0]), float(lines[1][0].split(",")[0])]
    assert ends[1] - ends[0] == pytest.approx((505.28 - 22) / 3, abs=1)
    assert "gap" in [text.text for text in tree.iter(f"{SVG}text")]
    assert "with 1 gap" in (tree.findtext(f"{SVG}title") or "")


def test_a_beat_of_no_use_is_no_gap() -> None:
    """The curve is open there, and nobody is told that no heart was heard."""
    time_s = np.arange(1.0, 61.0)
    bpm = np.where(time_s == 30, np.nan, 60.0)
    tree = curve_tree(time_s, bpm)
    assert len(list(tree.iter(f"{SVG}polyline"))) == 2
    assert "gap" not in (tree.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize(("length_s", "ticks"), [(600, "5:00"), (7300, "1:00"), (86_400, "20:00")])
def test_the_axis_tells_minutes_or_hours(length_s: int, ticks: str) -> None:
    """Ten minutes and a second in one form, half a day in the other; the unit stands beside."""
    time_s = np.arange(1.0, length_s)
    written = [text.text for text in curve_tree(time_s, 60 + np.sin(time_s)).iter(f"{SVG}text")]
    assert ticks in written
    assert written.count("h") == (length_s > 7200)


def test_a_day_of_beats_is_drawn_small_and_keeps_its_extremes() -> None:
    """Of 100,000 beats a few points a column stay; the highest and the lowest are among them."""
    rng = np.random.default_rng(1)
    time_s = np.cumsum(rng.normal(0.85, 0.05, 100_000))
    bpm = 70 + rng.normal(0, 3, 100_000)
    bpm[31_234], bpm[64_321] = 150.0, 40.0
    (line,) = curve_tree(time_s, bpm).iter(f"{SVG}polyline")
    heights = [float(point.split(",")[1]) for point in line.get("points", "").split()]
    assert len(heights) < 6100
    assert min(heights) < sorted(heights)[1] - 10
    assert max(heights) > sorted(heights)[-2] + 10


@settings(max_examples=40, deadline=None)
@given(
    rr=st.lists(st.floats(300, 2000), min_size=2, max_size=80),
    breaks=st.sets(st.integers(1, 79), max_size=6),
)
def test_whatever_the_heart_does_the_curve_lies_inside_its_picture(
    rr: list[float], breaks: set[int]
) -> None:
    """No point outside, no NaN; as many points as beats."""
    at = [index for index in sorted(breaks) if index < len(rr)]
    time_s = np.insert(np.cumsum(rr) / 1000, at, np.nan)
    bpm = np.insert(60_000 / np.array(rr), at, np.nan)
    tree = curve_tree(time_s, bpm)
    points = [
        p.split(",") for line in tree.iter(f"{SVG}polyline") for p in line.get("points", "").split()
    ]
    points += [[dot.get("cx", ""), dot.get("cy", "")] for dot in tree.iter(f"{SVG}circle")]
    assert len(points) == len(rr)
    assert all(22 <= float(x) <= 505.3 and 0 <= float(y) <= 150 for x, y in points)


@pytest.mark.parametrize("every_s", [1.0, 5.0, 40.0])
def test_each_phrase_has_its_letter_however_dense_they_come(every_s: float) -> None:
    """Each different phrase is lettered at least once, and each has its mark."""
    time_s = np.arange(1.0, 601.0)
    shown = tuple(
        LineShown(index * every_s, f"phrase {index % 5}") for index in range(int(600 / every_s))
    )
    tree = curve_tree(time_s, 60 + np.sin(time_s), shown)
    written = [text.text for text in tree.iter(f"{SVG}text")]
    assert {"a", "b", "c", "d", "e"} <= {*written}
    marks = [line for line in tree.iter(f"{SVG}line") if line.get("x1") == line.get("x2")]
    assert len(marks) == len(shown)


def test_a_change_lies_where_its_logarithm_does() -> None:
    """The dot of a ratio of 1 is at "no change"; half and twice lie equally far from it."""
    recording = read_recording(WHOLE)
    compared = compare_rests(recording)[2]
    assert isinstance(compared, Change)

    def places(ratio: float) -> tuple[float, float]:
        object.__setattr__(compared, "ratios", {"rmssd_ratio": ratio})
        tree = ET.fromstring(wobble_svg(compared))  # noqa: S314 - our own
        (dot,) = tree.iter(f"{SVG}circle")
        (none,) = (t for t in tree.iter(f"{SVG}text") if t.text == "no change")
        return float(dot.get("cx", "")), float(none.get("x", ""))

    assert places(1.0)[0] == pytest.approx(places(1.0)[1])
    (half, middle), (twice, _) = places(0.5), places(2.0)
    assert twice - middle == pytest.approx(middle - half, abs=0.02)

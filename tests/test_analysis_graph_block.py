"""The GRAPH block: every item of the checklist is there, and says what was really done."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.graph_block import UNKNOWN, graph_block
from analysis.report import measure
from tests.made_hearts import resting_rr, sine_rr

ITEMS = (
    "device", "resolution", "time", "length", "posture", "instructions", "breathing", "artefacts",
    "software", "measures", "spectrum", "bands", "transforms",
)  # fmt: skip


def test_every_item_is_one_line_that_says_something() -> None:
    """Also where hardly anything is known."""
    for rr_ms in (resting_rr(300, 3), np.full(8, 800.0)):
        block = graph_block(measure(rr_ms), versions={"neurokit2": "0.2.13"})
        assert tuple(block) == ITEMS
        assert all(text and "\n" not in text for text in block.values())
        assert {block[item] for item in ("device", "time", "posture", "instructions")} == {UNKNOWN}


def test_it_says_what_was_done() -> None:
    """Length, breath, artefacts and bands are those of the stretch."""
    rr_ms = resting_rr(300, 3)
    rr_ms[100] += rr_ms[101]
    measured = measure(np.delete(rr_ms, 101))
    block = graph_block(measured, device="Polar H10", versions={"scipy": "1.17"})
    assert block["device"] == "Polar H10"
    assert block["length"].startswith("30")
    assert "no gaps" in block["length"]
    assert measured.artifacts.method in block["artefacts"]
    assert f"{measured.artifacts.corrected_pct:.1f} % of the beats corrected" in block["artefacts"]
    breath_per_min = 60 * measured.frequency_domain["breathing_hz"]
    assert block["breathing"] == (
        f"no pace given; {breath_per_min:.1f} a minute as estimated from the heart"
    )
    assert block["bands"] == "VLF 0.00–0.04 Hz, LF 0.04–0.15 Hz, HF 0.15–0.40 Hz"
    assert "rmssd_ms" in block["measures"]
    assert block["software"] == "scipy 1.17"


@pytest.mark.parametrize(("gaps", "says"), [(1, "1 gap"), (2, "2 gaps")])
def test_gaps_and_pace_are_told(gaps: int, says: str) -> None:
    """A paced stretch names its pace."""
    rr_ms = sine_rr(0.1, 50, 180)
    stretch = np.arange(len(rr_ms)) * (gaps + 1) // len(rr_ms)
    block = graph_block(measure(rr_ms, stretch, pace_hz=0.1), versions={})
    assert f" {says}; spectrum from the longest" in block["length"]
    assert block["breathing"] == "paced at 6 a minute"

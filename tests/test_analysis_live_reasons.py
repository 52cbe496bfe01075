"""Why a live number is not there: for a gap, or for beats that were unclear."""

import numpy as np
import pytest

from analysis.live import AFTER_GAP, UNCLEAR
from analysis.metrics import LiveMetrics
from tests.made_hearts import Floats, resting_rr, twice_at
from tests.test_analysis_live import at, played, with_gap

CLEAR_S = 140.0


def clear() -> Floats:
    """Return beats without anything unclear."""
    return resting_rr(CLEAR_S, 3)


def after_a_pause(rr_ms: Floats, pause_s: float, later_ms: Floats) -> list[LiveMetrics]:
    """Return what is said of beats, and of others after a pause."""
    stretch = np.repeat([0.0, 1.0], [len(rr_ms), len(later_ms)])
    return played(np.r_[rr_ms, later_ms], 0.1, stretch, pause_s * stretch)


@pytest.mark.parametrize("lost_s", [5.0, 8.0, 11.0])
def test_beats_after_a_gap_too_few_to_judge_are_no_unclear_ones(lost_s: float) -> None:
    """While nothing was unclear in a whole sitting, no reason says that anything was."""
    said = played(resting_rr(200, 3), 0.1, *with_gap(100, lost_s)[1:])
    reasons = {
        reading.reason.split(",")[0]
        for now in said
        for reading in (now.rmssd_ms, now.hf_ms2, now.in_step)
        if now.time_s > 100
    }
    assert AFTER_GAP in reasons
    assert not any(UNCLEAR in now.rmssd_ms.reason for now in said)
    assert not any(UNCLEAR in now.in_step.reason for now in said)
    assert not any(UNCLEAR in now.hf_ms2.reason for now in said)


def test_what_was_unclear_before_a_gap_is_not_why_hf_waits_after_it() -> None:
    """The last thing that happened is the reason."""
    unclear = twice_at(clear(), 100, 12, 0.5)
    assert UNCLEAR in played(unclear, 0.1)[-1].hf_ms2.reason
    later = after_a_pause(unclear, 5.0, resting_rr(30, 4))[-1]
    assert later.hf_ms2.reason.startswith(AFTER_GAP)


def test_a_gap_before_unclear_beats_is_not_why_hf_waits_after_those() -> None:
    """And the other way round."""
    spoilt = twice_at(resting_rr(80, 4), 50, 12, 0.5)
    later = after_a_pause(resting_rr(60, 3), 5.0, spoilt)[-1]
    assert UNCLEAR in later.hf_ms2.reason


def test_without_gap_or_unclear_beats_it_is_only_too_soon() -> None:
    """A sitting that begins has nothing to settle after."""
    said = at(played(clear(), 0.1), 20)
    assert said.rmssd_ms.reason.startswith("needs 30 s")
    assert said.hf_ms2.reason.startswith("needs 60 s")

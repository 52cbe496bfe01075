"""Why a live number is not there: for a gap, or for beats that were unclear."""

import numpy as np
import pytest

from analysis import LiveMeasures
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


def test_gaps_alone_are_never_told_as_unclear_beats() -> None:
    """Three within two minutes: what cannot be judged at their edges is no unclear beat either."""
    rr_ms = resting_rr(300, 3)
    beats = np.arange(len(rr_ms))
    stretch = np.searchsorted([150, 200, 250], beats, side="right").astype(np.float64)
    for now in played(rr_ms, 0.1, stretch, 12.0 * stretch):
        for reading in (now.rmssd_ms, now.hf_ms2, now.in_step):
            assert UNCLEAR not in reading.reason


@pytest.mark.parametrize(("time_s", "rr_ms"), [(1.0, np.nan), (np.inf, 800.0), (1.0, np.inf)])
def test_what_is_no_number_is_refused_and_changes_nothing(time_s: float, rr_ms: float) -> None:
    """The beats before and after it are measured as if it had not come."""
    live = LiveMeasures()
    live.add(0.8, 800.0, 0)
    before = live.latest
    with pytest.raises(ValueError, match="finite"):
        live.add(time_s, rr_ms, 0)
    assert live.latest == before
    assert live.add(1.6, 800.0, 0).heart_rate_bpm.value == 75

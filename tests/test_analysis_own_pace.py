"""The search for one's own pace: what wins, how sure it is, and what it says."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.compare import Refusal
from analysis.own_pace import OwnPace, PaceTrial, suggest_pace
from tests.made_hearts import Floats, resting_rr, sine_rr

PACES = (6.5, 6.0, 5.5, 5.0, 4.5)


def answering(
    swings_ms: tuple[float, ...], comfort: tuple[float | None, ...] = (None,) * 5, seed: int = 0
) -> list[PaceTrial]:
    """Return two minutes at each pace, with these half swings and a little noise."""
    return [
        PaceTrial(pace, noisy(sine_rr(pace / 60, swing, 120), 5 * seed + number), felt)
        for number, (pace, swing, felt) in enumerate(zip(PACES, swings_ms, comfort, strict=True))
    ]


def noisy(rr_ms: Floats, seed: int) -> Floats:
    """Add what a resting heart does besides."""
    other = resting_rr(200, seed, scale=0.3)[: len(rr_ms)]
    return np.asarray(rr_ms + other - other.mean())


def found(trials: list[PaceTrial]) -> OwnPace:
    """Return the suggestion."""
    pace = suggest_pace(trials)
    assert isinstance(pace, OwnPace)
    return pace


@pytest.mark.parametrize("best", range(5))
def test_the_pace_with_the_widest_swing_is_suggested_and_sure(best: int) -> None:
    """A clear winner: 90 ms against 40."""
    pace = found(answering(tuple(90.0 if k == best else 40.0 for k in range(5))))
    assert pace.breaths_per_min == PACES[best]
    assert pace.certainty > 0.95
    assert pace.as_good == ()
    assert f"speaks for {PACES[best]:g} breaths a minute ({PACES[best]:g} " in pace.explained()
    assert f"{100 * pace.certainty:.0f} of 100" in pace.explained()


def test_amplitudes_are_those_of_the_waves() -> None:
    """Twice the half swing, within what the noise adds; one score a trial, in their order."""
    pace = found(answering((30, 40, 50, 60, 70)))
    assert [score.breaths_per_min for score in pace.scores] == list(PACES)
    for score, swing_ms in zip(pace.scores, (30, 40, 50, 60, 70), strict=True):
        assert score.amplitude_ms == pytest.approx(2 * swing_ms, rel=0.12)
        assert 0 < score.score <= 1


def test_equal_paces_are_seldom_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """In at least three searches of four the words name several."""
    monkeypatch.setattr("analysis.own_pace.RESAMPLES", 100)
    searches = [found(answering((60, 60, 60, 60, 60), seed=seed)) for seed in range(16)]
    equal = [pace for pace in searches if "about equally for" in pace.explained()]
    assert len(equal) >= 12
    assert all(pace.as_good for pace in equal)


def test_what_feels_easy_decides_between_equals() -> None:
    """Comfort is one of the criteria when it is known for every pace."""
    pace = found(answering((60, 60, 60, 60, 60), (2, 3, 9, 3, 2)))
    assert pace.breaths_per_min == 5.5
    assert "how it felt" in pace.explained()


def test_a_comfort_that_is_missing_once_is_left_out_for_all() -> None:
    """Or the pace without an answer would lose by it."""
    with_one = answering((90, 40, 40, 40, 40), (None, 9, 9, 9, 9))
    without = answering((90, 40, 40, 40, 40))
    assert [s.score for s in found(with_one).scores] == [s.score for s in found(without).scores]


def test_equal_trials_give_equal_answers() -> None:
    """The resampling is seeded."""
    trials = answering((50, 55, 60, 55, 50))
    assert found(trials) == found(trials)


@pytest.mark.parametrize(
    ("trials", "reason"),
    [
        ([], "at least 3 different paces"),
        (answering((50, 60, 50, 40, 30))[:2], "at least 3 different paces"),
        ([PaceTrial(p, sine_rr(p / 60, 50, 30)) for p in PACES], "at 6.5 a minute is too short"),
        ([PaceTrial(p, []) for p in PACES], "at 6.5 a minute is too short"),
    ],
    ids=["none", "two", "short", "empty"],
)
def test_too_little_is_refused_with_the_reason(trials: list[PaceTrial], reason: str) -> None:
    """Never a guess."""
    refused = suggest_pace(trials)
    assert isinstance(refused, Refusal)
    assert reason in refused.reason


def test_a_heart_that_does_not_vary_shows_no_pace() -> None:
    """As a device sends that holds its last interval: rounding is no breath."""
    trials = [PaceTrial(pace, np.full(200, 800.0)) for pace in (4.5, 5.5, 6.5)]
    refusal = suggest_pace(trials)
    assert isinstance(refusal, Refusal)
    assert "do not vary" in refusal.reason

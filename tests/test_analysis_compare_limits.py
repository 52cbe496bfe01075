"""What is compared, refused and warned of, just at its limits; each is worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import Change, Measured, Refusal, compare, equal_rests
from analysis.noise_band import NoiseBand
from analysis.report import Artifacts


def rest(
    duration_s: float = 300.0, corrected_pct: float = 0.0, left_out: int = 0, **known: float
) -> Measured:
    """Return a rest of 100 beats without a gap."""
    powers = {"lf_ms2": 400.0, "hf_ms2": 300.0, "breathing_hz": 0.25}
    time_domain = {"mean_hr_bpm": 60.0, "sdnn_ms": 50.0, "rmssd_ms": 40.0}
    return Measured(
        beats=100,
        duration_s=duration_s,
        gaps=0,
        artifacts=Artifacts("", corrected_pct, {}, left_out),
        time_domain={name: known.get(name, value) for name, value in time_domain.items()},
        frequency_domain={name: known.get(name, value) for name, value in powers.items()},
        stretch_s=duration_s,
        breath_wave={},
        missing={},
    )


def without_breath() -> Measured:
    """Return a rest whose breath could not be read."""
    return replace(rest(), frequency_domain={"lf_ms2": 400.0, "hf_ms2": 300.0})


def said(before: Measured, after: Measured) -> str:
    """Return the warnings, or the reason of the refusal."""
    found = compare(before, after)
    return found.reason if isinstance(found, Refusal) else "; ".join(found.warnings)


def ratios(before: Measured, after: Measured) -> dict[str, float]:
    """Compare, knowing that it may be done."""
    change = compare(before, after)
    assert isinstance(change, Change)
    return change.ratios


@pytest.mark.parametrize(
    ("before_s", "after_s", "words"),
    [
        (55.0, 55.0, "ultra-short: rests under 5 minutes vary more by themselves"),
        (55.0, 54.9, "the shorter rest lasts 54 s: at least 60 s are needed"),
        (60.0, 55.0, "ultra-short: rests under 5 minutes vary more by themselves"),
        (60.1, 55.0, "the rests last 60 s and 55 s: give equal lengths"),  # over 5 s
        (300.0, 285.0, "ultra-short: rests under 5 minutes vary more by themselves"),
        (284.9, 300.0, "the rests last 285 s and 300 s: give equal lengths"),  # over a twentieth
        (300.0, 295.0, ""),
        (294.9, 300.0, "ultra-short: rests under 5 minutes vary more by themselves"),
    ],
)
def test_rests_may_lack_the_five_seconds_of_their_edges(
    before_s: float, after_s: float, words: str
) -> None:
    """Of a minute and of five; and they differ by 5 s, or a twentieth, and no more."""
    assert said(rest(before_s), rest(after_s)) == words


@pytest.mark.parametrize(("left_out", "touched"), [(2, ""), (3, "6 % of the beats in the rest")])
def test_one_beat_in_twenty_may_be_mended_or_left_out(left_out: int, touched: str) -> None:
    """Three of a hundred are mended, and so many left out."""
    assert said(rest(corrected_pct=3.0, left_out=left_out), rest()).startswith(touched)
    assert bool(said(rest(), rest(corrected_pct=3.0, left_out=left_out))) is bool(touched)


@pytest.mark.parametrize(
    ("before_hz", "after_hz", "slow", "changed"),
    [
        (0.15, 0.15, False, False),  # nine a minute
        (0.149, 0.15, True, False),
        (0.05, 0.1, True, False),  # three a minute more
        (0.1, 0.049, True, True),
    ],
)
def test_a_breath_is_slow_or_changed_beyond_a_limit(
    before_hz: float, after_hz: float, slow: bool, changed: bool
) -> None:
    """Below nine a minute, and by more than three."""
    words = said(rest(breathing_hz=before_hz), rest(breathing_hz=after_hz))
    assert ("the breath was below 9 a minute" in words) is slow
    assert ("the breath changed" in words) is changed


def test_a_breath_that_one_rest_lacks_is_warned_of_and_did_not_change() -> None:
    """Whichever of the two it is, or both."""
    unread = "the breath could not be read from both rests: HF and RMSSD may differ because of it"
    assert said(without_breath(), rest()) == unread
    assert said(rest(), without_breath()) == unread
    assert said(without_breath(), without_breath()) == unread


@pytest.mark.parametrize(
    ("rmssd_ms", "far"), [(140.0, False), (140.1, True), (20.0, False), (11.5, False), (11.4, True)]
)
def test_an_rmssd_three_and_a_half_times_another_is_warned_of(rmssd_ms: float, far: bool) -> None:
    """Of 40 ms: 140 ms, or 11.43 ms."""
    assert ("RMSSD differs by more than two rests" in said(rest(), rest(rmssd_ms=rmssd_ms))) is far


@pytest.mark.parametrize(
    ("before_ms2", "after_ms2", "ratio"),
    [(0.5, 0.25, 0.5), (0.0, 300.0, None), (300.0, 0.0, None)],
)
def test_a_power_has_a_ratio_where_both_rests_have_any(
    before_ms2: float, after_ms2: float, ratio: float | None
) -> None:
    """However small; of nothing there is none."""
    assert ratios(rest(hf_ms2=before_ms2), rest(hf_ms2=after_ms2)).get("hf_ratio") == ratio


def test_a_power_that_one_rest_lacks_has_no_ratio() -> None:
    """Whichever of the two it is."""
    lacking = replace(rest(), frequency_domain={})
    of_intervals = {"rmssd_ratio", "sdnn_ratio"}
    assert set(ratios(rest(), lacking)) == set(ratios(lacking, rest())) == of_intervals


@pytest.mark.parametrize(("share_pct", "few"), [(80.0, False), (80.1, True)])
def test_above_four_fifths_few_beats_make_most_of_rmssd(share_pct: float, few: bool) -> None:
    """It is warned of."""
    known = {**rest().time_domain, "rmssd_top_fifth_pct": share_pct}
    words = said(replace(rest(), time_domain=known), rest())
    assert words.startswith("most of RMSSD before comes from a few beats") is few


def test_equal_rests_end_with_as_much_to_the_millisecond() -> None:
    """Of 3001 ms the first beat is one too many, where the other rest has 3000."""
    assert equal_rests([1000.0] * 3, [1000.0, 1000.0, 1001.0]) == (slice(0, 3), slice(1, 3))


@pytest.mark.parametrize(("ratio", "within"), [(0.49, False), (0.5, True), (2, True), (2.1, False)])
def test_a_band_holds_its_own_ends(ratio: float, within: bool) -> None:
    """From a half to twice as much."""
    assert NoiseBand(0.5, 2.0, "by hand").holds(ratio) is within

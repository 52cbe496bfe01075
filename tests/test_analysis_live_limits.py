"""The live measures just at their limits; beats of a whole second, so that sums are exact."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import LiveMeasures, LiveMetrics, _neurokit, warm_up
from tests.made_hearts import Floats, resting_rr

EVEN = np.full(125, 1000.0)
WAITING = "waiting for a clear beat"


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """Import neurokit2 before a test is timed."""
    warm_up()


def played(rr_ms: Floats, start_s: float = 0.0, pace_hz: float | None = None) -> list[LiveMetrics]:
    """Return what is said at each beat of a phase."""
    live = LiveMeasures()
    live.restart(start_s, pace_hz)
    ends_s = start_s + np.cumsum(rr_ms) / 1000
    return [live.add(float(t), float(rr), 0) for t, rr in zip(ends_s, rr_ms, strict=True)]


def with_pause(before: int, pause_s: float, after: int) -> LiveMetrics:
    """Return what is said last of beats of a second with a pause among them."""
    live = LiveMeasures()
    live.restart(0.0, None)
    for number in range(before):
        live.add(number + 1.0, 1000.0, 0)
    for number in range(after):
        live.add(before + pause_s + number + 1.0, 1000.0, 1)
    return live.latest


@pytest.mark.parametrize("start_s", [0.0, 100.0])
@pytest.mark.parametrize(
    ("name", "from_s", "full_s"),
    [
        ("rmssd_ms", 28, 58),
        ("hf_ms2", 58, 118),
        ("lf_ms2", 98, 118),
        ("breath_wave_ms", 28, 58),
    ],
)
def test_a_number_comes_with_the_beat_that_fills_its_seconds(
    name: str, from_s: int, full_s: int, start_s: float
) -> None:
    """It may lack a beat of 2 s, and no more, wherever its phase began."""
    said = [getattr(now, name) for now in played(EVEN, start_s, 0.1)]
    first = next(beat for beat, reading in enumerate(said, start=1) if reading.value is not None)
    full = next(
        beat
        for beat, reading in enumerate(said, start=1)
        if reading.value is not None and not reading.provisional
    )
    assert (first, full) == (from_s, full_s)


@pytest.mark.parametrize(
    ("pause_s", "coverage_pct", "reason"),
    [(12.0, 80.0, ""), (12.5, 47.5 / 0.6, "settling after a gap")],
)
def test_four_fifths_of_a_minute_have_to_be_covered(
    pause_s: float, coverage_pct: float, reason: str
) -> None:
    """Just four fifths are enough; of the first beat in the window half is in it."""
    said = with_pause(48, pause_s, 24)
    assert said.coverage_pct.value == pytest.approx(coverage_pct, abs=1e-9)
    assert said.rmssd_ms.reason == reason


@pytest.mark.parametrize(
    ("pause_s", "after", "reason"),
    [
        (32.0, 27, "settling after a gap, 27 of 30 s"),  # a lone beat before it has no neighbour
        (32.0, 26, "settling after a gap"),  # two have each other: 28 s
    ],
)
def test_seconds_of_rmssd_are_those_of_beats_with_a_neighbour(
    pause_s: float, after: int, reason: str
) -> None:
    """Of the beats before the pause one, or two, are in the last minute."""
    assert with_pause(100, pause_s, after).rmssd_ms.reason == reason


def test_beats_of_two_stretches_at_once_cover_no_more_than_all() -> None:
    """A clock that was set back lays one stretch over the other."""
    assert with_pause(60, -10.0, 60).coverage_pct.value == 100.0


def test_heart_rate_is_that_of_the_intervals_begun_in_ten_seconds() -> None:
    """Worked out with numpy."""
    rr_ms = resting_rr(200, 3)
    inside = np.cumsum(rr_ms[::-1])[::-1] <= 10_000
    expected = 60_000 / rr_ms[inside].mean()
    assert played(rr_ms)[-1].heart_rate_bpm.value == pytest.approx(float(expected))


@pytest.mark.parametrize(("odd_ms", "counts"), [(1300.0, True), (1301.0, False)])
def test_a_beat_within_three_tenths_of_the_median_counts(odd_ms: float, counts: bool) -> None:
    """Five of 1000 ms and another one: with it the mean is longer."""
    expected = 60_000 / np.mean([*[1000.0] * 5, *[odd_ms] * counts])
    said = played(np.r_[np.full(5, 1000.0), odd_ms])[-1]
    assert said.heart_rate_bpm.value == pytest.approx(float(expected))


@pytest.mark.parametrize(("pace_hz", "window_s"), [(0.08, 62.5), (1 / 150, 150.0)])
def test_rmssd_of_a_paced_minute_is_of_whole_breaths(pace_hz: float, window_s: float) -> None:
    """Five breaths at 0.08 Hz are nearest to a minute; one at least. Worked out with numpy."""
    rr_ms = resting_rr(200, 3)
    inside = np.cumsum(rr_ms[::-1])[::-1] <= window_s * 1000
    expected = np.sqrt(np.mean(np.diff(rr_ms[inside]) ** 2))
    assert played(rr_ms, 0.0, pace_hz)[-1].rmssd_ms.value == pytest.approx(float(expected))


def test_before_neurokit_is_imported_a_window_that_cannot_wait_gets_the_rate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other eight are getting ready; who can wait, as a report, gets the numbers."""
    monkeypatch.setattr(_neurokit, "is_warm", lambda: False)
    hurried, patient = LiveMeasures(require_warm=True), LiveMeasures()
    for number in range(30):
        hurried.add(number + 1.0, 1000.0, 0)
        patient.add(number + 1.0, 1000.0, 0)
    assert list(hurried.latest.values()) == ["heart_rate_bpm"]
    assert hurried.latest.corrected_pct.reason == "getting ready"
    assert patient.latest.rmssd_ms.value == 0.0


def test_without_a_phase_the_first_beat_begins_it() -> None:
    """At its interval's beginning: all of it is covered, and nothing before it is asked for."""
    live = LiveMeasures()
    said = [live.add(1000.0 + number, 1000.0, 0) for number in range(1, 61)]
    assert [now.coverage_pct.value for now in said] == [100.0] * 60
    assert said[27].rmssd_ms.value == 0.0


def test_a_beat_of_no_use_covers_nothing_and_is_not_corrected() -> None:
    """The phase has no other beat yet."""
    live = LiveMeasures()
    live.restart(0.0, None)
    said = live.add(1.0, 1000.0, 0, usable=False)
    assert said.heart_rate_bpm.reason == WAITING
    assert (said.coverage_pct.value, said.corrected_pct.value) == (0.0, 0.0)


@pytest.mark.parametrize(("beats", "unclear"), [(59, True), (60, False)])
def test_one_beat_in_twenty_may_be_mended(beats: int, unclear: bool) -> None:
    """Three missed ones in a minute: of 60 intervals just a twentieth, of 59 more."""
    rr_ms = list(resting_rr(100, 3) + 90)
    for place in (45, 30, 15):
        rr_ms[place : place + 2] = [rr_ms[place] + rr_ms[place + 1]]
    said = played(np.array(rr_ms[:beats]))[-1]
    assert said.corrected_pct.value == pytest.approx(100 * 3 / beats)
    reasons = (said.rmssd_ms.reason, said.hf_ms2.reason)
    assert reasons == (("settling, some beats were unclear" if unclear else ""),) * 2


@pytest.mark.parametrize(
    ("uneven", "reason"),
    [(11, "settling after a gap"), (12, "settling, some beats were unclear")],
)
def test_beats_after_a_pause_are_unclear_from_the_first_that_are_judged(
    uneven: int, reason: str
) -> None:
    """By turns 700 and 1300 ms, as no heart beats; fewer than twelve cannot be judged."""
    rr_ms = np.r_[np.full(60, 1000.0), np.resize([700.0, 1300.0], uneven)]
    live = LiveMeasures()
    live.restart(0.0, None)
    for number, (end_s, rr) in enumerate(zip(np.cumsum(rr_ms) / 1000, rr_ms, strict=True)):
        later = number >= 60
        live.add(float(end_s) + 5 * later, float(rr), int(later))
    assert live.latest.rmssd_ms.reason == reason

"""Whole recordings: every measure has a number, or its reason."""

import json
from typing import Any, cast

import numpy as np
import pytest

from analysis import measure
from analysis.report import NEEDED_S, SPECTRUM, TIME_DOMAIN, TimeMeasure
from tests.made_hearts import resting_rr, sine_rr, within

REST = resting_rr(300, 3)


def test_the_keys_are_the_ones_that_are_promised() -> None:
    """A clean five-minute rest has every measure, those first promised too; nothing is missing."""
    found = measure(REST).as_dict()
    assert list(found) == [
        "beats", "duration_s", "gaps", "artifacts", "time_domain", "frequency_domain", "missing",
    ]  # fmt: skip
    time, frequency = (cast("dict[str, Any]", found[f"{k}_domain"]) for k in ("time", "frequency"))
    artifacts = cast("dict[str, Any]", found["artifacts"])
    assert list(time) == list(TIME_DOMAIN)
    assert set(time) >= {"mean_rr_ms", "mean_hr_bpm", "sdnn_ms", "rmssd_ms", "nn50", "pnn50_pct"}
    assert set(frequency) == {*SPECTRUM, "stretch_s"}
    assert set(frequency) >= {"vlf_ms2", "lf_ms2", "hf_ms2", "breathing_hz"}
    assert list(artifacts["by_kind"]) == ["missed", "extra", "ectopic", "long_short"]
    assert found["missing"] == {}


def test_everything_is_plain_json() -> None:
    """No numpy number and no NaN is left."""
    found = measure(REST, pace_hz=0.1).as_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_each_measure_is_a_number_or_missing_with_a_reason() -> None:
    """Some 41 seconds are enough for RMSSD, and not for HF."""
    found = measure(REST[:49])
    assert found.missing["hf_ms2"] == f"{int(found.duration_s)} s usable, 60 s needed"
    have = {*found.time_domain, *found.frequency_domain}
    assert have | set(found.missing) == set(NEEDED_S)
    assert not have & set(found.missing)
    assert "rmssd_ms" in have


@pytest.mark.parametrize("beats", [0, 1, 2, 5])
def test_almost_nothing_has_reasons_and_no_numbers(beats: int) -> None:
    """No beats, and too few of them, are no error."""
    found = measure(REST[:beats], pace_hz=0.1)
    assert found.beats == beats
    assert found.time_domain == found.frequency_domain == found.breath_wave == {}
    assert {"rmssd_ms", "hf_ms2", "amplitude_ms", "in_step"} <= set(found.missing)


def test_a_few_clear_beats_are_not_called_unusable() -> None:
    """Seven seconds of clean beats were "0 s usable": it is the number of beats that lacks."""
    found = measure(REST[:8])
    assert set(found.missing.values()) == {"8 beats without a gap, 12 needed to judge them"}
    none = measure(np.full(8, 2500.0))
    assert set(none.missing.values()) == {"no interval lies in 300-2000 ms: are they in ms?"}


def test_intervals_in_seconds_are_asked_about() -> None:
    """The likeliest slip: four hundred of them are not "0 s usable"."""
    found = measure(REST / 1000, pace_hz=0.1)
    assert found.time_domain == found.frequency_domain == found.breath_wave == {}
    assert set(found.missing) == {*NEEDED_S, "amplitude_ms", "share_pct", "in_step"}
    assert set(found.missing.values()) == {"no interval lies in 300-2000 ms: are they in ms?"}
    unusable = measure(REST, usable=np.zeros(len(REST), dtype=bool))
    assert unusable.missing["mean_rr_ms"] == "0 s usable, 5 s needed"


@pytest.mark.parametrize("rr_ms", [800, 1131.3])
def test_where_nothing_varies_there_is_no_breath(rr_ms: float) -> None:
    """Rounding leaves 1e-27 ms² of power, in which a breath of 0.25 Hz was found."""
    found = measure(np.full(400, rr_ms), pace_hz=0.1)
    for name in ("breathing_hz", "share_pct", "in_step"):
        assert found.missing[name] == "the intervals do not vary"
    assert "breathing_hz" not in found.frequency_domain
    assert set(found.breath_wave) == {"amplitude_ms"}
    assert found.frequency_domain["hf_ms2"] == pytest.approx(0, abs=1e-9)


def test_too_many_unclear_beats_are_the_reason_and_not_too_few() -> None:
    """It said that 354 beats were there and 12 needed."""
    rr_ms = resting_rr(300, 3)
    rr_ms[5:-2:5] *= 0.7
    rr_ms[6:-1:5] *= 1.3
    found = measure(rr_ms)
    assert found.time_domain == {}
    assert set(found.missing.values()) == {
        "too many beats are unclear: it cannot be told which of them are heartbeats"
    }


@pytest.mark.parametrize("odd", [0.7, np.nan])
def test_a_stretch_that_is_no_whole_number_is_refused(odd: float) -> None:
    """Cut to whole numbers, two stretches became one, and the gap between them was bridged."""
    stretch = np.full(len(REST), 0.0)
    stretch[100:] = odd
    with pytest.raises(ValueError, match=r"stretch holds .*: give whole numbers"):
        measure(REST, stretch)


def test_a_minute_of_whole_beats_is_a_minute() -> None:
    """59.4 s of beats are what a rest of 60 s holds."""
    assert "hf_ms2" in measure(within(REST, 0, 59.5)).frequency_domain


def test_a_gap_is_counted_and_never_bridged() -> None:
    """Two even stretches at different heart rates vary by nothing from beat to beat."""
    rr_ms = np.r_[np.full(50, 700.0), np.full(50, 1000.0)]
    found = measure(rr_ms, np.repeat([0, 1], 50))
    assert found.gaps == 1
    assert found.time_domain["rmssd_ms"] == 0
    assert found.time_domain["nn50"] == 0


def test_the_frequency_domain_comes_from_the_longest_stretch_and_says_so() -> None:
    """Ninety seconds of a quick breath, then two minutes of a slower one: the latter counts."""
    rr_ms = np.r_[sine_rr(0.3, 40, 90), sine_rr(0.2, 40, 120)]
    stretch = np.repeat([0, 1], [len(sine_rr(0.3, 40, 90)), len(sine_rr(0.2, 40, 120))])
    found = measure(rr_ms, stretch)
    assert found.stretch_s == pytest.approx(120, abs=1)
    assert found.frequency_domain["breathing_hz"] == pytest.approx(0.2, abs=0.01)
    assert found.frequency_domain["hf_ms2"] == pytest.approx(800, rel=0.035)


def test_corrected_and_kept_stand_side_by_side() -> None:
    """One missed beat: kept as recorded RMSSD is far off; corrected it is the clean one's."""
    spoilt = np.r_[REST[:150], REST[150] + REST[151], REST[152:]]
    kept, corrected = (measure(spoilt, artifacts=how) for how in ("keep", "correct"))
    clean = measure(REST).time_domain["rmssd_ms"]
    assert corrected.time_domain["rmssd_ms"] == pytest.approx(clean, rel=0.05)
    assert kept.time_domain["rmssd_ms"] > 1.5 * clean
    assert kept.artifacts.method == "none"
    assert corrected.artifacts.by_kind["missed"] == 1
    assert corrected.artifacts.corrected_pct == pytest.approx(100 / len(spoilt))


def test_beats_out_of_range_are_counted_as_left_out() -> None:
    """Three dropouts of 3 s: no number is made of them, and they are told."""
    rr_ms = REST.copy()
    rr_ms[[50, 150, 250]] = 3000
    assert measure(rr_ms).artifacts.left_out == 3


def test_beats_that_nobody_follows_have_no_rmssd() -> None:
    """Every beat a stretch of its own: nothing to difference, and no warning from numpy."""
    found = measure(REST, np.arange(len(REST)), artifacts="keep")
    lacking = {name for name, why in found.missing.items() if why.startswith("0 pairs of beats")}
    assert lacking == {name for name, each in TIME_DOMAIN.items() if each.from_pairs}
    assert found.missing["rmssd_ms"] == "0 pairs of beats without a gap, 10 needed"
    assert set(found.time_domain) == {"mean_rr_ms", "mean_hr_bpm", "sdnn_ms"}


def test_a_function_may_say_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure is absent then, with the reason that stands beside the function."""
    none = TimeMeasure(lambda _: None, 5, none_where="SD2 is 0")
    monkeypatch.setattr("analysis.report.TIME_DOMAIN", {**TIME_DOMAIN, "ratio": none})
    monkeypatch.setattr("analysis.report.NEEDED_S", {**NEEDED_S, "ratio": 5})
    found = measure(REST)
    assert "ratio" not in found.time_domain
    assert found.missing == {"ratio": "SD2 is 0"}


def test_the_breath_wave_is_there_with_a_pace_only() -> None:
    """Five minutes in step with 4/6."""
    rr_ms = sine_rr(0.1, 50, 300)
    assert "breath_wave" not in measure(rr_ms).as_dict()
    wave = measure(rr_ms, pace_hz=0.1).breath_wave
    assert wave["amplitude_ms"] == pytest.approx(100, rel=0.001)
    assert wave["share_pct"] == pytest.approx(100, abs=0.1)
    assert wave["in_step"] == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("pace_hz", [0.0, -0.1, 6.0, float("nan")])
def test_a_pace_that_is_none_is_refused(pace_hz: float) -> None:
    """Six a minute given as 6 is the likely slip: the message names the unit."""
    with pytest.raises(ValueError, match="breaths per second"):
        measure(REST, pace_hz=pace_hz)


def test_an_unknown_way_with_artifacts_is_refused() -> None:
    """The message says what may be given."""
    with pytest.raises(ValueError, match='"correct" or "keep"'):
        measure(REST, artifacts="drop")  # type: ignore[arg-type]

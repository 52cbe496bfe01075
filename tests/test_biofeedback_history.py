"""What kept sittings say together: own bands from quiet rests, and trends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis import Change, Refusal
from analysis.noise_band import PUBLISHED_BAND, PUBLISHED_HF_BAND
from biofeedback.cli import main
from biofeedback.results.history import QUIET_REST, beside_own_bands, past_changes, trends
from biofeedback.results.summary import compare_rests
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from devices.events import Beat
from practices.library import find_practice
from tests.made_hearts import resting_rr

BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
REST_S, BETWEEN_S = 62.0, 10.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the sittings be kept in a folder of the test's own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path / "sessions" / "2026"


def keep(
    folder: Path, number: int, practice: str, times: float = 1.0, *, simulated: bool = False
) -> Path:
    """Keep a short sitting whose rest after varies so many times as much as its rest before."""
    meta = {"practice": practice, "practice_name": practice.title(), "source": "made"}
    recorder = Recorder(
        folder / f"{number:03d}.csv", BEGAN, meta | ({"simulated": "yes"} if simulated else {})
    )
    second_s = REST_S + BETWEEN_S
    for phase, begin_s, scale in (
        (Phase.REST_BEFORE, 0.0, 1.0),
        (Phase.PRACTICE, REST_S, 0.0),
        (Phase.REST_AFTER, second_s, times),
    ):
        recorder.append(PhaseStarted(begin_s, phase, REST_S))
        ends_s = begin_s
        for rr_ms in resting_rr(REST_S if scale else 0.0, number, scale=scale):
            ends_s += rr_ms / 1000
            recorder.append(Beat(round(ends_s, 3), round(float(rr_ms), 2), 0 if not begin_s else 1))
    recorder.append(PhaseStarted(second_s + REST_S + 2, Phase.ENDED))
    recorder.close(second_s + REST_S + 2)
    return recorder.path


def changed(path: Path) -> Change:
    """Compare the rests of a kept sitting, beside the person's own bands."""
    recording = read_recording(path)
    comparison = compare_rests(recording)[2]
    assert isinstance(comparison, Change)
    own = beside_own_bands(comparison, path, path.parents[1], simulated=recording.simulated)
    assert isinstance(own, Change)
    return own


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Run a command that prints JSON."""
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_quiet_rest_can_be_practised() -> None:
    """The practice by which its sittings are known comes with the program."""
    assert find_practice(QUIET_REST).kind == "rest"


def test_six_quiet_rests_make_the_bands_ones_own(folder: Path) -> None:
    """With five the published bands stand, and are named; the sixth makes them narrower."""
    sitting = keep(folder, 0, "hand-on-heart", 1.5)
    for number in range(1, 6):
        keep(folder, number, QUIET_REST, 1.1 if number % 2 else 0.9)
    assert changed(sitting).noise_band is PUBLISHED_BAND
    assert changed(sitting).within_noise
    keep(folder, 6, QUIET_REST, 0.9)
    own = changed(sitting)
    assert "6 quiet rests" in own.noise_band.source
    assert own.noise_band.high == pytest.approx(np.exp(1.96 * 0.1), rel=0.02)  # by hand
    assert own.hf_noise_band.high < PUBLISHED_HF_BAND.high
    assert not own.within_noise


def test_a_quiet_rest_is_not_judged_by_itself(folder: Path) -> None:
    """The sixth has five others."""
    paths = [keep(folder, number, QUIET_REST, 1.1) for number in range(6)]
    assert changed(paths[0]).noise_band is PUBLISHED_BAND


def test_a_simulated_heart_says_nothing_about_a_real_one(folder: Path) -> None:
    """Nor the other way round."""
    sitting = keep(folder, 0, "hand-on-heart", 1.5)
    for number in range(1, 8):
        keep(folder, number, QUIET_REST, simulated=True)
    assert changed(sitting).noise_band is PUBLISHED_BAND


def test_a_refusal_stays_one(folder: Path) -> None:
    """There is nothing to judge."""
    assert beside_own_bands(Refusal("why"), None, folder, simulated=False) == Refusal("why")


def test_trends_are_silent_until_there_is_enough(folder: Path) -> None:
    """Five sittings, one practice: each answer is the reason why there is none."""
    paths = [keep(folder, number, "hand-on-heart", 1.4) for number in range(5)]
    found = trends(list(past_changes(paths)))
    assert found["sittings"] == 5
    assert found["rmssd"] == found["hf"] == {"refused": "needs 6 sittings, 5 so far"}
    assert "two practices" in found["settling_practice"]["refused"]
    assert found["noise_band"]["from"].startswith("published")


def test_trends_on_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two practices, one of which settles; quiet rests and simulated hearts stand apart."""
    for number in range(6):
        keep(folder, number, "kind", 1.5 + 0.02 * number)
        keep(folder, 10 + number, "plain", 1.0 + 0.02 * number)
        keep(folder, 20 + number, QUIET_REST, 1.1 if number % 2 else 0.9)
        keep(folder, 30 + number, "plain", 0.5, simulated=True)
    (folder / "odd.csv").write_text("not a sitting")
    found = printed(capsys, "sessions", "trends")
    assert (found["sittings"], found["quiet_rests"]) == (12, 6)
    by_hand = np.exp(
        np.mean(np.log([1.5 + 0.02 * k for k in range(6)] + [1 + 0.02 * k for k in range(6)]))
    )
    assert found["rmssd"]["ratio"] == pytest.approx(by_hand, rel=0.01)
    assert found["rmssd"]["low"] > 1
    assert found["settling_practice"]["practice"] == "kind"
    assert found["settling_practice"]["practice_name"] == "Kind"
    assert "6 quiet rests" in found["noise_band"]["from"]
    assert main(["sessions", "trends"]) == 0
    told = capsys.readouterr().out
    assert "12 sittings" in told
    assert "Kind" in told


def test_without_sittings_trends_say_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty history is no error."""
    assert main(["sessions", "trends"]) == 0
    assert "needs 6 sittings, 0 so far" in capsys.readouterr().out


def test_compare_uses_ones_own_bands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the kept quiet rests, on the command line too."""
    sitting = keep(folder, 0, "kind", 1.5)
    for number in range(1, 7):
        keep(folder, number, QUIET_REST, 1.1 if number % 2 else 0.9)
    found = printed(capsys, "compare", str(sitting))
    assert "6 quiet rests" in found["noise_band"]["from"]
    assert found["within_noise"] is False

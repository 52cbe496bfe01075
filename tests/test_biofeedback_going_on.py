"""A sitting that was interrupted goes on: same file, same place, nothing lost, nothing bridged."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from analysis import LiveMeasures
from biofeedback.cli import main
from biofeedback.runs.begin import begin_sitting
from biofeedback.runs.going_on import go_on
from biofeedback.runs.hearts import simulated
from biofeedback.runs.session import Session
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase, SittingPlan, practised
from biofeedback.store.kept import read_kept
from biofeedback.store.library import LATEST_S, interrupted, may_go_on
from biofeedback.store.recorder import RecordingError
from biofeedback.store.recording import read_recording
from practices.library import find_practice
from tests.test_biofeedback_runs import until

PLAN = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=30.0, settle_s=5.0)
SPEED = 40.0
PHASES = [stage.phase for stage in PLAN.stages]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sitting that went to its end."""
    folder = tmp_path_factory.mktemp("whole")
    run = begin_sitting(PLAN, simulated(3), lambda _: None, folder=folder, speed=SPEED)
    run.start()
    until(lambda: run.session.sitting.phase is Phase.ENDED, 30)
    assert run.join()
    assert run.path is not None
    return run.path


def cut(whole: Path, folder: Path, phase: Phase, *, half: bool = False) -> Path:
    """Return the sitting as it was when the program was killed amid a part of it."""
    part = read_recording(whole).part(phase)
    assert part is not None
    kept, rows = "", whole.read_text(encoding="utf-8").splitlines(keepends=True)
    for row in rows[1:]:
        if float(row.split(",")[0]) > (part.start_s + part.end_s) / 2:
            break
        kept += row
    path = folder / whole.name
    path.write_bytes((rows[0] + kept + (row[:9] if half else "")).encode())
    return path


@pytest.mark.parametrize(
    ("phase", "half"),
    [
        (Phase.REST_BEFORE, False),
        (Phase.LEAD_IN, True),
        (Phase.PRACTICE, False),
        (Phase.PRACTICE, True),
        (Phase.SETTLE, False),
    ],
)
def test_it_goes_on_where_it_stopped(
    whole: Path, tmp_path: Path, phase: Phase, *, half: bool
) -> None:
    """It waits for the person; then each part has its length, and what was written stays."""
    path = cut(whole, tmp_path, phase, half=half)
    before = path.read_bytes()
    shown: list[Snapshot] = []
    run = go_on(path, simulated(4), shown.append, speed=SPEED)
    run.start()
    until(lambda: run.session.sitting.paused, 30)
    assert run.session.sitting.phase is phase
    until(lambda: run.session.latest.beat_count > read_recording(path).beats.rr_ms.size - 1)
    run.resume()
    until(lambda: run.session.sitting.phase is Phase.ENDED, 30)
    assert run.join()
    after = read_recording(path)
    assert path.read_bytes().startswith(before)
    assert after.sealed is True
    assert len(after.left_out) == half
    assert [part.phase for part in after.parts if part.phase is not Phase.READY] == PHASES
    assert (
        59.9 < practised(after.events, after.end_s)[0] < 85.0
    )  # a hurried clock; anew, it would be 90
    assert interrupted(tmp_path) == []
    lines = [line.text for line in after.lines]
    assert lines == [line.text for line in read_recording(whole).lines]


def test_a_sitting_that_is_left_may_go_on(tmp_path: Path) -> None:
    """As one that was interrupted, and once more when that is left before it went on."""
    run = begin_sitting(PLAN, simulated(3), lambda _: None, folder=tmp_path, speed=SPEED)
    run.start()
    until(lambda: run.session.sitting.phase is Phase.PRACTICE, 30)
    run.leave()
    assert run.join()
    (kept,) = interrupted(tmp_path)
    assert may_go_on(kept)
    assert read_recording(kept.path).parts[-1].phase is Phase.PRACTICE
    again = go_on(kept.path, simulated(4), lambda _: None, speed=SPEED)
    again.start()
    until(lambda: again.session.sitting.paused, 30)
    again.leave()
    assert again.join()
    again = go_on(kept.path, simulated(4), lambda _: None, speed=SPEED, wait=False)
    again.start()
    until(lambda: again.session.sitting.phase is Phase.ENDED, 30)
    assert again.join()
    assert interrupted(tmp_path) == []
    assert read_recording(kept.path).sealed is True


def test_no_number_reaches_over_the_time_away(whole: Path, tmp_path: Path) -> None:
    """Beats before and after lie in stretches of their own; a replay equals it to the digit."""
    path = cut(whole, tmp_path, Phase.PRACTICE)
    before = read_recording(path)
    run = go_on(path, simulated(4), lambda _: None, speed=SPEED)
    run.start()
    until(lambda: run.session.sitting.paused, 30)
    run.resume()
    until(lambda: run.session.latest.beat_count > before.beats.rr_ms.size + 20, 30)
    run.end()
    assert run.join()
    after = read_recording(path)
    count = before.beats.rr_ms.size
    np.testing.assert_array_equal(after.beats.rr_ms[:count], before.beats.rr_ms)
    assert after.beats.time_s[count] > before.end_s  # a simulated heart begins there, too
    assert np.all(np.diff(after.beats.time_s) > 0)
    old = np.count_nonzero(after.beats.stretch <= before.beats.stretch[-1])
    assert count <= old <= count + 3  # the last packets' beats are held back for a moment
    assert np.all(after.beats.stretch[old:] > before.beats.stretch[-1])
    again = Session(LiveMeasures())
    for event in after.events:
        again.handle(event)
    assert again.latest.metrics == run.session.latest.metrics
    assert again.latest.rest_before == run.session.latest.rest_before
    assert after.beats.rr_ms.size == run.session.latest.beat_count


def test_what_cannot_go_on_is_said(whole: Path, tmp_path: Path) -> None:
    """Over already; another kind of heart; being written; a practice that is gone."""
    with pytest.raises(RecordingError, match="has its end already"):
        go_on(whole, simulated(1), lambda _: None)
    path = cut(whole, tmp_path, Phase.PRACTICE)
    with pytest.raises(RecordingError, match=r"choose that .*, to go on; or close it as it is"):
        go_on(path, None, lambda _: None)
    gone = tmp_path / "gone.csv"
    gone.write_bytes(path.read_bytes().replace(b"practice=hand-on-heart", b"practice=gone"))
    with pytest.raises(RecordingError, match="its practice is not here as it was"):
        go_on(gone, simulated(1), lambda _: None)
    run = go_on(path, simulated(1), lambda _: None)
    with pytest.raises(RecordingError, match="is being written just now"):
        go_on(path, simulated(1), lambda _: None)
    run.start()
    run.end()
    assert run.join()
    assert read_recording(path).sealed is True


def test_it_is_offered_for_three_hours(whole: Path, tmp_path: Path) -> None:
    """Later the day is another; one that has its end is not offered at all."""
    kept = read_kept(cut(whole, tmp_path, Phase.PRACTICE))
    last = kept.began + timedelta(seconds=kept.length_s)
    assert may_go_on(kept, last + timedelta(seconds=LATEST_S - 1))
    assert not may_go_on(kept, last + timedelta(seconds=LATEST_S + 1))
    assert not may_go_on(kept._replace(closed=True), last)
    assert not may_go_on(kept._replace(practice=""), last)


def test_the_terminal_goes_on_too(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sessions list` offers it, `sessions go-on` takes the last; what is over is refused."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    folder = tmp_path / "sessions" / "2026"
    folder.mkdir(parents=True)
    path = cut(whole, folder, Phase.REST_AFTER)
    assert main(["sessions", "list"]) == 0
    assert "biofeedback sessions go-on" in capsys.readouterr().err
    assert main(["sessions", "go-on", "--no-window"]) == 1
    assert "choose that (--simulate in a terminal), to go on" in capsys.readouterr().err
    assert main(["sessions", "go-on", "last", "--simulate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["practice"] == "hand-on-heart"
    assert read_recording(path).sealed is True
    assert main(["sessions", "go-on", "--simulate", "--no-window"]) == 1
    assert "No sitting is interrupted" in capsys.readouterr().err
    assert main(["sessions", "go-on", path.stem, "--simulate", "--no-window"]) == 1
    assert "has its end already" in capsys.readouterr().err

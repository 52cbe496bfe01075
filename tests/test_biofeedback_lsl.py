"""What other programs receive while one practises: real outlets, a real inlet."""

from __future__ import annotations

import itertools
import logging
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import pylsl
import pytest

from biofeedback.cli import main
from biofeedback.lsl import MEASURES, NAMES, Outlets, sent_to_lsl
from biofeedback.runs.replay_run import ReplayRun
from biofeedback.runs.run import Run
from biofeedback.runs.session import Show
from biofeedback.runs.snapshot import Snapshot
from biofeedback.store.recording import read_recording

ROOT = Path(__file__).parents[1]
SITTING = ROOT / "sample_recordings" / "whole-sitting.csv"
SPEED = 60.0
PATIENCE_S = 10.0
Sample = tuple[list[object], float]


class Received:
    """A replayed sitting at its start, and an inlet to each of its three streams."""

    def __init__(self) -> None:
        self.shown: list[Snapshot] = []
        self.run = sent_to_lsl(_replay)(self.shown.append)
        self.inlets = [_inlet(name) for name in NAMES]

    def all(self, number: int) -> list[Sample]:
        """Return every sample of a stream until nothing comes any more."""
        found: list[Sample] = []
        while True:
            values, time_s = self.inlets[number].pull_sample(timeout=1.0)
            if values is None:
                return found
            found.append((values, time_s))


def _replay(show: Show) -> Run:
    return ReplayRun(read_recording(SITTING), show, speed=SPEED)


def _inlet(name: str) -> pylsl.StreamInlet:
    (info,) = pylsl.resolve_byprop("name", name, timeout=PATIENCE_S)
    inlet = pylsl.StreamInlet(info, recover=False)
    inlet.open_stream(timeout=PATIENCE_S)
    return inlet


@pytest.fixture(scope="module")
def received() -> Iterator[Received]:
    """Return a whole sitting, received while it was replayed."""
    logging.getLogger("pylsl").setLevel(logging.ERROR)
    heard = Received()
    heard.run.start()
    assert heard.run.join(60)
    yield heard
    for inlet in heard.inlets:
        inlet.close_stream()


def test_every_beat_arrives_once_at_the_time_it_beat(received: Received) -> None:
    """RR to the last digit; between two beats lies what lay between them in the heart."""
    expected = [beat for snapshot in received.shown for beat in snapshot.beats]
    samples = received.all(0)
    assert [values for values, _ in samples] == [[beat.rr_ms] for beat in expected]
    apart = [(b - a) * SPEED for (_, a), (_, b) in itertools.pairwise(samples)]
    wanted = [b.time_s - a.time_s for a, b in itertools.pairwise(expected)]
    # the session's clock is read in ms: at this speed two readings may differ by that much more
    assert apart == pytest.approx(wanted, abs=0.25)


def test_the_measures_arrive_with_each_beat(received: Received) -> None:
    """Each under its name and unit; one that cannot be known is NaN."""
    expected = [s.metrics.values() for s in received.shown if s.beats]
    samples = received.all(1)
    assert len(samples) == len(expected)
    for (values, _), known in zip(samples, expected, strict=True):
        for name, value in zip(MEASURES, values, strict=True):
            assert isinstance(value, float)
            assert value == known[name] if name in known else math.isnan(value)
    channels = received.inlets[1].info(timeout=PATIENCE_S).as_xml()
    assert "<label>rmssd_ms</label>" in channels
    assert "<unit>ms^2</unit>" in channels


def test_phases_and_phrases_arrive_as_markers(received: Received) -> None:
    """Those of the sitting, in its order."""
    recording = read_recording(SITTING)
    said = [str(values[0]) for values, _ in received.all(2)]
    lines = [text.removeprefix("line: ") for text in said if text.startswith("line: ")]
    assert lines == [line.text for line in recording.lines]
    phases = [text.removeprefix("phase: ") for text in said if text.startswith("phase: ")]
    assert [phase for phase in phases if phase not in ("ready", "ended")] == [
        str(part.phase) for part in recording.parts if part.phase != "ready"
    ]


def test_nothing_in_a_stream_names_a_machine_or_a_person(received: Received) -> None:
    """Its id is made anew for each sitting."""
    ids = {inlet.info(timeout=PATIENCE_S).source_id() for inlet in received.inlets}
    assert len({each.split()[0] for each in ids}) == 1
    assert Outlets().id not in " ".join(ids)


def test_without_the_package_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One sentence with the next step, and nothing is begun."""
    monkeypatch.setitem(sys.modules, "pylsl", None)
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    assert main(["practise", "--simulate", "--lsl", "--no-window"]) == 1
    assert "pipx install --force '.[lsl]'" in capsys.readouterr().err
    assert list(tmp_path.rglob("*.csv")) == []

"""The whole road: a real recording through the real Bluetooth library, to disk, and replayed.

The strap is virtual (a fake BlueZ on a private D-Bus), its beats are those of a real Polar H10
where ../shared is there, else of a seeded heart of our own. The clock shows each packet's
recorded arrival, so ten minutes pass in seconds and nothing depends on the machine's speed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from analysis import warm_up
from analysis.live import LiveMeasures
from biofeedback.commands.terminal import Timeline, as_dict
from biofeedback.results.summary import summarise
from biofeedback.runs.session import Session
from biofeedback.samples import events_of
from biofeedback.sitting import SittingPlan
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import read_recording
from biofeedback.store.rows import decode, encode
from devices.events import LinkState, Packet
from devices.heart_rate import HeartRateMeasurement
from devices.simulated import SimulatedHeart
from devices.strap import Strap
from practices.library import find_practice
from tests.conftest import bleak_closed
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import until

pytestmark = pytest.mark.needs_dbus

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "data" / "paced" / "dhyb_polarH10_ibi.csv"
META = {"practice": "hand-on-heart", "practice_name": "Hand-on-Heart Soothing", "source": "strap"}
PLAN = SittingPlan(find_practice("hand-on-heart").lasting(180), rest_s=60.0, settle_s=30.0)
Packets = list[tuple[float, bytes]]


def real_packets() -> Packets:
    """Return the real recording as 0x2A37 packets: one RR each, at its recorded arrival."""
    rows = np.loadtxt(REAL, delimiter=",")
    return [
        (round(float(arrival_s) + 1, 3), _packet(float(rr_ms)))
        for arrival_s, rr_ms in rows
        if arrival_s < PLAN.length_s + 5
    ]


def _packet(rr_ms: float) -> bytes:
    ticks = round(rr_ms * 1.024)
    return HeartRateMeasurement(round(60_000 / rr_ms), None, None, (ticks,)).to_bytes()


def own_packets() -> Packets:
    """Return the packets of a seeded simulated heart for a whole sitting."""
    packets: Packets = []
    for packet in SimulatedHeart(7).packets():
        if packet.time_s > PLAN.length_s + 5:
            return packets
        packets.append((packet.time_s, packet.data))
    raise AssertionError("a simulated heart never ends")


async def play(packets: Packets, session: Session) -> None:
    """Let a virtual strap send the packets, in lock step with the session that listens."""
    from tests.fake_bluez import FakeBlueZ

    now = [0.0]
    async with FakeBlueZ() as bluez, bleak_closed():
        device = bluez.add(VirtualStrap())
        strap = Strap(device.strap.address, clock=lambda: now[0])
        listening = asyncio.create_task(strap.run(session.handle))
        await until(lambda: device.subscribed)
        guide = list(events_of(PLAN))
        for handled, (arrival_s, data) in enumerate(packets):
            while guide and guide[0].time_s <= arrival_s:
                session.handle(guide.pop(0))
            now[0] = arrival_s
            device.send(data)
            await until(partial(_has_heard, session, handled + 1))
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening


def _has_heard(session: Session, packets: int) -> bool:
    return sum(isinstance(event, Packet) for event in session.events) >= packets


@pytest.mark.parametrize("kind", ["real", "own"])
def test_a_strap_is_recorded_and_its_replay_gives_the_same_numbers(
    kind: str,
    system_bus: str,  # noqa: ARG001 - it has to run
    tmp_path: Path,
) -> None:
    """Every measure of every beat, and before and after: equal in a process of its own."""
    if kind == "real" and not REAL.exists():
        pytest.skip("needs ../shared")
    packets = real_packets() if kind == "real" else own_packets()
    warm_up()
    live = Timeline()
    path = tmp_path / "sitting.csv"
    recorder = Recorder(path, datetime.now(UTC), META)
    session = Session(LiveMeasures(), recorder, live.take)
    asyncio.run(play(packets, session))
    recorder.close(packets[-1][0])

    assert session.latest.link.state is LinkState.STREAMING
    recording = read_recording(path)
    assert recording.sealed is True
    assert recording.left_out == ()
    assert list(recording.events) == [decode(encode(event)) for event in session.events]
    in_process = json.loads(json.dumps(as_dict(summarise(recording)) | {"timeline": live.rows}))
    command = [sys.executable, "-m", "biofeedback", "replay", str(path), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    replayed = json.loads(done.stdout)
    assert replayed == in_process
    measured = {name for row in live.rows for name in row}
    assert {"rmssd_ms", "hf_ms2", "breath_wave_ms", "in_step"} <= measured
    if kind == "real":
        check_what_the_real_recording_shows(live)


def check_what_the_real_recording_shows(live: Timeline) -> None:
    """RMSSD of the first minute by numpy from the file's own column; in step only when slow."""
    rows = np.loadtxt(REAL, delimiter=",")
    before = [row for row in live.rows if row["time_s"] < PLAN.rest_s and "rmssd_ms" in row][-1]
    rr_ms = rows[rows[:, 0] < before["time_s"] - 1, 1]
    by_numpy = float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))
    assert before["rmssd_ms"] == pytest.approx(by_numpy, rel=0.1)

"""`biofeedback record` as a process: ended by Ctrl-C, by Ctrl-C twice, and by force."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from biofeedback.store.recording import read_recording
from devices.events import Packet
from tests.fake_gatt import Faults, VirtualStrap
from tests.strap_runs import BEAT, Run, until

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

ROOT = Path(__file__).parents[1]
LIMIT_S = 15.0
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@contextlib.contextmanager
def recording(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Record into ``mine.csv`` inside the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "biofeedback", "record", "--out", str(tmp_path / "mine.csv"),
         *arguments],
        cwd=ROOT,
        env=os.environ | {"BIOFEEDBACK_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            process.kill()


def packets(out: Path) -> int:
    """Return how many packets stand in the file by now."""
    return out.read_bytes().count(b",packet,") if out.exists() else 0


def simulated(tmp_path: Path, number: signal.Signals) -> tuple[int, str, bytes]:
    """Return the exit code, what was said, and what was in the file when the signal was sent."""
    out = tmp_path / "mine.csv"
    with recording(tmp_path, "--simulate") as process:
        end_s = time.monotonic() + LIMIT_S
        while not packets(out):
            assert process.poll() is None
            assert time.monotonic() < end_s
            time.sleep(0.02)
        before = out.read_bytes()
        process.send_signal(number)
        _, said = process.communicate(timeout=LIMIT_S)
    return process.returncode, said, before


def test_ctrl_c_closes_the_file(tmp_path: Path) -> None:
    """Exit 0: it is the usual end; the file is sealed and its place is said."""
    code, said, before = simulated(tmp_path, signal.SIGINT)
    recording = read_recording(tmp_path / "mine.csv")
    assert code == 0
    assert "Traceback" not in said
    assert recording.sealed is True
    assert (tmp_path / "mine.csv").read_bytes().startswith(before)


def test_killed_by_force_it_keeps_what_came_until_then(tmp_path: Path) -> None:
    """Every whole row is there, nothing is sealed, and it reads like any other."""
    _, _, before = simulated(tmp_path, signal.SIGKILL)
    recording = read_recording(tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_bytes().startswith(before)
    assert sum(isinstance(event, Packet) for event in recording.events) >= 1
    assert recording.sealed is None


@pytest.mark.needs_dbus
@pytest.mark.parametrize(("times", "stuck"), [(1, False), (2, True)])
def test_ctrl_c_lets_go_of_the_strap(bluez: Run, tmp_path: Path, times: int, stuck: bool) -> None:
    """Within 6 s; pressed again while a link will not close, the file is sealed all the same."""
    strap, out = VirtualStrap(faults=Faults(stuck_disconnect=stuck)), tmp_path / "mine.csv"

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(strap)
        with recording(tmp_path, "--strap", strap.address) as process:
            await until(lambda: device.subscribed, LIMIT_S)
            device.send(BEAT)
            await until(lambda: packets(out) == 1)
            for _ in range(times):
                process.send_signal(signal.SIGINT)
                await asyncio.sleep(0.5 * stuck)  # one that closes is gone before a second
            told, said = await asyncio.to_thread(process.communicate, timeout=6)
        assert "Traceback" not in said
        assert process.returncode == 0, said
        assert "0 beats" in told  # one beat alone has no witness yet; its packet is kept
        assert "No RR intervals" not in said
        assert device.is_connected is stuck

    bluez(scenario)
    assert packets(out) == 1
    assert read_recording(out).sealed is True


@pytest.mark.needs_dbus
def test_ctrl_c_while_connecting_keeps_that_it_would_not(bluez: Run, tmp_path: Path) -> None:
    """A strap that does not let itself be connected is evidence, too."""
    strap = VirtualStrap(faults=Faults(never_connects=True))

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(strap)
        with recording(tmp_path, "--strap", strap.address) as process:
            await until(lambda: device.connects == 1, LIMIT_S)
            process.send_signal(signal.SIGINT)
            told, said = await asyncio.to_thread(process.communicate, timeout=6)
        assert process.returncode == 0
        assert "0 beats" in told
        assert "Traceback" not in said

    bluez(scenario)
    assert read_recording(tmp_path / "mine.csv").sealed is True

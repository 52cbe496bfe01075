"""`biofeedback record`: what a strap sends, raw, kept whatever happens, and fit to be shown."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from biofeedback.cli import main
from biofeedback.recording import read_recording
from devices.events import Packet
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import BEAT, Run, until

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

ROOT = Path(__file__).parents[1]
Printed = pytest.CaptureFixture[str]
SIMULATED = ("record", "--simulate", "--minutes", "0.03")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of its own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_what_a_strap_sends_is_written_down_without_whose_it_is(
    bluez: Run, tmp_path: Path, capsys: Printed
) -> None:
    """Every packet as it came; no address, no name, no serial number; it can be analysed."""
    out, strap = tmp_path / "mine.csv", VirtualStrap()

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(strap)
        command = ["record", "--strap", strap.address, "--minutes", "0.02", "--out", str(out)]
        recording = asyncio.create_task(asyncio.to_thread(main, [*command, "--json"]))
        await until(lambda: device.subscribed)
        for _ in range(3):
            device.send(BEAT)
            await asyncio.sleep(0.1)
        assert await recording == 0

    bluez(scenario)
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["packets"], told["simulated"]) == (str(out), 3, False)
    content = out.read_text(encoding="utf-8")
    private = (strap.address, strap.address.replace(":", ""), strap.name, strap.name[-8:])
    assert not [word for word in private if word.casefold() in content.casefold()]
    packets = [e.data for e in read_recording(out).events if isinstance(e, Packet)]
    assert packets == [BEAT] * 3


def test_the_chosen_strap_is_recorded_and_no_other(bluez: Run, data: Path, capsys: Printed) -> None:
    """Remembered on this machine; a stranger's strap, though nearer, is left alone."""
    mine = VirtualStrap()
    data.mkdir()
    (data / "settings.toml").write_text(f'strap_address = "{mine.address}"\n', encoding="utf-8")

    async def scenario(fake: FakeBlueZ) -> None:
        stranger = fake.add(VirtualStrap(name="Other", address="00:00:00:00:00:09", rssi_dbm=-30))
        device = fake.add(mine)
        command = ["record", "--minutes", "0.01", "--json"]
        recording = asyncio.create_task(asyncio.to_thread(main, command))
        await until(lambda: device.subscribed)
        device.send(BEAT)
        assert await recording == 0
        assert stranger.connects == 0

    bluez(scenario)
    assert json.loads(capsys.readouterr().out)["packets"] == 1


def test_a_strap_that_wants_it_is_paired(bluez: Run, data: Path) -> None:
    """`strap_pair = true` in the settings, an advanced switch."""
    data.mkdir()
    (data / "settings.toml").write_text("strap_pair = true\n", encoding="utf-8")
    strap = VirtualStrap()

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(strap)
        command = ["record", "--strap", strap.address, "--minutes", "0.01"]
        recording = asyncio.create_task(asyncio.to_thread(main, command))
        await until(lambda: device.subscribed)
        device.send(BEAT)
        assert await recording == 0
        assert device.is_paired

    bluez(scenario)


def test_bluetooth_that_is_off_is_said_and_leaves_no_file(
    bluez: Run, data: Path, capsys: Printed
) -> None:
    """Exit 1, the next step, and no empty recording in the history."""

    async def scenario(fake: FakeBlueZ) -> None:
        fake.adapter.power(on=False)
        assert await asyncio.to_thread(main, ["record", "--strap", VirtualStrap().address]) == 1

    bluez(scenario)
    assert "Bluetooth is off. Turn it on" in capsys.readouterr().err
    assert not list(data.rglob("*.csv"))


def test_without_a_chosen_strap_it_says_where_to_find_one(capsys: Printed) -> None:
    """Exit 1 and the next step."""
    assert main(["record"]) == 1
    assert "biofeedback scan" in capsys.readouterr().err


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path, capsys: Printed) -> None:
    """And a folder that is not there is not made."""
    out = tmp_path / "old.csv"
    out.write_text("an older recording", encoding="utf-8")
    assert main([*SIMULATED, "--out", str(out)]) == 1
    assert "exists already and stays as it is" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "an older recording"
    assert main([*SIMULATED, "--out", str(tmp_path / "nowhere" / "x.csv")]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_a_recording_is_analysed_listed_and_replayed_like_any_other(capsys: Printed) -> None:
    """One odd kind of file must not hide the others, and is none."""
    assert main([*SIMULATED, "--json"]) == 0
    path = json.loads(capsys.readouterr().out)["file"]
    for command in (["analyse", path], ["sessions", "list"], ["replay", path, "--no-window"]):
        assert main(command) == 0
    assert "Recording" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", ["SIGINT", "SIGKILL"])
def test_ended_by_the_person_or_by_force_it_keeps_what_came(tmp_path: Path, number: str) -> None:
    """Ctrl-C closes the file; after kill -9 every row but perhaps the last is there."""
    out = tmp_path / "mine.csv"
    process = subprocess.Popen(
        [sys.executable, "-m", "biofeedback", "record", "--simulate", "--out", str(out)],
        cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    limit_s = time.monotonic() + 30
    while not out.exists() or out.read_bytes().count(b",packet,") < 3:
        assert time.monotonic() < limit_s
        time.sleep(0.02)
    process.send_signal(getattr(signal, number))
    _, said = process.communicate(timeout=30)
    assert "Traceback" not in said
    recording = read_recording(out)
    assert sum(isinstance(event, Packet) for event in recording.events) >= 3
    assert recording.sealed is (True if number == "SIGINT" else None)
    assert (process.returncode == 0) is (number == "SIGINT")

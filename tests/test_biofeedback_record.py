"""`biofeedback record`: what a strap sends, raw, kept whatever happens, and fit to be shown."""

from __future__ import annotations

import asyncio
import errno
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from biofeedback.cli import main
from biofeedback.store.recording import read_recording
from biofeedback.words.texts import of_strap
from devices.events import About, Packet
from devices.heart_rate import HeartRateMeasurement
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import BEAT, Run, until

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

Printed = pytest.CaptureFixture[str]
SIMULATED = ("record", "--simulate", "--minutes", "0.02")


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
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert (told["file"], told["packets"], told["simulated"]) == (str(out), 3, False)
    assert told["strap"] == {"maker": "Polar Electro Oy", "model": "H10", "location": 1}
    assert told["battery_percent"] == 87
    assert "Polar Electro Oy H10, on the chest, battery 87 %" in printed.err
    assert strap.name not in printed.out + printed.err
    content = out.read_text(encoding="utf-8")
    private = (strap.address, strap.address.replace(":", ""), strap.name, strap.name[-8:])
    assert not [word for word in private if word.casefold() in content.casefold()]
    packets = [e.data for e in read_recording(out).events if isinstance(e, Packet)]
    assert packets == [BEAT] * 3


@pytest.mark.parametrize(
    ("strap", "percent", "told"),
    [
        (About(0.0, "Polar H10 0A1B2C3D", "Polar Electro Oy", "H10", 1), 87,
         "Polar Electro Oy H10, on the chest, battery 87 %"),
        (About(0.0), None, ""),
        (About(0.0, model="TICKR"), 0, "TICKR, battery 0 %"),
        (About(0.0, model="\x1b[2JModel", location=99), None, "[2JModel"),
        (About(0.0, "Simulated heart", "simulated"), None, ""),
    ],
)  # fmt: skip
def test_a_strap_is_told_as_far_as_it_tells(strap: About, percent: int | None, told: str) -> None:
    """Without its name, without what would steer a terminal, and nothing that is not known."""
    assert of_strap(strap, percent) == told


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
    told = json.loads(capsys.readouterr().out)
    assert (told["packets"], told["packets_with_rr"]) == (1, 1)
    content = Path(told["file"]).read_text(encoding="utf-8")
    assert "Other" not in content  # who else is in the room is nobody's business
    assert "00:00:00:00:00:09" not in content


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


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
def test_a_link_that_leads_nowhere_is_called_so(tmp_path: Path, capsys: Printed) -> None:
    """Nothing is written where it leads."""
    out = tmp_path / "link.csv"
    out.symlink_to(tmp_path / "gone.csv")
    assert main([*SIMULATED, "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "link.csv is a link that leads nowhere and stays as it is: choose another name" in said
    assert not (tmp_path / "gone.csv").exists()


def test_what_the_disk_does_not_take_is_called_a_recording(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And by its name, for the person chose it."""
    opened = os.open

    def full(path: Path, flags: int, mode: int = 0o777, **others: int) -> int:
        if Path(path).name == "mine.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, flags, mode, **others)

    monkeypatch.setattr(os, "open", full)
    assert main([*SIMULATED, "--out", str(tmp_path / "mine.csv")]) == 1
    assert "The recording mine.csv cannot be written to" in capsys.readouterr().err


def test_a_recording_is_analysed_listed_and_replayed_like_any_other(capsys: Printed) -> None:
    """One odd kind of file must not hide the others, and is none."""
    assert main([*SIMULATED, "--json"]) == 0
    path = json.loads(capsys.readouterr().out)["file"]
    for command in (["analyse", path], ["sessions", "list"], ["replay", path, "--no-window"]):
        assert main(command) == 0
    assert "Recording" in capsys.readouterr().out


def test_a_device_without_rr_intervals_is_told_at_the_end(
    bluez: Run, data: Path, capsys: Printed
) -> None:
    """What it sent is kept as evidence, and what is missing is said."""
    watch = VirtualStrap("Watch", battery_percent=9)

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(watch)
        command = ["record", "--strap", watch.address, "--minutes", "0.02"]
        recording = asyncio.create_task(asyncio.to_thread(main, command))
        await until(lambda: device.subscribed)
        device.send(HeartRateMeasurement(72).to_bytes())
        assert await recording == 0

    bluez(scenario)
    told = capsys.readouterr()
    assert "0 beats" in told.out
    assert "No RR intervals came" in told.err
    assert "battery is nearly empty" in told.err
    assert len(list(data.rglob("*.csv"))) == 1


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Let every file take so many bytes and no more."""
    real_write = os.write
    left = [room]

    def write(file: int, content: bytes) -> int:
        taken = min(len(content), left[0])
        if not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= taken
        return real_write(file, content[:taken])

    monkeypatch.setattr("biofeedback.store.recorder.os.write", write)


def test_a_disk_that_is_full_from_the_start_is_said_at_once(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """Exit 1 with the way out, and no empty file."""
    fill_the_disk(monkeypatch, 0)
    assert main([*SIMULATED]) == 1
    assert "free some space there" in capsys.readouterr().err
    assert not list(data.rglob("*.csv"))


def test_a_disk_that_fills_up_is_said_then_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """Exit 1: nobody is told that it is kept; what came before can be read."""
    out = tmp_path / "mine.csv"
    fill_the_disk(monkeypatch, 400)
    assert main([*SIMULATED, "--out", str(out)]) == 1
    told = capsys.readouterr()
    assert "Kept in" not in told.out
    assert told.err.count("no space left on device") == 2
    assert f"What came before is kept in {out}." in told.err
    assert len(out.read_bytes()) <= 400
    assert read_recording(out).sealed is None

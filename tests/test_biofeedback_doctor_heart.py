"""`biofeedback doctor` listens to the chosen strap: whether beats come, and what helps if not."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from biofeedback.cli import main
from biofeedback.settings import Settings
from devices.heart_rate import HeartRateMeasurement
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import BEAT, QUICK, Run, listening, streaming

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ
    from tests.fake_device import Device

pytestmark = pytest.mark.needs_dbus
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of its own; the looks are short."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("biofeedback.commands.doctor.SCAN_S", 0.2)
    monkeypatch.setattr("biofeedback.commands.doctor.CONNECTING_S", 0.5)
    monkeypatch.setattr("biofeedback.commands.doctor.WAITS", QUICK)
    return tmp_path / "data"


def listened(
    bluez: Run, capsys: Printed, data: Path, payload: bytes
) -> tuple[dict[str, Any], Device]:
    """Return the finding on the heart, and the strap, which was chosen before."""
    strap, devices = VirtualStrap(), []
    Settings(strap_address=strap.address).save(data)

    async def scenario(fake: FakeBlueZ) -> None:
        stranger = fake.add(VirtualStrap("Other", "00:00:00:00:00:09", rssi_dbm=-30))
        devices.append(fake.add(strap))
        examining = asyncio.create_task(asyncio.to_thread(main, ["doctor", "--json"]))
        while not examining.done():
            await asyncio.sleep(0.05)
            if devices[0].subscribed:
                devices[0].send(payload)
        assert stranger.connects == 0

    bluez(scenario)
    findings = json.loads(capsys.readouterr().out)["findings"]
    return next(f for f in findings if f["name"] == "heart"), devices[0]


@pytest.mark.parametrize(
    ("payload", "ok", "words"),
    [
        (BEAT, True, "RR intervals of your strap arrive"),
        (HeartRateMeasurement(60).to_bytes(), False, "heart rate but no RR intervals"),
        (HeartRateMeasurement(0, contact=False).to_bytes(), False, "no beat came"),
    ],
)
def test_the_chosen_strap_is_listened_to_and_let_go(
    bluez: Run,
    capsys: Printed,
    data: Path,
    payload: bytes,
    ok: bool,
    words: str,
) -> None:
    """Beats, heart rate alone, off the skin; no other strap is touched."""
    heart, device = listened(bluez, capsys, data, payload)
    assert heart["ok"] is ok
    assert words in heart["told"]
    assert bool(heart["next_step"]) is not ok
    assert not device.is_connected


def test_a_strap_that_a_program_here_holds_keeps_its_link(
    bluez: Run, capsys: Printed, data: Path
) -> None:
    """A sitting may be under way in the window: looking must not end it."""
    strap = VirtualStrap()
    Settings(strap_address=strap.address).save(data)

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(strap)
        async with listening(device) as holder:
            await streaming(device, holder)
            assert await asyncio.to_thread(main, ["doctor"]) == 0
            assert device.is_connected
            assert device.connects == 1

    bluez(scenario)
    assert "yours is connected to a program" in " ".join(capsys.readouterr().out.split())

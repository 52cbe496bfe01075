"""`biofeedback scan`: who is in reach, who is held, and the next step where nobody is."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from biofeedback.cli import main
from tests.conftest import bleak_closed
from tests.fake_bluez import WOBBLE_DBM
from tests.fake_device import Device
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import BEAT, Run, listening, streaming

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus
Printed = pytest.CaptureFixture[str]
NEAR = VirtualStrap("Near", "AA:AA:AA:AA:AA:AA", rssi_dbm=-40)
FAR = VirtualStrap("Far", "BB:BB:BB:BB:BB:BB", rssi_dbm=-90)


def scanned(bluez: Run, prepare: Any, *arguments: str) -> int:
    """Return the exit code, with Bluetooth prepared by the test."""
    codes: list[int] = []

    async def scenario(fake: FakeBlueZ) -> None:
        prepare(fake)
        codes.append(await asyncio.to_thread(main, ["scan", "--seconds", "1", *arguments]))

    bluez(scenario)
    return codes[0]


def test_straps_are_listed_the_strongest_first(bluez: Run, capsys: Printed) -> None:
    """One a line on stdout; the next step, with the strongest, beside it on stderr."""
    assert scanned(bluez, lambda fake: [fake.add(FAR), fake.add(NEAR)]) == 0
    told = capsys.readouterr()
    near, far = told.out.splitlines()
    *named, rssi_dbm, unit = near.split()
    assert (named, unit) == (["Near", "AA:AA:AA:AA:AA:AA"], "dBm")
    assert int(rssi_dbm) - NEAR.rssi_dbm in WOBBLE_DBM
    assert far.startswith("Far")
    assert "biofeedback record --strap AA:AA:AA:AA:AA:AA" in told.err


def test_json_holds_the_same_and_nothing_else(bluez: Run, capsys: Printed) -> None:
    """Address, name and signal; stdout is one JSON text."""
    assert scanned(bluez, lambda fake: fake.add(FAR), "--json") == 0
    [told] = json.loads(capsys.readouterr().out)
    assert told.pop("rssi_dbm") - FAR.rssi_dbm in WOBBLE_DBM
    assert told == {"address": "BB:BB:BB:BB:BB:BB", "name": "Far"}


def test_a_name_cannot_steer_the_terminal(bluez: Run, capsys: Printed) -> None:
    """Anyone in the room chooses the names; escape sequences are left out."""
    hostile = VirtualStrap("\x1b[2JStrap\r\n", "CC:CC:CC:CC:CC:CC")
    assert scanned(bluez, lambda fake: fake.add(hostile)) == 0
    assert capsys.readouterr().out.startswith("[2JStrap ")


def test_nobody_in_reach_is_said_with_what_helps(bluez: Run, capsys: Printed) -> None:
    """Exit 1; wearing it, water, and other apps; JSON is an empty list."""
    assert scanned(bluez, lambda _: None, "--json") == 1
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    for hint in ("wear it", "moisten", "other apps"):
        assert hint in told.err


async def beat(device: Device) -> None:
    """Send a packet again and again, as a worn strap does."""
    while True:
        device.send(BEAT)
        await asyncio.sleep(0.1)


def test_a_strap_that_a_program_here_holds_is_told_as_such(bluez: Run, capsys: Printed) -> None:
    """It does not advertise; without these words it would look as if it were gone."""

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(VirtualStrap())
        async with listening(device) as holder:
            await streaming(device, holder)
            beating = asyncio.create_task(beat(device))  # or its holder would connect anew
            assert await asyncio.to_thread(main, ["scan", "--seconds", "1"]) == 0
            beating.cancel()
            await streaming(device, holder)  # and it stays theirs

    bluez(scenario)
    told = capsys.readouterr()
    assert told.out.rstrip().endswith("connected")
    assert "holds it already" in told.err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("org.freedesktop.DBus.Error.AccessDenied", "usermod -aG bluetooth"),
        ("org.bluez.Error.NotReady", "Bluetooth is off. Turn it on"),
        ("org.freedesktop.DBus.Error.ServiceUnknown", "systemctl restart bluetooth"),
    ],
)
def test_what_bluetooth_refuses_is_one_line_with_the_next_step(
    bluez: Run, capsys: Printed, error: str, words: str
) -> None:
    """Denied, off, no service: exit 1, nothing on stdout."""

    def refuse(fake: FakeBlueZ) -> None:
        fake.adapter.scan_error = (error, "refused")

    assert scanned(bluez, refuse) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = [line for line in told.err.splitlines() if line.startswith("biofeedback:")]
    assert words in line


def test_without_an_adapter_one_is_asked_for(system_bus: str, capsys: Printed) -> None:  # noqa: ARG001
    """Exit 1; practising without a strap is named too."""
    from tests.fake_bluez import FakeBlueZ

    async def scenario() -> int:
        async with FakeBlueZ(has_adapter=False), bleak_closed():
            return await asyncio.to_thread(main, ["scan", "--seconds", "1"])

    assert asyncio.run(scenario()) == 1
    assert "Plug in a Bluetooth adapter" in capsys.readouterr().err

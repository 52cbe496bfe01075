"""The strap of the window: chosen once, remembered on this machine, and never another."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from biofeedback.application import Application, HeartChoice
from biofeedback.runs.snapshot import Snapshot
from devices.events import LinkState
from practices.library import find_practice
from tests.fake_gatt import Faults, VirtualStrap
from tests.strap_runs import BEAT, Run, until

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

pytestmark = pytest.mark.needs_dbus
STRANGER = VirtualStrap("Nearer", "00:00:00:00:00:09", rssi_dbm=-30)


def test_a_strap_chosen_once_connects_by_itself_and_no_other_does(
    bluez: Run, tmp_path: Path
) -> None:
    """After a restart of the program, too; a stranger's strap that is nearer is left alone."""
    mine = VirtualStrap()
    Application(tmp_path).choose_heart(HeartChoice("strap", mine.address, mine.name))
    seen: list[Snapshot] = []

    async def scenario(fake: FakeBlueZ) -> None:
        stranger, device = fake.add(STRANGER), fake.add(mine)
        run = Application(tmp_path).begin(
            find_practice("hand-on-heart"), 60.0, 60.0, seen.append, recorded=False
        )
        run.start()
        await until(lambda: device.subscribed)
        device.send(BEAT)
        await until(lambda: any(each.link.state is LinkState.STREAMING for each in seen))
        await until(lambda: any(each.battery_percent == 87 for each in seen))
        assert stranger.connects == 0
        assert not device.is_paired
        run.end()
        assert await asyncio.to_thread(run.join)

    bluez(scenario)


def test_nothing_is_connected_while_none_is_chosen(bluez: Run, tmp_path: Path) -> None:
    """A single strap in the room may still be somebody else's."""

    async def scenario(fake: FakeBlueZ) -> None:
        stranger = fake.add(STRANGER)
        application = Application(tmp_path)
        assert application.heart is None
        run = application.begin(
            find_practice("hand-on-heart"), 60.0, 0.0, lambda _: None, recorded=False
        )
        run.start()
        await asyncio.sleep(0.5)
        assert stranger.connects == 0
        assert not run.measured
        run.end()
        assert await asyncio.to_thread(run.join)

    bluez(scenario)


def test_a_strap_that_wants_it_is_paired_first(bluez: Run, tmp_path: Path) -> None:
    """`strap_pair = true`, written by hand, outlives a strap that is chosen in the window."""
    (tmp_path / "settings.toml").write_text("strap_pair = true\n", encoding="utf-8")
    strap = VirtualStrap(faults=Faults(wants_pairing=True))
    Application(tmp_path).choose_heart(HeartChoice("strap", strap.address, strap.name))

    async def scenario(fake: FakeBlueZ) -> None:
        device = fake.add(strap)
        run = Application(tmp_path).begin(
            find_practice("hand-on-heart"), 60.0, 60.0, lambda _: None, recorded=False
        )
        run.start()
        await until(lambda: device.subscribed)
        assert device.is_paired
        run.end()
        assert await asyncio.to_thread(run.join)

    bluez(scenario)

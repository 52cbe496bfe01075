"""Fixtures that more than one test file needs."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from tests.private_bus import private_bus

Scenario = Callable[..., Awaitable[None]]


@pytest.fixture(scope="session")
def system_bus() -> Iterator[str]:
    """Give the address of a private dbus-daemon that stands in for the system bus."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon")
    from bleak.backends.bluezdbus.version import BlueZFeatures

    BlueZFeatures.checked_bluez_version = True  # or bleak would run bluetoothctl
    with private_bus() as address:
        yield address


@pytest.fixture
def bluez(system_bus: str) -> Callable[[Scenario], None]:  # noqa: ARG001 - it has to run
    """Run a coroutine function, given a `FakeBlueZ`, in an event loop of its own."""
    from tests.fake_bluez import FakeBlueZ

    async def main(scenario: Scenario) -> None:
        async with FakeBlueZ() as fake, bleak_closed():
            await asyncio.wait_for(scenario(fake), 20)

    return lambda scenario: asyncio.run(main(scenario))


@asynccontextmanager
async def bleak_closed() -> AsyncIterator[None]:
    """Close, afterwards, the D-Bus connection that bleak keeps for as long as its loop lives."""
    from bleak.backends.bluezdbus import manager

    try:
        yield
    finally:
        kept = manager._global_instances.pop(asyncio.get_running_loop(), None)
        if kept is not None and kept._bus is not None:
            kept._bus.disconnect()
            await asyncio.sleep(0.01)

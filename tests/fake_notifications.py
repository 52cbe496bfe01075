"""A fake ``org.freedesktop.Notifications``: a desktop's notification service that remembers."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import Annotated

from dbus_fast import BusType
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method

Texts = Annotated[list[str], DBusSignature("as")]
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


class Desktop(ServiceInterface):
    """The service; ``shown`` holds each notification's summary and body."""

    def __init__(self) -> None:
        super().__init__(NAME)
        self.shown: list[tuple[str, str]] = []
        self.urgencies: list[int] = []

    @dbus_method("Notify")
    def notify(
        self,
        _app: DBusStr,
        _replaces: DBusUInt32,
        _icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        _actions: Texts,
        hints: DBusDict,
        _timeout: DBusInt32,
    ) -> DBusUInt32:
        """Remember it."""
        self.shown.append((summary, body))
        self.urgencies.append(hints["urgency"].value)
        return len(self.shown)


@contextlib.contextmanager
def desktop() -> Iterator[Desktop]:
    """Serve on this process's session bus, from a thread with a loop of its own."""
    found, ready = Desktop(), threading.Event()
    loop, over = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        bus = await MessageBus(bus_type=BusType.SESSION).connect()
        bus.export(PATH, found)
        await bus.request_name(NAME)
        ready.set()
        await over.wait()
        bus.disconnect()
        await asyncio.sleep(0.01)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(10)
        yield found
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()

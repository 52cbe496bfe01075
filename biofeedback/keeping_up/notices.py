"""A notification of the desktop's own: its service on Linux, its scripting on macOS and Windows."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

Notify = Callable[[str, str], None]
log = logging.getLogger(__name__)
PATIENCE_S = 10.0  # a desktop that does not answer by then shows nothing
SERVICE, OBJECT = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
NO_SERVICE = (
    "No notification service answers on this desktop: switch it on, or leave reminders off."
)
_APPLE = 'display notification "{body}" with title "{title}"\n'
_WINDOWS = """\
[Console]::InputEncoding = [Text.Encoding]::UTF8
$lines = @([Console]::In.ReadToEnd() -split "`n")
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = \
WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02')
$texts = $toast.GetElementsByTagName('text')
foreach ($at in 0, 1) { [void]$texts.Item($at).AppendChild($toast.CreateTextNode($lines[$at])) }
$shell = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($shell).Show(\
[Windows.UI.Notifications.ToastNotification]::new($toast))
"""


class NoticeError(OSError):
    """A notification cannot be shown; ``str()`` says why, and what to do."""


class Command(NamedTuple):
    """What shows a notification; its words go through standard input, where nobody else reads."""

    arguments: tuple[str, ...]
    text: str


def notify(title: str, body: str) -> None:
    """Show a notification, and wait until the desktop has taken it.

    Raises
    ------
    NoticeError
        If this desktop shows none.
    """
    if command := command_for(title, body, sys.platform):
        _run(command)
        return
    try:
        import asyncio  # the home screen is shown before it is needed

        asyncio.run(asyncio.wait_for(_over_dbus(title, body), PATIENCE_S))
    except NoticeError:
        raise
    except Exception as error:
        log.info("No notification: %r", error)  # its words hold paths, which help nobody else
        raise NoticeError(NO_SERVICE) from error


def command_for(title: str, body: str, platform: str) -> Command | None:
    """Return what shows a notification on macOS or Windows; None elsewhere."""
    if platform == "darwin":
        return Command(("osascript", "-"), _APPLE.format(title=_quoted(title), body=_quoted(body)))
    if platform == "win32":
        shell = ("powershell", "-NoProfile", "-NonInteractive", "-Command", _WINDOWS)
        return Command(shell, f"{_one_line(title)}\n{_one_line(body)}")
    return None


def _quoted(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _run(command: Command) -> None:
    try:
        subprocess.run(  # noqa: S603 - one of the commands above
            command.arguments,
            input=command.text.encode(),
            capture_output=True,
            timeout=PATIENCE_S,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NoticeError(NO_SERVICE) from error


async def _over_dbus(title: str, body: str) -> None:
    """Ask the service of the session's bus, of which every Linux desktop has one."""
    from dbus_fast import BusType, Message, MessageType, Variant
    from dbus_fast.aio import MessageBus

    hints = {"urgency": Variant("y", 0), "desktop-entry": Variant("s", "kind-heart")}
    words = [title, 0, "", title, _plain(body), [], hints, -1]
    bus = await MessageBus(bus_type=BusType.SESSION).connect()
    try:
        answer = await bus.call(
            Message(SERVICE, OBJECT, SERVICE, "Notify", signature="susssasa{sv}i", body=words)
        )
    finally:
        bus.disconnect()
    if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
        raise NoticeError(NO_SERVICE)


def _plain(text: str) -> str:
    """Return a text that a service which reads markup shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""``doctor``: looks at everything a practice with a strap needs, and says the next step."""

from __future__ import annotations

import asyncio
import contextlib
import os
import platform
import shutil
import stat
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from biofeedback import __version__, doctor
from biofeedback.commands.options import AS_JSON
from biofeedback.commands.printing import print_json, tell
from biofeedback.commands.window import QT_LIBRARIES, has_display
from biofeedback.doctor import Finding
from biofeedback.itself import itself
from biofeedback.settings import (
    Settings,
    absent_folder,
    data_folder,
    folder_trouble,
    sessions_folder,
    settings_trouble,
)
from devices.errors import DeviceError
from devices.events import Found, Link, Packet
from devices.heart_rate import has_rr
from devices.waits import Waits

SCAN_S = 5.0  # worn straps show themselves about once a second
CONNECTING_S = 10.0  # most straps need two or three
WAITS = Waits()
QT_STARTS_S = 30.0
PACKAGES = ("bleak", "neurokit2", "numpy", "scipy", "PySide6-Essentials", "pyqtgraph")
NARROWEST = 30  # characters of words beside a label
MARKS = {True: "ok", False: "to do", None: "-"}


@click.command(name="doctor")
@click.option("--no-scan", is_flag=True, help="Do not look for straps, nor listen to one.")
@AS_JSON
def examine(no_scan: bool, as_json: bool) -> int:
    """Say what a strap needs, and what is missing.

    Bluetooth, straps in reach, the heart of the strap that was chosen before, display, sound,
    measures, folders, versions. It names no strap and no address, so that what it prints can be
    shown to others. Exit code 0: all is well.

    \b
    Examples:
      biofeedback doctor
      biofeedback doctor --no-scan --json
    """
    put_on = "" if no_scan else "; put your strap on meanwhile"
    tell(f"Looking around{put_on} ...", err=True)
    findings = [*_radio(None if no_scan else SCAN_S), *_program(), *_folders()]
    if as_json:
        print_json(_as_dict(findings))
    else:
        _tell(findings)
    return 0 if doctor.all_well(findings) else 1


def _radio(seconds: float | None) -> list[Finding]:
    found: list[Found] | None = None
    trouble: DeviceError | None = None
    try:
        found = asyncio.run(_look(seconds))
    except DeviceError as error:
        trouble = error
    settings = Settings.load()
    strap, told = doctor.yours(found, settings.strap_address), None
    if strap is not None and not doctor.is_held(strap):  # letting go would end the other's link
        tell("Listening to your strap ...", err=True)
        told = asyncio.run(_listen(strap.address, pair=settings.strap_pair))
    near = doctor.straps(found, settings.strap_address)
    return [*doctor.bluetooth(trouble), near, doctor.heart(told)]


async def _listen(address: str, *, pair: bool) -> str:
    """Return nothing as soon as RR intervals come, else the last that was told in good time."""
    from devices.strap import Strap

    told, heard = "", asyncio.Event()

    def take(event: object) -> None:
        """Keep what was told last, and notice the first RR interval."""
        nonlocal told
        if isinstance(event, Link):
            told = event.detail
        elif isinstance(event, Packet) and has_rr(event.data):
            heard.set()

    strap = Strap(address, clock=time.monotonic, pair=pair, waits=WAITS)
    running = asyncio.create_task(strap.run(take))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CONNECTING_S + WAITS.no_rr_s):
            await heard.wait()
    running.cancel()
    await asyncio.wait({running})
    return "" if heard.is_set() else told


async def _look(seconds: float | None) -> list[Found] | None:
    from devices.radio_errors import RADIO_ERRORS, explain
    from devices.scan import connected_straps, scan

    if seconds is not None:
        return await scan(seconds, clock=time.monotonic, emit=lambda _: None)
    try:
        await connected_straps()
    except RADIO_ERRORS as error:
        raise explain(error) from error
    return None


def _program() -> list[Finding]:
    from biofeedback.sound.output import look_for_output  # numpy: no window waits for it

    present = has_display()
    return [
        doctor.display(present=present, trouble=_start_qt(present), libraries=QT_LIBRARIES),
        doctor.sound(look_for_output()),
        doctor.measures(*_measure()),
        doctor.python(sys.version_info[:3]),
        doctor.packages({name: _version(name) for name in PACKAGES}),
    ]


def _start_qt(present: bool) -> str:
    """Return why Qt does not start; in a process of its own, for Qt ends the one it fails in."""
    elsewhere = {} if present else {"QT_QPA_PLATFORM": "offscreen"}
    command = [*itself(), "start-qt"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command,
            env=os.environ | elsewhere,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=QT_STARTS_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {QT_STARTS_S:.0f} s"
    said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
    return "" if done.returncode == 0 else said[-1 if said[0].startswith("Traceback") else 0]


@click.command("start-qt", hidden=True)
def start_qt() -> None:
    """Start Qt and end: `doctor` has this done by another process."""
    from biofeedback.ui import probe

    probe.start_qt()


def _measure() -> tuple[str, str]:
    try:
        from analysis import warm_up

        warm_up()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return "", str(error) or type(error).__name__
    return version("neurokit2"), ""


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _folders() -> list[Finding]:
    trouble = absent_folder() or folder_trouble(sessions_folder())
    found = doctor.folder(sessions_folder(), trouble, None) if trouble else _folder()
    settings = doctor.settings(settings_trouble(data_folder()))
    return [replace(each, told=each.told.replace(*_home())) for each in (found, settings)]


def _home() -> tuple[str, str]:
    """Return the path of the person's own folder, which may hold their name, and its short form."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path's raises where nobody knows it
    return (home, "~") if len(home) > 1 else ("~", "~")


def _folder() -> Finding:
    open_ones = [
        one for one in (data_folder(), sessions_folder()) if (_mode(one) or 0) & doctor.OTHERS_MAY
    ]
    path = open_ones[0] if open_ones else sessions_folder()
    return doctor.folder(path, "", _mode(path))


def _mode(path: Path) -> int | None:
    return None if os.name == "nt" else stat.S_IMODE(path.stat().st_mode)


def _tell_row(label: str, words: str) -> None:
    """Print words beside a label, as wide as the terminal; a path or a name stays whole."""
    room = max(NARROWEST, shutil.get_terminal_size().columns - len(label) - 2)
    lines = textwrap.wrap(words, room, break_long_words=False, break_on_hyphens=False)
    tell(f"{label} " + f"\n{'':<{len(label) + 1}}".join(lines))


def _as_dict(findings: list[Finding]) -> dict[str, object]:
    return {
        "ok": doctor.all_well(findings),
        "biofeedback": __version__,
        "system": platform.platform(),
        "findings": [finding.as_dict() for finding in findings],
    }


def _tell(findings: list[Finding]) -> None:
    tell(f"biofeedback {__version__} on {platform.platform()}\n")
    for finding in findings:
        _tell_row(f"{MARKS[finding.ok]:<6} {finding.name:<18}", finding.told)
        if finding.next_step:
            tell(f"{'':<6} > {finding.next_step}")  # in one piece, to be copied
    if doctor.all_well(findings):
        tell("\nEverything that a practice with a strap needs is here.")
    else:
        tell("\nThe lines marked `to do` need you first; each says how.")

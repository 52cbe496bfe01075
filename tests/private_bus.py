"""A throw-away dbus-daemon in the place of the system's or the desktop's own bus.

So no test meets real Bluetooth, and none shows a notification to whoever runs it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
SYSTEM, SESSION = "DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"


@contextlib.contextmanager
def private_bus(variable: str = SYSTEM) -> Iterator[str]:
    """Run a private dbus-daemon; inside the block it is this process's bus of that variable."""
    with tempfile.TemporaryDirectory(prefix="bus-") as folder, _daemon(Path(folder)) as address:
        before = os.environ.get(variable)
        os.environ[variable] = address
        try:
            yield address
        finally:
            os.environ.pop(variable)
            if before is not None:
                os.environ[variable] = before


@contextlib.contextmanager
def _daemon(folder: Path) -> Iterator[str]:
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(socket=folder / "bus"), encoding="utf-8")
    command = [str(shutil.which("dbus-daemon")), f"--config-file={config}"]
    with subprocess.Popen(
        [*command, "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # as root without CAP_SYS_RESOURCE: a harmless warning
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()  # comes once it listens
        finally:
            daemon.terminate()

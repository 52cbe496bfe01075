"""What the project requires of a Debian or Ubuntu system, since no Python package brings it.

Libraries are looked for as Qt will look for them, by their file's name: that holds in every
release, while package names change.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import sys
from pathlib import Path

# What a file is called, and the package that brings it. (Newer releases add "t64" to some of
# these names; apt-get finds them under the old ones.)
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
TEST_PROGRAMS = {"dbus-daemon": "dbus-daemon", "Xvfb": "xvfb"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
APT_GET = ["apt-get", "install", "-y", "--no-install-recommends"]


def is_debian_like(os_release: str) -> bool:
    """Say whether the text of ``/etc/os-release`` is that of Debian or a child of it."""
    fields = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    family = "{} {}".format(fields.get("ID", ""), fields.get("ID_LIKE", ""))
    return not {"debian", "ubuntu"}.isdisjoint(family.replace('"', " ").split())


def has_library(name: str) -> bool:
    """Say whether the system's loader finds this library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_fonts() -> bool:
    """Say whether there is a font to draw letters with."""
    return any(
        next(Path(folder).expanduser().rglob("*.[ot]tf"), None) is not None
        for folder in FONT_FOLDERS
    )


def missing_essentials() -> list[str]:
    """Return the packages without which nothing can start."""
    packages = [package for name, package in QT_LIBRARIES.items() if not has_library(name)]
    if not has_fonts():
        packages.append("fonts-dejavu-core")
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python{}.{}-venv".format(*sys.version_info[:2]))
    return packages


def missing_extras(*, x11: bool, tests: bool) -> list[str]:
    """Return the packages for a window on X11, and for the tests, that are not there yet."""
    libraries = X11_LIBRARIES if x11 or tests else {}
    programs = TEST_PROGRAMS if tests else {}
    return [package for name, package in libraries.items() if not has_library(name)] + [
        package for name, package in programs.items() if shutil.which(name) is None
    ]

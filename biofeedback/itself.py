"""How this program is started once more, as installed or as a bundle."""

from __future__ import annotations

import sys
from pathlib import Path


def itself() -> list[str]:
    """Return the command that starts this program once more."""
    if bundled():
        return [sys.executable]
    return [sys.executable, str(Path(__file__).with_name("__main__.py"))]


def bundled() -> bool:
    """Return whether it runs as one file that holds its own Python."""
    return bool(getattr(sys, "frozen", False))

"""Linux's switches for radios: whether Bluetooth is off because something blocks it.

BlueZ says no more than "off", or finds no adapter at all, when airplane mode, the command rfkill
or a switch on the case blocks the radio; the system's settings cannot turn it on then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

FOLDER = Path("/sys/class/rfkill")  # there is none on other systems

Block = Literal["", "soft", "hard"]


def bluetooth_block(folder: Path | None = None) -> Block:
    """Return what blocks every Bluetooth radio here.

    Returns
    -------
    str
        "soft" where software can lift it, "hard" for a switch or key on the computer itself;
        empty when nothing blocks, a radio is free, or the system does not tell.

    References
    ----------
    Linux, Documentation/ABI/stable/sysfs-class-rfkill.
    """
    radios = [one for one in (folder or FOLDER).glob("*") if _read(one / "type") == "bluetooth"]
    blocks = [_block(radio) for radio in radios]
    if not blocks or "" in blocks:
        return ""
    return "soft" if "soft" in blocks else "hard"


def _block(radio: Path) -> Block:
    if _read(radio / "hard") == "1":
        return "hard"
    return "soft" if _read(radio / "soft") == "1" else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""

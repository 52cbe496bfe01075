"""What a practice with a strap needs of this computer: what is here, what is amiss, what to do.

Only judgements stand here, pure and short; `biofeedback.commands.doctor` does the looking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from devices.errors import BluetoothUnavailable, DeviceError
from devices.events import Found

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
OTHERS_MAY = 0o077  # the permission bits of everyone but oneself
INSTALL_ANEW = "Install the program anew: pipx install --force . in its folder."
WEAR_IT = (
    "Wear it, moisten its electrodes, and close other apps that may hold it, on the phone and "
    "the watch too."
)
LET_GO = "If no heart is shown, close that program and look again."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    ``ok`` is None where nothing was looked at, or where a thing is absent and not needed.
    """

    name: str
    ok: bool | None
    told: str
    next_step: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def _well(name: str, told: str, next_step: str = "") -> Finding:
    return Finding(name, ok=True, told=told, next_step=next_step)


def _amiss(name: str, told: str, next_step: str) -> Finding:
    return Finding(name, ok=False, told=told, next_step=next_step)


def _unseen(name: str, told: str, next_step: str = "") -> Finding:
    return Finding(name, ok=None, told=told, next_step=next_step)


def _parted(sentence: str) -> tuple[str, str]:
    """Return what is amiss and the next step of a sentence that holds both."""
    what, _, remedy = sentence.partition(": ")
    return what, remedy[:1].upper() + remedy[1:]


def all_well(findings: Sequence[Finding]) -> bool:
    """Tell whether nothing stands in the way of a practice with a strap."""
    return all(finding.ok is not False for finding in findings)


_BLUETOOTH = (  # each can be seen only once those before it are well
    ("Bluetooth service", {"no_daemon"}, "answers"),
    ("permission", {"denied"}, "this program may use Bluetooth"),
    ("adapter", {"no_adapter"}, "can talk to straps"),
    ("power", {"off", "blocked"}, "Bluetooth is on"),
)


def bluetooth(error: DeviceError | None) -> list[Finding]:
    """Judge Bluetooth by the error of a first question to it; None: it answered well."""
    if error is not None and not isinstance(error, BluetoothUnavailable):
        return [_amiss("Bluetooth", error.what, error.remedy)]
    findings: list[Finding] = []
    for name, reasons, well in _BLUETOOTH:
        if not all_well(findings):
            findings.append(_unseen(name, "cannot be seen yet"))
        elif error is not None and error.reason in reasons:
            findings.append(_amiss(name, error.what, error.remedy))
        else:
            findings.append(_well(name, well))
    return findings


def yours(found: Sequence[Found] | None, remembered: str) -> Found | None:
    """Return the strap that was chosen before, where it is in reach."""
    mine = (s for s in found or () if s.address.casefold() == remembered.casefold())
    return next(mine, None)


def is_held(strap: Found) -> bool:
    """Tell whether a program on this computer is connected to it already."""
    return strap.rssi_dbm is None


def straps(found: Sequence[Found] | None, remembered: str) -> Finding:
    """Judge the straps in reach, the strongest first; None: nobody looked."""
    if found is None:
        return _unseen("strap", "not looked for")
    if not found:
        return _amiss("strap", "none is in reach", WEAR_IT)
    mine = yours(found, remembered)
    if mine is not None and is_held(mine):
        return _well("strap", "yours is connected to a program on this computer", LET_GO)
    if mine is not None:
        return _well("strap", f"yours is in reach ({mine.rssi_dbm} dBm)")
    strongest = "" if is_held(found[0]) else f", the strongest with {found[0].rssi_dbm} dBm"
    near = f"{len(found)} in reach{strongest}"
    if remembered:
        return _amiss("strap", f"{near}; yours is not among them", WEAR_IT)
    choose = "Choose yours once in the window, or name it with --strap (scan lists them)."
    return _well("strap", f"{near}; none is chosen yet", choose)


def heart(told: str | None) -> Finding:
    """Judge what a strap said while it was listened to; None: nobody listened.

    Empty: its RR intervals came. Else the last it told of itself, with a next step if it had one.
    """
    if told is None:
        return _unseen("heart", "not listened to")
    if not told:
        return _well("heart", "the RR intervals of your strap arrive")
    what, _, remedy = told.partition(". ")
    if not remedy:  # it was still at work when the time was up
        return _amiss("heart", "no beat came from your strap", WEAR_IT)
    return _amiss("heart", f"{what}.", remedy)


def display(*, present: bool, trouble: str, libraries: str) -> Finding:
    """Judge whether a window can open: a screen, and a Qt that starts."""
    if trouble:
        return _amiss("display", f"the window's library does not start: {trouble}", libraries)
    if not present:
        return _unseen(
            "display",
            "there is no screen here",
            "Practise in the terminal: biofeedback practise --no-window",
        )
    return _well("display", "a window can open")


def sound(trouble: str) -> Finding:
    """Judge whether tones can be heard; a practice needs none."""
    if trouble:
        return _unseen("sound", *_parted(trouble))
    return _well("sound", "tones and bells can be heard")


def measures(version: str, trouble: str) -> Finding:
    """Judge neurokit2, which computes RMSSD and HF power."""
    if trouble:
        return _amiss("measures", f"neurokit2 does not start: {trouble}", INSTALL_ANEW)
    return _well("measures", f"neurokit2 {version} computes")


def folder(path: Path, trouble: str, mode: int | None) -> Finding:
    """Judge the folder of the sittings; ``mode`` is None where the system has no such bits."""
    if trouble:
        return _amiss("folder", *_parted(trouble))
    if mode is not None and mode & OTHERS_MAY:
        return _amiss("folder", f"others may look into {path}", f'chmod 700 "{path}"')
    return _well("folder", f"sittings are kept in {path}")


def settings(trouble: str) -> Finding:
    """Judge the file of settings."""
    what, _, remedy = trouble.partition(": ")  # which may begin with a key: it stays as it is
    return _amiss("settings", what, remedy) if trouble else _well("settings", "can be read")


def python(version: tuple[int, ...]) -> Finding:
    """Judge the Python that runs."""
    told = ".".join(map(str, version[:3]))
    if OLDEST_PYTHON <= version[:2] <= NEWEST_PYTHON:
        return _well("Python", told)
    return _amiss("Python", f"{told} is not tried yet", "Use Python 3.11, 3.12 or 3.13.")


def packages(versions: Mapping[str, str | None]) -> Finding:
    """Judge the packages; a version is None where one is missing."""
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        return _amiss("packages", f"missing: {', '.join(missing)}", INSTALL_ANEW)
    return _well("packages", ", ".join(f"{n} {v}" for n, v in versions.items()))

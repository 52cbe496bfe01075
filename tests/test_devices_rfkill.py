"""Radios that the system blocks, as Linux tells of them in /sys/class/rfkill."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import rfkill
from devices.radio_errors import unavailable

Radio = tuple[str, int, int]  # type, soft, hard


def made(folder: Path, *radios: Radio) -> Path:
    """Write radios as the kernel shows them."""
    for number, (kind, soft, hard) in enumerate(radios):
        radio = folder / f"rfkill{number}"
        radio.mkdir(parents=True)
        for name, value in (("type", kind), ("soft", soft), ("hard", hard)):
            (radio / name).write_text(f"{value}\n")
    return folder


@pytest.mark.parametrize(
    ("radios", "block"),
    [
        ([], ""),
        ([("bluetooth", 0, 0)], ""),
        ([("bluetooth", 1, 0)], "soft"),
        ([("bluetooth", 0, 1)], "hard"),
        ([("bluetooth", 1, 1)], "hard"),  # the switch has to move first
        ([("wlan", 1, 1), ("bluetooth", 0, 0)], ""),  # another radio is no matter
        ([("bluetooth", 1, 0), ("bluetooth", 0, 0)], ""),  # a second adapter is free
        ([("bluetooth", 0, 1), ("bluetooth", 1, 0)], "soft"),  # one of the two can be freed
    ],
)
def test_what_blocks_bluetooth(radios: list[Radio], block: str, tmp_path: Path) -> None:
    """By software, by a switch, or not at all."""
    assert rfkill.bluetooth_block(made(tmp_path, *radios)) == block


def test_a_system_that_does_not_tell_blocks_nothing(tmp_path: Path) -> None:
    """No such folder, or radios that vanish while they are read."""
    assert rfkill.bluetooth_block(tmp_path / "nothing") == ""
    (tmp_path / "rfkill0").mkdir()
    assert rfkill.bluetooth_block(tmp_path) == ""


@pytest.mark.parametrize("reason", ["off", "no_adapter"])
@pytest.mark.parametrize(("soft", "hard", "says"), [(1, 0, "rfkill unblock"), (0, 1, "switch")])
def test_a_blocked_radio_is_told_with_the_way_out(
    reason: str, soft: int, hard: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turning it on in the settings would not help: the next step is another one."""
    monkeypatch.setattr(rfkill, "FOLDER", made(tmp_path, ("bluetooth", soft, hard)))
    error = unavailable(reason)
    assert error.reason == "blocked"
    assert says in error.remedy


def test_a_service_that_is_not_there_is_no_matter_of_switches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has to be started first."""
    monkeypatch.setattr(rfkill, "FOLDER", made(tmp_path, ("bluetooth", 1, 0)))
    assert unavailable("no_daemon").reason == "no_daemon"

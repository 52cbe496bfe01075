"""`biofeedback doctor`: what is amiss is named with its next step, and nothing that is private."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from biofeedback import doctor
from biofeedback.cli import main
from biofeedback.doctor import Finding
from devices.errors import DeviceError
from devices.events import Found
from devices.radio_errors import unavailable
from tests.conftest import bleak_closed
from tests.fake_gatt import VirtualStrap
from tests.strap_runs import Run

if TYPE_CHECKING:
    from tests.fake_bluez import FakeBlueZ

Printed = pytest.CaptureFixture[str]
HELD = Found(0.0, "AA:BB", "Held", None)
NEAR, FAR = Found(0.0, "00:01", "Near", -50), Found(0.0, "00:02", "Far", -80)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


# ---------------------------------------------------------------- judgements


@pytest.mark.parametrize(
    ("reason", "amiss"),
    [
        ("no_daemon", "Bluetooth service"),
        ("denied", "permission"),
        ("no_adapter", "adapter"),
        ("off", "power"),
    ],
)
def test_what_bluetooth_lacks_is_named_and_what_follows_is_not_guessed(
    reason: str, amiss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes before it is well, it has a next step, what comes after cannot be seen yet."""
    monkeypatch.setattr("devices.radio_errors.bluetooth_block", lambda: "")
    findings = doctor.bluetooth(unavailable(reason))
    at = [finding.name for finding in findings].index(amiss)
    assert [finding.ok for finding in findings] == [True] * at + [False] + [None] * (3 - at)
    assert findings[at].next_step


@pytest.mark.parametrize("block", ["soft", "hard"])
def test_a_blocked_radio_is_told_apart_from_one_that_is_off(
    block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By rfkill, or by a switch at the side of the computer."""
    monkeypatch.setattr("devices.radio_errors.bluetooth_block", lambda: block)
    (found,) = [f for f in doctor.bluetooth(unavailable("off")) if f.ok is False]
    assert "blocked" in found.told
    assert ("rfkill unblock" if block == "soft" else "switch") in found.next_step


def test_an_unknown_fault_is_told_as_it_is() -> None:
    """One line, with what may help."""
    (found,) = doctor.bluetooth(DeviceError("The radio sang.", "Turn it off and on."))
    assert (found.ok, found.told, found.next_step) == (
        False,
        "The radio sang.",
        "Turn it off and on.",
    )


@pytest.mark.parametrize(
    ("found", "remembered", "ok", "told"),
    [
        (None, "", None, "not looked for"),
        ([], "", False, "none is in reach"),
        ([NEAR, FAR], "", True, "2 in reach, the strongest with -50 dBm; none is chosen yet"),
        ([FAR], "00:02", True, "yours is in reach (-80 dBm)"),
        ([NEAR], "00:02", False, "1 in reach, the strongest with -50 dBm; yours is not among them"),
        ([HELD], "", True, "1 in reach; none is chosen yet"),
        (
            [HELD],
            "aa:bb",
            True,
            "yours is connected to a program on this computer",
        ),
    ],
)
def test_straps_are_judged_against_the_one_that_is_remembered(
    found: list[Found] | None, remembered: str, ok: bool | None, told: str
) -> None:
    """Another person's strap is no help; and no strap is named."""
    finding = doctor.straps(found, remembered)
    assert (finding.ok, finding.told) == (ok, told)
    waits = "none is chosen" in told or "a program on this computer" in told
    assert bool(finding.next_step) is (ok is False or waits)


@pytest.mark.parametrize(
    ("told", "ok", "words"),
    [
        (None, None, "not listened to"),
        ("", True, "RR intervals of your strap arrive"),
        ("Receiving your heartbeat.", False, "no beat came from your strap"),
        ("The strap wants to be paired first. Pair it.", False, "wants to be paired first."),
    ],
)
def test_the_heart_is_judged_by_what_the_strap_told(
    told: str | None, ok: bool | None, words: str
) -> None:
    """Beats or not; where there are none, what helps."""
    finding = doctor.heart(told)
    assert finding.ok is ok
    assert words in finding.told
    assert bool(finding.next_step) is (ok is False)


@pytest.mark.parametrize(
    ("finding", "ok", "told"),
    [
        (doctor.display(present=True, trouble="", libraries="x"), True, "a window can open"),
        (doctor.display(present=False, trouble="", libraries="x"), None, "no screen here"),
        (doctor.display(present=True, trouble="no libEGL", libraries="x"), False, "no libEGL"),
        (doctor.sound(""), True, "can be heard"),
        (doctor.sound("No sound here: connect some."), None, "No sound here"),
        (doctor.measures("0.2", ""), True, "neurokit2 0.2 computes"),
        (doctor.measures("", "it is gone"), False, "it is gone"),
        (doctor.python((3, 10, 2)), False, "3.10.2 is not tried"),
        (doctor.python((3, 12, 1)), True, "3.12.1"),
        (doctor.packages({"bleak": "3.1", "scipy": None}), False, "missing: scipy"),
        (doctor.folder(Path("x"), "", 0o700), True, "kept in x"),
        (doctor.folder(Path("x"), "", 0o755), False, "others may look into x"),
        (doctor.folder(Path("x"), "It is full: free some space.", None), False, "It is full"),
    ],
)  # fmt: skip
def test_each_part_of_the_program_is_judged(finding: Finding, ok: bool | None, told: str) -> None:
    """Well; absent and not needed; or amiss, and then with a next step."""
    assert finding.ok is ok
    assert told in finding.told
    assert finding.next_step or ok is not False


# ---------------------------------------------------------------- the command


def examined(bluez: Run, capsys: Printed, prepare: Any, *arguments: str) -> tuple[int, str]:
    """Return the exit code and what was printed, with Bluetooth prepared by the test."""
    codes: list[int] = []

    async def scenario(fake: FakeBlueZ) -> None:
        prepare(fake)
        codes.append(await asyncio.to_thread(main, ["doctor", *arguments]))

    bluez(scenario)
    return codes[0], capsys.readouterr().out


def test_all_is_well(bluez: Run, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a strap in reach: exit 0; neither its name nor its address is printed."""
    monkeypatch.setattr("biofeedback.commands.doctor.SCAN_S", 0.5)
    strap = VirtualStrap()
    code, told = examined(bluez, capsys, lambda fake: fake.add(strap), "--json")
    found = json.loads(told)
    assert code == 0
    assert found["ok"] is True
    assert {finding["name"] for finding in found["findings"]} >= {
        "Bluetooth service", "permission", "adapter", "power", "strap", "display", "sound",
        "measures", "Python", "packages", "folder",
    }  # fmt: skip
    assert strap.address not in told
    assert strap.name not in told


def test_bluetooth_that_is_off_is_the_one_thing_to_do(bluez: Run, capsys: Printed) -> None:
    """Exit 1; the line is marked, and its next step follows."""
    code, told = examined(bluez, capsys, lambda fake: fake.adapter.power(on=False))
    assert code == 1
    to_do = [line for line in told.splitlines() if line.startswith("to do")]
    assert len(to_do) == 1
    assert "Bluetooth is off." in to_do[0]
    assert "> Turn it on in the system's settings." in told


@pytest.mark.parametrize(
    ("error", "name"),
    [
        ("org.freedesktop.DBus.Error.AccessDenied", "permission"),
        ("org.freedesktop.DBus.Error.ServiceUnknown", "Bluetooth service"),
    ],
)
def test_what_is_refused_is_found(bluez: Run, capsys: Printed, error: str, name: str) -> None:
    """The same findings for whoever reads JSON."""

    def refuse(fake: FakeBlueZ) -> None:
        fake.adapter.scan_error = (error, "refused")

    code, told = examined(bluez, capsys, refuse, "--json")
    assert code == 1
    assert [f["name"] for f in json.loads(told)["findings"] if f["ok"] is False] == [name]


def test_without_an_adapter_one_is_asked_for(system_bus: str, capsys: Printed) -> None:  # noqa: ARG001
    """Service and permission are well, and the adapter is what is missing."""
    from tests.fake_bluez import FakeBlueZ

    async def scenario() -> int:
        async with FakeBlueZ(has_adapter=False), bleak_closed():
            return await asyncio.to_thread(main, ["doctor", "--no-scan"])

    assert asyncio.run(scenario()) == 1
    told = capsys.readouterr().out
    assert "to do  adapter" in told
    assert "> Plug in a Bluetooth adapter" in told


def test_what_it_prints_names_no_person(
    bluez: Run, capsys: Printed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The path of one's own folder often holds one's name."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for arguments in (["--no-scan"], ["--no-scan", "--json"]):
        _, told = examined(bluez, capsys, lambda _: None, *arguments)
        assert str(tmp_path) not in told
        assert "kept in ~" in " ".join(told.split())


def test_lines_are_no_wider_than_the_terminal(
    bluez: Run, capsys: Printed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At 60 columns; but a next step stays in one piece, so that it can be copied."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("HOME", str(tmp_path))  # a long path stays in one piece, too
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    _, told = examined(bluez, capsys, lambda _: None, "--no-scan")
    rows = [line for line in told.splitlines()[2:] if " > " not in line]
    assert max(map(len, rows)) <= 60


def test_without_a_look_for_straps_bluetooth_is_judged_all_the_same(
    bluez: Run, capsys: Printed
) -> None:
    """`--no-scan`: quick, and no strap is missed."""
    code, told = examined(bluez, capsys, lambda _: None, "--no-scan")
    assert code == 0
    assert "not looked for" in told
    assert "Bluetooth is on" in told

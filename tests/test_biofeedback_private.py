"""Nothing is sent anywhere: with every connection but Bluetooth's refused, all still works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
WHOLE = str(SAMPLES / "whole-sitting.csv")

GUARDED = """
import socket, sys

def refuse(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        raise AssertionError(f"somebody asks for the network: {event} {arguments[1:]}")
    if event == "socket.connect" and arguments[0].family != getattr(socket, "AF_UNIX", None):
        raise AssertionError(f"somebody connects to {arguments[1]}")  # D-Bus leads to Bluetooth
    if event == "urllib.Request":
        raise AssertionError(f"somebody asks for {arguments[0]}")

sys.addaudithook(refuse)
from biofeedback.cli import main
sys.exit(main(sys.argv[1:]))
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a guard at every door to the network."""
    return subprocess.run(
        [sys.executable, "-c", GUARDED, *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"BIOFEEDBACK_DATA": str(folder), "QT_QPA_PLATFORM": "offscreen"},
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo", "--offscreen", "--seconds", "5", "--screenshots", "pictures"],
        ["compare", WHOLE, "--report", "report.pdf"],
        ["analyse", WHOLE, "--json"],
        ["import", str(SAMPLES / "rest.csv"), WHOLE],
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_command_asks_for_the_network(tmp_path: Path, arguments: list[str]) -> None:
    """Not a whole sitting in the window, its report, measuring, nor importing."""
    placed = [str(tmp_path / a) if a in ("pictures", "report.pdf") else a for a in arguments]
    done = run(tmp_path, *placed)
    assert "AssertionError" not in done.stderr
    assert not (tmp_path / "unexpected.log").exists()
    assert done.returncode == 0, done.stderr


def test_the_guard_would_notice() -> None:
    """A connection to this very machine is refused by it."""
    probe = GUARDED.split("from biofeedback")[0] + "socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert "somebody asks for the network" in done.stderr

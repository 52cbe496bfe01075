"""Reads pytest's report: how many tests there were, and which were left out for no good reason."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from xml.etree import ElementTree


def unexpected_skips(report: Path) -> list[str]:
    """Return the tests of a JUnit report that were left out, though nothing allows it."""
    allowed = allowed_skips()
    return [
        "{}::{} ({})".format(case.get("classname"), case.get("name"), skipped.get("message"))
        for case in ElementTree.parse(report).iter("testcase")
        for skipped in case.iter("skipped")
        if skipped.get("type") != "pytest.xfail" and skipped.get("message") not in allowed
    ]


def allowed_skips() -> set[str]:
    """Return the reasons for which a test may be left out on this computer."""
    allowed = {"needs ../shared"}
    if os.environ.get("CI") != "true" or sys.platform != "linux":
        allowed |= {
            "needs dbus-daemon",
            "needs Xvfb",
        }  # on Linux, CI installs all that can be installed
    if (sys.platform, platform.machine()) == ("darwin", "x86_64"):
        allowed.add("needs bumble")  # its cryptography has no wheel for them
    if sys.platform != "linux":
        allowed.add("needs Linux")
    if os.name == "nt" or os.geteuid():
        allowed.add("needs root")
    if os.name == "nt":
        allowed |= {"POSIX file modes", "POSIX signals"}
    return allowed


def count_tests(report: Path) -> str:
    """Return how many tests of a JUnit report passed, failed and were left out."""
    if not report.exists():
        return "no tests ran"
    cases = [{part.tag for part in case} for case in ElementTree.parse(report).iter("testcase")]
    failed = sum(not parts.isdisjoint({"failure", "error"}) for parts in cases)
    skipped = sum("skipped" in parts for parts in cases)
    return f"{len(cases) - failed - skipped} passed, {failed} failed, {skipped} skipped"

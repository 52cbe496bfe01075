"""The requirement files: complete, hashed, tied to no package index, and what the project asks."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN = [Requirement(line) for line in PROJECT["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
COMPUTERS = [
    {"sys_platform": platform, "python_full_version": python}
    for platform in ("linux", "darwin", "win32")
    for python in ("3.11.7", "3.12.1", "3.13.0")
]


def blocks(name: str) -> Iterator[str]:
    """Yield each requirement of a file with its hashes, the continued lines joined."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def pins(name: str, computer: dict[str, str]) -> dict[str, str]:
    """Return the version of each package that is installed on such a computer."""
    locked = [Requirement(block.partition("--hash")[0]) for block in blocks(name)]
    return {
        canonicalize_name(each.name): str(each.specifier).removeprefix("==")
        for each in locked
        if needed(each, computer)
    }


def needed(requirement: Requirement, computer: dict[str, str]) -> bool:
    """Tell whether it is asked for on such a computer."""
    return requirement.marker is None or requirement.marker.evaluate(dict(computer))


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    """Nothing is accepted but the files that were there when the lock was made."""
    pinned = re.compile(r"[\w.-]+==[\w.!]+ (;[^#@]* )?( *--hash=sha256:[0-9a-f]{64})+")
    assert [block[:60] for block in blocks(name) if not pinned.fullmatch(block.rstrip())] == []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_no_address_is_named(name: str) -> None:
    """The lock holds behind any mirror, and on any machine."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert re.findall(r"://|--index|--extra-index|--find-links| @ |file:|/opt/", text) == []


@pytest.mark.parametrize("computer", COMPUTERS, ids=lambda each: "-".join(each.values()))
@pytest.mark.parametrize(("name", "asked"), [("run.txt", RUN), ("dev.txt", [*RUN, *DEV])])
def test_versions_are_in_the_project_s_ranges(
    name: str, asked: list[Requirement], computer: dict[str, str]
) -> None:
    """What is locked is what pyproject.toml asks for, on every platform and Python."""
    locked = pins(name, computer)
    assert {
        str(each): locked.get(canonicalize_name(each.name))
        for each in asked
        if needed(each, computer)
        and not each.specifier.contains(locked.get(canonicalize_name(each.name), "0"))
    } == {}


@pytest.mark.parametrize("computer", COMPUTERS, ids=lambda each: "-".join(each.values()))
def test_developers_run_what_people_run(computer: dict[str, str]) -> None:
    """Every package of run.txt is in dev.txt, in the same version."""
    assert pins("run.txt", computer).items() <= pins("dev.txt", computer).items()

"""How the requirement files are made: every version and hash settled, for every platform at once.

The files name no package index, so that they hold behind any mirror.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = [
    *("pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"),
    *("--python-version", "3.11", "--fork-strategy", "fewest", "--no-annotate"),
    *("--custom-compile-command", "python3 dev.py lock"),
]
DEV, RUN = "requirements/dev.txt", "requirements/run.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    "windows",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-manylinux_2_34",  # the oldest Linux that PySide6 has a wheel for
)


def refresh(arguments: list[str]) -> int:
    """Write both files anew and try them; return 0 if they hold on every platform."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv makes the lock, and is not installed: pipx install uv")
        return 1
    print(f"Writing {DEV} and {RUN} ...", flush=True)
    if subprocess.run(
        [uv, *COMPILE, "--extra", "dev", "-o", DEV, *arguments], cwd=ROOT, check=False
    ).returncode:
        return 1
    shutil.copy(ROOT / DEV, ROOT / RUN)  # uv keeps the versions it finds there
    if subprocess.run([uv, *COMPILE, "-o", RUN], cwd=ROOT, check=False).returncode:
        return 1
    holds = [holds_on(uv, platform, python) for platform in PLATFORMS for python in PYTHONS]
    return 0 if all(holds) else 1


def holds_on(uv: str, platform: str, python: str) -> bool:
    """Say whether there is a locked wheel for everything that is needed there."""
    with tempfile.TemporaryDirectory() as nowhere:
        tried = subprocess.run(
            [
                *(uv, "pip", "install", "--dry-run", "--require-hashes"),
                *("--only-binary", ":all:", "--target", nowhere, "--requirement", DEV),
                *("--python-platform", platform, "--python-version", python),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    print(f"{'✗' if tried.returncode else '✓'} {platform}, Python {python}", flush=True)
    if tried.returncode:
        print(tried.stderr)
    return tried.returncode == 0

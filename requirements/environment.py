"""How an environment is made and filled: with the locked packages, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path

# Where packages come from is the person's choice; how they are installed is settled here.
PIP_CHOICES = re.compile(
    "PIP_(CACHE_DIR|CERT|CLIENT_CERT|CONFIG_FILE|DEFAULT_TIMEOUT|EXTRA_INDEX_URL|FIND_LINKS"
    "|INDEX_URL|KEYRING_PROVIDER|NO_CACHE_DIR|NO_INDEX|PROXY|RETRIES|TIMEOUT|TRUSTED_HOST)"
)
PIP_SETTLED = {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
PIP_NAMES = re.compile(r"(?:Collecting |Processing \S*/)([\w.-]+?)(?:[=<>;\s]|-\d)")
UNREACHABLE = (
    "NewConnectionError|Max retries|[Tt]imed out|ProxyError|getaddrinfo|name resolution"
    "|unreachable|from versions: none|Connection (refused|reset|aborted)|RemoteDisconnected"
)
PIP_TROUBLES = {
    "No space left|not enough space": "The disk is full; 2 GB are needed.",
    "DO NOT MATCH THE HASHES": "A package differs from the one that was locked.",
    "CERTIFICATE_VERIFY_FAILED|SSLError": "The package index could not prove who it is.",
    UNREACHABLE: "The package index cannot be reached; is this computer online?",
    "[Pp]ermission denied|Access is denied": "A file could not be written; who owns .venv?",
    "No matching distribution": "A locked package is not there for this computer; 64-bit "
    "Windows, macOS 13 or Linux with glibc 2.34, or newer, is needed.",
}
TAIL_LINES = 12


class SetUpError(Exception):
    """The set-up cannot go on; the text says what stands in the way, and what to do next."""


def clean_environ() -> dict[str, str]:
    """Return the environment variables without those that would bend Python or pip."""
    bending = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in bending and (not name.startswith("PIP_") or PIP_CHOICES.fullmatch(name))
    }
    return {**kept, **PIP_SETTLED, "PYTHONUTF8": "1"}


def python_in(folder: Path) -> Path:
    """Return where the environment in ``folder`` has its Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment(folder: Path) -> Path:
    """Make an empty environment, in place of whatever was there, and return its Python."""
    # The Python that runs this may live in the very folder that is made anew.
    base_python = getattr(sys, "_base_executable", sys.executable)
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise SetUpError(f"{folder} cannot be removed ({error}); please remove it.") from error
    made = subprocess.run(
        [base_python, "-m", "venv", str(folder)],
        env=clean_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if made.returncode:
        raise SetUpError(
            f"Python could not make an environment in {folder}; is there room on the disk, "
            f"and is the venv module installed?\n{made.stdout}"
        )
    return python_in(folder)


def install(python: Path, *arguments: str) -> None:
    """Let pip install, naming each package as it comes.

    Raises
    ------
    SetUpError
        With the reason in one sentence, and the end of what pip said.
    """
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with subprocess.Popen(
        [str(python), "-m", "pip", "install", "--progress-bar", "off", *arguments],
        env=clean_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            if not line.startswith("Ignoring "):  # what belongs to other platforms
                tail.append(line.rstrip())
            named = PIP_NAMES.match(line)
            print(named.group(1) + " " if named else "", end="", flush=True)
    print(flush=True)
    if pip.returncode:
        said = "\n".join(tail)
        raise SetUpError(f"{explain_pip(said)}\nThe last words of pip were:\n{said}")


def explain_pip(said: str) -> str:
    """Return in one sentence why pip could not do it."""
    for pattern, sentence in PIP_TROUBLES.items():
        if re.search(pattern, said):
            return sentence
    return "pip could not install the packages."

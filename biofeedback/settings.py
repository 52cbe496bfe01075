"""What the person chose, in one TOML file, and where things lie on this machine."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

import platformdirs
import tomli_w

PRACTICES = "practices"  # in the data folder: the person's own scripts
DATA_VARIABLE = "BIOFEEDBACK_DATA"  # another folder for everything that is kept


def data_folder() -> Path:
    """Return the folder that holds sittings and settings."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_data_dir("biofeedback", appauthor=False))


def sessions_folder() -> Path:
    """Return the folder that holds the sittings."""
    return data_folder() / "sessions"


def make_private(folder: Path) -> None:
    """Create a folder, and what is missing above it, for this person only.

    Raises
    ------
    OSError
        If it cannot be created.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):  # mkdir's own `parents` would leave those open to everyone
        each.mkdir(mode=0o700, exist_ok=True)


def folder_trouble(folder: Path) -> str:
    """Return why nothing can be written there, as one sentence; empty when all is well."""
    try:
        make_private(folder)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        return (
            f"Sittings cannot be kept in {folder} ({what}): "
            f"make it writable, or name another folder in {DATA_VARIABLE}."
        )
    return ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's choices.

    A ``language`` that is not there is as good as "en". ``strap_address`` is the strap chosen
    before: the only one that is connected by itself. ``plan`` is one of `biofeedback.plan.PLANS`,
    since a day in ISO form. ``cues`` holds a cue on each line, as `biofeedback.reminders` reads it.
    """

    theme: str = "system"  # "system", "dark", "light"
    language: str = "en"  # of the practices
    hide_numbers: bool = False
    sound: bool = False  # nothing is heard that was not asked for
    breath_volume: int = 60  # percent; 0: this one is off
    bell_volume: int = 60
    voice_volume: int = 60
    check_in: bool = True  # ask before and after a practice how it is inside
    plan: str = ""
    plan_since: str = ""
    reminders: bool = False  # nothing reminds that was not asked to
    cues: str = ""
    strap_address: str = ""
    strap_name: str = ""
    strap_pair: bool = False  # pair before connecting: some straps want it on Windows

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the settings; what is missing or unreadable keeps its default."""
        try:
            found = tomllib.loads((folder / "settings.toml").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        return cls(**{f.name: found[f.name] for f in fields(cls) if _fits(found, f.name, cls())})

    def save(self, folder: Path) -> None:
        """Write the settings whole or not at all.

        Raises
        ------
        OSError
            If the folder cannot be written.
        """
        make_private(folder)
        fresh = folder / f"settings.toml.{os.getpid()}"
        fresh.write_text(tomli_w.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(folder / "settings.toml")

    def having(self, **changes: Any) -> Self:
        """Return the settings with some of them changed."""
        return replace(self, **changes)


def _fits(found: dict[str, Any], name: str, default: Settings) -> bool:
    return name in found and type(found[name]) is type(getattr(default, name))

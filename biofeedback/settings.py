"""What the person chose, in one TOML file, and where things lie on this machine."""

from __future__ import annotations

import errno
import os
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

import platformdirs
import tomli_w

from biofeedback.printable import printable
from practices.breathing import BreathPattern, parse_pattern
from practices.safety import Care, care

PRACTICES = "practices"  # in the data folder: the person's own scripts
FILE_NAME = "settings.toml"
_ALLOWED: Mapping[str, tuple[str, ...] | range] = {
    "theme": ("system", "dark", "light"),
    "text_percent": range(100, 201),
    "breath_volume": range(101),
    "bell_volume": range(101),
    "voice_volume": range(101),
}
_KINDS: Mapping[type, str] = {bool: "true or false", int: "a whole number", str: "a text"}
DATA_VARIABLE = "BIOFEEDBACK_DATA"  # another folder for everything that is kept
ELSEWHERE = f"choose another folder, in the settings or by {DATA_VARIABLE}"


def data_folder() -> Path:
    """Return the folder that holds sittings and settings."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return _at_home(chosen)
    return Path(platformdirs.user_data_dir("biofeedback", appauthor=False))


def sessions_folder(folder: Path | None = None) -> Path:
    """Return the folder that holds the sittings: the one that was chosen, or ``sessions``.

    Parameters
    ----------
    folder
        That holds the settings; this person's data folder when absent.
    """
    folder = folder or data_folder()
    chosen = Settings.load(folder).sessions_folder
    return folder / (_at_home(chosen) if chosen else "sessions")


def absent_folder(folder: Path | None = None) -> str:
    """Return that the folder chosen for the sittings is not there, as a sentence; else nothing."""
    if not Settings.load(folder or data_folder()).sessions_folder:
        return ""
    there = sessions_folder(folder)
    try:
        there.stat()
    except FileNotFoundError:
        return f"{there}, which was chosen for the sittings, is not there: is its disk connected?"
    except OSError:  # it is told by whoever looks into it
        pass
    return ""


def _at_home(folder: str) -> Path:
    """Return a folder in whose name ``~`` stands for a home; as it is where nobody knows whose."""
    try:
        return Path(folder).expanduser()
    except RuntimeError:
        return Path(folder)


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
        return f"Sittings cannot be kept in {folder} ({what}): make it writable, or {ELSEWHERE}."
    return ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's choices.

    A ``language`` that is not there is as good as "en". ``strap_address`` is the strap chosen
    before: the only one that is connected by itself. ``plan`` is one of
    `biofeedback.keeping_up.plan.PLANS`, since a day in ISO form. ``cues`` holds a cue on each
    line, as `biofeedback.keeping_up.reminders` reads it.
    """

    welcomed: bool = False  # the first start is over
    sessions_folder: str = ""  # another folder for the sittings alone
    theme: str = "system"  # "system", "dark", "light"
    language: str = "en"  # of the practices
    breath: str = ""  # of the pacer, as `parse_pattern` reads it; empty: the practice's own
    own_breath: str = ""  # the last one of their own, offered beside the others
    length: int = 1  # of the answers to how long, at home
    rest: int = 2  # of the answers to how long before and after
    hide_numbers: bool = False
    reduced_motion: bool = False  # nothing grows, moves or fades
    one_thing: bool = False  # the pacer and the phrase, and hardly a button
    text_percent: int = 100  # of the size of the type: 100 to 200
    sound: bool = False  # nothing is heard that was not asked for
    breath_volume: int = 60  # percent; 0: this one is off
    bell_volume: int = 60
    voice_volume: int = 60
    pause_when_lost: bool = False  # the practice waits while the strap is lost
    check_in: bool = True  # ask before and after a practice how it is inside
    plan: str = ""
    plan_since: str = ""
    reminders: bool = False  # nothing reminds that was not asked to
    cues: str = ""
    region: str = ""  # one of `practices.safety.REGIONS`: whose emergency number is named
    reach_out: str = ""  # whom the person would call, in their own words
    strap_address: str = ""
    strap_name: str = ""
    strap_pair: bool = False  # pair before connecting: some straps want it on Windows
    phrases_draft: str = ""  # phrases of one's own that are written and not yet kept

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read the settings, this person's when no folder is named.

        What is missing or unreadable keeps its default.
        """
        try:
            found = _read((folder or data_folder()) / FILE_NAME)
        except (OSError, ValueError):
            return cls()
        return cls(**{f.name: found[f.name] for f in fields(cls) if _fits(found, f)})

    def save(self, folder: Path, *changed: str) -> None:
        """Write the settings whole or not at all; what another version wrote there stays.

        A file that is no TOML is set aside, not lost.

        Parameters
        ----------
        changed
            The only ones to write, if any are named: another window may have changed the others.

        Raises
        ------
        OSError
            If the folder cannot be written.
        """
        make_private(folder)
        path, mine = folder / FILE_NAME, asdict(self)
        there, new = mine, {name: mine[name] for name in changed} or mine
        try:
            there = _read(path)
        except FileNotFoundError:
            pass
        except ValueError:
            path.replace(path.with_name(f"{FILE_NAME}.broken-{time.time():.0f}"))
        fresh = folder / f".{FILE_NAME}.{os.getpid()}-{threading.get_ident()}"
        _write(fresh, tomli_w.dumps(there | new))
        fresh.replace(path)

    @property
    def pace(self) -> BreathPattern | None:
        """The pacer's breath that the person chose; None without a usable one."""
        return _usable(self.breath)

    @property
    def own_pace(self) -> BreathPattern | None:
        """The breath that the person made up last; None without a usable one."""
        return _usable(self.own_breath)

    @property
    def care(self) -> Care:
        """The way back to the ground, in this person's language, for where they are."""
        return care(self.language, self.region, printable(self.reach_out))

    def having(self, **changes: Any) -> Self:
        """Return the settings with some of them changed."""
        return replace(self, **changes)


def _usable(breath: str) -> BreathPattern | None:
    try:
        return parse_pattern(breath)
    except ValueError:
        return None


def settings_trouble(folder: Path) -> str:
    """Return why the settings there are not used, as one sentence; empty when all is well."""
    try:
        found = _read(folder / FILE_NAME)
    except (FileNotFoundError, NotADirectoryError):  # a folder that is none is told elsewhere
        return ""
    except OSError as error:
        return f"{folder / FILE_NAME} cannot be read ({(error.strerror or '').lower()})."
    except ValueError as error:
        return f"{folder / FILE_NAME} is no TOML ({error}): mend it, or delete it."
    odd = [each for each in fields(Settings) if each.name in found and not _fits(found, each)]
    unfit = [_unfit(each, found[each.name]) for each in odd] + list(_odd_breaths(found))
    return " ".join(f"{folder / FILE_NAME}: {each}" for each in unfit)


def _odd_breaths(found: Mapping[str, object]) -> Iterator[str]:
    for name in ("breath", "own_breath"):
        if isinstance(breath := found.get(name, ""), str) and breath:
            try:
                parse_pattern(breath)
            except ValueError as error:
                yield f"{name} is not used. {printable(str(error))}"


def _unfit(setting: Field[Any], value: object) -> str:
    name, default = setting.name, setting.default
    allowed = _ALLOWED.get(name, _KINDS[type(default)])
    if isinstance(allowed, range):
        allowed = f"a whole number from {allowed[0]} to {allowed[-1]}"
    elif not isinstance(allowed, str):
        allowed = "one of " + ", ".join(f'"{each}"' for each in allowed)
    shown = printable(repr(value))[:40]
    return f"{name} = {shown} is not used, {default!r} is; give {allowed}."


def _read(path: Path) -> dict[str, Any]:
    if path.exists() and not path.is_file():  # whoever may write into a pipe is not waited for
        raise OSError(errno.EINVAL, "it is no file")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not in UTF-8") from error


def _write(path: Path, text: str) -> None:
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _fits(found: Mapping[str, Any], setting: Field[Any]) -> bool:
    """Tell whether a setting is there, of its kind, and one that is to be had."""
    value = found.get(setting.name)
    if isinstance(value, str) and "\0" in value:  # no name of a file or folder holds one
        return False
    return type(value) is type(setting.default) and value in _ALLOWED.get(setting.name, (value,))

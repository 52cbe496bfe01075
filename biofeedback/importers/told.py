"""What was recognised in a file, in a sentence: so that a person can tell whether it is right."""

from __future__ import annotations

from typing import Any

NAME_TICKS = "name that unit (--unit 1/1024)"
NAME_UNIT = "import it with --unit, which names the unit"
LEAVE_OUT = "leave out --unit"
"""What a person is asked to do in the terminal; the window says each of them in its own words."""


def in_words(outcome: dict[str, Any]) -> str:
    """Return ``Garmin FIT in ms, 423 beats in 5:10, …``; nothing for a file without beats."""
    if "beats" not in outcome:
        return ""
    gaps, whole_s, began = outcome["gaps"], round(outcome["length_s"]), outcome["began"]
    return ", ".join(
        (
            f"{outcome['format']} in {outcome['unit']}",
            f"{outcome['beats']} beats in {whole_s // 60}:{whole_s % 60:02d}",
            f"mean heart rate {outcome['mean_hr_bpm']:.1f}",
            f"began {began[:16].replace('T', ' ')}" if began else "start not known",
            f"{gaps} gap{'' if gaps == 1 else 's'}" if gaps else "no gaps",
        )
    )


def remarks(outcome: dict[str, Any]) -> list[str]:
    """Return what was mended in it, and what else there is to know."""
    return [*outcome.get("repairs", ()), *outcome.get("notes", ())]


def asked(outcome: dict[str, Any]) -> bool:
    """Tell whether a person is asked to name the unit."""
    told = " ".join((*remarks(outcome), outcome.get("error", "")))
    return any(words in told for words in (NAME_TICKS, NAME_UNIT, LEAVE_OUT))


def sentence(text: str) -> str:
    """Return what is said of a file as it stands by itself, without the file's name before it."""
    return text[:1].upper() + text[1:]

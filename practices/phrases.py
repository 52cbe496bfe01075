"""A practice of nothing but a person's own phrases, for days when even choosing is too much.

Whoever writes a few phrases once can read them when attention is low: one at a time, with a breath.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from practices.library import free_id
from practices.parts import READABLE_S
from practices.practice import Practice
from practices.script import HOW_TO, parse_script
from practices.values import LONGEST_LINE

MOST_PHRASES = 30
LONGEST_PHRASE = LONGEST_LINE
LONGEST_MIN = 15
WORDS = {
    "en": ("Your own words, one at a time.", "Your words", "Your own words, for yourself."),
    "de": ("Deine eigenen Worte, eins nach dem anderen.", "Deine Worte", "Deine Worte, für dich."),
}
_SCRIPT = """\
{how_to}id = {id}
name = {name}
summary = {summary}
minutes = [{shortest}, {longest}]
breath = "4/6"

[[step]]
name = {step}
element = "self-kindness"
breathing = "offered"
lines = [{line}]
phrases = [
{phrases}
]
"""


def phrases_script(name: str, phrases: Sequence[str], language: str = "en") -> str:
    """Return the script of a practice that says these phrases in turn.

    Parameters
    ----------
    name
        What the practice is called.
    phrases
        As the person wrote them; empty ones are passed over.
    language
        Of the few words around them.

    Raises
    ------
    ValueError
        If the name cannot be used, there is no phrase, or one is too long; ``str()`` says which.
    """
    summary, step, line = WORDS.get(language, WORDS["en"])
    said = [" ".join(phrase.split()) for phrase in phrases if phrase.strip()]
    _check(said)
    return _SCRIPT.format(
        how_to=HOW_TO,
        id=_quoted(free_id(name)),
        name=_quoted(name.strip()),
        summary=_quoted(summary),
        shortest=max(1, math.ceil(READABLE_S * (len(said) + 1) / 60)),
        longest=LONGEST_MIN,
        step=_quoted(step),
        line=_quoted(line),
        phrases="\n".join(f"  {_quoted(phrase)}," for phrase in said),
    )


def keep_phrases(
    folder: Path, name: str, phrases: Sequence[str], language: str = "en", *, anew: bool = False
) -> Path:
    """Write a practice of one's own phrases, and return its file.

    Parameters
    ----------
    folder
        Has to exist.
    anew
        Write over the practice of this name: the person changed their phrases.

    Raises
    ------
    ValueError
        As `phrases_script`.
    FileExistsError
        If there is such a practice, and it is not to be written anew.
    OSError
        If it cannot be written.
    """
    script = phrases_script(name, phrases, language)
    parse_script(script, name)
    path = folder / f"{free_id(name)}.toml"
    if not anew:
        with path.open("x", encoding="utf-8") as file:
            file.write(script)
        return path
    fresh = path.with_suffix(".new")
    fresh.write_text(script, encoding="utf-8")
    return fresh.replace(path)


def phrases_of(practice: Practice) -> tuple[str, ...] | None:
    """Return the phrases of a practice of this kind; None for one with more to it."""
    phrases = practice.steps[0].phrases if len(practice.steps) == 1 else ()
    if not phrases or any(phrase.weight != 1 for phrase in phrases):
        return None
    return tuple(phrase.text for phrase in phrases)


def _check(phrases: Sequence[str]) -> None:
    if not phrases:
        raise ValueError("There is no phrase yet: write one or more, such as “I am here”.")
    if len(phrases) > MOST_PHRASES:
        raise ValueError(f"{len(phrases)} phrases are many: {MOST_PHRASES} have room.")
    for number, phrase in enumerate(phrases, start=1):
        if len(phrase) > LONGEST_PHRASE or not phrase.isprintable():
            raise ValueError(
                f"Phrase {number} ({phrase[:20]!r} …) is too long for the screen: "
                f"use up to {LONGEST_PHRASE} plain letters."
            )


def _quoted(text: str) -> str:
    """Return a text as TOML has it, which for plain letters is as JSON has it."""
    return json.dumps(text, ensure_ascii=False)

"""A language that practices are read in is one of the whole program."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from biofeedback.words import guidance, texts, texts_settings
from practices import phrases
from practices.library import LANGUAGES

TABLES: dict[str, Collection[str]] = {
    "WORDS in practices/phrases.py": phrases.WORDS,
    "PACER_WORDS in biofeedback/words/texts.py": texts.PACER_WORDS,
    "SPEAK in biofeedback/words/texts.py": texts.SPEAK,
    "LANGUAGES in biofeedback/words/texts_settings.py": dict(texts_settings.LANGUAGES),
    "GUIDANCE in biofeedback/words/guidance.py": guidance.GUIDANCE,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_lacks_a_language(language: str) -> None:
    """Where words are looked up by language, each of them is there."""
    lacking = [name for name, table in TABLES.items() if language not in table]
    assert not lacking, f"add {language!r} to {', '.join(lacking)}"

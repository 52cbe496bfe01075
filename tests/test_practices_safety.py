"""The way back to the ground: plain, without alarm, and without a number that may be false."""

from __future__ import annotations

import re

import pytest

from practices.library import LANGUAGES
from practices.safety import REGIONS, Care, care

WAYS = ("Compassion-Focused Therapy", "Mindful Self-Compassion|Selbstmitgefühl", "CBT|Verhaltensth")
EMERGENCY = {"en": "your local emergency number", "de": "den Notruf deines Ortes"}
ALARM = re.compile(
    r"!|\b(wrong|fail\w*|bad|should|must|danger(?!,)|falsch|sollst|musst du jetzt)\b", re.IGNORECASE
)


def said(words: Care) -> str:
    """Return all of it."""
    parts = (words.grounding, words.support)
    return "\n".join(text for part in parts for text in (part.title, *part.lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_leads_to_the_ground_and_to_help(language: str) -> None:
    """Eyes, feet, five things; three kinds of therapy; whom to call in danger."""
    words = care(language)
    assert len(words.grounding.lines) == 3
    for way in WAYS:
        assert re.search(way, said(words))
    assert EMERGENCY[language] in words.support.lines[-1]
    assert not ALARM.search(said(words))
    assert all(len(line) <= 100 for line in said(words).splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_named(language: str) -> None:
    """An emergency number that holds in one country is a false one in the next."""
    assert not re.search(r"\d", said(care(language)))


NUMBERS = {"eu": "112", "gb": "999", "us-ca": "911", "au": "000", "nz": "111"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("region", REGIONS)
def test_a_number_is_named_only_where_a_person_said_they_are(language: str, region: str) -> None:
    """The last line, in danger; the numbers are those that the regions' own authorities name."""
    *before, last = care(language, region).support.lines
    assert not re.search(r"\d", "\n".join(before))
    assert NUMBERS.get(region, EMERGENCY[language]) in last
    assert care(language, "atlantis") == care(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_one_would_call_stands_before_the_emergency(language: str) -> None:
    """In the person's own words, braces and all."""
    lines = care(language, "", "Ida {0}, 030 12 34 5").support.lines
    assert lines[-2].endswith("Ida {0}, 030 12 34 5")
    assert lines[:-2] + lines[-1:] == care(language).support.lines


def test_a_language_that_is_not_there_is_as_good_as_english() -> None:
    """Help is never missing."""
    assert care("xx") == care("en") != care("de")

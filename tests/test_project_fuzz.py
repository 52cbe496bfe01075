"""Everything that reads what it did not write gets a fixed dose of odd bytes."""

from __future__ import annotations

import pytest

from tests.campaign_fuzz import READERS, check

EXAMPLES = 60


@pytest.mark.parametrize("name", READERS)
def test_odd_bytes_are_refused_or_read(name: str) -> None:
    """`dev.py campaign fuzz` goes on where this ends."""
    check(name, EXAMPLES)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("recording of others", b"time\n790;1\n815;2\n800;3\n795;4\n"),  # fewer names than columns
    ],
)
def test_what_was_found_once_is_not_found_again(name: str, data: bytes) -> None:
    """Each is a find of a long campaign, as small as hypothesis could make it."""
    reader, _ = READERS[name]
    reader(data)

"""Everything that reads what it did not write gets a fixed dose of odd bytes."""

from __future__ import annotations

import pytest

from tests.campaign_fuzz import READERS, check

EXAMPLES = 60


@pytest.mark.parametrize("name", READERS)
def test_odd_bytes_are_refused_or_read(name: str) -> None:
    """`dev.py campaign fuzz` goes on where this ends."""
    check(name, EXAMPLES)

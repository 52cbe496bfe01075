"""Tables of BIDS that lie beside a recording: what happened, and who took part."""

from __future__ import annotations

from typing import NoReturn

from biofeedback.importers.imported import CompanionError, Source

NAME = "BIDS tables"
_BEGINNINGS = ("onset\tduration\t", "participant_id")


def recognises(head: str) -> bool:
    """Take the header of either."""
    return head.startswith(_BEGINNINGS)


def read(_: Source) -> NoReturn:
    """Say that the beats are elsewhere."""
    raise CompanionError("it is a table of BIDS that lies beside the recordings.")

"""HRV4Training's table: a row for each morning, and no single heartbeat in it."""

from __future__ import annotations

import re
from typing import NoReturn

from biofeedback.importers.imported import Source, UnreadableError

NAME = "HRV4Training"
_DAILY = re.compile(r"(?:^|[,;\t ])(?:ln_?)?r-?mssd", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Take a header that names daily values and no RR intervals."""
    names = head.partition("\n")[0]
    return bool(_DAILY.search(names)) and not re.search(r"\brr(?:_ms)?\b", names, re.IGNORECASE)


def read(_: Source) -> NoReturn:
    """Say kindly that there is nothing to be read."""
    raise UnreadableError(
        "it holds one value a day, as HRV4Training keeps them, and no RR intervals: export the "
        "RR intervals of single measurements, and they are welcome here."
    )

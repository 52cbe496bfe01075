"""Reads RR intervals from text, one a line: what every other program can write.

The unit is told from the values: seconds lie in 0.2-3, milliseconds in 200-3000. Values that
look like heart rates are refused, because an interval read in a wrong unit is a wrong number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FEWEST = 2
SHORTEST_MS, LONGEST_MS = 200.0, 5000.0  # a missed beat or two may stand in an interval
MOST_STRANGE = 0.2  # of all values; more means that they are something else
MOST_VALUE = 1e6  # a dropout of more than a quarter of an hour is no interval


def read_rr_text(data: bytes) -> tuple[NDArray[np.float64], str]:
    """Return the RR intervals in ms, shape (n,), and the unit of the file.

    Two columns are taken as time and interval, as Kubios writes them.

    Raises
    ------
    ValueError
        If there are no RR intervals in the text; one sentence that says where and why.
    """
    lines = _lines(_decode(data))
    values = _column(lines)
    if values.size < FEWEST:
        found = "only one RR interval" if values.size else "no RR interval"
        raise ValueError(f"there is {found} in it; expected one number a line, in ms or s.")
    rr_ms, unit = _in_ms(values)
    strange = np.flatnonzero((rr_ms < SHORTEST_MS) | (rr_ms > LONGEST_MS))
    if strange.size > MOST_STRANGE * rr_ms.size:
        raise ValueError(
            f"{strange.size} of its {rr_ms.size} values make no heartbeat in {unit}, the first is "
            f"{values[strange[0]]:g}; expected RR intervals, all in ms or all in s."
        )
    return rr_ms, unit


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise ValueError("it is not a text file; expected RR intervals, one number a line.")
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError(
            "it is not a text file; expected RR intervals, one number a line."
        ) from None


def _lines(text: str) -> list[tuple[int, list[str]]]:
    kept = [
        (number, _cells(line))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith(("#", "%"))
    ]
    if kept and not any(map(_looks_numeric, kept[0][1])):  # one line of names
        del kept[0]
    return kept


def _cells(line: str) -> list[str]:
    line = line.replace(";", " ")
    if "." in line:  # then a comma parts columns; alone it is a decimal comma
        line = line.replace(",", " ")
    return line.split()


def _is_number(text: str) -> bool:
    try:
        _number(text)
    except ValueError:
        return False
    return True


def _looks_numeric(text: str) -> bool:
    """Tell a value, even an absurd one, from the name of a column."""
    return text[:1].isdigit() or _is_number(text)


def _number(text: str) -> float:
    if len(text) > 40:
        raise ValueError("too long")
    value = float(text.rstrip(",").replace(",", "."))
    if not 0 <= value <= MOST_VALUE:
        raise ValueError("out of range")
    return value


def _column(lines: list[tuple[int, list[str]]]) -> NDArray[np.float64]:
    values = []
    for number, cells in lines:
        if len(cells) > 2 or not _is_number(cells[-1]):
            shown = " ".join(cells)[:40]
            raise ValueError(
                f"line {number} holds {shown!r}; expected one RR interval, in ms or s, a line."
            )
        values.append(_number(cells[-1]))
    return np.array([value for value in values if value > 0], dtype=np.float64)


def _in_ms(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], str]:
    middle = float(np.median(values))
    if 0.2 <= middle <= 3:
        return values * 1000, "s"
    if 200 <= middle <= 3000:
        return values, "ms"
    if 25 <= middle < 200:
        raise ValueError(
            f"these look like heart rates (median {middle:.0f}), not RR intervals; "
            "export the RR intervals instead."
        )
    raise ValueError(f"the values (median {middle:g}) are RR intervals neither in ms nor in s.")

"""What numbers in a text are: RR intervals in ms or in s, times of beats, or neither.

It is told from the values: seconds lie in 0.2-3, milliseconds in 200-3000. Values that look like
heart rates, or could be either of two things, are refused: an interval that is read in a wrong
unit is a wrong number.
"""

from __future__ import annotations

import re

import numpy as np

from biofeedback.importers import limits
from biofeedback.importers.imported import MS, Floats, Unit, UnreadableError
from biofeedback.importers.text import shown
from biofeedback.importers.told import NAME_UNIT
from biofeedback.store.rows import ROUNDED_MS, TICK_MS

_MS_FROM, _MS_TO = 200.0, 3000.0
_TOO_MANY_RISING = 30
_ENOUGH_TO_TELL = 5  # that all lie so near a tick by chance: one in ten thousand millions


def unit_of(values: Floats, name: str = "") -> Unit:
    """Return the unit of RR intervals, as their column's name or their size tells.

    Raises
    ------
    UnreadableError
        If they are heart rates, of two units, or of none that is known.
    """
    known = values[np.isfinite(values) & (values > 0)]
    if not known.size:
        raise UnreadableError(
            "there is no RR interval in it; expected one number a line, in ms or s."
        )
    if known.size == 1 and 0.2 <= known[0] <= 3000:
        raise UnreadableError(
            "there is only one RR interval in it; expected one a line, in ms or s."
        )
    middle = float(np.percentile(known, 50, method="lower"))  # a mean of two may be no number
    of_s = int(np.count_nonzero((known >= 0.2) & (known <= 3)))
    of_ms = int(np.count_nonzero((known >= 200) & (known <= 3000)))
    if min(of_s, of_ms) > max(1, 0.01 * known.size):
        unit, odd = ("ms", of_s) if middle > 3 else ("s", of_ms)
        first = known[(known <= 3) == (unit == "ms")][0]
        raise UnreadableError(
            f"{odd} of its {values.size} values make no heartbeat in {unit}, the first is "
            f"{first:g}; expected RR intervals, all in ms or all in s."
        )
    if 0.2 <= middle <= 3:
        return "s"
    if 200 <= middle <= 3000:
        if re.search(r"[\[( _-]s(?:ec)?[\])]?$", name):
            raise UnreadableError(
                f"its column {shown(name)} is of seconds, and its values (median {middle:g}) are "
                f"none: {NAME_UNIT}."
            )
        return "ms"
    if 25 <= middle < 200:
        raise UnreadableError(
            f"these look like heart rates (median {middle:.0f}), not RR intervals; "
            "export the RR intervals instead."
        )
    raise UnreadableError(
        f"the values (median {middle:g}) are RR intervals neither in ms nor in s."
    )


def refuse_unit(values: Floats, unit: Unit) -> None:
    """Raise where the unit that a person named makes no heartbeats of the values."""
    known = values[np.isfinite(values) & (values > 0)]
    middle = float(np.median(known)) if known.size else np.nan
    if middle * MS[unit] < limits.SHORTEST_MS or middle * MS[unit] > limits.LONGEST_MS:
        raise UnreadableError(
            f"its values (median {middle:g}) make no heartbeats in {unit}: leave out --unit, or "
            "name the unit that they are in."
        )


def refuse_rate(rr_ms: Floats, unit: str) -> None:
    """Raise where intervals of this unit are too short for any heart."""
    rate_bpm = 60_000 / float(np.median(rr_ms))
    if rate_bpm > limits.FASTEST_BPM:
        raise UnreadableError(
            f"in {unit} they make a heart rate of {rate_bpm:.0f}, which no human heart has: "
            f"{NAME_UNIT}, or export RR intervals."
        )


def exact_ms(values: Floats, unit: Unit) -> Floats:
    """Return intervals in ms, a strap's own ones (1/1024 s) from the two decimals of an export."""
    rr_ms: Floats = np.round(values * MS[unit], 9)  # 0.797 s are 797 ms, and no less
    ticks_ms = np.round(rr_ms / TICK_MS) * TICK_MS
    known = np.isfinite(rr_ms)
    rounded = bool(np.all(np.abs(ticks_ms - rr_ms)[known] <= ROUNDED_MS))
    return ticks_ms if rounded and np.count_nonzero(known) >= _ENOUGH_TO_TELL else rr_ms


def scale_of_times(values: Floats, *, named: bool) -> float | None:
    """Return the seconds of a unit if the values are moments of beats, one after the other.

    Parameters
    ----------
    values
        Of a column, NaN for those that are absent.
    named
        Whether a first line calls them times.

    Raises
    ------
    UnreadableError
        If they could as well be heart rates or intervals that rise.
    """
    known = values[np.isfinite(values)]
    steps = np.diff(known)
    if known.size < 3 or np.any(steps <= 0) or known[-1] < 5 * np.median(steps):
        return None
    for scale, low, high in ((1.0, 0.2, 3.0), (0.001, _MS_FROM, _MS_TO)):
        if np.mean((steps >= low) & (steps <= high)) >= 0.8:
            if scale == 1 and known[0] >= 25 and known[-1] <= 220:
                raise UnreadableError(
                    "its values rise and could be times of beats or heart rates; "
                    "export RR intervals instead."
                )
            if _may_be_intervals(known) and not named:
                raise UnreadableError(
                    "its values rise and could be times of beats or RR intervals in ms: name them "
                    "in a first line, time or rr."
                )
            return scale
    return None


def _may_be_intervals(rising: Floats) -> bool:
    """Tell whether rising values may be intervals in ms: no heart slows for so many beats."""
    of_ms = rising[0] >= _MS_FROM and rising[-1] <= _MS_TO
    return bool(of_ms and rising.size < _TOO_MANY_RISING)

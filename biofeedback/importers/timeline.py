"""Puts RR intervals into time: what is no interval is left out, and every gap is kept as a gap.

Where a file stamps its beats, the stamps and the intervals are held against each other. Time that
the intervals do not fill is a gap; the next beat opens a new stretch, and nothing bridges it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from biofeedback.importers import limits
from biofeedback.importers.imported import Beats, Bools, Floats, UnreadableError

TOO_MANY = (
    f"it holds more than {limits.MOST_BEATS:,} RR intervals, more than a week of them: "
    "cut it in parts."
)
EXACT_S = 0.05  # a stamp that was computed from the beats
ARRIVAL_S = 2.5  # a stamp of when a message came: Bluetooth may hold it back
FOLLOWING = 0.05  # a phone's clock and a strap's drift apart
PAD = 65535  # what devices write for "nothing"
MOST_DRIFT = 0.015  # of the whole: a tick of 1/1024 s taken for a millisecond makes 0.024
_IN_A_ROW = "three beats or more in a row, none missing between them"
MOST_BACKWARD = 0.05  # of the beats


@dataclass(frozen=True, slots=True, eq=False)
class Stamps:
    """When each interval ended, in s, shape (n,), NaN where it is not known.

    ``exact`` stamps were computed from the beats; the others tell when a message came.
    """

    ends_s: Floats
    exact: bool = True
    resolution_s: float = 0.001

    @property
    def tolerance_s(self) -> float:
        """How far a stamp may lie from its beat without a gap between them."""
        return max(EXACT_S if self.exact else ARRIVAL_S, 1.5 * self.resolution_s)


def assemble(
    rr_ms: Floats,
    stamps: Stamps | None = None,
    *,
    breaks: Bools | None = None,
    unit: str = "ms",
    expected: str = "one number a line, in ms or s",
) -> Beats:
    """Return the beats in time.

    Parameters
    ----------
    rr_ms
        RR intervals in ms, shape (n,); NaN for what was unreadable.
    stamps
        When they ended, if the file tells.
    breaks
        True where the file itself says that an interval does not follow the one before, (n,).
        How long the gap is, only stamps tell: without them it has 0 s, and the beats behind it
        follow on.
    unit, expected
        Of the file, to say what was wrong, and what it should hold.

    Raises
    ------
    UnreadableError
        If there are too few, too many, or what they are cannot be said.
    """
    if rr_ms.size > limits.MOST_BEATS:
        raise UnreadableError(TOO_MANY)
    nothing = ~((rr_ms >= limits.LEAST_MS) & (rr_ms < limits.LONGEST_PAUSE_MS)) | (rr_ms == PAD)
    pause = ~nothing & (rr_ms > limits.LONGEST_MS)
    kept = ~nothing & ~pause
    _refuse_strange(rr_ms, nothing, kept, unit, expected)
    broken, missing_s = _carried(rr_ms, kept, pause, breaks)
    kept_ms = rr_ms[kept]
    repairs = list(_left_out(nothing, pause, kept_ms))
    first_s = 0.0
    if stamps is not None:
        ends_s = stamps.ends_s[kept]
        backward = _hold_against(kept_ms / 1000, ends_s, stamps, broken, missing_s)
        repairs += [f"{backward} times its clock went back; a gap is kept there."] * bool(backward)
        first_s = _first_s(kept_ms, ends_s)
    broken[0], missing_s[0] = False, 0.0  # before the first beat there is nothing to be missed
    time_s = np.round(first_s + np.cumsum(kept_ms / 1000 + missing_s), 6)
    return Beats(time_s, kept_ms, missing_s, broken, tuple(repairs))


def _refuse_strange(rr_ms: Floats, nothing: Bools, kept: Bools, unit: str, expected: str) -> None:
    """Raise unless most of the values are RR intervals."""
    count = int(np.count_nonzero(kept))
    others = int(np.count_nonzero(np.isfinite(rr_ms) & (rr_ms > 0))) - count
    if count < limits.FEWEST and others <= count:
        found = "only one RR interval" if count else "no RR interval"
        raise UnreadableError(f"there is {found} in it; expected {expected}.")
    zero = rr_ms == 0
    strange = np.flatnonzero(
        (nothing & ~zero) | (kept & (rr_ms < limits.SHORTEST_MS)) | ~(kept | nothing)
    )
    few = rr_ms.size - np.count_nonzero(zero)
    if strange.size > limits.MOST_STRANGE * few or np.count_nonzero(zero) > rr_ms.size / 2:
        raise UnreadableError(
            f"{max(strange.size, np.count_nonzero(zero))} of its {rr_ms.size} values make no "
            f"heartbeat in {unit}; expected RR intervals, all in ms or all in s."
        )


def _carried(
    rr_ms: Floats, kept: Bools, pause: Bools, breaks: Bools | None
) -> tuple[Bools, Floats]:
    """Return, for the kept ones, whether something was left out before each, and how long."""
    lost_s = np.cumsum(np.where(pause, rr_ms, 0.0)) / 1000
    odd = np.cumsum(~kept if breaks is None else (~kept | breaks))
    lost_s, odd = lost_s[kept], odd[kept]
    missing_s = np.diff(lost_s, prepend=0.0)
    return np.diff(odd, prepend=0) > 0, missing_s


def _left_out(nothing: Bools, pause: Bools, kept_ms: Floats) -> Iterator[str]:
    if count := int(np.count_nonzero(nothing)):
        yield f"{_many(count, 'value')} that {_be(count)} no interval left out."
    if count := int(np.count_nonzero(pause)):
        longer = limits.LONGEST_MS / 1000
        yield f"{_many(count, 'interval')} longer than {longer:g} s kept as a gap."
    low, high = limits.USABLE_MS
    if count := int(np.count_nonzero((kept_ms < low) | (kept_ms > high))):
        yield (
            f"{_many(count, 'interval')} outside {low:g}-{high:g} ms {_keep(count)} in time, "
            "and no number is made of them."
        )


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _keep(count: int) -> str:
    return "keeps its place" if count == 1 else "keep their place"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _hold_against(
    rr_s: Floats, ends_s: Floats, stamps: Stamps, broken: Bools, missing_s: Floats
) -> int:
    """Add to ``broken`` and ``missing_s`` what the stamps tell; return how often they went back."""
    tolerance_s, follow = stamps.tolerance_s, 1.0 if stamps.exact else FOLLOWING
    base_s, backward, drift_s = float("nan"), 0, 0.0
    cut = broken.tolist()
    for index, (rr, end_s) in enumerate(zip(rr_s.tolist(), ends_s.tolist(), strict=True)):
        base_s += rr
        off_s = end_s - base_s
        if off_s != off_s:  # the first, or no stamp
            base_s = end_s if base_s != base_s else base_s
        elif cut[index] or off_s > tolerance_s:
            broken[index], missing_s[index] = True, max(off_s, missing_s[index], 0.0)
            base_s = end_s
        elif off_s < -tolerance_s:
            broken[index] = True
            backward += 1
            base_s = end_s
        else:
            drift_s += follow * off_s
            base_s += follow * off_s
    _refuse_misfit(rr_s, drift_s, backward, float(missing_s.max(initial=0.0)), stamps)
    return backward


def _refuse_misfit(
    rr_s: Floats, drift_s: float, backward: int, longest_s: float, stamps: Stamps
) -> None:
    """Raise where the stamps and the intervals cannot be of the same beats."""
    if longest_s > limits.LONGEST_GAP_S:
        raise UnreadableError(
            f"its times jump by {longest_s / 86_400:,.0f} days, so a clock was set: "
            "cut it there, or leave the column of times out."
        )
    beats_s = float(rr_s.sum())
    if backward > max(2, MOST_BACKWARD * rr_s.size) or (
        abs(drift_s) > max(MOST_DRIFT * beats_s, 2 * stamps.tolerance_s)
    ):
        how = _how(backward, drift_s, beats_s)
        raise UnreadableError(f"its times and its RR intervals do not fit each other {how}")


def _how(backward: int, drift_s: float, beats_s: float) -> str:
    if backward:
        return f"(its times go back {backward} times): are its rows in their order?"
    apart = f"over {beats_s:.0f} s they drift apart by {abs(drift_s):.1f} s"
    return f"({apart}): is the unit another one?"


def _first_s(kept_ms: Floats, ends_s: Floats) -> float:
    """Return when the first interval begins, if its stamp counts from the recording's start."""
    begins_s = float(ends_s[0]) - float(kept_ms[0]) / 1000
    return begins_s if 0 <= begins_s < 86_400 else 0.0


def fitting(
    times_s: Floats, rr_ms: Floats, *, resolution_s: float = 0.001, arrival: bool = False
) -> Stamps:
    """Return the stamps of intervals that a file gives with times: of their ends or beginnings.

    Which of both, and whether they were computed from the beats, is seen from how they fit.
    """
    rr_s = rr_ms / 1000
    ends_s = np.r_[times_s[:1] * np.nan, np.diff(times_s)] - rr_s
    begins_s = np.r_[times_s[:1] * np.nan, np.diff(times_s)] - np.r_[np.nan, rr_s[:-1]]
    near_end, near_begin = _near(ends_s, resolution_s), _near(begins_s, resolution_s)
    exact = not arrival and max(near_end, near_begin) >= 0.8
    if exact and near_begin > near_end:
        times_s = times_s + rr_s
    return Stamps(times_s, exact, resolution_s)


def _near(off_s: Floats, resolution_s: float) -> float:
    known = off_s[np.isfinite(off_s)]
    return float(np.mean(np.abs(known) <= max(EXACT_S, 1.5 * resolution_s))) if known.size else 1.0


def of_times(times_s: Sequence[float] | Floats, breaks: Bools | None = None) -> Beats:
    """Return the beats whose moments are given, shape (n + 1,); the first ends no interval.

    ``breaks`` (n,) are intervals that the file itself says not to be one. Raises as `assemble`.
    """
    at_s = np.asarray(times_s, dtype=np.float64)
    if np.any(np.diff(at_s) < 0):
        raise UnreadableError("its beats do not follow each other in time: is it damaged?")
    rr_ms = np.round(np.diff(at_s) * 1000, 7)  # as many as 1/1024 s has
    if breaks is None:
        return assemble(rr_ms, Stamps(at_s[1:]), unit="s", expected=_IN_A_ROW)
    after = np.r_[False, breaks[:-1]][~breaks]
    return assemble(
        rr_ms[~breaks], Stamps(at_s[1:][~breaks]), breaks=after, unit="s", expected=_IN_A_ROW
    )

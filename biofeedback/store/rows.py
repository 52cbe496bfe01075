"""Events as the rows of a recording, and back: one table, so that both ways stay together.

A row is ``t_s,kind,value,text``. Text is kept on one line (line breaks are escaped), so a file
that was cut anywhere loses at most the row it was cut in.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from biofeedback.checkin import Feeling, Felt, Intended, Outcome, Rated, When
from biofeedback.notes import Noted, Unnoted
from biofeedback.sitting import (
    ClockJumped,
    Extended,
    LineShown,
    PaceChanged,
    Paused,
    Phase,
    PhaseStarted,
    Resumed,
    SittingEvent,
)
from devices.events import About, Battery, Beat, DeviceEvent, Gap, Link, LinkState, Packet
from practices.breathing import BreathPattern, parse_pattern

Event = DeviceEvent | SittingEvent
HEADER = "t_s,kind,value,text"
COLUMNS = 4
CUT = "\x18"  # ASCII's "cancel": ends a half row when something is written behind it
FORMAT = 1  # of the rows; a larger one may hold kinds that this program does not know
TICK_MS = 1000 / 1024
ROUNDED_MS = 0.005 + 1e-9  # to two decimals
_SAME_MS = 1e-9
LONGEST_MS = 1e9  # longer than any recording
MOST = 2**31  # of anything that is counted


class Row(NamedTuple):
    """One line of a recording."""

    t_s: float
    kind: str
    value: str = ""
    text: str = ""


def to_line(row: Row) -> str:
    """Return the row as one line of CSV, ending in a line feed."""
    out = io.StringIO()
    cells = (f"{row.t_s:.3f}", row.kind, row.value, _one_line(row.text))
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def from_line(line: str, columns: int = COLUMNS) -> Row:
    """Return the row that a line holds.

    Parameters
    ----------
    line
        Without its line feed.
    columns
        As many as the file's header names; a newer format may add some behind ours.

    Raises
    ------
    ValueError
        If the line was cut, or does not hold a time and a kind.
    """
    if line.endswith(CUT):
        raise ValueError("it was cut")
    cells = _cells(line) if '"' in line else line.split(",")
    if len(cells) != columns or not cells[1]:
        raise ValueError(f"expected {columns} columns, found {len(cells)}")
    t_s = float(cells[0])
    if not -1e9 < t_s < 1e9:
        raise ValueError(f"the time {cells[0]!r} is out of range")
    return Row(t_s, cells[1], cells[2], _many_lines(cells[3]))


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _one_line(text: str) -> str:
    kept = text.replace("\0", "").replace(CUT, "").replace("\\", "\\\\")
    return kept.replace("\n", "\\n").replace("\r", "\\r")


def _many_lines(text: str) -> str:
    if "\\" not in text:
        return text
    marks = {"n": "\n", "r": "\r", "\\": "\\"}
    parts = iter(text)
    return "".join(marks.get(next(parts, ""), "") if c == "\\" else c for c in parts)


def _fields(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


def _joined(**fields: object) -> str:
    return ";".join(f"{name}={value}" for name, value in fields.items() if value not in ("", None))


@dataclass(frozen=True, slots=True)
class _Codec:
    kind: str
    to_row: Callable[[Any], tuple[str, str]]
    from_row: Callable[[Row], Event]


def pace_text(pattern: BreathPattern | None) -> str:
    """Return a breath as `parse_pattern` reads it; empty for one's own rhythm."""
    if pattern is None:
        return ""
    return f"{pattern.inhale_s}/{pattern.hold_full_s}/{pattern.exhale_s}/{pattern.hold_empty_s}"


def _whole(text: str) -> int:
    """Read a whole number that any array holds."""
    number = int(text)
    if abs(number) > MOST:
        raise ValueError(f"the number {text[:20]!r} is out of range")
    return number


def _amount(text: str) -> float:
    """Read a number that one can reckon with."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is no amount")
    return number


def _phase(row: Row) -> PhaseStarted:
    fields = _fields(row.text)
    pattern = parse_pattern(fields["pattern"]) if "pattern" in fields else None
    return PhaseStarted(row.t_s, Phase(row.value), _amount(fields.get("length_s", "0")), pattern)


def _rating(row: Row) -> Rated:
    feeling, _, when = row.text.partition(" ")
    return Rated(row.t_s, Feeling(feeling), When(when), _whole(row.value))


def _line(row: Row) -> LineShown:
    breathing, element, step = ([*row.value.split("|", 2), "", ""])[:3]
    return LineShown(row.t_s, row.text, element=element, step=step, breathing=breathing)


def nearest_tick_ms(rr_ms: float) -> float:
    """Return the interval of a strap, in whole 1/1024 s, that is nearest."""
    return round(rr_ms / TICK_MS) * TICK_MS


def _interval_text(rr_ms: float) -> str:
    """Return a strap's interval with two decimals, any other to its last digit but not with two."""
    if abs(nearest_tick_ms(rr_ms) - rr_ms) < _SAME_MS:
        return f"{rr_ms:.2f}"
    digits = repr(rr_ms)
    return f"{digits}0" if _has_two_decimals(digits) else digits


def _has_two_decimals(number: str) -> bool:
    return number[-3:-2] == "."


def _beat(row: Row) -> Beat:
    fields = _fields(row.text)
    rr_ms = float(row.value)
    if not 0 < rr_ms < LONGEST_MS:
        raise ValueError(f"the interval {row.value!r} is out of range")
    ticks_ms = nearest_tick_ms(rr_ms)
    if _has_two_decimals(row.value) and abs(ticks_ms - rr_ms) <= ROUNDED_MS:
        rr_ms = ticks_ms
    return Beat(row.t_s, rr_ms, _whole(fields.get("stretch", "0")), usable="usable" not in fields)


def _about(row: Row) -> About:
    fields = _fields(row.text)
    place = fields.get("location")
    maker, model = fields.get("maker", ""), fields.get("model", "")
    return About(row.t_s, "", maker, model, _whole(place) if place else None)


_CODECS: dict[type, _Codec] = {
    Packet: _Codec(
        "packet", lambda e: (e.data.hex(), ""), lambda r: Packet(r.t_s, bytes.fromhex(r.value))
    ),
    Link: _Codec(
        "link", lambda e: (e.state, e.detail), lambda r: Link(r.t_s, LinkState(r.value), r.text)
    ),
    Beat: _Codec(
        "rr",
        lambda e: (
            _interval_text(e.rr_ms),
            _joined(stretch=e.stretch, usable=None if e.usable else "no"),
        ),
        _beat,
    ),
    Gap: _Codec(
        "gap",
        lambda e: (f"{e.missing_s:.3f}", e.reason),
        lambda r: Gap(r.t_s, r.text, _amount(r.value or "0")),
    ),
    # The strap's name often ends in its serial number: the maker and the model are enough.
    About: _Codec(
        "about", lambda e: ("", _joined(maker=e.maker, model=e.model, location=e.location)), _about
    ),
    Battery: _Codec(
        "battery", lambda e: (str(e.percent), ""), lambda r: Battery(r.t_s, _whole(r.value))
    ),
    PhaseStarted: _Codec(
        "phase",
        lambda e: (e.phase, _joined(length_s=e.length_s, pattern=pace_text(e.pattern))),
        _phase,
    ),
    LineShown: _Codec("line", lambda e: (f"{e.breathing}|{e.element}|{e.step}", e.text), _line),
    Paused: _Codec("pause", lambda _: ("", ""), lambda r: Paused(r.t_s)),
    Resumed: _Codec("resume", lambda _: ("", ""), lambda r: Resumed(r.t_s)),
    Extended: _Codec(
        "extend", lambda e: (f"{e.by_s:g}", ""), lambda r: Extended(r.t_s, _amount(r.value))
    ),
    PaceChanged: _Codec(
        "pace",
        lambda e: (pace_text(e.pattern), ""),
        lambda r: PaceChanged(r.t_s, parse_pattern(r.value) if r.value else None),
    ),
    Rated: _Codec("rating", lambda e: (str(e.rating), f"{e.feeling} {e.when}"), _rating),
    Felt: _Codec("felt", lambda e: (str(e.rating), ""), lambda r: Felt(r.t_s, _whole(r.value))),
    Intended: _Codec("experiment", lambda e: ("", e.text), lambda r: Intended(r.t_s, r.text)),
    Outcome: _Codec("outcome", lambda e: ("", e.text), lambda r: Outcome(r.t_s, r.text)),
    Noted: _Codec("note", lambda e: ("", e.text), lambda r: Noted(r.t_s, r.text)),
    Unnoted: _Codec("unnote", lambda e: ("", e.text), lambda r: Unnoted(r.t_s, r.text)),
    ClockJumped: _Codec(
        "jump", lambda e: (f"{e.jump_s:.3f}", ""), lambda r: ClockJumped(r.t_s, _amount(r.value))
    ),
}
_BY_KIND = {codec.kind: codec for codec in _CODECS.values()}
KINDS = frozenset(_BY_KIND)


def encode(event: Event) -> Row:
    """Return the event's row."""
    codec = _CODECS[type(event)]
    return Row(event.time_s, codec.kind, *codec.to_row(event))


def decode(row: Row) -> Event | None:
    """Return the event a row holds; None for a kind that is no event (or not known yet).

    Raises
    ------
    ValueError
        If the row's value or text is not what its kind requires.
    """
    codec = _BY_KIND.get(row.kind)
    return codec.from_row(row) if codec else None

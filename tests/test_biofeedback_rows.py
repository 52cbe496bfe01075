"""Rows: every event survives being written and read, and nothing else is taken for an event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.rows import TICK_MS, Event, Row, decode, encode, from_line, to_line
from biofeedback.sitting import (
    ClockJumped,
    LineShown,
    Noted,
    Paused,
    Phase,
    PhaseStarted,
    Resumed,
)
from devices.events import About, Battery, Beat, Gap, Link, LinkState, Packet
from practices.breathing import BreathPattern

times = st.integers(0, 10**8).map(lambda ms: ms / 1000)
texts = st.text(st.characters(exclude_characters="\0\x18", exclude_categories=["Cs"]), max_size=60)
names = st.text("abcdefghijklmnopqrstuvwxyz -", max_size=20)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Packet, times, st.binary(max_size=60)),
    st.builds(Link, times, st.sampled_from(LinkState), texts),
    st.builds(
        Beat,
        times,
        st.integers(1, 65535).map(lambda ticks: ticks * TICK_MS),
        st.integers(0, 500),
        usable=st.booleans(),
    ),
    st.builds(Gap, times, texts, times),
    st.builds(About, times, st.just(""), names, names, st.none() | st.integers(0, 6)),
    st.builds(Battery, times, st.integers(0, 100)),
    st.builds(
        PhaseStarted,
        times,
        st.sampled_from(Phase),
        times,
        st.none() | st.just(BreathPattern()) | st.just(BreathPattern(4.5, 6.5, 1.0, 0.5)),
    ),
    st.builds(LineShown, times, texts, names, names, st.sampled_from(["", "paced", "natural"])),
    st.builds(Paused, times),
    st.builds(Resumed, times),
    st.builds(Noted, times, texts),
    st.builds(ClockJumped, times, times),
)


@given(events)
def test_every_event_is_read_back_as_it_was(event: Event) -> None:
    """Encoded, written as a line, read and decoded, an event is the same to the last digit."""
    row = encode(event)
    line = to_line(row)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert decode(from_line(line.removesuffix("\n"))) == event


def test_the_name_of_a_strap_is_not_written_down() -> None:
    """The name of a Polar strap ends in its serial number; maker and model say enough."""
    row = encode(About(0.0, "Polar H10 0A1B2C3D", "Polar Electro Oy", "H10", 1))
    assert "0A1B2C3D" not in to_line(row)


def test_a_row_of_a_kind_from_the_future_is_no_event() -> None:
    """A newer version may write rows that this one does not know; they do no harm."""
    assert decode(Row(1.0, "temperature", "36.6", "")) is None


@given(st.text(max_size=80))
def test_any_line_is_a_row_or_refused(line: str) -> None:
    """A line of anything gives a row or a ValueError, nothing else."""
    try:
        row = from_line(line)
    except ValueError:
        return
    assert row.kind


@pytest.mark.parametrize(
    "line", ["", "1.0", "1.0,,,", "nan,note,,", "x,note,,", "1e400,note,,", '1.0,note,,"unclosed']
)
def test_lines_that_are_no_rows_are_refused(line: str) -> None:
    """Too few columns, no kind, no time: refused with a reason."""
    with pytest.raises(ValueError, match=r"."):
        from_line(line)

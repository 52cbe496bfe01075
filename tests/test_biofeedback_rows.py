"""Rows: every event survives being written and read, and nothing else is taken for an event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.notes import Noted, Unnoted
from biofeedback.sitting import (
    ClockJumped,
    LineShown,
    PaceChanged,
    Paused,
    Phase,
    PhaseStarted,
    Resumed,
)
from biofeedback.store.rows import FORMAT, TICK_MS, Event, Row, decode, encode, from_line, to_line
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
    st.builds(Unnoted, times, texts),
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
    "line",
    [
        "",
        "1.0",
        "1.0,,,",
        "nan,note,,",
        "x,note,,",
        "1e400,note,,",
        "1e9,note,,",
        "-1e9,note,,",
        '1.0,note,,"unclosed',
    ],
)
def test_lines_that_are_no_rows_are_refused(line: str) -> None:
    """Too few columns, no kind, no time: refused with a reason."""
    with pytest.raises(ValueError, match=r"."):
        from_line(line)


@pytest.mark.parametrize(
    ("written", "rr_ms"),
    [
        ("0.98", TICK_MS),  # the shortest that a strap can tell
        ("813.48", 833 * 1000 / 1024),  # 813.4765625
        ("828.12", 828.125),  # 848 ticks, rounded down from just the middle
        ("813.00", 813.0),  # between two ticks: no strap sent it
        ("1000.00", 1000.0),
    ],
)
def test_an_interval_is_the_straps_to_the_last_digit(written: str, rr_ms: float) -> None:
    """Two decimals are enough to know the 1024th of a second; worked out by hand."""
    assert decode(Row(1.0, "rr", written, "stretch=2")) == Beat(1.0, rr_ms, 2)


@pytest.mark.parametrize(
    ("row", "event"),
    [
        (Row(1.0, "rr", "1000.00"), Beat(1.0, 1000.0, 0)),
        (Row(1.0, "rr", "250.00", "stretch=1;usable=no"), Beat(1.0, 250.0, 1, usable=False)),
        (Row(1.0, "gap", "", "missing"), Gap(1.0, "missing", 0.0)),
        (Row(1.0, "phase", "ready"), PhaseStarted(1.0, Phase.READY, 0.0, None)),
        (Row(1.0, "line", "paced", "Hello"), LineShown(1.0, "Hello", "", "", "paced")),
        (Row(1.0, "line", "paced|a|b|c", "Hello"), LineShown(1.0, "Hello", "a", "b|c", "paced")),
        (Row(1.0, "about", "", "maker=A=B=C"), About(1.0, maker="A=B=C")),
        (Row(1.0, "pace", ""), PaceChanged(1.0, None)),
        (Row(1.0, "pace", "5.0/0.0/5.0/0.0"), PaceChanged(1.0, BreathPattern(5.0, 5.0))),
    ],
)
def test_a_row_means_what_the_format_says(row: Row, event: Event) -> None:
    """Written by hand, also without what may be left out: files of ten years have to open."""
    assert decode(row) == event


@pytest.mark.parametrize(
    ("rr_ms", "written"),
    [
        (841 * TICK_MS, "821.29"),  # a strap's, 821.2890625
        (800.0, "800.0"),  # of another program, between two ticks
        (800.78, "800.780"),  # two decimals would say that it is a strap's, 800.78125
        (800.123, "800.123"),
    ],
)
def test_an_interval_of_any_clock_is_read_back_to_its_last_digit(
    rr_ms: float, written: str
) -> None:
    """A strap's takes two decimals, which tell it; another is written as it is."""
    row = encode(Beat(1.0, rr_ms, 0))
    assert row.value == written
    assert decode(row) == Beat(1.0, rr_ms, 0)


def test_the_format_is_the_first() -> None:
    """Another number makes every older file one of an unknown format."""
    assert FORMAT == 1


@pytest.mark.parametrize("value", ["8e16454903", "1e9", "inf", "-800.00", "0", "nan", "1e12"])
def test_an_interval_that_no_clock_can_hold_is_refused(value: str) -> None:
    """A flipped byte made `8e16454903` of a packet: it is left out as any half row is."""
    with pytest.raises(ValueError, match="out of range"):
        decode(Row(1.0, "rr", value, "stretch=0"))


def test_a_whole_number_is_one_that_any_array_holds() -> None:
    """Up to 2³¹; a stretch has far fewer."""
    largest = 2_147_483_648
    read = decode(Row(1.0, "rr", "800.00", f"stretch={largest}"))
    assert isinstance(read, Beat)
    assert read.stretch == largest
    with pytest.raises(ValueError, match="out of range"):
        decode(Row(1.0, "rr", "800.00", f"stretch={largest + 1}"))

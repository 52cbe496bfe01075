"""The quick looks into a sitting's file, at their limits; by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from biofeedback.store.disk import RecordingError
from biofeedback.store.row_file import (
    MOST_BYTES,
    last_time_s,
    meta_of,
    pick_rows,
    read_bytes,
    read_rows,
    told_of,
)
from biofeedback.store.rows import HEADER, Row

FIRST = f"{HEADER}\n0.000,session,1,2026-03-01T08:00:00+00:00\n"


@pytest.mark.parametrize(
    ("rows", "last_s"),
    [
        ("", 0.0),
        ("7.000,battery,80,\n", 7.0),
        ("7.000,battery,80,\n6.500,rr,1000.00,stretch=0\n", 7.0),  # a beat behind its packet
        ("7.000,battery,80,\n9.000,note,,later\n9.500,clock,1.0,wall\n9.900,end,,beats=0\n", 7.0),
        ("7.000,battery,80,\n8.000,batt", 7.0),  # cut
        ("7.000,battery,80,\n" + "9.000,note,,much was said\n" * 200, 7.0),  # beyond the tail
    ],
)
def test_the_last_thing_that_happened_is_found(rows: str, last_s: float) -> None:
    """Not what was added later, however much; the newest, wherever it stands."""
    assert last_time_s((FIRST + rows).encode()) == last_s


def test_the_one_row_of_a_file_is_found() -> None:
    """Right behind the header, by each of the quick looks."""
    data = f"{HEADER}\n7.000,battery,80,\n".encode()
    assert last_time_s(data) == 7.0
    assert pick_rows(data, {"battery"}) == [Row(7.0, "battery", "80", "")]


def test_a_file_without_rows_or_line_feed_is_read() -> None:
    """Nothing in it, nothing left out; the header alone is no row."""
    assert read_rows(HEADER.encode()).rows == ()
    assert last_time_s(HEADER.encode()) == 0.0


def test_what_is_left_out_is_named_by_its_line() -> None:
    """Lines are counted from the header, which is the first."""
    found = read_rows(f"{FIRST}nonsense\n7.000,battery,80,\n".encode())
    (left_out,) = found.left_out
    assert left_out.startswith("line 3 (")
    assert [row.kind for row in found.rows] == ["session", "battery"]


def test_the_header_tells_what_has_a_name() -> None:
    """The first = divides; a row of another kind, or without =, tells nothing."""
    rows = [Row(0.0, "meta", "", "a=b=c"), Row(0.0, "meta", "", "x"), Row(0.0, "note", "", "d=e")]
    assert meta_of(rows) == {"a": "b=c"}


def test_what_an_import_told_stands_apart_and_steers_no_terminal() -> None:
    """A row for each sentence, under one name; a stranger's file may hold anything there."""
    texts = ["original_told=One = 1.", "a=b", "original_told=\x1b[2JTwo."]
    rows = [Row(0.0, "meta", "", text) for text in texts]
    assert told_of(rows) == ("One = 1.", "[2JTwo.")
    assert meta_of(rows) == {"a": "b"}


def test_a_file_too_large_for_a_recording_is_refused(tmp_path: Path) -> None:
    """One byte more than the most; the file has a hole, and takes no room."""
    path = tmp_path / "large.csv"
    path.touch()
    os.truncate(path, MOST_BYTES + 1)
    with pytest.raises(RecordingError, match="larger than any recording"):
        read_bytes(path)
    assert MOST_BYTES == 268_435_456  # 256 MiB


def test_a_file_as_large_as_a_recording_may_be_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten bytes are no more than ten."""
    monkeypatch.setattr("biofeedback.store.row_file.MOST_BYTES", 10)
    path = tmp_path / "large.csv"
    path.write_bytes(b"0123456789")
    assert read_bytes(path) == b"0123456789"

"""How much of a file is read: every export of ours, and no more of others than a recording has."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from biofeedback.exporters.sitting_json import sitting_json
from biofeedback.importers import limits
from biofeedback.importers.imported import UnreadableError
from biofeedback.importers.importing import Import
from biofeedback.importers.json_text import is_own, parsed
from biofeedback.store.disk import RecordingError
from biofeedback.store.recording import read_recording


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """Return a sitting as JSON, of 2000 uneven beats late in a week."""
    end_s = 600_000.0
    rows = ["time_s,rr_ms"]
    for ticks in np.random.default_rng(1).integers(500, 1400, 2000).tolist():
        rr_ms = ticks * 1000 / 1024
        end_s += rr_ms / 1000
        rows.append(f"{end_s:.6f},{rr_ms:.6f}")
    table, out = tmp_path / "rr.csv", tmp_path / "sitting.json"
    table.write_text("\n".join(rows), encoding="utf-8")
    out.write_bytes(sitting_json(read_recording(table)))
    return out


def test_a_million_beats_of_ours_come_back(exported: Path) -> None:
    """As many as are read at all, however long their numbers are, and as many values."""
    data = exported.read_bytes()
    assert is_own(data[:256])
    beats = read_recording(exported).beats.rr_ms.size
    assert beats == 2000
    assert len(data) / beats * limits.MOST_BEATS < limits.MOST_OWN_BYTES
    values = sum(map(data.count, (b",", b"[", b"{")))
    assert values / beats * limits.MOST_BEATS < limits.MOST_VALUES


def test_our_own_json_may_be_larger_than_others(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an import and read where it lies, with the mark of an editor before it, too."""
    size = exported.stat().st_size
    monkeypatch.setattr(limits, "MOST_BYTES", size - 1)
    for mark in (b"", b"\xef\xbb\xbf"):
        monkeypatch.setattr(limits, "MOST_OWN_BYTES", size + len(mark))
        exported.write_bytes(mark + exported.read_bytes())
        (told,) = Import(tmp_path / "data", dry_run=True).outcomes(exported)
        assert told["beats"] == 2000
        assert read_recording(exported).beats.rr_ms.size == 2000
    exported.write_bytes(exported.read_bytes() + b" ")
    (told,) = Import(tmp_path / "data", dry_run=True).outcomes(exported)
    assert "is it the right file?" in told["error"]
    with pytest.raises(RecordingError, match="larger than any recording"):
        read_recording(exported)


@pytest.mark.parametrize(("more", "shown"), [(1, "64.1 MB"), (2**22, "68.0 MB")])
def test_a_size_is_told_beside_what_is_allowed(tmp_path: Path, more: int, shown: str) -> None:
    """It was "has 64 MB" of what may have 64 MB."""
    path = tmp_path / "large.txt"
    path.touch()
    with path.open("r+b") as file:
        file.truncate(limits.MOST_BYTES + more)
    (told,) = Import(tmp_path / "data", dry_run=True).outcomes(path)
    assert f"large.txt has {shown}, and a recording of RR intervals no more than 64 MB" in str(told)


@pytest.mark.parametrize("value", ["[]", "{}", "1"])
def test_json_of_more_values_than_memory_holds_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are counted before one of them is made."""
    monkeypatch.setattr("biofeedback.importers.json_text.MOST_VALUES", 1000)
    whole = json.dumps([json.loads(value)] * 1001).encode()
    with pytest.raises(UnreadableError, match="more values than any recording has"):
        parsed(whole)
    assert parsed(json.dumps([1] * 1000).encode()) == [1] * 1000

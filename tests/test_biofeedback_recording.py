"""The file of a sitting: nothing acknowledged is lost, whatever is cut off or broken."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from biofeedback.sitting import Noted, Phase, PhaseStarted
from biofeedback.store.recorder import Recorder, RecordingError, append_note, new_path
from biofeedback.store.recording import Part, Recording, read_recording
from devices.events import Beat, Link, LinkState, Packet
from devices.heart_rate import HeartRateMeasurement

BEGAN = datetime(2026, 11, 23, 8, 0, 0, 123000, tzinfo=UTC)
ROOT = Path(__file__).parents[1]


def a_sitting(path: Path, packets: int = 30, *, close: bool = True) -> Path:
    """Write a small sitting of one beat a second."""
    recorder = Recorder(path, BEGAN, {"practice_name": "Test", "source": "test"})
    recorder.append(Link(0.0, LinkState.STREAMING))
    recorder.append(PhaseStarted(0.0, Phase.REST_BEFORE, 60.0))
    for second in range(1, packets + 1):
        data = HeartRateMeasurement(60, None, None, (1024,)).to_bytes()
        recorder.append(Packet(float(second), data))
    if close:
        recorder.close(packets + 1.0)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Events, header and seal come back; 30 packets with 1024 ticks are 30 beats of 1000 ms."""
    recording = read_recording(a_sitting(tmp_path / "s.csv"))
    assert recording.began == BEGAN
    assert recording.meta["practice_name"] == "Test"
    assert recording.sealed is True
    assert recording.left_out == ()
    assert recording.beats.rr_ms.tolist() == [1000.0] * 30
    assert [part.phase for part in recording.parts] == [Phase.REST_BEFORE]


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    """The digest in the end row covers everything before it."""
    path = a_sitting(tmp_path / "s.csv")
    data = bytearray(path.read_bytes())
    at = data.index(b"packet,") + 20
    data[at] ^= 0x01
    path.write_bytes(data)
    assert read_recording(path).sealed is False


def test_a_file_cut_at_any_byte_keeps_its_whole_rows(tmp_path: Path) -> None:
    """Cut anywhere after the header rows: no exception, every whole packet row is there."""
    path = a_sitting(tmp_path / "s.csv", packets=6)
    data = path.read_bytes()
    cut = tmp_path / "cut.csv"
    header_ends = data.index(b"\n", data.index(b"session")) + 1
    for end in range(header_ends, len(data)):
        cut.write_bytes(data[:end])
        packets = [e for e in read_recording(cut).events if isinstance(e, Packet)]
        whole = data[:end].rpartition(b"\n")[0]
        assert len(packets) == sum(b",packet," in line for line in whole.split(b"\n"))


def test_a_tail_the_disk_never_got_is_left_out(tmp_path: Path) -> None:
    """After a power cut some file systems leave NUL bytes; they are no beats."""
    path = a_sitting(tmp_path / "s.csv", packets=6, close=False)
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    recording = read_recording(path)
    assert recording.beats.rr_ms.size == 6
    assert recording.left_out == ("an empty tail",)


def test_a_note_after_the_end_leaves_the_seal_right(tmp_path: Path) -> None:
    """What a person adds later is a row after the end row; what was sealed stays sealed."""
    path = a_sitting(tmp_path / "s.csv")
    append_note(path, Noted(40.0, "calmer now,\nreally"))
    recording = read_recording(path)
    assert recording.sealed is True
    assert recording.events[-1] == Noted(40.0, "calmer now,\nreally")


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_only_this_person_may_read_it(tmp_path: Path) -> None:
    """Heart data is health data: the file is 0600, its folder 0700."""
    path = a_sitting(new_path(tmp_path / "sessions", BEGAN, "hand-on-heart"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent.name == "2026"
    assert path.name.startswith("2026-11-23T080000_hand-on-heart_")


def test_a_full_disk_loses_nothing_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Short writes and ENOSPC are injected at the system call; then the disk has room again."""
    path = tmp_path / "s.csv"
    recorder = Recorder(path, BEGAN, {})
    real_write = os.write
    room = [150]

    def write(file: int, data: bytes) -> int:
        taken = min(len(data), room[0])
        if taken == 0 and data:
            raise OSError(28, "No space left on device")
        room[0] -= taken
        return real_write(file, data[:taken])

    monkeypatch.setattr("biofeedback.store.recorder.os.write", write)
    data = HeartRateMeasurement(60, None, None, (1024,)).to_bytes()
    for second in range(1, 21):
        recorder.append(Packet(float(second), data))
    assert "no space left" in recorder.trouble
    assert all(line.count(b",") >= 3 for line in path.read_bytes().splitlines())
    room[0] = 10**6
    recorder.append(Packet(21.0, data))
    assert recorder.trouble == ""
    recorder.close(22.0)
    recording = read_recording(path)
    assert recording.sealed is True
    assert [e.time_s for e in recording.events if isinstance(e, Packet)] == [
        float(second) for second in range(1, 22)
    ]


WRITES_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from biofeedback.store.recorder import Recorder
from devices.events import Packet
recorder = Recorder(Path(sys.argv[1]), datetime.now(UTC), {})
second = 0
while True:
    second += 1
    recorder.append(Packet(float(second), bytes([0x10, 60, 0, 4])))
    print(second, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("beats", [1, 7, 60])
def test_a_killed_program_loses_no_acknowledged_beat(tmp_path: Path, beats: int) -> None:
    """``kill -9`` after some beats were acknowledged: they are all in the file."""
    path = tmp_path / "s.csv"
    command = [sys.executable, "-c", WRITES_UNTIL_KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        acknowledged = [int(program.stdout.readline()) for _ in range(beats)][-1]
        program.send_signal(signal.SIGKILL)
    recording = read_recording(path)
    assert recording.sealed is None
    assert sum(isinstance(event, Packet) for event in recording.events) >= acknowledged


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no RR interval in it"),
        (b"800\n", "only one RR interval"),
        (b"0\n0\n", "no RR interval in it"),
        (b"0.8\n820\n" * 20, "20 of its 40 values make no heartbeat in"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a text file"),
        (b"72\n71\n70\n", "look like heart rates"),
        (b"800\nhello there\n", "line 2 holds"),
        (b"t_s,kind,value,text\n", "no readable 'session' row"),
        (b"0.0001\n0.0002\n", "neither in ms nor in s"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    """The refusal names the file and what was expected."""
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=says) as refused:
        read_recording(path)
    assert "\n" not in str(refused.value)
    assert "odd.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "rr_ms"),
    [
        (b"800\n810.5\n790\n", [800, 810.5, 790]),
        (b"\xef\xbb\xbf0.8\r\n0.81\r\n0.79\r\n", [800, 810, 790]),
        (b"0,8\n0,81\n0,79\n", [800, 810, 790]),
        ("800\n810\n".encode("utf-16"), [800, 810]),
        (b"# from a strap\nRR-interval\n800\n810\n0\n", [800, 810]),
        (b"0.8 800\n1.61 810\n", [800, 810]),
        (b"2.21e-01,9.36e+02\n1.25e+00,1.02e+03\n", [936, 1020]),
    ],
)
def test_rr_text_is_read_in_its_unit(tmp_path: Path, content: bytes, rr_ms: list[float]) -> None:
    """Milliseconds or seconds, with BOM, CRLF, decimal comma, comments, one or two columns."""
    path = tmp_path / "rr.txt"
    path.write_bytes(content)
    assert read_recording(path).beats.rr_ms.tolist() == pytest.approx(rr_ms)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    """Each with its own words."""
    with pytest.raises(RecordingError, match="is a folder"):
        read_recording(tmp_path)
    with pytest.raises(RecordingError, match="cannot be read"):
        read_recording(tmp_path / "nothing.csv")


def test_a_folder_that_cannot_be_made_is_said_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder would be; the advice differs where a person named it."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(RecordingError, match="or choose another folder"):
        Recorder(tmp_path / "taken" / "s.csv", BEGAN, {})
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "taken"))
    with pytest.raises(
        RecordingError, match="choose another folder, in the settings or by BIOFEEDBACK_DATA"
    ):
        Recorder(tmp_path / "taken" / "sessions" / "s.csv", BEGAN, {})


def test_a_recording_tells_of_its_parts() -> None:
    """Each from its start to the next; the end is no part, and what is said later moves nothing."""
    events = (
        PhaseStarted(0.5, Phase.REST_BEFORE, 2.0),
        PhaseStarted(2.5, Phase.PRACTICE, 1.0),
        Beat(3.0, 1000.0, 0),
        PhaseStarted(3.5, Phase.ENDED),
        Noted(900.0, "calm"),
    )
    recording = Recording(events, BEGAN)
    assert recording.end_s == 3.5
    rest, practice = recording.parts
    assert rest == Part(Phase.REST_BEFORE, 0.5, 2.5)
    assert practice == Part(Phase.PRACTICE, 2.5, 3.5)
    assert recording.part(Phase.PRACTICE) is practice
    assert recording.part(Phase.SETTLE) is None
    assert Recording((), BEGAN).end_s == 0.0
    assert Recording(events[:2], BEGAN).parts[-1] == Part(Phase.PRACTICE, 2.5, 2.5)


@pytest.mark.parametrize(
    ("start_s", "end_s", "chosen"),
    [
        (0.0, 3.0, [1.0, 2.0, 3.0]),
        (0.0005, 3.0, [2.0, 3.0]),  # the first interval began half a millisecond sooner
        (1.0, 2.0, [2.0]),
        (0.0, 2.9999, [1.0, 2.0]),
        (1.0001, 2.9999, []),
    ],
)
def test_a_beat_lies_between_two_times_with_its_whole_interval(
    start_s: float, end_s: float, chosen: list[float]
) -> None:
    """From its first moment to its last; by hand, three beats of a second from 0."""
    beats = Recording(tuple(Beat(float(n), 1000.0, 0) for n in (1, 2, 3)), BEGAN).beats
    assert beats.between(start_s, end_s).time_s.tolist() == chosen


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({"sealed": True}, []),
        ({"sealed": False}, ["changed after it was closed"]),
        ({"sealed": None}, ["was interrupted"]),
        ({"sealed": None, "meta": {}}, []),  # a format without a seal
        ({"sealed": True, "meta": {"format": "2"}}, ["of format 2"]),
        ({"sealed": True, "left_out": ("line 3",)}, ["left out: line 3."]),
        ({"sealed": True, "left_out": ("line 3", "b", "c")}, ["line 3, and 2 more."]),
        ({"sealed": True, "told": ("It was in s.",)}, ["It was in s."]),
    ],
)
def test_what_a_person_has_to_know_of_a_file_is_said(
    changes: dict[str, Any], remarks: list[str]
) -> None:
    """One sentence each; nothing when all is well."""
    recording = Recording((), BEGAN, **{"meta": {"format": "1"}, **changes})
    assert len(recording.remarks) == len(remarks)
    assert all(said in remark for said, remark in zip(remarks, recording.remarks, strict=True))


def test_a_simulated_heart_and_a_source_are_told() -> None:
    """By the header; without one the source is unknown."""
    assert Recording((), BEGAN, {"simulated": "seed 1", "source": "x"}).simulated
    assert not Recording((), BEGAN, {"source": "x"}).simulated
    assert Recording((), BEGAN, {"source": "x"}).source == "x"
    assert Recording((), BEGAN).source == "unknown"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_other_line_ends_and_a_mark_before_it_are_no_harm(
    tmp_path: Path, mark: bytes, ends: bytes
) -> None:
    """A spreadsheet, an editor of Windows or git may have written them; its seal still holds."""
    path = a_sitting(tmp_path / "a.csv")
    kept = read_recording(path)
    path.write_bytes(mark + path.read_bytes().replace(b"\n", ends))
    found = read_recording(path)
    assert found.beats.rr_ms.tolist() == kept.beats.rr_ms.tolist()
    assert (found.began, found.parts, found.sealed) == (kept.began, kept.parts, True)
    append_note(path, Noted(40.0, "later"))
    assert read_recording(path).left_out == ()


def test_the_day_is_known_where_something_tells_it(tmp_path: Path) -> None:
    """A sitting of ours does, live too; the text of another program by its name, if at all."""
    rr = "\n".join(["812", "801", "795", "820"] * 10)
    told, untold = tmp_path / "2026-03-01 08-00-00.txt", tmp_path / "rr.txt"
    for path in (told, untold):
        path.write_text(rr)
    assert read_recording(a_sitting(tmp_path / "s.csv")).day_known
    assert Recording((), BEGAN).day_known  # live
    assert read_recording(told).day_known
    assert not read_recording(untold).day_known

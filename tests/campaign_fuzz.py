"""Odd bytes for everything that reads what it did not write: `dev.py campaign fuzz`.

Hypothesis takes real files apart and puts them together anew. A reader may refuse them in its own
words; what it accepts has to be measurable. The suite spends a fixed budget on it; this command
goes on for as long as it is told to. A find is printed with the bytes that made it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from biofeedback.importers.archive import members
from biofeedback.importers.imported import UnreadableError
from biofeedback.importers.registry import read_source
from biofeedback.results.reading import analyse_recording
from biofeedback.settings import Settings
from biofeedback.store.disk import RecordingError
from biofeedback.store.recording import read_recording
from devices.beat_clock import BeatClock
from devices.events import Beat, Gap
from devices.heart_rate import HeartRateMeasurement, MalformedMeasurement
from practices.breathing import parse_pattern
from practices.script import ScriptError, parse_script

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "formats"
MOST_SEED_BYTES = 20_000
BLOCK = 200  # examples between two looks at the clock
RR_MS = [812, 807, 798, 823, 851, 839, 815, 802, 796, 811, 840, 862, 848, 820, 801]
TEXTS = (
    "\n".join(map(str, RR_MS)),
    "\n".join(f"{rr / 1000:.3f}".replace(".", ",") for rr in RR_MS),
    "RR [ms]\n" + "\n".join(map(str, RR_MS)),
    "time;rr\n" + "\n".join(f"{n},5;{rr}" for n, rr in enumerate(RR_MS)),
    "date,rr\n" + "\n".join(f"2026-03-01 08:00:{n:02},{rr}" for n, rr in enumerate(RR_MS)),
    "[Params]\nVersion=106\nStartTime=08:00:00.0\nInterval=238\n\n[HRData]\n"
    + "\n".join(map(str, RR_MS)),
)
Reader = Callable[[bytes], None]


# ---------------------------------------------------------------- what is read


def packets(data: bytes) -> None:
    """Any bytes are a measurement or malformed, and beats go forward within their stretch."""
    clock, previous = BeatClock(), dict[int, float]()
    for number in range(0, len(data), 7):
        payload = data[number : number + 7]
        with contextlib.suppress(MalformedMeasurement):
            measured = HeartRateMeasurement.from_bytes(payload)
            for each in clock.add(number / 7, measured, payload):
                assert isinstance(each, Beat | Gap)
                if isinstance(each, Beat):
                    assert each.time_s > previous.get(each.stretch, -1e9)
                    previous[each.stretch] = each.time_s


def recording(data: bytes) -> None:
    """A file is refused, or it can be analysed, and its JSON holds no number that is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "odd.csv"
        path.write_bytes(data)
        with contextlib.suppress(RecordingError):
            json.dumps(analyse_recording(read_recording(path)), allow_nan=False)


def archive(data: bytes) -> None:
    """A zip is refused, or each of its members is a recording or refused."""
    with contextlib.suppress(UnreadableError):
        for source in members(data):
            with contextlib.suppress(UnreadableError):
                read_source(source)


def script(data: bytes) -> None:
    """A text is a practice or refused with its reason."""
    with contextlib.suppress(ScriptError):
        parse_script(data.decode(errors="replace"), "odd.toml")


def chosen(data: bytes) -> None:
    """Settings are read as far as they can be, whatever became of their file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_bytes(data)
        Settings.load(Path(folder))


def pattern(data: bytes) -> None:
    """A text is a pattern of breath, or a ValueError says why not."""
    with contextlib.suppress(ValueError):
        assert parse_pattern(data.decode(errors="replace")).cycle_s > 0


READERS: dict[str, tuple[Reader, Callable[[], list[bytes]]]] = {
    "packets": (packets, lambda: [bytes([0x10, 60, 0, 4, 0, 4, 9]) * 40]),
    "recording of ours": (recording, lambda: _files(ROOT / "sample_recordings")),
    "recording of others": (recording, lambda: [*_texts(), *_files(SHARED)]),
    "zip": (archive, lambda: [_zipped(zipfile.ZIP_STORED), _zipped(zipfile.ZIP_DEFLATED)]),
    "script": (script, lambda: _files(ROOT / "practices" / "scripts")),
    "settings": (chosen, lambda: [b'theme = "dark"\nsound = true\nstrap_address = "00:11"\n']),
    "pattern": (pattern, lambda: [b"4/6", b"4/0/6/0", b"5.5/5"]),
}


def _texts() -> list[bytes]:
    return [text.encode() for text in TEXTS]


def _zipped(method: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as packed:
        for number, text in enumerate(TEXTS):
            packed.writestr(f"{number}.txt", text)
    return data.getvalue()


def _files(folder: Path) -> list[bytes]:
    found = sorted(path for path in folder.rglob("*") if path.suffix not in (".md", ".pyc"))
    return [path.read_bytes()[:MOST_SEED_BYTES] for path in found if path.is_file()]


# ---------------------------------------------------------------- how it is made odd


@st.composite
def odd(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Give a real file with a few changes: cut, doubled, filled with something else, joined."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 6))):
        first, second = sorted((draw(_places(data)), draw(_places(data))))
        put = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from([b"\n", b",", b";", b"\0", b'"', b"\xff", b"-", b"e99", b"nan"]),
                st.just(data[first:second] * 2),
                st.sampled_from(seeds).map(lambda other: other[:200]),
            )
        )
        data = data[:first] + put + data[min(second, first + draw(st.integers(0, 60))) :]
    return data


def _places(data: bytes) -> st.SearchStrategy[int]:
    return st.integers(0, len(data)) | st.integers(0, min(len(data), 120))


def check(name: str, examples: int, number: int = 0) -> None:
    """Give a reader so many odd inputs, the same ones for the same number.

    Raises
    ------
    Exception
        Whatever a reader let slip, with the bytes that made it in a note.
    """
    reader, seeds = READERS[name]
    spend = settings(
        max_examples=examples,
        deadline=None,
        database=InMemoryExampleDatabase(),
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(spend(given(odd(seeds()))(reader)))()


def blocks(minutes: float) -> Iterator[int]:
    """Count until the time is over."""
    end_s = time.monotonic() + 60 * minutes
    for number in count(int(datetime.now(UTC).timestamp())):
        if time.monotonic() > end_s:
            return
        yield number


def main(arguments: Sequence[str]) -> int:
    """Look for as long as asked; the exit code is 1 if something was found."""
    parser = argparse.ArgumentParser("dev.py campaign fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="10 if not given")
    tried, found = 0, 0
    for number in blocks(parser.parse_args(arguments).minutes):
        for name in READERS:
            try:
                check(name, BLOCK, number)
            except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
                found += 1
                print(f"{name}, seed {number}:\n{traceback.format_exc()}", flush=True)
            tried += BLOCK
    print(f"{tried:,} odd inputs for {len(READERS)} readers; {found or 'nothing'} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

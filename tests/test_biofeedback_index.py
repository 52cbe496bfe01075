"""The list's cache: never another truth than the files, and nobody needs it."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sqlite3
import sys
import tempfile
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from biofeedback.results import history
from biofeedback.results.history import past_changes
from biofeedback.sitting import Noted
from biofeedback.store import index
from biofeedback.store.afterwards import append_note, rename, tag, untag
from biofeedback.store.disk import RecordingError
from biofeedback.store.index import FILE_NAME, Index
from biofeedback.store.kept import Kept, read_kept
from biofeedback.store.library import delete_sittings, list_sittings, sitting_paths
from biofeedback.store.packing import Found

SAMPLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
HEADER = "t_s,kind,value,text\n"
Damage = Callable[[Path], None]


def make(folder: Path, number: int, *, seconds: int = 3) -> Path:
    """Write a short sitting, the later the higher its number."""
    path = folder / f"{2020 + number % 7}" / f"sitting-{number}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"0.000,session,1,2026-01-{1 + number % 28:02}T08:00:00.000+01:00\n"]
    rows += ["0.000,meta,,format=1\n", f"0.000,meta,,practice=p{number}\n"]
    rows += [f"{n}.000,rr,800.00,stretch=0\n" for n in range(1, seconds)]
    path.write_text(HEADER + "".join(rows))
    return path


def truth(folder: Path) -> list[Kept]:
    """Read every file, as if there were no cache."""
    found = []
    for path in sitting_paths(folder):
        with contextlib.suppress(RecordingError):
            found.append(read_kept(path))
    return sorted(found, key=lambda kept: (-kept.began.timestamp(), kept.file))


def listed(folder: Path) -> list[Kept]:
    """Return the list; those that began at the same moment in the order of their files."""
    return sorted(list_sittings(folder), key=lambda kept: (-kept.began.timestamp(), kept.file))


class Histories(RuleBasedStateMachine):
    """Sittings come, change and go, and the cache is harmed meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.paths: list[Path] = []
        self.number = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)

    @rule(seconds=st.integers(2, 6))
    def practise(self, seconds: int) -> None:
        """A sitting more."""
        self.number += 1
        self.paths.append(make(self.folder, self.number, seconds=seconds))

    @precondition(lambda self: self.paths)
    @rule(which=st.integers(0, 99), word=st.sampled_from(["", "talk", "Ä ü", 'a,b"c']))
    def label(self, which: int, word: str) -> None:
        """A name, a tag, a note."""
        path = self.paths[which % len(self.paths)]
        with contextlib.suppress(RecordingError):  # cut so short that it is none
            rename(path, word)
            tag(path, word)
            untag(path, "talk")
            append_note(path, Noted(1.0, word))

    @precondition(lambda self: self.paths)
    @rule(which=st.integers(0, 99))
    def delete(self, which: int) -> None:
        """A sitting less."""
        delete_sittings(self.folder, [self.paths.pop(which % len(self.paths))])

    @precondition(lambda self: self.paths)
    @rule(which=st.integers(0, 99), size=st.integers(0, 120))
    def cut(self, which: int, size: int) -> None:
        """A file that is not whole any more."""
        os.truncate(self.paths[which % len(self.paths)], size)

    @rule(rubbish=st.binary(max_size=200), at=st.integers(0, 8192))
    def harm(self, rubbish: bytes, at: int) -> None:
        """Something wrote into the cache."""
        with contextlib.suppress(FileNotFoundError), (self.folder / FILE_NAME).open("r+b") as file:
            file.seek(at)
            file.write(rubbish)

    @rule()
    def forget(self) -> None:
        """The cache is deleted."""
        (self.folder / FILE_NAME).unlink(missing_ok=True)

    @invariant()
    def list_is_what_the_files_hold(self) -> None:
        """Twice, for the first may make the cache that the second reads."""
        for _ in range(2):
            assert listed(self.folder) == truth(self.folder)


Histories.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestHistories = Histories.TestCase


def counting(folder: Path) -> list[Path]:
    """List the sittings; return which files were read for it."""
    read: list[Path] = []

    def noted(path: Path) -> Kept:
        read.append(path)
        return read_kept(path)

    with Index(folder, noted) as cache:
        cache.sittings()
    return read


def test_a_file_is_read_once(tmp_path: Path) -> None:
    """Until it changes; then it alone is read again."""
    paths = [make(tmp_path, number) for number in range(30)]
    assert sorted(counting(tmp_path)) == sorted(paths)
    assert counting(tmp_path) == []
    rename(paths[7], "mine")
    assert counting(tmp_path) == [paths[7]]


def broken(cache: Path) -> None:
    """No database at all."""
    cache.write_bytes(b"\x00\xff" * 4000)


def cut(cache: Path) -> None:
    """Half a database."""
    os.truncate(cache, cache.stat().st_size // 2)


def of_another_layout(cache: Path) -> None:
    """As an older or newer program left it."""
    with contextlib.closing(sqlite3.connect(cache)) as db:
        db.executescript("DROP TABLE sittings; CREATE TABLE sittings (x); PRAGMA user_version=99")


def a_folder(cache: Path) -> None:
    """Something else by this name."""
    cache.unlink()
    cache.mkdir()


@pytest.mark.parametrize("damage", [broken, cut, of_another_layout, a_folder, Path.unlink])
def test_a_cache_that_cannot_be_used_is_done_without(tmp_path: Path, damage: Damage) -> None:
    """The list is whole, at once and the next time."""
    for number in range(20):
        make(tmp_path, number)
    list_sittings(tmp_path)
    damage(tmp_path / FILE_NAME)
    assert listed(tmp_path) == truth(tmp_path)
    assert listed(tmp_path) == truth(tmp_path)


def test_a_cache_that_another_program_holds_is_done_without(tmp_path: Path) -> None:
    """It is not waited for, and not deleted."""
    make(tmp_path, 1)
    list_sittings(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("BEGIN EXCLUSIVE")
        make(tmp_path, 2)
        assert listed(tmp_path) == truth(tmp_path)
    assert len(counting(tmp_path)) == 1


def test_windows_and_terminals_may_list_at_once(tmp_path: Path) -> None:
    """Each gets the whole list."""
    for number in range(100):
        make(tmp_path, number)
    with ThreadPoolExecutor(4) as pool:
        lists = list(pool.map(lambda _: listed(tmp_path), range(12)))
    assert all(each == lists[0] for each in lists)
    assert len(lists[0]) == 100


def test_what_was_measured_is_not_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trends of a history are as fast as its list; a file that changed is measured anew."""
    year = tmp_path / "2026"
    year.mkdir()
    paths = [year / f"{number}.csv" for number in range(3)]
    for path in paths:
        shutil.copy(SAMPLE, path)
    list_sittings(tmp_path)
    first = list(past_changes(paths))
    assert len(first) == 3

    def never(path: Path) -> None:
        raise AssertionError(f"{path} is read again")

    with monkeypatch.context() as patched:
        patched.setattr(history, "read_recording", never)
        assert list(past_changes(paths)) == first
        append_note(paths[0], Noted(1.0, "changed"))
        with pytest.raises(AssertionError, match=r"0\.csv is read again"):
            list(past_changes(paths))
    assert list(past_changes(paths)) == first


def test_what_cannot_be_read_does_not_write_the_cache_anew(tmp_path: Path) -> None:
    """It is looked at each time, for it may be mended; the rest is as it was."""
    make(tmp_path, 1)
    (make(tmp_path, 8).parent / "foreign.csv").write_text("a,b\n")
    first = listed(tmp_path)
    written = (tmp_path / FILE_NAME).stat().st_mtime_ns
    os.utime(tmp_path / FILE_NAME, ns=(written - 10**9, written - 10**9))
    assert listed(tmp_path) == first == truth(tmp_path)
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == written - 10**9


def test_a_date_beyond_all_clocks_is_one(tmp_path: Path) -> None:
    """A disk may tell of the year 2400, or of one before 1970: ns of 64 bits end in 2262."""
    for number, year_s in enumerate((13_569_465_600, -10_000)):
        path = make(tmp_path, number)
        os.utime(path, (year_s, year_s))
    assert listed(tmp_path) == truth(tmp_path)
    assert counting(tmp_path) == []


def test_a_disk_that_tells_its_files_in_another_order_costs_one_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sittings are the same, and nothing is read."""
    for number in range(9):
        make(tmp_path, number)
    first = [kept.file for kept in list_sittings(tmp_path)]
    look = index.look_into

    def backwards(folder: Path) -> Found:
        found = look(folder)
        pairs = [found.by_file()[file] for file in found.files[::-1]]
        return Found(found.files[::-1], array("q", [each for pair in pairs for each in pair]))

    monkeypatch.setattr(index, "look_into", backwards)
    assert counting(tmp_path) == []
    assert [kept.file for kept in list_sittings(tmp_path)] == first


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_what_is_no_sitting_hides_none(tmp_path: Path) -> None:
    """Links that lead nowhere or in a circle, a pipe, a folder by the name of a file."""
    path = make(tmp_path, 1)
    for folder in (path.parent, tmp_path):
        (folder / "circle.csv").symlink_to("circle.csv")
        (folder / "nothing.csv").symlink_to("nowhere")
    (tmp_path / "2029").symlink_to("2029")
    os.mkfifo(path.parent / "pipe.csv")
    (path.parent / "folder.csv").mkdir()
    for _ in range(2):
        assert [kept.path for kept in list_sittings(tmp_path)] == [path]


def test_every_byte_that_changes_in_the_cache_is_noticed(tmp_path: Path) -> None:
    """A length that one bit made another is not told."""
    make(tmp_path, 1)
    first = listed(tmp_path)
    cache = tmp_path / FILE_NAME
    sound = cache.read_bytes()
    at = sound.index(b'{"files"')
    for n in range(at - 4, at + 250, 7):
        cache.write_bytes(sound[:n] + bytes([sound[n] ^ 1]) + sound[n + 1 :])
        assert listed(tmp_path) == first
    assert counting(tmp_path) == []


def test_a_system_that_lists_no_open_folder_lists_it_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does."""
    paths = [make(tmp_path, number) for number in range(9)]
    first = listed(tmp_path)
    monkeypatch.setattr(os, "supports_fd", set())
    assert listed(tmp_path) == first
    rename(paths[3], "mine")
    assert counting(tmp_path) == [paths[3]]


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_a_name_that_is_no_text_is_listed_from_the_cache(tmp_path: Path) -> None:
    """Some zip made it; each listing would read it anew."""
    path = make(tmp_path, 1)
    odd = path.rename(path.with_name(os.fsdecode(b"fr\xfch.csv")))
    assert [kept.path for kept in list_sittings(tmp_path)] == [odd]
    assert counting(tmp_path) == []


def test_versions_that_made_a_measure_belong_to_it(tmp_path: Path) -> None:
    """A new neurokit2 measures anew."""
    path = make(tmp_path, 1)
    with Index(tmp_path) as cache:
        cache.sittings()
        assert cache.result(path, "1", lambda: "a") == "a"
        assert cache.result(path, "1", lambda: "b") == "a"
        assert cache.result(path, "2", lambda: "b") == "b"


def test_the_cache_is_this_person_s_alone(tmp_path: Path) -> None:
    """It holds notes and names."""
    make(tmp_path, 1)
    before = os.umask(0)
    try:
        list_sittings(tmp_path)
    finally:
        os.umask(before)
    if os.name == "posix":
        assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_sittings_of_one_second_keep_their_order(tmp_path: Path) -> None:
    """Whichever is read anew: the last is the same one before and after a note."""
    folder = tmp_path / "2026"
    folder.mkdir()
    paths = [Path(shutil.copy(SAMPLE, folder / f"{name}.csv")) for name in "abc"]
    before = [kept.path for kept in list_sittings(tmp_path)]
    for path in (paths[2], paths[0]):
        append_note(path, Noted(1.0, "calm"))
        assert [kept.path for kept in list_sittings(tmp_path)] == before


@pytest.mark.parametrize("wanted", [True, False])
def test_garbage_is_looked_for_again_once_all_is_listed(tmp_path: Path, wanted: bool) -> None:
    """As it was before, also where the folder cannot be looked into."""
    make(tmp_path, 1)
    was = gc.isenabled()
    try:
        (gc.enable if wanted else gc.disable)()
        assert len(list_sittings(tmp_path)) == 1
        with pytest.raises(RecordingError):
            list_sittings(tmp_path / "2021" / "sitting-1.csv")
        assert gc.isenabled() is wanted
    finally:
        (gc.enable if was else gc.disable)()


def test_whoever_changes_a_list_changes_no_other(tmp_path: Path) -> None:
    """Though what stands in the cache is unpacked once."""
    make(tmp_path, 1)
    for _ in range(2):
        list_sittings(tmp_path).clear()
        assert len(list_sittings(tmp_path)) == 1


def test_sittings_of_many_kinds_come_back_each_as_it_was(tmp_path: Path) -> None:
    """What some of them share is written once: practices, hearts, ends, in any mixture."""
    for number in range(12):
        path = make(tmp_path, number)
        rows = path.read_text().replace(f"practice=p{number}", f"practice=p{number % 3}")
        rows += "0.000,meta,,simulated=yes\n" * (number % 2) + "9.000,end,,x\n" * (number % 4 < 2)
        path.write_text(rows)
    first = list_sittings(tmp_path)
    assert listed(tmp_path) == truth(tmp_path)
    assert list_sittings(tmp_path) == first
    assert len({(kept.practice, kept.simulated, kept.closed) for kept in first}) == 12

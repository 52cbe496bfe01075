"""A note that was changed or taken back: the file keeps both, and nothing shows the old one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.commands.keeping import heading
from biofeedback.exporters.delivery import write_one
from biofeedback.importers.importing import Import
from biofeedback.importers.noted_since import add_missing
from biofeedback.notes import Noted, Unnoted, notes_of
from biofeedback.report.html_page import html_page
from biofeedback.report.sitting_page import sitting_page
from biofeedback.results.summary import compare_rests, summarise
from biofeedback.store import afterwards
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import read_kept
from biofeedback.store.library import list_sittings
from biofeedback.store.recording import read_recording
from biofeedback.ui.course import Course

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"
FORMAT_1 = Path(__file__).parent / "data" / "sitting-format-1.csv"
OLD, NEW, OTHER = "It felt\nodd, “at first”", "It felt warm.", "Rain outside."
LATER_S = 300.0


@pytest.fixture(params=[WHOLE, FORMAT_1], ids=lambda each: each.stem)
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a kept sitting with two notes, the first of which was changed."""
    made = tmp_path / "sessions" / "2026" / "2026-11-23T080000_hand-on-heart_7f3a.csv"
    made.parent.mkdir(parents=True)
    shutil.copy(request.param, made)
    afterwards.append_note(made, Noted(LATER_S, OLD), Noted(LATER_S, OTHER))
    assert list_sittings(made.parents[1])[0].notes == (OLD, OTHER)
    afterwards.change_note(made, OLD, NEW)
    return made


def _in_report(path: Path) -> str:
    recording = read_recording(path)
    return html_page(sitting_page(recording, compare_rests(recording)[2])).decode()


def _exported(path: Path, format_name: str) -> str:
    out = path.parents[2] / f"copy.{format_name}"
    write_one(out, path, format_name, device=False, force=True)
    return out.read_text(errors="replace")


SHOWN: dict[str, Callable[[Path], str]] = {
    "summary": lambda path: repr(summarise(read_recording(path)).notes),
    "list": lambda path: repr(list_sittings(path.parents[1])[0].notes),
    "one sitting": lambda path: repr(read_kept(path).as_dict()),
    "strip": lambda path: repr(Course.of(read_recording(path)).notes),
    "report": _in_report,
    "json": lambda path: _exported(path, "json"),
}


@pytest.mark.parametrize("where", SHOWN)
def test_the_newest_words_are_shown_and_the_old_ones_nowhere(path: Path, where: str) -> None:
    """The other note stays; also in a sitting of the first format."""
    shown = SHOWN[where](path)
    assert NEW in shown
    assert OTHER in shown
    assert "odd" not in shown


def test_a_search_finds_the_new_words_only(path: Path) -> None:
    """The cached list was written anew."""
    (kept,) = list_sittings(path.parents[1])
    assert kept.holds("warm")
    assert not kept.holds("odd")


def test_nothing_but_the_note_is_another(path: Path) -> None:
    """Its seal holds, it lasts as long, the note keeps its time; the file was only added to."""
    before, found = path.read_bytes(), read_recording(path)
    assert found.sealed
    assert found.left_out == ()
    assert read_kept(path).length_s == pytest.approx(found.end_s, abs=0.1)
    assert [note.time_s for note in notes_of(found.events)] == [LATER_S, LATER_S]
    afterwards.change_note(path, NEW, "")
    assert path.read_bytes().startswith(before)
    assert read_kept(path).notes == (OTHER,)


def test_a_note_that_is_there_no_more_is_not_changed_again(path: Path) -> None:
    """Another window was sooner; nothing is written, and it is said."""
    before = path.read_bytes()
    with pytest.raises(RecordingError, match="no such note any more"):
        afterwards.change_note(path, OLD, "Too late.")
    assert path.read_bytes() == before


def test_of_two_notes_alike_one_is_taken_back() -> None:
    """Each has its own time; what was never noted cannot be taken back."""
    twice = (Noted(1.0, "marker"), Noted(2.0, "marker"))
    assert notes_of((*twice, Unnoted(2.0, "marker"), Unnoted(3.0, "marker"))) == twice[:1]
    assert notes_of((*twice[:1], Unnoted(1.0, "marker"), *twice[:1])) == twice[:1]


def test_a_copy_as_it_is_keeps_the_change(path: Path) -> None:
    """Read again it has the new words; what was taken back stays in the file, as all does."""
    copy = path.parents[2] / "copy.csv"
    write_one(copy, path, "original", device=False, force=True)
    assert read_kept(copy).notes == read_kept(path).notes
    assert "odd" in copy.read_text()


@pytest.mark.parametrize("text", [NEW, ""])
def test_a_note_changed_on_another_computer_is_changed_here(tmp_path: Path, text: str) -> None:
    """Where it was noted on both since; brought twice, nothing more happens."""
    name = "2026-11-23T080000_hand-on-heart_7f3a.csv"
    here, there = tmp_path / "here" / "2026" / name, tmp_path / "there" / name
    for each in (here, there):
        each.parent.mkdir(parents=True)
        shutil.copy(WHOLE, each)
        afterwards.append_note(each, Noted(LATER_S, OLD))
    afterwards.append_note(here, Noted(LATER_S, OTHER))
    afterwards.change_note(there, OLD, text)
    for _ in range(2):
        list(Import(tmp_path / "here").outcomes(there))
        assert read_kept(here).notes == tuple(filter(None, (OTHER, text)))


def test_a_note_that_is_changed_into_itself_stays_as_it_is(path: Path) -> None:
    """Not a row is added."""
    before = path.read_bytes()
    afterwards.change_note(path, NEW, NEW)
    assert path.read_bytes() == before


def test_what_came_and_went_on_another_computer_is_not_told(path: Path, tmp_path: Path) -> None:
    """Only notes that hold are counted, and one that was taken back there is, here, too."""
    other = tmp_path / "other.csv"
    shutil.copy(path, other)
    afterwards.append_note(other, Noted(LATER_S, "A slip."))
    afterwards.change_note(other, "A slip.", "")
    there = read_recording(other)
    changes = [each for each in there.events if isinstance(each, Noted | Unnoted)]
    assert add_missing(path, changes) == ""
    afterwards.change_note(other, OTHER, "")
    taken = [*changes, Unnoted(LATER_S, OTHER)]
    told = "One of its notes would be taken back, as in the other file."
    assert add_missing(path, taken, dry_run=True) == told
    assert add_missing(path, taken) == told.replace("would be", "was")
    assert read_kept(path).notes == (NEW,)
    more = [*taken, Noted(LATER_S, "One."), Noted(LATER_S, "Two.")]
    assert add_missing(path, more) == "2 notes that it did not have were added to it."


def test_a_year_has_four_digits_in_a_list(path: Path) -> None:
    """A file may say anything of when it began."""
    kept = read_kept(path)._replace(began=datetime(1, 2, 3, 4, 5, tzinfo=UTC))
    assert heading(kept).startswith("0001-02-03 04:05  ")

"""What a person tells of themselves is written down, read again, and never made up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.checkin import (
    UNRATED,
    Feeling,
    Intended,
    Outcome,
    Rated,
    Ratings,
    When,
    experiment_of,
    ratings_of,
)
from biofeedback.commands.terminal import as_dict
from biofeedback.runs.begin import begin_sitting
from biofeedback.runs.live_run import LiveRun
from biofeedback.sitting import SittingPlan
from biofeedback.store.afterwards import append_note
from biofeedback.store.library import list_sittings
from biofeedback.store.recording import read_recording
from biofeedback.store.rows import decode, encode, from_line, to_line
from practices.library import find_practice

BEFORE = (Rated(0.0, Feeling.CRITIC, When.BEFORE, 7), Rated(0.0, Feeling.CALM, When.BEFORE, 3))
AFTER = (Rated(9.0, Feeling.CRITIC, When.AFTER, 4), Rated(9.0, Feeling.CALM, When.AFTER, 6))


def a_run(folder: Path) -> LiveRun:
    """Return a hurried minute without a heart."""
    plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0.0)
    return begin_sitting(plan, None, lambda _: None, folder=folder, speed=200.0)


def sat(folder: Path) -> LiveRun:
    """Return a sitting that has ended, checked in and out."""
    run = a_run(folder)
    for rated in BEFORE:
        run.record(rated)
    run.start()
    assert run.join()
    for rated in AFTER:
        run.record(rated)
    return run


@given(st.sampled_from(Feeling), st.sampled_from(When), st.integers(0, 10), st.integers(0, 9999))
def test_every_rating_comes_back_from_its_row(
    feeling: Feeling, when: When, rating: int, time_s: int
) -> None:
    """A rating is a row of its own, and the same rating when it is read."""
    rated = Rated(float(time_s), feeling, when, rating)
    assert decode(from_line(to_line(encode(rated)).rstrip("\n"))) == rated


@pytest.mark.parametrize("rating", [-1, 11])
def test_a_rating_beyond_the_scale_is_refused(rating: int) -> None:
    """The scale goes from 0 to 10, in a file that was changed by hand too."""
    with pytest.raises(ValueError, match="choose 0 to 10"):
        Rated(0.0, Feeling.CALM, When.BEFORE, rating)


def test_what_was_passed_over_has_no_answer() -> None:
    """A question without an answer is absent, not 0; the last answer to a question counts."""
    assert ratings_of([]) == UNRATED
    assert ratings_of([]).as_dict() == {}
    changed = Rated(1.0, Feeling.CALM, When.BEFORE, 0)
    found = ratings_of([BEFORE[1], changed])
    assert found == Ratings(calm_before=0)
    assert found.as_dict() == {"calm": {"before": 0}}


def test_ratings_before_and_after_are_in_the_file_the_summary_and_the_list(tmp_path: Path) -> None:
    """Those of the check-out come when the file is closed already; all four are kept."""
    run = sat(tmp_path)
    assert run.path is not None
    expected = Ratings(critic_before=7, calm_before=3, critic_after=4, calm_after=6)
    recording = read_recording(run.path)
    assert ratings_of(recording.events) == run.summary().ratings == expected
    assert recording.sealed
    told = {"critic": {"before": 7, "after": 4}, "calm": {"before": 3, "after": 6}}
    assert as_dict(run.summary())["ratings"] == told
    for _ in range(2):  # read from the file, then from the index
        (kept,) = list_sittings(tmp_path)
        assert kept.ratings == expected
        assert kept.as_dict()["ratings"] == told


def test_a_rating_long_after_the_end_does_not_lengthen_the_sitting(tmp_path: Path) -> None:
    """What is said afterwards is no part of what happened."""
    run = sat(tmp_path)
    assert run.path is not None
    before_s = read_recording(run.path).end_s
    append_note(run.path, Rated(before_s + 500, Feeling.CALM, When.AFTER, 8))
    assert read_recording(run.path).end_s == before_s
    assert list_sittings(tmp_path)[0].length_s <= before_s


def test_an_unrecorded_sitting_takes_ratings_too(tmp_path: Path) -> None:
    """Nothing is written, and the summary still shows them."""
    plan = SittingPlan(find_practice("hand-on-heart").lasting(60), rest_s=0.0)
    run = begin_sitting(plan, None, lambda _: None, folder=None, speed=500.0)
    run.start()
    assert run.join()
    run.record(AFTER[0])
    assert run.summary().ratings == Ratings(critic_after=4)
    assert not list(tmp_path.iterdir())


def test_an_experiment_waits_until_it_is_told(tmp_path: Path) -> None:
    """Not told (None) is something else than passed over (empty)."""
    run = a_run(tmp_path)
    run.record(Intended(0.0, "Stay for 15 minutes"))
    run.start()
    assert run.join()
    time.sleep(0.01)  # or the file would change within one tick of its clock
    assert run.path is not None
    (kept,) = list_sittings(tmp_path)
    assert (kept.experiment, kept.outcome) == ("Stay for 15 minutes", None)
    append_note(run.path, Outcome(70.0, "I stayed, and laughed once."))
    (kept,) = list_sittings(tmp_path)
    assert kept.outcome == "I stayed, and laughed once."
    assert experiment_of([Intended(0.0, "a"), Outcome(1.0, "")]) == ("a", "")

"""The search for one's own pace: five paces in turn, what they felt like, and a suggestion."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from analysis.compare import Refusal
from analysis.live import LiveMeasures
from analysis.own_pace import OwnPace
from biofeedback.checkin import Felt
from biofeedback.results.pace_search import PACES, SearchPlan, find_pace, pattern_of, trials_of
from biofeedback.results.summary import summarise
from biofeedback.runs.clock import SessionClock
from biofeedback.runs.guide import Guide
from biofeedback.runs.session import Session
from biofeedback.sitting import (
    LineShown,
    PaceChanged,
    Paused,
    Phase,
    PhaseStarted,
    Resumed,
    practised,
)
from biofeedback.store.recorder import Recorder
from biofeedback.store.recording import Recording, read_recording
from biofeedback.store.rows import Event
from devices.events import Beat
from practices.library import find_practice
from tests.pretended_time import PretendedTime

BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
META = {"practice": "own-pace", "format": "1"}
PLAN = SearchPlan(find_practice("own-pace"))
WIDEST = PACES[3]  # at this pace the made heart swings 80 ms from trough to peak, else 40


@pytest.fixture(scope="module")
def led() -> tuple[Event, ...]:
    """Return what the guide says of an undisturbed search, on a pretended clock."""
    loop = PretendedTime()
    session = Session(LiveMeasures(require_warm=True))
    guide = Guide(PLAN, session, SessionClock(monotonic=loop.time))
    loop.run_until_complete(guide.run(wait_for_heart=False))
    loop.close()
    return (*session.events, PhaseStarted(900.0, Phase.ENDED))


def heart(events: tuple[Event, ...]) -> Iterator[Event]:
    """Yield beats of 1 s on average whose intervals swing with each pace, a sine."""
    starts = [event for event in events if isinstance(event, PhaseStarted)]
    time_s = 0.0
    for one, following in itertools.pairwise(starts):
        paced = one.phase is Phase.PRACTICE and one.pattern
        swing_ms = (80.0 if paced == WIDEST else 40.0) if paced else 0.0
        while time_s < following.time_s:
            turns = (time_s - one.time_s) * (paced.frequency_hz if paced else 0.0)
            rr_ms = 1000 + swing_ms / 2 * float(np.sin(2 * np.pi * turns))
            time_s += rr_ms / 1000
            yield Beat(time_s, rr_ms, 0)


def recorded(events: tuple[Event, ...], *more: Event) -> Recording:
    """Return the recording of a search, with a heart and whatever else happened."""
    told = sorted((*events, *heart(events), *more), key=lambda event: event.time_s)
    return Recording(tuple(told), BEGAN, META)


def test_it_goes_from_6_5_to_4_5_breaths_a_minute_two_minutes_each(led: tuple[Event, ...]) -> None:
    """Five paces in steps of 0.5 s, each after a lead-in, with rests between; 15 minutes."""
    per_min = [pattern.breaths_per_min for pattern in PACES]
    assert np.allclose(per_min, [6.5, 6.0, 5.5, 5.0, 4.5], atol=0.2)
    assert per_min == sorted(per_min, reverse=True)
    starts = [event for event in led if isinstance(event, PhaseStarted)]
    order = [Phase.READY, *[Phase.LEAD_IN, Phase.PRACTICE, Phase.SETTLE] * 5, Phase.ENDED]
    assert [start.phase for start in starts] == order
    assert [s.pattern for s in starts if s.phase is Phase.PRACTICE] == list(PACES)
    assert starts[-1].time_s == pytest.approx(15 * 60, abs=0.1)
    seconds, last = practised(led, 900.0)
    assert (round(seconds), last) == (600, PACES[-1])


def test_the_lines_of_each_pace_come_with_its_breaths(led: tuple[Event, ...]) -> None:
    """The first at once, each of the others at the beginning of a breath."""
    began_s, pattern, lines = 0.0, PACES[0], 0
    for event in led:
        if isinstance(event, PhaseStarted) and event.pattern:
            began_s, pattern = event.time_s, event.pattern
        elif isinstance(event, LineShown):
            breaths = (event.time_s - began_s) / pattern.cycle_s
            assert breaths == pytest.approx(round(breaths), abs=0.01)
            lines += 1
    (step,) = find_practice("own-pace").steps
    slots = (int(120 / pattern.cycle_s) for pattern in PACES)
    rounds = len(step.phrases)  # they come in whole rounds
    assert lines == sum(each - (each - len(step.lines)) % rounds for each in slots)


def test_the_pace_with_the_widest_swing_is_suggested(led: tuple[Event, ...]) -> None:
    """The trials hold the swings that were made: 80 ms at one pace, 40 ms at the others."""
    found = find_pace(recorded(led))
    assert isinstance(found, OwnPace)
    assert pattern_of(found.breaths_per_min) == WIDEST
    swings_ms = [score.amplitude_ms for score in found.scores]
    assert swings_ms == pytest.approx([40, 40, 40, 80, 40], rel=0.1)
    assert "5 breaths a minute" in found.explained()


def test_what_felt_easy_is_asked_of_each_pace_and_the_last_answer_counts(
    led: tuple[Event, ...],
) -> None:
    """Also one that is given after the end; a pace that was passed over has none."""
    rests = [e.time_s for e in led if isinstance(e, PhaseStarted) and e.phase is Phase.SETTLE]
    answers = [Felt(rests[0] + 5, 1), Felt(rests[0] + 6, 10), Felt(rests[2] + 5, 7)]
    trials = trials_of(recorded(led, *answers, Felt(1000.0, 3)))
    assert [trial.comfort for trial in trials] == [10, None, 7, None, 3]


def test_a_pause_and_a_gentler_pace_are_no_part_of_a_trial(led: tuple[Event, ...]) -> None:
    """Paused: it counts from there on, if enough is left. Changed: it was another pace."""
    begins = [e.time_s for e in led if isinstance(e, PhaseStarted) and e.phase is Phase.PRACTICE]
    trials = trials_of(
        recorded(
            led,
            *(Paused(begins[0] + 10.0), Resumed(begins[0] + 40.0)),
            *(Paused(begins[1] + 80.0), Resumed(begins[1] + 81.0)),
            PaceChanged(begins[2] + 50.0, None),
        )
    )
    assert [t.breaths_per_min for t in trials] == [PACES[k].breaths_per_min for k in (0, 3, 4)]
    assert np.sum(trials[0].rr_ms) / 1000 == pytest.approx(80, abs=2)


def test_an_early_end_is_answered_with_the_reason(led: tuple[Event, ...]) -> None:
    """Two paces say too little; another sitting is no search at all."""
    whole = recorded(led)
    early = tuple(event for event in whole.events if event.time_s < 400)
    refused = find_pace(replace(whole, events=early))
    assert isinstance(refused, Refusal)
    assert refused.reason == "needs at least 3 different paces"
    assert find_pace(replace(whole, meta={"practice": "hand-on-heart"})) is None


def test_how_it_felt_is_in_the_file(tmp_path: Path) -> None:
    """And nothing beyond the scale is."""
    recorder = Recorder(tmp_path / "search.csv", BEGAN, META)
    recorder.append(PhaseStarted(0.0, Phase.SETTLE, 55.0))
    recorder.append(Felt(12.5, 7))
    recorder.close(20.0)
    assert Felt(12.5, 7) in read_recording(recorder.path).events
    with pytest.raises(ValueError, match="choose 0 to 10"):
        Felt(0.0, 11)


def test_a_search_that_ended_before_its_first_pace_is_told_so() -> None:
    """In words; the summary is whole."""
    events = (PhaseStarted(0.0, Phase.LEAD_IN, 5.0), PhaseStarted(3.0, Phase.ENDED))
    found = summarise(Recording(events, BEGAN, META)).pace
    assert isinstance(found, Refusal)
    assert found.reason == "no pace was tried"
    assert trials_of(Recording(events, BEGAN, META)) == []

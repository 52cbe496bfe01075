"""A change of pace never makes the pacer jump, and phrases go on for whoever stays longer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.breathing import BreathPattern, Pacing
from practices.library import load_practices
from practices.practice import Practice

PATTERNS = st.builds(
    BreathPattern,
    *[st.integers(3, 12).map(lambda half: half / 2)] * 2,
    *[st.integers(0, 4).map(lambda half: half / 2)] * 2,
)
FASTEST = 3.15 / 2 / 1.5  # of a half cosine over the shortest part that is drawn, 1.5 s, per s


@given(PATTERNS, st.lists(st.tuples(st.floats(0, 30), PATTERNS), max_size=5))
def test_no_change_of_pace_makes_the_pacer_jump(
    first: BreathPattern, changes: list[tuple[float, BreathPattern]]
) -> None:
    """In steps of 20 ms the fullness never moves farther than the quickest half cosine does."""
    pacing, now_s, step_s = Pacing(first), 0.0, 0.02
    was = pacing.at(0.0).fullness
    for wait_s, pattern in [*changes, (30.0, first)]:
        until_s = now_s + wait_s
        while now_s < until_s:
            now_s += step_s
            fullness = pacing.at(now_s).fullness
            assert abs(fullness - was) <= FASTEST * step_s + 1e-6
            was = fullness
        pacing = pacing.to(pattern, now_s)
        assert pacing.at(now_s).fullness == pytest.approx(was, abs=1e-6)


@given(PATTERNS, st.floats(0, 300), PATTERNS)
def test_the_new_pace_begins_with_the_next_whole_breath(
    old: BreathPattern, at_s: float, new: BreathPattern
) -> None:
    """The breath under way is led to its end; then the new one begins, empty."""
    changed = Pacing(old).to(new, at_s)
    assert -1e-9 <= changed.since_s - at_s <= old.cycle_s + 1e-9
    assert changed.at(changed.since_s).fullness == pytest.approx(0, abs=1e-9)
    assert changed.at(changed.since_s + new.inhale_s).fullness == pytest.approx(1, abs=1e-6)


def test_a_gentler_pace_is_shorter_and_then_there_is_ones_own_rhythm() -> None:
    """From 4/6: 3 in and 4.5 out, then 2 and 3.5 (a breath of 5.5 s), then none."""
    eased = BreathPattern(4.0, 6.0).eased()
    assert eased == BreathPattern(3.0, 4.5)
    assert eased.eased() == BreathPattern(2.0, 3.5)
    assert BreathPattern(2.0, 3.5).eased() is None


@given(PATTERNS)
def test_easing_ends(pattern: BreathPattern) -> None:
    """However often it is asked for, the breath gets shorter and at last free."""
    steps: list[BreathPattern] = [pattern]
    while following := steps[-1].eased():
        assert following.cycle_s < steps[-1].cycle_s
        steps.append(following)
    assert len(steps) <= 10


@pytest.mark.parametrize("practice", load_practices(), ids=lambda practice: practice.id)
def test_phrases_go_on_in_their_rhythm_for_whoever_stays_longer(practice: Practice) -> None:
    """No phrase comes sooner than before, none is left out, and none before the planned end."""
    timed = practice.lasting(practice.longest_s)
    more = list(itertools.islice(timed.cues_and_on(), len(timed.cues) + 12))
    assert tuple(more[: len(timed.cues)]) == timed.cues
    step = practice.steps[-1]
    if not step.phrases:
        assert tuple(more) == timed.cues
        return
    added = more[len(timed.cues) :]
    assert added[0].time_s >= timed.length_s
    slot_s = timed.cues[-1].time_s - timed.cues[-2].time_s
    for one, following in itertools.pairwise(added):
        assert following.time_s - one.time_s == pytest.approx(slot_s, abs=2e-3)
    texts = [phrase.text for phrase in step.phrases]
    said = [cue.line for cue in more if cue.step_index == len(practice.steps) - 1]
    said = said[len(step.lines) :]
    assert said == list(itertools.islice(itertools.cycle(texts), len(said)))

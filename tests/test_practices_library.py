"""The practices: whole at every length, in the words that were asked for, kindly said."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices import safety
from practices.library import (
    ScriptError,
    UnknownPracticeError,
    find_practice,
    load_practices,
    read_script,
)
from practices.practice import READABLE_S, Element, Guidance, Practice

PRACTICES = {practice.id: practice for practice in load_practices()}
UNKIND = re.compile(
    r"\b(fail\w*|wrong|poor|bad|should|must|streak|score|grade|abort\w*)\b", re.IGNORECASE
)


@st.composite
def timed(draw: st.DrawFn) -> tuple[Practice, float]:
    """Draw a practice and a length in its range, or its micro form."""
    practice = draw(st.sampled_from(list(PRACTICES.values())))
    lengths = st.integers(int(practice.shortest_s), int(practice.longest_s))
    micro = [practice.micro_s] if practice.micro_s else []
    return practice, draw(st.sampled_from(micro) | lengths if micro else lengths)


@settings(max_examples=300)
@given(timed())
def test_a_practice_of_any_length_is_whole(chosen: tuple[Practice, float]) -> None:
    """Every step and every line comes, in order, and each stands long enough to be read."""
    practice, length_s = chosen
    cues = practice.lasting(length_s).cues
    assert cues[0].time_s == 0
    ends = [cue.time_s for cue in cues[1:]] + [length_s]
    for cue, end_s in zip(cues, ends, strict=True):
        assert end_s - cue.time_s >= READABLE_S - 0.002
    assert [index for index, _ in itertools.groupby(cue.step_index for cue in cues)] == list(
        range(len(practice.steps))
    )
    for index, step in enumerate(practice.steps):
        said = {cue.line for cue in cues if cue.step_index == index}
        assert said == {line.text for line in (*step.lines, *step.phrases)}


@given(timed(), st.floats(-5, 2000))
def test_a_practice_knows_its_line_at_any_time(
    chosen: tuple[Practice, float], time_s: float
) -> None:
    """It is the last cue that has come."""
    timed_practice = chosen[0].lasting(chosen[1])
    came = [cue for cue in timed_practice.cues if cue.time_s <= max(time_s, 0)]
    place = timed_practice.at(time_s)
    assert (place.line, place.since_s) == (came[-1].line, came[-1].time_s)


@given(timed())
def test_paced_lines_come_with_a_breath(chosen: tuple[Practice, float]) -> None:
    """Where the pacer carries a step, its phrases begin on whole breaths if there is time."""
    practice, length_s = chosen
    for cue in practice.lasting(length_s).cues:
        if practice.steps[cue.step_index].breathing is Guidance.PACED:
            breaths = cue.time_s / practice.pattern.cycle_s
            assert breaths == pytest.approx(round(breaths))


@pytest.mark.parametrize(
    ("name", "shortest_min", "longest_min", "micro_min", "quoted"),
    [
        ("self-compassion-break", 2, 5, None, [
            "This is anxiety", "this is disappointment", "This is hard",
            "This is part of life — everyone struggles.",
            "May I be kind to myself.", "May I accept myself as I am.",
        ]),
        ("hand-on-heart", 3, 7, 1, ["This is difficult.", "May I be gentle with myself."]),
        ("loving-kindness", 5, 10, 3, [
            "May I be safe.", "May I be peaceful.", "May I accept myself.",
        ]),
        ("compassionate-friend", 8, 12, None, ["voice", "warmth", "words"]),
    ],
)  # fmt: skip
def test_the_four_practices_are_as_the_article_has_them(
    name: str, shortest_min: float, longest_min: float, micro_min: float | None, quoted: list[str]
) -> None:
    """Lengths and quoted phrases, from the page on what the practices are."""
    practice = PRACTICES[name]
    assert (practice.shortest_s, practice.longest_s) == (shortest_min * 60, longest_min * 60)
    assert practice.micro_s == (micro_min * 60 if micro_min else None)
    said = "\n".join(line.text for step in practice.steps for line in (*step.lines, *step.phrases))
    for phrase in quoted:
        assert phrase in said
    assert practice.pattern.describe() == "4 s in · 6 s out"


def test_the_break_goes_through_the_three_elements_in_order() -> None:
    """Mindfulness, common humanity, self-kindness, and a few slow breaths at the end."""
    steps = PRACTICES["self-compassion-break"].steps
    assert [step.element for step in steps][:3] == list(Element)
    assert steps[-1].breathing is Guidance.PACED


def test_every_word_is_kind_and_short() -> None:
    """No word of blame or duty; a line fits at a glance."""
    spoken = [
        line.text
        for practice in PRACTICES.values()
        for step in practice.steps
        for line in (*step.lines, *step.phrases)
    ]
    cared = [*safety.GROUNDING.lines, *safety.SUPPORT.lines, safety.NOT_A_MEDICAL_DEVICE]
    for text in [*spoken, *cared, *(practice.summary for practice in PRACTICES.values())]:
        assert not UNKIND.search(text)
        assert len(text) <= 90
    assert "local emergency number" in " ".join(safety.SUPPORT.lines)


def test_a_practice_is_found_by_id_name_or_beginning() -> None:
    """However a person writes it, as long as it is only one."""
    for name in ("hand-on-heart", "Hand-on-Heart Soothing", "HAND", "hand"):
        assert find_practice(name) is PRACTICES["hand-on-heart"]
    for name in ("", "juggling"):
        with pytest.raises(UnknownPracticeError, match="choose one of self-compassion-break"):
            find_practice(name)


def test_a_length_outside_the_range_is_refused_with_the_range() -> None:
    """The sentence names the practice, its range and its micro form."""
    with pytest.raises(ValueError, match=r"3 to 7 minutes, or 1, not 20"):
        PRACTICES["hand-on-heart"].lasting(20 * 60)


WHOLE = """
id = "mine"
name = "Mine"
summary = "My own words."
minutes = [1, 3]
[[step]]
name = "One"
element = "self-kindness"
lines = ["I am doing what I can."]
"""


def test_a_person_can_write_their_own(tmp_path: Path) -> None:
    """The smallest script there is."""
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert read_script(path).lasting(90).at(10).line == "I am doing what I can."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('name = "Mine"', ""), "'name' is missing; expected a text"),
        (('"self-kindness"', '"fun"'), "in step 1: 'element' is not 'mindfulness' or"),
        (("[1, 3]", "[3, 1]"), "no range of lengths"),
        (("[1, 3]", '"long"'), "'minutes' is not"),
        (("lines = [", "line = ["), "'lines' is missing"),
        (('name = "One"', 'name = "One"\ncolour = "red"'), "in step 1: 'colour' is not known"),
        (("minutes = [1, 3]", "minutes = [1, 3]\nmicro_minutes = 0.05"), "are needed"),
        (("[[step]]", "[[step"), "no TOML"),
    ],
)
def test_an_unusable_script_is_refused_with_file_place_and_expectation(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    """One sentence that a writer of scripts can act on."""
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE.replace(*change), encoding="utf-8")
    with pytest.raises(ScriptError, match=re.escape(says)) as refused:
        read_script(path)
    assert "mine.toml" in str(refused.value)

"""The practices: whole at every length, in the words that were asked for, kindly said."""

from __future__ import annotations

import itertools
import re
import shutil
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices import library
from practices.breathing import PRESETS, BreathPattern
from practices.library import (
    LANGUAGES,
    ORDER,
    UnknownPracticeError,
    check_script,
    find_practice,
    load_practices,
    new_script,
    own_practices,
)
from practices.parts import READABLE_S, Element, Guidance, Kind
from practices.practice import Practice
from practices.script import ScriptError

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


def test_in_a_quiet_rest_nothing_is_done() -> None:
    """No pacer and no phrases: its two rests differ by themselves alone."""
    rest = PRACTICES["quiet-rest"]
    assert rest.lasting(60).pacer is None
    assert rest.steps[0].phrases == ()
    assert all(p.lasting(p.shortest_s).pacer for p in PRACTICES.values() if p is not rest)


def test_every_word_is_kind_and_short() -> None:
    """No word of blame or duty; a line fits at a glance."""
    spoken = [
        line.text
        for practice in PRACTICES.values()
        for step in practice.steps
        for line in (*step.lines, *step.phrases)
    ]
    for text in [*spoken, *(practice.summary for practice in PRACTICES.values())]:
        assert not UNKIND.search(text)
        assert len(text) <= 90


def test_a_practice_is_found_by_id_name_or_beginning() -> None:
    """However a person writes it, as long as it is only one."""
    for name in ("hand-on-heart", "Hand-on-Heart Soothing", "HAND", "hand"):
        assert find_practice(name) is PRACTICES["hand-on-heart"]
    for name in ("", "juggling"):
        with pytest.raises(UnknownPracticeError, match="choose one of self-compassion-break"):
            find_practice(name)


def test_several_that_begin_alike_are_named() -> None:
    """It is not true that there is none."""
    twin = replace(PRACTICES["hand-on-heart"], id="mine")
    with pytest.raises(UnknownPracticeError, match=r"begin with 'Hand-on.*: give one of hand-on-h"):
        find_practice("Hand-on-Heart Soothing", [PRACTICES["hand-on-heart"], twin])
    with pytest.raises(UnknownPracticeError, match=r"one of compassionate-friend, comp\."):
        find_practice("com", [PRACTICES["compassionate-friend"], replace(twin, id="comp")])


def test_every_practice_stands_in_the_readme() -> None:
    """In its table, with its name and its lengths; but for the rest, which is no practice."""
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for practice in PRACTICES.values():
        if practice.kind is not Kind.REST:
            shortest, longest = practice.shortest_s / 60, practice.longest_s / 60
            range_ = f"{shortest:g}–{longest:g}" if shortest < longest else f"{longest:g}"
            micro = f", or {practice.micro_s / 60:g}" if practice.micro_s else ""
            row = f"| {practice.name} | {range_}{micro} |"
            assert row in readme, f"README's table of practices has no row {row!r}"


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return scripts as they come with the program, which a contributor may add to."""
    scripts = tmp_path / "practices" / "scripts"
    shutil.copytree(str(files("practices") / "scripts"), scripts)
    monkeypatch.setattr(library, "SCRIPTS", scripts)
    return scripts


def test_a_script_that_is_to_come_with_the_program_is_told_what_it_lacks(
    ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its place in ORDER, its other language; then it is whole, as those that are there are."""
    for name in ("hand-on-heart", "own-pace"):
        assert check_script(ours / "en" / f"{name}.toml", ours).id == name
    added = ours / "en" / "mine.toml"
    text = (ours / "en" / "hand-on-heart.toml").read_text(encoding="utf-8")
    added.write_text(text.replace('"hand-on-heart"', '"mine"'), encoding="utf-8")
    with pytest.raises(ScriptError) as refused:
        check_script(added, ours)
    assert str(refused.value) == (
        f"{added}: it is whole, but cannot be chosen yet: write 'mine' into ORDER in "
        "practices/library.py; write it in practices/scripts/de too."
    )
    monkeypatch.setattr(library, "ORDER", (*ORDER, "mine"))
    with pytest.raises(ScriptError, match=r"yet: write it in practices/scripts/de too\.$"):
        check_script(added, ours)
    shutil.copy(added, ours / "de")
    assert check_script(added, ours).id == "mine"
    renamed = added.rename(added.with_name("other.toml"))
    with pytest.raises(ScriptError, match=r"call it mine\.toml"):
        check_script(renamed, ours)


def test_a_length_outside_the_range_is_refused_with_the_range() -> None:
    """The sentence names the practice, its range and its micro form."""
    with pytest.raises(ValueError, match=r"3 to 7 minutes, or 1, not 20"):
        PRACTICES["hand-on-heart"].lasting(20 * 60)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_practice_in_the_same_shape(language: str) -> None:
    """Lengths, elements, breathing, weights and the number of lines; every word is another."""
    for practice in load_practices(language):
        model = PRACTICES[practice.id]
        assert shape(practice) == shape(model)
        assert practice.lasting(practice.shortest_s).length_s == model.shortest_s
        if language != "en":
            assert not words(practice) & words(model)


def shape(practice: Practice) -> object:
    """Return all of a practice but its words."""
    steps = [
        (s.element, s.breathing, s.weight, bool(s.touch), len(s.lines), len(s.phrases))
        for s in practice.steps
    ]
    lengths = (practice.shortest_s, practice.longest_s, practice.micro_s)
    return lengths, practice.pattern, practice.kind, steps


def words(practice: Practice) -> set[str]:
    """Return every text of a practice."""
    steps = [
        (step.name, step.touch, *(line.text for line in (*step.lines, *step.phrases)))
        for step in practice.steps
    ]
    return {practice.name, practice.summary, *(text for step in steps for text in step if text)}


def test_own_practices_stand_beside_the_others(tmp_path: Path) -> None:
    """Found by name; what cannot be used is said and hides nothing."""
    made = new_script(tmp_path, "My “kind” words", "hand-on-heart")
    (tmp_path / "broken.toml").write_text("id = ", encoding="utf-8")
    taken = made.read_text(encoding="utf-8").replace("my-kind-words", "hand-on-heart")
    (tmp_path / "taken.toml").write_text(taken, encoding="utf-8")
    own, troubles = own_practices(tmp_path)
    assert [(p.id, p.name) for p in own] == [("my-kind-words", "My “kind” words")]
    assert shape(own[0]) == shape(PRACTICES["hand-on-heart"])
    assert find_practice("my", [*PRACTICES.values(), *own]) is own[0]
    broken, doubled = map(str, troubles)
    assert broken.startswith(f"{tmp_path / 'broken.toml'}, line 1: it is no TOML")
    assert doubled.startswith(
        f"{tmp_path / 'taken.toml'}, line 12: the id 'hand-on-heart' is taken"
    )
    assert own_practices(tmp_path / "nowhere") == ((), ())


def test_what_is_begun_from_any_practice_is_one_of_compassion(tmp_path: Path) -> None:
    """A person's own never turns into a search for a pace, whatever it was begun from."""
    for practice in PRACTICES.values():
        new_script(tmp_path, f"Mine like {practice.id}", practice.id)
    own, troubles = own_practices(tmp_path)
    assert troubles == ()
    assert {practice.kind for practice in own} == {Kind.COMPASSION}
    assert len(own) == len(PRACTICES)


def test_a_new_script_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Neither of one that is there, nor of one that comes with the program."""
    made = new_script(tmp_path, "Mine", "loving-kindness", "de")
    made.write_text("my work of an hour", encoding="utf-8")
    with pytest.raises(FileExistsError):
        new_script(tmp_path, "Mine", "hand-on-heart")
    assert made.read_text(encoding="utf-8") == "my work of an hour"
    for name in ("Hand on Heart", "…", "", "two\nlines"):
        with pytest.raises(ValueError, match="name"):
            new_script(tmp_path, name, "hand-on-heart")
    assert list(tmp_path.iterdir()) == [made]


HALVES, HOLDS = ([n / 2 for n in numbers] for numbers in (range(1, 31), range(9)))
PATTERNS = st.sampled_from(PRESETS) | st.tuples(
    *[st.sampled_from(HALVES)] * 2, *[st.sampled_from(HOLDS)] * 2
).filter(lambda parts: 3 <= sum(parts) <= 30).map(lambda parts: BreathPattern(*parts))


@settings(max_examples=600)
@given(timed(), PATTERNS)
def test_at_any_pace_a_practice_stays_whole(
    chosen: tuple[Practice, float], pattern: BreathPattern
) -> None:
    """Every line comes, none sooner than it can be read, whatever breath a person chose."""
    practice, length_s = chosen[0].at_pace(pattern), chosen[1]
    cues = practice.lasting(length_s).cues
    ends = [cue.time_s for cue in cues[1:]] + [length_s]
    assert all(end - cue.time_s >= READABLE_S - 0.002 for cue, end in zip(cues, ends, strict=True))
    assert {cue.line for cue in cues} == {
        line.text for step in practice.steps for line in (*step.lines, *step.phrases)
    }
    assert practice.pattern == pattern


def test_a_practice_with_a_pace_of_its_own_keeps_it() -> None:
    """Only where nobody wrote another breath than the usual one."""
    own = replace(PRACTICES["hand-on-heart"], pattern=BreathPattern(5.0, 5.0))
    assert own.at_pace(BreathPattern(4.0, 7.0)) == own


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_and_every_key_is_there_in_every_language(language: str) -> None:
    """Read as plain TOML: the same files, the same keys in the same order, as many texts."""
    scripts = files("practices") / "scripts"
    ours, model = scripts / language, scripts / "en"
    wanted = {f"{practice_id}.toml" for practice_id in (*ORDER, "care")}
    there = {path.name for path in ours.iterdir()}
    missing, unlisted = wanted - there, there - wanted
    assert not missing, f"write {sorted(missing)} in practices/scripts/{language}: ORDER has it"
    assert not unlisted, f"write the id of {sorted(unlisted)} into ORDER in practices/library.py"
    for name in sorted(wanted):
        tables = [
            tomllib.loads((folder / name).read_text(encoding="utf-8")) for folder in (ours, model)
        ]
        assert keys(tables[0]) == keys(tables[1]), name


def keys(table: object) -> object:
    """Return the shape of a table, without its texts."""
    if isinstance(table, dict):
        return [(key, keys(value)) for key, value in table.items()]
    return [keys(each) for each in table] if isinstance(table, list) else type(table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_ends_on_the_last_of_its_phrases(language: str) -> None:
    """Whole rounds at every length: what names the hard is never the last word."""
    for practice in load_practices(language):
        lengths = {practice.micro_s or practice.shortest_s, practice.shortest_s, practice.longest_s}
        for length_s in lengths | {practice.shortest_s + 7, practice.longest_s - 13}:
            if practice.shortest_s <= length_s <= practice.longest_s or length_s in lengths:
                cues = practice.lasting(length_s).cues
                for index, step in enumerate(practice.steps):
                    last = [cue.line for cue in cues if cue.step_index == index][-1]
                    assert not step.phrases or last == step.phrases[-1].text

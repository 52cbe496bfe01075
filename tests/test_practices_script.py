"""Scripts that people write by hand: what may stand in one, and what is said about a slip."""

from __future__ import annotations

import itertools
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.library import own_practices, read_text
from practices.parts import Guidance
from practices.script import ScriptError, begin_script, parse_script, read_script
from practices.values import id_for

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
SECOND = """
[[step]]
name = "Two"
element = "mindfulness"
breathing = "paced"
lines = [{text = "This stands long.", weight = 3}, "This does not."]
"""


def test_a_person_can_write_their_own(tmp_path: Path) -> None:
    """The smallest script there is."""
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert read_script(path).lasting(90).at(10).line == "I am doing what I can."


def test_a_line_may_stand_longer_than_another() -> None:
    """By hand: 60 s in two equal steps; 3 to 1 in the second, so 22.5 s and 7.5 s."""
    practice = parse_script(WHOLE + SECOND, "mine.toml")
    assert practice.steps[1].breathing is Guidance.PACED
    times_s = [cue.time_s for cue in practice.lasting(60).cues]
    assert times_s == [0.0, 30.0, 52.5]


PHRASES = """
[[step]]
name = "Two"
element = "self-kindness"
breathing = "paced"
lines = ["With each breath:"]
phrases = ["May I be patient.", {text = "I can take my time.", weight = 2}]
"""


def test_the_script_in_the_how_to_is_whole() -> None:
    """And the slip it tells of is told so, with that line."""
    how_to = (Path(__file__).parents[1] / "docs/how-to/write-a-practice.md").read_text("utf-8")
    text = how_to.partition("```toml\n")[2].partition("```")[0]
    practice = parse_script(text, "my-kind-words.toml")
    cues = [cue for cue in practice.lasting(180).cues if cue.step_index]
    spans_s = [two.time_s - one.time_s for one, two in itertools.pairwise(cues)]
    assert spans_s[:5] == [10, 10, 20, 10, 20]
    with pytest.raises(ScriptError) as refused:
        parse_script(text.replace('"mindfulness"', '"fun"'), "my-kind-words.toml")
    assert str(refused.value) in " ".join(how_to.split())


def test_a_phrase_may_stay_for_two_breaths() -> None:
    """By hand: 90 s from 1:30 on, a breath of 10 s for the line, then rounds of one and two.

    Two whole rounds need 60 s of 80; the breaths that are left go to the last ones.
    """
    practice = parse_script(WHOLE + PHRASES, "mine.toml")
    cues = [cue for cue in practice.lasting(180).cues if cue.step_index]
    assert [cue.time_s for cue in cues] == [90, 100, 110, 130, 150]
    assert [cue.line[:3] for cue in cues] == ["Wit", "May", "I c", "May", "I c"]


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.integers(1, 3),
    st.integers(300, 1200),
    st.sampled_from(["paced", "offered"]),
)
def test_weights_keep_whole_breaths_and_whole_rounds(
    weights: list[int], opening: int, length_s: int, breathing: str
) -> None:
    """At any length, and on beyond its end; whoever weighs more never stands shorter."""
    phrases = ", ".join(
        f'{{text = "P{number}", weight = {weight}}}' for number, weight in enumerate(weights)
    )
    text = f"""
id = "mine"
name = "Mine"
summary = "My own words."
minutes = [5, 20]
[[step]]
name = "One"
element = "self-kindness"
breathing = "{breathing}"
lines = [{{text = "Begin.", weight = {opening}}}]
phrases = [{phrases}]
"""
    timed = parse_script(text, "mine.toml").lasting(length_s)
    cues = timed.cues
    assert cues[-1].line == f"P{len(weights) - 1}"
    assert len(cues) % len(weights) == 1 % len(weights)
    more = list(itertools.islice(timed.cues_and_on(), len(cues) + 9))
    assert more[len(cues)].time_s >= timed.length_s
    names = [f"P{number}" for number in range(len(weights))]
    assert [cue.line for cue in more[1:]] == list(
        itertools.islice(itertools.cycle(names), len(more) - 1)
    )
    spans_s = [after.time_s - cue.time_s for cue, after in itertools.pairwise(cues)]
    least = [opening, *itertools.islice(itertools.cycle(weights), len(spans_s) - 1)]
    if breathing == "paced":
        assert {cue.time_s % 10 for cue in cues} == {0.0}
        assert all(span_s >= 10 * w for span_s, w in zip(spans_s, least, strict=True))
        later = [cue.time_s - more[len(cues)].time_s for cue in more[len(cues) :]]
        assert [round(time_s, 1) % 10 for time_s in later] == [0.0] * 9
    else:
        slots_s = [span_s / weight for span_s, weight in zip(spans_s, least, strict=True)]
        assert slots_s == pytest.approx([slots_s[0]] * len(slots_s), abs=0.01)


def test_the_line_of_least_weight_can_be_read_too() -> None:
    """By hand: of 30 s a line of weight 9 leaves 3 s for the other."""
    with pytest.raises(ScriptError, match=r"has 30 s for its lines, 60 s are needed"):
        parse_script(WHOLE + SECOND.replace("weight = 3", "weight = 9"), "mine.toml")


def test_a_broken_weight_beside_phrases_is_refused() -> None:
    """Half a breath would leave the pacer; with lines alone any weight is good."""
    text = WHOLE + PHRASES.replace("weight = 2", "weight = 1.5")
    with pytest.raises(ScriptError, match=r"line 16 \(step 2\): .* weight of 1.5: .* whole number"):
        parse_script(text, "mine.toml")
    assert parse_script(WHOLE + SECOND.replace("weight = 3", "weight = 1.5"), "mine.toml")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('name = "Mine"', ""), "mine.toml: 'name' is missing; expected a text"),
        (('"self-kindness"', '"fun"'), "line 8 (step 1): 'element' is not 'mindfulness' or"),
        (("[1, 3]", "[3, 1]"), "line 5: 'minutes' is not two numbers of minutes over 0"),
        (("[1, 3]", '"long"'), "line 5: 'minutes' is not"),
        (("[1, 3]", "[-3, 3]"), "the shorter first, such as [3, 7] (found [-3, 3])"),
        (("[1, 3]", "[1, 9000]"), "line 5: Mine lasts up to 9000 minutes: give 120 at the most"),
        (
            ("[1, 3]", "[1, 3]\nmicro_minutes = -1"),
            "line 6: Mine has a short form of -1 minutes: give more than 0 and fewer",
        ),
        (("lines = [", "line = ["), "line 9 (step 1): 'line' is not known; did you mean 'lines'?"),
        (("summary", "sumary"), "line 4: 'sumary' is not known; did you mean 'summary'?"),
        (
            ("[[step]]", "[[step]]\nbreath = '4/6'"),
            "line 7 (step 1): 'breath' belongs to the whole",
        ),
        (("[[step]]", "weight = 2\n[[step]]"), "line 6: 'weight' belongs to a step"),
        (("minutes =", "kind = 'search'\nminutes ="), "line 5: 'kind' is for the practices that"),
        (('"Mine"', "{a = 1}"), "line 3: 'name' is not a text (found a table)"),
        (
            ('name = "One"', 'name = "One"\ncolour = "red"'),
            "line 8 (step 1): 'colour' is not known",
        ),
        (
            ("minutes = [1, 3]", "minutes = [1, 3]\nmicro_minutes = 0.05"),
            "line 7 (step 1): In 0.05 minutes the step 'One' has 3 s for its lines, 6 s are",
        ),
        (("[[step]]", "[[step"), "no TOML"),
        (("[[step]]", "[[step]]\nweight = 0"), "line 6 (step 1): The step 'One' needs lines"),
        (("[[step]]", "[[step]]\nweight = nan"), "line 7 (step 1): 'weight' is not a number"),
        (("lines = [", "lines = 7 #"), "line 9 (step 1): 'lines' is not a list of texts (found 7)"),
        (("what I can", "what\\u202eI can"), "line 9 (step 1): in 'lines' the 1st is not"),
        (("minutes = [1, 3]", 'minutes = [1, 3]\nbreath = "4/6/7"'), "'breath' is not such as"),
        (("minutes = [1, 3]", "minutes = [1, 3]\nbreath = 46"), "line 6: 'breath' is not such as"),
    ],
)
def test_an_unusable_script_is_refused_with_file_line_and_expectation(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    """One sentence that a writer of scripts can act on; lines counted by hand, from 1."""
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE.replace(*change), encoding="utf-8")
    with pytest.raises(ScriptError, match=re.escape(says)) as refused:
        read_script(path)
    assert str(refused.value).startswith(str(path))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("7", "(found 7; expected a text, or {"),
        ("{weight = 2}", "('text' is missing; expected a text, or {"),
        ("{txt = 'x'}", "('txt' is not known; expected a text, or {"),
        ("{text = 'x', weight = 'y'}", "('weight' is not a number: found 'y')"),
        ("{text = 'x', weight = 0}", "(The line 'x' needs a weight over 0)"),
        ("{text = {text = 'x'}}", "(found a table)"),
        ("[true]", "(found [true]; expected a text"),
        ("''", "(found '')"),
    ],
)
def test_the_entry_of_a_list_that_is_wrong_is_named_with_its_own_line(
    entry: str, says: str
) -> None:
    """Of three it is the third, three lines below its key: brackets and # in a text are text."""
    others = """[
  "One, [with] {brackets} # and \\" more.", # a comment, "quoted"
  {text = "Two", weight = 2},
  """
    text = WHOLE.replace('["I am doing what I can."]', f"{others}{entry},\n]")
    with pytest.raises(ScriptError, match=re.escape(says)) as refused:
        parse_script(text, "mine.toml")
    begins = "mine.toml, line 12 (step 1): in 'lines' the 3rd is not as expected "
    assert str(refused.value).startswith(begins)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('"Mine"', "“Mine”"), 3, "straight quotes"),
        (('"Mine"', "„Mine“"), 3, "straight quotes"),
        (('"Mine"', '"Mine”'), 3, "straight quotes"),
        (('["I am doing what I can."]', '["I”, "am"]'), 9, "straight quotes"),
        (('"Mine"', '"My “kind” words'), 3, 'no " at its end'),
        (('"Mine"', "Mine"), 3, "stands in quotes"),
        (('can."]', 'can."\n"Really."]'), 10, 'a comma is missing before "Really."'),
        (('can."]', 'can." "Really."]'), 9, 'a comma is missing before "Really."'),
        (("3]", "3"), 6, "the list before this line has no ]"),
        (('can."]', 'can."'), 9, "a list has no ] at its end"),
        (("[[step]]", "[step]"), 6, "write [[step]]"),
        (("[[step]]", "[step]\na = 1\n[[step]]"), 6, "write [[step]]"),
        (("[[step]]", "[[step]"), 6, "write [[step]]"),
        (('name = "Mine"', 'name "Mine"'), 3, "key = value"),
        (('name = "Mine"', 'name = "Mine"\nname = "Mine"'), 4, "this key stands there twice"),
        (("[[step]]", "[[step]]\nweight = 2,5"), 7, "a number has a point, such as 2.5"),
        (('"Mine"', '"C:\\dir"'), 3, "a backslash is written twice"),
        (('"Mine"', '"Mine" "too"'), 3, 'something more: "too"'),
    ],
)
def test_what_is_no_toml_is_said_with_its_line_first_in_plain_words(
    change: tuple[str, str], line: int, says: str
) -> None:
    """The slips that people make; lines counted by hand, from 1."""
    text = WHOLE.replace(*change)
    assert text != WHOLE
    with pytest.raises(ScriptError, match=re.escape(says)) as refused:
        parse_script(text, "mine.toml")
    assert str(refused.value).startswith(f"mine.toml, line {line}: ")


def test_curly_quotes_within_a_text_are_nobodys_slip() -> None:
    """Straight ones around it are all that is asked for."""
    assert parse_script(WHOLE.replace('"Mine"', '"My “kind” words”"'), "mine.toml")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b"#" * 300_000, "too long for a script"),
        (b"a = " + b"[" * 5000, "no TOML"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """Whatever lies there; and a folder, and nothing at all."""
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    for refused, why in (
        (path, says),
        (tmp_path, "no file"),
        (path / "x", "cannot be read"),
    ):
        with pytest.raises(ScriptError, match=why):
            read_script(refused)


@given(st.text(max_size=400))
def test_any_text_is_a_practice_or_refused(text: str) -> None:
    """Nothing else comes out."""
    for script in (text, WHOLE + text):
        try:
            told = parse_script(script, "any.toml").summary
        except ScriptError as error:
            told = str(error)
        assert told == "My own words." or told.startswith("any.toml")


@given(st.text(min_size=1, max_size=40))
def test_a_script_can_be_begun_under_any_usable_name(name: str) -> None:
    """The name comes back as it was written, quotes and all; its id is a plain word."""
    try:
        practice_id = id_for(name)
    except ValueError:
        return
    assert re.fullmatch(r"[\w-]+", practice_id)
    practice = parse_script(begin_script(WHOLE, name), "any.toml")
    assert (practice.id, practice.name) == (practice_id, name.strip())


def test_a_line_that_has_no_room_on_the_screen_is_said() -> None:
    """With its length, and how long it may be."""
    text = read_text("hand-on-heart", "en").replace("Feel its warmth.", "warm " * 40)
    with pytest.raises(ScriptError, match="has 199 letters; 120 have room"):
        parse_script(text, "mine.toml")


def test_a_number_of_thousands_of_digits_is_refused_as_any_other_nonsense(tmp_path: Path) -> None:
    """It took every practice away, and the window with it."""
    (tmp_path / "odd.toml").write_text(WHOLE.replace("[1, 3]", f"[{'9' * 5000}, 3]"))
    (tmp_path / "good.toml").write_text(WHOLE)
    found, troubles = own_practices(tmp_path)
    assert len(found) == 1
    assert "it is no TOML" in str(troubles[0])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_named_like_a_script_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write into it."""
    os.mkfifo(tmp_path / "pipe.toml")
    found, troubles = own_practices(tmp_path)
    assert found == ()
    assert "it is no file" in str(troubles[0])


def test_a_short_form_that_is_no_shorter_is_refused() -> None:
    """Three to seven minutes, or a hundred in short."""
    text = WHOLE.replace("minutes = [1, 3]", "minutes = [1, 3]\nmicro_minutes = 100")
    with pytest.raises(ScriptError, match=r"line \d+: .*short form that is no shorter"):
        parse_script(text, "mine.toml")

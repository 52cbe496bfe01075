"""Only one's own phrases: written once, whole at every length, read as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.library import own_practices
from practices.parts import READABLE_S, Guidance
from practices.phrases import LONGEST_PHRASE, keep_phrases, phrases_of, phrases_script
from practices.script import parse_script

LETTERS = st.characters(exclude_categories=["C", "Z"]) | st.just(" ")
PHRASES = st.lists(
    st.text(LETTERS, min_size=1, max_size=LONGEST_PHRASE).filter(str.strip), min_size=1, max_size=30
)


@given(PHRASES, st.sampled_from(["en", "de", "xx"]), st.floats(0, 1))
def test_any_phrases_make_a_whole_practice(phrases: list[str], language: str, part: float) -> None:
    """Each is said as it was written, in turn, and stands long enough to be read."""
    practice = parse_script(phrases_script("For low days", phrases, language), "mine")
    written = tuple(" ".join(phrase.split()) for phrase in phrases)
    assert phrases_of(practice) == written
    assert practice.steps[0].breathing is Guidance.OFFERED
    length_s = practice.shortest_s + part * (practice.longest_s - practice.shortest_s)
    cues = practice.lasting(length_s).cues
    said = [cue.line for cue in cues[1:]]
    assert said == [written[k % len(written)] for k in range(len(said))]
    assert set(said) == set(written)
    ends_s = [cue.time_s for cue in cues[1:]] + [length_s]
    assert all(e - c.time_s >= READABLE_S - 0.002 for c, e in zip(cues, ends_s, strict=True))


def test_phrases_are_kept_and_changed(tmp_path: Path) -> None:
    """A second time only when it is meant; the list has the newest."""
    keep_phrases(tmp_path, "For low days", ["I am here.", "", "  This will   pass. "])
    with pytest.raises(FileExistsError):
        keep_phrases(tmp_path, "For low days", ["Lost?"])
    (kept,), troubles = own_practices(tmp_path)
    assert (phrases_of(kept), troubles) == (("I am here.", "This will pass."), ())
    path = keep_phrases(tmp_path, "For low days", ["I am here, still."], "de", anew=True)
    assert [each.name for each in tmp_path.iterdir()] == [path.name] == ["for-low-days.toml"]
    (kept,), _ = own_practices(tmp_path)
    assert phrases_of(kept) == ("I am here, still.",)
    assert kept.steps[0].lines[0].text == "Deine Worte, für dich."


def test_phrases_with_a_weight_are_not_taken_for_plain_ones() -> None:
    """Written anew from their texts alone they would lose it."""
    script = phrases_script("Mine", ["I am here.", "Still."])
    weighed = script.replace('"Still."', '{text = "Still.", weight = 2}')
    assert phrases_of(parse_script(script, "mine")) == ("I am here.", "Still.")
    assert phrases_of(parse_script(weighed, "mine")) is None


@pytest.mark.parametrize(
    ("name", "phrases", "says"),
    [
        ("Mine", [], "no phrase yet"),
        ("Mine", ["  ", ""], "no phrase yet"),
        ("Mine", ["a", "b" * 121], "Phrase 2 .* too long"),
        ("Mine", ["a"] * 31, "31 phrases are many"),
        ("Mine", ["a\0b"], "Phrase 1 .* plain letters"),
        ("Hand on heart", ["a"], "is the name of a practice that is there"),
        ("…", ["a"], "cannot name a practice"),
    ],
)
def test_what_cannot_be_used_is_said(
    tmp_path: Path, name: str, phrases: list[str], says: str
) -> None:
    """And nothing is written."""
    with pytest.raises(ValueError, match=says):
        keep_phrases(tmp_path, name, phrases)
    assert list(tmp_path.iterdir()) == []

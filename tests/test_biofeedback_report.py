"""A report: one page that says what was done and what the heart did, in words first."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis.compare import Change, Refusal
from analysis.noise_band import own_noise_band
from biofeedback.checkin import Feeling, Intended, Outcome, Rated, When
from biofeedback.cli import main
from biofeedback.report.html_page import html_page
from biofeedback.report.page import Page
from biofeedback.report.pair_page import pair_page
from biofeedback.report.sitting_page import sitting_page
from biofeedback.results.reading import part_of
from biofeedback.results.summary import compare_rests, measure_beats
from biofeedback.sitting import LineShown, Noted, PaceChanged, Phase, Said
from biofeedback.store.afterwards import append_note, rename, tag
from biofeedback.store.recording import Recording, read_recording
from biofeedback.words import texts
from devices.events import Beat
from practices.breathing import BreathPattern
from tests.exported_sittings import recording_of

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
WHOLE = SAMPLES / "whole-sitting.csv"
HOSTILE = '<script>alert(1)</script>"\'&amp;\u202e=HYPERLINK("x")'
SVG = "{http://www.w3.org/2000/svg}"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


def page_of(path: Path) -> Page:
    """Return the page of a sitting."""
    recording = read_recording(path)
    return sitting_page(recording, compare_rests(recording)[2])


class _Text(HTMLParser):
    """Gathers what is read, and which elements and attributes there are."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._silent = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._silent = tag == "style"

    def handle_data(self, data: str) -> None:
        self.said += [] if self._silent else [data]


def read_html(page: Page) -> tuple[str, _Text]:
    """Return what a page says, white space made one, and what it is made of."""
    found = _Text(html_page(page).decode())
    return re.sub(r"\s+", " ", " ".join(found.said)), found


def test_a_sitting_is_told_in_words() -> None:
    """What was done, before and after, the band, the numbers explained, how it was measured."""
    recording = read_recording(WHOLE)
    _, _, compared = compare_rests(recording)
    assert isinstance(compared, Change)
    said, _ = read_html(sitting_page(recording, compared))
    expected = [
        "Hand-on-Heart Soothing",
        "23 November 2026, 08:00",
        "4 s in, 6 s out (6 breaths a minute)",
        "3:00 min, 18 slow breaths",
        "2:00 and 2:00 min",
        "18 shown, 5 different",
        "Simulated heart",
        texts.RATIO_WITHIN.format(ratio=compared.ratios["rmssd_ratio"], low=0.54, high=1.84),
        f"{compared.before.time_domain['rmssd_ms']:.0f}",
        texts.SUMMARY_CURVE,
        "May I be gentle with myself.",
        "Not a medical device",
        "0.0 % of the beats before and 0.0 % after were corrected.",
        "How much one interval between beats differs from the next",
        "Lipponen & Tarvainen 2019",
        "LF 0.04–0.15 Hz",
        "633 pairs",
    ]
    assert [words for words in expected if words not in said] == []
    assert said.count("Simulated heart: nobody’s heart beat here") == 1


def test_the_report_and_the_command_give_the_same_ratio_and_band(capsys: Printed) -> None:
    """`compare` prints two decimals of the ratio and of the band: so does the page."""
    assert main(["compare", str(WHOLE)]) == 0
    ratio, low, high = re.findall(r"\d\.\d\d", capsys.readouterr().out)[:3]
    said, _ = read_html(page_of(WHOLE))
    assert f"RMSSD after is {ratio} times" in said
    assert f"{low} to {high} times" in said


def test_a_change_beyond_a_persons_own_band_is_told_as_such() -> None:
    """The band's source is named beside its explanation."""
    recording = read_recording(WHOLE)
    compared = compare_rests(recording)[2]
    assert isinstance(compared, Change)
    own = own_noise_band([1.001] * 8)
    said, _ = read_html(sitting_page(recording, compared.beside(own, own)))
    assert "more than two rests usually differ" in said
    assert "your own 8 quiet rests" in said


@pytest.mark.parametrize(
    ("recording", "comparison", "expected"),
    [
        (read_recording(WHOLE), Refusal("the rests last 60 s and 90 s"), "not compared this time"),
        (read_recording(SAMPLES / "paced-4-6.csv"), None, texts.NO_RESTS),
        (recording_of([]), None, texts.NOT_MEASURED),
        (recording_of([[800] * 90]), None, texts.NO_RESTS),
    ],
    ids=["refused", "no rests", "no heart", "short"],
)
def test_what_cannot_be_compared_is_said_kindly_and_nothing_is_shown_for_it(
    recording: Recording, comparison: Refusal | None, expected: str
) -> None:
    """The reason stands where the change would; no table of before and after."""
    said, found = read_html(sitting_page(recording, comparison))
    assert expected in said
    assert "no change" not in said
    assert "Usual wobble" not in said
    assert not re.search(r"\b(fail|wrong|poor|bad|should)", said, re.IGNORECASE)
    assert "script" not in found.tags


def test_two_recordings_are_one_page(capsys: Printed) -> None:
    """Their names, both curves, the part that was compared; a gap is told in words."""
    before, after = (read_recording(SAMPLES / name) for name in ("rest.csv", "gap.csv"))
    assert main(["compare", str(before.path), str(after.path)]) == 0
    ratio = re.findall(r"RMSSD after is (\d\.\d\d)", capsys.readouterr().out)[0]
    from biofeedback.results.reading import compare_recordings

    said, found = read_html(pair_page(before, after, compare_recordings(before, after)))
    assert f"RMSSD after is {ratio} times" in said
    assert {"rest.csv", "gap.csv"} <= set(said.split())
    assert said.count("compared") >= 2
    assert "open where no heart was heard (1 gap)" in said
    assert "svg" in found.tags


def test_hostile_words_are_only_words(tmp_path: Path) -> None:
    """A note, a tag, a name, a practice and a phrase stay text, in HTML and in its pictures."""
    path = tmp_path / "x.csv"
    lines = (
        WHOLE.read_text().replace("Hand-on-Heart Soothing", "H").replace("This is difficult.", "D")
    )
    path.write_text(lines)
    tag(path, HOSTILE)
    rename(path, HOSTILE)
    append_note(path, Noted(455.0, HOSTILE))
    recording = read_recording(path)
    recording.meta["practice_name"] = HOSTILE
    shown = [LineShown(e.time_s, HOSTILE) for e in recording.lines]
    rest = [event for event in recording.events if not isinstance(event, LineShown)]
    hostile = Recording((*rest, *shown), recording.began, recording.meta, path)
    for each in (recording, hostile):
        page = sitting_page(each, compare_rests(each)[2])
        said, found = read_html(page)
        assert found.tags.isdisjoint({"script", "img", "a", "link", "iframe", "object"})
        assert "<script>alert(1)</script>" in said
        assert "\u202e" not in said


def with_feelings(*told: Said) -> Recording:
    """Return the sample sitting with what a person told of themselves."""
    recording = read_recording(WHOLE)
    return Recording((*recording.events, *told), recording.began, recording.meta, WHOLE)


def test_what_was_felt_stands_beside_the_numbers() -> None:
    """Each answer with its side, read aloud too; the experiment and how it went."""
    recording = with_feelings(
        Rated(0.0, Feeling.CRITIC, When.BEFORE, 7),
        Rated(455.0, Feeling.CRITIC, When.AFTER, 4),
        Rated(455.0, Feeling.CALM, When.AFTER, 6),
        Intended(455.0, "a walk =1+1"),
        Outcome(900.0, "It rained, and I went."),
    )
    said, _ = read_html(sitting_page(recording, compare_rests(recording)[2]))
    for words in ("Inner critic", "before 7", "after 4", "after 6", "a walk", "It rained"):
        assert words in said
    assert "From 0 to 10: Inner critic before 7, after 4; Calm after 6." in said
    assert "Inner critic" not in read_html(page_of(WHOLE))[0]


def test_a_pace_that_was_changed_is_said_and_gives_no_breath_wave() -> None:
    """A wave at one frequency says nothing of a practice that had two."""
    slower = PaceChanged(200.0, BreathPattern(inhale_s=4, exhale_s=7))
    recording = read_recording(WHOLE)
    at = next(i for i, event in enumerate(recording.events) if event.time_s > slower.time_s)
    events = (*recording.events[:at], slower, *recording.events[at:])
    changed = Recording(events, recording.began, recording.meta, WHOLE)
    said, _ = read_html(sitting_page(changed, compare_rests(changed)[2]))
    assert "4 s in, 7 s out (5.45 breaths a minute), changed on the way" in said
    assert "breath wave" not in said
    assert "breath wave" in read_html(page_of(WHOLE))[0]


def test_a_heart_that_never_varied_has_a_page_without_a_share() -> None:
    """A device that held its last interval: there is nothing that a breath could share."""
    recording = read_recording(WHOLE)
    beats = part_of(recording, 0, recording.end_s).events
    events = [replace(each, rr_ms=850.0) if isinstance(each, Beat) else each for each in beats]
    even = Recording(tuple(events), recording.began, recording.meta, WHOLE)
    said, _ = read_html(sitting_page(even, compare_rests(even)[2]))
    assert "During the practice: breath wave 0 ms." in said


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    """No reference, no handler; a policy forbids both."""
    markup = html_page(page_of(WHOLE)).decode()
    found = _Text(markup)
    assert not found.attributes & {"src", "href", "onload", "onclick", "srcset", "action"}
    assert not [a for a in found.attributes if a.startswith("on")]
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", markup)
    assert "default-src 'none'" in markup or "default-src &#x27;none&#x27;" in markup
    assert "size: A4" in markup


def test_no_meaning_is_carried_by_colour_alone() -> None:
    """Every picture has a title that is read aloud, every shade its word, every letter a phrase."""
    pictures = re.findall(r"<svg.*?</svg>", html_page(page_of(WHOLE)).decode(), re.DOTALL)
    assert len(pictures) == 2
    trees = [ET.fromstring(picture) for picture in pictures]  # noqa: S314 - our own
    assert all((tree.findtext(f"{SVG}title") or "").count(" ") > 5 for tree in trees)
    written = [text.text for tree in trees for text in tree.iter(f"{SVG}text")]
    assert {"usual wobble", "no change", "rest before", "practice", "rest after", "a", "e"} <= {
        *written
    }


def test_a_recording_alone_shows_its_numbers_and_what_they_are() -> None:
    """A rest of another program: nothing to compare it with, and still measured and explained."""
    recording = read_recording(SAMPLES / "rest.csv")
    alone = replace(recording, events=recording.heart, meta={"original_name": "morning.txt"})
    said, _ = read_html(sitting_page(alone, None))
    found = measure_beats(alone.beats)
    assert "A recording of morning.txt" in said
    assert f"RMSSD {found.time_domain['rmssd_ms']:.0f} ms" in said.replace("\xa0", " ")
    assert "How much one interval between beats differs from the next" in said


def test_a_sitting_that_ended_in_its_practice_shows_the_rest_it_has() -> None:
    """The rest before, by itself, and how that one was led."""
    recording = read_recording(WHOLE)
    part = recording.part(Phase.PRACTICE)
    assert part
    cut = replace(recording, events=tuple(e for e in recording.events if e.time_s < part.end_s - 9))
    said, _ = read_html(sitting_page(cut, compare_rests(cut)[2]))
    rest = recording.part(Phase.REST_BEFORE)
    assert rest
    found = measure_beats(recording.beats.between(rest.start_s, rest.end_s))
    assert f"RMSSD {found.time_domain['rmssd_ms']:.0f} ms" in said.replace("\xa0", " ")
    assert "Instructions to sit quietly, the breath as it comes" in said

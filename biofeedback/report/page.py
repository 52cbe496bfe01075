"""Puts the one page together: rows of cells, each a piece of text or a picture.

A `Page` is all that HTML and PDF need, so both show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from analysis.compare import Change, Refusal
from analysis.report import Measured
from biofeedback.exporters.clean import plain
from biofeedback.reading import graph_of, stretch_of
from biofeedback.recording import Recording
from biofeedback.report import words
from biofeedback.report.curve import HeartCurve, phrase_letters
from biofeedback.report.wobble import wobble_svg
from biofeedback.sitting import Noted, Phase, practised
from biofeedback.summary import Summary, measure_beats, summarise
from biofeedback.ui import texts

MEASURES = (
    ("Heart rate", "bpm", "mean_hr_bpm"),
    ("RMSSD", "ms", "rmssd_ms"),
    ("HF power", "ms²", "hf_ms2"),
    ("Breath", "a minute", "breathing_hz"),
)
LONGEST_NOTE = 420
MOST_PHRASES = 14
LINE_CHARACTERS = 25  # half a line, which each item loses at its end
_NO_HEAD = '<p class="h2">&nbsp;</p>'


@dataclass(frozen=True, slots=True)
class Cell:
    """Texts and pictures below each other; ``share`` is of the row's width.

    Each piece is markup, or an SVG.
    """

    pieces: tuple[str, ...]
    share: float = 1.0
    boxed: bool = False

    @classmethod
    def of(cls, *pieces: str, share: float = 1.0, boxed: bool = False) -> Cell:
        """Return a cell of these pieces, leaving out what is empty."""
        return cls(tuple(filter(None, pieces)), share, boxed)


def is_picture(piece: str) -> bool:
    """Tell a picture from a text."""
    return piece.startswith("<svg")


@dataclass(frozen=True, slots=True)
class Page:
    """One page; the last row lies at its foot."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


def sitting_page(recording: Recording, comparison: Change | Refusal | None) -> Page:
    """Return the page of one sitting.

    Parameters
    ----------
    recording
        The sitting, or any recording.
    comparison
        Of its two rests, judged by the person's own band where there is one; None without rests.
    """
    summary = summarise(recording)
    compared = comparison if isinstance(comparison, Change) else None
    title = plain(summary.practice_name)
    said = words.verdict(comparison, measured=summary.measured, guided=bool(summary.parts))
    rows = [
        (
            Cell.of(_title(title, words.when(summary)), share=1.3),
            Cell.of(_table(_facts(recording, summary))),
        ),
        *_notice([recording]),
        (Cell.of(_p(said, "verdict")),),
        *_numbers(compared, _practice(recording)),
        *_curve_of(summary),
        *_explained(recording, compared),
        *_small_print(recording, summary, compared),
    ]
    return Page(f"{title}, {words.when(summary)}", (*rows, _foot()))


def pair_page(before: Recording, after: Recording, comparison: Change | Refusal) -> Page:
    """Return the page of two recordings that were compared, or the reason why they were not."""
    both = (before, after)
    compared = comparison if isinstance(comparison, Change) else None
    said = words.verdict(comparison, measured=True, guided=False)
    names = [(when, _name(each)) for when, each in zip(("Before", "After"), both, strict=True)]
    rows = [
        (Cell.of(_title(words.TWO_TITLE, ""), share=1.3), Cell.of(_table(names))),
        *_notice(both),
        (Cell.of(_p(said, "verdict")),),
        *_numbers(compared, None),
        *(row for name, each in zip(names, both, strict=True) for row in _curve_named(name, each)),
        *_explanations(compared, paced=False, beside=()),
    ]
    if compared:
        graphs = {
            "before": graph_of(before, compared.before),
            "after": graph_of(after, compared.after),
        }
        rows += _methods(words.cautions(compared), graphs)
    return Page(words.TWO_TITLE, (*rows, _foot()))


def _name(recording: Recording) -> str:
    return recording.path.name if recording.path else "a recording"


def _notice(recordings: Iterable[Recording]) -> Iterator[tuple[Cell, ...]]:
    if any(recording.simulated for recording in recordings):
        yield (Cell.of(_p(words.SIMULATED, "notice"), boxed=True),)


def _facts(recording: Recording, summary: Summary) -> Iterator[tuple[str, str]]:
    """Yield what was done."""
    _, pattern = practised(recording.events, recording.end_s)
    if summary.practised_s:
        breaths = f", {texts.slow_breaths(summary.breaths)}" if summary.breaths else ""
        yield "Practice", f"{texts.clock_time(summary.practised_s)} min{breaths}"
    if pattern:
        yield "Pace", words.pace(pattern)
    rests = [p for p in summary.parts if p.phase in (Phase.REST_BEFORE, Phase.REST_AFTER)]
    if rests:
        lengths = " and ".join(texts.clock_time(part.end_s - part.start_s) for part in rests)
        yield "Rests", f"{lengths} min, natural breath"
    if summary.lines:
        many = len({line.text for line in summary.lines})
        yield "Phrases", f"{len(summary.lines)} shown, {many} different"
    yield "Heart", recording.source


def _numbers(compared: Change | None, practice: Measured | None) -> Iterator[tuple[Cell, ...]]:
    if compared:
        values = Cell.of(_values(compared), _in_practice(practice))
        yield values, Cell.of(wobble_svg(compared))
    elif practice and practice.breath_wave:
        yield (Cell.of(_in_practice(practice)),)


def _values(compared: Change) -> str:
    head = "".join(f'<th align="right">{each}</th>' for each in ("before", "after", "change"))
    rows = [f"<tr><th></th>{head}</tr>"]
    for name, unit, key in MEASURES:
        values = [_value(measured, key) for measured in (compared.before, compared.after)]
        cells = "".join(_number(value, unit) for value in values)
        change = escape(words.change_of(compared, key)) or "–"
        rows.append(f'<tr><td>{name}</td>{cells}<td align="right">{change}</td></tr>')
    return f'<table class="wide" width="100%" cellspacing="0">{"".join(rows)}</table>'


def _number(value: float | None, unit: str) -> str:
    shown = "–" if value is None else f'<span class="number">{value:.0f}</span>&nbsp;{unit}'
    return f'<td align="right">{shown}</td>'


def _value(measured: Measured, key: str) -> float | None:
    value = measured.time_domain.get(key, measured.frequency_domain.get(key))
    return 60 * value if value and key == "breathing_hz" else value


def _practice(recording: Recording) -> Measured | None:
    """Measure the practice at the pacer's frequency, if the pacer led all of it."""
    part = recording.part(Phase.PRACTICE)
    _, pattern = practised(recording.events, recording.end_s)
    natural = any(line.breathing == "natural" for line in recording.lines)
    if part is None or pattern is None or natural:
        return None
    beats = recording.beats.between(part.start_s, part.end_s)
    return measure_beats(beats, pace_hz=pattern.frequency_hz) if beats.rr_ms.size else None


def _in_practice(practice: Measured | None) -> str:
    if practice is None or not practice.breath_wave:
        return ""
    wave = practice.breath_wave
    return _p(
        f"During the practice: breath wave {wave['amplitude_ms']:.0f} ms, which is "
        f"{wave['share_pct']:.0f} % of all that the intervals varied.",
        "muted apart",
    )


def _curve_of(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    known = summary.curve_bpm[summary.curve_bpm == summary.curve_bpm]
    if known.size < 2:
        return
    curve = HeartCurve(
        summary.curve_time_s, summary.curve_bpm, summary.parts, summary.lines, height_pt=158.0
    )
    head = _h2(f"{texts.SUMMARY_CURVE}, in beats a minute")
    legend = _p(_legend(summary), "small", markup=True) if summary.lines else ""
    yield (Cell.of(head, curve.svg(), legend),)


def _legend(summary: Summary) -> str:
    """Return which letter stands for which phrase."""
    letters = list(phrase_letters(summary.lines).items())
    told = [f"<b>{letter}</b>&nbsp;{escape(plain(text))}" for text, letter in letters]
    more = len({line.text for line in summary.lines}) - MOST_PHRASES
    others = f" … and {more} more" if more > 0 else ""
    return " &ensp; ".join(told[:MOST_PHRASES]) + others


def _curve_named(name: tuple[str, str], recording: Recording) -> Iterator[tuple[Cell, ...]]:
    summary = summarise(recording)
    known = summary.curve_bpm[summary.curve_bpm == summary.curve_bpm]
    if known.size > 1:
        curve = HeartCurve(summary.curve_time_s, summary.curve_bpm, height_pt=92.0)
        yield (Cell.of(_h2(f"{name[0]}, in beats a minute"), curve.svg()),)


def _explained(recording: Recording, compared: Change | None) -> Iterator[tuple[Cell, ...]]:
    paced = bool((measured := _practice(recording)) and measured.breath_wave)
    yield from _explanations(compared, paced=paced, beside=_own_words(recording))


def _explanations(
    compared: Change | None, *, paced: bool, beside: Iterable[str]
) -> Iterator[tuple[Cell, ...]]:
    told = [
        _p(f"<b>{name}.</b> {escape(text)}", "note", markup=True)
        for name, text in words.explanations(compared, paced=paced)
    ]
    own = "".join(beside)
    if told:
        head = _h2("What the numbers are")
        half = len(told) if own else (len(told) + 1) // 2
        second = Cell.of(_h2("In your own words"), own) if own else Cell.of(_NO_HEAD, *told[half:])
        yield Cell.of(head, *told[:half], share=1.4 if own else 1.0), second
    elif own:
        yield (Cell.of(_h2("In your own words"), own),)


def _own_words(recording: Recording) -> Iterator[str]:
    notes = [plain(event.text) for event in recording.events if isinstance(event, Noted)]
    for note in _shortened(notes):
        yield _p(f"“{note}”")
    labels = recording.labels
    if labels.name:
        yield _p(f"Called: {plain(labels.name)}", "muted")
    if labels.tags:
        yield _p(f"Tags: {', '.join(map(plain, labels.tags))}", "muted")


def _shortened(notes: Sequence[str]) -> Iterator[str]:
    """Yield the notes as far as there is room for them."""
    left = LONGEST_NOTE
    for note in notes:
        if left > 0:
            yield note if len(note) <= left else f"{note[:left].rstrip()} …"
        left -= len(note) + 40


def _small_print(
    recording: Recording, summary: Summary, compared: Change | None
) -> Iterator[tuple[Cell, ...]]:
    if not summary.measured:
        return
    if compared:
        measured = {"before": compared.before, "after": compared.after}
        cautions = list(words.cautions(compared))
    else:
        whole = measure_beats(stretch_of(recording))
        measured, cautions = {"all of it": whole}, [words.artefacts(whole)]
    graphs = {name: graph_of(recording, each) for name, each in measured.items()}
    yield from _methods([*cautions, *summary.remarks], graphs)


def _methods(
    cautions: Iterable[str], graphs: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Cell, ...]]:
    yield (Cell.of(_p(" ".join(cautions), "muted")),)
    items = [
        _p(f"<b>{item}</b> {escape(plain(text))}", "small", markup=True)
        for item, text in words.methods(graphs)
    ]
    first, *others = _in_columns(items)
    yield Cell.of(_h2("How it was measured"), *first), *(Cell.of(_NO_HEAD, *c) for c in others)


def _in_columns(items: Sequence[str], columns: int = 3) -> list[list[str]]:
    """Deal items to columns of about the same length, in order."""
    lengths = [len(item) + LINE_CHARACTERS for item in items]
    found: list[list[str]] = [[] for _ in range(columns)]
    done = 0.0
    for item, length in zip(items, lengths, strict=True):
        found[min(int((done + length / 2) * columns / sum(lengths)), columns - 1)].append(item)
        done += length
    return found


def _foot() -> tuple[Cell, ...]:
    return (Cell.of(_p(words.NOT_MEDICAL, "small")),)


def _title(title: str, when: str) -> str:
    return f"<h1>{escape(title)}</h1>" + (_p(when, "muted") if when else "")


def _h2(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    head = '<th class="name" align="left">'
    cells = "".join(
        f"<tr>{head}{name}&nbsp;&nbsp;</th><td>{escape(plain(text))}</td></tr>"
        for name, text in rows
    )
    return f'<table class="facts" cellspacing="0">{cells}</table>'


def _p(text: str, role: str = "", *, markup: bool = False) -> str:
    of = f' class="{role}"' if role else ""
    return f"<p{of}>{text if markup else escape(text)}</p>"

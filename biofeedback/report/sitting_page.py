"""The page of one sitting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.compare import Change, Refusal
from analysis.report import Measured
from biofeedback.checkin import experiment_of, ratings_of
from biofeedback.exporters.clean import plain
from biofeedback.notes import notes_of
from biofeedback.report import blocks, words
from biofeedback.report.curve_rows import sitting_curve
from biofeedback.report.feelings import feelings_svg
from biofeedback.report.page import Cell, Page, facts_table, paragraph, title
from biofeedback.results.graph import graph_of, part_span_s
from biofeedback.results.reading import stretch_of
from biofeedback.results.summary import Summary, measure_beats, summarise
from biofeedback.sitting import PaceChanged, Phase, practised
from biofeedback.store.recording import Recording
from biofeedback.words import texts

LONGEST_NOTE = 300


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
    practice = _practice(recording)
    paced = bool(practice and practice.breath_wave)
    name, about = _named(recording, summary)
    said = words.verdict(comparison, measured=summary.measured, guided=bool(summary.parts))
    alone = None if compared else _alone(recording, summary)
    facts = facts_table(_facts(recording, summary))
    rows = (
        (Cell.of(title(name), paragraph(about, "muted"), share=1.3), Cell.of(facts)),
        *blocks.notice([recording]),
        (Cell.of(paragraph(said, "verdict")),),
        *blocks.numbers(compared, practice, alone),
        *sitting_curve(summary),
        *blocks.explanations(
            compared, paced=paced, beside=_own_words(recording), alone=alone is not None
        ),
        *_small_print(recording, summary, compared or alone or _paced(practice)),
    )
    return Page(name, (*rows, blocks.foot()))


def _named(recording: Recording, summary: Summary) -> tuple[str, str]:
    """Return what the page is of, and when that was."""
    if not summary.parts:
        return texts.SUMMARY_TITLE_RECORDING.format(plain(words.name_of(recording))), ""
    return plain(summary.practice_name), words.A_SITTING.format(words.when(summary))


def _facts(recording: Recording, summary: Summary) -> Iterator[tuple[str, str]]:
    """Yield what was done."""
    _, pattern = practised(recording.events, recording.end_s)
    if summary.practised_s:
        breaths = f", {texts.slow_breaths(summary.breaths)}" if summary.breaths else ""
        yield "Practice", f"{texts.clock_time(summary.practised_s)} min{breaths}"
    if pattern:
        changed = ", changed on the way" if _pace_changed(recording) else ""
        yield "Pace", f"{words.pace(pattern)}{changed}"
    rests = [p for p in summary.parts if p.phase in (Phase.REST_BEFORE, Phase.REST_AFTER)]
    if rests:
        lengths = " and ".join(texts.clock_time(part.end_s - part.start_s) for part in rests)
        yield "Rests", f"{lengths} min, natural breath"
    if summary.lines:
        many = len({line.text for line in summary.lines})
        yield "Phrases", f"{len(summary.lines)} shown, {many} different"
    yield "Heart", recording.source


def _practice(recording: Recording) -> Measured | None:
    """Measure the practice at the pacer's frequency, if one pace led all of it."""
    part = recording.part(Phase.PRACTICE)
    _, pattern = practised(recording.events, recording.end_s)
    natural = any(line.breathing == "natural" for line in recording.lines)
    if part is None or pattern is None or natural or _pace_changed(recording):
        return None
    beats = recording.beats.between(part.start_s, part.end_s)
    return measure_beats(beats, pace_hz=pattern.frequency_hz) if beats.rr_ms.size else None


def _alone(recording: Recording, summary: Summary) -> tuple[str, Measured] | None:
    """Measure all of a recording without guidance, or the one rest of a sitting that has one."""
    if not summary.measured:
        return None
    if not summary.parts:
        return "all of it", measure_beats(recording.beats)
    for phase in (Phase.REST_BEFORE, Phase.REST_AFTER):
        part = recording.part(phase)
        beats = part and recording.beats.between(part.start_s, part.end_s)
        if beats and beats.rr_ms.size:
            return str(phase), measure_beats(beats)
    return None


def _paced(practice: Measured | None) -> tuple[str, Measured] | None:
    return ("practice", practice) if practice else None


def _pace_changed(recording: Recording) -> bool:
    return any(isinstance(event, PaceChanged) for event in recording.events)


def _own_words(recording: Recording) -> Iterator[str]:
    yield feelings_svg(ratings_of(recording.events))
    experiment, outcome = experiment_of(recording.events)
    if experiment:
        yield paragraph(f"To try afterwards: {plain(experiment)}", "note")
    if outcome:
        yield paragraph(f"How it went: {plain(outcome)}", "note")
    notes = [plain(note.text) for note in notes_of(recording.events)]
    shown = list(_shortened(notes))
    for note in shown:
        yield paragraph(f"“{note}”", "note")
    if more := len(notes) - len(shown):
        yield paragraph(f"and {more} more {'note' if more == 1 else 'notes'}", "note muted")
    labels = recording.labels
    if labels.name:
        yield paragraph(f"Called: {plain(labels.name)}", "note muted")
    if labels.tags:
        yield paragraph(f"Tags: {', '.join(map(plain, labels.tags))}", "note muted")


def _shortened(notes: Sequence[str]) -> Iterator[str]:
    """Yield the notes as far as there is room for them."""
    left = LONGEST_NOTE
    for note in notes:
        if left > 0:
            yield note if len(note) <= left else f"{note[:left].rsplit(maxsplit=1)[0]} …"
        left -= len(note) + 40


def _small_print(
    recording: Recording, summary: Summary, shown: Change | tuple[str, Measured] | None
) -> Iterator[blocks.Row]:
    """Yield how that was measured which is shown; of a recording without numbers, all of it."""
    if not summary.measured:
        return
    if isinstance(shown, Change):
        measured = {"before": shown.before, "after": shown.after}
        cautions = list(words.cautions(shown))
    else:
        part, one = shown or ("all of it", measure_beats(stretch_of(recording)))
        measured, cautions = {part: one}, [words.artefacts(one)]
    graphs = {
        name: graph_of(recording, each, part_span_s(recording, name))
        for name, each in measured.items()
    }
    yield from blocks.methods([*cautions, *summary.remarks], graphs)

"""What the summary of a sitting says, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.compare import Change as Compared
from biofeedback.printable import printable
from biofeedback.results.summary import UNNAMED, Summary
from biofeedback.ui.side_by_side import small_print, verdict
from biofeedback.words import texts, texts_back, texts_plan


def title(summary: Summary) -> str:
    """Return what was done, as a thanks."""
    minutes = texts.minutes_in_words(summary.practised_s)
    if not summary.parts or not (summary.practice or summary.practised_s):
        return _called(summary)
    return texts.SUMMARY_TITLE.format(minutes) if minutes else texts.SUMMARY_TITLE_MOMENT


def _called(summary: Summary) -> str:
    """Return what a recording without guidance is called: as in the list, or by its file."""
    if summary.labels.name or summary.practice_name != UNNAMED:
        return printable(summary.labels.name or summary.practice_name)
    file = summary.path.name if summary.path else texts.minutes_in_words(summary.practised_s)
    return texts.SUMMARY_TITLE_RECORDING.format(printable(file))


def subtitle(summary: Summary) -> str:
    """Return what the person calls it, which practice it was, and when."""
    names = [summary.labels.name] if summary.parts else []
    names += [summary.practice_name] if summary.practice_name != UNNAMED else []
    parts = [name for name in map(printable, names) if name and name != title(summary)]
    if summary.breaths:
        parts.append(texts.slow_breaths(summary.breaths))
    parts.append(texts_back.moment(summary.began, day_known=summary.day_known))
    if summary.simulated:
        parts.append(texts.SUMMARY_SIMULATED)
    parts += [f"[{printable(tag)}]" for tag in summary.labels.tags]
    return "  ·  ".join(parts)


def outcome(summary: Summary) -> Iterator[str]:
    """Yield what the rests say, or why nothing is compared."""
    compared = summary.comparison
    if summary.pace is not None:
        return
    if not summary.measured:
        yield texts.NOT_MEASURED
    elif compared is None:
        yield texts.NO_RESTS if summary.parts else texts.NO_GUIDANCE
    else:
        yield verdict(compared)


def own_words(summary: Summary) -> Iterator[str]:
    """Yield what the person said of it: how it was before and after, and notes."""
    for feeling, name in texts_plan.FEELINGS.items():
        before, after = summary.ratings.of(feeling)
        if before is not None or after is not None:
            both = (texts_plan.UNSAID if each is None else str(each) for each in (before, after))
            yield f"{name} {' → '.join(both)}"
    yield from (texts.NOTED.format(note) for note in summary.notes)


def all_small_print(summary: Summary) -> Iterator[str]:
    """Yield what the numbers rest on, and what is to be known of the file."""
    compared = summary.comparison
    if isinstance(compared, Compared):
        yield small_print(compared)
    yield from remarks(summary)


def remarks(summary: Summary) -> Iterator[str]:
    """Yield what is to be known of the file."""
    if summary.unkept:
        yield summary.unkept
    yield from summary.remarks
    if summary.path is None and not summary.unkept:
        yield texts.UNRECORDED

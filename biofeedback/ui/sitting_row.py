"""One kept sitting in words, as a row of the list has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from biofeedback.results.history import PastChange
from biofeedback.store.library import Kept
from biofeedback.store.writing_lock import is_being_written
from biofeedback.words import texts_back as texts
from biofeedback.words import texts_plan


@dataclass(frozen=True, slots=True)
class Row:
    """One sitting in words.

    ``told`` is how RMSSD changed from rest to rest, in two parts; the second may be empty.
    """

    kept: Kept
    title: str
    when: str
    marks: tuple[str, ...]
    told: tuple[str, str]

    @property
    def spoken(self) -> str:
        """The row as one sentence."""
        told = ", ".join(filter(None, self.told)).replace("→", "to")
        return f"{', '.join((self.title, self.when, *self.marks))}. {told}"

    def matches(self, words: str) -> bool:
        """Tell whether each of these words occurs in the row."""
        kept = self.kept
        own = (kept.practice_name, *kept.tags, *kept.notes)
        everything = " ".join((self.title, self.when, *self.marks, *own)).casefold()
        return all(word in everything for word in words.casefold().split())


def row_of(
    kept: Kept, known: Mapping[Path, PastChange | None], *, hide_numbers: bool = False
) -> Row:
    """Return a sitting in words; its change may not be known yet, or may not be asked for."""
    marks = (*_states(kept), *kept.tags)
    lasted = texts.lasted(kept.practised_s if kept.practice else kept.length_s)
    when = "  ·  ".join(
        (texts.moment(kept.began, day_known=kept.day_known), lasted, *_felt(kept), *_noted(kept))
    )
    told = _told(known[kept.path]) if kept.path in known else (texts.MEASURING, "")
    told = ("", "") if hide_numbers else told
    return Row(kept, kept.title, when, marks, told)


def _states(kept: Kept) -> Iterator[str]:
    if kept.simulated:
        yield texts.SIMULATED
    if not kept.closed:
        yield texts.WRITING if is_being_written(kept.path) else texts.INTERRUPTED


def _felt(kept: Kept) -> Iterator[str]:
    """Yield how the person said it was, before and after."""
    for feeling, name in texts_plan.FEELINGS.items():
        before, after = kept.ratings.of(feeling)
        if before is not None and after is not None:
            yield f"{name.lower()} {before} → {after}"


def _noted(kept: Kept) -> Iterator[str]:
    if kept.notes:
        yield texts.NOTE.format(kept.notes[-1])


def _told(past: PastChange | None) -> tuple[str, str]:
    ratio = past.change.ratios.get("rmssd_ratio") if past else None
    if past is None or ratio is None:
        return texts.NOT_COMPARED, ""
    change = past.change
    before, after = (m.time_domain["rmssd_ms"] for m in (change.before, change.after))
    words = texts.RMSSD_WITHIN if change.within_noise else texts.RMSSD_BEYOND
    return texts.RMSSD_CHANGE.format(before=before, after=after), words.format(ratio)

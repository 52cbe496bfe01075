"""What a person told of themselves before and after, on the scale they told it on."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.checkin import MOST, Feeling, Ratings
from biofeedback.report.style import HAIRLINE, INK, MUTED, WHITE, picture, tag, words

NAMES = {Feeling.CRITIC: "Inner critic", Feeling.CALM: "Calm"}
WIDTH_PT, ROW_PT, LEFT_PT, RIGHT_PT = 200.0, 21.0, 56.0, 32.0


def feelings_svg(ratings: Ratings) -> str:
    """Return the answers on lines from 0 to 10: before a ring, after a dot; empty without any."""
    told = {feeling: ratings.of(feeling) for feeling in NAMES}
    known = {feeling: both for feeling, both in told.items() if both != (None, None)}
    if not known:
        return ""
    rows = (part for row, (f, both) in enumerate(known.items()) for part in _row(row, f, *both))
    spoken = "; ".join(_spoken(feeling, *both) for feeling, both in known.items())
    return picture(WIDTH_PT, ROW_PT * len(known) + 4, f"From 0 to {MOST}: {spoken}.", *rows)


def _spoken(feeling: Feeling, before: int | None, after: int | None) -> str:
    answers = (("before", before), ("after", after))
    told = ", ".join(f"{when} {rating}" for when, rating in answers if rating is not None)
    return f"{NAMES[feeling]} {told}"


def _x(rating: int) -> float:
    return LEFT_PT + rating / MOST * (WIDTH_PT - RIGHT_PT - LEFT_PT)


def _row(row: int, feeling: Feeling, before: int | None, after: int | None) -> Iterator[str]:
    y = ROW_PT * (row + 0.5) + 4
    yield words(NAMES[feeling], 0, y + 2.6, fill=INK)
    ends = {"x1": _x(0), "x2": _x(MOST), "y1": y, "y2": y}
    yield tag("line", **ends, stroke=HAIRLINE, stroke_width=1.2)
    if before is not None:
        ring = {"fill": WHITE, "stroke": MUTED, "stroke_width": 1.2}
        yield tag("circle", cx=_x(before), cy=y, r=3.2, **ring)
    if after is not None:
        small = 1.6 if after == before else 3.2  # then both are seen
        yield tag("circle", cx=_x(after), cy=y, r=small, fill=INK)
    for when, rating, anchor in _labels(before, after):
        style = {"text_anchor": anchor, "font_size": 6.4}
        yield words(f"{when} {rating}", _x(rating), y - 5, **style)


def _labels(before: int | None, after: int | None) -> Iterator[tuple[str, int, str]]:
    """Yield the words over the marks; two that differ lie away from each other."""
    if before is not None and before == after:
        yield "before and after", before, "middle"
    elif before is not None and after is not None:
        rises = after > before
        yield "before", before, "end" if rises else "start"
        yield "after", after, "start" if rises else "end"
    elif before is not None:
        yield "before", before, "middle"
    elif after is not None:
        yield "after", after, "middle"

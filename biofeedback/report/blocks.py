"""The parts that every report has: the numbers, what they are, and how they were measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from analysis.compare import Change
from analysis.report import Measured
from biofeedback.exporters.clean import plain
from biofeedback.report import words
from biofeedback.report.page import NO_HEADING, Cell, heading, paragraph
from biofeedback.report.wobble import wobble_svg
from biofeedback.store.recording import Recording

Row = tuple[Cell, ...]
MEASURES = (
    ("Heart rate", "bpm", "mean_hr_bpm"),
    ("RMSSD", "ms", "rmssd_ms"),
    ("HF power", "ms²", "hf_ms2"),
    ("Breath", "/min", "breathing_hz"),
)
LINE_CHARACTERS = 25  # half a line, which each item loses at its end


def notice(recordings: Iterable[Recording]) -> Iterator[Row]:
    """Yield, where a heart is simulated, that it is."""
    if any(recording.simulated for recording in recordings):
        yield (Cell.of(paragraph(words.SIMULATED, "notice"), boxed=True),)


def numbers(
    compared: Change | None, practice: Measured | None, alone: tuple[str, Measured] | None = None
) -> Iterator[Row]:
    """Yield the values side by side, and how far they lie from no change; or those of one part."""
    if compared:
        yield Cell.of(_values(compared)), Cell.of(wobble_svg(compared), _in_practice(practice))
    elif alone:
        yield Cell.of(_values_of(*alone)), Cell.of(NO_HEADING, _in_practice(practice))
    elif practice and practice.breath_wave:
        yield (Cell.of(_in_practice(practice)),)


def _values(compared: Change) -> str:
    head = "".join(f'<th align="right">{each}</th>' for each in ("before", "after", "change"))
    rows = [f"<tr><th></th>{head}</tr>"]
    for name, unit, key in MEASURES:
        values = [_value(measured, key) for measured in (compared.before, compared.after)]
        if values == [None, None]:
            continue
        cells = "".join(_number(value, unit) for value in values)
        change = escape(words.change_of(compared, key))
        rows.append(f'<tr><td>{name}</td>{cells}<td align="right">{change}</td></tr>')
    return f'<table class="wide" width="100%" cellspacing="0">{"".join(rows)}</table>'


def _values_of(part: str, measured: Measured) -> str:
    rows = [f'<tr><th></th><th align="right">{part}</th></tr>']
    for name, unit, key in MEASURES:
        value = _value(measured, key)
        rows += [f"<tr><td>{name}</td>{_number(value, unit)}</tr>"] if value is not None else []
    return f'<table class="wide" width="100%" cellspacing="0">{"".join(rows)}</table>'


def _number(value: float | None, unit: str) -> str:
    shown = "–" if value is None else f'<span class="number">{value:.0f}</span>&nbsp;{unit}'
    return f'<td align="right">{shown}</td>'


def _value(measured: Measured, key: str) -> float | None:
    value = measured.time_domain.get(key, measured.frequency_domain.get(key))
    return 60 * value if value and key == "breathing_hz" else value


def _in_practice(practice: Measured | None) -> str:
    if practice is None or not practice.breath_wave:
        return ""
    wave = practice.breath_wave
    told = f"During the practice: breath wave {wave['amplitude_ms']:.0f} ms"
    if (share_pct := wave.get("share_pct")) is not None:
        told += f", which is {share_pct:.0f} % of all that the intervals varied"
    return paragraph(f"{told}.", "note muted apart")


def explanations(
    compared: Change | None, *, paced: bool, beside: Iterable[str], alone: bool = False
) -> Iterator[Row]:
    """Yield what each number is, with a person's own words beside it."""
    told = [
        paragraph(f"<b>{name}.</b> {escape(text)}", "note", markup=True)
        for name, text in words.explanations(compared, paced=paced, alone=alone)
    ]
    head = heading("What the numbers are")
    own = Cell.of(heading("In your own words"), *beside)
    if len(own.pieces) > 1:
        yield (Cell.of(head, *told, share=1.4), own) if told else (own, Cell.of(NO_HEADING))
    elif told:
        half = (len(told) + 1) // 2
        yield Cell.of(head, *told[:half]), Cell.of(NO_HEADING, *told[half:])


def methods(cautions: Iterable[str], graphs: Mapping[str, Mapping[str, str]]) -> Iterator[Row]:
    """Yield what to bear in mind, and the GRAPH blocks in small print."""
    yield (Cell.of(paragraph(" ".join(cautions), "note muted")),)
    items = [
        paragraph(f"<b>{item}</b> {escape(plain(text))}", "small", markup=True)
        for item, text in words.methods(graphs)
    ]
    first, *others = _in_columns(items)
    yield (
        Cell.of(heading("How it was measured"), *first),
        *(Cell.of(NO_HEADING, *c) for c in others),
    )


def _in_columns(items: Sequence[str], columns: int = 3) -> list[list[str]]:
    """Deal items to columns of about the same length, in order."""
    lengths = [len(item) + LINE_CHARACTERS for item in items]
    found: list[list[str]] = [[] for _ in range(columns)]
    done = 0.0
    for item, length in zip(items, lengths, strict=True):
        found[min(int((done + length / 2) * columns / sum(lengths)), columns - 1)].append(item)
        done += length
    return found


def foot() -> Row:
    """Return the last row, which lies at the foot of the page."""
    return (Cell.of(paragraph(words.NOT_MEDICAL, "small")),)

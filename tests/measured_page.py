"""The page docs/measured.md and its picture, from the runs kept in docs/measured.

``python3 dev.py bench --keep`` keeps a run, ``python3 dev.py docs measured`` writes the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench import KEPT, Result
from tests.bench_words import cells
from tests.measured_chart import chart

PICTURE = KEPT.parent / "pictures" / "measured.svg"
TITLES = {
    "accuracy": "How true the numbers are",
    "analysis": "Measures: a beat, and five minutes to a day",
    "beat_clock": "The beat clock",
    "frames": "The window in the midst of a sitting",
    "history": "A history of ten sittings to thousands",
    "import": "Reading a day",
    "memory": "Eight hours",
    "replay": "Replay",
    "start": "The start",
    "store": "What is kept",
    "strap": "A strap, through bleak and a BlueZ that plays one",
    "study": "Whole studies",
}
HEAD = ("", "here", "beside it", "ratio", "bar", "", "")
INTRO = """\
# What was measured

Written by `python3 dev.py docs measured` from the runs that `python3 dev.py bench --keep` keeps in
`docs/measured`; do not edit. What stands beside a figure was measured in turns with it, in the same
run on the same machine: there the ratios say more than the times. A bar is what the project has
promised itself. How true the numbers are is told in full in [accuracy](accuracy.md).
"""
SAID = """\
Of what was allowed, how much is used: left of the line a bar is met.

![Each promise as a dot on a line: how much of what is allowed is used](pictures/measured.svg)
"""


def runs(folder: Path = KEPT) -> list[dict[str, Any]]:
    """Return the runs that are kept, the newest first."""
    found = (json.loads(path.read_text("utf-8")) for path in folder.glob("*.json"))
    return sorted(found, key=lambda run: str(run["began"]), reverse=True)


def results_in(run: Mapping[str, Any]) -> dict[str, list[Result]]:
    """Return the results of a run, by bench."""
    return {
        name: [Result.from_dict(each) for each in kept] for name, kept in run["benches"].items()
    }


def page(run: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> str:
    """Return the page: the newest run in full, what the earlier ones came to in a line each."""
    found = results_in(run)
    parts = [INTRO, _machine(run), _sum(found), SAID]
    for name, results in found.items():
        parts.append(f"## {TITLES.get(name, name)}\n\n{_table(results)}\n")
        parts += [f"* {each.name}: {each.note}.\n" for each in results if each.note]
    if earlier:
        rows = [[str(each["began"]), _machine(each, short=True), _met(each)] for each in earlier]
        parts.append(f"## Earlier runs\n\n{markdown(('', '', ''), rows)}\n")
    return _tight("\n".join(parts))


def _machine(run: Mapping[str, Any], *, short: bool = False) -> str:
    where = f"{run['processor']}, {run['cores']} cores, {run['system']}, {run['python']}"
    if short:
        return where
    versions = ", ".join(f"{name} {number}" for name, number in run["versions"].items())
    load = run["load_before"]
    busy = "" if load is None else f" Others use the machine too: the load before it was {load}."
    return (
        f"The newest run: {run['began']}, on {where}; {versions}. "
        f"What is made by chance is made from seed {run['seed']}.{busy}\n"
    )


def _sum(found: Mapping[str, Sequence[Result]]) -> str:
    flat = [each for results in found.values() for each in results]
    judged = [each for each in flat if each.met is not None]
    missed = [each for each in judged if not each.met]
    text = f"{len(judged) - len(missed)} of {len(judged)} bars are met."
    lines = [f"* {each.name}: {', '.join(filter(None, cells(each)[1:5]))}" for each in missed]
    return "\n".join([text, *(["Not met:", "", *lines] if lines else [])]) + "\n"


def _met(run: Mapping[str, Any]) -> str:
    flat = [each.met for results in results_in(run).values() for each in results]
    judged = [met for met in flat if met is not None]
    return f"{sum(judged)} of {len(judged)} bars met"


def _table(results: Sequence[Result]) -> str:
    return markdown(HEAD[:6], [cells(each) for each in results])


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _tight(text: str) -> str:
    """Leave out the empty lines within a list."""
    tight = re.sub(r"^(\* .*)\n\n+(?=\* )", r"\1\n", text, flags=re.MULTILINE)
    return tight.rstrip() + "\n"


def main() -> None:
    """Draw the picture, and print the page."""
    newest, *earlier = runs()
    flat = [each for results in results_in(newest).values() for each in results]
    PICTURE.write_text(chart(flat), encoding="utf-8")
    print(page(newest, earlier), end="")


if __name__ == "__main__":
    main()

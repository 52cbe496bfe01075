"""The shape of a benchmark's results, and the run over all of them: `python3 dev.py bench`.

A bench is a module tests/bench_NAME.py with ``results(quick=...)``, which yields `Result`s. Each
runs in a process of its own, so that none carries what another has imported or left behind.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tests.bench_machine import machine
from tests.bench_words import table

FOLDER = Path(__file__).parent
KEPT = FOLDER.parent / "docs" / "measured"
SEED = 20261123
USAGE_END = """\
A bar that is missed is said, in the table and below it, and the exit code is 0 all the same: times
depend on the machine and on who else is using it, and a check that fails by chance is soon no
longer looked at. What must hold everywhere is tested in the suite. The exit code is 1 when a bench
itself breaks."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a result has to reach; of its value, or of its ratio to, or distance from, `beside`."""

    limit: float
    least: bool = False
    of: str = "value"  # or "ratio", "difference"

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        return f"{sign} {self.limit:g}" + {"ratio": " ×", "difference": " more"}.get(self.of, "")


@dataclass(frozen=True, slots=True)
class Result:
    """One figure.

    Attributes
    ----------
    name, value, unit
        What was measured; ``value`` is None where it cannot be, and ``note`` says why.
    bar
        What it has to reach, where something was promised.
    beside, reference
        The same of something else, measured in turns with it in the same run.
    note
        How it was measured, where its name does not say it.
    """

    name: str
    value: float | None
    unit: str
    bar: Bar | None = None
    beside: float | None = None
    reference: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times ``beside`` it is."""
        if self.value is None or not self.beside:
            return None
        return self.value / self.beside

    @property
    def judged(self) -> float | None:
        """What its bar is about."""
        if self.bar is None or self.value is None:
            return None
        if self.bar.of == "difference":
            return None if self.beside is None else self.value - self.beside
        return self.ratio if self.bar.of == "ratio" else self.value

    @property
    def met(self) -> bool | None:
        """Whether it reaches its bar; None without one, or without a value."""
        if self.bar is None or self.judged is None:
            return None
        return self.judged >= self.bar.limit if self.bar.least else self.judged <= self.bar.limit

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON, with what follows from it."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}

    @classmethod
    def from_dict(cls, kept: dict[str, object]) -> Result:
        """Return what `as_dict` was made from."""
        given = {name: kept[name] for name in cls.__slots__}
        bar = given["bar"]
        return cls(**(given | {"bar": Bar(**bar) if isinstance(bar, dict) else None}))  # type: ignore[arg-type]


def at_most(limit: float, of: str = "value") -> Bar:
    """Return the bar that is reached from below."""
    return Bar(limit, of=of)


def at_least(limit: float, of: str = "value") -> Bar:
    """Return the bar that is reached from above."""
    return Bar(limit, least=True, of=of)


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turns(
    ours: Callable[[], float], theirs: Callable[[], float], pairs: int
) -> tuple[float, float]:
    """Return the medians of two measurements taken in turns, so that a busy spell hits both."""
    found = [(ours(), theirs()) for _ in range(pairs)]
    first, second = np.median(np.array(found), axis=0).tolist()
    return first, second


def in_a_process(module: str, *arguments: str) -> dict[str, float]:
    """Return what a module prints as JSON in its last line, run by itself."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    done = subprocess.run(command, env=_offscreen(), capture_output=True, text=True, cwd=_root())
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def names() -> list[str]:
    """Return the benches that there are."""
    found = sorted(FOLDER.glob("bench_*.py"))
    texts = ((path.stem.removeprefix("bench_"), path.read_text("utf-8")) for path in found)
    return [name for name, text in texts if "\ndef results(" in text]


def results_of(name: str, *, quick: bool) -> Iterator[Result]:
    """Run one bench in this process."""
    yield from importlib.import_module(f"tests.bench_{name}").results(quick=quick)


def run(name: str, *, quick: bool) -> list[Result]:
    """Run one bench in a process of its own; what it says on the way goes to stderr."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench", "--one", name]
    command += ["--quick"] if quick else []
    done = subprocess.run(command, env=_offscreen(), stdout=subprocess.PIPE, text=True, cwd=_root())
    if done.returncode:
        raise RuntimeError(f"The bench {name} ended with {done.returncode}.")
    return [Result.from_dict(each) for each in json.loads(done.stdout.splitlines()[-1])]


def keep(found: dict[str, list[Result]], about: dict[str, object]) -> Path:
    """Write a run into docs/measured, named by its time."""
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"{str(about['began']).replace(':', '')}.json"
    benches = {name: [each.as_dict() for each in results] for name, results in found.items()}
    text = json.dumps({**about, "benches": benches}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _root() -> Path:
    return FOLDER.parent


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_root())}


def _all(chosen: Sequence[str], *, quick: bool) -> Iterator[tuple[str, list[Result]]]:
    for name in chosen:
        began = time.monotonic()
        print(f"{name} ...", end="", flush=True, file=sys.stderr)
        found = run(name, quick=quick)
        print(f" {time.monotonic() - began:.0f} s", file=sys.stderr)
        yield name, found


def _sum_up(found: Iterable[Result]) -> str:
    judged = [each for each in found if each.met is not None]
    missed = [f"bar missed: {each.name} ({each.bar})" for each in judged if not each.met]
    return "\n".join([f"{len(judged) - len(missed)} of {len(judged)} bars met", *missed])


def main() -> int:
    """Run the benches that are named, or all, and print one table."""
    parser = argparse.ArgumentParser("dev.py bench", description=__doc__, epilog=USAGE_END)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--keep", action="store_true", help="write the run into docs/measured")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run at all?")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        each = [result.as_dict() for result in results_of(asked.one, quick=asked.quick)]
        print(json.dumps(each))
        return 0
    if unknown := set(asked.names) - set(names()):
        parser.error(f"there is no bench {min(unknown)!r}: choose of {', '.join(names())}")
    about = machine() | {"seed": SEED, "quick": asked.quick}
    found = dict(_all(asked.names or names(), quick=asked.quick))
    flat = [result for results in found.values() for result in results]
    print(f"{table(found)}\n\n{_sum_up(flat)}")
    print(f"on {about['processor']}, {about['cores']} cores, {about['python']}")
    if asked.keep:
        print(keep(found, about).relative_to(_root()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Do the tests notice when a module that owns the truth is changed? `dev.py campaign mutants`.

Each mutant is imported instead of its module by a process forked for it, which runs the tests that
are that module's own, up to the first that fails. What lives is listed with its line, unless
`data/living_mutants.toml` explains why no test can tell it from what it was.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tests.mutants import Mutant, mutants

ROOT = Path(__file__).parents[1]
EXPLAINED = Path(__file__).parent / "data" / "living_mutants.toml"
OWN = {
    "devices.heart_rate": ("devices_heart_rate",),
    "devices.beat_clock": ("devices_beat_clock",),
    "devices.stretch": ("devices_stretch", "devices_beat_clock"),
    "devices.doubt": ("devices_doubt", "devices_beat_clock"),
    "analysis.time_domain": ("analysis_time_domain",),
    "analysis.frequency_domain": ("analysis_frequency_domain",),
    "analysis.breath_wave": ("analysis_breath_wave", "analysis_live"),
    "analysis.artifacts": ("analysis_artifacts_limits", "analysis_artifacts", "analysis_levels"),
    "analysis.jumps": ("analysis_jumps_limits", "analysis_jumps", "analysis_levels"),
    "analysis.levels": ("analysis_levels_limits", "analysis_levels"),
    "analysis.cleaning": ("analysis_levels_limits", "analysis_levels", "analysis_marks"),
    "analysis.stretches": ("analysis_stretches", "analysis_report"),
    "analysis.odd_peaks": ("analysis_odd_peaks",),
    "analysis.live": ("analysis_live_limits", "analysis_live_reasons", "analysis_live"),
    "analysis.recent": ("analysis_recent", "analysis_live_limits", "analysis_live"),
    "analysis.compare": (
        "analysis_compare_limits",
        "analysis_compare",
        "analysis_few_beats",
    ),
    "analysis.noise_band": ("analysis_compare_limits", "analysis_compare"),
    "biofeedback.store.rows": ("biofeedback_rows", "biofeedback_recording", "biofeedback_odd_rows"),
    "biofeedback.store.row_file": (
        "biofeedback_damaged",
        "biofeedback_row_file",
        "biofeedback_odd_rows",
        "biofeedback_recording",
        "biofeedback_recorder",
        "biofeedback_index",
    ),
    "biofeedback.store.recording": ("biofeedback_recording", "biofeedback_import"),
    "biofeedback.store.recorder": ("biofeedback_recorder", "biofeedback_recording"),
    "biofeedback.importers.keeping": ("biofeedback_keeping", "biofeedback_import"),
}
SEED = 20261123
PATIENCE_S = 90  # a mutant that never ends is noticed too
MOST_BYTES = 8 * 2**30
HEAVY = ("scipy.signal", "neurokit2", "hypothesis.extra.numpy", "pytestqt.plugin", "PySide6.QtTest")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the mutants of one module.

    Attributes
    ----------
    killed, explained
        How many were noticed, and how many live with a reason.
    alive
        Those that live without one.
    disproved
        Those that are said to live, and were noticed.
    """

    module: str
    killed: int
    explained: int
    alive: tuple[Mutant, ...]
    disproved: tuple[Mutant, ...]

    @property
    def stands(self) -> bool:
        """Whether each is noticed or explained."""
        return not self.alive and not self.disproved

    def __str__(self) -> str:
        lines = [f"{self.module}: {_counted(self.killed, self.explained, len(self.alive))}"]
        lines += [f"    line {each.line}: {each.name}" for each in self.alive]
        lines += [f"    noticed, though explained: {each.name}" for each in self.disproved]
        return "\n".join(lines)


def _counted(killed: int, explained: int, alive: int) -> str:
    tried = killed + explained + alive
    share = f"{100 * killed / max(tried, 1):.1f} %"
    return f"{killed} of {tried} noticed ({share}), {explained} explained, {alive} not"


def explained(module: str) -> dict[str, str]:
    """Return the mutants of a module that may live, by name, each with the reason."""
    groups = tomllib.loads(EXPLAINED.read_text("utf-8")).get(module, [])
    return {name: group["why"] for group in groups for name in group["mutants"]}


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant when its module is imported."""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self._module, self._mutant = module, mutant

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Answer for one module only."""
        if name != self._module:
            return None
        return importlib.util.spec_from_file_location(name, _file(name), loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed tree."""
        exec(compile(self._mutant.tree(), _file(self._module), "exec"), module.__dict__)  # noqa: S102


def check(module: str, most: int, rng: random.Random) -> Outcome:
    """Try the mutants of a module, or a chance sample of so many."""
    every = list(mutants(_file(module).read_text("utf-8")))
    chosen = every if len(every) <= most else rng.sample(every, most)
    reasons = explained(module)
    lives = {mutant: _lives(module, mutant, _tests(module)) for mutant in chosen}
    alive = [mutant for mutant in chosen if lives[mutant] and mutant.name not in reasons]
    disproved = [mutant for mutant in chosen if not lives[mutant] and mutant.name in reasons]
    killed = len(chosen) - sum(lives.values())
    reasoned = sum(lives.values()) - len(alive)
    return Outcome(module, killed, reasoned, tuple(alive), tuple(disproved))


def _lives(module: str, mutant: Mutant | None, tests: list[str]) -> bool:
    child = os.fork()
    if child == 0:
        _try(module, mutant, tests)
    return os.waitpid(child, 0)[1] == 0


def _try(module: str, mutant: Mutant | None, tests: list[str]) -> None:
    """Run the tests in this process, which ends with their outcome."""
    signal.alarm(PATIENCE_S)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    code = 1
    try:
        import pytest

        if mutant:
            sys.meta_path.insert(0, _Instead(module, mutant))
        code = int(pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", *tests]))
    finally:
        os._exit(code)


def _tests(module: str) -> list[str]:
    return [str(ROOT / "tests" / f"test_{name}.py") for name in OWN[module]]


def _file(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def _get_ready() -> None:
    """Import what all of them need, once; of the project itself nothing."""
    os.environ |= {"OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
    from hypothesis import Phase, settings

    for name in HEAVY:
        importlib.import_module(name)
    quick = settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate])
    settings.register_profile("mutants", quick)
    settings.load_profile("mutants")


def main(arguments: Sequence[str]) -> int:
    """Try them and say which live; the exit code is 1 if one does without a reason."""
    parser = argparse.ArgumentParser("dev.py campaign mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(OWN))
    parser.add_argument("--most", type=int, default=10**6, help="of each module, chosen by chance")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.modules) - set(OWN):
        parser.error(f"{min(unknown)} is none of {', '.join(OWN)}")
    _get_ready()
    rng, began_s = random.Random(SEED), time.monotonic()  # noqa: S311 - a sample, no secret
    outcomes = []
    for module in asked.modules or OWN:
        if not _lives(module, None, _tests(module)):
            print(f"{module}: its tests do not pass as they are")
            return 1
        outcomes.append(check(module, asked.most, rng))
        print(f"{outcomes[-1]}  [{time.monotonic() - began_s:.0f} s]", flush=True)
    each = [(one.killed, one.explained, len(one.alive)) for one in outcomes]
    print("in all:", _counted(*map(sum, zip(*each, strict=True))))
    return 0 if all(outcome.stands for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

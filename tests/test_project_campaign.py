"""The campaigns run: a short soak, the mutants of one small module, and a dose of odd bytes."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from tests.campaign_mutants import EXPLAINED, OWN, _file, explained
from tests.campaign_soak import Soak
from tests.mutants import mutants
from tests.soak_checks import never

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.usefixtures("qapp")
def test_a_short_soak_loses_nothing(tmp_path: Path) -> None:
    """Sittings amid every fault: whole files, every packet, each snapshot equal to the replay's."""
    soak = Soak(tmp_path, seed=5)
    soak.run_for(hours=0.15)
    assert soak.found == []
    assert never(soak.counts) == []
    assert soak.counts["beats"] > 300


@pytest.mark.usefixtures("qapp")
def test_a_soak_notices_what_is_lost(tmp_path: Path) -> None:
    """A disk that now and then drops rows without a word is found out."""
    soak = Soak(tmp_path, seed=5)
    write, writes = soak.disk.write, itertools.count()
    soak.disk.write = lambda file, data: len(data) if next(writes) % 50 == 49 else write(file, data)  # type: ignore[method-assign]
    soak.run_for(hours=0.03)
    assert any("it does not hold what was handled" in found for found in soak.found)


def test_a_mutant_differs_in_one_place() -> None:
    """Neither types nor words for people are changed; by hand: six places in this program."""
    program = '''
"""Words: 1 < 2."""
LIMIT: int = 3


def judge(a: int, b: int = 1) -> bool:
    """Say whether; 1 or 0."""
    if not a < b and a + b != LIMIT:
        raise ValueError(f"{a} is not 4")
    return a > 0
'''
    found = [(mutant.line, mutant.what) for mutant in mutants(program)]
    assert found == [
        (3, "3 becomes 4"),
        (6, "1 becomes 2"),
        (8, "And becomes Or"),
        (8, "without Not"),
        (8, "Lt becomes LtE"),
        (8, "NotEq becomes Eq"),
        (8, "Add becomes Sub"),
        (10, "Gt becomes GtE"),
        (10, "0 becomes 1"),
    ]


@pytest.mark.parametrize("module", OWN)
def test_each_mutant_that_may_live_is_there_and_has_a_reason(module: str) -> None:
    """A reason goes with its line: nothing is excused that is no longer in the module."""
    names = {mutant.name for mutant in mutants(_file(module).read_text("utf-8"))}
    assert [name for name in explained(module) if name not in names] == []
    assert all(why.endswith(".") for why in explained(module).values())


def test_reasons_are_for_modules_that_are_tried() -> None:
    """A module that was renamed takes its reasons along."""
    assert set(tomllib.loads(EXPLAINED.read_text("utf-8"))) <= set(OWN)

"""The rooms stay apart: who may import whom, read from the source."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("analysis", "biofeedback", "devices", "practices")
QT = ("PySide6", "pyqtgraph")


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def modules(path: Path) -> set[str]:
    """Return the whole names of the modules that a file imports from."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module}


def importers_of(*packages: str) -> set[str]:
    """Return the files of ours that import one of the packages."""
    return {
        path.relative_to(ROOT).as_posix()
        for room in OURS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not imported(path).isdisjoint(packages)
    }


@pytest.mark.parametrize("room", ["analysis", "devices", "practices"])
def test_a_room_imports_no_other_room_and_no_qt(room: str) -> None:
    """`devices`, `analysis` and `practices` can each be used alone, without a screen."""
    files = sorted((ROOT / room).rglob("*.py"))
    others = {*OURS, *QT} - {room}
    found = {path.name: imported(path) & others for path in files}
    assert files
    assert {name: names for name, names in found.items() if names} == {}


def test_one_file_imports_neurokit2() -> None:
    """Everything that comes from neurokit2 passes one place, which may load it late."""
    assert importers_of("neurokit2") <= {"analysis/_neurokit.py"}


def test_only_the_window_imports_qt() -> None:
    """Commands, files and sittings work where there is no Qt."""
    elsewhere = {path for path in importers_of(*QT) if not path.startswith("biofeedback/ui/")}
    assert elsewhere == set()


ABOVE = {
    "store": ("runs", "results", "report", "study", "keeping_up", "commands", "ui"),
    "results": ("runs", "report", "study", "keeping_up", "commands", "ui"),
    "runs": ("report", "study", "keeping_up", "commands", "ui"),
    "study": ("runs", "report", "keeping_up", "commands", "ui"),
    "words": ("commands", "ui"),
    "importers": ("runs", "results", "report", "study", "commands", "ui"),
    "exporters": ("runs", "report", "study", "commands", "ui"),
}


@pytest.mark.parametrize("room", ABOVE)
def test_a_room_of_the_application_knows_none_above_it(room: str) -> None:
    """What is kept knows no summary, a summary no run, and none of them a command or a screen."""
    above = tuple(f"biofeedback.{name}" for name in ABOVE[room])
    found = {
        path.name: sorted(name for name in modules(path) if name.startswith(above))
        for path in sorted((ROOT / "biofeedback" / room).rglob("*.py"))
    }
    assert {name: names for name, names in found.items() if names} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Nor inside a function: what two of them need has a place that both may know."""
    paths = (path for room in OURS for path in sorted((ROOT / room).rglob("*.py")))
    files = {_dotted(path): path for path in paths}
    needed = {
        name: {each for each in _needed(path, set(files)) if each in files}
        for name, path in files.items()
    }
    TopologicalSorter(needed).prepare()  # a CycleError names the circle


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _needed(path: Path, ours: set[str]) -> Iterator[str]:
    """Yield the modules that a file imports when it runs, and not only for its types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inside
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inside in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node not in for_types:
            named = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in ours else node.module for name in named)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)

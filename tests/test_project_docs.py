"""What the docs show has to run as it stands, and what they name has to be there."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from analysis.report import NEEDED_S
from biofeedback.cli import COMMANDS, cli, main
from biofeedback.commands.importing import import_
from biofeedback.importers.registry import BINARY, TEXT
from biofeedback.results.columns import MEASURES
from requirements.system import QT_LIBRARIES, X11_LIBRARIES

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "```python" in page.read_text("utf-8"))


def python_of(page: Path) -> list[str]:
    """Return the blocks of Python on a page."""
    return re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_on_a_page_runs_from_top_to_bottom(page: Path) -> None:
    """Each block may use what those before it made, as in a notebook."""
    made: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for block in python_of(page):
            exec(compile(block, str(page), "exec"), made)  # noqa: S102 - our own pages
    assert printed.getvalue()


def test_a_study_runs_as_a_script_too(tmp_path: Path) -> None:
    """Its processes read the script from the top: they may not begin the study again."""
    script = tmp_path / "script.py"
    page = "\n".join(python_of(DOCS / "how-to" / "run-a-study.md"))
    script.write_text(page.replace("str(results)]", 'str(results), "--workers", "2"]'))
    environ = {**os.environ, "PYTHONPATH": str(DOCS.parent), "BIOFEEDBACK_DATA": str(tmp_path)}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=DOCS.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert "could not be measured" not in done.stdout
    assert "whole-sitting.csv" in done.stdout


def test_every_measure_stands_on_the_page_for_notebooks() -> None:
    """It is the one place that tells of each its unit and the seconds it needs."""
    page = DOCS / "how-to" / "measure-in-a-notebook.md"
    rows = [row for row in page.read_text("utf-8").splitlines() if row.startswith("| `")]
    told = set(re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in rows)))
    untold, unnamed = set(MEASURES) | set(NEEDED_S), set(NEEDED_S) - set(MEASURES)
    assert not unnamed, f"MEASURES of biofeedback/results/columns.py does not name {unnamed}"
    assert not untold - told, f"{page.name} has no row for {untold - told}"


def test_every_module_of_analysis_is_on_its_reference_page() -> None:
    """Those that begin with an underscore are nobody's business."""
    page = (DOCS / "reference" / "analysis.md").read_text("utf-8")
    modules = {each.stem for each in (DOCS.parent / "analysis").glob("*.py")}
    public = {name for name in modules if not name.startswith("_")}
    assert {name for name in public if f"analysis.{name}\n" not in page} == set()


@pytest.mark.parametrize("name", [*(each.NAME for each in TEXT), *(each.NAME for each in BINARY)])
def test_a_format_is_named_where_people_look_for_it(name: str) -> None:
    """In the help of `import`, and in a row of the how-to's table; common words aside."""
    words = [word.casefold() for word in name.split() if not (word.isalpha() and word.islower())]
    told = import_.help or ""
    known = told[told.index("Known are") :].casefold()
    page = (DOCS / "how-to" / "import-from-your-app.md").read_text("utf-8").casefold()
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert words
    unknown = [word for word in words if word not in known]
    assert not unknown, f"the help of `import` (commands/importing.py) does not name {unknown}"
    named = any(all(word in row for word in words) for row in rows)
    assert named, f"no row of docs/how-to/import-from-your-app.md names {name!r}"


def test_the_libraries_of_the_window_are_named_where_people_install_it() -> None:
    """Those that `dev.py` looks for, by Debian's names."""
    page = (DOCS / "how-to" / "install.md").read_text("utf-8").split()
    packages = [*QT_LIBRARIES.values(), *X11_LIBRARIES.values()]
    assert [package for package in packages if package not in page] == []


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link of the README and the docs names a file that is there."""
    for page in [DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_the_pages_can_be_built(tmp_path: Path) -> None:
    """Without a warning: no page is left out, no reference leads nowhere."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run([*command, str(DOCS), str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "reference" / "commands.html").read_text("utf-8")
    missing = [name for name in COMMANDS if name != "start-qt" and name not in page]
    assert missing == []


def test_the_picture_of_the_rooms_is_that_of_the_code() -> None:
    """`python3 dev.py docs rooms` draws it; the names of the rooms are compared, not the lines."""
    folders = sorted((DOCS.parent / "biofeedback").glob("*/__init__.py"))
    rooms = ["devices", "analysis", "practices", *(each.parent.name for each in folders)]
    drawn = (DOCS / "pictures" / "rooms.svg").read_text("utf-8")
    assert [room for room in rooms if f">{room}</text>" not in drawn] == []


SITTING = DOCS.parent / "sample_recordings" / "whole-sitting.csv"
KEPT = "2026-01-01T000000_hand-on-heart_aaaa"


@pytest.mark.parametrize(
    "command",
    [
        f"analyse {SITTING} --pace 6 --json",
        f"analyse {SITTING.with_name('ectopic-beats.csv')} --json",
        f"compare {SITTING} --json",
        f"replay {SITTING} --no-window --speed max --json",
        "record --simulate --minutes 0.02 --json",
        f"sessions show {KEPT} --json",
        "sessions list --json",
        "sessions trends --json",
        f"import {SITTING.with_name('ectopic-beats.csv')} --json",
        "practices list --json",
        "practices show hand-on-heart --json",
        f"study {SITTING.parent} --out results.csv --workers 1 --json",
        "doctor --no-scan --json",
    ],
    ids=lambda command: " ".join(command.split()[:2]).rpartition("/")[2],
)
def test_every_json_key_is_documented(
    command: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each stands on the page, by its own name or as `ln_…` of another's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    kept = tmp_path / "sessions" / "2026" / f"{KEPT}.csv"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(SITTING.read_bytes())
    main(command.split())
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    documented = set(re.findall(r"[a-z][a-z0-9_]*", " ".join(re.findall(r"`([^`]+)`", page))))
    found = _keys(json.loads(capsys.readouterr().out))
    assert found
    assert {key.removeprefix("ln_") for key in found} - documented == set()


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        inside = (_keys(each) for key, each in value.items() if key not in ("graph", "missing"))
        return set(value).union(*inside)
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def shown_commands() -> list[tuple[str, str]]:
    """Return every `biofeedback ...` that a page shows as a block, and where."""
    found = []
    for page in [DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))]:
        for block in re.findall(r"```\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            lines = [line.strip() for line in block.replace("\\\n", " ").splitlines()]
            found += [(page.name, line) for line in lines if line.startswith("biofeedback ")]
    return found


@pytest.mark.parametrize(("page", "line"), shown_commands())
def test_a_command_that_a_page_shows_is_there_with_its_options(page: str, line: str) -> None:
    """Not what it does, but that it is called so: renamed options leave no page behind."""
    words = re.split(r"\s{2,}|\s#", line)[0].split()[1:]
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        context = click.Context(command)
        assert words[0] in command.list_commands(context), f"{page}: {line}"
        found = command.get_command(context, words.pop(0))
        assert found
        command = found
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    used = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert used - known - {"--help"} == set(), f"{page}: {line}"

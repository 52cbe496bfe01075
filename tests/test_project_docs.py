"""What the docs show has to run as it stands, and what they name has to be there."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from biofeedback.cli import cli, main

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "```python" in page.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_on_a_page_runs_from_top_to_bottom(page: Path) -> None:
    """Each block may use what those before it made, as in a notebook."""
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    made: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for block in blocks:
            exec(compile(block, str(page), "exec"), made)  # noqa: S102 - our own pages
    assert printed.getvalue()


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
    missing = [name for name, each in cli.commands.items() if not each.hidden and name not in page]
    assert missing == []


def test_the_picture_of_the_rooms_is_that_of_the_code() -> None:
    """`python3 dev.py docs rooms` draws it; the names of the rooms are compared, not the lines."""
    folders = sorted((DOCS.parent / "biofeedback").glob("*/__init__.py"))
    rooms = ["devices", "analysis", "practices", *(each.parent.name for each in folders)]
    drawn = (DOCS / "pictures" / "rooms.svg").read_text("utf-8")
    assert [room for room in rooms if f">{room}</text>" not in drawn] == []


@pytest.mark.parametrize(
    "command",
    [
        ("analyse", "whole-sitting.csv", "--pace", "6"),
        ("analyse", "ectopic-beats.csv"),
        ("compare", "whole-sitting.csv"),
    ],
    ids=" ".join,
)
def test_every_json_key_is_documented(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each stands on the page, by its own name or as `ln_…` of another's."""
    name, file, *options = command
    main([name, str(DOCS.parent / "sample_recordings" / file), *options, "--json"])
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    documented = set(re.findall(r"[a-z][a-z0-9_]*", " ".join(re.findall(r"`([^`]+)`", page))))
    found = _keys(json.loads(capsys.readouterr().out))
    assert {key.removeprefix("ln_") for key in found} - documented == set()


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        inside = (_keys(each) for key, each in value.items() if key not in ("graph", "missing"))
        return set(value).union(*inside)
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()

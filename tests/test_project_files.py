"""What is committed: nothing of one machine, nothing of one package index."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOOTSTRAP = ["dev.py", *(f"requirements/{name}.py" for name in ("environment", "lock", "system"))]
# Written in pieces, so that this file does not name them either.
NOT_NAMED = re.compile(
    "|".join(["/" + "root/", "/" + r"work/(main|shared)", "/" + "tmp/w/", "pypi" + r"\.org"])
    + "|files.python"
    + "hosted|/"
    + "opt/(wheels|pypi)"
)


def committed() -> list[Path]:
    """Return the files that git knows, or all but the made ones where there is no git."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        written = {".md", ".py", ".toml", ".txt"}
        outside = [path for path in ROOT.iterdir() if not path.name.startswith(".")]
        paths = [path for top in outside for path in [top, *top.rglob("*")]]
        paths = [path for path in paths if path.suffix in written]
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_machine_or_a_package_index() -> None:
    """A clone works anywhere, and behind any mirror."""
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in committed()}
    found = {
        path.relative_to(ROOT).as_posix(): match.group()
        for path, text in texts.items()
        if (match := NOT_NAMED.search(text))
    }
    assert len(texts) > 20
    assert found == {}


@pytest.mark.parametrize("name", BOOTSTRAP)
def test_an_old_python_can_read_the_set_up(name: str) -> None:
    """Whoever starts dev.py with Python 3.8 gets a sentence, not a syntax error."""
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 8))

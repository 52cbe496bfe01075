"""Four packages have everyday names; a stray file of the same name does no harm."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from biofeedback import __version__

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["analysis", "devices", "practices"])
def test_a_stray_file_cannot_take_a_package_s_place(name: str, tmp_path: Path) -> None:
    """`python -m biofeedback` works in a folder with an `analysis.py` of the person's own."""
    (tmp_path / f"{name}.py").write_text("raise SystemExit('the stray file was run')\n")
    done = subprocess.run(
        [sys.executable, "-m", "biofeedback", "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},  # comes after the folder it is started in
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout

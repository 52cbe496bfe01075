"""What the person chose is kept, whoever else changes another choice meanwhile."""

from __future__ import annotations

from pathlib import Path

from biofeedback.application import Application
from biofeedback.settings import FILE_NAME, Settings


def test_a_second_window_undoes_nothing_that_the_first_one_changed(tmp_path: Path) -> None:
    """Whom one would call is still there after the other window changed the length."""
    first, second = Application(tmp_path), Application(tmp_path)
    first.change(reach_out="my sister, 12345")
    second.change(length=3)
    kept = Settings.load(tmp_path)
    assert (kept.reach_out, kept.length) == ("my sister, 12345", 3)


def test_a_file_that_vanished_is_written_whole(tmp_path: Path) -> None:
    """With all that was chosen in this window before."""
    app = Application(tmp_path)
    app.change(reach_out="my sister")
    (tmp_path / FILE_NAME).unlink()
    app.change(length=3)
    assert Settings.load(tmp_path).reach_out == "my sister"

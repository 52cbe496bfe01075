"""Saving a report from the summary: asked where, written there, trouble said in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from biofeedback.results.kept_sitting import KeptSitting
from biofeedback.ui.summary_screen import SummaryScreen
from biofeedback.ui.theme import LIGHT
from biofeedback.words import texts
from tests.ui_fakes import press, read

WHOLE = Path(__file__).parents[1] / "sample_recordings" / "whole-sitting.csv"


@pytest.fixture
def screen(qtbot: QtBot, tmp_path: Path) -> SummaryScreen:
    """Return the summary of the sample sitting."""
    path = tmp_path / "sitting.csv"
    path.write_bytes(WHOLE.read_bytes())
    shown = SummaryScreen(KeptSitting(path, tmp_path), LIGHT, lambda: None, lambda _: None)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: shown.ready, timeout=15_000)
    return shown


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Answer the question for a file; return what was proposed."""

    def given(chosen: str) -> list[str]:
        proposed: list[str] = []

        def ask(_parent: object, _title: str, name: str, kinds: str) -> tuple[str, str]:
            proposed.append(name)
            return chosen, kinds

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return given


@pytest.mark.parametrize(
    ("name", "written", "begins"),
    [
        ("mine.pdf", "mine.pdf", b"%PDF-"),
        ("mine.html", "mine.html", b"<!DOCTYPE"),
        ("mine", "mine.pdf", b"%PDF-"),
    ],
)
def test_a_report_is_saved_where_the_person_says(
    screen: SummaryScreen,
    answer: Callable[[str], list[str]],
    tmp_path: Path,
    name: str,
    written: str,
    begins: bytes,
) -> None:
    """The proposed name tells when the sitting was, and nothing of the person."""
    proposed = answer(str(tmp_path / name))
    press(screen, texts.SAVE_REPORT)
    assert (tmp_path / written).read_bytes().startswith(begins)
    assert texts.REPORT_SAVED.format(written) in read(screen)
    assert [Path(each).name for each in proposed] == ["sitting-2026-11-23-0800.pdf"]


def test_the_question_may_be_left(
    screen: SummaryScreen, answer: Callable[[str], list[str]]
) -> None:
    """Nothing is written, nothing is said."""
    answer("")
    before = read(screen)
    press(screen, texts.SAVE_REPORT)
    assert read(screen) == before


def test_trouble_is_one_sentence(
    screen: SummaryScreen, answer: Callable[[str], list[str]], tmp_path: Path
) -> None:
    """A folder that is gone, for one."""
    answer(str(tmp_path / "gone" / "mine.pdf"))
    press(screen, texts.SAVE_REPORT)
    assert "there is no folder" in read(screen)

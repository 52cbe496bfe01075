"""Reports as files: one sheet of PDF, HTML, ``compare --report``, and what is said of trouble."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from biofeedback.cli import main
from biofeedback.report.html_page import html_page
from biofeedback.report.page import Cell, Page, paragraph
from biofeedback.report.sitting_page import sitting_page
from biofeedback.results.summary import compare_rests
from biofeedback.samples import Sample, write_sample
from biofeedback.sitting import Noted
from biofeedback.store.afterwards import append_note, tag
from biofeedback.store.recording import read_recording
from biofeedback.ui.report_pdf import LAID_DPI, paint_page, pdf_page
from devices.simulated import Disturbances

SAMPLES = Path(__file__).parents[1] / "sample_recordings"
WHOLE = SAMPLES / "whole-sitting.csv"
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


def page_of(path: Path) -> Page:
    """Return the page of a sitting."""
    recording = read_recording(path)
    return sitting_page(recording, compare_rests(recording)[2])


def painted(page: Page) -> QImage:
    """Return the page as it is painted, 96 dots an inch."""
    image = QImage(794, 1123, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(LAID_DPI / 0.0254))
    image.setDotsPerMeterY(round(LAID_DPI / 0.0254))
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_page(page, painter)
    painter.end()
    return image


def dark(image: QImage, left: int, top: int, right: int, bottom: int) -> bool:
    """Tell whether anything is painted there."""
    return any(
        image.pixelColor(x, y).lightness() < 200
        for x in range(left, right)
        for y in range(top, bottom)
    )


def test_the_pdf_is_one_page_with_real_text(qapp: QApplication) -> None:
    """One page object of A4; fonts are embedded; its title says what it is of."""
    assert qapp is not None
    data = pdf_page(page_of(WHOLE))
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", data)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [595, 842]
    assert b"/FontFile2" in data
    assert not re.search(rb"/Subtype\s*/Image", data)
    assert "Hand-on-Heart".encode("utf-16-be") in data or b"Hand-on-Heart" in data


def test_a_page_that_holds_much_still_fits_on_one_sheet(qapp: QApplication) -> None:
    """It is made smaller: the margins stay white and the foot stays on the page."""
    assert qapp is not None
    rows = tuple((Cell.of(paragraph("words and words " * 40)),) for _ in range(14))
    image = painted(Page("Much", (*rows, (Cell.of(paragraph("The foot.")),))))
    assert not dark(image, 0, 1123 - 58, 794, 1123)
    assert not dark(image, 0, 0, 58, 1123)
    assert not dark(image, 794 - 58, 0, 794, 1123)
    assert dark(image, 60, 1123 - 90, 200, 1123 - 58)


def test_a_sitting_with_heights_fits_in_both_forms(tmp_path: Path, qapp: QApplication) -> None:
    """Gaps, long notes, tags: what is longer than its place is shortened, and says so."""
    assert qapp is not None
    gaps = Disturbances(dropouts=((40.0, 12.0), (150.0, 20.0)))
    path = write_sample(Sample("full", 5, 180, 120, 30, disturbances=gaps), tmp_path)
    append_note(path, Noted(1.0, "A short one."))
    append_note(path, Noted(1.0, "long " * 400))
    tag(path, *(f"tag {number}" for number in range(8)))
    page = page_of(path)
    said = html_page(page).decode()
    assert "“A short one.”" in said
    assert "long …”" in said
    assert "2 gaps" in said
    assert not dark(painted(page), 0, 1123 - 58, 794, 1123)


@pytest.mark.parametrize(
    ("many", "said"), [(2, ""), (3, "and 1 more note"), (32, "and 30 more notes")]
)
def test_notes_that_have_no_room_are_counted(
    tmp_path: Path, qapp: QApplication, many: int, said: str
) -> None:
    """On both forms; none is left out silently."""
    assert qapp is not None
    path = write_sample(Sample("full", 5, 180, 120, 30), tmp_path)
    for number in range(many):
        append_note(path, Noted(1.0, f"{number + 1}: " + "It was quiet, and the rain came. " * 4))
    page = page_of(path)
    found = re.findall(r"and \d+ more notes?", html_page(page).decode())
    assert found == [said] * bool(said)
    assert html_page(page).decode().count("the rain came. ") > 4
    assert not dark(painted(page), 0, 1123 - 58, 794, 1123)


@pytest.mark.parametrize("ending", ["html", "pdf", "HTM"])
def test_compare_writes_the_report(
    tmp_path: Path, capsys: Printed, qapp: QApplication, ending: str
) -> None:
    """The change is printed as ever, and where the report is; it is for this person only."""
    assert qapp is not None
    out = tmp_path / f"report.{ending}"
    assert main(["compare", str(WHOLE), "--report", str(out)]) == 0
    printed = capsys.readouterr()
    assert "RMSSD after is" in printed.out
    assert str(out) in printed.err
    assert out.read_bytes().startswith(b"%PDF-" if ending == "pdf" else b"<!DOCTYPE html>")
    if os.name != "nt":
        assert out.stat().st_mode & 0o077 == 0


def test_a_refused_comparison_is_reported_with_its_reason(tmp_path: Path, capsys: Printed) -> None:
    """The exit code is that of `compare`, the page says why."""
    paced, rest = (str(SAMPLES / name) for name in ("paced-4-6.csv", "rest.csv"))
    out = tmp_path / "report.html"
    assert main(["compare", paced, rest, "--report", str(out)]) == 1
    assert "cannot be compared" in capsys.readouterr().err
    assert "holds paced breathing" in out.read_text("utf-8")


def test_json_stays_json_beside_a_report(tmp_path: Path, capsys: Printed) -> None:
    """What is said of the report goes to the other stream."""
    assert main(["compare", str(WHOLE), "--json", "--report", str(tmp_path / "r.html")]) == 0
    assert "change" in json.loads(capsys.readouterr().out)


def test_the_last_sitting_can_be_named(tmp_path: Path, capsys: Printed) -> None:
    """As for an export: "last", or the beginning of its name."""
    folder = tmp_path / "data" / "sessions" / "2026"
    folder.mkdir(parents=True)
    (folder / "2026-11-23T080000_hand-on-heart_7f3a.csv").write_bytes(WHOLE.read_bytes())
    for number, name in enumerate(("last", "2026-11-23")):
        assert main(["compare", name, "--report", str(tmp_path / f"{number}.html")]) == 0
        assert main(["replay", name, "--no-window"]) == 0
    assert main(["compare", "nothing-like-it"]) == 1
    said = capsys.readouterr().err
    assert "There is no file 'nothing-like-it' here, and no sitting is called so" in said


@pytest.mark.parametrize(
    ("name", "words"),
    [("report.docx", "let it end in .html or .pdf"), ("no/such.html", "there is no folder")],
)
def test_a_report_that_cannot_be_is_one_sentence(
    tmp_path: Path, capsys: Printed, name: str, words: str
) -> None:
    """What is wrong with the name, and what to do."""
    assert main(["compare", str(WHOLE), "--report", str(tmp_path / name)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("biofeedback: ")
    assert words in said
    assert said.count("\n") == 1


def test_a_report_that_is_there_stays_until_force(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the old one whole."""
    out = tmp_path / "report.html"
    out.write_text("mine")
    assert main(["compare", str(WHOLE), "--report", str(out)]) == 1
    assert "--force" in capsys.readouterr().err

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert main(["compare", str(WHOLE), "--report", str(out), "--force"]) == 1
    assert out.read_text() == "mine"
    assert [path.name for path in tmp_path.glob("*report*")] == ["report.html"]
    assert main(["compare", str(WHOLE), "--report", str(out), "--force"]) == 0
    assert out.read_text("utf-8").startswith("<!DOCTYPE")

"""Writes a report to where a person wants it, as HTML or PDF by the ending of its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.compare import Change, Refusal
from biofeedback.exporters.writing import refuse_existing, write_whole
from biofeedback.report.html_page import html_page
from biofeedback.report.page import Page
from biofeedback.report.pair_page import pair_page
from biofeedback.report.sitting_page import sitting_page
from biofeedback.sitting import Phase
from biofeedback.store.disk import RecordingError
from biofeedback.store.recording import Recording

ENDINGS = (".html", ".htm", ".pdf")
PDF = ".pdf"


def write_report(
    path: Path,
    recordings: Sequence[Recording],
    comparison: Change | Refusal | None,
    *,
    force: bool = False,
) -> None:
    """Write the report of a sitting, or of two recordings.

    Parameters
    ----------
    path
        Ends in one of `ENDINGS`.
    recordings
        One sitting, or one recording before and one after.
    comparison
        Of its rests, or of the two; None for a sitting without rests.
    force
        Replace what is there.

    Raises
    ------
    RecordingError
        If the ending is another one, the file exists already or cannot be written, or a PDF
        cannot be made here.
    """
    if path.suffix.lower() not in ENDINGS:
        raise RecordingError(f"{path.name} is no name for a report: let it end in .html or .pdf.")
    refuse_existing(path, force=force)
    page = _page(recordings, comparison)
    data = _pdf(page) if path.suffix.lower() == PDF else html_page(page)
    write_whole(path, lambda file: file.write(data), force=force)


def _page(recordings: Sequence[Recording], comparison: Change | Refusal | None) -> Page:
    if comparison and len(recordings) == 2:
        return pair_page(recordings[0], recordings[1], comparison)
    rests = [recordings[0].part(phase) for phase in (Phase.REST_BEFORE, Phase.REST_AFTER)]
    return sitting_page(recordings[0], comparison if all(rests) else None)


def _pdf(page: Page) -> bytes:
    try:
        from biofeedback.ui.report_pdf import pdf_page
    except ImportError as error:
        raise RecordingError(
            f"A PDF needs the window's library, which cannot be loaded ({error}): "
            "a report that ends in .html needs none."
        ) from error
    return pdf_page(page)

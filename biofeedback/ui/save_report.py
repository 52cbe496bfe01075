"""Asks where a report of a sitting shall lie, and writes it there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from biofeedback.report.write import ENDINGS, PDF, write_report
from biofeedback.results.summary import Summary
from biofeedback.store.disk import RecordingError
from biofeedback.store.recording import read_recording
from biofeedback.words import texts


def save_report(parent: QWidget, path: Path, summary: Summary) -> str:
    """Write the report of a kept sitting; return what there is to say, nothing if it was left.

    Parameters
    ----------
    parent
        Of the question.
    path, summary
        Of the sitting; the comparison is as the screen tells it.
    """
    proposed = Path.home() / texts.REPORT_NAME.format(summary.began)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, texts.SAVE_REPORT, str(proposed), texts.REPORT_KINDS
    )
    if not chosen:
        return ""
    target = Path(chosen)
    if target.suffix.lower() not in ENDINGS:
        target = target.with_name(target.name + PDF)
    try:
        write_report(target, [read_recording(path)], summary.comparison, force=True)
    except RecordingError as error:
        return str(error)
    return texts.REPORT_SAVED.format(target.name)

"""Asks where a sitting that its disk did not take shall lie, and writes it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from biofeedback.store.disk import RecordingError
from biofeedback.words import texts

if TYPE_CHECKING:
    from biofeedback.ui.summary_screen import Ended

NEW_FILE = QFileDialog.Option.DontConfirmOverwrite  # none is ever replaced


def keep_copy(parent: QWidget, sitting: Ended, name: str) -> Path | None:
    """Write all of the sitting into a file that a person chooses; None if they did not.

    Raises
    ------
    RecordingError
        If it cannot be written there, or a file of that name is there.
    """
    proposed = str(Path.home() / name)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, texts.KEEP_COPY, proposed, texts.COPY_KIND, options=NEW_FILE
    )
    if not chosen:
        return None
    path = Path(chosen if chosen.lower().endswith(".csv") else f"{chosen}.csv")
    if path.exists():
        raise RecordingError(texts.COPY_EXISTS.format(path.name))
    sitting.keep_copy(path)
    return path

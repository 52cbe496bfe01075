"""What is kept, as a whole: where it lies, all of it exported in one step, all of it deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QMessageBox, QVBoxLayout

from biofeedback.application import Application
from biofeedback.settings import folder_trouble
from biofeedback.store.disk import RecordingError
from biofeedback.store.library import delete_sittings, own_paths
from biofeedback.ui.bridge import in_background
from biofeedback.ui.parts import button, in_row, label
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words import texts_settings as texts


class Everything(QFrame):
    """A card; long work is done off the window's thread, and told when it is done."""

    def __init__(self, app: Application) -> None:
        super().__init__()
        self._app = app
        self.setProperty("role", "card")
        self._where = label("", "muted", wrap=True)
        self.told = label("", wrap=True)
        self.told.hide()
        self._open = button(texts.OPEN_FOLDER, self._open_folder)
        self._choose = button(texts.OTHER_FOLDER, self._ask_folder)
        self._export = button(texts.EXPORT, self._ask_where)
        self._delete = button(texts.DELETE, self._ask_delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(GAP)
        column.addWidget(label(texts.KEPT, "heading", wrap=True))
        column.addWidget(self._where)
        column.addLayout(in_row(self._open, self._choose))
        column.addLayout(in_row(self._export, self._delete))
        column.addWidget(self.told)

    def refresh(self) -> None:
        """Show where it lies; with nothing there, there is nothing to export or to delete."""
        self._where.setText(texts.KEPT_IN.format(self._app.sessions))
        there = bool(self._paths())
        self._open.setEnabled(self._app.sessions.is_dir())
        self._export.setEnabled(there)
        self._delete.setEnabled(there)
        if not there and self.told.isHidden():
            self.say(texts.NOTHING_KEPT)

    def say(self, words: str) -> None:
        """Tell something under the buttons."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def choose(self, folder: Path) -> None:
        """Keep the sittings from now on in another folder, if it takes them."""
        if trouble := folder_trouble(folder):
            self.say(trouble)
            return
        self._app.change(sessions_folder=str(folder))
        self.refresh()
        self.say(texts.FROM_NOW_ON)

    def export(self, target: Path) -> None:
        """Put everything into one file."""
        from biofeedback.exporters.delivery import write_many

        target = (
            target if target.suffix.lower() == ".zip" else target.with_name(f"{target.name}.zip")
        )
        paths = self._paths()
        self.say(texts.EXPORTING.format(target.name))

        def done(outcome: Any) -> None:
            self.say(_told(target, outcome))

        in_background(lambda: write_many(target, paths, "original", device=False, force=True), done)

    def delete(self) -> None:
        """Delete every sitting for good."""
        try:
            delete_sittings(self._app.sessions, self._paths())
        except RecordingError as error:
            self.say(str(error))
        else:
            self.say(texts.DELETED)
        self.refresh()

    def _paths(self) -> list[Path]:
        try:
            return own_paths(self._app.sessions)
        except RecordingError as error:
            self.say(str(error))
            return []

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._app.sessions)))

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, texts.OTHER_FOLDER, str(self._app.sessions))
        if chosen:
            self.choose(Path(chosen))

    def _ask_where(self) -> None:
        proposed = str(Path.home() / texts.EXPORT_NAME)
        chosen, _ = QFileDialog.getSaveFileName(self, texts.EXPORT, proposed, texts.EXPORT_KINDS)
        if chosen:
            self.export(Path(chosen))

    def _ask_delete(self) -> None:
        count = len(self._paths())
        box = QMessageBox(self)
        box.setWindowTitle(texts.DELETE)
        box.setText(texts.DELETE_ONE_TITLE if count == 1 else texts.DELETE_TITLE.format(count))
        box.setInformativeText(texts.DELETE_MEANS)
        yes = box.addButton(texts.DELETE_YES, QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(texts.DELETE_NO, QMessageBox.ButtonRole.RejectRole))
        box.exec()
        meant = box.clickedButton() is yes
        box.deleteLater()
        if meant:
            self.delete()


def _told(target: Path, outcome: Exception | Sequence[str]) -> str:
    if isinstance(outcome, RecordingError):
        return str(outcome)
    if isinstance(outcome, Exception):
        raise outcome
    if outcome:
        return texts.EXPORTED_BUT.format(target.name, len(outcome), outcome[0])
    return texts.EXPORTED.format(target)

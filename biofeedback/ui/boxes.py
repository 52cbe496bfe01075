"""The few boxes that the window puts before a person."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from biofeedback.words import texts, texts_back


def tell(window: QWidget, sentence: str) -> None:
    """Say one sentence, and wait until it was read."""
    QMessageBox.information(window, texts.APP, sentence)


def practise_unrecorded(window: QWidget, trouble: str) -> bool:
    """Say before a practice that it cannot be written down; let the person choose."""
    box = QMessageBox(window)
    box.setWindowTitle(texts.APP)
    box.setText(texts.FOLDER_TITLE)
    box.setInformativeText(trouble)
    anyway = box.addButton(texts.FOLDER_ANYWAY, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(texts.BACK, QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is anyway


def means_to_delete(within: QWidget, sitting: str) -> bool:
    """Ask whether a sitting is to be deleted for good; to keep it is offered first."""
    box = QMessageBox(within)
    box.setWindowTitle(texts.APP)
    box.setText(texts_back.DELETE_TITLE)
    box.setInformativeText(texts_back.DELETE_WORDS.format(sitting))
    delete = box.addButton(texts_back.DELETE_YES, QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(texts_back.DELETE_NO, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    meant = box.clickedButton() is delete
    box.deleteLater()
    return meant

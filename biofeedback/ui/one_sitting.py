"""One kept sitting by itself: what it is called, its tags, its notes, and a copy of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from biofeedback.store import afterwards
from biofeedback.store.disk import RecordingError
from biofeedback.store.kept import Kept
from biofeedback.store.labels import LONGEST_NAME
from biofeedback.ui.growing import Growing
from biofeedback.ui.parts import Chips, button, label
from biofeedback.ui.room import Shelf
from biofeedback.ui.theme import GAP, SPACE, scaled
from biofeedback.words import texts_one_sitting as texts

FORMATS = ("original", "kubios", "csv", "json", "edf")
WIDE_PX = 560
MOST_NOTES, NOTE_PX = 20, 33


class OneSitting(Growing):
    """Asks; what is written down is added to the sitting's file when it is kept."""

    def __init__(self, parent: QWidget | None, kept: Kept) -> None:
        super().__init__(parent)
        self._kept, self._format = kept, FORMATS[0]
        self.setWindowTitle(texts.TITLE)
        self.name, self.tags = QLineEdit(kept.name), QLineEdit(", ".join(kept.tags))
        self.name.setMaxLength(LONGEST_NAME)
        self.notes: list[tuple[QLineEdit, str]] = []  # and what each held
        self.told = label("", "small", wrap=True)
        self._lay_out()
        self.name.setFocus()
        self.name.selectAll()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(GAP)
        self.setMinimumWidth(scaled(WIDE_PX))
        column.addWidget(label(self._kept.practice_name, "heading", wrap=True))
        fields = (
            (texts.NAME, self.name, texts.NAME_HINT),
            (texts.TAGS, self.tags, texts.TAGS_HINT),
        )
        for name, field, hint in fields:
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            column.addWidget(label(name, "muted"))
            column.addWidget(field)
        if self._kept.notes:
            self._lay_out_notes(column)
        column.addSpacing(GAP)
        column.addWidget(Chips(texts.COPY, texts.FORMATS, 0, self._choose))
        column.addWidget(self.told)
        column.addLayout(self._foot())

    def _lay_out_notes(self, column: QVBoxLayout) -> None:
        """Show the latest notes, to be changed: an import may hold hundreds."""
        column.addWidget(label(texts.NOTES, "muted"))
        inside = QWidget()
        shelf = QVBoxLayout(inside)
        shelf.setContentsMargins(0, 0, 0, 0)
        shelf.setSpacing(GAP // 2)
        for number, note in enumerate(self._kept.notes[-MOST_NOTES:], start=1):
            field = QLineEdit(note)
            field.setCursorPosition(0)
            field.setAccessibleName(texts.NOTE_OF.format(number))
            field.setPlaceholderText(texts.NOTE_GONE)
            self.notes.append((field, note))
            shelf.addWidget(field)
        shown = Shelf(inside)
        shown.setMinimumHeight(
            min(2, len(self.notes)) * scaled(NOTE_PX)
        )  # a screen is seldom higher
        column.addWidget(shown)
        earlier = len(self._kept.notes) - MOST_NOTES
        if earlier > 0:
            column.addWidget(label(texts.EARLIER.format(earlier), "small", wrap=True))

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(button(texts.EXPORT, self._ask_where))
        row.addStretch(1)
        row.addWidget(button(texts.CANCEL, self.reject))
        keep = button(texts.KEEP, self.accept, "primary")
        keep.setDefault(True)
        row.addWidget(keep)
        return row

    def _choose(self, answer: int) -> None:
        self._format = FORMATS[answer]

    def accept(self) -> None:
        """Write down what is new; an unwritable disk is said, and the words stay there."""
        name = " ".join(self.name.text().split())
        if name.casefold() == "last":
            self.told.setText(texts.NOT_LAST)
            return
        try:
            if name != self._kept.name:
                afterwards.rename(self._kept.path, name)
            self._keep_tags()
            self._keep_notes()
        except RecordingError as error:
            self.told.setText(str(error))
            return
        super().accept()

    def _keep_tags(self) -> None:
        before, now = dict.fromkeys(self._kept.tags), _split(self.tags.text())
        if gone := [tag for tag in before if tag not in now]:
            afterwards.untag(self._kept.path, *gone)
        if new := [tag for tag in now if tag not in before]:
            afterwards.tag(self._kept.path, *new)

    def _keep_notes(self) -> None:
        for field, before in self.notes:
            if field.isModified() and (text := field.text().strip()) != before:
                afterwards.change_note(self._kept.path, before, text)
                field.setModified(False)  # if a later one fails, this one is kept already

    def export(self, target: Path) -> None:
        """Write a copy in the format that is chosen."""
        from biofeedback.exporters.delivery import write_one

        try:
            write_one(target, self._kept.path, self._format, device=False, force=True)
        except RecordingError as error:
            self.told.setText(str(error))
        else:
            self.told.setText(texts.EXPORTED.format(target))

    def _ask_where(self) -> None:
        from biofeedback.exporters.delivery import default_name
        from biofeedback.exporters.formats import ending

        proposed = Path.home() / (default_name(self._kept.path) + ending(self._format))
        chosen, _ = QFileDialog.getSaveFileName(self, texts.EXPORT, str(proposed))
        if chosen:
            self.export(Path(chosen))


def _split(words: str) -> list[str]:
    """Return tags as they were written, each once."""
    each = (" ".join(part.split()) for part in words.split(","))
    return list(dict.fromkeys(filter(None, each)))

"""Back to the ground: one key from everywhere, plain and without alarm."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from biofeedback.ui.parts import back_button, label, screen, set_role
from biofeedback.ui.theme import GAP, SPACE
from biofeedback.words.guidance import guidance
from practices.safety import Care

LONGEST_WORD = 30  # letters: in the largest type, too, it lies within the window


def breakable(text: str) -> str:
    """Return a text that wraps in a longer word, too, such as an address a person wrote down."""
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", text)


class Grounding(QWidget):
    """Eyes open, feet on the floor, name what you see; and who can help."""

    def __init__(self, back: Callable[[], None], words: Care) -> None:
        super().__init__()
        self._title = label("", "title", wrap=True)
        self._support_title = label("", "heading", wrap=True)
        self._lines = [label("", "phrase", wrap=True) for _ in words.grounding.lines]
        self._support = label("", "muted", wrap=True)
        self._device = label("", "small", wrap=True)
        column = screen(self)
        column.setSpacing(GAP)
        column.addStretch(2)
        for each in (self._title, *self._lines):
            column.addWidget(each)
        self._saved = label("", "muted")
        self.button = back_button(self, "", back, "primary")
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addSpacing(18)
        foot.addWidget(self._saved)
        foot.addStretch(1)
        column.addSpacing(GAP)
        column.addLayout(foot)  # seen even where large type leaves no room for what follows
        column.addStretch(1)
        column.addWidget(self._support_title)
        column.addWidget(self._support)
        column.addStretch(2)
        column.addWidget(self._device)
        self.speak(words)

    def speak(self, words: Care, language: str = "en") -> None:
        """Say it in the language of the practices, for where the person is."""
        said = guidance(language)
        self._title.setText(words.grounding.title)
        for each, line in zip(self._lines, words.grounding.lines, strict=True):
            each.setText(line)
        self._support_title.setText(words.support.title)
        self._support.setText(breakable("\n".join(words.support.lines)))
        self._kept = said.ground_kept
        self.button.setText(said.ground_back)
        self._device.setText(words.not_a_medical_device)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit another height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take smaller type for the lines where help would not be seen without scrolling."""
        inside = self._title.parentWidget()
        layout = inside.layout() if inside else None
        if inside is None or layout is None:
            return
        for role in ("phrase", "heading", ""):
            for each in self._lines:
                set_role(each, role)
            needed = layout.totalMinimumHeightForWidth(inside.width())
            if needed + 2 * (SPACE + GAP) <= self.height():
                return

    def arrive(self, *, recorded: bool) -> None:
        """Say that everything is kept, if something was being recorded."""
        self._saved.setText(self._kept if recorded else "")
        self._fit()
        self.button.setFocus()

"""Bringing in what other programs recorded: first what is in it is said, then it is kept, or not.

An interval that is read in a wrong unit is a wrong number, so a person looks before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from biofeedback.importers.told import asked, in_words, remarks, sentence
from biofeedback.printable import printable, shortened
from biofeedback.store.folders import files_of
from biofeedback.store.labels import LONGEST_NAME
from biofeedback.ui.bridge import in_background
from biofeedback.ui.parts import Chips, breakable, button, label, screen
from biofeedback.ui.room import Scrolling
from biofeedback.ui.theme import GAP
from biofeedback.words import texts_bring_in as texts

if TYPE_CHECKING:
    from biofeedback.importers.imported import Unit

Outcomes = list[dict[str, Any]]
UNITS: tuple[tuple[Unit | None, str], ...] = (
    (None, texts.AS_IT_LOOKS),
    ("ms", "ms"),
    ("s", "s"),
    ("1/1024 s", "1/1024 s"),
)


class BringIn(QWidget):
    """Shows what is in some files, and brings them in.

    Parameters
    ----------
    folder
        Where sittings are kept.
    paths
        Files, and folders that stand for the files in them.
    done
        Leads back.
    """

    def __init__(self, folder: Path, paths: Sequence[Path], done: Callable[[], None]) -> None:
        super().__init__()
        self._folder, self._paths, self._done = folder, paths, done
        self._unit: Unit | None = None
        self._asked = 0
        self.ready = False
        self._title, self._lead = label("", "title", wrap=True), label("", "muted", wrap=True)
        units = [words for _, words in UNITS]
        self._units = Chips(texts.UNIT, units, 0, self._choose_unit)
        self._keep = button(texts.KEEP, self.keep, "primary")
        self._leave = button(texts.LEAVE, done)
        self._area = Scrolling()
        column = screen(self)
        column.setSpacing(GAP)
        for each in (self._title, self._lead):
            column.addWidget(each)
        column.addWidget(self._area, 1)
        column.addWidget(self._units)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        foot.addWidget(self._keep)
        column.addLayout(foot)
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Backspace leads back, as everywhere."""
        if event.key() == Qt.Key.Key_Backspace:
            self._done()
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        """Bring in what can be read."""
        self._run(texts.KEEPING, self._kept, dry_run=False)

    def leave(self) -> None:
        """Wait for nothing any more."""
        self._asked += 1

    def _look(self) -> None:
        self._run(texts.LOOKING, self._looked, dry_run=True)

    def _choose_unit(self, at: int) -> None:
        self._unit = UNITS[at][0]
        self._look()

    def _run(self, words: str, then: Callable[[Outcomes], None], *, dry_run: bool) -> None:
        """Import on another thread; an older answer that comes late is none."""
        self.ready = False
        self._asked += 1
        mine, unit = self._asked, self._unit
        self._title.setText(words)
        self._keep.setEnabled(False)

        def arrived(found: Any) -> None:
            """Take the answer, unless something else was asked meanwhile."""
            if mine != self._asked:
                return
            if isinstance(found, Exception):
                raise found
            self.ready = True
            then(found)

        in_background(lambda: self._outcomes(unit, dry_run=dry_run), arrived)

    def _outcomes(self, unit: Unit | None, *, dry_run: bool) -> Outcomes:
        from biofeedback.importers.importing import Import

        run = Import(self._folder, unit, dry_run=dry_run)
        return [outcome for path in files_of(self._paths) for outcome in run.outcomes(path)]

    def _looked(self, outcomes: Outcomes) -> None:
        fresh = sum("format" in each and not each["already"] for each in outcomes)
        self._title.setText(texts.found(fresh))
        rated = any(map(in_words, outcomes))
        self._lead.setText(texts.LEAD if fresh and rated else "")
        self._show(outcomes, texts.NAME_IT)
        self._units.setVisible(rated or any(map(asked, outcomes)) or self._unit is not None)
        self._keep.setEnabled(fresh > 0)
        self._keep.setVisible(fresh > 0)
        (self._keep if fresh else self._leave).setFocus()

    def _kept(self, outcomes: Outcomes) -> None:
        kept = sum(bool(each.get("sitting")) and not each["already"] for each in outcomes)
        self._title.setText(texts.kept(kept))
        self._lead.setText("")
        self._show(outcomes, texts.NAME_IT_AFTERWARDS)
        self._units.hide()
        self._keep.hide()
        self._leave.setText(texts.TO_THE_LIST)
        self._leave.setFocus()

    def _show(self, outcomes: Outcomes, asking: Mapping[str, str]) -> None:
        """Show the files, and apart from them those that are left out."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        left_out = [each for each in outcomes if "error" in each]
        for each in outcomes:
            if each not in left_out:
                _add(column, each, asking)
        if left_out:
            column.addWidget(label(texts.LEFT_OUT, "heading"))
        for each in left_out:
            _add(column, each, asking)
        column.addStretch(1)
        self._area.setWidget(inside)


def dropped(mime: QMimeData) -> list[Path]:
    """Return the files on this computer that were dropped; none if there are none."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _add(column: QVBoxLayout, outcome: dict[str, Any], asking: Mapping[str, str]) -> None:
    for words, role in _told(outcome):
        column.addWidget(label(_in_window(words, asking), role, wrap=True))
    column.addSpacing(GAP)


def _in_window(words: str, asking: Mapping[str, str]) -> str:
    for in_terminal, here in asking.items():
        words = words.replace(in_terminal, here)
    return words


def _told(outcome: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the lines for one file, each with its role."""
    whole = printable(outcome["file"].replace("\\", "/").rpartition("/")[2])
    name = breakable(shortened(whole, LONGEST_NAME))
    if "error" in outcome:
        why = outcome["error"].removeprefix(f"{whole}: ")
        return [(name, ""), (sentence(why), "small")]
    already = [(texts.ALREADY, "muted")] if outcome["already"] else []
    words = [(in_words(outcome), "muted")] if in_words(outcome) else []
    return [(name, ""), *words, *((each, "small") for each in remarks(outcome)), *already]

"""Looking back: every kept sitting, what can be done with it, and what they show together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from biofeedback.store.library import Kept, delete_sittings
from biofeedback.store.recorder import RecordingError
from biofeedback.ui import boxes
from biofeedback.ui.bring_in import dropped
from biofeedback.ui.flow import Flow
from biofeedback.ui.gather import Gathered, Gathering
from biofeedback.ui.one_sitting import OneSitting
from biofeedback.ui.over_time import OverTime
from biofeedback.ui.parts import Chips, apart, back_button, button, label, screen, wherever
from biofeedback.ui.room import Least
from biofeedback.ui.search_field import SearchField
from biofeedback.ui.sitting_list import SittingList
from biofeedback.ui.sitting_row import row_of
from biofeedback.ui.theme import GAP, Theme
from biofeedback.words import texts, texts_back, texts_bring_in, texts_one_sitting


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the screen leads to."""

    back: Callable[[], None]
    open: Callable[[Path], None]
    replay: Callable[[Path], None]
    compare: Callable[[Path], None]
    bring_in: Callable[[list[Path]], None]


class HistoryScreen(QWidget):
    """The sittings under ``folder``, gathered anew whenever the screen is shown."""

    def __init__(
        self,
        folder: Path,
        theme: Theme,
        ways: Ways,
        absent: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__()
        self.folder, self._ways, self._absent = folder, ways, absent
        self.setAcceptDrops(True)
        self._kept: list[Kept] = []
        self._hidden = False
        self._gathered = Gathered()
        self.gathering = Gathering(folder, self._listed, self._measured)
        self.list = SittingList(theme, self._offer, self._keys())
        self.search = SearchField(self.list.setFocus)
        self.over_time = OverTime(theme)
        self._count, self._said = label("", "muted"), label("", "small", wrap=True)
        self._actions: list[QPushButton] = []
        self._title, self._words = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._again = button(texts_back.TRY_AGAIN, self._start)
        self._bring = button(texts_bring_in.BRING_IN, self._ask_files, key="I")
        self._views, self._pages = QStackedWidget(), QStackedWidget()
        wherever(self, Qt.Key.Key_I, self._ask_files)
        wherever(self, Qt.Key.Key_Slash, self._seek)
        self._lay_out()

    def hide_numbers(self, *, hidden: bool) -> None:
        """Hide how measures changed, or show it."""
        if hidden != self._hidden:
            self._hidden = hidden
            self._show_rows()

    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            Qt.Key.Key_Return: lambda: self._act(self._ways.open),
            Qt.Key.Key_R: lambda: self._act(self._ways.replay),
            Qt.Key.Key_C: lambda: self._act(self._ways.compare),
            Qt.Key.Key_N: self.name_it,
            Qt.Key.Key_Delete: self.delete,
        }

    def _lay_out(self) -> None:
        column = screen(self)
        column.setSpacing(GAP)
        self._switch = Chips(texts_back.VIEW, texts_back.VIEWS, 0, self._views.setCurrentIndex)
        column.addLayout(apart(label(texts.LOOK_BACK, "title", wrap=True), self._switch))
        for view in (self._sittings(), self.over_time):
            self._views.addWidget(view)
        for page in (self._plain(), self._views):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        column.addLayout(self._foot())

    def _sittings(self) -> QWidget:
        page = Least()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.search.setPlaceholderText(texts_back.SEARCH)
        self.search.setAccessibleName(texts_back.SEARCH)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._show_rows())
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.search, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(self._said)
        return page

    def _plain(self) -> QWidget:
        """Return the page for when there is no list: loading, nothing yet, or trouble."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(2)
        for words in (self._title, self._words):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addSpacing(GAP)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _foot(self) -> Flow:
        row = Flow(None, GAP)
        row.addWidget(back_button(self, texts.BACK, self._ways.back))
        row.addWidget(self._bring)
        names = (
            *(texts_back.DELETE, texts_one_sitting.MORE),
            *(texts_back.COMPARE, texts_back.REPLAY, texts_back.OPEN),
        )
        hints = ("Del", "N", "C", "R", "Enter")
        row.part()
        acts = reversed(self._keys().values())
        for name, act, hint in zip(names, acts, hints, strict=True):
            role = "primary" if name == texts_back.OPEN else ""
            made = button(name, act, role, key=hint)
            self._actions.append(made)
            row.addWidget(made)
        self._views.currentChanged.connect(lambda _: self._offer())
        return row

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.list.set_theme(theme)
        self.over_time.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Gather the sittings: there may be a new one."""
        super().showEvent(event)
        self.search.clear()  # what was sought last hides what is new
        self.list.setFocus()
        self._start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Gather no more."""
        super().hideEvent(event)
        self.gathering.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+F leads to the search, as a slash does."""
        if event.matches(QKeySequence.StandardKey.Find):
            self._seek()
        else:
            super().keyPressEvent(event)

    def _seek(self) -> None:
        self._switch.choose(0)
        self._views.setCurrentIndex(0)
        self.search.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Look what is in files that are dropped here."""
        event.acceptProposedAction()
        self._ways.bring_in(dropped(event.mimeData()))

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, texts_bring_in.CHOOSE, str(Path.home()))
        if names:
            self._ways.bring_in([Path(name) for name in names])

    def name_it(self) -> None:
        """Give the sitting a name and tags, change its notes, or take a copy of it."""
        row = self.list.row
        if row is None:
            return
        asked = OneSitting(self, row.kept)
        asked.accepted.connect(self.gathering.start)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def delete(self) -> None:
        """Ask, and delete the sitting for good."""
        row = self.list.row
        if row and boxes.means_to_delete(self, f"{row.title}, {row.when}"):
            try:
                delete_sittings(self.folder, [row.kept.path])
            except RecordingError as error:
                self._said.setText(str(error))
                return
            self._listed([each for each in self._kept if each != row.kept])
            self._said.setText(texts_back.GONE)

    def _act(self, way: Callable[[Path], None]) -> None:
        if row := self.list.row:
            way(row.kept.path)

    def _start(self) -> None:
        self._said.setText("")
        if not self._kept:
            self._tell(texts_back.LOADING)
        self.gathering.start()

    def _listed(self, found: list[Kept] | Exception) -> None:
        if isinstance(found, RecordingError):
            self._kept = []
            self._tell(texts_back.UNREADABLE, str(found), again=True)
            self._again.setFocus()
        elif isinstance(found, Exception):
            raise found
        elif not found:
            self._kept = []
            self._tell(texts_back.EMPTY_TITLE, self._absent() or texts_back.EMPTY)
            self._bring.setFocus()
        else:
            known = {each.path for each in self._kept}
            fresh = next((each.path for each in found if each.path not in known), None)
            self._kept = found
            opening = self._pages.currentIndex() == 0
            self._pages.setCurrentIndex(1)
            self._show()
            if opening:
                self.list.setFocus()
            if fresh and known:  # just brought in
                self.search.clear()
                self.list.choose(fresh)

    def _measured(self, gathered: Gathered) -> None:
        self._gathered = gathered
        if self._kept:
            self._show()
        elif gathered.unread:
            self._tell(texts_back.EMPTY_TITLE, self._lost())

    def _lost(self) -> str:
        return texts_back.unread([each.name for each in self._gathered.unread])

    def _tell(self, title: str, words: str = "", *, again: bool = False) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._again.setVisible(again)
        self._pages.setCurrentIndex(0)
        self._offer()

    def _show(self) -> None:
        self._show_rows()
        self.over_time.show_sittings(self._kept, self._gathered)

    def _show_rows(self) -> None:
        words = self.search.text()
        changes, hidden = self._gathered.changes, self._hidden
        rows = [row_of(kept, changes, hide_numbers=hidden) for kept in self._kept]
        found = [row for row in rows if row.matches(words)]
        self.list.show_rows(found)
        counted = texts_back.COUNT.format(len(found), len(rows))
        self._count.setText(counted)
        self._count.setVisible(bool(words.strip()))
        self._said.setText(self._lost() if found else texts_back.NO_MATCH.format(words.strip()))
        self._offer()

    def _offer(self) -> None:
        """Offer only what can be done: nothing without a sitting, no replay without a heart."""
        listed = self._pages.currentIndex() == 1 and self._views.currentIndex() == 0
        for made in self._actions:
            made.setVisible(listed)
            made.setEnabled(self.list.row is not None)
        self._switch.setVisible(self._pages.currentIndex() == 1)

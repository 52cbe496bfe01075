"""Starts the window, keeps it from ever showing a traceback, and can show itself unattended."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QPushButton

from biofeedback.application import Application
from biofeedback.ui.once_painted import OncePainted
from biofeedback.ui.theme import font
from biofeedback.ui.window import MakeRun, Window
from biofeedback.unexpected import keep_details
from biofeedback.words import texts

if TYPE_CHECKING:
    from pyqtgraph.util.garbage_collector import GarbageCollector

STYLE = ("-style", "Fusion")
"""The same bones on every platform; the style sheet is the skin. Set by `QApplication.setStyle`,
the binding would make the class of the style that this returns, with all it knows to draw."""

log = logging.getLogger(__name__)


def qt_application() -> QApplication:
    """Return the one Qt application, with our type.

    Without a display Qt ends the process in its own words; then ours are said instead.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qInstallMessageHandler(_before_the_window)
    made = QApplication([texts.APP, *STYLE])
    qInstallMessageHandler(None)
    made.setApplicationName(texts.APP)
    made.setFont(font())
    return made


def _before_the_window(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
    log.debug("Qt: %s", message)
    if kind is QtMsgType.QtFatalMsg:
        sys.stderr.write(f"biofeedback: {texts.NO_WINDOW}\n")
        sys.stderr.flush()
        os._exit(1)  # or Qt aborts, and leaves a core dump


def _close_on_signals() -> None:
    """Let Ctrl-C, and a desktop that is shut down, close the window as a person would."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: QTimer.singleShot(0, QApplication.closeAllWindows))


def run_window(app: Application, make_run: MakeRun | None = None) -> int:
    """Show the window until it is closed; begin with a run, if one is given."""
    qt = qt_application()
    window = Window(app)
    sys.excepthook = _Excepthook(app, window)
    _close_on_signals()
    if not make_run:
        window.aside.welcome()
    with ExitStack() as at_the_end:
        OncePainted(window, lambda: _once_seen(app, window, make_run, at_the_end))
        window.show()
        return qt.exec()


def _once_seen(
    app: Application, window: Window, make_run: MakeRun | None, at_the_end: ExitStack
) -> None:
    """Go on with what the first picture did not have to wait for."""
    from biofeedback.keeping_up.reminders import Reminding

    window.home.interrupted.look()
    reminding = Reminding(lambda: app.cues, lambda: window.practice is not None)
    reminding.start()
    at_the_end.callback(reminding.stop)
    get_ready()
    if make_run:
        window.start(make_run)


def get_ready() -> None:
    """Import what the first sitting needs; it takes half a second, so the home screen is first."""
    collect_here()
    import biofeedback.ui.practice_screen  # noqa: F401 - pyqtgraph is imported here

    threading.Thread(target=_warm_up, name="getting ready", daemon=True).start()


def _warm_up() -> None:
    from analysis import warm_up

    warm_up()


@cache
def collect_here() -> GarbageCollector:
    """Collect garbage on this thread alone: on another it could delete a widget under Qt."""
    from pyqtgraph.util.garbage_collector import GarbageCollector

    return GarbageCollector()


class _Excepthook:
    """Keeps the details in a file and tells the person one sentence, once."""

    def __init__(self, app: Application, window: Window) -> None:
        self._folder = app.folder
        self._window = window
        self._seen: set[str] = set()

    def __call__(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.closeAllWindows()
            return
        details = "".join(traceback.format_exception(kind, error, where))
        if details in self._seen:
            return  # what goes wrong with each frame would fill the disk
        first = not self._seen
        self._seen.add(details)
        log = keep_details(self._folder, details)
        if first:
            self._tell(texts.UNEXPECTED.format(log) if log else texts.UNEXPECTED_UNKEPT, details)

    def _tell(self, words: str, details: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setWindowTitle(texts.APP)
        box.setText(texts.UNEXPECTED_TITLE)
        box.setInformativeText(words)
        box.setDetailedText(details)
        box.addButton(QMessageBox.StandardButton.Close)
        copy = QPushButton(texts.UNEXPECTED_COPY, box)  # or Python would take it away
        box.addButton(copy, QMessageBox.ButtonRole.HelpRole)  # which leaves the box open
        copy.clicked.disconnect()
        copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
        box.open()


class Tour:
    """Leads the window through one run by itself and takes a picture of each screen.

    Parameters
    ----------
    folder
        Where the pictures go; None for none.
    """

    LOOK_MS = 40
    LOOKS = 8  # on a busy machine some come late

    def __init__(self, window: Window, make_run: MakeRun, folder: Path | None) -> None:
        self._window, self._make_run, self._folder = window, make_run, folder
        self._number = 0
        self._steps: list[tuple[str, Callable[[], bool]]] = []
        self.pictures: list[Path] = []
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._look)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Begin: home, the phases of the run, summary, grounding."""
        self.take("home")
        self._window.start(self._make_run)
        self._timer.start(self.LOOK_MS)

    def _look(self) -> None:
        practice, summary = self._window.practice, self._window.summary
        if practice:
            phase = practice.snapshot.sitting.phase
            left_s = practice.snapshot.sitting.remaining_s(practice.run.now_s())
            soon_s = self.LOOKS * self.LOOK_MS / 1000 * practice.run.speed
            if left_s < max(soon_s, 2.0):
                self.take(phase.replace(" ", "-"))
        elif summary and summary.ready:
            self._timer.stop()
            QTimer.singleShot(2 * self.LOOK_MS, self._finish)

    def _finish(self) -> None:
        self.take("summary")
        self._window.ground()
        QApplication.processEvents()
        self.take("grounding")
        self._window.close()

    def take(self, name: str) -> None:
        """Take a picture, one for each name."""
        if self._folder is None or any(name in picture.stem for picture in self.pictures):
            return
        path = self._folder / f"{len(self.pictures) + 1:02d}-{name}.png"
        if self._window.grab().save(str(path)):
            self.pictures.append(path)


def run_tour(app: Application, make_run: MakeRun, folder: Path | None) -> list[Path]:
    """Show a whole run unattended; return the pictures that were taken."""
    qt = qt_application()
    window = Window(app)
    sys.excepthook = _Excepthook(app, window)
    _close_on_signals()
    window.show()
    get_ready()
    tour = Tour(window, make_run, folder)
    QTimer.singleShot(200, tour.start)
    qt.exec()
    return tour.pictures

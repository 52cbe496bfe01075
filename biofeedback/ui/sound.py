"""Where sound is switched on: one word on the practice screen, and a small card behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSlider, QWidget

from biofeedback.application import Application
from biofeedback.runs.run import Run
from biofeedback.sitting import Sitting
from biofeedback.sound.mixer import Volumes
from biofeedback.sound.player import Sound, system_voice
from biofeedback.ui.bridge import to_window
from biofeedback.ui.closed_eyes import ClosedEyes
from biofeedback.ui.parts import button, height_of, label
from biofeedback.ui.theme import GAP, scaled
from biofeedback.words import texts

CARD_PX = 340
READ_MS = 8000  # how long it stays when it comes by itself


class SoundControl(QPushButton):
    """Says whether there is sound, opens its card, and lets the sound follow a run.

    Parameters
    ----------
    run
        Whose sitting is heard.
    app
        Keeps what the person chose.
    """

    def __init__(self, run: Run, app: Application) -> None:
        super().__init__()
        self._run, self._app = run, app
        self._left = False
        self._asked = False
        self._trouble = ""
        self._eyes: ClosedEyes | None = None
        tell = to_window(self._tell)
        self._sound = Sound(run.now_s, tell, make_voice=system_voice(app.settings.language))
        self.setProperty("role", "chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.card = SoundCard(self)
        self.clicked.connect(lambda _checked=False: self.open_card())
        self._set_volumes()
        self._switch(on=app.settings.sound)

    def tell_closed(self, eyes: ClosedEyes) -> None:
        """Say on the screen for closed eyes, too, whether there is sound."""
        self._eyes = eyes
        self._tell_eyes()

    def _tell_eyes(self) -> None:
        on = self._app.settings.sound
        if self._eyes:
            self._eyes.say_heard((on and self._trouble) or texts.SOUND_EYES[on])

    def attend(self, sitting: Sitting) -> None:
        """Let the sound follow."""
        self._sound.attend(sitting, speed=self._run.speed)

    def toggle(self) -> None:
        """Switch sound on or off, and remember it."""
        self._app.change(sound=not self._app.settings.sound)
        self._asked = self._app.settings.sound
        if not self._asked:
            self.card.hide()
        self._switch(on=self._asked)

    def change(self, name: str, percent: int) -> None:
        """Change one of the volumes, and remember it."""
        self._app.change(**{name: percent})
        self._set_volumes()

    def percent(self, name: str) -> int:
        """Return one of the volumes."""
        return int(getattr(self._app.settings, name))

    def leave(self) -> None:
        """Let the last bell ring out."""
        self._left = True
        self._sound.leave()

    def hush(self) -> None:
        """Be silent at once."""
        self._left = True
        self._sound.hush()

    def open_card(self) -> None:
        """Show the card, or hide it."""
        screen = self.parentWidget()
        if self.card.isVisible() or screen is None:
            self.card.hide()
            return
        self.card.setParent(screen)
        self.card.move(self.mapTo(screen, QPoint(0, self.height() + GAP // 2)))
        self.card.show()
        self.card.fit()
        self.card.raise_()

    def _switch(self, *, on: bool) -> None:
        self.setText(texts.SOUND[on])
        self.setToolTip(texts.SOUND_KEY)
        self.card.show_state(on=on)
        self._trouble = ""
        self._tell_eyes()
        if on != self._sound.on and self._run.speed == 1:
            self._sound.switch(on=on)

    def _tell(self, trouble: str) -> None:
        """Say what cannot be heard, in the place where sound is switched on."""
        if self._left:
            return
        self._trouble = trouble
        self._tell_eyes()
        self.card.show_trouble(trouble)
        if trouble:
            self.setText(texts.SOUND_QUIET)
            self.setToolTip(trouble)
        closed = self._eyes is not None and self._eyes.isVisible()  # and it is said there
        if trouble and self._asked and not self.card.isVisible() and not closed:
            self.open_card()
            QTimer.singleShot(READ_MS, self.card, self.card.leave)

    def _set_volumes(self) -> None:
        percents = (self.percent(name) for name in texts.VOLUMES)
        self._sound.set_volumes(Volumes(*(percent / 100 for percent in percents)))


class SoundCard(QFrame):
    """One switch, three volumes, and a sentence where something cannot be heard."""

    def __init__(self, control: SoundControl) -> None:
        super().__init__(control)
        self.hide()
        self.setProperty("role", "card")
        self._switch = button(texts.SOUND_SWITCH[False], control.toggle, "chip", key="M")
        self._switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._trouble = label("", "small", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(GAP, GAP, GAP, GAP)
        grid.setSpacing(GAP)
        grid.addWidget(self._switch, 0, 0, 1, 2)
        for row, (name, words) in enumerate(texts.VOLUMES.items(), start=1):
            grid.addWidget(label(words, "muted"), row, 0)
            grid.addWidget(self._slider(control, name, words), row, 1)
        grid.addWidget(self._trouble, len(texts.VOLUMES) + 1, 0, 1, 2)
        self._trouble.hide()

    def fit(self) -> None:
        """Take the size that its words need in the present type."""
        self.setFixedWidth(scaled(CARD_PX))
        if self._trouble.isVisibleTo(self):
            inner = self.width() - 2 * GAP
            self._trouble.setMinimumHeight(height_of(self._trouble, self._trouble.text(), inner))
        self.adjustSize()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Fit another size of the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self.fit()

    def leave(self) -> None:
        """Go, unless somebody is at it."""
        if not self.underMouse() and not self.isAncestorOf(self.window().focusWidget()):
            self.hide()

    def show_state(self, *, on: bool) -> None:
        """Offer to switch sound off, or on."""
        self._switch.setText(texts.SOUND_SWITCH[on])

    def show_trouble(self, sentence: str) -> None:
        """Show why nothing is heard; nothing when all is well."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        if self.isVisible():
            self.fit()

    @staticmethod
    def _slider(control: SoundControl, name: str, words: str) -> QWidget:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setPageStep(20)
        slider.setValue(control.percent(name))
        slider.setAccessibleName(texts.VOLUME_OF.format(words))
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda percent: control.change(name, percent))
        return slider

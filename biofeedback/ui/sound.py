"""Where sound is switched on: one word on the practice screen, and a small card behind it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSlider, QWidget

from biofeedback.application import Application
from biofeedback.runs.run import Run
from biofeedback.sitting import Sitting
from biofeedback.sound.mixer import Volumes
from biofeedback.sound.player import Sound, system_voice
from biofeedback.ui.bridge import to_window
from biofeedback.ui.parts import button, label
from biofeedback.ui.theme import GAP
from biofeedback.words import texts

CARD_PX = 340


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
        tell = to_window(self._tell)
        self._sound = Sound(run.now_s, tell, make_voice=system_voice(app.settings.language))
        self.setProperty("role", "chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.card = SoundCard(self)
        self.clicked.connect(lambda _checked=False: self.open_card())
        self._set_volumes()
        self._switch(on=app.settings.sound)

    def attend(self, sitting: Sitting) -> None:
        """Let the sound follow."""
        self._sound.attend(sitting, speed=self._run.speed)

    def toggle(self) -> None:
        """Switch sound on or off, and remember it."""
        self._app.change(sound=not self._app.settings.sound)
        self._asked = True
        self._switch(on=self._app.settings.sound)

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
        self.card.adjustSize()
        self.card.show()
        self.card.raise_()

    def _switch(self, *, on: bool) -> None:
        self.setText(texts.SOUND[on])
        self.setToolTip(texts.SOUND_KEY)
        self.card.show_state(on=on)
        if on != self._sound.on and self._run.speed == 1:
            self._sound.switch(on=on)

    def _tell(self, trouble: str) -> None:
        """Say what cannot be heard, in the place where sound is switched on."""
        if self._left:
            return
        self.card.show_trouble(trouble)
        if trouble:
            self.setText(texts.SOUND_QUIET)
            self.setToolTip(trouble)
        if trouble and self._asked and not self.card.isVisible():
            self.open_card()

    def _set_volumes(self) -> None:
        percents = (self.percent(name) for name in texts.VOLUMES)
        self._sound.set_volumes(Volumes(*(percent / 100 for percent in percents)))


class SoundCard(QFrame):
    """One switch, three volumes, and a sentence where something cannot be heard."""

    def __init__(self, control: SoundControl) -> None:
        super().__init__(control)
        self.hide()
        self.setProperty("role", "card")
        self.setFixedWidth(CARD_PX)
        self._switch = button(texts.SOUND[False], control.toggle, "chip", key="M")
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

    def show_state(self, *, on: bool) -> None:
        """Show whether there is sound."""
        self._switch.setText(texts.SOUND[on])

    def show_trouble(self, sentence: str) -> None:
        """Show why nothing is heard; nothing when all is well."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        self.adjustSize()

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

"""One breath to be heard before it is chosen: a bell, a tone that rises and falls, a bell."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

from biofeedback.settings import Settings
from biofeedback.sitting import Phase, PhaseStarted, Sitting
from biofeedback.sound.mixer import Volumes
from biofeedback.sound.player import Sound, system_voice
from biofeedback.ui.bridge import to_window
from practices.breathing import BreathPattern

BREATH = BreathPattern(4.0, 6.0)


class SoundSample:
    """Plays at once, and lets the sound card go after one breath.

    Parameters
    ----------
    settings
        How loud, and in which language a voice would speak.
    tell
        Called with why nothing is heard.
    """

    def __init__(self, settings: Settings, tell: Callable[[str], None]) -> None:
        self._hushed = False
        self._tell = tell
        began_s = time.monotonic()
        self._sound = Sound(
            lambda: time.monotonic() - began_s,
            to_window(self._told),
            make_voice=system_voice(settings.language),
        )
        breath, bell = settings.breath_volume / 100, settings.bell_volume / 100
        self._sound.set_volumes(Volumes(breath, bell, voice=0.0))
        self._sound.switch(on=True)
        resting = Sitting().after(PhaseStarted(0.0, Phase.REST_BEFORE, 1.0, None))
        self._sound.attend(resting)
        self._breathing = resting.after(PhaseStarted(0.0, Phase.PRACTICE, BREATH.cycle_s, BREATH))
        self._sound.attend(self._breathing)
        self._timer = QTimer(singleShot=True, interval=round(1000 * BREATH.cycle_s))
        self._timer.timeout.connect(self._end)
        self._timer.start()

    def hush(self) -> None:
        """Be silent at once."""
        self._hushed = True
        self._timer.stop()
        self._sound.hush()

    def _end(self) -> None:
        rest = PhaseStarted(BREATH.cycle_s, Phase.REST_AFTER, 1.0, None)
        self._sound.attend(self._breathing.after(rest))
        self._sound.leave()

    def _told(self, trouble: str) -> None:
        if not self._hushed:
            self._tell(trouble)

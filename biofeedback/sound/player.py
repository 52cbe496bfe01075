"""What a sitting sounds like: follows it, and has the sound card only while it is needed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from biofeedback.sitting import Sitting
from biofeedback.sound.bell import LENGTH_S, bell_between
from biofeedback.sound.mixer import Mixer, Volumes
from biofeedback.sound.output import LEAD_S, Close, Fill, SoundUnavailableError, open_output
from biofeedback.sound.voice import SystemVoice, Voice, find_speaker

LOOK_S = 0.1  # how often to see whether the last bell has rung out
LOOKS = round((LENGTH_S + 1) / LOOK_S)  # and how often at most: a card that was unplugged plays on
MakeVoice = Callable[[Callable[[str], None]], Voice]


def system_voice(language: str) -> MakeVoice:
    """Return what makes the system's voice for a language (two letters)."""
    return partial(SystemVoice, partial(find_speaker, language))


class Sound:
    """The sound of one run; every call is the window's and returns at once.

    Parameters
    ----------
    clock
        The session's clock.
    tell
        Given one sentence, on any thread, when sound or voice cannot be had; empty when they can.
    make_voice
        Makes what speaks, such as `system_voice`; it is given ``tell`` too.
    open_output
        Plays samples until what it returns is called.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        tell: Callable[[str], None],
        *,
        make_voice: MakeVoice,
        open_output: Callable[[Fill], Close] = open_output,
    ) -> None:
        self.on = False
        self._tell, self._open_output = tell, open_output
        self._troubles = {"output": "", "voice": ""}
        self._voice = make_voice(partial(self._note, "voice"))
        self._mixer = Mixer(clock, lambda: self._voice.speaking, lead_s=LEAD_S)
        self._sitting = Sitting()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._unneeded = threading.Event()

    def switch(self, *, on: bool) -> None:
        """Let it be heard, or not."""
        self.on = self._mixer.on = on
        if on:
            self._note("output", "")
            self._play()
        else:
            self.hush()

    def set_volumes(self, volumes: Volumes) -> None:
        """Change how loud each is, while it sounds."""
        self._mixer.volumes = volumes

    def attend(self, sitting: Sitting, *, speed: float = 1.0) -> None:
        """Take in where the sitting stands; it is silent unless it runs at the speed of life."""
        before, self._sitting = self._sitting, sitting
        self._mixer.wanted = sitting if speed == 1 else Sitting()
        if not self.on or speed != 1:
            return
        if bell := bell_between(before, sitting):
            self._mixer.strike(bell)
        volume = self._mixer.volumes.voice
        if volume and sitting.line and sitting.line != before.line:
            self._voice.say(sitting.line.text, volume)

    def _note(self, kind: str, sentence: str) -> None:
        """Tell one sentence, that of the greater trouble."""
        self._troubles[kind] = sentence
        self._tell(self._troubles["output"] or self._troubles["voice"])

    def leave(self) -> None:
        """Let the last bell ring out, then let the sound card go."""
        self._unneeded.set()

    def hush(self) -> None:
        """Be silent at once, without a click."""
        self.on = self._mixer.on = False
        self._voice.stop()
        self.leave()

    def _play(self) -> None:
        with self._lock:
            self._unneeded.clear()
            if self._thread is None:
                self._thread = threading.Thread(target=self._hold_output, name="sound")
                self._thread.start()

    def _hold_output(self) -> None:
        try:
            close = self._open_output(self._mixer.fill)
        except SoundUnavailableError as error:
            with self._lock:
                self._thread = None
            self._note("output", str(error))
            return
        while not self._rang_out():
            pass
        close()

    def _rang_out(self) -> bool:
        """Wait until nobody needs the output and nothing is heard; False: it is needed again."""
        self._unneeded.wait()
        for _ in range(LOOKS):
            if self._mixer.silent:
                break
            time.sleep(LOOK_S)
        time.sleep(2 * LEAD_S)  # what waits in the card's buffer
        with self._lock:
            if not self._unneeded.is_set():
                return False
            self._thread = None
            return True

"""The system's own voice, for the phrases; each system has a command that speaks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

PATIENCE_S = 20.0  # no phrase takes longer; a voice that does has lost its sound card
NO_VOICE = {
    "linux": (
        "No voice was found on this computer, so the phrases stay on the screen: "
        "on Debian and Ubuntu, sudo apt install espeak-ng brings one."
    )
}
STUCK = "The computer’s voice does not answer, so the phrases stay on the screen."
NO_VOICE_ELSEWHERE = "No voice was found on this computer, so the phrases stay on the screen."
_SAPI = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; "
    "Add-Type -AssemblyName System.Speech; "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "try {{ $voice.SelectVoiceByHints('NotSet', 'NotSet', 0, '{language}') }} catch {{ }}; "
    "$voice.Rate = -2; $voice.Volume = {percent}; "
    "$voice.Speak([Console]::In.ReadToEnd())"
)
_LISTED = re.compile(r"^(?P<name>.+?)\s+(?P<language>[a-z]{2})[_-]\w+\s+#", re.MULTILINE)


class Voice(Protocol):
    """Something that speaks; no call waits."""

    @property
    def speaking(self) -> bool:
        """Whether it is being heard."""

    def say(self, text: str, volume: float) -> None:
        """Say this, after what is being said; what still waits is left out."""

    def stop(self) -> None:
        """Be silent at once."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A command that says ``text``, which it reads from its standard input.

    A person's own phrases are nobody else's: as an argument, every user of the computer could
    read them in the list of processes.
    """

    command: tuple[str, ...]
    text: str
    hush: tuple[str, ...] = ()  # where stopping the command leaves the voice talking


Speaker = Callable[[str, float], Utterance]


def find_speaker(
    language: str = "en",
    *,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> Speaker | None:
    """Return what makes commands of texts here, or None where there is no voice.

    Parameters
    ----------
    language
        Two letters.
    platform, which
        Of another system, in tests.
    """
    if platform == "darwin" and which("say"):
        return _say(language, list_voices(which("say") or "say"))
    if platform == "win32":
        return _sapi(language) if which("powershell") else None
    if which("spd-say"):
        return _speech_dispatcher(language)
    espeak = next((name for name in ("espeak-ng", "espeak") if which(name)), None)
    return _espeak(espeak, language) if espeak else None


def no_voice(platform: str = sys.platform) -> str:
    """Return the sentence for a person on a computer without a voice."""
    return NO_VOICE.get(platform, NO_VOICE_ELSEWHERE)


def _speech_dispatcher(language: str) -> Speaker:
    """Return a voice whose volume goes from -100 to 100."""

    def speak(text: str, volume: float) -> Utterance:
        loud = str(round(200 * volume - 100))
        command = ("spd-say", "-e", "-w", "-l", language, "-r", "-20", "-i", loud)
        return Utterance(command, text.lstrip("!") + "\n", hush=("spd-say", "--stop"))

    return speak


def _espeak(name: str, language: str) -> Speaker:
    """Return a voice whose volume goes from 0 to 200, and is 100 if nothing is said."""

    def speak(text: str, volume: float) -> Utterance:
        loud = str(round(150 * volume))
        return Utterance((name, "--stdin", "-v", language, "-s", "130", "-a", loud), text)

    return speak


def _say(language: str, listed: str) -> Speaker:
    """Return a Mac's own voice of that language, or the one that is chosen there."""
    voice = choose_voice(listed, language)
    chosen = ("-v", voice) if voice else ()

    def speak(text: str, volume: float) -> Utterance:
        return Utterance(("say", "-r", "140", *chosen), f"[[volm {volume:.2f}]] {text}")

    return speak


def _sapi(language: str) -> Speaker:
    """Return a Windows voice, whose volume goes from 0 to 100."""

    def speak(text: str, volume: float) -> Utterance:
        script = _SAPI.format(language=language, percent=round(100 * volume))
        command = ("powershell", "-NoProfile", "-NonInteractive", "-Command", script)
        return Utterance(command, text)

    return speak


def list_voices(command: str) -> str:
    """Return what macOS tells of its voices; nothing if it will not."""
    try:
        asked = subprocess.run(  # noqa: S603 - the system's own command
            [command, "-v", "?"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout


def choose_voice(listed: str, language: str) -> str:
    """Return the first voice for a language in the list of macOS; empty if there is none."""
    found = (m["name"] for m in _LISTED.finditer(listed) if m["language"] == language)
    return next(found, "")


class SystemVoice:
    """Speaks on a thread of its own: finding and starting a program takes longer than a frame.

    Parameters
    ----------
    find
        Looks for the voice, once, on that thread.
    tell
        Given one sentence if there is none.
    patience_s
        How long one phrase may take.
    """

    def __init__(
        self,
        find: Callable[[], Speaker | None],
        tell: Callable[[str], None],
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._find, self._tell, self._patience_s = find, tell, patience_s
        self._speaker: Speaker | None = None
        self._sought = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._next: tuple[str, float] | None = None
        self._now: tuple[subprocess.Popen[bytes], Utterance] | None = None

    @property
    def speaking(self) -> bool:
        """Whether it is being heard."""
        return self._now is not None

    def say(self, text: str, volume: float) -> None:
        """Say this, after what is being said; what still waits is left out."""
        with self._lock:
            self._next = (text, volume)
            if self._thread is None:
                self._thread = threading.Thread(target=self._speak, name="voice")
                self._thread.start()

    def stop(self) -> None:
        """Be silent at once."""
        with self._lock:
            self._next, now = None, self._now
        if now:
            process, utterance = now
            process.terminate()
            if utterance.hush and (hushing := _spawn(utterance.hush)):
                threading.Thread(target=hushing.communicate, name="hushing").start()

    def _speak(self) -> None:
        self._seek()
        while now := self._take():
            process, utterance = now
            try:
                process.communicate(utterance.text.encode(), timeout=self._patience_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                self._speaker = None
                self._tell(STUCK)

    def _seek(self) -> None:
        if self._sought:
            return
        self._sought, self._speaker = True, self._find()
        if self._speaker is None:
            self._tell(no_voice())

    def _take(self) -> tuple[subprocess.Popen[bytes], Utterance] | None:
        """Start what comes next; end the thread when nothing does."""
        with self._lock:
            wanted, self._next, self._now = self._next, None, None
            if wanted and self._speaker:
                utterance = self._speaker(*wanted)
                process = _spawn(utterance.command)
                self._now = (process, utterance) if process else None
            if self._now is None:
                self._thread = None
            return self._now


def _spawn(command: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(  # noqa: S603 - one of the commands above
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None

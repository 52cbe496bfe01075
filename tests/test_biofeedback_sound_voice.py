"""The system's voice: found by its command, never in the way, never an error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.sound.voice import (
    STUCK,
    Speaker,
    SystemVoice,
    Utterance,
    choose_voice,
    find_speaker,
    no_voice,
)

MAC_VOICES = """\
Albert              en_US    # Hello! My name is Albert.
Anna                de_DE    # Hallo! Ich heiße Anna.
Eddy (German)       de_DE    # Hallo! Ich heiße Eddy.
Mónica              es_ES    # Hola, me llamo Mónica.
"""
PHRASE = "May I be gentle with myself."


def only(*names: str) -> Callable[[str], str | None]:
    """Return a search for commands on a computer that has these."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("platform", "present", "starts"),
    [
        ("linux", ("spd-say", "espeak-ng"), "spd-say"),
        ("linux", ("espeak-ng",), "espeak-ng"),
        ("linux", ("espeak",), "espeak"),
        ("darwin", ("say",), "say"),
        ("win32", ("powershell",), "powershell"),
    ],
)
def test_each_system_speaks_by_its_own_command(
    platform: str, present: tuple[str, ...], starts: str
) -> None:
    """Speech Dispatcher is asked first: the voice is then the one the person has chosen."""
    speaker = find_speaker("de", platform=platform, which=only(*present))
    assert speaker is not None
    said = speaker(PHRASE, 0.5)
    assert said.command[0] == starts
    assert PHRASE in said.text
    assert not any(PHRASE in argument for argument in said.command)  # others could read it there


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_without_a_voice_there_is_one_sentence(platform: str) -> None:
    """It says what happens instead; on Linux, also how to get a voice."""
    assert find_speaker(platform=platform, which=only()) is None
    assert "stay on the screen" in no_voice(platform)
    assert ("espeak-ng" in no_voice(platform)) == (platform == "linux")


def test_a_mac_reads_german_with_a_german_voice() -> None:
    """The first voice of the language; names may have spaces; without one, the Mac chooses."""
    assert choose_voice(MAC_VOICES, "de") == "Anna"
    assert choose_voice(MAC_VOICES, "es") == "Mónica"
    assert choose_voice(MAC_VOICES.replace("Anna", "Eddy (German)"), "de") == "Eddy (German)"
    assert choose_voice(MAC_VOICES, "fi") == choose_voice("", "en") == ""


def writing(path: Path, takes_s: float = 0.0) -> Speaker:
    """Return a voice that writes to a file what it says, after a while."""
    script = (
        "import sys, time, pathlib\n"
        "text = sys.stdin.buffer.read().decode()\n"
        f"time.sleep({takes_s})\n"
        f"file = pathlib.Path({str(path)!r}).open('a', encoding='utf-8')\n"
        "file.write(text + '\\n'); file.close()\n"
    )
    return lambda text, _volume: Utterance((sys.executable, "-c", script), text)


def ends(voice: SystemVoice) -> None:
    """Wait until nothing is said any more, and the voice's thread is gone."""
    limit_s = time.monotonic() + 20
    while any(t.name in {"voice", "hushing"} for t in threading.enumerate()):
        assert time.monotonic() < limit_s
        time.sleep(0.01)
    assert not voice.speaking


def test_what_is_late_is_left_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The phrase under way is finished, then only the newest is said, whatever its letters."""
    told: list[str] = []
    voice = SystemVoice(lambda: writing(tmp_path / "said", 0.3), told.append)
    voice.say("one", 0.5)
    while not voice.speaking:
        time.sleep(0.01)
    voice.say("two", 0.5)
    voice.say("Möge ich freundlich zu mir sein.", 0.5)
    ends(voice)
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert said == ["one", "Möge ich freundlich zu mir sein."]
    assert told == []
    assert capfd.readouterr() == ("", "")


def test_it_stops_at_once(tmp_path: Path) -> None:
    """Stopped in the middle of a phrase, nothing more is said; the next one is."""
    voice = SystemVoice(lambda: writing(tmp_path / "said", 10.0), lambda _: None)
    voice.say("a long phrase", 0.5)
    while not voice.speaking:
        time.sleep(0.01)
    voice.say("and another", 0.5)
    voice.stop()
    ends(voice)
    assert not (tmp_path / "said").exists()


def test_a_voice_that_hangs_is_given_up(tmp_path: Path) -> None:
    """Speech Dispatcher without a sound card waits for ever: it is told once, and left alone."""
    told: list[str] = []
    voice = SystemVoice(lambda: writing(tmp_path / "said", 30.0), told.append, patience_s=0.2)
    voice.say("one", 0.5)
    ends(voice)
    voice.say("two", 0.5)
    ends(voice)
    assert told == [STUCK]


@pytest.mark.parametrize("speaker", [None, lambda text, _: Utterance(("/nowhere/voice",), text)])
def test_a_missing_voice_is_no_error(
    speaker: Speaker | None, capfd: pytest.CaptureFixture[str]
) -> None:
    """It stays quiet, on the terminal too; a person is told once."""
    told: list[str] = []
    voice = SystemVoice(lambda: speaker, told.append)
    for text in ("one", "two"):
        voice.say(text, 0.5)
        ends(voice)
    assert told == ([no_voice()] if speaker is None else [])
    assert capfd.readouterr() == ("", "")

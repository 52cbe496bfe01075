"""The sound of a run: what is heard when, and a sound card that may be missing."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from biofeedback.sitting import LineShown, Paused, Phase, PhaseStarted, Resumed, Sitting
from biofeedback.sound import output, player
from biofeedback.sound.mixer import Volumes
from biofeedback.sound.output import NO_LIBRARY, Close, Fill, SoundUnavailableError
from biofeedback.sound.player import Sound
from practices.breathing import BreathPattern


class FakeVoice:
    """Keeps what it is to say."""

    speaking = False

    def __init__(self) -> None:
        self.said: list[str] = []
        self.stops = 0

    def say(self, text: str, volume: float) -> None:
        """Keep it."""
        self.said.append(f"{text} {volume:g}")

    def stop(self) -> None:
        """Count it."""
        self.stops += 1


class FakeCard:
    """A sound card whose samples are asked for by the test, or that is missing."""

    def __init__(self, missing: str = "") -> None:
        self.missing = missing
        self.opened = 0
        self.closed = threading.Event()
        self.fill: Fill = lambda frames: np.zeros(frames, np.float32)

    def open(self, fill: Fill) -> Close:
        """Take what fills the buffers."""
        if self.missing:
            raise SoundUnavailableError(self.missing)
        self.fill, self.opened = fill, self.opened + 1
        self.closed.clear()
        return self.closed.set

    def play(self, seconds: float) -> float:
        """Let time go by; return the loudest sample."""
        pieces = [self.fill(4800) for _ in range(round(seconds * 10))]
        return float(np.abs(np.concatenate(pieces)).max())


def plays_to_card(monkeypatch: pytest.MonkeyPatch, where: str) -> FakeCard:
    """Let the sounds that are made there play to a card of the test's."""
    made = FakeCard()

    def sound(clock: object, tell: object, **_else: object) -> Sound:
        return Sound(clock, tell, make_voice=lambda _: FakeVoice(), open_output=made.open)  # type: ignore[arg-type]

    monkeypatch.setattr(where, sound)
    return made


class Stage:
    """A sound with everything around it made by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, missing: str = "") -> None:
        monkeypatch.setattr(player, "LOOK_S", 0.001)
        monkeypatch.setattr(player, "LOOKS", 10_000)
        monkeypatch.setattr(player, "LEAD_S", 0.0)
        self.card, self.voice, self.told = FakeCard(missing), FakeVoice(), list[str]()
        self.sound = Sound(
            lambda: 0.0,
            self.told.append,
            make_voice=lambda _: self.voice,
            open_output=self.card.open,
        )

    def end(self) -> None:
        """Hush, and see that the card is let go."""
        self.sound.hush()
        self.card.play(0.3)
        until(no_thread)

    def on(self) -> None:
        """Switch sound on and wait for the card."""
        self.sound.switch(on=True)
        until(lambda: bool(self.card.opened or self.told[1:]))


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a sound that is off yet."""
    return Stage(monkeypatch)


def until(done: object) -> None:
    """Wait for another thread."""
    limit_s = time.monotonic() + 10
    while callable(done) and not done():
        assert time.monotonic() < limit_s
        time.sleep(0.002)


def no_thread() -> bool:
    """Tell whether no thread of a sound's is left."""
    return not any(thread.name == "sound" for thread in threading.enumerate())


def test_off_is_off(stage: Stage) -> None:
    """Until a person switches sound on, no card is opened, no bell rung and no word said."""
    stage.sound.attend(Sitting(Phase.REST_BEFORE))
    assert (stage.card.opened, stage.voice.said) == (0, [])
    assert no_thread()


def test_each_line_is_said_once(stage: Stage) -> None:
    """Each line of the practice, when it comes; not again after a pause."""
    stage.on()
    sitting = Sitting()
    for event in (
        PhaseStarted(1, Phase.REST_BEFORE, 60),
        PhaseStarted(61, Phase.PRACTICE, 60, BreathPattern()),
        LineShown(66, "one"),
        Paused(67),
        Resumed(68),
        LineShown(76, "two"),
        LineShown(86, "one"),
        PhaseStarted(126, Phase.ENDED),
    ):
        sitting = sitting.after(event)
        stage.sound.attend(sitting)
    assert stage.voice.said == ["one 0.6", "two 0.6", "one 0.6"]
    stage.end()


def test_voice_and_bells_are_off_by_themselves(stage: Stage) -> None:
    """At volume 0 nothing is said or rung, and the rest is as it was."""
    stage.on()
    stage.sound.set_volumes(Volumes(breath=1.0, bell=0.0, voice=0.0))
    stage.card.play(1.0)
    stage.sound.attend(Sitting(Phase.REST_BEFORE))
    stage.sound.attend(Sitting(Phase.REST_BEFORE, line=LineShown(1, "one")))
    assert stage.card.play(1.0) == 0
    assert stage.voice.said == []
    stage.end()


def test_the_last_bell_rings_out(stage: Stage) -> None:
    """After the end the card is let go when the bell is no longer heard, not before."""
    stage.on()
    stage.sound.attend(Sitting(Phase.REST_AFTER))
    stage.sound.attend(Sitting(Phase.ENDED))
    stage.sound.leave()
    assert stage.card.play(4.0) > 0.05
    assert not stage.card.closed.wait(0.02)
    stage.card.play(3.0)
    assert stage.card.closed.wait(5)
    until(no_thread)


def test_hush_is_at_once(stage: Stage) -> None:
    """Esc: bells and tone end within 150 ms, the voice at once, and the card is let go."""
    stage.on()
    stage.sound.attend(Sitting(Phase.REST_BEFORE))
    assert stage.card.play(0.5) > 0.05
    stage.sound.hush()
    stage.card.fill(round(0.15 * 48_000))
    assert stage.card.play(1.0) == 0
    assert stage.voice.stops == 1
    assert stage.card.closed.wait(5)
    until(no_thread)


def test_off_and_on_again(stage: Stage) -> None:
    """Muted, the card is let go; later it is opened anew, and old bells don't ring."""
    stage.on()
    stage.sound.switch(on=False)
    stage.card.play(0.3)
    until(no_thread)
    stage.sound.attend(Sitting(Phase.REST_BEFORE))
    stage.sound.switch(on=True)
    until(lambda: stage.card.opened == 2)
    assert stage.card.play(1.0) == 0
    stage.end()


def test_a_hurried_replay_is_silent(stage: Stage) -> None:
    """At any speed but its own there are no bells, no tone and no words."""
    stage.on()
    stage.sound.attend(Sitting(Phase.REST_BEFORE), speed=10.0)
    stage.sound.attend(Sitting(Phase.PRACTICE, line=LineShown(1, "one")), speed=10.0)
    assert stage.card.play(1.0) == 0
    assert stage.voice.said == []
    stage.end()


def test_without_a_sound_card_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is told, the sitting goes on in silence, and a later try is a new one."""
    stage = Stage(monkeypatch, "Nothing to be heard here.")
    stage.on()
    assert stage.told == ["", "Nothing to be heard here."]
    until(no_thread)
    stage.sound.attend(Sitting(Phase.REST_BEFORE))
    stage.sound.leave()
    stage.card.missing = ""
    stage.sound.switch(on=True)
    until(lambda: stage.card.opened == 1)
    stage.end()


def test_the_greater_trouble_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence at a time: that there is no voice matters once there is a sound card."""
    told: list[str] = []
    lost: list[Callable[[str], None]] = []
    card = FakeCard("No loudspeaker.")

    def voiceless(tell: Callable[[str], None]) -> FakeVoice:
        lost.append(tell)
        return FakeVoice()

    sound = Sound(lambda: 0.0, told.append, make_voice=voiceless, open_output=card.open)
    monkeypatch.setattr(player, "LEAD_S", 0.0)
    sound.switch(on=True)
    until(no_thread)
    lost[0]("No voice.")
    assert told[-1] == "No loudspeaker."
    card.missing = ""
    sound.switch(on=True)
    assert told[-1] == "No voice."
    until(lambda: card.opened == 1)
    sound.hush()
    card.play(0.3)
    until(no_thread)


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some machines have no wheel for it."""
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    assert output.look_for_output() == NO_LIBRARY


def test_this_computer_is_asked_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    """Whether it has a sound card or not, nothing is written to the terminal (ALSA would)."""
    found = output.look_for_output()
    assert found == "" or found.endswith(".")
    assert capfd.readouterr() == ("", "")


def test_a_mistake_in_rendering_is_silence(capfd: pytest.CaptureFixture[str]) -> None:
    """The sound card's thread would print a traceback; the generator ends instead."""

    def broken(_frames: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        raise RuntimeError("broken")

    pieces = output._pieces(broken)
    with pytest.raises(StopIteration):
        pieces.send(100)
    assert capfd.readouterr() == ("", "")

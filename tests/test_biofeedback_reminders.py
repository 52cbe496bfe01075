"""Cues: read as people write them, told once at their time, by the desktop's notifications."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.application import Application
from biofeedback.cli import main
from biofeedback.keeping_up.notices import NoticeError, command_for, notify
from biofeedback.keeping_up.reminders import (
    LATE,
    LONGEST,
    Cue,
    Reminding,
    due,
    parse_cue,
    read_cues,
)
from tests.fake_notifications import desktop
from tests.private_bus import SESSION, private_bus

at = datetime.fromisoformat  # by the person's own clock, without a zone
COFFEE = Cue(time(8, 30), "after making coffee")
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["C", "Z"])
CUES = st.builds(Cue, st.times().map(lambda t: t.replace(second=0, microsecond=0)),
                 st.text(LETTERS, max_size=LONGEST))  # fmt: skip
MOMENTS = st.datetimes(at("2026-01-01"), at("2026-12-30"))


@pytest.fixture
def session_bus() -> Iterator[str]:
    """Give the address of a private bus that stands in for the desktop's."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon")
    with private_bus(SESSION) as address:
        yield address


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("08:30 after making coffee", COFFEE),
        ("  8.30   after making coffee ", COFFEE),
        ("22:05", Cue(time(22, 5))),
    ],
)
def test_a_cue_is_read_as_people_write_it(line: str, cue: Cue) -> None:
    """With or without what comes before it."""
    assert parse_cue(line) == cue


@pytest.mark.parametrize(
    "line", ["after coffee", "24:00 late", "8:60", "8:3 tea", "08:30 " + "x" * 81]
)
def test_what_is_no_cue_is_said_with_its_line(line: str) -> None:
    """The others still hold."""
    cues, troubles = read_cues(f"08:30 after making coffee\n\n{line}\n")
    assert cues == (COFFEE,)
    assert len(troubles) == 1
    assert troubles[0].startswith("Line 3: ")


@given(st.lists(CUES))
def test_cues_come_back_as_they_were_written(cues: list[Cue]) -> None:
    """In the order of the day, none twice."""
    assert read_cues("\n".join(map(str, cues))) == (tuple(sorted(set(cues))), ())


@given(st.lists(CUES, max_size=4, unique_by=lambda cue: cue.at), MOMENTS, st.data())
def test_each_cue_comes_once_a_day(cues: list[Cue], start: datetime, data: st.DataObject) -> None:
    """However the looks lie, as long as they are no further apart than LATE."""
    told: list[Cue] = []
    now = start
    while now < start + timedelta(days=1):
        step = timedelta(minutes=data.draw(st.integers(1, 10)) if len(told) % 2 else 7)
        following = min(now + step, start + timedelta(days=1))
        told += due(cues, now, following)
        now = following
    assert sorted(told) == sorted(cues)


def test_after_a_sleep_nothing_piles_up() -> None:
    """What came while the computer slept is let go, but for the last minutes."""
    cues = [Cue(time(hour), "tea") for hour in range(24)]
    woke = at("2026-05-01T15:04")
    assert due(cues, woke - timedelta(days=3), woke) == (Cue(time(15), "tea"),)
    assert due(cues, woke - timedelta(days=3), woke + LATE) == ()


class Day:
    """A clock that is set by hand, and what was told."""

    def __init__(self) -> None:
        self.now = at("2026-05-01T08:00")
        self.text = str(COFFEE)
        self.told: list[tuple[str, str]] = []
        self.busy = False
        self.error = ""
        self.reminding = Reminding(
            lambda: self.text, lambda: self.busy, now=lambda: self.now, tell=self.tell
        )

    def tell(self, title: str, body: str) -> None:
        """Take a notification."""
        if self.error:
            raise NoticeError(self.error)
        self.told.append((title, body))

    def at(self, hour: int, minute: int) -> int:
        """Look at a time of the day; return how often something was told."""
        self.now = self.now.replace(hour=hour, minute=minute)
        self.reminding.look()
        return len(self.told)


def test_a_cue_invites_once_in_plain_words() -> None:
    """At its time, not before, not again when the clock is set back."""
    day = Day()
    assert [day.at(8, 29), day.at(8, 30), day.at(8, 31)] == [0, 1, 1]
    assert [day.at(7, 31), day.at(8, 30)] == [1, 1]
    assert day.told == [("Kind Heart", "After making coffee: a minute for yourself, if you like.")]


def test_nobody_is_reminded_who_practises_or_wants_none() -> None:
    """The cue is let go, not kept for later."""
    day = Day()
    day.busy = True
    assert day.at(8, 30) == 0
    day.busy = False
    assert day.at(8, 31) == 0
    day.now, day.text = at("2026-05-02T08:29"), ""
    assert day.at(8, 30) == 0


def test_a_desktop_without_notifications_is_said_and_forgotten_when_it_has_them() -> None:
    """Nothing else stops; the screen may ask why."""
    day = Day()
    day.error = "no service"
    day.at(8, 30)
    assert day.reminding.trouble == "no service"
    day.error, day.now = "", at("2026-05-02T08:29")
    assert day.at(8, 30) == 1
    assert day.reminding.trouble == ""


def test_reminding_ends_when_it_is_told_to() -> None:
    """Also before it began."""
    for begins in (True, False):
        reminding = Reminding(lambda: "")
        if begins:
            reminding.start()
        reminding.stop()


def test_the_desktop_shows_what_was_told(session_bus: str) -> None:  # noqa: ARG001 - it has to run
    """Through a real bus, at low urgency; what looks like markup comes as text."""
    with desktop() as shown:
        notify("Kind Heart", "After tea & <b>bread</b>: a minute, if you like.")
    assert shown.shown == [
        ("Kind Heart", "After tea &amp; &lt;b&gt;bread&lt;/b&gt;: a minute, if you like.")
    ]
    assert shown.urgencies == [0]


def test_without_a_service_there_is_one_sentence(session_bus: str) -> None:  # noqa: ARG001
    """What is missing, and what to do."""
    with pytest.raises(NoticeError, match=r"service answers .*switch .* on"):
        notify("Kind Heart", "Hello.")


def test_without_a_bus_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without a desktop."""
    monkeypatch.setenv(SESSION, "unix:path=/nowhere/bus")
    with pytest.raises(NoticeError, match="No notification service answers") as said:
        notify("Kind Heart", "Hello.")
    assert "/" not in str(said.value)  # a path of the desktop's own helps nobody


def test_nobody_is_reminded_who_did_not_ask(tmp_path: Path) -> None:
    """Cues wait until reminders are switched on, and again when they are switched off."""
    app = Application(tmp_path)
    app.change(cues=str(COFFEE))
    assert app.cues == ""
    app.change(reminders=True)
    assert app.cues == "08:30 after making coffee"


def test_the_command_shows_one_now(
    session_bus: str,  # noqa: ARG001 - it has to run
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And says what it does not understand, or what is missing."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    with desktop() as shown:
        assert main(["remind", "--now", str(COFFEE)]) == 0
    assert shown.shown == [("Kind Heart", COFFEE.invitation)]
    assert main(["remind", "--now"]) == 1
    assert main(["remind", "at noon"]) == 2
    assert "'at noon' is no cue: expected a time" in capsys.readouterr().err
    assert main(["remind"]) == 2


def test_macos_and_windows_are_asked_without_words_among_the_arguments() -> None:
    """Words go through standard input, quoted for AppleScript, one a line for PowerShell."""
    apple = command_for("Kind Heart", 'After "tea"\\\nnow', "darwin")
    assert apple is not None
    assert apple.arguments == ("osascript", "-")
    assert apple.text == (
        'display notification "After \\"tea\\"\\\\ now" with title "Kind Heart"\n'
    )
    windows = command_for("Kind Heart", "After\ntea", "win32")
    assert windows is not None
    assert windows.text == "Kind Heart\nAfter tea"
    assert not any("tea" in argument for argument in windows.arguments)
    assert command_for("Kind Heart", "Tea", "linux") is None

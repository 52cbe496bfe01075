"""bumble as the second end: a Bluetooth stack by others, which the real strap source listens to.

Neither D-Bus nor a Bluetooth service takes part, so this runs on every platform.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from devices.beat_clock import BeatClock
from devices.events import About, Battery, Beat, Found, LinkState
from devices.heart_rate import HeartRateMeasurement
from tests.strap_runs import Listening, listening_to, until

if TYPE_CHECKING:
    from tests.bumble_strap import BumbleStrap

Together = Callable[["Callable[[BumbleStrap, Listening], Awaitable[None]]"], None]


@pytest.fixture(autouse=True)
def _bumble() -> None:
    pytest.importorskip("bumble", reason="needs bumble")


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Together:
    """Run a scenario with bumble's strap and, listening to it, ours."""

    async def main(scenario: Callable[[BumbleStrap, Listening], Awaitable[None]]) -> None:
        from bumble.link import LocalLink

        from tests.bumble_radio import use_bumble
        from tests.bumble_strap import ADDRESS, BumbleStrap

        link = LocalLink()
        strap = BumbleStrap(link)
        await use_bumble(link, monkeypatch)
        await strap.start()
        async with listening_to(ADDRESS) as heart:
            await asyncio.wait_for(scenario(strap, heart), 20)
            await heart.stop()
            await until(lambda: not strap.links)

    return lambda scenario: asyncio.run(main(scenario))


# ---------------------------------------------------------------- the encoder

rates = (0, 60, 255, 256, 65535)
contacts = (None, True, False)
energies = (None, 0, 65535)
intervals = ((), (0,), (65535,), (945, 990), tuple(range(300, 309)))


@pytest.mark.parametrize("rate", rates)
def test_our_packets_are_bumble_s(rate: int) -> None:
    """With every flag set and not, both write the same bytes and read them back alike."""
    from tests.bumble_strap import Measurement

    for contact, energy, ticks in itertools.product(contacts, energies, intervals):
        ours = HeartRateMeasurement(rate, contact, energy, ticks)
        theirs = Measurement(rate, contact, energy, [t / 1024 for t in ticks] or None)
        assert bytes(theirs) == ours.to_bytes()
        assert HeartRateMeasurement.from_bytes(bytes(theirs)) == ours
        read = Measurement.from_bytes(ours.to_bytes())
        assert (read.heart_rate, read.sensor_contact_detected, read.energy_expended) == (
            rate,
            contact,
            energy,
        )
        assert [round(s * 1024) for s in read.rr_intervals or ()] == list(ticks)


def test_every_flag_is_read_as_bumble_reads_it() -> None:
    """All 256 values of the first byte, before bytes enough for every field."""
    from tests.bumble_strap import Measurement

    for flags in range(256):
        packet = bytes([flags]) + bytes(range(1, 20 + flags % 2))  # no half interval
        ours, theirs = HeartRateMeasurement.from_bytes(packet), Measurement.from_bytes(packet)
        assert ours.heart_rate_bpm == theirs.heart_rate
        assert ours.contact is theirs.sensor_contact_detected
        assert ours.energy_kj == theirs.energy_expended
        assert [t / 1024 for t in ours.rr_ticks] == list(theirs.rr_intervals or ())


# ---------------------------------------------------------------- the strap


def test_beats_come_through_and_again_after_each_drop(together: Together) -> None:
    """Three connections: every interval arrives once, in order, and becomes beats in one row."""

    async def scenario(strap: BumbleStrap, heart: Listening) -> None:
        from tests.bumble_strap import Measurement

        for _ in range(3):
            await until(lambda: strap.subscribed)
            heart.events.clear()
            sent = [(900 + i, 1000 - i) for i in range(20)]
            for ticks in sent:
                await strap.send(Measurement(60, rr_intervals=[t / 1024 for t in ticks]))
            await until(lambda: len(heart.packets) == 20)
            read = [HeartRateMeasurement.from_bytes(data) for data in heart.packets]
            assert [m.rr_ticks for m in read] == sent
            assert beat_ticks(read) == list(itertools.chain(*sent))
            await strap.drop()

    together(scenario)


def beat_ticks(measurements: list[HeartRateMeasurement]) -> list[int]:
    """Return the intervals of the beats, had the packets come two seconds apart."""
    clock = BeatClock()
    events = [e for i, m in enumerate(measurements) for e in clock.add(2.0 * i, m)]
    events += clock.cut(2.0 * len(measurements), "the end")[:-1]
    return [round(e.rr_ms * 1.024) for e in events if isinstance(e, Beat)]


def test_battery_maker_and_model_are_read(together: Together) -> None:
    """What bumble's standard services tell, and how it was found."""

    async def scenario(strap: BumbleStrap, heart: Listening) -> None:
        await until(lambda: any(isinstance(e, About) for e in heart.events))
        assert strap.links
        (about,) = [e for e in heart.events if isinstance(e, About)]
        assert (about.name, about.maker, about.model, about.location) == (
            "Polar H10",
            "Polar",
            "H10",
            1,
        )
        assert [e.percent for e in heart.events if isinstance(e, Battery)] == [87]
        assert any(isinstance(e, Found) and e.name == "Polar H10" for e in heart.events)

    together(scenario)


def test_any_bytes_come_through_and_silence_is_told(together: Together) -> None:
    """Empty, cut and odd packets arrive as they are; then nothing, and the person is told."""

    async def scenario(strap: BumbleStrap, heart: Listening) -> None:
        await until(lambda: strap.subscribed)
        odd = [b"", b"\xff", b"\x10\x3c\x01", bytes(20)]
        for payload in odd:
            strap.send_raw(payload)
        await until(lambda: len(heart.packets) == len(odd))
        assert heart.packets == odd
        await until(lambda: heart.states[-1] is LinkState.QUIET)

    together(scenario)

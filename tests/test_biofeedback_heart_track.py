"""From what a source tells to beats: devices that send heart rate and no RR intervals."""

from __future__ import annotations

from biofeedback.heart_track import HeartTrack
from devices.events import Link, LinkState, Packet
from devices.heart_rate import HeartRateMeasurement


def rates(
    track: HeartTrack, seconds: range, ticks: tuple[int, ...] = (), *, contact: bool | None = None
) -> list[int | None]:
    """Feed a packet a second; return the heart rate that stands for itself after each."""
    told = []
    for second in seconds:
        data = HeartRateMeasurement(70, contact, None, ticks).to_bytes()
        track.add(Packet(float(second), data))
        told.append(track.rate_only_bpm)
    return told


def test_after_twenty_seconds_without_rr_the_device_is_taken_at_its_word() -> None:
    """From its first packet on; not sooner, since a strap may need some seconds."""
    told = rates(HeartTrack(), range(30))
    assert told == [None] * 20 + [70] * 10


def test_a_strap_that_sends_rr_is_never_taken_so() -> None:
    """Not even where it falls silent about them later: then beats are missing."""
    track = HeartTrack()
    assert set(rates(track, range(5), (1024,))) == {None}
    assert set(rates(track, range(5, 60))) == {None}


def test_off_the_skin_there_can_be_no_rr() -> None:
    """The twenty seconds begin with the skin."""
    track = HeartTrack()
    assert set(rates(track, range(40), contact=False)) == {None}
    assert rates(track, range(40, 61), contact=True)[-2:] == [70, 70]


def test_a_new_connection_is_judged_anew() -> None:
    """It may be another device."""
    track = HeartTrack()
    assert rates(track, range(21))[-1] == 70
    track.add(Link(21.0, LinkState.WAITING))
    assert track.rate_only_bpm is None
    assert set(rates(track, range(22, 42))) == {None}

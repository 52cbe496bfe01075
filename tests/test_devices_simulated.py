"""The simulated heart: believable, steerable by a breath, disturbed on request, repeatable."""

from __future__ import annotations

import asyncio
import itertools
import math
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from devices.beat_clock import BeatClock
from devices.events import About, Beat, DeviceEvent, Gap, Link, LinkState, Packet
from devices.heart_model import HeartModel, HeartTraits
from devices.heart_rate import HeartRateMeasurement
from devices.simulated import Disturbances, SimulatedHeart, own_breath

SEEDS = range(6)


def four_six(time_s: float) -> float:
    """Fill the lungs for 4 s and empty them for 6 s, as half cosines."""
    phase_s = time_s % 10
    part = phase_s / 4 if phase_s < 4 else (10 - phase_s) / 6
    return 0.5 - 0.5 * math.cos(math.pi * part)


def disturbed(seed: int, disturbances: Disturbances) -> SimulatedHeart:
    """Return a heart with which something goes amiss."""
    return SimulatedHeart(seed, disturbances=disturbances)


def packets_of(heart: SimulatedHeart, seconds: float) -> list[Packet]:
    """Return the packets of the first seconds."""
    return list(itertools.takewhile(lambda p: p.time_s <= seconds, heart.packets()))


def ticks_of(packets: list[Packet]) -> list[int]:
    """Return all intervals sent."""
    return [t for p in packets for t in HeartRateMeasurement.from_bytes(p.data).rr_ticks]


def rr_ms_of(heart: SimulatedHeart, seconds: float) -> NDArray[np.float64]:
    """Return the RR intervals of the first seconds."""
    return np.array(ticks_of(packets_of(heart, seconds))) * 1000 / 1024


def beats_of(packets: list[Packet]) -> tuple[list[Beat], list[Gap], BeatClock]:
    """Return what the beat clock makes of packets."""
    clock = BeatClock()
    out = []
    for packet in packets:
        out += clock.add(packet.time_s, HeartRateMeasurement.from_bytes(packet.data), packet.data)
    out += clock.cut(packets[-1].time_s, "the end")[:-1]
    return (
        [e for e in out if isinstance(e, Beat)],
        [e for e in out if isinstance(e, Gap)],
        clock,
    )


def rmssd_ms(rr_ms: NDArray[np.float64]) -> float:
    """Root mean square of successive differences."""
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def rate_and_times(rr_ms: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return times (4 Hz) and the heart rate there, without its mean."""
    beat_s = np.cumsum(rr_ms) / 1000
    grid_s = np.arange(30, beat_s[-1] - 1, 0.25)
    rate = np.interp(grid_s, beat_s, 60_000 / rr_ms)
    return grid_s, rate - rate.mean()


# ---------------------------------------------------------------- a believable heart


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rest_is_that_of_a_healthy_adult(seed: int) -> None:
    """Mean heart rate 66 to 72, RMSSD 30 to 45 ms over five minutes, by plain numpy."""
    rr_ms = rr_ms_of(SimulatedHeart(seed), 300)
    assert 66 <= 60_000 / rr_ms.mean() <= 72
    assert 30 <= rmssd_ms(rr_ms) <= 45


@pytest.mark.parametrize("seed", SEEDS)
def test_a_resting_heart_breathes_by_itself(seed: int) -> None:
    """Above 0.15 Hz the greatest power lies where people at rest breathe."""
    grid_s, rate = rate_and_times(rr_ms_of(SimulatedHeart(seed), 300))
    power = np.abs(np.fft.rfft(rate * np.hanning(rate.size))) ** 2
    frequency_hz = np.fft.rfftfreq(grid_s.size, 0.25)
    fast = frequency_hz > 0.15
    assert 0.19 <= frequency_hz[fast][power[fast].argmax()] <= 0.29


@pytest.mark.parametrize("seed", SEEDS)
def test_a_paced_heart_swings_with_the_breath(seed: int) -> None:
    """At 4/6 breathing the spectrum peaks at 0.1 Hz, with a wave larger than at rest."""
    paced = rr_ms_of(SimulatedHeart(seed, fullness_at=four_six), 300)
    grid_s, rate = rate_and_times(paced)
    power = np.abs(np.fft.rfft(rate * np.hanning(rate.size))) ** 2
    assert np.fft.rfftfreq(grid_s.size, 0.25)[power.argmax()] == pytest.approx(0.1, abs=0.004)
    assert paced.std() > 1.3 * rr_ms_of(SimulatedHeart(seed), 300).std()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_heart_speeds_up_with_the_inhale_a_little_late(seed: int) -> None:
    """The heart rate follows the lungs by 0.5 to 2.5 s (where their correlation peaks)."""
    grid_s, rate = rate_and_times(rr_ms_of(SimulatedHeart(seed, fullness_at=four_six), 300))
    lags_s = np.arange(-5, 5, 0.1)
    fits = [np.corrcoef(rate, [four_six(t - lag) for t in grid_s])[0, 1] for lag in lags_s]
    assert max(fits) > 0.7
    assert 0.5 <= lags_s[int(np.argmax(fits))] <= 2.5


def test_practice_promises_nothing() -> None:
    """The rests before and after a paced practice are alike, on average over hearts."""
    changes = []
    for seed in range(20):
        heart = SimulatedHeart(seed, fullness_at=lambda t: four_six(t) if 180 <= t < 480 else None)
        beats, _, _ = beats_of(packets_of(heart, 720))
        before = np.array([b.rr_ms for b in beats if 20 <= b.time_s < 180])
        after = np.array([b.rr_ms for b in beats if 540 <= b.time_s < 700])
        changes.append(math.log(rmssd_ms(after) / rmssd_ms(before)))
    assert abs(np.mean(changes)) < 2.5 * np.std(changes) / math.sqrt(20)


def test_settling_happens_only_on_request() -> None:
    """With ``settling`` the rest after practice has a larger RMSSD, by about that much."""
    traits = HeartTraits(settling=0.5)

    def fullness_at(time_s: float) -> float | None:
        return four_six(time_s) if 180 <= time_s < 480 else None

    beats, _, _ = beats_of(
        packets_of(SimulatedHeart(3, fullness_at=fullness_at, traits=traits), 720)
    )
    before = np.array([b.rr_ms for b in beats if 20 <= b.time_s < 180])
    after = np.array([b.rr_ms for b in beats if 540 <= b.time_s < 700])
    assert 1.2 < rmssd_ms(after) / rmssd_ms(before) < 1.8


# ---------------------------------------------------------------- packets and their beats


def test_equal_seeds_give_equal_events() -> None:
    """The seed decides everything; another seed is another heart."""
    first, again, other = (
        list(itertools.islice(disturbed(seed, Disturbances(ectopics_per_min=3)).events(), 200))
        for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("seed", SEEDS)
def test_the_beat_clock_finds_exactly_the_true_beats(seed: int) -> None:
    """Ten minutes: every interval of the model, in one stretch, at its true spacing."""
    packets = packets_of(SimulatedHeart(seed), 600)
    beats, gaps, clock = beats_of(packets)
    model = HeartModel(seed, HeartTraits(), own_breath)
    assert [b.rr_ms for b in beats] == [model.next_ticks() * 1000 / 1024 for _ in beats]
    assert (gaps, clock.rejected) == ([], 0)
    assert abs(beats[0].time_s - beats[0].rr_ms / 1000) < 0.5  # the first interval began at 0
    assert clock.coverage == pytest.approx(1.0, abs=0.01)


def test_packets_come_about_once_a_second_with_a_little_jitter() -> None:
    """Arrivals in whole milliseconds, after their second, never out of order."""
    times_s = [p.time_s for p in packets_of(SimulatedHeart(1), 100)]
    late_s = np.array(times_s) - np.arange(1, len(times_s) + 1)
    assert 0 <= late_s.min() < late_s.max() <= 0.06
    assert times_s == [round(t, 3) for t in times_s]


def test_it_says_that_it_is_simulated() -> None:
    """The first event names it, whatever is done with the rest."""
    first = next(SimulatedHeart(1).events())
    assert first == About(0.0, name="Simulated heart", maker="simulated")


def test_the_breath_is_never_asked_for_ahead_of_the_packet() -> None:
    """``fullness_at`` may look at live state: no packet looks past its own time."""
    asked: list[float] = []

    def fullness_at(time_s: float) -> None:
        asked.append(time_s)

    for packet in itertools.islice(SimulatedHeart(1, fullness_at=fullness_at).packets(), 50):
        assert max(asked, default=0.0) <= packet.time_s


def test_twenty_minutes_take_less_than_a_second() -> None:
    """It can be made at once."""
    start_s = time.perf_counter()
    packets_of(SimulatedHeart(1, fullness_at=four_six), 1200)
    assert time.perf_counter() - start_s < 1.0


# ---------------------------------------------------------------- disturbances


def sum_up(heart: SimulatedHeart) -> tuple[int, int, float]:
    """Return beats, intervals far from the median, and the sum in s, of ten minutes."""
    rr_ms = rr_ms_of(heart, 600)
    odd = (rr_ms < 0.75 * np.median(rr_ms)) | (rr_ms > 1.4 * np.median(rr_ms))
    return rr_ms.size, int(odd.sum()), rr_ms.sum() / 1000


def test_disturbed_beats_leave_the_time_axis_whole() -> None:
    """About as many odd intervals as asked for; the beats still fill the ten minutes."""
    beats, odd, total_s = sum_up(SimulatedHeart(2))
    assert odd <= 2
    missed, odd_missed, total_missed_s = sum_up(disturbed(2, Disturbances(missed_per_min=2.0)))
    extra, odd_extra, total_extra_s = sum_up(disturbed(2, Disturbances(extra_per_min=2.0)))
    _, odd_ectopic, total_ectopic_s = sum_up(disturbed(2, Disturbances(ectopics_per_min=2.0)))
    assert 10 <= beats - missed <= 32
    assert 10 <= odd_missed <= 32
    assert 10 <= extra - beats <= 32
    assert 20 <= odd_extra <= 64  # two short intervals each
    assert 8 <= odd_ectopic <= 64
    assert [total_missed_s, total_extra_s, total_ectopic_s] == pytest.approx([total_s] * 3, abs=2)


def test_a_dropout_is_told_like_a_real_one() -> None:
    """Quiet after 4 s, waiting after 15 s, streaming again; no packet meanwhile."""
    heart = disturbed(1, Disturbances(dropouts=((10.0, 20.0),)))
    events = list(itertools.takewhile(lambda e: e.time_s < 40, heart.events()))
    links = [(e.state, round(e.time_s)) for e in events if isinstance(e, Link)]
    assert links == [
        (LinkState.CONNECTING, 0),
        (LinkState.STREAMING, 1),
        (LinkState.QUIET, 14),
        (LinkState.WAITING, 25),
        (LinkState.STREAMING, 30),
    ]
    packets = [e for e in events if isinstance(e, Packet)]
    assert not [p for p in packets if 10 <= p.time_s < 30]
    assert [e.time_s for e in events] == sorted(e.time_s for e in events)
    _, gaps, _ = beats_of(packets)
    assert [g.reason for g in gaps] == ["missing"]


def test_lost_contact_sends_no_intervals() -> None:
    """Off the skin: packets that say so, without intervals; one gap."""
    packets = packets_of(disturbed(1, Disturbances(contact_losses=((10.0, 5.0),))), 30)
    read = [HeartRateMeasurement.from_bytes(p.data) for p in packets]
    assert [m.contact for m in read].count(False) == 5
    assert all(not m.rr_ticks for m in read if m.contact is False)
    _, gaps, _ = beats_of(packets)
    assert [g.reason for g in gaps] == ["no contact"]


# ---------------------------------------------------------------- running


def test_running_plays_the_events_at_their_times() -> None:
    """At 20 times the speed, five seconds of heart take a quarter of a second."""
    start_s = time.monotonic()
    came: list[tuple[float, DeviceEvent]] = []

    def clock() -> float:
        return (time.monotonic() - start_s) * 20

    async def scenario() -> None:
        heart = SimulatedHeart(1, clock=clock, speed=20.0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await heart.run(lambda event: came.append((clock(), event)))

    asyncio.run(scenario())
    assert len(came) >= 7
    assert [e for _, e in came] == list(itertools.islice(SimulatedHeart(1).events(), len(came)))
    assert all(0 <= now_s - e.time_s < 1.0 for now_s, e in came)


def test_running_needs_a_clock() -> None:
    """Without a clock there is nothing to run by, and it says so."""
    with pytest.raises(ValueError, match="needs a clock"):
        asyncio.run(SimulatedHeart(1).run(lambda _: None))


def test_a_heart_that_is_behind_its_time_lets_others_have_their_turn() -> None:
    """As at 60 times on a machine with much else to do: what would end the sitting came never."""

    async def followed() -> int:
        heard: list[DeviceEvent] = []
        clock = iter(range(0, 10**6, 1000))  # always far ahead of the heart
        heart = SimulatedHeart(1, clock=lambda: float(next(clock)), speed=60.0)
        following = asyncio.create_task(heart.run(heard.append))
        for _ in range(20):
            await asyncio.sleep(0)
        following.cancel()
        return len(heard)

    assert 0 < asyncio.run(asyncio.wait_for(followed(), 10.0)) <= 20

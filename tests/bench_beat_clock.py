"""How well the beat clock does on traffic whose truth is known.

Its gist stands in the table of `python3 dev.py bench`; ``python -m tests.bench_beat_clock`` prints
four tables of its own: where beats are placed (beside two simpler ways of placing them), losses
found, breaks where nothing was lost, and repeats rejected.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.signal import welch

from devices.beat_clock import BeatClock
from tests.bench import Result, seconds
from tests.packet_radio import (
    BREATH_HZ,
    HEARTS,
    Sent,
    after_backlog,
    breaks_at,
    drifting,
    fed,
    radio,
    repeated,
    stalled,
)

Array = NDArray[np.float64]
Make = Callable[[int], list[Sent]]
TRIALS = 60
LOST_AT = 30  # the packet of a minute that does not come
HOURS = 10
SEED = 1


def lasting(seconds: int, make: Callable[[int, int], list[Sent]]) -> Make:
    """Return what makes traffic of this length from a seed."""
    return lambda seed: make(seconds, seed)


def stalls(packets: list[Sent]) -> list[Sent]:
    """Stall for 2 to 6 s in each minute."""
    for n, begin_s in enumerate(range(30, int(packets[-1].arrival_s), 60)):
        packets = stalled(packets, begin_s, begin_s + 2.5 + n % 5)
    return packets


# ---------------------------------------------------------------- placing beats


def placed(packets: list[Sent]) -> Array:
    """Return the times the beat clock gives; NaN for a beat that it left out."""
    given = iter(fed(packets)[0])
    beat = next(given, None)
    times_s = []
    for ticks in (t for p in packets for t in p.ticks):
        kept = beat is not None and beat.rr_ms == ticks * 1000 / 1024
        times_s.append(beat.time_s if beat and kept else np.nan)
        beat = next(given, None) if kept else beat
    return np.array(times_s)


def by_arrival(packets: list[Sent]) -> Array:
    """Return each beat at its packet's arrival, those of one packet a millisecond apart."""
    return np.array([p.arrival_s + i / 1000 for p in packets for i in range(len(p.ticks))])


def dated_back(packets: list[Sent]) -> Array:
    """Return each packet's last beat at its arrival, the others before it by their intervals."""
    return np.array(
        [p.arrival_s - sum(p.ticks[i + 1 :]) / 1024 for p in packets for i in range(len(p.ticks))]
    )


def rhythm(times_s: Array) -> Array:
    """Return the intervals between beats in milliseconds, four times a second."""
    times_s = np.sort(times_s)
    grid_s = np.arange(times_s[1], times_s[-1], 0.25)
    return 1000 * np.interp(grid_s, times_s[1:], np.diff(times_s))


def hf_ms2(times_s: Array) -> float:
    """Return the power of the rhythm from 0.15 to 0.4 Hz."""
    frequencies, density = welch(rhythm(times_s), fs=4, nperseg=240)
    inside = (frequencies >= 0.15) & (frequencies <= 0.4)
    return float(density[inside].sum() * frequencies[1])


def rsa_ms(times_s: Array) -> float:
    """Return the swing of the rhythm at the breath's frequency."""
    swing = rhythm(times_s)
    phase = 2j * np.pi * BREATH_HZ * np.arange(len(swing)) / 4
    return float(4 * np.abs(np.mean((swing - swing.mean()) * np.exp(phase))))


def placing(
    make: Make, place: Callable[[list[Sent]], Array], traffics: int = 10
) -> tuple[float, float, float, float]:
    """Return spread in ms, offset in s, HF and RSA, each the median of some traffics."""
    rows = []
    for seed in range(traffics):
        packets = make(seed)
        ours, true = place(packets), np.array([s for p in packets for s in p.true_s])
        there = np.isfinite(ours)
        assert there.mean() > 0.9
        ours, true = ours[there], true[there]
        error_s = ours - true
        spread_ms = 1000 * np.std(error_s)
        hf, rsa = hf_ms2(ours) / hf_ms2(true), rsa_ms(ours) / rsa_ms(true)
        rows.append((spread_ms, np.median(error_s), hf, 100 * (rsa - 1)))
    spread_ms, offset_s, hf, rsa = np.median(rows, axis=0).tolist()
    return spread_ms, offset_s, hf, rsa


def placing_row(make: Make, place: Callable[[list[Sent]], Array]) -> str:
    """Return a row of the first table, of ten minutes each."""
    spread_ms, offset_s, hf, rsa = placing(make, place)
    return f"{spread_ms:8.1f} ms {offset_s:+8.2f} s {hf:8.2f} {rsa:+8.1f} %"


def print_placing() -> None:
    """Print where beats are placed."""
    print(f"{'beats placed':<42}{'spread':>11}{'offset':>11}{'HF x':>9}{'RSA':>11}")
    makes: dict[str, Make] = {name: lasting(600, make) for name, make in HEARTS.items()}
    makes["stalls of 2-6 s a minute"] = lambda seed: stalls(radio(600, seed))
    makes["crystal 100 ppm off"] = lambda seed: drifting(radio(600, seed), 100 * (-1) ** seed)
    makes["backlog of 5 s"] = lambda seed: after_backlog(radio(600, seed), 5)
    for name, make in makes.items():
        print(f"{name:<42}{placing_row(make, placed)}")
    for name, place in (("arrival stamps", by_arrival), ("dated back by packet", dated_back)):
        print(f"{'68/min, ' + name:<42}{placing_row(makes['68/min'], place)}")


# ---------------------------------------------------------------- losses, breaks, repeats


def print_losses() -> None:
    """Print, of 60 losses each, how many gave one break, and at the exact beat."""
    print(f"\n{'losses of 60':<42}{'lost':>6}{'with beats':>12}{'found':>8}{'exact':>8}")
    for (name, make), count in itertools.product(HEARTS.items(), (1, 2, 4)):
        traffics = [make(60, seed) for seed in range(TRIALS)]
        at = LOST_AT - LOST_AT % 3 - 1 if name == "intervals held back" else LOST_AT
        bare = [p for p in traffics if any(s.ticks for s in p[at : at + count])]
        results = [breaks_at(packets, at, count) for packets in bare]
        found = sum(gaps == 1 for gaps, _ in results)
        exact = sum(gaps == 1 and right for gaps, right in results)
        print(f"{name:<42}{count:>6}{len(bare):>12}{found:>8}{exact:>8}")


def print_false_breaks() -> None:
    """Print breaks an hour where nothing was lost, and how long beats wait."""
    print(f"\n{'nothing lost':<42}{'breaks/h':>10}{'rejected/h':>12}{'latest beat':>13}")
    makes: dict[str, Make] = {name: lasting(3600, make) for name, make in HEARTS.items()}
    makes["stalls of 2-6 s a minute"] = lambda seed: stalls(radio(3600, seed))
    makes["crystal 100 ppm off"] = lambda seed: drifting(radio(3600, seed), 100 * (-1) ** seed)
    for name, make in makes.items():
        clocks = [BeatClock() for _ in range(HOURS)]
        gaps = sum(len(fed(make(seed), clock)[1]) for seed, clock in enumerate(clocks))
        rejected = sum(clock.rejected for clock in clocks)
        print(f"{name:<42}{gaps / HOURS:>10.1f}{rejected / HOURS:>12.1f}{held_s(make(1)):>11.1f} s")


def held_s(packets: list[Sent]) -> float:
    """Return the longest time that a beat was kept back after its packet had come."""
    clock, waiting, longest_s = BeatClock(), list[float](), 0.0
    for packet in packets:
        waiting += [packet.arrival_s] * len(packet.ticks)
        out = clock.add(packet.arrival_s, packet.measurement())
        if out and waiting:
            longest_s = max(longest_s, packet.arrival_s - waiting[0])
            del waiting[: len(out)]
    return longest_s


def print_repeats() -> None:
    """Print, of 60 packets that came twice, how many were left out without a trace."""
    print(f"\n{'repeats of 60':<42}{'rejected':>10}{'no trace':>10}")
    for name, make in HEARTS.items():
        clean = rejected = 0
        for seed in range(TRIALS):
            packets, clock = make(60, seed), BeatClock()
            at = next(i for i in range(LOST_AT, 60) if packets[i].ticks)
            clean += fed(repeated(packets, at), clock) == fed(packets)
            rejected += clock.rejected == 1
        print(f"{name:<42}{rejected:>10}{clean:>10}")


# ---------------------------------------------------------------- for the one table


def results(*, quick: bool) -> Iterator[Result]:
    """Yield where beats are placed, losses found, false breaks, and the cost of an hour."""
    make, trials = lasting(120 if quick else 600, HEARTS["68/min"]), 2 if quick else TRIALS
    for_us, by_arrivals = (placing(make, p, 1 if quick else 10) for p in (placed, by_arrival))
    name, beside = "beats placed, spread at 68/min", "arrival stamps"
    yield Result(name, for_us[0], "ms", None, by_arrivals[0], beside)
    yield Result("their HF, of the true", for_us[2], "×", None, by_arrivals[2], beside)
    lost = [breaks_at(HEARTS["68/min"](60, seed), LOST_AT, 2) for seed in range(trials)]
    found = 100 * float(np.mean([gaps == 1 for gaps, _ in lost]))
    yield Result("losses of two packets noticed as one break", found, "%", note=f"of {trials}")
    hour = HEARTS["68/min"](300 if quick else 3600, SEED)
    breaks = fed(hour)[1]
    yield Result("breaks in an hour where nothing was lost", float(len(breaks)), "")
    yield Result("an hour of packets", 1000 * seconds(partial(fed, hour)), "ms")


if __name__ == "__main__":
    print_placing()
    print_losses()
    print_false_breaks()
    print_repeats()

"""How true the numbers are, as the page docs/accuracy.md: `python3 dev.py docs` writes it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import welch

from analysis import _neurokit
from analysis.breath_wave import mean_breath_wave
from analysis.live import LiveMeasures
from analysis.report import measure
from biofeedback.results.graph import versions
from tests.artefact_trials import (
    SERIES,
    WITHOUT_DATA,
    artefacts,
    clean_count,
    in_a_row,
    left_alone,
    many_early,
    rmssd,
    rr_of,
)
from tests.bench import Result, at_most
from tests.few_beat_trials import few_beats
from tests.made_hearts import SHARED, Floats, resting_rr, sine_rr
from tests.measured_page import markdown

KUBIOS = {
    1: (768.4383, 85.3572, 60.5235, 1338, 28.5714, 2725.9687, 2776.5983, 1606.9120),
    2: (816.7316, 88.5501, 72.7001, 1340, 30.4131, 3212.6545, 1541.1816, 2779.8822),
    3: (739.4739, 92.2439, 53.7477, 910, 18.6973, 4151.8983, 2490.0606, 1200.7427),
}
"""Mean RR, SDNN, RMSSD, NN50, pNN50, VLF, LF, HF as Kubios HRV Premium 3.1.0 prints them."""
TIMES = ("mean_rr_ms", "sdnn_ms", "rmssd_ms", "nn50", "pnn50_pct")
BANDS = ("vlf_ms2", "lf_ms2", "hf_ms2")


def kubios() -> str:
    """Compare with Kubios on its three series."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    rows = []
    for series, theirs in KUBIOS.items():
        found = measure(np.load(SHARED / f"kubios/series_{series}.npy"), artifacts="keep")
        time, bands = found.time_domain, found.frequency_domain
        off = [f"{time[n] - its:+.4f}" for n, its in zip(TIMES, theirs, strict=False)]
        power = zip(BANDS, theirs[len(TIMES) :], strict=True)
        off += [f"{100 * (bands[name] / its - 1):+.2f} %" for name, its in power]
        rows.append([str(series), *off])
    head = ["series", "mean RR, ms", "SDNN, ms", "RMSSD, ms", "NN50", "pNN50, %"]
    return markdown([*head, "VLF", "LF", "HF"], rows)


def closed_forms() -> str:
    """Compare with RR = m + A·sin(2πft), whose power is A²/2."""
    rows = []
    for hz in (0.2, 0.25, 0.3, 0.35, 0.39):
        for mean_ms in (750, 900, 1000):
            found = measure(sine_rr(hz, 50, 300, mean_ms)).frequency_domain
            rows.append(
                [f"{hz} Hz, {60_000 / mean_ms:.0f} bpm", f"{found['hf_ms2'] / 12.5 - 100:+.2f} %"]
            )
    return markdown(["wave", "HF power off by"], rows)


def at_the_pace() -> str:
    """Measure a wave at the pacer's own frequency: its height, and what of it is taken for HF."""
    rows = []
    for length_s in (60, 90, 120, 300):
        rr_ms = sine_rr(0.1, 60, length_s + 1)
        wave = mean_breath_wave(rr_ms, 0.1)
        hf_ms2 = measure(rr_ms).frequency_domain["hf_ms2"]
        height = f"{100 * (wave.amplitude_ms / 120 - 1):+.3f} %" if wave else "–"
        rows.append([f"{length_s} s", height, f"{100 * hf_ms2 / 1800:.3f} %"])
    return markdown(["0.1 Hz over", "breath wave off by", "false HF, of LF"], rows)


def independent() -> str:
    """Compare with scipy's spline, Welch and trapezoid, called by themselves."""
    names = SERIES if SHARED.is_dir() else ()
    hearts = [rr_of(name) for name in names] + [resting_rr(1800, seed) for seed in range(5)]
    worst = np.max([_off(rr_ms) for rr_ms in hearts], axis=0)
    rows = [
        [name, f"{100 * off:.2f} %"]
        for name, off in zip(("RMSSD", "LF power", "HF power"), worst, strict=True)
    ]
    return markdown([f"{len(hearts)} hearts", "largest difference"], rows)


def _off(rr_ms: Floats) -> list[float]:
    found = measure(rr_ms, artifacts="keep")
    time_s = np.cumsum(rr_ms) / 1000
    even_s = np.arange(time_s[0], time_s[-1], 0.25)
    samples = CubicSpline(time_s, rr_ms)(even_s[: len(even_s) // 4 * 4])
    psd = welch(samples, 4, "hann", min(1200, len(samples) // 2), detrend="constant")
    return [
        abs(found.time_domain["rmssd_ms"] / rmssd(rr_ms) - 1),
        abs(found.frequency_domain["lf_ms2"] / _power(*psd, (0.04, 0.15)) - 1),
        abs(found.frequency_domain["hf_ms2"] / _power(*psd, (0.15, 0.40)) - 1),
    ]


def _power(hz: Floats, density: Floats, band: tuple[float, float]) -> float:
    fine = np.union1d(hz[(hz > band[0]) & (hz < band[1])], band)
    return float(np.trapezoid(np.interp(fine, hz, density), fine))


def steadiness() -> str:
    """Append beat after beat to steady hearts, and look how far HF ever moves at once."""
    steps = [step for seed in range(10) for step in _hf_steps(resting_rr(420, seed))]
    return (
        f"Of {len(steps):,} beats appended to ten steady hearts the one that moved HF most moved "
        f"it by {100 * max(steps):.1f} %, half of them by less than {100 * np.median(steps):.1f} %."
    )


def _hf_steps(rr_ms: Floats) -> Iterator[float]:
    live, time_s, before = LiveMeasures(), 0.0, None
    for each in rr_ms:
        time_s += float(each) / 1000
        hf = live.add(time_s, float(each), 0).hf_ms2
        full = hf.value is not None and not hf.provisional
        if full and before:
            yield abs(float(hf.value or 0) / before - 1)
        before = hf.value if full else None


def breathing() -> str:
    """Estimate the breath of made rests, five minutes each, whose breath is known."""
    rows = []
    for per_min in (5, 6, 10, 12, 15, 18, 21):
        hz = per_min / 60
        found = [
            measure(resting_rr(300, seed, hz)).frequency_domain.get("breathing_hz")
            for seed in range(40)
        ]
        off = 60 * np.abs(np.array([each for each in found if each is not None]) - hz)
        said = [f"{np.median(off):.2f}", f"{off.max():.2f}"] if off.size else ["–", "–"]
        rows.append([str(per_min), *said, f"{sum(each is None for each in found)} of 40"])
    return markdown(["breaths a minute", "off by, median", "at most", "no estimate"], rows)


# ---------------------------------------------------------------- for the one table


def results(*, quick: bool) -> Iterator[Result]:
    """Yield the largest distance from Kubios, closed forms and scipy."""
    _neurokit.warm_up()
    yield from _worst_beside_kubios()
    yield from _worst_beside_closed_forms()
    hearts = [resting_rr(330 if quick else 1800, seed) for seed in range(1 if quick else 5)]
    worst = 100 * np.max([_off(rr_ms) for rr_ms in hearts], axis=0)
    for name, off in zip(("RMSSD", "LF power", "HF power"), worst.tolist(), strict=True):
        yield Result(f"{name} off scipy's, of {len(hearts)} made hearts", off, "%", at_most(0.5))
    yield from _clean_beats_changed()
    steps = [s for seed in range(1 if quick else 3) for s in _hf_steps(resting_rr(420, seed))]
    name = "HF moved by one beat of a steady heart, at most"
    yield Result(name, 100 * max(steps), "%", at_most(20))


def _worst_beside_kubios() -> Iterator[Result]:
    names = ("time domain off Kubios, at most", *(f"{n} off Kubios" for n in ("VLF", "LF", "HF")))
    units = ("in its unit", *["%"] * 3)
    if not SHARED.is_dir():
        yield from (
            Result(*each, note=WITHOUT_DATA) for each in zip(names, [None] * 4, units, strict=True)
        )
        return
    off = []
    for series, theirs in KUBIOS.items():
        found = measure(np.load(SHARED / f"kubios/series_{series}.npy"), artifacts="keep")
        time, bands = theirs[: len(TIMES)], theirs[len(TIMES) :]
        off.append(
            [max(abs(found.time_domain[n] - its) for n, its in zip(TIMES, time, strict=True))]
            + [
                100 * abs(found.frequency_domain[n] / its - 1)
                for n, its in zip(BANDS, bands, strict=True)
            ]
        )
    bars = (at_most(0.00005), *[at_most(0.5)] * 3)  # Kubios prints four decimals
    for name, value, unit, bar in zip(names, np.max(off, axis=0), units, bars, strict=True):
        yield Result(name, float(value), unit, bar, note="three real hours")


def _clean_beats_changed() -> Iterator[Result]:
    changed, beats = clean_count()
    name = "beats changed in clean rest and paced breath"
    yield Result(name, 100 * changed / beats, "%", at_most(0.5), note=f"{changed} of {beats:,}")


def _worst_beside_closed_forms() -> Iterator[Result]:
    for mean_ms in (800, 900):
        waves = (sine_rr(hz, 50, 300, mean_ms) for hz in (0.2, 0.25, 0.3))
        off = [abs(measure(rr_ms).frequency_domain["hf_ms2"] / 12.5 - 100) for rr_ms in waves]
        name = f"HF off a known wave, 0.20 to 0.30 Hz, {60_000 / mean_ms:.0f} bpm"
        few = mean_ms > 800  # fewer beats see less of a wave (decision 3)
        note = "no bar below 75 bpm: fewer beats see less of a wave, Kubios' too" if few else ""
        yield Result(name, max(off), "%", None if few else at_most(3.5), note=note)
    rr_ms = sine_rr(0.1, 60, 121)
    wave = mean_breath_wave(rr_ms, 0.1)
    height = abs(wave.amplitude_ms / 120 - 1) if wave else None
    off_pct = None if height is None else 100 * height
    yield Result("breath wave off a 0.1 Hz wave of known height", off_pct, "%", at_most(0.1))
    false_hf = measure(rr_ms).frequency_domain["hf_ms2"] / 1800
    yield Result("false HF of a pure 0.1 Hz wave, of LF", 100 * false_hf, "%", at_most(0.1))


PAGE = {
    "Against Kubios HRV Premium 3.1.0": (
        (
            "Three real hours; no detrending, 4 Hz, Welch of 300 s. Ours less what Kubios prints. "
            "(Of a run of less than 600 s, Welch's segments are half of it.)"
        ),
        kubios,
    ),
    "Against closed forms": ("A wave of ±50 ms at five minutes has 1,250 ms².", closed_forms),
    "The breath wave, and what of it looks like HF": (
        "A 4/6 breath of 120 ms, which has 1,800 ms² of LF and no HF at all.",
        at_the_pace,
    ),
    "Against scipy, called by itself": ("", independent),
    "From one beat to the next": ("", steadiness),
    "The breath, from the heart alone": (
        "Made rests whose breath wanders, with pressure waves, drift and noise.",
        breathing,
    ),
    "Artefacts put in": ("Early beats, as extrasystoles are.", artefacts),
    "Many in a row": ("Beats not heard, or heard twice, one after the other.", in_a_row),
    "A few odd beats": (
        (
            "Four to twenty in five minutes, changed by 8 to 40 % of themselves, half of them in "
            "quiet rests. RMSSD as a multiple of the true one, where a rest was compared: with the "
            "warning that few beats make it, or without."
        ),
        few_beats,
    ),
    "Many early beats": ("Early beats all through, each with its whole pause.", many_early),
    "Breath left alone": ("Nothing was put into these.", left_alone),
}


def main() -> None:
    """Print the page."""
    _neurokit.warm_up()
    print("# How true the numbers are\n\nWritten by `python3 dev.py docs`; do not edit.\n")
    print("With " + ", ".join(f"{name} {number}" for name, number in versions().items()) + ".")
    for title, (words, part) in PAGE.items():
        print(f"\n## {title}\n")
        print(f"{words}\n\n{part()}" if words else part())


if __name__ == "__main__":
    main()

"""How true the numbers are, as the page docs/accuracy.md: `python3 dev.py docs` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import welch

from analysis import _neurokit
from analysis.artifacts import LEFT_OUT, correct
from analysis.breath_wave import mean_breath_wave
from analysis.live import LiveMeasures
from analysis.report import measure
from biofeedback.reading import versions
from tests.artefact_trials import (
    RESTS,
    SERIES,
    deep_breath,
    parts_of,
    rmssd,
    rr_of,
    with_early_beats,
)
from tests.bench import Result, at_most
from tests.made_hearts import SHARED, Floats, resting_rr, sine_rr

WITHOUT_DATA = "Left out here: it needs the recordings in `../shared/data`."
KUBIOS = {
    1: (768.4383, 85.3572, 60.5235, 1338, 2776.5983, 1606.9120),
    2: (816.7316, 88.5501, 72.7001, 1340, 1541.1816, 2779.8822),
    3: (739.4739, 92.2439, 53.7477, 910, 2490.0606, 1200.7427),
}
"""Mean RR, SDNN, RMSSD, NN50, LF, HF as Kubios HRV Premium 3.1.0 prints them."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def kubios() -> str:
    """Compare with Kubios on its three series."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    rows = []
    for series, theirs in KUBIOS.items():
        found = measure(np.load(SHARED / f"kubios/series_{series}.npy"), artifacts="keep")
        time, bands = found.time_domain, found.frequency_domain
        ours = [time[name] for name in ("mean_rr_ms", "sdnn_ms", "rmssd_ms", "nn50")]
        off = [f"{a - b:+.4f}" for a, b in zip(ours, theirs, strict=False)]
        power = [bands["lf_ms2"], bands["hf_ms2"]]
        off += [f"{100 * (a / b - 1):+.2f} %" for a, b in zip(power, theirs[4:], strict=True)]
        rows.append([str(series), *off])
    return table(["series", "mean RR, ms", "SDNN, ms", "RMSSD, ms", "NN50", "LF", "HF"], rows)


def closed_forms() -> str:
    """Compare with RR = m + A·sin(2πft), whose power is A²/2."""
    rows = []
    for hz in (0.2, 0.25, 0.3):
        for mean_ms in (750, 900):
            found = measure(sine_rr(hz, 50, 300, mean_ms)).frequency_domain
            rows.append(
                [f"{hz} Hz, {60_000 / mean_ms:.0f} bpm", f"{found['hf_ms2'] / 12.5 - 100:+.2f} %"]
            )
    return table(["wave", "HF power off by"], rows)


def at_the_pace() -> str:
    """Measure a wave at the pacer's own frequency: its height, and what of it is taken for HF."""
    rows = []
    for length_s in (60, 90, 120, 300):
        rr_ms = sine_rr(0.1, 60, length_s + 1)
        wave = mean_breath_wave(rr_ms, 0.1)
        hf_ms2 = measure(rr_ms).frequency_domain["hf_ms2"]
        height = f"{100 * (wave.amplitude_ms / 120 - 1):+.3f} %" if wave else "–"
        rows.append([f"{length_s} s", height, f"{100 * hf_ms2 / 1800:.3f} %"])
    return table(["0.1 Hz over", "breath wave off by", "false HF, of LF"], rows)


def independent() -> str:
    """Compare with scipy's spline, Welch and trapezoid, called by themselves."""
    names = SERIES if SHARED.is_dir() else ()
    hearts = [rr_of(name) for name in names] + [resting_rr(1800, seed) for seed in range(5)]
    worst = np.max([_off(rr_ms) for rr_ms in hearts], axis=0)
    rows = [
        [name, f"{100 * off:.2f} %"]
        for name, off in zip(("RMSSD", "LF power", "HF power"), worst, strict=True)
    ]
    return table([f"{len(hearts)} hearts", "largest difference"], rows)


def _off(rr_ms: Floats) -> list[float]:
    found = measure(rr_ms, artifacts="keep")
    time_s = np.cumsum(rr_ms) / 1000
    even_s = np.arange(time_s[0], time_s[-1], 0.25)
    samples = CubicSpline(time_s, rr_ms)(even_s[: len(even_s) // 4 * 4])
    psd = welch(samples, 4, "hann", 1200, 600, detrend="constant")
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
    return table(["breaths a minute", "off by, median", "at most", "no estimate"], rows)


def artefacts() -> str:
    """Put early beats into real rests; look how near RMSSD comes to what it was."""
    if not SHARED.is_dir():
        return WITHOUT_DATA
    parts = [part for name in (*RESTS, *SERIES) for part in parts_of(name, 4)]
    rng = np.random.default_rng(20261123)
    rows = []
    for early in (0.1, 0.15, 0.2, 0.3, 0.4):
        for pause in (1.0, 0.3):
            spoilt = [with_early_beats(part, early, pause, rng) for part in parts]
            ours = _distances(parts, [correct(each).rr_ms for each in spoilt])
            theirs = _distances(parts, [_corrected_by_neurokit(each) for each in spoilt])
            raw = _distances(parts, spoilt)
            name = f"{100 * early:.0f} % early, {100 * pause:.0f} % of it paused after"
            rows.append([name, *(f"{np.mean(each):.2f}" for each in (raw, theirs, ours))])
    head = ["six in five minutes", "uncorrected", "neurokit2's correction", "ours"]
    return f"Mean |Δ ln RMSSD| over {len(parts)} parts.\n\n" + table(head, rows)


def _distances(before: Sequence[Floats], after: Sequence[Floats]) -> list[float]:
    return [abs(np.log(rmssd(b) / rmssd(a))) for a, b in zip(before, after, strict=True)]


def left_alone() -> str:
    """Look what correction does where nothing is to be corrected."""
    rows = [
        _touched(f"made 4/6 breath, ±{amplitude_ms} ms", [deep_breath(amplitude_ms)])
        for amplitude_ms in (30, 60, 100, 150)
    ]
    if SHARED.is_dir():
        rows += [_touched(f"`{name}`", list(parts_of(name))) for name in (*RESTS, *SERIES)]
    head = ["heart", "beats changed", "RMSSD, ours", "RMSSD, neurokit2's correction"]
    return table(head, rows)


def _touched(name: str, parts: Sequence[Floats]) -> list[str]:
    done = [correct(part) for part in parts]
    kinds = np.concatenate([each.kinds for each in done])
    changed = 100 * np.mean((kinds != "") & (kinds != LEFT_OUT))
    ours = [rmssd(a.rr_ms) / rmssd(b) - 1 for a, b in zip(done, parts, strict=True)]
    theirs = [rmssd(_corrected_by_neurokit(part)) / rmssd(part) - 1 for part in parts]
    shown = [f"{100 * np.mean(each):+.1f} %" for each in (ours, theirs)]
    return [name, f"{changed:.2f} %", *shown]


def _corrected_by_neurokit(rr_ms: Floats) -> Floats:
    import neurokit2

    peaks = np.rint(np.r_[0, np.cumsum(rr_ms)]).astype(np.int64)
    _, clean = neurokit2.signal_fixpeaks(peaks, 1000, iterative=True, method="Kubios")
    return np.diff(np.asarray(clean, dtype=np.float64))


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
    steps = [s for seed in range(1 if quick else 3) for s in _hf_steps(resting_rr(420, seed))]
    name = "HF moved by one beat of a steady heart, at most"
    yield Result(name, 100 * max(steps), "%", at_most(20))


def _worst_beside_kubios() -> Iterator[Result]:
    names = ("time domain off Kubios, at most", "LF off Kubios", "HF off Kubios")
    if not SHARED.is_dir():
        yield from (Result(name, None, "%", note=WITHOUT_DATA) for name in names)
        return
    off = []
    for series, theirs in KUBIOS.items():
        found = measure(np.load(SHARED / f"kubios/series_{series}.npy"), artifacts="keep")
        ours = [found.time_domain[name] for name in ("mean_rr_ms", "sdnn_ms", "rmssd_ms", "nn50")]
        ours += [found.frequency_domain[name] for name in ("lf_ms2", "hf_ms2")]
        off.append(100 * np.abs(np.array(ours) / np.array(theirs) - 1))
    worst = np.max(off, axis=0)
    bars = (at_most(0.0001), at_most(0.5), at_most(0.5))  # Kubios prints four decimals
    for name, value, bar in zip(names, (worst[:4].max(), *worst[4:]), bars, strict=True):
        yield Result(name, float(value), "%", bar, note="three real hours")


def _worst_beside_closed_forms() -> Iterator[Result]:
    for mean_ms in (750, 900):
        waves = (sine_rr(hz, 50, 300, mean_ms) for hz in (0.2, 0.25, 0.3))
        off = [abs(measure(rr_ms).frequency_domain["hf_ms2"] / 12.5 - 100) for rr_ms in waves]
        name = f"HF off a known wave, 0.20 to 0.30 Hz, {60_000 / mean_ms:.0f} bpm"
        yield Result(name, max(off), "%", at_most(3.5))
    rr_ms = sine_rr(0.1, 60, 121)
    wave = mean_breath_wave(rr_ms, 0.1)
    height = abs(wave.amplitude_ms / 120 - 1) if wave else None
    off_pct = None if height is None else 100 * height
    yield Result("breath wave off a 0.1 Hz wave of known height", off_pct, "%", at_most(0.1))
    false_hf = measure(rr_ms).frequency_domain["hf_ms2"] / 1800
    yield Result("false HF of a pure 0.1 Hz wave, of LF", 100 * false_hf, "%", at_most(0.1))


PAGE = {
    "Against Kubios HRV Premium 3.1.0": (
        "Three real hours; no detrending, 4 Hz, Welch of 300 s. Ours less what Kubios prints.",
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
    "Breath left alone": (
        "Nothing was put into these. The recordings named kubios hold a few real early beats.",
        left_alone,
    ),
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

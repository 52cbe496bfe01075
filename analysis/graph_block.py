"""What a report of HRV has to state, so that others can judge and repeat it.

After the GRAPH checklist: Quintana, Alvares & Heathers (2016), Guidelines for Reporting Articles on
Psychiatry and Heart rate variability, Translational Psychiatry 6, e803, doi:10.1038/tp.2016.73.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.frequency_domain import HF_HZ, LF_HZ, ONE_WINDOW_S, RATE_HZ, SEGMENT_S, VLF_HZ
from analysis.report import Measured

UNKNOWN = "not recorded"


def graph_block(
    measured: Measured,
    *,
    device: str = UNKNOWN,
    resolution: str = UNKNOWN,
    time: str = UNKNOWN,
    instructions: str = UNKNOWN,
    posture: str = UNKNOWN,
    breathing: str | None = None,
    versions: Mapping[str, str],
) -> dict[str, str]:
    """Return the block, one line of plain text for each item, in the checklist's order.

    Parameters
    ----------
    measured
        The stretch that is reported.
    device, resolution, time, instructions, posture
        How it was recorded, as far as that is known; ``resolution`` of the RR intervals.
    breathing
        How the breath was led; None where that is not known. Where the stretch was measured at a
        pace, it is that pace.
    versions
        Of the software, by package.
    """
    artifacts = measured.artifacts
    return {
        "device": device,
        "resolution": resolution,
        "time": time,
        "length": _length(measured),
        "posture": posture,
        "instructions": instructions,
        "breathing": _breathing(measured, breathing),
        "artefacts": (
            f"{artifacts.method}; {artifacts.corrected_pct:.1f} % of the beats corrected, "
            f"{artifacts.left_out} left out"
        ),
        "software": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "measures": ", ".join((*measured.time_domain, *measured.frequency_domain)) or "none",
        "spectrum": (
            f"cubic spline at {RATE_HZ:g} Hz, mean removed, no other detrending, "
            f"{_windows(measured.stretch_s)}, absolute power in ms²"
        ),
        "bands": f"VLF {_band(VLF_HZ)}, LF {_band(LF_HZ)}, HF {_band(HF_HZ)}",
        "transforms": "none; changes are compared as ratios, which are differences of logarithms",
    }


def _length(measured: Measured) -> str:
    gaps = f"{measured.gaps or 'no'} gap{'' if measured.gaps == 1 else 's'}"
    spectrum = f"; spectrum from the longest {measured.stretch_s:.0f} s without one"
    return f"{measured.duration_s:.0f} s of heartbeat, {gaps}{spectrum if measured.gaps else ''}"


def _breathing(measured: Measured, led: str | None) -> str:
    if measured.pace_hz is not None:
        return f"paced at {60 * measured.pace_hz:g} a minute"
    breath_hz = measured.frequency_domain.get("breathing_hz")
    known = led or "no pace given"
    if breath_hz is None:
        return f"{known}; its frequency could not be read from the heart"
    return f"{known}; {60 * breath_hz:.1f} a minute as estimated from the heart"


def _band(band_hz: tuple[float, float]) -> str:
    return f"{band_hz[0]:.2f}–{band_hz[1]:.2f} Hz"


def _windows(stretch_s: float) -> str:
    """Return how a stretch of this length was cut for its spectrum."""
    if stretch_s < ONE_WINDOW_S:
        return f"one Hann window of {stretch_s:.0f} s"
    return f"Welch with Hann windows of {min(SEGMENT_S, stretch_s / 2):.0f} s and half overlap"

"""What a report has to state of a recording: its strap, its guidance, and the versions used."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from itertools import groupby

from analysis.graph_block import UNKNOWN, graph_block
from analysis.report import Measured
from biofeedback import __version__
from biofeedback.sitting import Phase, PhaseStarted
from biofeedback.store.recording import Recording
from devices.events import About, Packet

Span = tuple[float, float]

_REST = "to sit quietly, the breath as it comes"
_TOLD = {
    Phase.REST_BEFORE: _REST,
    Phase.LEAD_IN: "to find into the pace of the pacer",
    Phase.PRACTICE: "to follow the practice {name}",
    Phase.SETTLE: "to let go of the pace",
    Phase.REST_AFTER: _REST,
}


def graph_of(
    recording: Recording, measured: Measured, span_s: Span | None = None
) -> dict[str, str]:
    """Return what a report has to state of a measured part of this recording.

    Parameters
    ----------
    recording
        Where it comes from.
    measured
        The part that is reported.
    span_s
        Where that part begins and ends; all of it without.
    """
    about = next((e for e in recording.events if isinstance(e, About)), None)
    strap = f"{about.maker} {about.model}".strip() if about else ""
    packets = any(isinstance(event, Packet) for event in recording.events)
    led = list(_led(recording, span_s or (0.0, recording.end_s)))
    return graph_block(
        measured,
        device=strap or recording.source,
        resolution="1/1024 s, as the strap sends them" if packets else "as in the file",
        time=recording.began.isoformat(" ", "minutes")[:16] if recording.day_known else UNKNOWN,
        instructions=_instructions(recording, [phase for phase, _ in led]),
        breathing=_breathing(led),
        versions=versions(),
    )


def part_span_s(recording: Recording, name: str) -> Span | None:
    """Return where a part lies, "before" and "after" being the rests; None where there is none."""
    name = f"rest {name}" if name in ("before", "after") else name
    part = recording.part(Phase(name)) if name in set(Phase) else None
    return (part.start_s, part.end_s) if part else None


def versions() -> dict[str, str]:
    """Return the versions that made a number."""
    return {"biofeedback": __version__} | {
        name: version(name) for name in ("neurokit2", "numpy", "scipy")
    }


def _led(recording: Recording, span_s: Span) -> Iterator[tuple[Phase, str]]:
    """Yield each phase that reaches into a span, and whether a pacer led the breath in it."""
    patterns = {e.time_s: e.pattern for e in recording.events if isinstance(e, PhaseStarted)}
    for part in recording.parts:
        if part.phase in _TOLD and part.start_s < span_s[1] and part.end_s > span_s[0]:
            pattern = patterns[part.start_s]
            pace = f"paced at {pattern.breaths_per_min:g} a minute" if pattern else "natural"
            yield part.phase, pace


def _breathing(led: list[tuple[Phase, str]]) -> str | None:
    """Return how the breath was led, in order; None where nothing is known of it."""
    paces = [(pace, list(run)) for pace, run in groupby(led, key=lambda each: each[1])]
    if len(paces) < 2:
        return paces[0][0] if paces else None
    return ", then ".join(
        f"{pace} ({', '.join(str(phase) for phase, _ in run)})" for pace, run in paces
    )


def _instructions(recording: Recording, phases: list[Phase]) -> str:
    name = recording.meta.get("practice_name")
    if not name or not phases:
        return UNKNOWN
    told = {phase: _TOLD[phase].format(name=name) for phase in phases}
    if len(told) == 1:
        return told[phases[0]]
    return "; ".join(f"{phase}: {words}" for phase, words in told.items())

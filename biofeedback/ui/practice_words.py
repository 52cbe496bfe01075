"""Which words stand under the pacer, and on the button that leads on."""

from __future__ import annotations

from biofeedback.runs.run import Run
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from biofeedback.words import texts, texts_pace, texts_replay
from biofeedback.words.guidance import Guidance
from devices.events import LinkState


def badges(run: Run) -> list[str]:
    """Return what has to be known of a run at a glance."""
    told = [texts.SIMULATED] if run.simulated else []
    told += [texts.REPLAY] if run.replayed else []
    hurried = run.speed != 1 and not run.replayed
    return told + ([texts.FASTER.format(run.speed)] if hurried else [])


def troubles(run: Run, snapshot: Snapshot) -> str:
    """Return what is amiss with the disk or the device, a line for each."""
    without_rr = texts.NO_RR_WORDS if snapshot.rate_only_bpm is not None else ""
    battery = "" if run.replayed else texts.low_battery(snapshot.battery_percent)
    return "\n".join(filter(None, (snapshot.recording_trouble, without_rr, battery)))


def gist(snapshot: Snapshot) -> tuple[object, ...]:
    """Return what the words of the screen depend on."""
    return snapshot.sitting, snapshot.link, snapshot.in_contact, snapshot.off_pacer


def skip_words(run: Run, phase: Phase, *, asks: bool) -> str:
    """Return the words of the button that leads on."""
    if run.replayed:
        return texts.SKIP[phase] if phase is Phase.LISTENING else texts_replay.NEXT_PART
    if phase is Phase.READY:
        return texts.BEGIN_ANYWAY
    practised = texts.SKIP_PRACTICE if run.rests_after else texts.SKIP_LAST
    return texts_pace.NEXT if asks else texts.SKIP.get(phase, practised)


def phase_words(run: Run, snapshot: Snapshot, said: Guidance, *, asks: bool, hint: str = "") -> str:
    """Return what is said under the title of a part.

    Parameters
    ----------
    said
        In the language of the practices.
    asks
        Whether it is asked how a pace felt.
    hint
        What became of the pace.
    """
    phase = snapshot.sitting.phase
    if run.measured and not snapshot.heard and phase is not Phase.ENDED:
        linked = snapshot.link.state is LinkState.STREAMING
        detail = "" if linked else snapshot.link.detail
        return detail or said.waiting
    if asks:
        return said.felt_keys
    if hint:
        return hint
    if snapshot.off_pacer:
        return said.off_pacer
    if not run.measured and phase is not Phase.PRACTICE:
        return f"{said.words.get(phase, '')} {said.unmeasured}".strip()
    return said.words.get(phase, "")

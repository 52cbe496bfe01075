"""Which words stand under the pacer, and on the button that leads on."""

from __future__ import annotations

from biofeedback.runs.run import Run
from biofeedback.runs.snapshot import Snapshot
from biofeedback.sitting import Phase
from biofeedback.words import texts, texts_pace, texts_replay
from devices.events import LinkState


def skip_words(run: Run, phase: Phase, *, asks: bool) -> str:
    """Return the words of the button that leads on."""
    if run.replayed:
        return texts.SKIP[phase] if phase is Phase.LISTENING else texts_replay.NEXT_PART
    if phase is Phase.READY:
        return texts.BEGIN_ANYWAY
    return texts_pace.NEXT if asks else texts.SKIP.get(phase, texts.SKIP_PRACTICE)


def phase_words(run: Run, snapshot: Snapshot, *, asks: bool, hint: str = "") -> str:
    """Return what is said under the title of a part.

    Parameters
    ----------
    asks
        Whether it is asked how a pace felt.
    hint
        What became of the pace.
    """
    phase = snapshot.sitting.phase
    if run.measured and not snapshot.heard and phase is not Phase.ENDED:
        linked = snapshot.link.state is LinkState.STREAMING
        detail = "" if linked else snapshot.link.detail
        return detail or texts.WAITING.capitalize() + "."
    if asks:
        return texts_pace.FELT_KEYS
    if hint:
        return hint
    if snapshot.off_pacer:
        return texts.OFF_PACER
    if not run.measured and phase is not Phase.PRACTICE:
        return f"{texts.PHASE_WORDS.get(phase, '')} {texts.UNMEASURED}".strip()
    return texts.PHASE_WORDS.get(phase, "")

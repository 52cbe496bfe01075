"""What a report says, in the words of the window: no grade, no verdict, every number explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.compare import RATIOS, Change, Refusal
from analysis.report import Measured
from biofeedback.results.summary import Summary
from biofeedback.store.recording import Recording
from biofeedback.words import texts, texts_back
from practices.breathing import BreathPattern

SIMULATED = "Simulated heart: nobody’s heart beat here, so this page says nothing of a person."
NOT_MEDICAL = (
    f"Not a medical device; it diagnoses nothing. One sitting says little. {texts.SUMMARY_FOOT}"
)
A_SITTING = "A sitting with heart rate biofeedback, {}"
THE_HEART, IN_BPM = "The heart", "{}, in beats a minute"
COMPARED = "compared"
OPEN_CURVE = "The curve is open where no heart was heard ({} gap{})."
TWO_TITLE = "Two rests, side by side"
EXPLAINED = {
    "Heart rate": "Beats a minute, on average.",
    "RMSSD": (
        "How much one interval between beats differs from the next. The calming nerve of the "
        "heart, the vagus, makes most of it."
    ),
    "HF power": (
        "How strong the heart’s rhythm is at 9 to 24 breaths a minute (0.15–0.40 Hz), the range "
        "of a natural breath."
    ),
    "Breath wave": (
        "How far the intervals swing with the slow breath of the practice, from trough to peak: "
        "the number to look at while breathing slowly, when HF power cannot see the breath."
    ),
    "Usual wobble": (
        "How far two rests differ when nothing is done between them, in 95 of 100 pairs; {}. A "
        "change inside it may be chance."
    ),
}


def name_of(recording: Recording) -> str:
    """Return the name of a recording's file, as it was called where it came from."""
    own = recording.path.name if recording.path else "a recording"
    return recording.meta.get("original_name", own)


def when(summary: Summary) -> str:
    """Return the day and the time of day."""
    return texts_back.moment(summary.began, day_known=summary.day_known)


def pace(pattern: BreathPattern) -> str:
    """Return ``4 s in, 6 s out (6 breaths a minute)``; holds where there are any."""
    steps = (
        (pattern.inhale_s, "in"),
        (pattern.hold_full_s, "hold"),
        (pattern.exhale_s, "out"),
        (pattern.hold_empty_s, "rest"),
    )
    told = ", ".join(f"{length_s:g} s {name}" for length_s, name in steps if length_s)
    return f"{told} ({60 * pattern.frequency_hz:.3g} breaths a minute)"


def verdict(comparison: Change | Refusal | None, *, measured: bool, guided: bool) -> str:
    """Return what before and after say together, or why they say nothing, as the window does."""
    if not measured:
        return texts.NOT_MEASURED
    if comparison is None:
        return texts.NO_RESTS if guided else texts.NO_GUIDANCE
    if isinstance(comparison, Refusal):
        return texts.NOT_COMPARED.format(sentence(comparison.reason, capital=False))
    band = comparison.noise_band
    found = texts.RATIO_WITHIN if comparison.within_noise else texts.RATIO_OUTSIDE
    return found.format(ratio=comparison.ratios["rmssd_ratio"], low=band.low, high=band.high)


def change_of(compared: Change, key: str) -> str:
    """Return how a measure changed; empty where that cannot be said."""
    if key == "mean_hr_bpm":
        whole = round(compared.mean_hr_difference_bpm)
        sign = "±" if whole == 0 else "+" if whole > 0 else "−"
        return f"{sign}{abs(whole)} bpm"
    ratio = compared.ratios.get(RATIOS.get(key, ""))
    return "" if ratio is None else texts.CHANGE_RATIO.format(ratio)


def cautions(compared: Change) -> Iterator[str]:
    """Yield what to bear in mind of this comparison, as sentences."""
    yield from map(sentence, compared.warnings)
    shares = (m.artifacts.corrected_pct for m in (compared.before, compared.after))
    yield texts.ARTEFACTS.format(before=next(shares), after=next(shares))


def artefacts(measured: Measured) -> str:
    """Return the share of corrected beats of a whole recording."""
    return f"{measured.artifacts.corrected_pct:.1f} % of the beats were corrected."


def explanations(
    compared: Change | None, *, paced: bool, alone: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield each number that the page shows, and what it is."""
    if compared or alone:
        for name in ("Heart rate", "RMSSD", "HF power"):
            yield name, EXPLAINED[name]
    if paced:
        yield "Breath wave", EXPLAINED["Breath wave"]
    if compared:
        yield "Usual wobble", EXPLAINED["Usual wobble"].format(compared.noise_band.source)


def methods(graphs: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the items of the GRAPH blocks; what differs between two is said of each."""
    for item in next(iter(graphs.values()), {}):
        told = {name: graph[item] for name, graph in graphs.items()}
        same = len(set(told.values())) == 1
        both = "; ".join(f"{name}: {text}" for name, text in told.items())
        yield item.capitalize(), next(iter(told.values())) if same else both


def sentence(text: str, *, capital: bool = True) -> str:
    """Return a text with one full stop, and a capital letter if wanted."""
    first = text[:1].upper() if capital else text[:1]
    return f"{first}{text[1:].rstrip('.')}."

"""What leads through a sitting, and back to the ground, in the language of the practices.

All else in the window is in English, and the settings say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biofeedback.sitting import Phase
from biofeedback.words import texts, texts_pace
from practices.breathing import BreathPattern


@dataclass(frozen=True, slots=True)
class Guidance:
    """The words around the phrases."""

    title: Mapping[Phase, str]
    words: Mapping[Phase, str]
    off_pacer: str
    unmeasured: str
    waiting: str
    eyes_closed: str
    ground_back: str
    ground_kept: str
    new_pace: str
    own_rhythm: str
    in_a_breath: Sequence[str]
    felt: str
    felt_keys: str

    def another_pace(self, pattern: BreathPattern | None) -> str:
        """Return what is said when the pacer takes another pace, or rests."""
        if pattern is None:
            return self.own_rhythm
        return self.new_pace.format(texts_pace.breath(pattern, self.in_a_breath))


ENGLISH = Guidance(
    title=texts.PHASE_TITLE,
    words=texts.PHASE_WORDS,
    off_pacer=texts.OFF_PACER,
    unmeasured=texts.UNMEASURED,
    waiting=f"{texts.WAITING.capitalize()}.",
    eyes_closed=texts.EYES_CLOSED,
    ground_back=texts.GROUNDING_BACK,
    ground_kept=texts.GROUNDING_SAVED,
    new_pace=texts_pace.NEW_PACE,
    own_rhythm=texts_pace.OWN_RHYTHM_NOW,
    in_a_breath=texts_pace.IN_A_BREATH,
    felt=texts_pace.FELT,
    felt_keys=texts_pace.FELT_KEYS,
)
GERMAN = Guidance(
    title={
        Phase.READY: "Dein Herz wird gesucht",
        Phase.REST_BEFORE: "Bevor es losgeht",
        Phase.LEAD_IN: "Komm an",
        Phase.PRACTICE: "",
        Phase.SETTLE: "Lass den Atem seinen Weg finden",
        Phase.REST_AFTER: "Noch einmal",
        Phase.ENDED: "",
        Phase.LISTENING: "Wie es aufgezeichnet wurde",
    },
    words={
        Phase.READY: "Das dauert ein paar Sekunden.",
        Phase.REST_BEFORE: "Ruh einfach. Atme, wie es kommt.",
        Phase.LEAD_IN: "Gleich beginnt der Atem.",
        Phase.SETTLE: "Jetzt gibt es nichts mehr, dem du folgst.",
        Phase.REST_AFTER: "Ruh einfach. Atme, wie es kommt.",
        Phase.ENDED: "",
        Phase.LISTENING: "Ohne Anleitung; das Herz allein.",
    },
    off_pacer="Dein Herz geht gerade seinen eigenen Weg, und das darf so sein. Atme, wie es kommt.",
    unmeasured="Nichts wird gemessen; die Übung ist ganz.",
    waiting="Auf dein Herz wird gewartet.",
    eyes_closed="Deine Augen dürfen jetzt ruhen.",
    ground_back="Zurück zum Anfang",
    ground_kept="Alles bis hierher ist aufbewahrt.",
    new_pace="Der Atem von hier an: {}.",
    own_rhythm="Dein eigener Rhythmus, wie er kommt. Mit O wird er wieder vorgegeben.",
    in_a_breath=("ein", "halten", "aus", "halten"),
    felt="Wie leicht war dieser Atem?",
    felt_keys="0 heißt gezwungen, 10 heißt leicht. Tippe es, oder lass es vorbeigehen.",
)


GUIDANCE = {"en": ENGLISH, "de": GERMAN}


def guidance(language: str) -> Guidance:
    """Return it in a language; in English, where it is not known in that one."""
    return GUIDANCE.get(language, ENGLISH)

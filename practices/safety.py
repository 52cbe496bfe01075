"""When a practice brings up too much: back to the ground, and who can help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Care:
    """A few plain lines under a title."""

    title: str
    lines: tuple[str, ...]


GROUNDING = Care(
    "You are here",
    (
        "Open your eyes, if they are closed.",
        "Feel your feet on the floor.",
        "Look around, and name five things that you see.",
    ),
)
SUPPORT = Care(
    "You don’t have to do this alone",
    (
        "Kindness can bring up old pain. It happens to many people.",
        "It is a good reason to stop for today, and to reach out to someone.",
        "A trained clinician can help. Three ways that are made for this:",
        "Mindful Self-Compassion, Compassion-Focused Therapy, and CBT.",
        "If you are in danger, or might hurt yourself, call your local emergency number now.",
    ),
)
NOT_A_MEDICAL_DEVICE = (
    "This program is not a medical device. It diagnoses nothing and replaces no care."
)

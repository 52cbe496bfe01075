"""Every sentence around a sitting: check-in and check-out, plan, cues, before an event, support."""

from __future__ import annotations

from biofeedback.checkin import Feeling, When

CHECK_TITLE = {When.BEFORE: "How is it inside, right now?", When.AFTER: "And now?"}
CHECK_WORDS = {
    When.BEFORE: "However it is, it may be so. Answer what you like, and leave what you don’t.",
    When.AFTER: "More, less, or the same: each is welcome here. A ring marks how it was before.",
}
QUESTION = {
    Feeling.CRITIC: "How harsh is your inner critic?",
    Feeling.CALM: "How calm are you?",
}
ENDS = {
    Feeling.CRITIC: ("0  ·  silent", "very harsh  ·  10"),
    Feeling.CALM: ("0  ·  not at all", "deeply calm  ·  10"),
}
UNANSWERED = "not answered"
SCALE_KEYS = "0 to 10. Digits or arrows answer, X takes the answer back."
GO_ON = {When.BEFORE: "Begin", When.AFTER: "Go on"}
SKIP = "Skip"
NEVER_ASK = "Don’t ask any more"
CHECK_FOOT = "Enter goes on, S skips. Beside your heart’s numbers, never mixed with them."

RATED = "{name}: {before} → {after}"
RATED_ONE = "{name} {when}: {rating}"
FEELING = {Feeling.CRITIC: "Inner critic", Feeling.CALM: "Calm"}
RATED_OF = "by your own rating, 0 to 10"


def rated(ratings: tuple[int | None, int | None], feeling: Feeling) -> str:
    """Return ``Inner critic: 7 → 4``, one side alone, or nothing."""
    before, after = ratings
    if before is not None and after is not None:
        return RATED.format(name=FEELING[feeling], before=before, after=after)
    for when, rating in zip(When, ratings, strict=True):
        if rating is not None:
            return RATED_ONE.format(name=FEELING[feeling], when=when, rating=rating)
    return ""

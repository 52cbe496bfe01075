"""Every sentence around a sitting: check-in and check-out, plan, cues, before an event, support."""

from __future__ import annotations

from biofeedback.checkin import Feeling, When

CHECK_TITLE = {When.BEFORE: "How is it inside, right now?", When.AFTER: "And now?"}
CHECK_WORDS = {
    When.BEFORE: "However it is, it may be so. Answer what you like, and leave what you don’t.",
    When.AFTER: "More, less, or the same: each is welcome here. A stroke marks how it was before.",
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


def rated(ratings: tuple[int | None, int | None], feeling: Feeling) -> str:
    """Return ``Inner critic: 7 → 4``, one side alone, or nothing."""
    before, after = ratings
    if before is not None and after is not None:
        return RATED.format(name=FEELING[feeling], before=before, after=after)
    for when, rating in zip(When, ratings, strict=True):
        if rating is not None:
            return RATED_ONE.format(name=FEELING[feeling], when=when, rating=rating)
    return ""


BACK = "Back"
FEELINGS = {Feeling.CRITIC: "Inner critic", Feeling.CALM: "Calm"}
UNSAID = "–"
KEEP_UP = "Keeping it up"
KEEP_UP_TITLE = "A little, often, kindly"
WELCOME_BACK = "Welcome back."
SINCE = "Since you began: {minutes} on {days}. That stays, whatever comes."
NOT_YET = "Nothing yet, and there is no hurry."
NOT_YET_SIMULATED = (
    "Nothing yet, and there is no hurry: sittings with a simulated heart are kept, but not counted."
)
DOSE = "Five to fifteen minutes on most days: many people notice a change in six to eight weeks."
SHIFT = "Your inner critic before practice: {first:.0f} of 10 at first, {late:.0f} of late."
PATHS = "A path, if you like one"
PATH = {"starter-week": "Starter week", "eight-weeks": "Eight weeks"}
PATH_WHY = {
    "starter-week": "Five minutes on seven days.",
    "eight-weeks": "Ten to twenty minutes a day, and a longer practice each week.",
}
PATH_WAITS = "A day of it is a day on which you practise; it waits in between."
STANDING = "{path}: day {day} of {days}"
TODAY = "Today, in any order:"
TODAY_DONE = "Today’s part is done. The next day waits until you come."
THIS_WEEK = "Once this week, a longer one:"
WHOLE = "{path}: all of it is done. Is there any shift in how harshly you speak to yourself?"
ASIDE = "Set this path aside"
OFFER = "{name}  ·  {minutes:g} min"
EVENT = "Before something you fear"
EVENT_WORDS = "One minute with a hand on your heart. Then a small experiment, if you like."
EXPERIMENT_HINT = "Such as: stay for 15 minutes"
EVENT_BEGIN = "Begin the minute"
OUTCOME = "You meant to try: “{}”. How was it?"
OUTCOME_HINT = "However it went, in your own words"
OUTCOME_KEEP, OUTCOME_SKIP = "Keep it", "Rather not say"
CUES = "Cues"
CUES_WORDS = "A time, and what you are doing then; one on each line."
CUES_HINT = "08:30 after making coffee"
REMIND = {False: "Switch reminders on", True: "Switch reminders off"}
NO_CUE = "There is no cue to remind of yet: write a time above, such as 08:30."
SHOW_ONE = "Show one now"
SHOWN = "Shown. If you saw nothing, your desktop may be set to “do not disturb”."
PHRASES_NAME = "My own words"
PHRASES = "Your own phrases"
PHRASES_WORDS = "Written once, one on each line; then they come one at a time."
PHRASES_HINT = "I am here.\nThis will pass."
PHRASES_KEEP, PHRASES_READ = "Keep them", "Read them now"
PHRASES_KEPT = "Kept: “{}” stands on the home screen."
PHRASES_UNKEPT = "They cannot be kept in {} ({}); they stay here until you go."


def minutes_on_days(minutes: float, days: int) -> str:
    """Return ``84 minutes on 9 days`` for the totals."""
    whole = int(minutes)
    return SINCE.format(
        minutes=f"{whole} minute{'' if whole == 1 else 's'}" if whole else "a moment",
        days=f"{days} day{'' if days == 1 else 's'}",
    )

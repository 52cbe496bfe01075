"""Every sentence of the window, in one place: few words, warm, without blame or hype."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from biofeedback.phase import Phase
from biofeedback.printable import printable
from practices.breathing import BreathPhase

if TYPE_CHECKING:
    from devices.events import About

APP = "Kind Heart"

HOME_TITLE = "What would feel kind right now?"
INTERRUPTED = "“{}”, begun at {}, was interrupted. It is kept as far as it went."
GO_ON, CLOSE_IT = "Go on with it", "Leave it at that"
HOME_FOOT = (
    "You can stop at any moment: Esc. If something heavy comes up, that is a good reason to "
    "pause, and to reach out to someone."
)
LENGTH = "How long?"
LENGTHS = ("A moment", "Short", "Medium", "Long")
REST = "Rest before and after?"
RESTS_S = ((0.0, "None"), (60.0, "1 min"), (120.0, "2 min"), (300.0, "5 min"))
MINUTES = "{:g} min"
CHOOSE_HEART = "Choose a heart …"
HEART_REMEMBERED = "Your strap"
HEART_WHY = "The heart of the next sitting: it connects when you begin. Press to choose another."
HEART_SIMULATED = "Simulated heart"
HEART_NONE = "Without a strap"
LOOK_BACK = "Looking back"
SPEAK = {"en": "In English", "de": "Auf Deutsch"}
SPEAK_WHY = "The language of the practices, of the voice, and of the ground."
THEME_BUTTON = {"dark": "Light", "light": "Dark"}

STRAPS_TITLE = "Whose heart shall we listen to?"
STRAPS_LOOKING = "Looking for straps. Wear yours, and moisten its electrodes."
STRAPS_NONE = (
    "No strap in reach yet. Wear it, moisten its electrodes, and close other apps that may hold "
    "it. Looking on …"
)
STRAPS_TROUBLE, LOOK_AGAIN = "{} Looking on …", "Look again"
STRAPS_FOUND = "Choose yours. It will be remembered, and no other is ever connected by itself."
STRAPS_OPEN = (
    "The heart-rate service of straps is open to the room: someone near could read it too. "
    "Nothing leaves this computer."
)
STRAP_SIMULATED = "Simulated heart"
STRAP_SIMULATED_WHY = "To look around. The screen and the file say so."
STRAP_NONE = "Practise without a strap"
STRAP_NONE_WHY = "The whole practice, and nothing is measured."
BACK = "Back"
NEARNESS = ((-60, "very near"), (-75, "near"), (-200, "in the room"))
CONNECTED_ALREADY = "already connected"

PHASE_TITLE = {
    Phase.READY: "Looking for your heart",
    Phase.REST_BEFORE: "Before we begin",
    Phase.LEAD_IN: "Settle in",
    Phase.PRACTICE: "",
    Phase.SETTLE: "Let the breath find its own way",
    Phase.REST_AFTER: "Once more",
    Phase.ENDED: "",
    Phase.LISTENING: "As it was recorded",
}
PHASE_WORDS = {
    Phase.READY: "This takes a few seconds.",
    Phase.REST_BEFORE: "Just rest. Breathe as it comes.",
    Phase.LEAD_IN: "The breath begins in a moment.",
    Phase.SETTLE: "Nothing to follow any more.",
    Phase.REST_AFTER: "Just rest. Breathe as it comes.",
    Phase.ENDED: "",
    Phase.LISTENING: "Without guidance; the heart alone.",
}
PHASE_NAMES = {
    Phase.REST_BEFORE: "rest before",
    Phase.PRACTICE: "practice",
    Phase.SETTLE: "settle",
    Phase.REST_AFTER: "rest after",
}
BREATH_WORDS = {
    BreathPhase.INHALE: "Breathe in",
    BreathPhase.HOLD_FULL: "Hold softly",
    BreathPhase.EXHALE: "Breathe out",
    BreathPhase.HOLD_EMPTY: "Rest",
}
REST_WORD = "Rest"
PAUSED = "Paused"
PACER_WORDS = {
    "en": (BREATH_WORDS, REST_WORD, PAUSED),
    "de": (
        {
            BreathPhase.INHALE: "Einatmen",
            BreathPhase.HOLD_FULL: "Sanft halten",
            BreathPhase.EXHALE: "Ausatmen",
            BreathPhase.HOLD_EMPTY: "Ruhen",
        },
        "Ruhen",
        "Pause",
    ),
}
"""What the pacer says of the breath, of a rest and of a pause: the words looked at most."""
OFF_PACER = "Your heart keeps its own rhythm just now, and that is fine. Breathe as it comes."
UNMEASURED = "Nothing is measured; the practice is whole."
WAITING = "waiting for your heart"
RATE_ONLY = "as the device tells it"
NEXT_BEAT = "with the next beat"
NO_RR = "no RR intervals from this device"
NO_RR_WORDS = (
    "This device sends heart rate but no RR intervals, so its rhythm cannot be seen. A chest strap "
    "such as the Polar H10 sends them; the practice is whole without, too."
)
WORN = {
    1: "on the chest",
    2: "on the wrist",
    3: "on a finger",
    4: "on the hand",
    5: "on the ear",
    6: "on the foot",
}  # by the numbers of the characteristic 0x2A38
BATTERY = "battery {} %"
BATTERY_LOW_PERCENT = 15
BATTERY_LOW = "Your strap’s battery is nearly empty: a new one soon keeps it going."
STRAP_WHY = "What your strap says of itself: {}."
PAUSE, RESUME = "Pause", "Go on"
HIDE, SHOW = "Hide numbers", "Show numbers"
EYES, EYES_CLOSED = "Eyes closed", "Your eyes may rest now."
EYES_KEYS = "E, or a touch, shows everything again.  M: sound on or off.  Esc: back to the ground."
SKIP = {
    Phase.REST_BEFORE: "Skip this rest",
    Phase.LEAD_IN: "Begin now",
    Phase.SETTLE: "Rest now",
    Phase.REST_AFTER: "Skip this rest",
    Phase.LISTENING: "To its end",
}
SKIP_PRACTICE, SKIP_LAST = "On to the rest", "To its end"
BEGIN_ANYWAY = "Begin without waiting"
END = "End gently"
OF = "{} of {}"
SOUND = {True: "Sound on", False: "Sound off"}
SOUND_EYES = {True: "Sound is on.", False: "Sound is off."}
SOUND_SWITCH = {True: "Switch sound off", False: "Switch sound on"}
SOUND_QUIET = "Quiet here"
SOUND_KEY = "Tones, bells and a voice, for closed eyes. M: on or off."
VOLUMES = {"breath_volume": "Breath", "bell_volume": "Bells", "voice_volume": "Voice"}
VOLUME_OF = "Volume: {}"
SIMULATED = "Simulated heart"
REPLAY = "Replay"
SPEED = "Speed"
SPEED_TIMES = "{:g}×"
FASTER = "shown {:g}× faster"

TRACE_TITLE = "Heart rate"
TRACE_BREATH = "the faint wave is the breath"
TRACE_TICKS = ("2 min ago", "1 min ago", "now")
TRACE_SPOKEN = (
    "Heart rate over the last two minutes: now {now:.0f}, between {low:.0f} and {high:.0f}"
)
TRACE_SPOKEN_EMPTY = "Heart rate over the last two minutes: nothing yet"

HEART_RATE, RMSSD, HF, WAVE = "Heart rate", "RMSSD", "HF power", "Breath wave"
REST_BEFORE = "rest before: {:.0f}"
SETTLING = "still settling"
IN_STEP = "in step with the pacer"
WHY = {
    HEART_RATE: (
        "Beats a minute, over the last 10 seconds. It goes up with each breath in and down with "
        "each breath out: heart and breath go together."
    ),
    RMSSD: (
        "How much one interval between beats differs from the next, over the last 60 seconds. "
        "The calming nerve of the heart makes most of it. During slow breathing it hardly moves; "
        "compare it between the two rests."
    ),
    HF: (
        "How strong the heart's rhythm is between 0.15 and 0.40 Hz, 9 to 24 breaths a minute, over "
        "the last one or two minutes. A slower breath lies below, so HF power then falls although "
        "the heart swings more: compare the two rests."
    ),
    WAVE: (
        "How far your heart's intervals swing with the pacer, from trough to peak, over the last "
        "six breaths. This is the honest number while you breathe slowly."
    ),
}
WHY_OF_RESTS = {
    HEART_RATE: (
        "Beats a minute, over the whole of each rest. Sitting down, warmth, coffee and the time of "
        "day move it, too."
    ),
    RMSSD: (
        "How much one interval between beats differs from the next, over the whole of each rest. "
        "The calming nerve of the heart makes most of it."
    ),
    HF: (
        "How strong the heart's rhythm is between 0.15 and 0.40 Hz, 9 to 24 breaths a minute, over "
        "each rest. Who breathes more slowly in one of them has less there for that reason alone."
    ),
}
"""Of the measures of two rests, side by side."""

SUMMARY_LOADING = "Gathering your sitting …"
SUMMARY_TROUBLE = "The summary is not ready this time. What was recorded is kept."
SUMMARY_TITLE = "You took {} for yourself"
SUMMARY_TITLE_MOMENT = "You took a moment for yourself"
SUMMARY_TITLE_RECORDING = "A recording of {}"
SUMMARY_SIMULATED = "with a simulated heart"
BEFORE, AFTER = "before", "after"
SUMMARY_CURVE = "Your heart through the sitting"
ARTEFACTS = "{before:.1f} % of the beats before and {after:.1f} % after were corrected."
RATIO_WITHIN = (
    "RMSSD after is {ratio:.2f} times what it was before. That is within the usual wobble: two "
    "rests differ by {low:.2f} to {high:.2f} times even when nothing was done between them."
)
RATIO_OUTSIDE = (
    "RMSSD after is {ratio:.2f} times what it was before: more than two rests usually differ "
    "({low:.2f} to {high:.2f} times). One sitting still says little; many say more."
)
CHANGE_RATIO = "{:.2f} times"
USUAL_BAND = "{:.2f} to {:.2f} times is usual between two rests"
NUMBERS_KEPT = "Your heart was listened to. H shows its numbers, whenever you like."
BAND_FROM = "The usual wobble is {}."
NOT_COMPARED = "Before and after are not compared this time: {}"
NO_GUIDANCE = "It holds no rest before and after, so nothing is compared."
NO_RESTS = "There were no two rests, so nothing is compared. The practice is the point."
NOT_MEASURED = "Nothing was measured. The practice itself is the point."
SUMMARY_FOOT = "These numbers move with sleep, coffee, posture and the weather."
NOTE_HINT = "A note for yourself, if you like"
NOTE_KEPT = "Kept: “{}”"
NOTED = "You noted: “{}”"
DONE = "Done"
PLAY_AGAIN = "Play it again"
SAVE_REPORT = "Save a report …"
REPORT_NAME = "sitting-{:%Y-%m-%d-%H%M}.pdf"
REPORT_KINDS = "PDF (*.pdf);;HTML (*.html)"
REPORT_SAVED = "Saved as {}."
KEEP_COPY = "Keep a copy …"
COPY_NAME = "sitting-{:%Y-%m-%dT%H%M%S}.csv"
COPY_KIND = "CSV (*.csv)"
COPY_EXISTS = "{} exists already and stays as it is. Choose another name."
COPY_KEPT = "Kept as {}. Looking back can bring it in."
LEAVE_UNNOTED = "Do it again to leave without the note."
LEAVE_UNKEPT = "What the disk did not take will be lost. Do it again to leave without it."
UNRECORDED = "This sitting was not written down, as you chose."

GROUNDING_BACK = "Back to the start"
GROUNDING_SAVED = "Everything until here is kept."

FOLDER_TITLE = "Your sitting can’t be written down right now"
FOLDER_ANYWAY = "Practise unrecorded"
UNEXPECTED_TITLE = "Something unexpected happened"
UNEXPECTED = "What was recorded is kept. The details are in {}; please send them along."
UNEXPECTED_COPY = "Copy the details"
UNEXPECTED_UNKEPT = "What was recorded is kept. Please send the details along."
NO_WINDOW = (
    "No window can be opened here: `biofeedback doctor` says what is missing. Meanwhile "
    "`biofeedback practise --no-window` practises in the terminal."
)

NUMBER_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def of_strap(strap: About, battery_percent: int | None) -> str:
    """Return ``Polar Electro Oy H10, on the chest, battery 87 %``, as far as it tells."""
    made = printable(f"{strap.maker} {strap.model}") if strap.model else ""
    worn = WORN.get(strap.location or 0, "")
    battery = "" if battery_percent is None else BATTERY.format(battery_percent)
    return ", ".join(filter(None, (made, worn, battery)))


def low_battery(percent: int | None) -> str:
    """Return the words for a battery that is nearly empty; none for any other."""
    return BATTERY_LOW if percent is not None and percent <= BATTERY_LOW_PERCENT else ""


COUNTED = {
    "de": (
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
    ),
}  # fmt: skip
"""For the lead-in, in other languages of the practices."""


def minutes_in_words(seconds: float) -> str:
    """Return ``five minutes``, ``one minute``, or nothing for less than a minute."""
    minutes = round(seconds / 60)
    number = NUMBER_WORDS[minutes] if minutes < len(NUMBER_WORDS) else str(minutes)
    return f"{number} minute{'' if minutes == 1 else 's'}" if minutes else ""


def slow_breaths(count: int) -> str:
    """Return ``12 slow breaths``."""
    return f"{count} slow breath" + ("" if count == 1 else "s")


def count_down(seconds: float, language: str = "en") -> str:
    """Return ``Three`` for 2.4 s; nothing when it is over, or far away."""
    words, whole = COUNTED.get(language, NUMBER_WORDS), math.ceil(seconds)
    return words[whole].capitalize() if 0 < whole < len(words) else ""


def clock_time(seconds: float) -> str:
    """Return ``4:05`` for 245 s."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
